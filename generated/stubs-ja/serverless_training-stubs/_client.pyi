# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import httpx
from _typeshed import Incomplete
from collections.abc import Mapping
from functools import cached_property
from serverless_training._checkpoints import (
    AsyncCheckpoints as AsyncCheckpoints,
    Checkpoints as Checkpoints,
)
from serverless_training._connection import Connection as Connection, connect as connect
from serverless_training._language import load as load
from serverless_training._operations import (
    Operation as Operation,
    bind as bind,
    operation_name as operation_name,
    raw_options as raw_options,
    request_options as request_options,
)
from serverless_training._pagers import AsyncPager as AsyncPager, Pager as Pager
from serverless_training._pages import PageModel as PageModel
from serverless_training._request import Request as Request, run as run, run_async as run_async
from serverless_training._responses import (
    Response as Response,
    read_json as read_json,
    read_model as read_model,
)
from serverless_training._settings import Settings as Settings, resolve as resolve
from serverless_training_client.api import (
    AsyncRawResources,
    AsyncResources,
    RawResources,
    Resources,
)
from typing import Any, Generic, ParamSpec, Self, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
HttpT = TypeVar("HttpT", httpx.Client, httpx.AsyncClient)
TIMEOUT_SECONDS: float
MAX_RETRIES: int
DEADLINE_SECONDS: float
MAX_BODY_BYTES: int

class _Client(Generic[HttpT]):
    _http_class: type[HttpT]
    _settings: Settings
    _connection: Connection[HttpT]
    _is_owner: bool
    _is_closed: bool

    def __init__(
        self,
        *,
        api_key: str | None = None,
        base_url: str | httpx.URL | None = None,
        timeout: float | httpx.Timeout = TIMEOUT_SECONDS,
        max_retries: int = MAX_RETRIES,
        deadline: float = DEADLINE_SECONDS,
        max_body_bytes: int = MAX_BODY_BYTES,
        allow_http: bool = False,
        http_client: HttpT | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None: ...
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
            headers: 追加で送信するヘッダー。同じ名前のヘッダーは置き換えられます。ヘッダーを取り除くことはできません。

        戻り値:
            新しいクライアント。これを閉じても元のクライアントは開いたままで、元のクライアントを閉じると両方が閉じます。

        例外:
            InvalidArgumentError: 引数の値が不正な場合。
        """

    def call(self, operation: Operation[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Any:
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
        self, operation: Operation[P, PageModel[T]], /, *args: P.args, **kwargs: P.kwargs
    ) -> Any:
        """ページネーションに対応した任意のオペレーションの項目を一覧表示します。

        反復を始めるまで、リクエストは送信されません。反復するたびに最初から取得し直します。

        引数:
            operation: `serverless_training_client.api` 以下の、`after` を受け取るモジュール。
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
        """Send a request that the spec does not have yet, with the key, retries and errors of all.

        引数:
            method: HTTP method, such as `"DELETE"`.
            path: Path of the service, such as `"/v1/preview/models"`, without a query.
            params: Parameters of the query, by name; none by default.
            json: The body, as `json.dumps` takes it; none by default.
            headers: Headers to send as well; none by default.

        戻り値:
            The body, decoded from JSON; `None` where it is empty.

        例外:
            InvalidArgumentError: 引数の値が不正な場合。リクエストは送信されていません。
            TransportError: レスポンスを最後まで受信できなかった場合。
            StatusError: サービスが成功以外のステータスを返した場合。
            DecodeError: The body is not JSON.
        """

    def _request(
        self, operation: Operation[..., Any], parameters: Mapping[str, Any], cursor: str | None
    ) -> Request: ...
    def _run(self, request: Request) -> Any: ...
    def _open(self) -> HttpT: ...

class Client(_Client[httpx.Client], Resources):
    """Serverless Training API のクライアント。`with` ブロックで使うか、`close` を呼び出してください。

    複数のスレッドで共有できます。
    """

    _http_class: Incomplete

    @cached_property
    def checkpoints(self) -> Checkpoints:
        """モデルのチェックポイント。"""

    @cached_property
    def with_raw_response(self) -> RawCalls:
        """ステータス、ヘッダー、リクエスト ID を含むレスポンスを返す呼び出し。"""

    def call(self, operation: Operation[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T: ...
    def paginate(
        self, operation: Operation[P, PageModel[T]], /, *args: P.args, **kwargs: P.kwargs
    ) -> Pager[T]: ...
    def _fetch(
        self, operation: Operation[..., T], parameters: Mapping[str, Any], cursor: str | None = None
    ) -> Response[T]: ...
    def _run(self, request: Request) -> Any: ...
    _is_closed: bool

    def close(self) -> None:
        """接続を閉じます。以後、このクライアントは使えません。"""

    def __enter__(self) -> Self: ...
    def __exit__(self, *exception: object) -> None: ...

class AsyncClient(_Client[httpx.AsyncClient], AsyncResources):
    """Serverless Training API の非同期クライアント。`async with` ブロックで使います。

    最初に使ったイベントループに属し、別のイベントループでは使えません。
    """

    _http_class: Incomplete

    @cached_property
    def checkpoints(self) -> AsyncCheckpoints:
        """モデルのチェックポイント。"""

    @cached_property
    def with_raw_response(self) -> AsyncRawCalls:
        """ステータス、ヘッダー、リクエスト ID を含むレスポンスを返す呼び出し。"""

    async def call(self, operation: Operation[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T: ...
    def paginate(
        self, operation: Operation[P, PageModel[T]], /, *args: P.args, **kwargs: P.kwargs
    ) -> AsyncPager[T]: ...
    async def _fetch(
        self, operation: Operation[..., T], parameters: Mapping[str, Any], cursor: str | None = None
    ) -> Response[T]: ...
    async def _run(self, request: Request) -> Any: ...
    _is_closed: bool

    async def aclose(self) -> None:
        """接続を閉じます。以後、このクライアントは使えません。"""

    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, *exception: object) -> None: ...

class RawCalls(RawResources):
    """ステータス、ヘッダー、リクエスト ID を含むレスポンスを返す呼び出し。`with_raw_response` として使います。"""

    _client: Client

    def __init__(self, client: Client) -> None: ...
    def call(self, operation: Operation[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Response[T]:
        """Call any operation of the API, as `Client.call` does.

        戻り値:
            レスポンス。モデルクラスのオブジェクトのほかに、ステータス、ヘッダー、リクエスト ID を含みます。
        """

class AsyncRawCalls(AsyncRawResources):
    """ステータス、ヘッダー、リクエスト ID を含むレスポンスを返す呼び出し。`with_raw_response` として使います。"""

    _client: AsyncClient

    def __init__(self, client: AsyncClient) -> None: ...
    async def call(
        self, operation: Operation[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Response[T]:
        """Call any operation of the API, as `AsyncClient.call` does.

        戻り値:
            レスポンス。モデルクラスのオブジェクトのほかに、ステータス、ヘッダー、リクエスト ID を含みます。
        """
