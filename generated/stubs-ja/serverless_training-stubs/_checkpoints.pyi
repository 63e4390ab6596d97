# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import builtins
from _typeshed import Incomplete
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable as Callable,
    Iterable,
    Iterator,
    Sequence,
)
from serverless_training._best import best as best, check_metric as check_metric
from serverless_training._checks import check_count as check_count, kind as kind, plain as plain
from serverless_training._errors import (
    InvalidArgumentError as InvalidArgumentError,
    ServerlessTrainingError as ServerlessTrainingError,
)
from serverless_training._language import check_language as check_language, speaking as speaking
from serverless_training._many import (
    ModelCheckpoints as ModelCheckpoints,
    check_many as check_many,
    run_in_tasks as run_in_tasks,
    run_in_threads as run_in_threads,
)
from serverless_training._pagers import AsyncPager as AsyncPager, Pager as Pager
from serverless_training._watch import (
    ASYNC_CLOCK as ASYNC_CLOCK,
    CLOCK as CLOCK,
    Clock as Clock,
    Watch as Watch,
    follow as follow,
    follow_async as follow_async,
)
from serverless_training_client.models import Checkpoint
from typing import Generic, Literal, Never, TypeVar
from uuid import UUID

PagerT = TypeVar("PagerT")
LARGEST_PAGE: int

def _cursor(after: str | UUID | None) -> str | None: ...
def _unknown(name: str) -> TypeError: ...
def _limit(page_size: int, max_items: int | None) -> int: ...

class _Shared(Generic[PagerT]):
    _listing: Callable[..., PagerT]
    _redact: Callable[[str], str]
    _language: Incomplete

    def __init__(
        self, listing: Callable[..., PagerT], language: str | None, redact: Callable[[str], str]
    ) -> None: ...
    def _list(
        self,
        model_id: str,
        *,
        order: Literal["asc", "desc"] = "asc",
        after: str | UUID | None = None,
        page_size: int = LARGEST_PAGE,
        max_items: int | None = None,
        **unknown: Never,
    ) -> PagerT: ...
    def _newest(self, model_id: str) -> PagerT: ...
    def _watch(
        self, model_id: str, after: str | UUID | None, interval: float, timeout: float | None
    ) -> tuple[Watch, Callable[..., PagerT]]: ...
    def _check_metric(self, metric: str, mode: str) -> None: ...
    def _best(self, found: Sequence[Checkpoint], metric: str, mode: str) -> Checkpoint | None: ...
    def _many(self, model_ids: Iterable[str], concurrency: int) -> builtins.list[str]: ...

class Checkpoints(_Shared[Pager[Checkpoint]]):
    """チェックポイント。クライアントの `client.checkpoints` として使います。

    引数:
        listing: ページネーションに対応したオペレーションの一覧を開始する、クライアント側の関数。
        clock: `watch` が時刻の取得と待機に使う時計。デフォルトではシステムの時計です。
        language: エラーメッセージの言語。指定方法はクライアントの引数と同じです。デフォルトではプロセスの言語です。
        redact: エラーに示すメトリクスの名前から API キーを伏せる関数。省略した場合は何も伏せません。
    """

    _clock: Clock[None]

    def __init__(
        self,
        listing: Callable[..., Pager[Checkpoint]],
        clock: Clock[None] = CLOCK,
        *,
        language: str | None = None,
        redact: Callable[[str], str] = str,
    ) -> None: ...
    def list(
        self,
        model_id: str,
        *,
        order: Literal["asc", "desc"] = "asc",
        after: str | UUID | None = None,
        page_size: int = LARGEST_PAGE,
        max_items: int | None = None,
        **unknown: Never,
    ) -> Pager[Checkpoint]:
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

    def latest(self, model_id: str) -> Checkpoint | None:
        """モデルの最新のチェックポイントを 1 回のリクエストで取得します。

        引数:
            model_id: モデルの ID。作成時に返された `id`（ART では `model.id`）です。モデルの名前ではありません。

        戻り値:
            チェックポイント。モデルにチェックポイントがなければ `None`。

        例外:
            InvalidArgumentError: 引数の値が不正な場合。リクエストは送信されていません。
            RequestError: リクエストが失敗した場合。
        """

    def best(self, model_id: str, metric: str, *, mode: Literal["max", "min"]) -> Checkpoint | None:
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
    ) -> Iterator[Checkpoint]:
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

    def list_many(
        self, model_ids: Iterable[str], *, concurrency: int = 16
    ) -> builtins.list[ModelCheckpoints]:
        """多数のモデルのチェックポイントをまとめて一覧表示します。

        引数:
            model_ids: モデルの ID（複数指定できます）。
            concurrency: 同時に送信するリクエストの上限。デフォルトは 16 です。

        戻り値:
            ID ごとに 1 つの結果。順序は渡した ID のとおりです。一覧を取得できないモデルがあっても、ほかのモデルの処理は続きます。そのモデルの結果は `error` を持ち、`checkpoints` を参照するとそのエラーを送出します。

        例外:
            InvalidArgumentError: `model_ids` が ID のコレクションでないか、`concurrency` が 1 以上の整数でない場合。リクエストは送信されていません。
        """

