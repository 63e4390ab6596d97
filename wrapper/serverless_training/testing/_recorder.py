"""Remember what was asked and how it was answered."""

from contextlib import suppress
from dataclasses import dataclass
from itertools import count

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send


@dataclass(frozen=True)
class RecordedRequest:
    """A request that the mock server has answered.

    Attributes:
        method: The method in upper case.
        path: The path, percent-decoded.
        query: The query parameters; the last value of any that is repeated.
        status: The status of the answer.
        items: How many items the response held; `None` if it is not a page.
    """

    method: str
    path: str
    query: dict[str, str]
    status: int
    items: int | None


class Recorder:
    """Number every answer and note what was asked.

    Plain ASGI around the whole application: middleware of Starlette's would miss its 500.

    Args:
        app: The application.
        requests: Every answered request is appended to it. How many items the answer holds is read
            from the request's `state.items`.
    """

    def __init__(self, app: ASGIApp, requests: list[RecordedRequest]) -> None:
        self._app = app
        self._requests = requests
        self._numbers = count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def record(message: Message) -> None:
            # Before the answer leaves, so that whoever has it finds the request here.
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["x-request-id"] = f"req_{next(self._numbers):06}"
                request = Request(scope)
                items = getattr(request.state, "items", None)
                self._requests.append(
                    RecordedRequest(
                        request.method,
                        scope["path"],
                        dict(request.query_params),
                        int(message["status"]),
                        items,
                    )
                )
            await send(message)

        # A client that leaves in the middle of its request is nobody's error.
        with suppress(ClientDisconnect):
            await self._app(scope, receive, record)
