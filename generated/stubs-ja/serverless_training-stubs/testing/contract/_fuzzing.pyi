# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import subprocess
from _typeshed import Incomplete
from collections.abc import Callable as Callable
from pathlib import Path
from serverless_training._auth import HIDDEN as HIDDEN
from serverless_training._settings import _is_loopback as _is_loopback
from serverless_training.testing._errors import MockError as MockError
from serverless_training.testing._extra import missing as missing
from serverless_training.testing.contract._errors import ContractError as ContractError
from serverless_training.testing.contract._events import Run as Run, read as read
from serverless_training.testing.contract._report import Outcome as Outcome, Verdict as Verdict
from serverless_training.testing.contract._settings import (
    KEY_VARIABLE as KEY_VARIABLE,
    LIMITS as LIMITS,
    SENT as SENT,
    exceptions_of as exceptions_of,
    limits as limits,
    policy_of as policy_of,
    settings as settings,
    with_statuses as with_statuses,
)
from serverless_training.testing.contract._target import Target as Target
from serverless_training.testing.contract._verdicts import verdicts as verdicts

_SPEC: Incomplete
_SETTINGS: Incomplete
_REPORT: Incomplete
_SAID: Incomplete
_HOOKS: str
_START: str
_LAST_SHARE: float
_LEAST_SECONDS: float
_LOOK_SECONDS: float
_LAST_LINES: int
_NOT_INHERITED: Incomplete

def fuzz(
    target: Target,
    *,
    seed: int,
    max_examples: int,
    max_seconds: float,
    rate: float | None,
    progress: Callable[[int], None],
    max_requests: int = 5000,
) -> tuple[list[Verdict], int]: ...
def _cut_short(verdict: Verdict) -> Verdict: ...
def _prepare(
    folder: Path,
    target: Target,
    max_examples: int,
    max_requests: int,
    deadline: float,
    rate: float | None,
) -> None: ...
def _run(
    folder: Path,
    target: Target,
    seed: int,
    max_examples: int,
    end: float,
    progress: Callable[[int], None],
) -> Run: ...
def _watch(
    process: subprocess.Popen[bytes], folder: Path, end: float, progress: Callable[[int], None]
) -> None: ...
def _count(folder: Path) -> int: ...
def _environment(target: Target) -> dict[str, str]: ...
def _not_started(folder: Path, target: Target) -> ContractError: ...
def _hidden(text: str, key: str) -> str: ...
