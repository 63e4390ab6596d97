"""A listing read from both ends at once is the listing, whatever happens on the way."""

import asyncio
import threading
import time
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from serverless_training import PaginationError, ServerError
from serverless_training._meeting import Meeting

from tests.fakes import AsyncHandler, Handler, async_client, client, listing, page, uuid


def items(numbers: list[int]) -> list[Any]:
    """Make items with these ids."""
    return [SimpleNamespace(id=number) for number in numbers]


def ids(meeting: Meeting[Any]) -> list[int]:
    """List the ids that a meeting holds."""
    return [item.id for item in meeting.items]


def pages(numbers: list[int], size: int) -> list[list[int]]:
    """Cut a listing into pages."""
    return [numbers[start : start + size] for start in range(0, len(numbers), size)]


@given(st.integers(1, 40), st.integers(1, 9), st.integers(1, 9), st.randoms())
def test_two_walks_join_to_the_listing(total: int, one: int, other: int, turns: Any) -> None:
    """Whatever the sizes of the pages and the speed of the walks: complete, in order, once."""
    numbers = list(range(total))
    forward, back = pages(numbers, one), pages(numbers[::-1], other)
    meeting = Meeting[Any]()
    while not meeting.is_complete:
        if forward and (not back or turns.random() < 0.5):
            meeting.ahead(items(forward.pop(0)), is_last=not forward)
        else:
            meeting.back(items(back.pop(0)), is_last=not back)

    assert numbers == ids(meeting)
    assert not meeting.has_repeated


def mutated(numbers: list[int], kind: str, place: int) -> list[int]:
    """Spoil a listing at one place."""
    place %= len(numbers)
    match kind:
        case "gap":
            return numbers[:place] + numbers[place + 1 :]
        case "twice":
            return numbers[: place + 1] + numbers[place:]
        case "swapped":
            return [*numbers[:place], *numbers[place : place + 2][::-1], *numbers[place + 2 :]]
    return [*numbers[:place], 1000, *numbers[place:]]


@given(
    st.integers(8, 40),
    st.integers(1, 5),
    st.sampled_from(["gap", "twice", "swapped", "stranger"]),
    st.integers(0, 100),
)
def test_walk_back_never_spoils_the_forward_walk(
    total: int, size: int, kind: str, place: int
) -> None:
    """What the forward walk brought is there in its order, and nothing is there twice."""
    numbers = list(range(total))
    forward, back = pages(numbers, size), pages(mutated(numbers[::-1], kind, place), size)
    meeting = Meeting[Any]()
    brought: list[int] = []
    while not meeting.is_complete:
        brought += forward[0]
        meeting.ahead(items(forward.pop(0)), is_last=not forward)
        if back and not meeting.is_complete:
            meeting.back(items(back.pop(0)), is_last=not back)

    found = ids(meeting)
    assert brought == [number for number in found if number in brought]
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("forward", "back"),
    [
        ([0, 1, 2, 3], [[5, 4, 2]]),  # a gap where they meet
        ([0, 1, 2, 3], [[3, 1]]),
        ([0, 1, 3, 2], [[5, 4], [3, 2]]),  # not mirrored
        ([0, 1, 2], [[1, 2]]),
        ([0, 1, 2], [[2, 1, 0, 9]]),  # it goes on where the listing begins
        ([0, 1, 2], [[3], [3]]),  # twice
        ([0, 1, 2, 3], [[2, 1]]),  # the forward walk has more at the end
        ([0, 1, 2, 3], [[4, 0, 3]]),  # one thing before and after the place
    ],
)
def test_ends_that_do_not_agree_leave_the_forward_walk_alone(
    forward: list[int], back: list[list[int]]
) -> None:
    """The forward walk is the truth."""
    meeting = Meeting[Any]()
    meeting.ahead(items(forward), is_last=False)
    for numbers in back:
        meeting.back(items(numbers), is_last=False)

    assert meeting.is_alone
    assert not meeting.is_complete
    assert forward == ids(meeting)


