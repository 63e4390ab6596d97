# Written by `nox -s regenerate` from the source and its translations. Do not edit.
"""W&B Serverless Training API の Python クライアント。

`Client` と `AsyncClient` には、API のすべてのオペレーションに対応するメソッドがあり、モデルのチェックポイントも一覧表示できます。失敗はすべて `ServerlessTrainingError` になります。
"""

import httpx
from attrs import field, frozen
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from functools import cached_property
from serverless_training_client import _Paging, api
from serverless_training_client.models.checkpoint import Checkpoint as Checkpoint
from typing import Any, ClassVar, Generic, Literal, NamedTuple, ParamSpec, Protocol, Self, TypeVar
from uuid import UUID

__all__ = [
    "AsyncCheckpoints",
    "AsyncClient",
    "AsyncPager",
    "AsyncRawCalls",
    "AuthenticationError",
    "BadRequestError",
    "Checkpoint",
    "Checkpoints",
    "Client",
    "ClientClosedError",
    "ConflictError",
    "ConnectionFailedError",
    "DecodeError",
    "ErrorDetail",
    "EventLoopError",
    "InvalidArgumentError",
    "MetricNotFoundError",
    "MissingKeyError",
    "NotFoundError",
    "Page",
    "Pager",
    "PaginationError",
    "PermissionDeniedError",
    "RateLimitError",
    "RawCalls",
    "RequestError",
    "RequestTimeoutError",
    "Response",
    "ServerError",
    "ServerlessTrainingError",
    "StatusError",
    "TransportError",
    "UnexpectedStatusError",
    "UnprocessableEntityError",
    "set_language",
]
_P = ParamSpec("_P")
_T = TypeVar("_T")
_T_co = TypeVar("_T_co", covariant=True)
_ClientT = TypeVar("_ClientT", Client, AsyncClient)
_PagerT = TypeVar("_PagerT")
_WatchT = TypeVar("_WatchT")
_HttpT = TypeVar("_HttpT", httpx.Client, httpx.AsyncClient)
_ClientT2 = TypeVar("_ClientT2")

