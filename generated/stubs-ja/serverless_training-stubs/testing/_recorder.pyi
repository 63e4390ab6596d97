# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete
from dataclasses import dataclass
from starlette.types import (
    ASGIApp as ASGIApp,
    Message as Message,
    Receive as Receive,
    Scope as Scope,
    Send as Send,
)

@dataclass(frozen=True)
class RecordedRequest:
    """モックサーバーが応答したリクエスト。

    属性:
        method: メソッド（大文字）。
        path: パス（パーセントデコード済み）。
        query: クエリパラメーター。同じ名前が複数ある場合は最後の値です。
        status: レスポンスのステータス。
        items: レスポンスに含まれる項目数。ページでなければ `None`。
    """

    method: str
    path: str
    query: dict[str, str]
    status: int
    items: int | None

class Recorder:
    _app: ASGIApp
    _requests: list[RecordedRequest]
    _numbers: Incomplete

    def __init__(self, app: ASGIApp, requests: list[RecordedRequest]) -> None: ...
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None: ...
