# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete
from attrs import field, frozen
from collections.abc import Callable as Callable, Sequence
from serverless_training._auth import BearerAuth as BearerAuth
from serverless_training._errors import (
    PaginationError as PaginationError,
    StatusError as StatusError,
)
from serverless_training._responses import Response as Response, error_about as error_about
from typing import Any, Generic, NoReturn, Protocol, TypeVar

REMEMBERED: int
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
_ID: Incomplete
_LONGEST_CURSOR: int
_UNKNOWN_CURSOR: Incomplete

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
        response: Status, headers, request ID and more of the response that brought it.
    """

    items: Sequence[T] = field(repr=Incomplete)
    has_more: bool
    cursor: str | None
    response: Response[PageModel[T]] = field(repr=False, eq=False)

    def _repr_html_(self) -> str: ...

class Reading(Generic[T]):
    is_over: bool
    cursor: str | None
    _auth: BearerAuth
    _after: str | None
    _page_size: int | None
    _left: int | None
    _cursors: set[str]
    _recent: Incomplete
    _known: set[object]
    _has_forgotten: bool
    _lost: StatusError | None
    _earlier: list[str | None]
    _retraced: set[str]

    def __init__(
        self,
        auth: BearerAuth,
        after: str | None = None,
        page_size: int | None = None,
        max_items: int | None = None,
    ) -> None: ...
    def take(self, response: Response[Any]) -> Page[T]: ...
    def retreat(self, error: StatusError) -> bool: ...
    def begin_at_end(self, response: Response[Any]) -> None: ...
    def resume(self) -> None: ...
    def _read(self, response: Response[Any]) -> tuple[Sequence[T], bool]: ...
    def _ids(self, response: Response[Any], items: Sequence[T]) -> list[object]: ...
    def _next(self, response: Response[Any], items: Sequence[T]) -> str | None: ...
    def _remember(self, ids: list[object]) -> None: ...
    def _check_progress(
        self, response: Response[Any], items: Sequence[T], cursor: str | None
    ) -> None: ...
    def _refuse(
        self, response: Response[Any], problem: str, cursor: str | None = None, **words: object
    ) -> NoReturn: ...

def _id(item: object) -> object: ...