@frozen
class _Checkpoints(Generic[_ClientT, _PagerT, _WatchT]):
    _follow: ClassVar[Callable[..., Any]]
    _client: _ClientT

    def list(
        self,
        model_id: str,
        *,
        order: Literal["asc", "desc"] = "asc",
        after: str | UUID | None = None,
        page_size: int = 100,
        max_items: int | None = None,
    ) -> _PagerT:
        """モデル チェックポイントを一覧表示

        反復を始めるまで、リクエストは送信されません。反復するたびに最初から取得し直します。仕様上のオペレーション名は `list_model_checkpoints` です。

        引数:
            model_id: モデルの ID（ART では `model.id`）。モデルの名前ではありません。
            order: 並べ替え順。デフォルトは古い順の `"asc"` で、`"desc"` は新しい順です。
            after: ページネーション用カーソル - 前のページの最後の項目のID。デフォルトでは先頭から始めます。
            page_size: 返される項目数。リクエスト 1 回あたりの数で、`limit` として送信されます。デフォルトは、サービスの上限である 100 です。
            max_items: 一覧全体の上限。デフォルトではすべての項目です。

        戻り値:
            チェックポイントの一覧（遅延評価）。そのまま反復するか、`.pages()`、`.first()`、`.collect()` で取得します。

        例外:
            InvalidArgumentError: 引数の値が不正な場合。リクエストは送信されていません。
            RequestError: 反復中にリクエストが失敗した場合。
            PaginationError: 反復中に、このまま続けると項目が欠落または重複すると判断した場合。
        """

    def latest(self, model_id: str) -> Any:
        """モデルの最新のチェックポイントを 1 回のリクエストで取得します。

        引数:
            model_id: モデルの ID（ART では `model.id`）。モデルの名前ではありません。

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
            model_id: モデルの ID（ART では `model.id`）。モデルの名前ではありません。
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
    ) -> _WatchT:
        """モデルの新しいチェックポイントを待ちます。

        ループの最初の 1 回まで、リクエストは送信されません。新しいとみなすのは、最初のリクエストのレスポンスより後に作成されたチェックポイントです。`after` を指定した場合は、そのチェックポイントより後のものです。途中でほかのものが削除されても、それぞれ 1 回だけ返されます。

        接続できないか時間内に応答がない場合、またはステータスが 408、429、500 番台の場合は、ログに記録し、次の確認のとき、またはサービスが指定した時間が過ぎたときにリクエストし直します。

        引数:
            model_id: モデルの ID（ART では `model.id`）。モデルの名前ではありません。
            after: 新しいとみなさない最後のチェックポイントの ID。デフォルトでは最新のものです。
            interval: 確認の間隔（秒）。デフォルトは 10 です。
            timeout: 待機を終えるまでの秒数。終える直前にもう一度確認します。デフォルトでは終わりません。

        戻り値:
            新しいチェックポイントのイテレーター。古い順です。

        例外:
            InvalidArgumentError: 引数の値が不正な場合。リクエストは送信されていません。
            RequestError: 反復中に、リクエストがそれ以外の理由で失敗した場合。
        """

class _Client(Generic[_HttpT]):
    def __init__(
        self,
        *,
        api_key: str | None = None,
        base_url: str | httpx.URL | None = None,
        timeout: float | httpx.Timeout = 60.0,
        max_retries: int = 5,
        deadline: float = 300.0,
        max_body_bytes: int = 64 * 1024 * 1024,
        allow_http: bool = False,
        http_client: _HttpT | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """クライアントを作成します。リクエストは送信しません。

        引数:
            api_key: W&B の API キー。デフォルトでは `WANDB_API_KEY`、次に `wandb login` が netrc に書き込む `api.wandb.ai` のエントリを使います。
            base_url: サービスの URL。デフォルトは `SERVERLESS_TRAINING_BASE_URL`、それもなければ W&B のサービスです。パスを含められます。`/v1` のように、その末尾が API のパスの先頭と重なる部分は 1 回だけ送信されます。
            timeout: リクエストの各段階で待つ秒数、または `httpx.Timeout`。デフォルトは 60 秒です。秒数で指定した場合、接続の待ち時間は最大 10 秒です。
            max_retries: 再試行しても安全で、成功する見込みがあるときに、リクエストを再試行する回数の上限。デフォルトは 5 で、0 なら再試行しません。
            deadline: 1 つのリクエスト（一覧では 1 ページ分）に使える秒数で、再試行と待ち時間をすべて含みます。試行の間と、本文のチャンクの間に守られます。デフォルトは 300 で、`math.inf` は無制限を意味します。
            max_body_bytes: 受信するレスポンス本文の上限（展開後のバイト数）。デフォルトは 64 MiB です。
            allow_http: 暗号化されない http で API キーをほかのマシンへ送ってよいか。デフォルトは `False` です。このマシン自身への送信は常に許可されます。
            http_client: 独自の httpx クライアント（プロキシを指定する場合など）。ここでは閉じません。
            headers: すべてのリクエストで送信するヘッダー（例: `{"User-Agent": "my-app/1.0"}`）。

        例外:
            MissingKeyError: API キーが見つからない場合。指定方法はメッセージに示されます。
            InvalidArgumentError: 引数の値が不正な場合。
        """

    @property
    def base_url(self) -> str:
        """サービスのアドレス。末尾にスラッシュは付きません。"""

    def __repr__(self) -> str: ...
    def with_options(
        self,
        *,
        timeout: float | httpx.Timeout | None = None,
        max_retries: int | None = None,
        deadline: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """設定を変えた新しいクライアントを作ります。接続はこのクライアントと共有します。

        引数:
            timeout: クライアントの引数と同じです。デフォルトでは変更しません。
            max_retries: クライアントの引数と同じです。デフォルトでは変更しません。
            deadline: クライアントの引数と同じです。デフォルトでは変更しません。
            headers: 追加で送信するヘッダー。同じ名前のヘッダーは置き換えられます。

        戻り値:
            新しいクライアント。これを閉じても元のクライアントは開いたままで、元のクライアントを閉じると両方が閉じます。

        例外:
            InvalidArgumentError: 引数の値が不正な場合。
        """

    def call(self, operation: _Operation[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Any:
        """API の任意のオペレーションを呼び出します。

        引数:
            operation: `serverless_training_client.api` 以下のモジュール。
            *args: オペレーションのパスパラメーター。位置でも名前でも渡せます。
            **kwargs: オペレーションのその他のパラメーター。名前は仕様のとおりです。

        戻り値:
            レスポンスを表すオブジェクト。型は仕様で定められています。定めがなければ `None`。

        例外:
            TypeError: パラメーターが不足しているか、存在しないパラメーターを指定した場合。
            InvalidArgumentError: パラメーターの値が不正な場合。リクエストは送信されていません。
            TransportError: レスポンスを最後まで受信できなかった場合。
            StatusError: サービスが成功以外のステータスを返した場合。
            DecodeError: レスポンスが仕様どおりでない場合。
        """

    def paginate(
        self, operation: _PagedOperation[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs
    ) -> Any:
        """ページネーションに対応した任意のオペレーションの項目を一覧表示します。

        反復を始めるまで、リクエストは送信されません。反復するたびに最初から取得し直します。

        引数:
            operation: `serverless_training_client.api` 以下の、カーソルを受け取るモジュール。
            *args: オペレーションのパスパラメーター。位置でも名前でも渡せます。
            **kwargs: オペレーションのその他のパラメーター。名前は仕様のとおりで、`limit` は 1 ページの項目数です。

        戻り値:
            項目の一覧（遅延評価）。

        例外:
            TypeError: パラメーターが不足しているか、存在しないパラメーターを指定した場合。
            InvalidArgumentError: パラメーターの値が不正な場合、またはオペレーションがページネーションに対応していない場合。
        """

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """仕様にまだないリクエストを送信します。キー、再試行、エラーはほかの呼び出しと同じです。

        引数:
            method: HTTP メソッド。例: `"DELETE"`
            path: サービスのパス。例: `"/v1/preview/models"`。クエリは含めません。
            params: クエリのパラメーター（名前をキーとする）。デフォルトではありません。
            json: `json.dumps` に渡せる形の本文。デフォルトではありません。
            headers: 追加で送信するヘッダー。デフォルトではありません。

        戻り値:
            JSON からデコードした本文。空なら `None`。

        例外:
            InvalidArgumentError: 引数の値が不正な場合。リクエストは送信されていません。
            TransportError: レスポンスを最後まで受信できなかった場合。
            StatusError: サービスが成功以外のステータスを返した場合。
            DecodeError: 本文が JSON でない場合。
        """

class _Operation(Protocol[_P, _T_co]):
    def _get_kwargs(self, *args: _P.args, **kwargs: _P.kwargs) -> dict[str, Any]: ...
    def _parse_response(self, *, client: Any, response: Any) -> object: ...
    def _success(self, parsed: Any) -> _T_co: ...

class _PagedOperation(Protocol[_P, _T_co]):
    def _get_kwargs(self, *args: _P.args, **kwargs: _P.kwargs) -> dict[str, Any]: ...
    def _parse_response(self, *, client: Any, response: Any) -> object: ...
    def _success(self, parsed: Any) -> Any: ...
    @property
    def _PAGING(self) -> _Paging[_T_co]: ...

@frozen(repr=False, eq=False, slots=False)
class _Pager(Generic[_T]):
    _fetch: Callable[..., Any]
    _auth: _BearerAuth
    _operation: _PagedOperation[..., Any]
    _parameters: Mapping[str, Any]
    _max_items: int | None = None

    def bounded(self, max_items: int | None) -> Self:
        """一覧に含める項目の数を制限します。

        引数:
            max_items: 一覧全体で返す項目の上限。`None` ならすべての項目です。

        戻り値:
            新しい一覧。元の一覧は変わりません。

        例外:
            InvalidArgumentError: `max_items` が 0 以上の整数でも `None` でもない場合。
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

    def __repr__(self) -> str: ...

