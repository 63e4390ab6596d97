# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete
from attrs import field, frozen
from collections.abc import AsyncIterator, Callable as Callable, Iterator, Mapping
from serverless_training._arguments import refusal as refusal
from serverless_training._auth import BearerAuth as BearerAuth
from serverless_training._errors import StatusError as StatusError
from serverless_training._operations import (
    Operation as Operation,
    operation_name as operation_name,
    paging as paging,
)
from serverless_training._pages import Page as Page, Reading as Reading
from typing import Any, Generic, Self, TypeVar

T = TypeVar("T")
_PLAIN: Incomplete

def _check_max_items(_pager: object, _attribute: object, value: int | None) -> None: ...

@frozen(repr=False, eq=False, slots=False)
class _Pager(Generic[T]):
    _fetch: Callable[..., Any]
    _auth: BearerAuth
    _operation: Operation[..., Any]
    _parameters: Mapping[str, Any]
    _max_items: int | None = field(default=None, validator=_check_max_items)

    def __attrs_post_init__(self) -> None: ...
    def bounded(self, max_items: int | None) -> Self:
        """List fewer items.

        引数:
            max_items: The most items that the whole listing returns; `None` for all.

        戻り値:
            A new listing; this one stays as it is.

        例外:
            InvalidArgumentError: `max_items` is neither a whole number, zero or more, nor `None`.
        """

    def pages(self) -> Any:
        """一覧を 1 ページずつ読み取ります。

        生成する値:
            先頭から順に各ページ。`max_items` に達した場合、最後のページはそこまでの項目だけになります。
        """

    def first(self) -> Any:
        """1 ページを取得し、その最初の項目を返します。

        戻り値:
            一覧の最初の項目。空なら `None`。
        """

    def collect(self) -> Any:
        """すべての項目を取得します。

        戻り値:
            一覧の順に並んだ項目。重複はなく、反復した場合と同じです。
        """

    def to_records(self) -> Any:
        """すべての項目を、データフレームにそのまま使える、入れ子のない辞書として取得します。

        戻り値:
            項目ごとに 1 つの辞書。形式は `serverless_training.to_records` の結果と同じです。
        """

    def __repr__(self) -> str: ...
    def _repr_html_(self) -> str: ...
    def _reading(self) -> Reading[Any]: ...
    def _ask(self, cursor: str | None) -> Any: ...

class Pager(_Pager[T]):
    """遅延評価の一覧。各ページは項目が必要になったときに取得され、反復するたびに最初から取得し直します。

    例外:
        PaginationError: 反復中に、このまま続けると項目が欠落または重複すると判断した場合。
        RequestError: 反復中にリクエストが失敗した場合。
    """

    def pages(self) -> Iterator[Page[T]]: ...
    def __iter__(self) -> Iterator[T]: ...
    def first(self) -> T | None: ...
    def collect(self) -> list[T]: ...
    def to_records(self) -> list[dict[str, Any]]: ...

class AsyncPager(_Pager[T]):
    """遅延評価の一覧。各ページは項目が必要になったときに取得され、反復するたびに最初から取得し直します。

    例外:
        PaginationError: 反復中に、このまま続けると項目が欠落または重複すると判断した場合。
        RequestError: 反復中にリクエストが失敗した場合。
    """

    def pages(self) -> AsyncIterator[Page[T]]: ...
    def __aiter__(self) -> AsyncIterator[T]: ...
    async def first(self) -> T | None: ...
    async def collect(self) -> list[T]: ...
    async def to_records(self) -> list[dict[str, Any]]: ...
