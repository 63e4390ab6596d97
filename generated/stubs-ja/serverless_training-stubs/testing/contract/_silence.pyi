# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete
from attrs import frozen
from collections.abc import Iterator
from serverless_training.testing._document import flatten as flatten
from serverless_training.testing.contract._answer import Answer as Answer, Request as Request
from serverless_training.testing.contract._collection import (
    Collection as Collection,
    largest_size as largest_size,
    query as query,
)
from serverless_training.testing.contract._law import (
    Law as Law,
    NotJudgedError as NotJudgedError,
    OTHERS as OTHERS,
    Subject as Subject,
)
from serverless_training.testing.contract._paged import AFTER as AFTER
from serverless_training.testing.contract._report import (
    Failure as Failure,
    Observation as Observation,
)
from serverless_training.testing.contract._saying import answered as answered, counted as counted

_SERVER_ERROR: int
_NOBODY: str
_STRANGE_CURSORS: Incomplete
_AWKWARD_CURSORS: Incomplete

@frozen
class ForeignCase:
    own: int
    other: int
    place: int | None = None
    order: str | None = None
    limit: int | None = None

    def request(self, subject: Subject) -> Request: ...

def _isolated(subject: Subject, case: ForeignCase) -> Failure | None: ...
def _pairs(subject: Subject) -> list[ForeignCase]: ...
def _ends(collection: Collection) -> list[int]: ...
def _wants_two(subject: Subject) -> str: ...

@frozen
class UnknownCase:
    collection: int
    cursor: str | None = None
    parent: str | None = None
    order: str | None = None
    limit: int | None = None

    def request(self, subject: Subject) -> Request: ...

def _nothing(subject: Subject, case: UnknownCase) -> Failure | None: ...
def _unknown(subject: Subject) -> list[UnknownCase]: ...
def _strange(collection: Collection) -> list[str]: ...
def _shortened(identifier: str) -> str: ...
def _changed(identifier: str) -> str: ...
def observe(subject: Subject) -> Iterator[Observation]: ...
def _fields(subject: Subject, answer: Answer) -> Iterator[Observation]: ...

SILENCE_LAWS: tuple[Law[ForeignCase], Law[UnknownCase]]
