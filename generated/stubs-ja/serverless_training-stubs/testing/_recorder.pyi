# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete
from collections.abc import Iterable
from dataclasses import dataclass, field
from serverless_training.testing._connection import RESET as RESET, reset as reset
from starlette.types import (
    ASGIApp as ASGIApp,
    Message as Message,
    Receive as Receive,
    Scope as Scope,
    Send as Send,
)

REDACTED: str
_SECRET: Incomplete
_NUMBER: bytes

@dataclass
class RecordedRequest:
    """モックサーバーに届いたリクエスト。

    属性:
        method: メソッド（大文字）。
        path: パス（パーセントデコード済み）。
        query: クエリパラメーター。同じ名前が複数ある場合は最後の値です。
        status: レスポンスのステータス。まだ返していない間は `None`。レスポンスの前に接続がリセットされた場合や、クライアントが切断した場合は `None` のままです。
        items: レスポンスに含まれる項目数。ページでなければ `None`。
        fault: 起こした障害（`Fault.name` の値）。何も起こさなければ `None`。
        headers: リクエストヘッダー。キーは小文字の名前で、同じ名前が複数あればコンマで連結します。API キーと Cookie は `[redacted]` に置き換えます。リクエストを比較するときは無視します。
        seconds: レスポンスが始まるまでの時間（秒）。比較するときは無視します。
    """

    method: str
    path: str
    query: dict[str, str]
    status: int | None
    items: int | None
    fault: str | None = None
    headers: dict[str, str] = field(default_factory=dict, compare=False)
    seconds: float = field(default=0.0, compare=False)

class Recorder:
    _app: ASGIApp
    _requests: list[RecordedRequest] | None
    _numbers: Incomplete

    def __init__(self, app: ASGIApp, requests: list[RecordedRequest] | None) -> None: ...
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None: ...
    def _noted(self, scope: Scope) -> RecordedRequest | None: ...

def _complete(request: RecordedRequest, scope: Scope, message: Message) -> None: ...
def _readable(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]: ...
