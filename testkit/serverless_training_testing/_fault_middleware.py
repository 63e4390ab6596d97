"""Decide which fault happens to which request, and change its response so."""

import json
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qsl

from attrs import evolve, frozen
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serverless_training_testing._faults import WITHOUT_BODY, Fault
from serverless_training_testing._serving import RESET, wait


@dataclass
class _Rule:
    """A fault, and what has become of it."""

    fault: Fault  # the fault
    seen: int = 0  # how many requests it concerned
    done: int = 0  # how often it happened
    # By chance only: how many of them asked for the same.
    asked: Counter[str] = field(default_factory=Counter)


class FaultRules:
    """The faults of a server, in their order; usable from any thread."""

    def __init__(self, faults: Iterable[Fault], seed: int) -> None:
        self._seed = seed
        self._lock = threading.Lock()
        self._rules = [_Rule(fault) for fault in faults]

    def __bool__(self) -> bool:
        return bool(self._rules)

    def add(self, fault: Fault) -> None:
        """Add a fault behind the others."""
        with self._lock:
            self._rules.append(_Rule(fault))

    def clear(self) -> None:
        """Forget all faults, and what has become of them."""
        with self._lock:
            self._rules.clear()

    def choose(self, method: str, path: str, query: Mapping[str, str], target: str) -> Fault | None:
        """Take note of a request, and decide what happens to it."""
        with self._lock:
            ready = [
                rule
                for place, rule in enumerate(self._rules)
                if rule.fault.concerns(method, path, query) and self._turn(place, rule, target)
            ]
            if not ready:
                return None
            ready[0].done += 1
            return ready[0].fault

    def _turn(self, place: int, rule: _Rule, target: str) -> bool:
        fault = rule.fault
        rule.seen += 1
        if fault.probability is not None:
            rule.asked[target] += 1
            # A text as seed is hashed the same way in every process.
            dice = random.Random(f"{self._seed} {place} {target} {rule.asked[target]}")  # noqa: S311  repeatable is the point
            return dice.random() < fault.probability
        return rule.seen > fault.skip and (fault.times is None or rule.done < fault.times)


PageBefore = Callable[[str, str], str | None]
"""Takes a path and a query; gives the query of the page before, `None` if there is none."""

Headers = tuple[tuple[bytes, bytes], ...]


@frozen
class _Response:
    status: int
    headers: Headers
    body: bytes


class FaultMiddleware:
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
            await self._apply(fault, scope, receive, send)
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

    async def _apply(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        if fault.reset == "before":
            await send(RESET)
            return
        if fault.name == "latency":
            await self._app(scope, receive, send)
            return
        if fault.repeat:
            self._turn_to_page_before(scope)
        original = await _response_of(self._app, scope, receive) if fault.status is None else None
        response = with_fault(fault, original or _default_response(fault))
        within = fault.reset == "body"
        first_half = response.body[: len(response.body) // 2]
        if within and (not response.body or scope["method"] == "HEAD"):
            await send(RESET)  # there is nothing to be within
            return
        await send(
            {
                "type": "http.response.start",
                "status": response.status,
                "headers": list(response.headers),
            }
        )
        await send(
            {
                "type": "http.response.body",
                "body": first_half if within else response.body,
                "more_body": within,
            }
        )
        if within:
            await send(RESET)

    def _turn_to_page_before(self, scope: Scope) -> None:
        query = self._page_before(scope["path"], scope["query_string"].decode("latin-1"))
        if query is not None:
            scope["query_string"] = query.encode("latin-1")


async def _response_of(app: ASGIApp, scope: Scope, receive: Receive) -> _Response:
    messages: list[Message] = []

    async def keep(message: Message) -> None:
        messages.append(message)

    await app(scope, receive, keep)
    start, *parts = messages
    body = b"".join(part.get("body", b"") for part in parts)
    return _Response(start["status"], tuple(start["headers"]), body)


def _default_response(fault: Fault) -> _Response:
    status = HTTPStatus.OK.value if fault.status is None else fault.status
    if status in WITHOUT_BODY:
        return _Response(status, (), b"")
    return _Response(
        status,
        ((b"content-type", b"application/json"),),
        json.dumps({"detail": _phrase(status)}).encode("utf-8"),
    )


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:  # a status that nobody has named
        return f"Status {status}"


def with_fault(fault: Fault, response: _Response) -> _Response:
    """Give an answer the body and the headers that a fault says."""
    given = {
        name.lower().encode("latin-1"): value.encode("latin-1")
        for name, value in fault.header_lines.items()
    }
    body = response.body
    if response.status not in WITHOUT_BODY:
        if fault.body is not None:
            body = fault.body if isinstance(fault.body, bytes) else fault.body.encode("utf-8")
        if fault.malformed:
            body = cut_off(body)
        given[b"content-length"] = b"%d" % len(body)
    kept = [(name, value) for name, value in response.headers if name.lower() not in given]
    return evolve(response, headers=(*kept, *given.items()), body=body)


def cut_off(body: bytes) -> bytes:
    """Cut off the second half of a body; what is left is not JSON."""
    first_half = body[: len(body) // 2]
    try:
        json.loads(first_half)
    except (ValueError, RecursionError):
        return first_half
    return b"{"
