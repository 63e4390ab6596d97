# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete
from attrs import frozen
from collections.abc import Callable as Callable, Iterator, Sequence
from hypothesis.strategies import SearchStrategy as SearchStrategy
from serverless_training.testing.contract._answer import (
    Answer as Answer,
    Page as Page,
    Request as Request,
)
from serverless_training.testing.contract._collection import (
    Collection as Collection,
    Rest as Rest,
    query as query,
    rest as rest,
)
from serverless_training.testing.contract._paged import Paged as Paged
from serverless_training.testing.contract._probe import Probe as Probe
from serverless_training.testing.contract._report import Failure as Failure
from typing import Any, Generic, TypeVar

C = TypeVar("C")
_OF_FURTHER_LISTS: Incomplete
_MOST_OF_EACH: Incomplete
_LARGEST_PAGE: int
PAGES: float
WALKS: float
OTHERS: float

@frozen(eq=False)
class Subject:
    paged: Paged
    collections: Sequence[Collection]
    probe: Probe
    seed: int
    allowance: int
    grows: bool = False

    @property
    def longest(self) -> int: ...

class NotJudgedError(Exception): ...

@frozen(eq=False)
class Law(Generic[C]):
    name: str
    rule: Callable[[], str]
    judge: Callable[[Subject, C], Failure | None]
    cases: Callable[[Subject], Sequence[C]]
    share: float
    drawn: Callable[[Subject, C | None], SearchStrategy[C]] | None = None
    cost: int = 1
    concerns: Callable[[Paged], bool] = lambda _: True
    needs: Callable[[Subject], str] = lambda _: ""

@frozen
class PageCase:
    collection: int
    after: int | None = None
    order: str | None = None
    limit: int | None = None

    def of(self, subject: Subject) -> Collection: ...
    def request(self, subject: Subject) -> Request: ...
    def rest(self, subject: Subject) -> Rest | None: ...
    def answer(self, subject: Subject) -> Answer: ...
    def page(self, subject: Subject) -> Page: ...

def thinned(cases: Sequence[C], most: int) -> Sequence[C]: ...
def _rank(case: PageCase) -> tuple[Any, ...]: ...
def notable_limits(paged: Paged) -> list[int]: ...
def page_cases(subject: Subject) -> list[PageCase]: ...
def _page_cases(paged: Paged, index: int, length: int) -> list[PageCase]: ...
def _cases_at_the_end(paged: Paged, index: int, length: int) -> Iterator[PageCase]: ...
def _every_size(paged: Paged) -> Sequence[int]: ...
def _within(places: set[int], length: int) -> list[int]: ...
def drawn_pages(subject: Subject, within: PageCase | None) -> SearchStrategy[PageCase]: ...
def _drawn_pages(subject: Subject, index: int) -> SearchStrategy[PageCase]: ...
def _up_to(largest: int | None, smallest: int) -> SearchStrategy[int | None]: ...
