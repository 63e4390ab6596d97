"""The law of listings: no item is lost, repeated or reordered without an error.

A server is drawn, and read in every way that there is; what one sequence of requests may give is
derived from the server alone.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from serverless_training import PaginationError, ServerlessTrainingError, StatusError

from tests.fakes import async_client, client, uuid

pytestmark = pytest.mark.any_spec

LONGEST = 100  # requests of one reading; none of those drawn needs half of them
Body = dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """What a server does, and what is read from it.

    Attributes:
        steps: Of the checkpoints at first. The listing is sorted by them, and many are alike.
        edits: What happens before each request but the first: a kind, and a step or a place.
        unknown: What a deleted cursor gets: a status, the page after its `"place"`, or the first.
        missing: How many items too few each page has.
        faults: What is wrong with a page, by the number of its request.
        last_id: How a page names its last item; `None` leaves it out.
        order: Which order is asked for.
        has_order: Whether the server heeds it.
        page_size: How many items a page has at most.
        max_items: How many items are wanted.
    """

    steps: list[int]
    edits: list[list[tuple[str, int]]]
    unknown: int | str
    missing: list[int]
    faults: dict[int, str]
    last_id: str | None
    order: Any
    has_order: bool
    page_size: int
    max_items: int | None

    @property
    def limit(self) -> int:
        """How many items a request asks for."""
        return self.page_size if not self.max_items else min(self.page_size, self.max_items)


class Server:
    """A server that keeps to a plan.

    Attributes:
        alive: The checkpoints that are there.
        lasting: The checkpoints that were there at every request.
        refused: How many cursors were refused.
        begun: How many requests came without a cursor.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._steps = dict(enumerate(plan.steps))  # of all checkpoints that ever were
        self.alive = set(self._steps)
        self._asked = 0
        self._edits = iter([[], *plan.edits])
        self._last: Body | None = None
        self.lasting = set(self._steps)
        self.refused = self.begun = 0

    def sort(self) -> list[int]:
        """Sort all that ever were; those of one step stand alike in both orders."""
        is_reversed = self._plan.has_order and self._plan.order == "desc"
        return sorted(self._steps, key=self._steps.__getitem__, reverse=is_reversed)

    def handle(self, request: httpx.Request) -> httpx.Response:
        """Answer a request of a client."""
        after = request.url.params.get("after")
        status, body = self.answer(None if after is None else UUID(after).int)
        return httpx.Response(status, json=body)

    def answer(self, cursor: int | None) -> tuple[int, Body]:
        """Change the listing, and then answer with a page of it."""
        number, self._asked = self._asked, self._asked + 1
        assert number < LONGEST
        self.begun += cursor is None
        for edit in next(self._edits, []):
            self._change(*edit, cursor)
        self.lasting &= self.alive
        rows, start = self.sort(), 0
        if cursor is not None and (cursor in self.alive or self._plan.unknown == "place"):
            start = rows.index(cursor) + 1
        elif cursor is not None and isinstance(self._plan.unknown, int):
            self.refused += 1
            return self._plan.unknown, {"detail": "no such checkpoint"}
        fault = self._plan.faults.get(number)
        start = max(start - (fault == "overlap"), 0)
        rows = [row for row in rows[start:] if row in self.alive]
        size = self._plan.limit - sum(self._plan.missing[number : number + 1])
        size = self._plan.limit + 1 if fault == "large" else max(size, 1)
        items = [] if fault == "empty" else rows[:size]
        has_more = len(rows) > size or fault == "empty"  # it promises more, and brings nothing
        body: Body = {"data": [self._item(row) for row in items], "has_more": has_more}
        if items and self._plan.last_id is not None:
            told = uuid(items[-1] + (fault == "last_id"))
            body["last_id"] = told.replace("-", "") if self._plan.last_id == "bare" else told
        if fault == "repeat" and self._last is not None:
            body = self._last
        self._last = body
        return 200, body

    def _change(self, kind: str, number: int, cursor: int | None) -> None:
        rows = [row for row in self.sort() if row in self.alive or row == cursor]
        place = rows.index(cursor) if cursor is not None else number
        added = {"add": 1, "add page": self._plan.page_size}.get(kind, 0)
        gone = {
            "delete": rows[number : number + 1],
            "delete cursor": rows[place : place + 1],
            "delete before": rows[max(place - number, 0) : place + 1],
        }.get(kind, [])
        self.alive.difference_update(gone)
        for row in range(len(self._steps), len(self._steps) + added):
            self._steps[row] = number
            self.alive.add(row)

    def _item(self, row: int) -> Body:
        return {"id": uuid(row), "step": self._steps[row], "metrics": {}}


def read(plan: Plan) -> tuple[list[int], str]:
    """Follow the cursors; return the items, and what ended it: `all`, a `wrong` page, `refused`."""
    server, found, cursor = Server(plan), list[int](), None
    while plan.max_items is None or len(found) < plan.max_items:
        status, body = server.answer(cursor)
        if status != 200:
            return found, "refused"
        items = [UUID(item["id"]).int for item in body["data"]]
        is_other = bool(items) and UUID(body.get("last_id", uuid(items[-1]))).int != items[-1]
        is_stuck = body["has_more"] and not items
        if is_other or is_stuck or {*items} & {*found}:
            return found, "wrong"
        found += items
        if not body["has_more"]:
            break
        cursor = items[-1]
    return found[: plan.max_items], "all"


