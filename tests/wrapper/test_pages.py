"""Listings: every item once and in order, fetched when it is wanted, and with an end."""

import asyncio
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from serverless_training import (
    InvalidArgumentError,
    NotFoundError,
    PaginationError,
    ServerError,
    UnprocessableEntityError,
)
from serverless_training._checkpoints import LARGEST_PAGE
from serverless_training_client.api.models import list_model_checkpoints

from tests.fakes import KEY, Handler, answers, async_client, client, listing, page, uuid
from tests.speaking import operation

pytestmark = pytest.mark.any_spec

ROOT = Path(__file__).parents[2]


def read(**body: Any) -> list[Any]:
    """List the items of an operation whose response is always this."""
    with client(lambda _: httpx.Response(200)) as sync:
        return sync.paginate(operation(**body)).collect()


def steps(handler: Handler, **arguments: Any) -> list[int]:
    """List the steps of all checkpoints, and see that the asynchronous client gives the same."""
    with client(handler) as sync:
        found = [item.step for item in sync.checkpoints.list("m", **arguments)]

    async def again() -> list[int]:
        async with async_client(handler) as other:
            return [item.step async for item in other.checkpoints.list("m", **arguments)]

    assert found == asyncio.run(again())
    return found


def recorded(served: Handler) -> tuple[list[httpx.Request], Handler]:
    """Let a handler note what it is asked."""
    sent: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return served(request)

    return sent, handle


@given(total=st.integers(1, 30), data=st.data())
def test_listing_goes_on_after_the_given_item(total: int, data: st.DataObject) -> None:
    """`after` names the last item that the caller has."""
    last = data.draw(st.integers(0, total - 1))

    assert list(range(last + 1, total)) == steps(listing(total), after=uuid(last), page_size=7)


def test_nothing_is_sent_before_iteration_and_each_iteration_reads_anew() -> None:
    """A pager is a description of a listing, not a result."""
    sent, handle = recorded(listing(5))
    with client(handle) as sync:
        pager = sync.checkpoints.list("m", page_size=2)

        assert sent == []
        assert list(pager) == list(pager)
        assert len(sent) == 6


def test_items_are_fetched_page_by_page_as_they_are_wanted() -> None:
    """Taking one item asks for one page, and so does `first`."""
    sent, handle = recorded(listing(5))
    with client(handle) as sync:
        first = sync.checkpoints.list("m", page_size=2).first()

    assert first is not None
    assert first.step == 0
    assert [str(request.url.params) for request in sent] == ["limit=2&order=asc"]


def test_no_request_follows_the_last_page() -> None:
    """`has_more: false` is the end, even of a full page."""
    sent, handle = recorded(listing(4))
    with client(handle) as sync:
        assert len(list(sync.checkpoints.list("m", page_size=2))) == 4
    assert len(sent) == 2


def test_first_of_an_empty_listing_is_none() -> None:
    """Sync and async alike."""
    with client(listing(0)) as sync:
        assert sync.checkpoints.list("m").first() is None

    async def again() -> object:
        async with async_client(listing(0)) as other:
            return await other.checkpoints.list("m").first()

    assert asyncio.run(again()) is None


def test_pages_say_whether_more_follows_and_max_items_cuts_the_last() -> None:
    """A page cut by `max_items` has more behind it."""
    with client(listing(5)) as sync:
        pages = list(sync.checkpoints.list("m", page_size=2, max_items=3).pages())

    assert [([item.step for item in page.items], page.has_more) for page in pages] == [
        ([0, 1], True),
        ([2], True),
    ]


def test_listing_cut_within_its_last_page_has_more() -> None:
    """The service says that this page is the last; the listing ends before the page does."""
    with client(listing(4)) as sync:
        pages = list(sync.checkpoints.list("m", page_size=2, max_items=3).pages())

    assert [len(page.items) for page in pages] == [2, 1]
    assert pages[-1].has_more


