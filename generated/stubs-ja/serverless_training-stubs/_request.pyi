# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import httpx
from _typeshed import Incomplete
from attrs import define, field
from collections.abc import Callable as Callable, Collection, Generator
from serverless_training._arguments import (
    is_sendable as is_sendable,
    refusal as refusal,
    unsendable_header as unsendable_header,
)
from serverless_training._auth import BearerAuth as BearerAuth
from serverless_training._errors import (
    ConnectionFailedError as ConnectionFailedError,
    RequestError as RequestError,
    RequestTimeoutError as RequestTimeoutError,
    ServerlessTrainingError as ServerlessTrainingError,
    TransportError as TransportError,
)
from serverless_training._operations import unsendable as unsendable
from serverless_training._responses import (
    Response as Response,
    decode_error as decode_error,
    message as message,
    status_error as status_error,
)
from serverless_training._retries import (
    logger as logger,
    may_repeat as may_repeat,
    retrying as retrying,
)
from serverless_training._settings import Settings as Settings
from typing import Any

_SHORTEST_SECONDS: float
_SECRET: Incomplete
_HEADERS: Incomplete
_CODINGS: Incomplete
_REQUEST_IDS: Incomplete

class _UnreadableError(Exception): ...

_FAILURES: Incomplete

@define
class Incoming:
    response: httpx.Response | None = None
    content: bytearray = field(factory=bytearray)
    problem: Exception | None = None

    def fail(self, error: Exception) -> None: ...
    def open_stream(self, http: httpx.Client | httpx.AsyncClient) -> Any: ...

class Request:
    _http: Incomplete
    _ends: Incomplete
    _is_over: bool
    _attempts: int
    _begun: float

    def __init__(
        self,
        http: httpx.Client | httpx.AsyncClient,
        settings: Settings,
        operation: str,
        parameters: Collection[str],
        options: dict[str, Any],
        read: Callable[[Response[Any], BearerAuth], Any],
    ) -> None: ...
    @property
    def left(self) -> float | None: ...
    def steps(self) -> Generator[httpx.Request | float, Any, Response[Any]]: ...
    def _may_repeat(self, error: RequestError) -> bool: ...
    def _begin(self) -> httpx.Request: ...
    def check(self, incoming: Incoming) -> None: ...
    def _settle(self, incoming: Incoming) -> Response[Any]: ...
    def _undecoded(self, problem: str) -> str: ...
    def _failure(self, problem: Exception, evidence: dict[str, Any]) -> TransportError: ...
    def _cause(self, problem: Exception) -> httpx.RequestError: ...
    def _url(self) -> httpx.URL: ...
    def _log(
        self, evidence: dict[str, Any], response: Response[Any] | None, failure: object
    ) -> None: ...

def run(request: Request, open_http: Callable[[], httpx.Client]) -> Response[Any]: ...
def _send(request: Request, http: httpx.Client, step: httpx.Request) -> Incoming: ...
async def run_async(
    request: Request, open_http: Callable[[], httpx.AsyncClient]
) -> Response[Any]: ...
async def _shielded(request: Request, http: httpx.AsyncClient, step: httpx.Request) -> Incoming: ...
async def _send_async(
    request: Request, http: httpx.AsyncClient, step: httpx.Request
) -> Incoming: ...