def items_of(pager: Any, way: str) -> Iterator[Any]:
    """Read a listing in one of three ways."""
    if way == "pages":
        return (item for page in pager.pages() for item in page.items)
    return iter(pager.collect() if way == "collect" else pager)


async def items_of_async(pager: Any, way: str) -> AsyncIterator[Any]:
    """Read a listing in one of three ways, asynchronously."""
    if way == "collect":
        for item in await pager.collect():
            yield item
    elif way == "pages":
        async for page in pager.pages():
            for item in page.items:
                yield item
    else:
        async for item in pager:
            yield item


def run(server: Server, plan: Plan, way: str, *, is_async: bool) -> tuple[list[int], Any]:
    """Read a listing; return the ids, and the error that ended it."""
    arguments: Any = {"order": plan.order, "page_size": plan.page_size, "max_items": plan.max_items}
    found: list[int] = []

    async def await_all() -> None:
        async with async_client(server.handle, max_retries=0) as other:
            async for item in items_of_async(other.checkpoints.list("m", **arguments), way):
                found.append(item.id.int)  # noqa: PERF401  what came before an error counts

    try:
        if is_async:
            asyncio.run(await_all())
        with client(server.handle, max_retries=0) as sync:
            pager = sync.checkpoints.list("m", **arguments)
            found.extend(item.id.int for item in ([] if is_async else items_of(pager, way)))
    except ServerlessTrainingError as error:
        return found, error
    return found, None


def check(plan: Plan) -> None:
    """Compare every way of reading with what one sequence of requests gives."""
    expected, end = read(plan)
    for way in ("iterate", "pages", "collect"):
        for is_async in (False, True):
            server = Server(plan)
            found, error = run(server, plan, way, is_async=is_async)
            nothing = way == "collect" and error is not None
            if end != "refused":
                assert found == ([] if nothing else expected)
                assert isinstance(error, PaginationError) == (end == "wrong")
                continue
            # Items deleted or added meanwhile may come or not; all others come once and in order.
            lasting = [row for row in server.sort() if row in server.lasting]
            ours = [row for row in found if row in server.lasting]
            assert len({*found}) == len(found)
            if server.begun == 1:  # else what was added at the start comes late
                left = [row for row in found if row in server.alive]
                assert left == [row for row in server.sort() if row in left]
            assert plan.max_items is None or len(found) <= plan.max_items
            assert ours == lasting[: len(ours)]
            if error is None:
                assert ours == lasting or len(found) == plan.max_items
            elif not plan.faults:
                assert isinstance(error, StatusError)
                assert server.refused > 1


steps = st.integers(0, 9)
kinds = st.sampled_from(["delete cursor", "delete before", "delete", "add page", "add"])
edits = st.tuples(kinds, steps)
faults = st.sampled_from(["overlap", "repeat", "empty", "last_id", "large"])
drawn: dict[str, Any] = {
    "steps": st.lists(steps, min_size=8, max_size=20),
    "edits": st.lists(st.lists(edits, max_size=3), min_size=1, max_size=6),
    "unknown": st.sampled_from([404, 422, 400, 410, "place", "start"]),
    "missing": st.lists(st.integers(0, 3), max_size=4),
    "faults": st.dictionaries(st.integers(0, 3), faults, min_size=1, max_size=2),
    "last_id": st.sampled_from(["given", "bare", None]),
    "order": st.sampled_from(["asc", "desc"]),
    "has_order": st.booleans(),
    "page_size": st.integers(1, 6),
    "max_items": st.sampled_from([None, None, None, 0, 1, 4, 9]),
}
moving = drawn | {"faults": st.just({})}
faulty = drawn | {"edits": st.just([])}
short = drawn | {"steps": st.lists(steps, max_size=8)}
plans = st.one_of([st.builds(Plan, **each) for each in (moving, faulty, short, drawn)])


# After a step back, the last item of a page is new, and known ones follow on the next page.
LATE = Plan(
    steps=[8, 0, 0, 9, 5, 6, 5, 0, 8, 6, 9, 5, 4, 0, 8, 8, 0, 6, 5],
    edits=[
        [],
        [("delete cursor", 0)] * 3,
        [],
        [("delete before", 7), ("delete cursor", 0)],
        [("delete cursor", 0), ("add", 0), ("delete cursor", 0)],
    ],
    unknown=404,
    missing=[],
    faults={0: "large", 1: "large"},
    last_id="given",
    order="asc",
    has_order=False,
    page_size=5,
    max_items=None,
)


@settings(max_examples=60)
@example(LATE)
@given(plans)
def test_no_item_is_lost_repeated_or_reordered_without_an_error(plan: Plan) -> None:
    """Whatever the server does between two pages, and however its listing is read."""
    check(plan)


@pytest.mark.thorough
@settings(max_examples=2_000)
@given(plans)
def test_two_thousand_servers_keep_to_the_law(plan: Plan) -> None:
    """The same law, with as many servers as take a minute or two."""
    check(plan)
