# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import httpx
import ssl
from attrs import define, field
from typing import Any, Self

@define
class Client:
    """API に関するデータを保持するクラス

    次のキーワード引数を受け取り、内部で httpx の Client を作るときに使います:

        ``base_url``: API のベース URL。すべてのリクエストは、この URL からの相対パスに送られます。

        ``cookies``: すべてのリクエストで送る Cookie の辞書

        ``headers``: すべてのリクエストで送るヘッダーの辞書

        ``timeout``: リクエストにかけてよい最長の時間。超えると、API の関数は httpx.TimeoutException を送出します。

        ``verify_ssl``: API サーバーの SSL 証明書を検証するかどうか。本番環境では True にしてください。テスト目的であれば False にもできます。

        ``follow_redirects``: リダイレクトに従うかどうか。デフォルトは False です。

        ``httpx_args``: ``httpx.Client`` と ``httpx.AsyncClient`` のコンストラクターに渡す、追加の引数の辞書。
    """

    raise_on_unexpected_status: bool = field(default=False, kw_only=True)
    "元の OpenAPI ドキュメントに記載のないステータスコードを API が返したときに、errors.UnexpectedStatus を送出するかどうか。コンストラクターのキーワード引数としても渡せます。"
    _base_url: str = field(alias="base_url")
    _cookies: dict[str, str] = field(factory=dict, kw_only=True, alias="cookies")
    _headers: dict[str, str] = field(factory=dict, kw_only=True, alias="headers")
    _timeout: httpx.Timeout | None = field(default=None, kw_only=True, alias="timeout")
    _verify_ssl: str | bool | ssl.SSLContext = field(default=True, kw_only=True, alias="verify_ssl")
    _follow_redirects: bool = field(default=False, kw_only=True, alias="follow_redirects")
    _httpx_args: dict[str, Any] = field(factory=dict, kw_only=True, alias="httpx_args")
    _client: httpx.Client | None = field(default=None, init=False)
    _async_client: httpx.AsyncClient | None = field(default=None, init=False)

    def with_headers(self, headers: dict[str, str]) -> Client:
        """このクライアントにヘッダーを加えた、新しいクライアントを返します。"""

    def with_cookies(self, cookies: dict[str, str]) -> Client:
        """このクライアントに Cookie を加えた、新しいクライアントを返します。"""

    def with_timeout(self, timeout: httpx.Timeout) -> Client:
        """このクライアントのタイムアウト設定を変えた、新しいクライアントを返します。"""

    def set_httpx_client(self, client: httpx.Client) -> Self:
        """内部の httpx.Client を手動で設定します。

        **注意**: Cookie、ヘッダー、タイムアウトなど、クライアントのほかの設定はすべて上書きされます。
        """

    def get_httpx_client(self) -> httpx.Client:
        """内部の httpx.Client を返します。まだ設定されていなければ新しく作成します。"""

    def __enter__(self) -> Self:
        """self.client のコンテキストマネージャーに入ります。2 回入ることはできません（httpx のドキュメントを参照）。"""

    def __exit__(self, *args: object, **kwargs: Any) -> None:
        """内部の httpx.Client のコンテキストマネージャーから出ます（httpx のドキュメントを参照）。"""

    def set_async_httpx_client(self, async_client: httpx.AsyncClient) -> Self:
        """内部の httpx.AsyncClient を手動で設定します。

        **注意**: Cookie、ヘッダー、タイムアウトなど、クライアントのほかの設定はすべて上書きされます。
        """

    def get_async_httpx_client(self) -> httpx.AsyncClient:
        """内部の httpx.AsyncClient を返します。まだ設定されていなければ新しく作成します。"""

    async def __aenter__(self) -> Self:
        """内部の httpx.AsyncClient のコンテキストマネージャーに入ります。2 回入ることはできません（httpx のドキュメントを参照）。"""

    async def __aexit__(self, *args: object, **kwargs: Any) -> None:
        """内部の httpx.AsyncClient のコンテキストマネージャーから出ます（httpx のドキュメントを参照）。"""

