"""Do to an application's answers what faults say, on the way to the client."""

import json
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import parse_qsl

from attrs import evolve, frozen
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serverless_training_testing._connection import RESET, wait
from serverless_training_testing._fault_rules import FaultRules
from serverless_training_testing._faults import WITHOUT_BODY, Fault

PageBefore = Callable[[str, str], str | None]
"""Takes a path and a query; gives the query of the page before, `None` if there is none."""

Headers = tuple[tuple[bytes, bytes], ...]


@frozen
class _Answer:
    status: int
    headers: Headers
    body: bytes


class FaultLayer:
    """Let faults happen to the requests of an application."""

    def __init__(
        self, app: ASGIApp, rules: FaultRules, *, latency: float, page_before: PageBefore
    ) -> None:
        self._app = app
        self._rules = rules
        self._latency = latency
        self._page_before = page_before

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        fault = self._fault(scope) if self._rules else None
        latency = self._latency + (fault.latency if fault else 0)
        if latency and not await wait(scope, latency):
            await send(RESET)  # the client has left
        elif fault:
            await self._suffer(fault, scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _fault(self, scope: Scope) -> Fault | None:
        query = scope["query_string"].decode("latin-1")
        method, path = scope["method"], scope["path"]
        values = dict(parse_qsl(query, keep_blank_values=True))
        fault = self._rules.choose(method, path, values, f"{method} {path}?{query}")
        if fault:
            scope["state"]["fault"] = fault.name
        return fault

    async def _suffer(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        if fault.reset == "before":
            await send(RESET)
            return
        if fault.name == "latency":
            await self._app(scope, receive, send)
            return
        if fault.repeat:
            self._turn_back(scope)
        right = await _answer_of(self._app, scope, receive) if fault.status is None else None
        answer = spoiled(fault, right or _own(fault))
        within = fault.reset == "body"
        half = answer.body[: len(answer.body) // 2]
        if within and (not answer.body or scope["method"] == "HEAD"):
            await send(RESET)  # there is nothing to be within
            return
        await send(
            {
                "type": "http.response.start",
                "status": answer.status,
                "headers": list(answer.headers),
            }
        )
        await send(
            {
                "type": "http.response.body",
                "body": half if within else answer.body,
                "more_body": within,
            }
        )
        if within:
            await send(RESET)

    def _turn_back(self, scope: Scope) -> None:
        query = self._page_before(scope["path"], scope["query_string"].decode("latin-1"))
        if query is not None:
            scope["query_string"] = query.encode("latin-1")


async def _answer_of(app: ASGIApp, scope: Scope, receive: Receive) -> _Answer:
    messages: list[Message] = []

    async def keep(message: Message) -> None:
        messages.append(message)

    await app(scope, receive, keep)
    start, *parts = messages
    body = b"".join(part.get("body", b"") for part in parts)
    return _Answer(start["status"], tuple(start["headers"]), body)


def _own(fault: Fault) -> _Answer:
    status = HTTPStatus.OK.value if fault.status is None else fault.status
    if status in WITHOUT_BODY:
        return _Answer(status, (), b"")
    return _Answer(
        status,
        ((b"content-type", b"application/json"),),
        json.dumps({"detail": _phrase(status)}).encode("utf-8"),
    )


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:  # a status that nobody has named
        return f"Status {status}"


def spoiled(fault: Fault, answer: _Answer) -> _Answer:
    """Give an answer the body and the headers that a fault says."""
    given = {
        name.lower().encode("latin-1"): value.encode("latin-1")
        for name, value in fault.header_lines.items()
    }
    body = answer.body
    if answer.status not in WITHOUT_BODY:
        if fault.body is not None:
            body = fault.body if isinstance(fault.body, bytes) else fault.body.encode("utf-8")
        if fault.malformed:
            body = cut_off(body)
        given[b"content-length"] = b"%d" % len(body)
    kept = [(name, value) for name, value in answer.headers if name.lower() not in given]
    return evolve(answer, headers=(*kept, *given.items()), body=body)


def cut_off(body: bytes) -> bytes:
    """Cut off the second half of a body; what is left is not JSON."""
    half = body[: len(body) // 2]
    try:
        json.loads(half)
    except (ValueError, RecursionError):
        return half
    return b"{"
