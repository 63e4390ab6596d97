# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from collections.abc import Mapping
from typing import Any, NamedTuple

class ServerlessTrainingError(Exception):
    """このパッケージのクライアントが送出する、すべてのエラーの基底クラス。"""

class InvalidArgumentError(ServerlessTrainingError, ValueError):
    """引数の値が不正なため、リクエストを送信しませんでした。

    属性:
        argument: 引数の名前。
    """

    argument: str

    def __init__(self, message: str, *, argument: str = "") -> None: ...

class MissingKeyError(ServerlessTrainingError):
    """API キーが見つかりません。指定方法はメッセージに示されます。"""

class ClientClosedError(ServerlessTrainingError):
    """クライアントが閉じられているため、リクエストを送信できません。"""

class EventLoopError(ServerlessTrainingError, RuntimeError):
    """AsyncClient が、その接続の属するイベントループの外で使われました。"""

class MetricNotFoundError(ServerlessTrainingError, LookupError):
    """そのメトリクスの数値を持つチェックポイントがありません。存在するメトリクスはメッセージに示されます。

    属性:
        metric: メトリクスの名前。
        available: 存在するメトリクスの名前を並べ替えたもの。値がすべて NaN や null の場合は `metric` も含まれます。
    """

    metric: str
    available: tuple[str, ...]

    def __init__(
        self, message: str, *, metric: str = "", available: tuple[str, ...] = ()
    ) -> None: ...

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

    def __init__(self, message: str, **evidence: Any) -> None: ...

class TransportError(RequestError):
    """レスポンスを最後まで受信できませんでした。`__cause__` は httpx のエラーです。"""

class ConnectionFailedError(TransportError):
    """接続できなかったか、レスポンスが完了する前に切断されました。"""

class RequestTimeoutError(TransportError): ...

class _ResponseError(RequestError):
    status_code: int
    headers: Mapping[str, str]
    body: str

class DecodeError(_ResponseError):
    """サービスは成功を返しましたが、本文が仕様どおりではありません。"""

class PaginationError(_ResponseError):
    """このまま続けると項目が欠落または重複するため、一覧の取得を中止しました。

    属性:
        cursor: 問題が起きたカーソル。ページにカーソルがなければ `None`。
    """

    cursor: str | None

class StatusError(_ResponseError):
    """成功以外のステータスに対するエラーの基底クラス。

    属性:
        retry_after: 次のリクエストまで待つようサービスが求めた秒数（`Retry-After`、RFC 9110 の 10.2.3）。求めがなければ `None`。
    """

    retry_after: float | None

class BadRequestError(StatusError):
    """リクエストの形式が正しくありません（HTTP 400）。"""

class AuthenticationError(StatusError):
    """API キーがないか、間違っています（HTTP 401）。"""

class PermissionDeniedError(StatusError):
    """この API キーには権限がありません（HTTP 403）。"""

class NotFoundError(StatusError):
    """指定されたリソースが見つかりません（HTTP 404）。"""

class ConflictError(StatusError):
    """リクエストがサービスの状態と競合しています（HTTP 409）。"""

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

class UnprocessableEntityError(StatusError):
    """パラメーターまたは本文が、サービスに拒否されました（HTTP 422）。

    属性:
        details: 問題点を 1 件ずつ並べたもの。本文に記載がなければ空です。
    """

    details: tuple[ErrorDetail, ...]

class RateLimitError(StatusError):
    """リクエストが多すぎます（HTTP 429）。"""

class ServerError(StatusError):
    """サービス、またはその手前にあるプロキシなどでエラーが発生しました（HTTP 500 番台）。"""

class UnexpectedStatusError(StatusError):
    """リダイレクトなど、専用のエラークラスがないステータスが返されました。"""

_CLASSES: dict[int, type[StatusError]]

def error_class(status_code: int) -> type[StatusError]: ...
