# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import httpx
from _typeshed import Incomplete
from collections.abc import Callable as Callable, Collection, Mapping
from serverless_training._answers import Answer as Answer
from serverless_training._body import ACCEPTED as ACCEPTED
from serverless_training._checks import (
    is_sendable as is_sendable,
    merge as merge,
    unsendable_header as unsendable_header,
)
from serverless_training._errors import (
    ConnectionFailedError as ConnectionFailedError,
    InvalidArgumentError as InvalidArgumentError,
    RequestTimeoutError as RequestTimeoutError,
    TransportError as TransportError,
)
from serverless_training._operations import (
    Operation as Operation,
    address as address,
    operation_name as operation_name,
    request_options as request_options,
    unsendable as unsendable,
)
from serverless_training._response import Response as Response
from serverless_training._retries import logger as logger
from serverless_training._settings import Settings as Settings
from serverless_training._showing import shown as shown
from typing import Any, TypeVar

T = TypeVar("T")
SHORTEST_SECONDS: float
TransportT = TypeVar("TransportT", httpx.HTTPTransport, httpx.AsyncHTTPTransport)
_SECRET: Incomplete
_AGENT: Incomplete
_HEADERS: Incomplete
FAILURES: tuple[type[Exception], ...]

def as_request_error(error: Exception) -> httpx.RequestError: ...

class Call:
    name: str
    request: httpx.Request
    settings: Settings
    parameters: Collection[str]
    seconds: float
    is_over: bool
    attempts: int
    _ends: Incomplete
    _begun: float

    def __init__(
        self,
        build: Callable[..., httpx.Request],
        settings: Settings,
        operation: Operation[..., Any],
        parameters: Mapping[str, Any],
        cursor: str | None,
    ) -> None: ...
    @property
    def left(self) -> float: ...
    @property
    def limit(self) -> float | None: ...
    @property
    def method(self) -> str: ...
    @property
    def url(self) -> str: ...
    def _url_without_secrets(self) -> httpx.URL: ...
    def _request_to_show(self) -> httpx.Request: ...
    def begin(self) -> float: ...
    def failed(
        self, error: httpx.RequestError, request_id: str | None = None
    ) -> TransportError: ...
    def expired(self, request_id: str | None = None) -> TransportError: ...
    def _error(
        self,
        kind: type[TransportError],
        message: str,
        request_id: str | None,
        cause: Exception | None,
        reason: str,
    ) -> TransportError: ...
    def hint(self, status: int) -> str: ...
    def log(self, outcome: str | int, request_id: str | None) -> None: ...
    def response(self, answer: Answer, parsed: T) -> Response[T]: ...