def test_no_more_items_are_asked_for_than_wanted() -> None:
    """`max_items` below the page size is the page size."""
    sent, handle = recorded(listing(9))
    with client(handle) as sync:
        sync.checkpoints.list("m", page_size=100, max_items=3).collect()

    assert [request.url.params["limit"] for request in sent] == ["3"]


def test_max_items_met_by_a_whole_page_sends_no_further_request() -> None:
    """Nothing is fetched to be thrown away."""
    sent, handle = recorded(listing(9))
    with client(handle) as sync:
        pages = list(sync.checkpoints.list("m", page_size=2, max_items=4).pages())

    assert [page.has_more for page in pages] == [True, True]
    assert len(sent) == 2


def test_async_pager_collects_and_walks_pages() -> None:
    """The asynchronous twin has the same verbs."""

    async def run() -> tuple[int, list[int]]:
        async with async_client(listing(5)) as other:
            pager = other.checkpoints.list("m", page_size=2)
            everything = await pager.collect()
            return len(everything), [len(page.items) async for page in pager.pages()]

    assert asyncio.run(run()) == (5, [2, 2, 1])


@pytest.mark.parametrize(
    ("bodies", "said", "cursor"),
    [
        ([page([0, 1], more=True)], "repeats items", uuid(1)),
        ([page([0, 1], more=True), page([1, 2], more=False)], "repeats items", uuid(1)),
        ([page([0, 0], more=False)], "the same item twice", None),
        ([page([0], more=True), page([1], more=True)], "repeats items", uuid(1)),
        (
            [page([0, 1], more=True), page([2], more=True), page([1], more=False)],
            "repeats items",
            uuid(2),
        ),
        ([page([0], more=True), page([], more=True)], "empty page", uuid(0)),
        ([page([], more=True)], "empty page", None),
        ([page([0, 1], more=True, last_id=uuid(9))], "its last item is", uuid(9)),
        ([page([0, 1], more=False, last_id="not-an-id")], "its last item is", "not-an-id"),
    ],
    ids=[
        *("same", "inclusive", "twice"),
        *("cycle", "earlier", "empty", "empty-at-once", "wrong-last", "odd-last"),
    ],
)
def test_listing_that_cannot_go_on_stops_with_an_error(
    bodies: list[dict[str, Any]], said: str, cursor: str | None
) -> None:
    """A server that cycles, or promises more and sends nothing, is found out at once."""
    with client(answers(*bodies)) as sync, pytest.raises(PaginationError, match=said) as caught:
        list(sync.checkpoints.list("m"))

    assert cursor == caught.value.cursor
    assert caught.value.operation == "list_model_checkpoints"
    assert caught.value.url in str(caught.value)

    async def again() -> None:
        async with async_client(answers(*bodies)) as other:
            [item async for item in other.checkpoints.list("m")]

    with pytest.raises(PaginationError, match=said):
        asyncio.run(again())


@pytest.mark.parametrize(
    ("told", "cursor"), [("", uuid(1)), (uuid(1).replace("-", ""), uuid(1).replace("-", ""))]
)
def test_cursor_is_the_last_id_as_the_service_writes_it(told: str, cursor: str) -> None:
    """Or the ID of the last item: `last_id` is optional. A UUID may be written without dashes."""
    bodies = page([0, 1], more=True, last_id=told), page([2], more=False)
    sent, handle = recorded(answers(*bodies))
    with client(handle) as sync:
        first, _ = sync.checkpoints.list("m").pages()

    assert first.cursor == cursor
    assert sent[1].url.params["after"] == cursor


@pytest.mark.parametrize("item", ["item", SimpleNamespace(id=""), SimpleNamespace(id=None)])
def test_items_without_id_cannot_go_on(item: object) -> None:
    """Neither `last_id` nor an item has an ID; an empty one is none."""
    with pytest.raises(PaginationError, match="no ID to go on from"):
        read(data=[item], has_more=True)


@pytest.mark.parametrize(
    "body", [{}, {"data": (), "has_more": False}, {"data": [], "has_more": None}]
)
def test_response_that_is_not_a_page_is_an_error(body: dict[str, Any]) -> None:
    """An operation may take `after` and answer with something else."""
    with pytest.raises(PaginationError, match="is no page"):
        read(**body)


