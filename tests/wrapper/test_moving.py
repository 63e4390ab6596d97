"""Listings that change while they are read: what was there all the time is given once, in order."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from serverless_training import (
    NotFoundError,
    StatusError,
    UnprocessableEntityError,
)

from tests.fakes import async_client, client
from tests.network import Shelf

Order = Literal["asc", "desc"]
Edit = Callable[["Moving"], None]

pytestmark = pytest.mark.unwatched

# A step is an id too, so that there must be room for new ones at both ends.
FIRST_STEP = 1_000
PAGE_SIZE = 4


@dataclass
class Moving:
    """A listing that changes between the requests for its pages.

    Attributes:
        shelf: The checkpoints as they are now.
        edits: What happens before each request but the first, in turn; one may be several.
        refusal: Status of the answer to a cursor that is gone.
        lasting: The checkpoints that were there at every request.
        highest: The highest step that was ever there.
        lowest: The lowest.
        asked: How many requests came.
        cursor: Step of the checkpoint that the request under way goes on from.
        refused: How often it was gone.
        lock: Held by one request at a time.
    """

    shelf: Shelf
    edits: list[Sequence[Edit]]
    refusal: int = 404
    lasting: set[int] = field(default_factory=set)
    highest: int = FIRST_STEP
    lowest: int = FIRST_STEP
    asked: int = 0
    cursor: int | None = None
    refused: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def handle(self, request: httpx.Request) -> httpx.Response:
        """Change the listing, and then answer."""
        with self.lock:
            after = request.url.params.get("after")
            self.cursor = int(after.replace("-", ""), 16) if after else None
            if self.asked and self.edits:
                for edit in self.edits.pop(0):
                    edit(self)
            self.asked += 1
            self.lasting &= set(self.shelf.steps)
            code, body = self.shelf.answer(request.url.raw_path.decode("ascii"))
            self.refused += code != 200
            return httpx.Response(code if code == 200 else self.refusal, json=body)


def moving(total: int, *edits: Sequence[Edit], refusal: int = 404) -> Moving:
    """Make a listing of so many checkpoints, and say what happens to it."""
    steps = list(range(FIRST_STEP, FIRST_STEP + total))
    highest = FIRST_STEP + total
    return Moving(Shelf(steps), list(edits), refusal, set(steps), highest)


def add_newest(listing: Moving) -> None:
    """Add a checkpoint, as training does."""
    listing.highest += 1
    listing.shelf.steps.append(listing.highest)


def add_oldest(listing: Moving) -> None:
    """Add a checkpoint at the other end."""
    listing.lowest -= 1
    listing.shelf.steps.insert(0, listing.lowest)


def add_pages(listing: Moving) -> None:
    """Add more than a page at both ends."""
    for _ in range(PAGE_SIZE + 1):
        add_newest(listing)
        add_oldest(listing)


def delete(place: int) -> Edit:
    """Delete the checkpoint at a place, if there is one."""

    def edit(listing: Moving) -> None:
        if listing.shelf.steps:
            del listing.shelf.steps[place % len(listing.shelf.steps)]

    return edit


def delete_cursor(listing: Moving) -> None:
    """Delete the checkpoint that the request goes on from."""
    if listing.cursor in listing.shelf.steps:
        listing.shelf.steps.remove(listing.cursor)


def delete_around_cursor(listing: Moving) -> None:
    """Delete it with a page's worth of checkpoints on both sides, short of the next cursors."""
    cursor = listing.cursor or FIRST_STEP
    gone = range(cursor - PAGE_SIZE + 1, cursor + PAGE_SIZE)
    listing.shelf.steps[:] = [step for step in listing.shelf.steps if step not in gone]


def delete_ways_back(listing: Moving) -> None:
    """Delete all checkpoints of the page that a listing may go back to, but not the whole page."""
    cursor = listing.cursor or FIRST_STEP
    gone = range(cursor - PAGE_SIZE + 2, cursor + PAGE_SIZE - 1)
    listing.shelf.steps[:] = [step for step in listing.shelf.steps if step not in gone]


def delete_all(listing: Moving) -> None:
    """Delete everything."""
    listing.shelf.steps.clear()


class Nowhere(Shelf):
    """What stands where there is no model."""

    def answer(self, target: str) -> tuple[int, dict[str, Any]]:
        """Say so, whatever is asked for."""
        return 404, {"detail": f"{target} not found"}


def delete_model(listing: Moving) -> None:
    """Delete the model itself."""
    listing.shelf = Nowhere([])


@dataclass
class Reading:
    """What a reader was given: the steps, and the error that ended it, if one did."""

    steps: list[int] = field(default_factory=list)
    error: StatusError | None = None


def iterate(listing: Moving, order: Order) -> Reading:
    """Read item by item."""
    reading = Reading()
    with client(listing.handle) as sync:
        try:
            for item in sync.checkpoints.list("m", order=order, page_size=PAGE_SIZE):
                reading.steps.append(item.step)
        except StatusError as error:
            reading.error = error
    return reading


def collect(listing: Moving, order: Order) -> Reading:
    """Read all at once."""
    with client(listing.handle) as sync:
        try:
            items = sync.checkpoints.list("m", order=order, page_size=PAGE_SIZE).collect()
        except StatusError as error:
            return Reading(error=error)
    return Reading([item.step for item in items])


def iterate_async(listing: Moving, order: Order) -> Reading:
    """Read item by item, asynchronously."""
    reading = Reading()

    async def run() -> None:
        async with async_client(listing.handle) as other:
            async for item in other.checkpoints.list("m", order=order, page_size=PAGE_SIZE):
                reading.steps.append(item.step)

    try:
        asyncio.run(run())
    except StatusError as error:
        reading.error = error
    return reading


