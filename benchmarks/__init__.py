"""How fast the pipeline is on specs of a size that upstream may reach one day.

`nox -s bench` measures; `python -m benchmarks.specs FOLDER` writes the specs it measures with.
"""