@define
class AuthenticatedClient:
    """保護されたエンドポイントで使う、認証済みの Client

    次のキーワード引数を受け取り、内部で httpx の Client を作るときに使います:

        ``base_url``: API のベース URL。すべてのリクエストは、この URL からの相対パスに送られます。

        ``cookies``: すべてのリクエストで送る Cookie の辞書

        ``headers``: すべてのリクエストで送るヘッダーの辞書

        ``timeout``: リクエストにかけてよい最長の時間。超えると、API の関数は httpx.TimeoutException を送出します。

        ``verify_ssl``: API サーバーの SSL 証明書を検証するかどうか。本番環境では True にしてください。テスト目的であれば False にもできます。

        ``follow_redirects``: リダイレクトに従うかどうか。デフォルトは False です。

        ``httpx_args``: ``httpx.Client`` と ``httpx.AsyncClient`` のコンストラクターに渡す、追加の引数の辞書。
    """

    raise_on_unexpected_status: bool = field(default=False, kw_only=True)
    "元の OpenAPI ドキュメントに記載のないステータスコードを API が返したときに、errors.UnexpectedStatus を送出するかどうか。コンストラクターのキーワード引数としても渡せます。"
    _base_url: str = field(alias="base_url")
    _cookies: dict[str, str] = field(factory=dict, kw_only=True, alias="cookies")
    _headers: dict[str, str] = field(factory=dict, kw_only=True, alias="headers")
    _timeout: httpx.Timeout | None = field(default=None, kw_only=True, alias="timeout")
    _verify_ssl: str | bool | ssl.SSLContext = field(default=True, kw_only=True, alias="verify_ssl")
    _follow_redirects: bool = field(default=False, kw_only=True, alias="follow_redirects")
    _httpx_args: dict[str, Any] = field(factory=dict, kw_only=True, alias="httpx_args")
    _client: httpx.Client | None = field(default=None, init=False)
    _async_client: httpx.AsyncClient | None = field(default=None, init=False)
    token: str
    "認証に使うトークン"
    prefix: str = "Bearer"
    "Authorization ヘッダーに使うプレフィックス"
    auth_header_name: str = "Authorization"
    "Authorization ヘッダーの名前"

    def with_headers(self, headers: dict[str, str]) -> AuthenticatedClient:
        """このクライアントにヘッダーを加えた、新しいクライアントを返します。"""

    def with_cookies(self, cookies: dict[str, str]) -> AuthenticatedClient:
        """このクライアントに Cookie を加えた、新しいクライアントを返します。"""

    def with_timeout(self, timeout: httpx.Timeout) -> AuthenticatedClient:
        """このクライアントのタイムアウト設定を変えた、新しいクライアントを返します。"""

    def set_httpx_client(self, client: httpx.Client) -> Self:
        """内部の httpx.Client を手動で設定します。

        **注意**: Cookie、ヘッダー、タイムアウトなど、クライアントのほかの設定はすべて上書きされます。
        """

    def get_httpx_client(self) -> httpx.Client:
        """内部の httpx.Client を返します。まだ設定されていなければ新しく作成します。"""

    def __enter__(self) -> Self:
        """self.client のコンテキストマネージャーに入ります。2 回入ることはできません（httpx のドキュメントを参照）。"""

    def __exit__(self, *args: object, **kwargs: Any) -> None:
        """内部の httpx.Client のコンテキストマネージャーから出ます（httpx のドキュメントを参照）。"""

    def set_async_httpx_client(self, async_client: httpx.AsyncClient) -> Self:
        """内部の httpx.AsyncClient を手動で設定します。

        **注意**: Cookie、ヘッダー、タイムアウトなど、クライアントのほかの設定はすべて上書きされます。
        """

    def get_async_httpx_client(self) -> httpx.AsyncClient:
        """内部の httpx.AsyncClient を返します。まだ設定されていなければ新しく作成します。"""

    async def __aenter__(self) -> Self:
        """内部の httpx.AsyncClient のコンテキストマネージャーに入ります。2 回入ることはできません（httpx のドキュメントを参照）。"""

    async def __aexit__(self, *args: object, **kwargs: Any) -> None:
        """内部の httpx.AsyncClient のコンテキストマネージャーから出ます（httpx のドキュメントを参照）。"""