class AsyncCheckpoints(_Shared[AsyncPager[Checkpoint]]):
    """チェックポイント。非同期クライアントの `client.checkpoints` として使います。

    引数:
        listing: ページネーションに対応したオペレーションの一覧を開始する、クライアント側の関数。
        clock: `watch` が時刻の取得と待機に使う時計。デフォルトではシステムの時計です。
        language: エラーメッセージの言語。指定方法はクライアントの引数と同じです。デフォルトではプロセスの言語です。
        redact: エラーに示すメトリクスの名前から API キーを伏せる関数。省略した場合は何も伏せません。
    """

    _clock: Clock[Awaitable[None]]

    def __init__(
        self,
        listing: Callable[..., AsyncPager[Checkpoint]],
        clock: Clock[Awaitable[None]] = ASYNC_CLOCK,
        *,
        language: str | None = None,
        redact: Callable[[str], str] = str,
    ) -> None: ...
    def list(
        self,
        model_id: str,
        *,
        order: Literal["asc", "desc"] = "asc",
        after: str | UUID | None = None,
        page_size: int = LARGEST_PAGE,
        max_items: int | None = None,
        **unknown: Never,
    ) -> AsyncPager[Checkpoint]:
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

    async def latest(self, model_id: str) -> Checkpoint | None:
        """モデルの最新のチェックポイントを 1 回のリクエストで取得します。

        引数:
            model_id: モデルの ID。作成時に返された `id`（ART では `model.id`）です。モデルの名前ではありません。

        戻り値:
            チェックポイント。モデルにチェックポイントがなければ `None`。

        例外:
            InvalidArgumentError: 引数の値が不正な場合。リクエストは送信されていません。
            RequestError: リクエストが失敗した場合。
        """

    async def best(
        self, model_id: str, metric: str, *, mode: Literal["max", "min"]
    ) -> Checkpoint | None:
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
    ) -> AsyncIterator[Checkpoint]:
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

    async def list_many(
        self, model_ids: Iterable[str], *, concurrency: int = 16
    ) -> builtins.list[ModelCheckpoints]:
        """多数のモデルのチェックポイントをまとめて一覧表示します。

        引数:
            model_ids: モデルの ID（複数指定できます）。
            concurrency: 同時に送信するリクエストの上限。デフォルトは 16 です。

        戻り値:
            ID ごとに 1 つの結果。順序は渡した ID のとおりです。一覧を取得できないモデルがあっても、ほかのモデルの処理は続きます。そのモデルの結果は `error` を持ち、`checkpoints` を参照するとそのエラーを送出します。

        例外:
            InvalidArgumentError: `model_ids` が ID のコレクションでないか、`concurrency` が 1 以上の整数でない場合。リクエストは送信されていません。
        """
