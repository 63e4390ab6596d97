"""From the published specs to the checked-in client: pull, compare, regenerate, translate.

Maintainers' tools; not in the wheel. `python -m pipeline --help` lists the steps.
"""
