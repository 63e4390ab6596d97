# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import httpx
from _typeshed import Incomplete
from collections.abc import Mapping
from functools import cached_property as cached_property
from serverless_training._checkpoints import (
    AsyncCheckpoints as AsyncCheckpoints,
    Checkpoints as Checkpoints,
)
from serverless_training._exchange import AsyncExchange as AsyncExchange, Exchange as Exchange
from serverless_training._language import (
    check_language as check_language,
    load as load,
    speaking as speaking,
)
from serverless_training._operations import Operation as Operation
from serverless_training._pagers import AsyncPager as AsyncPager, Listing as Listing, Pager as Pager
from serverless_training._pages import PageModel as PageModel
from serverless_training._response import Response as Response
from typing import Any, Generic, ParamSpec, Self, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
ExchangeT = TypeVar("ExchangeT", "Exchange", "AsyncExchange")
TIMEOUT_SECONDS: float
MAX_RETRIES: int
DEADLINE_SECONDS: float
MAX_BODY_BYTES: int

class _Shared(Generic[ExchangeT]):
    _exchange: ExchangeT

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
        language: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """設定を変えた新しいクライアントを作ります。接続はこのクライアントと共有します。

        引数:
            timeout: クライアントの引数と同じです。デフォルトでは変更しません。
            max_retries: クライアントの引数と同じです。デフォルトでは変更しません。
            deadline: クライアントの引数と同じです。デフォルトでは変更しません。
            language: クライアントの引数と同じです。デフォルトでは変更しません。
            headers: 追加で送信するヘッダー。同じ名前のヘッダーは置き換えられます。ヘッダーを取り除くことはできません。

        戻り値:
            新しいクライアント。これを閉じても元のクライアントは開いたままで、元のクライアントを閉じると両方が閉じます。

        例外:
            InvalidArgumentError: 引数の値が不正な場合。
        """

    def _check(self) -> None: ...
    def _describe(
        self, operation: Operation[..., Any], max_items: int | None, /, *args: Any, **kwargs: Any
    ) -> Listing[Any]: ...

