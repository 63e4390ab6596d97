# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from attrs import frozen
from collections.abc import Sequence
from hypothesis import strategies as st
from serverless_training.testing.contract._answer import Request as Request
from serverless_training.testing.contract._collection import query as query, rest as rest
from serverless_training.testing.contract._law import (
    Law as Law,
    NotJudgedError as NotJudgedError,
    Subject as Subject,
    WALKS as WALKS,
    notable_limits as notable_limits,
)
from serverless_training.testing.contract._paged import DESCENDING as DESCENDING
from serverless_training.testing.contract._pages import at_least as at_least
from serverless_training.testing.contract._report import Failure as Failure
from serverless_training.testing.contract._saying import difference as difference, items as items

_MOST_PAGES: int
_COST: int
_SHOWN: int

@frozen
class WalkCase:
    collection: int
    limit: int | None = None
    order: str | None = None
    start: int | None = None

@frozen
class Walk:
    ids: tuple[str | None, ...]
    requests: tuple[Request, ...]
    ended: bool

def walk(subject: Subject, case: WalkCase) -> Walk: ...
def _cursor(subject: Subject, case: WalkCase) -> str | None: ...
def _place(subject: Subject, case: WalkCase) -> int | None: ...
def _same(subject: Subject, case: WalkCase) -> Failure | None: ...
def _failure(subject: Subject, found: Walk, wanted: Sequence[str]) -> Failure: ...
def _once(subject: Subject, case: WalkCase) -> Failure | None: ...
def _mirrored(subject: Subject, case: WalkCase) -> Failure | None: ...
def _forward(subject: Subject, case: WalkCase) -> Failure | None: ...
def _walks(subject: Subject) -> list[WalkCase]: ...
def _starts(length: int, limit: int | None) -> list[int]: ...
def _drawn(subject: Subject, within: WalkCase | None) -> st.SearchStrategy[WalkCase]: ...

WALK_LAWS: tuple[Law[WalkCase], ...]
