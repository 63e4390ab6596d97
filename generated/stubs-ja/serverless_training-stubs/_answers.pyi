# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete
from attrs import define
from collections.abc import Callable as Callable, Collection, Mapping, Sequence
from functools import cache
from serverless_training._conform import MismatchError as MismatchError, conform as conform
from serverless_training._errors import (
    AuthenticationError as AuthenticationError,
    DecodeError as DecodeError,
    ErrorDetail as ErrorDetail,
    NotFoundError as NotFoundError,
    PermissionDeniedError as PermissionDeniedError,
    StatusError as StatusError,
    UnexpectedStatusError as UnexpectedStatusError,
    UnprocessableEntityError as UnprocessableEntityError,
    error_class as error_class,
)
from serverless_training._json import loads as loads
from serverless_training._language import mark as mark
from serverless_training._locate import locate as locate
from serverless_training._operations import Operation as Operation, T_co as T_co
from serverless_training._response import evidence as evidence
from serverless_training._showing import shown as shown
from typing import Any

@define(slots=False)
class Answer:
    operation: str
    method: str
    url: str
    status_code: int
    headers: Mapping[str, str]
    content: bytes
    redact: Callable[[str], str]
    attempts: int = 1
    hint: Callable[[int], str] = lambda _status: ""
    parameters: Collection[str] = ()

    @property
    def succeeded(self) -> bool: ...
    @property
    def text(self) -> str: ...
    def json(self) -> Any: ...
    def show(self, text: str) -> str: ...
    @property
    def request_id(self) -> str | None: ...
    def evidence(self) -> dict[str, Any]: ...

_STRICT: Incomplete
_UNREADABLE: Incomplete

def read(operation: Operation[..., T_co], answer: Answer) -> T_co: ...
@cache
def _annotation(success: Callable[..., object]) -> Any: ...
def _unreadable(answer: Answer, error: Exception, annotation: Any) -> DecodeError: ...
def _not_the_service() -> str: ...
def _departure(answer: Answer, annotation: Any) -> str: ...
def decode_error(answer: Answer, reason: str, hint: str) -> DecodeError: ...

_HINTS: dict[type[StatusError], str]

def status_error(answer: Answer) -> StatusError: ...

_MOST_DETAILS: int

def _said(details: Sequence[ErrorDetail]) -> str: ...
def _hint(answer: Answer, kind: type[StatusError]) -> str: ...
def _format(message: str, answer: Answer, **more: str) -> str: ...
def _redirect(answer: Answer) -> str: ...

_A_CENTURY_SECONDS: Incomplete

def retry_after(value: str, now: float) -> float | None: ...
def _details(answer: Answer) -> tuple[ErrorDetail, ...]: ...
def _detail(entry: dict[str, Any], redact: Callable[[str], str]) -> ErrorDetail: ...
