"""Remember what was asked and how it was answered."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from time import perf_counter
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serverless_training_testing._serving import RESET, reset

REDACTED = "[redacted]"

_SECRET = frozenset({"authorization", "proxy-authorization", "cookie"})
_NUMBER = b"x-request-id"


@dataclass
class RecordedRequest:
    """A request that has reached the mock server.

    Attributes:
        method: The method in upper case.
        path: The path, percent-decoded.
        query: The query parameters; the last value of any that is repeated.
        status: The status of the answer; `None` while there is none, and where none comes, since
            the connection was reset or the client has left.
        items: How many items the response held; `None` if it is not a page.
        fault: What was done to it, as `Fault.name` says it; `None` if nothing was.
        headers: The request's headers by name in lower case, where repeated joined by a comma. Keys
            and cookies are replaced by `[redacted]`. Requests are equal whatever these are.
        seconds: How long the answer took to begin, in seconds; likewise.
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
    """Number every request, note what it asked for and the status of its response."""

    # Plain ASGI around the whole application: middleware of Starlette's would miss its 500.

    def __init__(self, app: ASGIApp, requests: list[RecordedRequest] | None) -> None:
        self._app = app
        self._requests = requests
        self._numbers = count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        number = b"req_%06d" % next(self._numbers)
        begin = perf_counter()
        request = self._recorded(scope)

        async def record_and_send(message: Message) -> None:
            kind = message["type"]
            if request and kind != "http.response.body":
                _complete(request, scope, message)
                request.seconds = perf_counter() - begin
            if kind == "http.response.start" and all(
                name != _NUMBER for name, _ in message["headers"]
            ):
                message["headers"] = [*message["headers"], (_NUMBER, number)]
            await (reset(scope, receive) if kind == RESET["type"] else send(message))

        # A client that leaves in the middle of its request is nobody's error.
        with suppress(ClientDisconnect):
            await self._app(scope, receive, record_and_send)

    def _recorded(self, scope: Scope) -> RecordedRequest | None:
        if self._requests is None:
            return None
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        headers = _redacted(scope["headers"])
        request = RecordedRequest(
            scope["method"], scope["path"], dict(query), None, None, headers=headers
        )
        self._requests.append(request)
        return request


def _complete(request: RecordedRequest, scope: Scope, message: Message) -> None:
    state = scope.get("state", {})
    request.fault = state.get("fault")
    if "status" in message:  # else it is a reset, be it before the answer or within it
        request.status, request.items = int(message["status"]), state.get("items")


def _redacted(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    readable: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name = raw_name.decode("latin-1").lower()
        value = REDACTED if name in _SECRET else raw_value.decode("latin-1")
        readable[name] = f"{readable[name]}, {value}" if name in readable else value
    return readable
