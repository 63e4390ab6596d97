# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from collections.abc import Callable as Callable, Collection, Iterable, Iterator
from serverless_training.testing._document import (
    Operation as Operation,
    operations as operations,
    resolve as resolve,
)
from serverless_training.testing.contract._checks import (
    ANY as ANY,
    CHECKS as CHECKS,
    needs as needs,
    rule as rule,
)
from serverless_training.testing.contract._curl import curl as curl
from serverless_training.testing.contract._events import (
    Asked as Asked,
    Finding as Finding,
    Run as Run,
)
from serverless_training.testing.contract._report import (
    Failure as Failure,
    Half as Half,
    Outcome as Outcome,
    Verdict as Verdict,
)
from serverless_training.testing.contract._settings import label as label
from serverless_training.testing.contract._target import Target as Target, option_for as option_for

ERRORS: str
_EXCERPT: int

def verdicts(run: Run, target: Target, hide: Callable[[str], str]) -> list[Verdict]: ...
def _verdict(
    name: str, operation: Operation, run: Run, target: Target, hide: Callable[[str], str]
) -> Verdict: ...
def _path(asked: Asked) -> str: ...
def _needs(name: str, operation: Operation, target: Target, asked: Collection[Asked]) -> str: ...
def _failures(
    name: str, asked: Iterable[Asked], hide: Callable[[str], str]
) -> Iterator[Failure]: ...
def _size(asked: Asked) -> tuple[int, str]: ...
def _failure(asked: Asked, finding: Finding, hide: Callable[[str], str]) -> Failure: ...
def _phrase(status: int) -> str: ...
def _stumbles(run: Run, hide: Callable[[str], str]) -> Iterator[Verdict]: ...
