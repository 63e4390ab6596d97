# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from attrs import field, frozen
from collections.abc import Callable as Callable, Mapping
from typing import Any, Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)

@frozen
class Response(Generic[T_co]):
    """成功したリクエストに対する、サービスのレスポンス。

    属性:
        parsed: レスポンスを表すオブジェクト。型は仕様で定められています。定めがなければ `None`。
        status_code: HTTP ステータス。
        headers: レスポンスのヘッダー。名前の大文字と小文字は区別しません。
        request_id: サービスが付けたリクエスト ID、または `None`。
        operation: オペレーションの名前。`serverless_training_client.api` 以下の名前と同じです。
        method: HTTP メソッド（大文字）。
        url: リクエストの URL。秘密情報とみられるパラメーターの値は伏せてあります。
        attempts: リクエストを送信した回数。1 以上です。
        body: レスポンスの本文（展開後）。
    """

    parsed: T_co = field(repr=False)
    status_code: int
    headers: Mapping[str, str] = field(repr=False)
    request_id: str | None
    operation: str
    method: str
    url: str
    attempts: int
    body: bytes = field(repr=False)

def evidence(answer: Any, body: str, redact: Callable[[str], str]) -> dict[str, Any]: ...