def test_walk_back_that_ends_without_meeting_is_given_up() -> None:
    """Then the two read different listings."""
    meeting = Meeting[Any]()
    meeting.ahead(items([0, 1]), is_last=False)
    meeting.back(items([8, 7]), is_last=True)
    meeting.back(items([1]), is_last=False)

    assert meeting.is_alone
    assert ids(meeting) == [0, 1]


@pytest.mark.parametrize("size", [1, 2])
def test_walk_back_that_begins_where_more_is_to_follow_is_given_up(size: int) -> None:
    """As with pages of one item from a service that ignores the order: it is at no end."""
    meeting = Meeting[Any]()
    meeting.ahead(items([*range(size)]), is_last=False)
    meeting.back(items([size - 1]), is_last=False)

    assert meeting.is_alone
    assert not meeting.is_complete

    meeting.ahead(items([size]), is_last=True)

    assert ids(meeting) == [*range(size + 1)]


def test_what_comes_after_the_meeting_changes_nothing() -> None:
    """A request under way when they met."""
    meeting = Meeting[Any]()
    meeting.ahead(items([0, 1, 2]), is_last=False)
    meeting.back(items([3, 2]), is_last=False)
    meeting.ahead(items([3]), is_last=True)
    meeting.back(items([1]), is_last=False)

    assert ids(meeting) == [0, 1, 2, 3]


def unhurried(handler: Handler) -> Handler:
    """Let a handler take its time, as a network does, so that both walks have their turns."""

    def handle(request: httpx.Request) -> httpx.Response:
        time.sleep(0.0005)
        return handler(request)

    return handle


def awaited(handler: Handler) -> AsyncHandler:
    """The same for asyncio."""

    async def handle(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        return handler(request)

    return handle


def collect(handler: Handler, **arguments: Any) -> list[int]:
    """Collect with both clients, and see that they agree."""
    with client(unhurried(handler)) as sync:
        found = [item.step for item in sync.checkpoints.list("m", **arguments).collect()]

    async def again() -> list[int]:
        async with async_client(awaited(handler)) as other:
            return [item.step for item in await other.checkpoints.list("m", **arguments).collect()]

    assert found == asyncio.run(again())
    return found


@settings(max_examples=50)
@given(
    total=st.integers(0, 60),
    page_size=st.integers(1, 20),
    order=st.sampled_from(["asc", "desc"]),
    after=st.none() | st.integers(0, 59),
)
def test_collect_is_the_iteration(
    total: int, page_size: int, order: str, after: int | None
) -> None:
    """From the start or after an item, in either order."""
    everything = list(range(total)) if order == "asc" else list(reversed(range(total)))
    start = 0 if after is None or after >= total else everything.index(after) + 1
    given: dict[str, Any] = {} if start == 0 else {"after": uuid(everything[start - 1])}

    assert everything[start:] == collect(listing(total), page_size=page_size, order=order, **given)


def both_orders(handler: Handler) -> tuple[list[str], Handler]:
    """Let a handler note the order that each request asks for."""
    seen: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.params["order"])
        return handler(request)

    return seen, handle


def test_both_ends_are_asked() -> None:
    """That is where the time is saved."""
    seen, handle = both_orders(listing(100))
    collect(handle, page_size=5, order="desc")

    assert seen[0] == "desc"
    assert min(seen.count("asc"), seen.count("desc")) > 1


@pytest.mark.parametrize("arguments", [{"max_items": 60}, {"page_size": 100}])
def test_one_end_is_asked_where_two_would_be_waste(arguments: dict[str, Any]) -> None:
    """A listing of one page, or one that `max_items` ends."""
    seen, handle = both_orders(listing(100))
    collect(handle, **{"page_size": 10} | arguments)

    assert set(seen) == {"asc"}