@pytest.mark.parametrize(
    ("arguments", "argument"),
    [
        ({"page_size": 0}, "page_size"),
        ({"page_size": -1}, "page_size"),
        ({"page_size": True}, "page_size"),
        ({"page_size": 2.5}, "page_size"),
        ({"page_size": 101}, "page_size"),
        ({"max_items": -1}, "max_items"),
        ({"max_items": True}, "max_items"),
        ({"max_items": 2.5}, "max_items"),
        ({"max_items": "5"}, "max_items"),
        ({"after": ""}, "after"),
        ({"after": object()}, "after"),
        ({"after": b"id"}, "after"),
    ],
)
def test_unusable_size_is_refused_before_anything_is_sent(
    arguments: dict[str, Any], argument: str
) -> None:
    """The error names the argument."""
    with client(listing(0)) as sync, pytest.raises(InvalidArgumentError, match=argument) as caught:
        sync.checkpoints.list("m", **arguments)

    assert argument == caught.value.argument


def test_max_items_zero_asks_for_nothing() -> None:
    """A bound of zero is met before the first request."""

    def handle(request: httpx.Request) -> httpx.Response:
        raise AssertionError(request)

    with client(handle) as sync:
        assert sync.checkpoints.list("m", max_items=0).collect() == []


def test_async_max_items_zero_asks_for_nothing() -> None:
    """As without asyncio."""

    def handle(request: httpx.Request) -> httpx.Response:
        raise AssertionError(request)

    async def run() -> list[object]:
        async with async_client(handle) as other:
            return [*await other.checkpoints.list("m", max_items=0).collect()]

    assert asyncio.run(run()) == []


def test_cursor_that_is_refused_though_its_item_is_there_ends_the_listing() -> None:
    """Going back to the start leads to the same cursor; the error is that of the service."""
    sent, handle = recorded(listing(5))

    def refusing(request: httpx.Request) -> httpx.Response:
        answer = handle(request)
        return httpx.Response(422) if "after" in request.url.params else answer

    with client(refusing) as sync, pytest.raises(UnprocessableEntityError):
        list(sync.checkpoints.list("m", page_size=1))
    assert len(sent) == 4


def test_listing_that_begins_with_the_item_to_go_on_from_is_refused() -> None:
    """A service that takes `after` for the first item, or does not know it at all."""
    handle = answers(page([4, 5], more=False))
    with client(handle) as sync, pytest.raises(PaginationError, match="repeats") as caught:
        list(sync.checkpoints.list("m", after=uuid(4)))

    assert caught.value.cursor == uuid(4)


def test_key_in_a_cursor_is_hidden() -> None:
    """A service may echo what it likes where an id belongs."""
    with (
        client(answers(page([0], more=True, last_id=KEY))) as sync,
        pytest.raises(PaginationError) as caught,
    ):
        list(sync.checkpoints.list("m"))

    assert caught.value.cursor == "[hidden]"
    assert KEY not in str(caught.value)
    assert KEY not in caught.value.body


def in_turn(turns: list[dict[str, Any] | int]) -> Handler:
    """Answer with pages and statuses, in turn."""
    left = iter(turns)

    def handle(_: httpx.Request) -> httpx.Response:
        turn = next(left)
        return httpx.Response(turn) if isinstance(turn, int) else httpx.Response(200, json=turn)

    return handle


def test_items_are_remembered_within_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """A listing of millions stays small, and finds what comes again among the last ones."""
    monkeypatch.setattr("serverless_training._pages.REMEMBERED", 6)
    turns = [page([0, 1], more=True), page([2, 3], more=True), page([4, 5], more=True)]

    def read(*bodies: dict[str, Any]) -> list[int]:
        with client(answers(*turns, *bodies)) as sync:
            return [item.step for item in sync.checkpoints.list("m")]

    assert read(page([6, 7], more=True), page([0, 8], more=False)) == [0, 1, 2, 3, 4, 5, 6, 7, 0, 8]
    with pytest.raises(PaginationError, match="repeats items"):
        read(page([6, 0], more=False))


