# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import httpx
from _typeshed import Incomplete
from attrs import field, frozen
from collections.abc import Callable as Callable, Collection
from functools import cache
from serverless_training._auth import BearerAuth as BearerAuth
from serverless_training._errors import (
    DecodeError as DecodeError,
    ErrorDetail as ErrorDetail,
    PaginationError as PaginationError,
    StatusError as StatusError,
    UnexpectedStatusError as UnexpectedStatusError,
    UnprocessableEntityError as UnprocessableEntityError,
    error_class as error_class,
)
from serverless_training_client._mismatch import Mismatch as Mismatch
from typing import Any, Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)
ErrorT = TypeVar("ErrorT", DecodeError, PaginationError, StatusError)
_STRICT: Incomplete
_UNREADABLE: Incomplete
_EVIDENCE: Incomplete
_MOST_DETAILS: int
_A_CENTURY_SECONDS: Incomplete

@frozen(slots=False)
class Response(Generic[T_co]):
    """A response of the service, with what came beside its model.

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
    headers: httpx.Headers = field(repr=False)
    request_id: str | None
    operation: str
    method: str
    url: str
    attempts: int
    content: bytes = field(repr=False)
    parsed: T_co = field(repr=False)

    @property
    def text(self) -> str: ...
    def json(self) -> Any:
        """Decode the body as JSON; NaN and Infinity, which Python servers send, are kept.

        戻り値:
            What the body says.

        例外:
            ValueError: The body is not JSON, or not UTF-8.
        """

def read_model(operation: Any, response: Response[Any], auth: BearerAuth) -> Any: ...
def read_json(response: Response[Any], auth: BearerAuth) -> Any: ...
@cache
def _annotation(success: Callable[..., object]) -> Any: ...
def _unreadable(
    response: Response[Any], auth: BearerAuth, problem: Exception | None, mismatch: Mismatch | None
) -> DecodeError: ...
def decode_error(
    response: Response[Any], auth: BearerAuth, reason: str, hint: str = ""
) -> DecodeError: ...
def error_about(
    cls, response: Response[Any], auth: BearerAuth, line: str, /, *lines: str, **words: str
) -> ErrorT: ...
def message(*lines: str, request_id: str | None, attempts: int, **_evidence: object) -> str: ...
def status_error(
    response: Response[Any], auth: BearerAuth, parameters: Collection[str], now: float
) -> StatusError: ...
def _hints(
    response: Response[Any], auth: BearerAuth, parameters: Collection[str]
) -> tuple[str, ...]: ...
def retry_after(value: str, now: float) -> float | None: ...
def _details(response: Response[Any], auth: BearerAuth) -> tuple[ErrorDetail, ...]: ...
