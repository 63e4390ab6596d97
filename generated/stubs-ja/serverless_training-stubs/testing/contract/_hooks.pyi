# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from attrs import field, frozen
from collections.abc import Callable as Callable, Mapping
from schemathesis.core.failures import Failure as Failure
from serverless_training.testing.contract._guard import Guard as Guard, install as install
from serverless_training.testing.contract._settings import (
    KEY_VARIABLE as KEY_VARIABLE,
    LIMITS as LIMITS,
    SENT as SENT,
)
from typing import Any

@frozen
class Case:
    label: str
    undeclared: bool
    query: frozenset[str]
    status: int
    probe_status: int
    limits: Mapping[str, Any] = field(repr=False)

def _waits(_: Failure, case: Case) -> bool: ...
def _forbids(failure: Failure, case: Case) -> bool: ...
def _names_nothing(failure: Failure, case: Case) -> bool: ...
def _has_no_such_method(failure: Failure, case: Case) -> bool: ...

TOLERATED: Mapping[str, Callable[[Failure, Case], bool]]

def is_tolerated(failure: Failure, case: Case) -> bool: ...
def start() -> None: ...
def _is_undeclared(case: Any) -> bool: ...