@pytest.mark.parametrize("cursor", ["x" * 8001, "\ud800", "あ" * 1000])
def test_cursor_that_cannot_be_sent_is_the_fault_of_the_service(cursor: str) -> None:
    """Not an argument that the caller should mend."""
    with pytest.raises(PaginationError, match="cannot be sent back"):
        read(data=["item"], has_more=True, last_id=cursor)


def test_cursor_that_cannot_be_sent_is_shown_in_one_line_without_the_key() -> None:
    """It is a text of the service as any other."""
    with pytest.raises(PaginationError) as caught:
        read(data=["item"], has_more=True, last_id=f"{KEY}\n\ud800" + "x" * 8001)

    assert all(map(str.isprintable, str(caught.value).split("\n")))
    assert "[hidden]" in str(caught.value)
    assert len(str(caught.value)) < 1_000


def test_listing_shows_what_it_lists() -> None:
    """Operation, model and order, as they were given."""
    with client(listing(1)) as sync:
        pager = sync.checkpoints.list("m", order="desc", max_items=3)
        other = sync.checkpoints.list(UUID(int=1))  # type: ignore[arg-type]  # as many hold it

    assert repr(pager) == (
        "Pager(list_model_checkpoints, model_id='m', limit=3, order='desc', max_items=3)"
    )
    assert f"model_id='{UUID(int=1)}'" in repr(other)
    assert len(repr(client(listing(1)).checkpoints.list("m" * 1000))) < 200
    with client(listing(1)) as sync:
        assert KEY[:4] not in repr(sync.checkpoints.list("m" * 70 + KEY))


def test_largest_page_is_that_of_the_spec() -> None:
    """What the service would refuse is refused before it is sent."""
    spec = json.loads((ROOT / "openapi.json").read_text(encoding="utf-8"))
    (path,) = [path for path in spec["paths"] if path.endswith("/{model_id}/checkpoints")]
    parameters = spec["paths"][path]["get"]["parameters"]
    (limit,) = [each["schema"] for each in parameters if each["name"] == "limit"]

    assert limit["maximum"] == LARGEST_PAGE


def test_value_that_a_parameter_cannot_have_is_refused_with_those_that_it_can() -> None:
    """In every call of any operation, before anything is sent."""
    sent, handle = recorded(listing(1))
    with client(handle) as sync:
        listed: Any = sync.checkpoints.list
        called: Any = sync.call
        for call in (listed, partial(called, list_model_checkpoints)):
            with pytest.raises(InvalidArgumentError, match=r"'newest'.*'asc', 'desc'") as caught:
                call("m", order="newest")
            assert caught.value.argument == "order"

    assert sent == []


@pytest.mark.parametrize(
    ("turns", "steps"),
    [
        ([page([1, 2], more=True), 404, page([3, 4], more=True), page([5, 1, 6], more=False)], 4),
        ([page([1, 2], more=True), 404, page([1, 3], more=True), page([4, 1, 5], more=False)], 2),
    ],
    ids=["left out before", "met before"],
)
def test_item_that_comes_again_after_a_step_back_is_an_error(
    turns: list[dict[str, Any] | int], steps: int
) -> None:
    """Only what was gone back over may be left out, once, and what stands before it with it."""
    found: list[int] = []
    with (
        client(in_turn(turns)) as sync,
        pytest.raises(PaginationError, match="repeats items"),
    ):
        found.extend(item.step for item in sync.checkpoints.list("m"))

    assert found == [*range(1, steps + 1)]


def test_what_was_put_between_known_items_is_left_out_after_a_step_back() -> None:
    """It would come out of order; what follows the last known item comes."""
    turns: list[dict[str, Any] | int] = [
        *(page(range(1, 7), more=True), 404, 404),
        page([3, 9, 4, 7], more=False),
    ]
    with client(in_turn(turns)) as sync:
        assert [item.step for item in sync.checkpoints.list("m")] == [1, 2, 3, 4, 5, 6, 7]