def collect_async(listing: Moving, order: Order) -> Reading:
    """Read all at once, asynchronously."""

    async def run() -> list[Any]:
        async with async_client(listing.handle) as other:
            return await other.checkpoints.list("m", order=order, page_size=PAGE_SIZE).collect()

    try:
        return Reading([item.step for item in asyncio.run(run())])
    except StatusError as error:
        return Reading(error=error)


def pages(listing: Moving, order: Order) -> Reading:
    """Read page by page."""
    with client(listing.handle) as sync:
        listed = sync.checkpoints.list("m", order=order, page_size=PAGE_SIZE)
        return Reading([item.step for page in listed.pages() for item in page.items])


Way = Callable[[Moving, Order], Reading]
WAYS: list[Way] = [iterate, iterate_async, collect, collect_async]

EDITS: dict[str, Sequence[Edit]] = {
    "a newer one comes": [add_newest],
    "an older one comes": [add_oldest],
    "pages come": [add_pages],
    "the first one goes": [delete(0)],
    "the last one goes": [delete(-1)],
    "one in the middle goes": [delete(7)],
    "the cursor's own goes": [delete_cursor],
    "the cursor's own goes and another comes": [delete_cursor, add_newest, add_oldest],
    "the cursor's own goes and pages come": [delete_cursor, add_pages],
    "a page goes with its cursor": [delete_around_cursor],
    "the ways back go and pages come": [delete_ways_back, add_pages, add_pages],
}


def in_order(steps: Sequence[int], order: Order) -> list[int]:
    """Sort steps as a listing has them."""
    return sorted(steps, reverse=order == "desc")


def check(reading: Reading, listing: Moving, order: Order) -> None:
    """See that what lasted was given in order, and nothing twice."""
    lasting = [step for step in reading.steps if step in listing.lasting]

    assert in_order([*listing.lasting], order) == lasting
    assert len(set(reading.steps)) == len(reading.steps)


@pytest.mark.parametrize("order", ["asc", "desc"])
@pytest.mark.parametrize("way", [*WAYS, pages])
@pytest.mark.parametrize("edits", EDITS.values(), ids=EDITS)
def test_change_between_two_requests_costs_nobody_an_item(
    edits: Sequence[Edit], way: Way, order: Order
) -> None:
    """Whatever was there all the time is given once, in order; nothing at all comes twice."""
    for before in range(4):
        listing = moving(18, *[[]] * before, edits, refusal=(400, 404, 410, 422)[before])
        reading = way(listing, order)

        assert reading.error is None
        check(reading, listing, order)


@pytest.mark.parametrize("order", ["asc", "desc"])
@pytest.mark.parametrize("way", [iterate, iterate_async])
def test_listing_whose_items_are_all_deleted_ends_there(way: Way, order: Order) -> None:
    """The start is the last cursor to try, and nothing follows it."""
    reading = way(moving(18, [], [delete_all]), order)

    assert reading.error is None
    assert reading.steps == in_order(range(FIRST_STEP, FIRST_STEP + 18), order)[: 2 * PAGE_SIZE]


@pytest.mark.parametrize(
    ("remembered", "requests"), [(100, 7), (PAGE_SIZE, 5)], ids=["all", "the last page"]
)
@pytest.mark.parametrize("refusal", [404, 422])
@pytest.mark.parametrize("way", [iterate, iterate_async])
def test_listing_of_a_deleted_model_ends_with_the_services_error_after_a_few_requests(
    way: Way, refusal: int, remembered: int, requests: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two pages, the cursor, items 1, 2 and 4 before it, and the start if all is remembered."""
    monkeypatch.setattr("serverless_training._pages.REMEMBERED", remembered)
    listing = moving(18, [], [delete_model], refusal=refusal)
    reading = way(listing, "asc")
    kind = NotFoundError if refusal == 404 else UnprocessableEntityError

    assert type(reading.error) is kind
    assert reading.steps == [*range(FIRST_STEP, FIRST_STEP + 2 * PAGE_SIZE)]
    assert listing.asked == requests


@pytest.mark.parametrize("order", ["asc", "desc"])
@pytest.mark.parametrize("way", WAYS)
def test_cursor_may_go_again_and_again(way: Way, order: Order) -> None:
    """Each time there is as much to go back to as at the first."""
    listing = moving(40, *[[delete_cursor], []] * 8)
    reading = way(listing, order)

    assert reading.error is None
    assert listing.refused >= 5
    check(reading, listing, order)


@pytest.mark.parametrize("way", WAYS)
def test_first_page_has_no_cursor_to_go_back_from(way: Way) -> None:
    """A model that does not exist is asked for once."""
    listing = moving(0)
    delete_model(listing)

    assert type(way(listing, "asc").error) is NotFoundError
    assert listing.asked == 1


edit = st.one_of(
    st.sampled_from([add_newest, add_oldest, add_pages]),
    st.sampled_from([delete_cursor, delete_around_cursor, delete_ways_back, delete_all]),
    st.integers(-5, 20).map(delete),
)


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=100)
@given(
    total=st.integers(0, 22),
    edits=st.lists(st.lists(edit, max_size=3), max_size=8),
    order=st.sampled_from(["asc", "desc"]),
)
def test_lasting_items_are_given_once_in_order_whatever_happens(
    way: Way, total: int, edits: list[list[Edit]], order: Order
) -> None:
    """The law behind the table above; an error is allowed where two cursors were gone."""
    listing = moving(total, *edits)
    reading = way(listing, order)

    if reading.error:
        assert listing.refused >= 2
        listing.lasting &= set(reading.steps)
    check(reading, listing, order)
