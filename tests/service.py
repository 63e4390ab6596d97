"""A service whose models change while they are read; no network."""

import json
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx

from tests.fakes import uuid

Metrics = dict[str, Any]


@dataclass
class Service:
    """Serves checkpoints as the service does; a handler for `tests.fakes.client`.

    Attributes:
        checkpoints: Metrics of each checkpoint by its number, the oldest first.
        failures: What the next requests get instead of a page.
        lost: Status for a cursor that there is not.
        largest: The most checkpoints that it puts into a page, whatever is asked for.
        requests: Every request so far.
    """

    checkpoints: dict[int, Metrics] = field(default_factory=dict)
    failures: deque[httpx.Response | Exception] = field(default_factory=deque)
    lost: int = 404
    largest: int = 100
    requests: list[httpx.Request] = field(default_factory=list)

    @classmethod
    def of(cls, numbers: Iterable[int], **options: Any) -> "Service":
        """Make one with the given checkpoints."""
        return cls({number: {"loss": 1 / (number + 1)} for number in numbers}, **options)

    @classmethod
    def measured(cls, *metrics: Metrics) -> "Service":
        """Make one whose checkpoints have the given metrics."""
        return cls(dict(enumerate(metrics)))

    def add(self, *numbers: int) -> None:
        """Create checkpoints."""
        self.checkpoints |= {number: {} for number in numbers}

    def delete(self, *numbers: int) -> None:
        """Delete checkpoints that may be there."""
        for number in numbers:
            self.checkpoints.pop(number, None)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        self.requests.append(request)
        if self.failures:
            failure = self.failures.popleft()
            if isinstance(failure, Exception):
                raise failure
            # Anew, since a response that one client has read is of no use to another.
            return httpx.Response(
                failure.status_code, headers=failure.headers, content=failure.content
            )
        query = request.url.params
        numbers = list(self.checkpoints)
        if query.get("order") == "desc":
            numbers.reverse()
        start = 0
        if "after" in query:
            if UUID(query["after"]).int not in self.checkpoints:
                return httpx.Response(self.lost, json={"detail": "No such checkpoint."})
            start = numbers.index(UUID(query["after"]).int) + 1
        stop = start + min(int(query["limit"]), self.largest)
        return _page([self._item(number) for number in numbers[start:stop]], stop < len(numbers))

    def _item(self, number: int) -> dict[str, Any]:
        return {"id": uuid(number), "step": number, "metrics": self.checkpoints[number]}


def _page(items: list[dict[str, Any]], more: bool) -> httpx.Response:
    ends = {"first_id": items[0]["id"], "last_id": items[-1]["id"]} if items else {}
    body = {"object": "list", "data": items, "has_more": more} | ends
    # httpx's own `json=` refuses NaN, which services send.
    return httpx.Response(200, content=json.dumps(body).encode("utf-8"))