def test_what_was_put_before_the_start_is_no_alarm() -> None:
    """After a step back to the start, new items may come first, on as many pages as they take."""
    turns: list[dict[str, Any] | int] = [
        *(page([5, 6], more=True), 404, 404, page([1, 2], more=True), page([3, 4], more=True)),
        *(page([5, 7], more=True), page([8], more=False)),
    ]
    with client(in_turn(turns)) as sync:
        found = sync.checkpoints.list("m").collect()

    assert [item.step for item in found] == [5, 6, 1, 2, 3, 4, 7, 8]
    other = async_client(in_turn(turns))
    assert asyncio.run(other.checkpoints.list("m").collect()) == found


def test_start_that_comes_again_after_a_step_back_ends_the_listing() -> None:
    """It would not end: the service gives the same page whatever it is asked for."""
    again = page([1, 2], more=True)
    with (
        client(in_turn([page([5, 6], more=True), 404, 404, again, again])) as sync,
        pytest.raises(PaginationError, match="repeats items"),
    ):
        list(sync.checkpoints.list("m"))


def test_start_is_not_tried_where_items_were_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """They would come twice."""
    monkeypatch.setattr("serverless_training._pages.REMEMBERED", 1)
    turns: list[dict[str, Any] | int] = [page([1], more=True), page([2], more=True), 404]
    with client(in_turn(turns)) as sync, pytest.raises(NotFoundError):
        list(sync.checkpoints.list("m"))


@pytest.mark.parametrize(
    ("remembered", "requests"), [(100, 7), (4, 5)], ids=["all", "the last page"]
)
@pytest.mark.parametrize(
    ("status", "kind"), [(404, NotFoundError), (422, UnprocessableEntityError)]
)
def test_listing_of_a_deleted_model_ends_with_the_services_error_after_a_few_requests(
    status: int,
    kind: type[Exception],
    remembered: int,
    requests: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two pages, the cursor, items 1, 2 and 4 before it, and the start if all is remembered."""
    monkeypatch.setattr("serverless_training._pages.REMEMBERED", remembered)
    turns: list[dict[str, Any] | int] = [
        *(page(range(4), more=True), page(range(4, 8), more=True)),
        *[status] * 9,
    ]
    sent, handle = recorded(in_turn(turns))
    found: list[int] = []
    with client(handle) as sync, pytest.raises(kind):
        found.extend(item.step for item in sync.checkpoints.list("m"))

    assert found == [*range(8)]
    assert len(sent) == requests


def test_first_page_has_no_cursor_to_go_back_from() -> None:
    """A model that does not exist is asked for once."""
    with client(in_turn([404])) as sync, pytest.raises(NotFoundError):
        list(sync.checkpoints.list("m"))


def test_failure_that_says_nothing_of_the_cursor_ends_the_listing() -> None:
    """The service may be down; items before the cursor would not help."""
    turns: list[dict[str, Any] | int] = [page([1], more=True), 500]
    with client(in_turn(turns), max_retries=0) as sync, pytest.raises(ServerError):
        list(sync.checkpoints.list("m"))


def test_cursor_that_comes_again_is_an_error_where_items_have_no_id() -> None:
    """Such a listing would not end."""
    with pytest.raises(PaginationError, match="repeats the cursor x"):
        read(data=["a"], has_more=True, last_id="x")


def test_transport_that_raises_what_ends_a_loop_does_not_end_a_listing() -> None:
    """`StopIteration` would look like the end: the items that are missing would be lost."""
    empty: Iterator[httpx.Response] = iter(())
    with client(lambda _: next(empty)) as sync, pytest.raises(RuntimeError):
        sync.checkpoints.list("m").collect()

    async def again() -> None:
        async with async_client(lambda _: next(empty)) as other:
            await other.checkpoints.list("m").collect()

    with pytest.raises(RuntimeError):
        asyncio.run(again())