def test_order_that_the_service_ignores_is_found_out() -> None:
    """Both walks bring the same pages; the listing is read from its start to its end."""
    seen, counted = both_orders(listing(30))

    def handle(request: httpx.Request) -> httpx.Response:
        forward = request.url.copy_set_param("order", "asc")
        counted(request)
        return listing(30)(httpx.Request("GET", forward))

    assert collect(handle, page_size=4) == list(range(30))
    assert "desc" in seen


def test_failure_of_the_walk_back_is_no_failure() -> None:
    """The forward walk needs nobody."""

    def handle(request: httpx.Request) -> httpx.Response:
        if request.url.params["order"] == "desc":
            return httpx.Response(500)
        return listing(30)(request)

    assert collect(handle, page_size=4) == list(range(30))


def test_failure_of_the_forward_walk_is_the_callers() -> None:
    """What came from the ends is no listing."""

    def handle(request: httpx.Request) -> httpx.Response:
        if "after" in request.url.params or request.url.params["order"] == "desc":
            return httpx.Response(500)
        return listing(30)(request)

    with client(handle) as sync, pytest.raises(ServerError):
        sync.checkpoints.list("m", page_size=4).collect()

    async def again() -> None:
        async with async_client(handle) as other:
            await other.checkpoints.list("m", page_size=4).collect()

    with pytest.raises(ServerError):
        asyncio.run(again())


def test_mistake_of_ours_in_the_walk_back_is_not_hidden() -> None:
    """Only what a service may do is a reason to go on alone."""

    def handle(request: httpx.Request) -> httpx.Response:
        if request.url.params["order"] == "desc":
            raise ZeroDivisionError
        return listing(400)(request)

    with client(unhurried(handle)) as sync, pytest.raises(ZeroDivisionError):
        sync.checkpoints.list("m", page_size=4).collect()

    async def again() -> None:
        async with async_client(awaited(handle)) as other:
            await other.checkpoints.list("m", page_size=4).collect()

    with pytest.raises(ZeroDivisionError):
        asyncio.run(again())


def test_item_that_comes_back_pages_later_is_an_error() -> None:
    """`collect` holds all items, and knows each of them."""
    bodies = iter([page([0], more=True), page([1], more=True), page([2], more=True)])

    def handle(request: httpx.Request) -> httpx.Response:
        if request.url.params["order"] == "desc":
            return httpx.Response(500)
        last = page([0, 5], more=False)
        return httpx.Response(200, json=next(bodies, last))

    with client(handle) as sync, pytest.raises(PaginationError, match="repeats items"):
        sync.checkpoints.list("m").collect()


def test_no_thread_is_left_behind() -> None:
    """Nor kept for next time."""
    before = threading.active_count()
    with client(listing(50)) as sync:
        sync.checkpoints.list("m", page_size=5).collect()
        for thread in threading.enumerate():
            if thread.name == "serverless-training":
                thread.join(5)

    assert before == threading.active_count()


def test_listing_that_is_complete_waits_for_no_request() -> None:
    """Whichever walk brings what was missing; the other one's request is nobody's any more."""
    released = threading.Event()

    def handle(request: httpx.Request) -> httpx.Response:
        query = request.url.params
        if query["order"] == "asc" and "after" in query:
            released.wait(5)
        return listing(6)(request)

    async def slow(request: httpx.Request) -> httpx.Response:
        query = request.url.params
        await asyncio.sleep(5 if query["order"] == "asc" and "after" in query else 0)
        return listing(6)(request)

    async def run() -> tuple[int, int]:
        async with async_client(slow) as other:
            found = await other.checkpoints.list("m", page_size=2).collect()
            await asyncio.sleep(0)
            return len(found), len(asyncio.all_tasks())

    started = time.monotonic()
    with client(handle) as sync:
        found = sync.checkpoints.list("m", page_size=2).collect()
        assert [item.step for item in found] == [*range(6)]
        released.set()
    assert asyncio.run(run()) == (6, 1)
    assert time.monotonic() - started < 4
