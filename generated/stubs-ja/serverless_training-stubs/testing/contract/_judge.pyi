# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from attrs import define, field
from collections.abc import Callable as Callable
from hypothesis.strategies import SearchStrategy as SearchStrategy
from serverless_training.testing.contract._collection import read as read
from serverless_training.testing.contract._law import (
    Law as Law,
    NotJudgedError as NotJudgedError,
    Subject as Subject,
    thinned as thinned,
)
from serverless_training.testing.contract._probe import OutOfBudgetError as OutOfBudgetError
from serverless_training.testing.contract._report import (
    Failure as Failure,
    Half as Half,
    Outcome as Outcome,
    Verdict as Verdict,
)
from typing import Any

_READINGS: int
_SHRINKING_EXAMPLES: int
_LEAST_CASES: int
_ALLOWANCE_FOR_ONE: int

class _BrokenError(Exception): ...

@define
class _Trial:
    law: Law[Any]
    subject: Subject
    tried: set[Any] = field(factory=set)
    is_over: bool = False

    def judge(self, case: Any) -> Failure | None: ...

def judge(law: Law[Any], subject: Subject, *, max_examples: int) -> tuple[Verdict, Subject]: ...
def _find(trial: _Trial, max_examples: int) -> Failure | None: ...
def _shrink(trial: _Trial, case: Any) -> Failure | None: ...
def _search(trial: _Trial, drawn: SearchStrategy[Any], max_examples: int) -> Failure | None: ...
def _read_again(subject: Subject) -> Subject | None: ...
def _has_grown(before: Subject, now: Subject) -> bool: ...
def _verdict(law: Law[Any], subject: Subject, outcome: Outcome, **rest: Any) -> Verdict: ...
def not_tried(law: Law[Any], operation: str, needs: str) -> Verdict: ...