class Client(_Shared["Exchange"]):
    """Serverless Training API のクライアント。`with` ブロックで使うか、`close` を呼び出してください。

    複数のスレッドで共有できます。

    引数:
        api_key: W&B の API キー。デフォルトでは `WANDB_API_KEY`、次に `wandb login` が netrc に書き込む `api.wandb.ai` のエントリを使います。
        base_url: サービスの URL。デフォルトは `SERVERLESS_TRAINING_BASE_URL`、それもなければ W&B のサービスです。パスを含めると、API のパスの前に付きます。`/v1` のように、その末尾が API のパスの先頭と重なる部分は 1 回だけ送信されます。
        timeout: リクエストの各段階で待つ秒数、または `httpx.Timeout`。デフォルトは 60 秒です。秒数で指定した場合、接続の待ち時間は最大 10 秒です。
        max_retries: 再試行しても安全で、成功する見込みがあるときに、リクエストを再試行する回数の上限。デフォルトは 5 で、0 なら再試行しません。
        deadline: 再試行と待ち時間を含めて、1 つのリクエストにかけられる秒数。デフォルトは 300 で、`math.inf` なら無制限です。一覧では 1 ページが 1 つのリクエストです。
        max_body_bytes: 受信するレスポンス本文の上限（展開後のバイト数）。デフォルトは 64 MiB です。
        allow_http: 暗号化されない http で API キーをほかのマシンへ送ってよいか。デフォルトは `False` です。このマシン自身への送信は常に許可されます。
        transport: リクエストの送信に使う、独自の httpx トランスポート。テストやプロキシに使えます。
        proxy: プロキシの URL、または `httpx.Proxy`。デフォルトでは環境の設定に従います。
        http_client: リクエストの送信に使う、自分で用意した httpx クライアント。ここでは閉じません。
        language: このクライアントのエラーメッセージの言語（例: `"ja"`）。デフォルトでは、`set_language` などで決まるプロセスの言語です。
        headers: すべてのリクエストで送信するヘッダー。例えば `{"User-Agent": "my-app/1.0"}` は、クライアント自身の値の代わりに送信されます。

    例外:
        MissingKeyError: API キーが見つからない場合。指定方法はメッセージに示されます。
        InvalidArgumentError: 引数の値が不正な場合。
    """

    _exchange: Incomplete

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
        transport: httpx.BaseTransport | None = None,
        proxy: str | httpx.Proxy | None = None,
        http_client: httpx.Client | None = None,
        language: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None: ...
    @cached_property
    def checkpoints(self) -> Checkpoints:
        """モデルのチェックポイント。"""

    @cached_property
    def with_raw_response(self) -> RawCalls:
        """ステータス、ヘッダー、リクエスト ID を含むレスポンスを返す呼び出し。"""

    def call(self, operation: Operation[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
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
    ) -> Pager[T]:
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

    def _listing(
        self,
        operation: Operation[P, PageModel[T]],
        max_items: int | None,
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Pager[T]: ...
    def close(self) -> None:
        """接続を閉じます。以後、このクライアントは使えません。"""

    def __enter__(self) -> Self: ...
    def __exit__(self, *exception: object) -> None: ...

class RawCalls:
    """ステータス、ヘッダー、リクエスト ID を含むレスポンスを返す呼び出し。`with_raw_response` として使います。

    引数:
        exchange: クライアントと同じ方法でリクエストを送信する、内部のオブジェクト。
    """

    _exchange: Exchange

    def __init__(self, exchange: Exchange) -> None: ...
    def call(self, operation: Operation[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Response[T]:
        """API の任意のオペレーションを呼び出します。

        引数:
            operation: `serverless_training_client.api` 以下のモジュール。
            *args: オペレーションのパスパラメーター。位置でも名前でも渡せます。
            **kwargs: オペレーションのその他のパラメーター。名前は仕様のとおりです。

        戻り値:
            レスポンス。モデルクラスのオブジェクトのほかに、ステータス、ヘッダー、リクエスト ID を含みます。

        例外:
            TypeError: パラメーターが不足しているか、存在しないパラメーターを指定した場合。
            InvalidArgumentError: パラメーターの値が不正な場合。リクエストは送信されていません。
            TransportError: レスポンスを最後まで受信できなかった場合。
            StatusError: サービスが成功以外のステータスを返した場合。
            DecodeError: レスポンスが仕様どおりでない場合。
        """

class AsyncClient(_Shared["AsyncExchange"]):
    """Serverless Training API の非同期クライアント。`async with` ブロックで使います。

    最初に使ったイベントループに属し、別のイベントループでは使えません。

    引数:
        api_key: W&B の API キー。デフォルトでは `WANDB_API_KEY`、次に `wandb login` が netrc に書き込む `api.wandb.ai` のエントリを使います。
        base_url: サービスの URL。デフォルトは `SERVERLESS_TRAINING_BASE_URL`、それもなければ W&B のサービスです。パスを含めると、API のパスの前に付きます。`/v1` のように、その末尾が API のパスの先頭と重なる部分は 1 回だけ送信されます。
        timeout: リクエストの各段階で待つ秒数、または `httpx.Timeout`。デフォルトは 60 秒です。秒数で指定した場合、接続の待ち時間は最大 10 秒です。
        max_retries: 再試行しても安全で、成功する見込みがあるときに、リクエストを再試行する回数の上限。デフォルトは 5 で、0 なら再試行しません。
        deadline: 再試行と待ち時間を含めて、1 つのリクエストにかけられる秒数。デフォルトは 300 で、`math.inf` なら無制限です。一覧では 1 ページが 1 つのリクエストです。
        max_body_bytes: 受信するレスポンス本文の上限（展開後のバイト数）。デフォルトは 64 MiB です。
        allow_http: 暗号化されない http で API キーをほかのマシンへ送ってよいか。デフォルトは `False` です。このマシン自身への送信は常に許可されます。
        transport: リクエストの送信に使う、独自の httpx トランスポート。テストやプロキシに使えます。
        proxy: プロキシの URL、または `httpx.Proxy`。デフォルトでは環境の設定に従います。
        http_client: リクエストの送信に使う、自分で用意した httpx クライアント。ここでは閉じません。
        language: このクライアントのエラーメッセージの言語（例: `"ja"`）。デフォルトでは、`set_language` などで決まるプロセスの言語です。
        headers: すべてのリクエストで送信するヘッダー。例えば `{"User-Agent": "my-app/1.0"}` は、クライアント自身の値の代わりに送信されます。

    例外:
        MissingKeyError: API キーが見つからない場合。指定方法はメッセージに示されます。
        InvalidArgumentError: 引数の値が不正な場合。
    """

    _exchange: Incomplete

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
        transport: httpx.AsyncBaseTransport | None = None,
        proxy: str | httpx.Proxy | None = None,
        http_client: httpx.AsyncClient | None = None,
        language: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None: ...
    @cached_property
    def checkpoints(self) -> AsyncCheckpoints:
        """モデルのチェックポイント。"""

    @cached_property
    def with_raw_response(self) -> AsyncRawCalls:
        """ステータス、ヘッダー、リクエスト ID を含むレスポンスを返す呼び出し。"""

    async def call(self, operation: Operation[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
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
    ) -> AsyncPager[T]:
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

    def _listing(
        self,
        operation: Operation[P, PageModel[T]],
        max_items: int | None,
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> AsyncPager[T]: ...
    async def aclose(self) -> None:
        """接続を閉じます。以後、このクライアントは使えません。"""

    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, *exception: object) -> None: ...

class AsyncRawCalls:
    """ステータス、ヘッダー、リクエスト ID を含むレスポンスを返す呼び出し。`with_raw_response` として使います。

    引数:
        exchange: クライアントと同じ方法でリクエストを送信する、内部のオブジェクト。
    """

    _exchange: AsyncExchange

    def __init__(self, exchange: AsyncExchange) -> None: ...
    async def call(
        self, operation: Operation[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Response[T]:
        """API の任意のオペレーションを呼び出します。

        引数:
            operation: `serverless_training_client.api` 以下のモジュール。
            *args: オペレーションのパスパラメーター。位置でも名前でも渡せます。
            **kwargs: オペレーションのその他のパラメーター。名前は仕様のとおりです。

        戻り値:
            レスポンス。モデルクラスのオブジェクトのほかに、ステータス、ヘッダー、リクエスト ID を含みます。

        例外:
            TypeError: パラメーターが不足しているか、存在しないパラメーターを指定した場合。
            InvalidArgumentError: パラメーターの値が不正な場合。リクエストは送信されていません。
            TransportError: レスポンスを最後まで受信できなかった場合。
            StatusError: サービスが成功以外のステータスを返した場合。
            DecodeError: レスポンスが仕様どおりでない場合。
        """
