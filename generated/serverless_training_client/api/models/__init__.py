# Written by `nox -s regenerate` from openapi.json. Do not edit.
"""Contains endpoint functions for accessing the API"""

from serverless_training_client._docstrings import localize as _localize

_localize('serverless_training_client', __name__)
