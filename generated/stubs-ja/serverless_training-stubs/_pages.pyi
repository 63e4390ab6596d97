# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete
from attrs import field, frozen
from collections import deque
from collections.abc import Callable as Callable, Hashable, Sequence, Set as AbstractSet
from serverless_training._errors import (
    PaginationError as PaginationError,
    StatusError as StatusError,
)
from serverless_training._language import speaking as speaking
from serverless_training._response import Response as Response, evidence as evidence
from serverless_training._showing import shown as shown
from serverless_training._trail import Trail as Trail
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

REMEMBERED: int
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
_ID: Incomplete
_LONGEST_CURSOR: int
UNKNOWN_CURSOR: frozenset[int]

class PageModel(Protocol[T_co]):
    @property
    def data(self) -> Sequence[T_co]: ...
    @property
    def has_more(self) -> bool: ...

@frozen
class Page(Generic[T]):
    """一覧の 1 ページ。

    属性:
        items: 項目。一覧の順に並びます。
        has_more: このページの後に項目が続くかどうか。
        cursor: 次のページを取得するためのカーソル。サービスが ID を返さなければ `None`。
        response: このページを返したレスポンスの、ステータス、ヘッダー、リクエスト ID など。
    """

    items: Sequence[T] = field(repr=Incomplete)
    has_more: bool
    cursor: str | None
    response: Response[PageModel[T]] = field(repr=False, eq=False)

    def _repr_html_(self) -> str: ...

@frozen
class Ask:
    after: str | None
    left: int | None = None

class Walk(Generic[T]):
    ask: Ask | None
    _operation: str
    _after: str | None
    _page_size: int | None
    _redact: Callable[[str], str]
    _language: str | None
    _trail: Incomplete
    _asked: Ask | None
    _given: list[object]
    _recent: deque[AbstractSet[Hashable]]
    _seen: set[Hashable]
    _known: AbstractSet[Hashable]
    _ahead: AbstractSet[Hashable]
    _lost: StatusError | None
    _steps_back: list[str | None]

    def __init__(
        self,
        operation: str,
        *,
        after: str | None = None,
        page_size: int | None = None,
        max_items: int | None = None,
        redact: Callable[[str], str] = str,
        language: str | None = None,
    ) -> None: ...
    def take(self, response: Response[Any]) -> Page[T]: ...
    def is_over(self) -> bool: ...
    @property
    def after(self) -> str | None: ...
    def retreat(self, error: StatusError) -> bool: ...
    def _ways_back(self) -> list[str | None]: ...
    def _read(self, response: Response[Any]) -> tuple[Sequence[T], bool]: ...
    def _cursor(self, response: Response[Any], items: Sequence[T]) -> str | None: ...
    def _ids(self, response: Response[Any], items: Sequence[T]) -> AbstractSet[Hashable]: ...
    def _repeats(self, ids: AbstractSet[Hashable]) -> bool: ...
    def _remember_start(self, items: Sequence[T]) -> None: ...
    def _remember(self, ids: AbstractSet[Hashable]) -> None: ...
    def _unknown(self, ask: Ask, items: Sequence[T]) -> Sequence[T]: ...
    def _go_on(self, response: Response[Any], ask: Ask, cursor: str | None) -> None: ...
    def _error(
        self, response: Response[Any], problem: str, cursor: str | None
    ) -> PaginationError: ...
    def _show(self, cursor: object) -> str: ...

def _id(item: object) -> object: ...
def _can_be_sent(cursor: str) -> bool: ...
def _same_id(told: object, seen: str | int | UUID) -> bool: ...
