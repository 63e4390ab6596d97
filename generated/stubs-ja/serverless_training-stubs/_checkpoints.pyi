# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete
from collections.abc import AsyncIterator, Callable as Callable, Iterator, Sequence
from serverless_training._arguments import (
    check_count as check_count,
    plain as plain,
    refusal as refusal,
)
from serverless_training._auth import BearerAuth as BearerAuth
from serverless_training._client import AsyncClient as AsyncClient, Client as Client
from serverless_training._errors import MetricNotFoundError as MetricNotFoundError
from serverless_training._pagers import AsyncPager as AsyncPager, Pager as Pager
from serverless_training._pages import Reading as Reading
from serverless_training._watch import (
    check_times as check_times,
    decide as decide,
    follow as follow,
    follow_async as follow_async,
)
from serverless_training_client.models import Checkpoint
from typing import Any, Generic, Literal, Never, TypeGuard, TypeVar
from uuid import UUID

ClientT = TypeVar("ClientT", "Client", "AsyncClient")
PagerT = TypeVar("PagerT")
WatchT = TypeVar("WatchT")
LARGEST_PAGE: int
_MOST_NAMES: int

class _Checkpoints(Generic[ClientT, PagerT, WatchT]):
    _follow: Callable[..., WatchT]
    _client: ClientT

    def __init__(self, client: ClientT) -> None: ...
    def list(
        self,
        model_id: str,
        *,
        order: Literal["asc", "desc"] = "asc",
        after: str | UUID | None = None,
        page_size: int = LARGEST_PAGE,
        max_items: int | None = None,
        **unknown: Never,
    ) -> PagerT:
        """モデル チェックポイントを一覧表示

        反復を始めるまで、リクエストは送信されません。反復するたびに最初から取得し直します。仕様上のオペレーション名は `list_model_checkpoints` です。

        引数:
            model_id: モデルの ID。作成時に返された `id`（ART では `model.id`）です。モデルの名前ではありません。
            order: 並べ替え順。デフォルトは古い順の `"asc"` で、`"desc"` は新しい順です。
            after: ページネーション用カーソル - 前のページの最後の項目のID。デフォルトでは先頭から始めます。
            page_size: 返される項目数。リクエスト 1 回あたりの数で、`limit` として送信されます。デフォルトは、サービスの上限である 100 です。
            max_items: 一覧全体の上限。デフォルトではすべての項目です。
            **unknown: これ以外の引数は指定できません。API の `limit` は、ここでは `page_size` です。

        戻り値:
            チェックポイントの一覧（遅延評価）。そのまま反復するか、`.pages()`、`.first()`、`.collect()` で取得します。

        例外:
            InvalidArgumentError: 引数の値が不正な場合。リクエストは送信されていません。
            RequestError: 反復中にリクエストが失敗した場合。
            PaginationError: 反復中に、このまま続けると項目が欠落または重複すると判断した場合。
            TypeError: 未知の引数が指定された場合。リクエストは送信されていません。
        """

    def latest(self, model_id: str) -> Any:
        """モデルの最新のチェックポイントを 1 回のリクエストで取得します。

        引数:
            model_id: モデルの ID。作成時に返された `id`（ART では `model.id`）です。モデルの名前ではありません。

        戻り値:
            チェックポイント。モデルにチェックポイントがなければ `None`。

        例外:
            InvalidArgumentError: 引数の値が不正な場合。リクエストは送信されていません。
            RequestError: リクエストが失敗した場合。
        """

    def best(self, model_id: str, metric: str, *, mode: Literal["max", "min"]) -> Any:
        """メトリクスの値が最も良いチェックポイントを探します。

        モデルのチェックポイントをすべて読み取ります。メトリクスがないもの、値が NaN や null のものは除外し、同じ値の場合は最も古いものを選びます。

        引数:
            model_id: モデルの ID。作成時に返された `id`（ART では `model.id`）です。モデルの名前ではありません。
            metric: メトリクスの名前（例: `"loss"`）。
            mode: どの値を最良とするか。最大値なら `"max"`、損失のように最小値なら `"min"` を指定します。

        戻り値:
            チェックポイント。モデルにチェックポイントが 1 つもなければ `None`。

        例外:
            InvalidArgumentError: 引数の値が不正な場合。リクエストは送信されていません。
            MetricNotFoundError: チェックポイントはあるが、そのメトリクスの数値を持つものがない場合。
            RequestError: リクエストが失敗した場合。
        """

    def watch(
        self,
        model_id: str,
        *,
        after: str | UUID | None = None,
        interval: float = 10.0,
        timeout: float | None = None,
    ) -> WatchT:
        """モデルの新しいチェックポイントを待ちます。

        ループの最初の 1 回まで、リクエストは送信されません。新しいとみなすのは、最初のリクエストのレスポンスより後に作成されたチェックポイントです。`after` を指定した場合は、どれほど古くても、そのチェックポイントより後のものです。新しいチェックポイントは、途中でほかのものが削除されても、それぞれ 1 回だけ返されます。

        接続できないか時間内に応答がない場合、またはステータスが 408、429、500 番台の場合は、次の確認のときにリクエストし直します。サービスが待ち時間を指定した場合、その時間が過ぎるまではリクエストしません。失敗するたびに、ロガー `serverless_training` に 1 行記録します。

        引数:
            model_id: モデルの ID。作成時に返された `id`（ART では `model.id`）です。モデルの名前ではありません。
            after: 新しいとみなさない最後のチェックポイントの ID。デフォルトでは最新のものです。
            interval: 確認の間隔（秒）。デフォルトは 10 です。
            timeout: 待機を終えるまでの秒数。終える直前にもう一度確認します。デフォルトでは終わりません。

        戻り値:
            新しいチェックポイントのイテレーター。古い順です。

        例外:
            InvalidArgumentError: 引数の値が不正な場合。リクエストは送信されていません。
            RequestError: 反復中に、リクエストがそれ以外の理由で失敗した場合。
        """

    def _newest(self, model_id: str) -> PagerT: ...

class Checkpoints(_Checkpoints["Client", Pager[Checkpoint], Iterator[Checkpoint]]):
    """チェックポイント。クライアントの `client.checkpoints` として使います。"""

    _follow: Incomplete

    def latest(self, model_id: str) -> Checkpoint | None: ...
    def best(
        self, model_id: str, metric: str, *, mode: Literal["max", "min"]
    ) -> Checkpoint | None: ...

class AsyncCheckpoints(
    _Checkpoints["AsyncClient", AsyncPager[Checkpoint], AsyncIterator[Checkpoint]]
):
    """チェックポイント。非同期クライアントの `client.checkpoints` として使います。"""

    _follow: Incomplete

    async def latest(self, model_id: str) -> Checkpoint | None: ...
    async def best(
        self, model_id: str, metric: str, *, mode: Literal["max", "min"]
    ) -> Checkpoint | None: ...

def _cursor(after: object) -> str | None: ...
def _check_metric(metric: object, mode: object) -> None: ...
def _best(
    checkpoints: Sequence[Checkpoint], metric: str, mode: str, auth: BearerAuth
) -> Checkpoint | None: ...
def _is_number(value: float | None) -> TypeGuard[float]: ...
def _not_found(metric: str, names: Sequence[str]) -> MetricNotFoundError: ...
