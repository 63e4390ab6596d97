"""Judge any server by its URL: do its listings keep the contract?

Needs the extra `testing`: `python -m pip install '.[testing]'` in a clone of the project.
"""

from serverless_training_client._docstrings import localize as _localize

from serverless_training_testing._errors import extra as _extra
from serverless_training_testing.contract._report import (
    ContractError,
    Failure,
    Half,
    Observation,
    Outcome,
    Report,
    Verdict,
)

with _extra("testing"):
    from serverless_training_testing.contract._check import Progress, check

__all__ = [
    "ContractError",
    "Failure",
    "Half",
    "Observation",
    "Outcome",
    "Progress",
    "Report",
    "Verdict",
    "check",
]

_localize("serverless_training_testing")
