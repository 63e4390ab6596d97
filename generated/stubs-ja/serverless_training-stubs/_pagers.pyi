# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete
from attrs import field, frozen
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from serverless_training._checks import show as show
from serverless_training._errors import (
    InvalidArgumentError as InvalidArgumentError,
    StatusError as StatusError,
)
from serverless_training._language import speaking as speaking
from serverless_training._pages import Page as Page, Walk as Walk
from serverless_training._records import to_records as to_records
from serverless_training._response import Response as Response
from typing import Any, Generic, TypeVar

T = TypeVar("T")
FetchT = TypeVar("FetchT")
_PLAIN: Incomplete

@frozen
class Listing(Generic[FetchT]):
    operation: str
    fetch: FetchT
    parameters: Mapping[str, Any] = field(factory=dict)
    after: str | None = None
    page_size: int | None = None
    max_items: int | None = None
    redact: Callable[[str], str] = str
    language: str | None = None

    def __attrs_post_init__(self) -> None: ...
    def walk(self) -> Walk[Any]: ...

class _Pager(Generic[FetchT]):
    _listing: Listing[FetchT]

    def __init__(self, listing: Listing[FetchT]) -> None: ...
    def __repr__(self) -> str: ...
    def _repr_html_(self) -> str: ...
    def _to_records(self, items: list[Any]) -> list[dict[str, Any]]: ...

class Pager(_Pager[Callable[[str | None], "Response[Any]"]], Generic[T]):
    """遅延評価の一覧。各ページは項目が必要になったときに取得され、反復するたびに最初から取得し直します。

    引数:
        listing: 何をどのように一覧表示するか。`list` と `paginate` が設定します。

    例外:
        PaginationError: 反復中に、このまま続けると項目が欠落または重複すると判断した場合。
        RequestError: 反復中にリクエストが失敗した場合。
    """

    def pages(self) -> Iterator[Page[T]]:
        """一覧を 1 ページずつ読み取ります。

        生成する値:
            先頭から順に各ページ。`max_items` に達した場合、最後のページはそこまでの項目だけになります。
        """

    def __iter__(self) -> Iterator[T]: ...
    def first(self) -> T | None:
        """1 ページを取得し、その最初の項目を返します。

        戻り値:
            一覧の最初の項目。空なら `None`。
        """

    def collect(self) -> list[T]:
        """すべての項目を取得します。

        戻り値:
            一覧の順に並んだ項目。重複はなく、反復した場合と同じです。

        例外:
            PaginationError: このまま続けると項目が欠落または重複すると判断した場合。
            RequestError: リクエストが失敗した場合。
        """

    def to_records(self) -> list[dict[str, Any]]:
        """すべての項目を、データフレームにそのまま使える、入れ子のない辞書として取得します。

        戻り値:
            項目ごとに 1 つの辞書。形式は `serverless_training.to_records` の結果と同じです。

        例外:
            PaginationError: このまま続けると項目が欠落または重複すると判断した場合。
            RequestError: リクエストが失敗した場合。
        """

class AsyncPager(_Pager[Callable[[str | None], Awaitable["Response[Any]"]]], Generic[T]):
    """遅延評価の一覧。各ページは項目が必要になったときに取得され、反復するたびに最初から取得し直します。

    引数:
        listing: 何をどのように一覧表示するか。`list` と `paginate` が設定します。

    例外:
        PaginationError: 反復中に、このまま続けると項目が欠落または重複すると判断した場合。
        RequestError: 反復中にリクエストが失敗した場合。
    """

    def pages(self) -> AsyncIterator[Page[T]]:
        """一覧を 1 ページずつ読み取ります。

        生成する値:
            先頭から順に各ページ。`max_items` に達した場合、最後のページはそこまでの項目だけになります。
        """

    def __aiter__(self) -> AsyncIterator[T]: ...
    async def first(self) -> T | None:
        """1 ページを取得し、その最初の項目を返します。

        戻り値:
            一覧の最初の項目。空なら `None`。
        """

    async def collect(self) -> list[T]:
        """すべての項目を取得します。

        戻り値:
            一覧の順に並んだ項目。重複はなく、反復した場合と同じです。

        例外:
            PaginationError: このまま続けると項目が欠落または重複すると判断した場合。
            RequestError: リクエストが失敗した場合。
        """

    async def to_records(self) -> list[dict[str, Any]]:
        """すべての項目を、データフレームにそのまま使える、入れ子のない辞書として取得します。

        戻り値:
            項目ごとに 1 つの辞書。形式は `serverless_training.to_records` の結果と同じです。

        例外:
            PaginationError: このまま続けると項目が欠落または重複すると判断した場合。
            RequestError: リクエストが失敗した場合。
        """
