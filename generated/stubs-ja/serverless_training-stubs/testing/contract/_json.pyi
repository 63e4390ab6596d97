# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from serverless_training.testing.contract._report import Report as Report

FORMAT: int

def to_json(report: Report) -> str: ...
