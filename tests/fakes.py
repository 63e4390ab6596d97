"""Answers made up for the client's tests; no network."""

import json
import time
from collections.abc import Callable, Coroutine, Sequence
from itertools import cycle
from typing import Any
from uuid import UUID

import httpx
import pytest
from serverless_training import AsyncClient, Client

KEY = "key-0123456789abcdef"
URL = "https://service.test"

Handler = Callable[[httpx.Request], httpx.Response]
AsyncHandler = Callable[[httpx.Request], Coroutine[None, None, httpx.Response]]


class Clock:
    """A clock in the place of `time.monotonic` that stands still until it is moved.

    Attributes:
        now: What it shows, in seconds.
    """

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        patch.setattr(time, "monotonic", lambda: self.now)

    def sleep(self, seconds: float) -> None:
        """Move the clock instead of waiting."""
        self.now += seconds


def client(handler: Handler, **options: Any) -> Client:
    """Make a client whose requests go to a function."""
    options = {"api_key": KEY, "base_url": URL} | options
    http = httpx.Client(transport=httpx.MockTransport(handler))
    return Client(http_client=http, **options)


def async_client(handler: Handler | AsyncHandler, **options: Any) -> AsyncClient:
    """Make an asynchronous client whose requests go to a function."""
    options = {"api_key": KEY, "base_url": URL} | options
    http = httpx.AsyncClient(transport=httpx.MockTransport(handler))
    return AsyncClient(http_client=http, **options)


def uuid(number: int) -> str:
    """Make the id of a checkpoint."""
    return str(UUID(int=number))


def page(numbers: Sequence[int], *, more: bool, **extra: Any) -> dict[str, Any]:
    """Make the body of a page of checkpoints."""
    items = [{"id": uuid(n), "step": n, "metrics": {"loss": 1 / (n + 1)}} for n in numbers]
    ends = {"first_id": items[0]["id"], "last_id": items[-1]["id"]} if items else {}
    return {"object": "list", "data": items, "has_more": more} | ends | extra


def listing(total: int) -> Handler:
    """Serve `total` checkpoints as the service does, without checks."""

    def handle(request: httpx.Request) -> httpx.Response:
        query = request.url.params
        ids = list(range(total))
        if query.get("order") == "desc":
            ids.reverse()
        start = ids.index(UUID(query["after"]).int) + 1 if "after" in query else 0
        stop = start + int(query.get("limit", "20"))
        return httpx.Response(200, json=page(ids[start:stop], more=stop < total))

    return handle


def answers(*bodies: dict[str, Any]) -> Handler:
    """Serve the given bodies in turn, round and round."""
    turn = cycle(bodies)

    def handle(_: httpx.Request) -> httpx.Response:
        body = next(turn)
        return httpx.Response(200, content=json.dumps(body).encode("utf-8"))

    return handle
