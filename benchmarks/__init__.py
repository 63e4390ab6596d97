"""How fast the pipeline is on specs of a size that upstream may reach one day, and the client.

`nox -s bench` measures both; `python -m benchmarks.specs FOLDER` writes the specs it measures with.
"""