@frozen(slots=False)
class _RawCalls(Generic[_ClientT2]):
    _client: _ClientT2

    def call(self, operation: _Operation[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Any:
        """クライアントと同じように、API の任意のオペレーションを呼び出します。

        引数:
            operation: `serverless_training_client.api` 以下のモジュール。
            *args: オペレーションのパスパラメーター。位置でも名前でも渡せます。
            **kwargs: オペレーションのその他のパラメーター。名前は仕様のとおりです。

        戻り値:
            レスポンス。モデルクラスのオブジェクトのほかに、ステータス、ヘッダー、リクエスト ID を含みます。
        """

class _ResponseError(RequestError):
    status_code: int
    headers: Mapping[str, str]
    body: str

class _BearerAuth: ...

__version__: str

class AsyncCheckpoints(
    _Checkpoints[AsyncClient, AsyncPager[Checkpoint], AsyncIterator[Checkpoint]]
):
    """チェックポイント。非同期クライアントの `client.checkpoints` として使います。"""

    async def latest(self, model_id: str) -> Checkpoint | None: ...
    async def best(
        self, model_id: str, metric: str, *, mode: Literal["max", "min"]
    ) -> Checkpoint | None: ...

class AsyncClient(_Client[httpx.AsyncClient], api.AsyncResources):
    """Serverless Training API の非同期クライアント。`async with` ブロックで使います。

    最初に使ったイベントループに属し、別のイベントループでは使えません。
    """

    @cached_property
    def checkpoints(self) -> AsyncCheckpoints:
        """モデルのチェックポイント。"""

    @cached_property
    def with_raw_response(self) -> AsyncRawCalls:
        """ステータス、ヘッダー、リクエスト ID を含むレスポンスを返す呼び出し。"""

    async def call(
        self, operation: _Operation[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs
    ) -> _T: ...
    def paginate(
        self, operation: _PagedOperation[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs
    ) -> AsyncPager[_T]: ...
    async def aclose(self) -> None:
        """接続を閉じます。以後、このクライアントは使えません。"""

    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, *exception: object) -> None: ...

class AsyncPager(_Pager[_T]):
    """遅延評価の一覧。各ページは項目が必要になったときに取得され、反復するたびに最初から取得し直します。

    例外:
        PaginationError: 反復中に、このまま続けると項目が欠落または重複すると判断した場合。
        RequestError: 反復中にリクエストが失敗した場合。
    """

    def pages(self) -> AsyncIterator[Page[_T]]: ...
    def __aiter__(self) -> AsyncIterator[_T]: ...
    async def first(self) -> _T | None: ...
    async def collect(self) -> list[_T]: ...

class AsyncRawCalls(_RawCalls[AsyncClient], api.AsyncRawResources):
    """ステータス、ヘッダー、リクエスト ID を含むレスポンスを返す呼び出し。`with_raw_response` として使います。"""

    async def call(
        self, operation: _Operation[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs
    ) -> Response[_T]: ...

class AuthenticationError(StatusError):
    """API キーがないか、間違っています（HTTP 401）。"""

class BadRequestError(StatusError):
    """リクエストの形式が正しくありません（HTTP 400）。"""

class Checkpoints(_Checkpoints[Client, Pager[Checkpoint], Iterator[Checkpoint]]):
    """チェックポイント。クライアントの `client.checkpoints` として使います。"""

    def latest(self, model_id: str) -> Checkpoint | None: ...
    def best(
        self, model_id: str, metric: str, *, mode: Literal["max", "min"]
    ) -> Checkpoint | None: ...

class Client(_Client[httpx.Client], api.Resources):
    """Serverless Training API のクライアント。`with` ブロックで使うか、`close` を呼び出してください。

    複数のスレッドで共有できます。
    """

    @cached_property
    def checkpoints(self) -> Checkpoints:
        """モデルのチェックポイント。"""

    @cached_property
    def with_raw_response(self) -> RawCalls:
        """ステータス、ヘッダー、リクエスト ID を含むレスポンスを返す呼び出し。"""

    def call(self, operation: _Operation[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> _T: ...
    def paginate(
        self, operation: _PagedOperation[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs
    ) -> Pager[_T]: ...
    def close(self) -> None:
        """接続を閉じます。以後、このクライアントは使えません。"""

    def __enter__(self) -> Self: ...
    def __exit__(self, *exception: object) -> None: ...

class ClientClosedError(ServerlessTrainingError):
    """クライアントが閉じられているため、リクエストを送信できません。"""

class ConflictError(StatusError):
    """リクエストがサービスの状態と競合しています（HTTP 409）。"""

class ConnectionFailedError(TransportError):
    """接続できなかったか、レスポンスが完了する前に切断されました。"""

class DecodeError(_ResponseError):
    """サービスは成功を返しましたが、本文が仕様どおりではありません。"""

class ErrorDetail(NamedTuple):
    """リクエストの問題点 1 件。

    属性:
        location: 問題の箇所を外側から順に並べたもの（例: `("query", "limit")`）。示されていなければ空です。
        message: 問題の内容。サービスのメッセージをそのまま示します。
        type: プログラムで判別するための種類（例: `"greater_than_equal"`）。示されていなければ空です。
    """

    location: tuple[str | int, ...]
    message: str
    type: str = ""

class EventLoopError(ServerlessTrainingError, RuntimeError):
    """AsyncClient が、その接続の属するイベントループの外で使われました。"""

class InvalidArgumentError(ServerlessTrainingError, ValueError):
    """引数の値が不正なため、リクエストを送信しませんでした。

    属性:
        argument: 引数の名前。
    """

    argument: str

class MetricNotFoundError(ServerlessTrainingError, LookupError):
    """そのメトリクスの数値を持つチェックポイントがありません。存在するメトリクスはメッセージに示されます。

    属性:
        metric: メトリクスの名前。
        available: 存在するメトリクスの名前を並べ替えたもの。値がすべて NaN や null の場合は `metric` も含まれます。
    """

    metric: str
    available: tuple[str, ...]

class MissingKeyError(ServerlessTrainingError):
    """API キーが見つかりません。指定方法はメッセージに示されます。"""

class NotFoundError(StatusError):
    """指定されたリソースが見つかりません（HTTP 404）。"""

@frozen
class Page(Generic[_T]):
    """一覧の 1 ページ。

    属性:
        items: 項目。一覧の順に並びます。
        has_more: このページの後に項目が続くかどうか。
        cursor: 次のページを取得するためのカーソル。サービスがカーソルも ID も返さなければ `None`。
        response: このページを返したレスポンスの、ステータス、ヘッダー、リクエスト ID など。
    """

    items: Sequence[_T] = field()
    has_more: bool
    cursor: str | None
    response: Response[Any] = field()

class Pager(_Pager[_T]):
    """遅延評価の一覧。各ページは項目が必要になったときに取得され、反復するたびに最初から取得し直します。

    例外:
        PaginationError: 反復中に、このまま続けると項目が欠落または重複すると判断した場合。
        RequestError: 反復中にリクエストが失敗した場合。
    """

    def pages(self) -> Iterator[Page[_T]]: ...
    def __iter__(self) -> Iterator[_T]: ...
    def first(self) -> _T | None: ...
    def collect(self) -> list[_T]: ...

class PaginationError(_ResponseError):
    """このまま続けると項目が欠落または重複するため、一覧の取得を中止しました。

    属性:
        cursor: 問題が起きたカーソル。ページにカーソルがなければ `None`。
    """

    cursor: str | None

class PermissionDeniedError(StatusError):
    """この API キーには権限がありません（HTTP 403）。"""

class RateLimitError(StatusError):
    """リクエストが多すぎます（HTTP 429）。"""

class RawCalls(_RawCalls[Client], api.RawResources):
    """ステータス、ヘッダー、リクエスト ID を含むレスポンスを返す呼び出し。`with_raw_response` として使います。"""

    def call(
        self, operation: _Operation[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs
    ) -> Response[_T]: ...

class RequestError(ServerlessTrainingError):
    """リクエストに関するエラーの基底クラス。

    属性:
        operation: オペレーションの名前。`serverless_training_client.api` 以下の名前と同じです。
        method: HTTP メソッド（大文字）。
        url: リクエストの URL。秘密情報とみられるパラメーターの値は伏せてあります。
        request_id: サービスが付けたリクエスト ID。受信していなければ `None`。
        attempts: リクエストを送信した回数。1 以上です。
    """

    operation: str
    method: str
    url: str
    request_id: str | None
    attempts: int

class RequestTimeoutError(TransportError):
    """クライアントの `timeout` または `deadline` までに、サービスが応答しませんでした。"""

@frozen(slots=False)
class Response(Generic[_T_co]):
    """サービスのレスポンス。モデルとともに届いた情報も含みます。

    属性:
        parsed: レスポンスを表すオブジェクト。型は仕様で定められています。定めがなければ `None`。
        status_code: HTTP ステータス。
        headers: レスポンスのヘッダー。名前の大文字と小文字は区別しません。
        request_id: サービスが付けたリクエスト ID、または `None`。
        operation: オペレーションの名前。`serverless_training_client.api` 以下の名前と同じです。
        method: HTTP メソッド（大文字）。
        url: リクエストの URL。秘密情報とみられるパラメーターの値は伏せてあります。
        attempts: リクエストを送信した回数。1 以上です。
        content: レスポンスの本文（展開後）。
    """

    status_code: int
    headers: httpx.Headers = field()
    request_id: str | None
    operation: str
    method: str
    url: str
    attempts: int
    content: bytes = field()
    _auth: _BearerAuth = field()
    parsed: _T_co = field()

    @property
    def text(self) -> str:
        """文字セットに従ってテキストにした本文です。JSONはUTF-8として読みます。読めないバイトには印を付けます。"""

    def json(self) -> Any:
        """本文を JSON としてデコードします。Python のサーバーが送る NaN と Infinity はそのまま残します。

        戻り値:
            本文の内容。

        例外:
            ValueError: 本文が JSON でないか、UTF-8 でない場合。
        """

class ServerError(StatusError):
    """サービス、またはその手前にあるプロキシなどでエラーが発生しました（HTTP 500 番台）。"""

class ServerlessTrainingError(Exception):
    """このパッケージのクライアントが送出する、すべてのエラーの基底クラス。"""

    def __init__(self, message: str, **evidence: Any) -> None: ...

class StatusError(_ResponseError):
    """成功以外のステータスに対するエラーの基底クラス。

    属性:
        retry_after: 次のリクエストまで待つようサービスが求めた秒数（`Retry-After`、RFC 9110 の 10.2.3）。求めがなければ `None`。
    """

    retry_after: float | None

class TransportError(RequestError):
    """レスポンスを最後まで受信できませんでした。`__cause__` は httpx のエラーです。"""

class UnexpectedStatusError(StatusError):
    """リダイレクトなど、専用のエラークラスがないステータスをサービスが返しました。"""

class UnprocessableEntityError(StatusError):
    """パラメーターまたは本文が、サービスに拒否されました（HTTP 422）。

    属性:
        details: 問題点を 1 件ずつ並べたもの。本文に記載がなければ空です。
    """

    details: tuple[ErrorDetail, ...]

def set_language(code: str | None) -> None:
    """このプロセスで使うメッセージと docstring の言語を設定します。

    すべてのスレッドに適用され、後から読み込むものにも及びます。

    引数:
        code: `"ja"` や `"ja_JP.UTF-8"` などの言語コード。対応していない言語の場合は英語になります。`None` を指定すると環境の設定に戻り、`SERVERLESS_TRAINING_LANG`、`LC_ALL`、`LC_MESSAGES`、`LANG` のうち、最初に設定されているものに従います。

    例外:
        InvalidArgumentError: `code` が文字列でも `None` でもない場合。
    """
