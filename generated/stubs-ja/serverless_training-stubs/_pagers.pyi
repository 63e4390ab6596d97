# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import asyncio
from attrs import frozen
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import Future
from serverless_training._checks import show as show
from serverless_training._errors import (
    InvalidArgumentError as InvalidArgumentError,
    ServerlessTrainingError as ServerlessTrainingError,
    StatusError as StatusError,
)
from serverless_training._language import speaking as speaking
from serverless_training._meeting import Meeting as Meeting
from serverless_training._pages import Page as Page, Walk as Walk
from serverless_training._records import to_records as to_records
from serverless_training._response import Response as Response
from typing import Any, Generic, TypeVar

T = TypeVar("T")
FetchT = TypeVar("FetchT")

@frozen
class Listing(Generic[FetchT]):
    operation: str
    fetch: FetchT
    fetch_back: FetchT | None = None
    after: str | None = None
    page_size: int | None = None
    max_items: int | None = None
    redact: Callable[[str], str] = str
    language: str | None = None

    def __attrs_post_init__(self) -> None: ...
    def walk(self) -> Walk[Any]: ...
    def walk_back(self) -> Walk[Any]: ...
    def has_two_ends(self, walk: Walk[Any]) -> bool: ...

class _Pager(Generic[FetchT]):
    _listing: Listing[FetchT]

    def __init__(self, listing: Listing[FetchT]) -> None: ...
    def __repr__(self) -> str: ...
    def _to_records(self, items: list[Any]) -> list[dict[str, Any]]: ...

_Fetch = Callable[[str | None], Response[Any]]

class Pager(_Pager[_Fetch], Generic[T]):
    """遅延評価の一覧。項目が必要になったときにページを取得し、反復するたびに最初から取得し直します。

    呼び出し側が 1 つのページを処理している間に、次の 1 ページだけを別のスレッドで取得しておきます。

    引数:
        listing: 何をどのように一覧表示するか。`list` と `paginate` が設定します。

    例外:
        PaginationError: 反復中に、このまま続けると項目が欠落または重複すると判断した場合。
        RequestError: 反復中にリクエストが失敗した場合。
    """

    def pages(self) -> Iterator[Page[T]]:
        """一覧を 1 ページずつたどります。

        生成する値:
            先頭から順に各ページ。`max_items` に達した場合、最後のページはそこまでの項目だけになります。
        """

    def _pages(self, walk: Walk[T]) -> Iterator[Page[T]]: ...
    def __iter__(self) -> Iterator[T]: ...
    def first(self) -> T | None:
        """1 ページを取得し、その最初の項目を返します。

        戻り値:
            一覧の最初の項目。空なら `None`。
        """

    def collect(self) -> list[T]:
        """すべての項目を、ネットワークの許す限り速く取得します。

        オペレーションが `order` を受け取り、`max_items` の指定がなければ、一覧を両端から同時に読み取るため、かかる時間は約半分になります。結果は同じですが、最初のリクエストより後に作られた項目は含まれないことがあります。両端からの結果が食い違う一覧は、先頭から末尾まで順に読み取ります。

        戻り値:
            一覧の順に並んだ項目。重複はありません。

        例外:
            PaginationError: このまま続けると項目が欠落または重複すると判断した場合。
            RequestError: リクエストが失敗した場合。
        """

    def _meet(self, meeting: Meeting[T], walk: Walk[T]) -> None: ...
    @staticmethod
    def _page(
        walk: Walk[T], fetch: _Fetch, ahead: Future[Response[Any]] | None = None
    ) -> Page[T]: ...
    def to_records(self) -> list[dict[str, Any]]:
        """すべての項目を、データフレームにそのまま使える、入れ子のない辞書として取得します。

        戻り値:
            項目ごとに 1 つの辞書。形式は `serverless_training.to_records` の結果と同じです。

        例外:
            PaginationError: このまま続けると項目が欠落または重複すると判断した場合。
            RequestError: リクエストが失敗した場合。
        """

_AsyncFetch = Callable[[str | None], Awaitable[Response[Any]]]

class AsyncPager(_Pager[_AsyncFetch], Generic[T]):
    """遅延評価の一覧。項目が必要になったときにページを取得し、反復するたびに最初から取得し直します。

    呼び出し側が 1 つのページを処理している間に、次の 1 ページだけを別のタスクで取得しておきます。

    引数:
        listing: 何をどのように一覧表示するか。`list` と `paginate` が設定します。

    例外:
        PaginationError: 反復中に、このまま続けると項目が欠落または重複すると判断した場合。
        RequestError: 反復中にリクエストが失敗した場合。
    """

    def pages(self) -> AsyncIterator[Page[T]]:
        """一覧を 1 ページずつたどります。

        生成する値:
            先頭から順に各ページ。`max_items` に達した場合、最後のページはそこまでの項目だけになります。
        """

    def _pages(self, walk: Walk[T]) -> AsyncIterator[Page[T]]: ...
    def __aiter__(self) -> AsyncIterator[T]: ...
    async def first(self) -> T | None:
        """1 ページを取得し、その最初の項目を返します。

        戻り値:
            一覧の最初の項目。空なら `None`。
        """

    async def collect(self) -> list[T]:
        """すべての項目を、ネットワークの許す限り速く取得します。

        オペレーションが `order` を受け取り、`max_items` の指定がなければ、一覧を両端から同時に読み取るため、かかる時間は約半分になります。結果は同じですが、最初のリクエストより後に作られた項目は含まれないことがあります。両端からの結果が食い違う一覧は、先頭から末尾まで順に読み取ります。

        戻り値:
            一覧の順に並んだ項目。重複はありません。

        例外:
            PaginationError: このまま続けると項目が欠落または重複すると判断した場合。
            RequestError: リクエストが失敗した場合。
        """

    async def _meet(self, meeting: Meeting[T], walk: Walk[T]) -> None: ...
    @staticmethod
    async def _page(
        walk: Walk[T], fetch: _AsyncFetch, ahead: Awaitable[Response[Any]] | None = None
    ) -> Page[T]: ...
    async def to_records(self) -> list[dict[str, Any]]:
        """すべての項目を、データフレームにそのまま使える、入れ子のない辞書として取得します。

        戻り値:
            項目ごとに 1 つの辞書。形式は `serverless_training.to_records` の結果と同じです。

        例外:
            PaginationError: このまま続けると項目が欠落または重複すると判断した場合。
            RequestError: リクエストが失敗した場合。
        """

def _start(work: Awaitable[Any]) -> asyncio.Future[Any]: ...
