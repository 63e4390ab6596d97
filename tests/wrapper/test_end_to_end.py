"""The client against the mock server, over real sockets."""

import asyncio
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import FrameType
from typing import Literal
from uuid import UUID

import pytest
from serverless_training import (
    AsyncClient,
    AuthenticationError,
    Checkpoint,
    Client,
    NotFoundError,
    UnprocessableEntityError,
)
from serverless_training_client.api.models import list_model_checkpoints
from serverless_training_testing import MockServer

from tests import fakes

pytestmark = [pytest.mark.any_spec, pytest.mark.unwatched]

Order = Literal["asc", "desc"]


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    """Two models of 250 checkpoints each."""
    with MockServer(models=2, checkpoints=250, seed=7) as running:
        yield running


@pytest.fixture
def client(server: MockServer) -> Iterator[Client]:
    """A client with the right key."""
    with Client(api_key=server.api_key, base_url=server.url) as running:
        yield running


@pytest.mark.parametrize("page_size", [1, 20, 100])
@pytest.mark.parametrize("order", ["asc", "desc"])
def test_every_checkpoint_comes_once_and_in_order(
    server: MockServer, client: Client, order: Order, page_size: int
) -> None:
    """250 of them, whatever the page size, sync and async; two requests more than pages at most."""
    before = len(server.requests)
    found = client.checkpoints.list("model-1", order=order, page_size=page_size).collect()
    requests = len(server.requests) - before

    async def again() -> list[Checkpoint]:
        async with AsyncClient(api_key=server.api_key, base_url=server.url) as other:
            listing = other.checkpoints.list("model-1", order=order, page_size=page_size)
            return [item async for item in listing]

    steps = list(range(10, 2501, 10))
    assert [item.step for item in found] == (steps if order == "asc" else steps[::-1])
    assert len({item.id for item in found}) == 250
    assert asyncio.run(again()) == found
    pages = -(-250 // page_size)
    assert pages <= requests <= pages + 2


def test_listing_goes_on_where_another_ended(client: Client) -> None:
    """`after` takes the id of a checkpoint as the model holds it, a UUID."""
    first = client.checkpoints.list("model-1", max_items=100).collect()
    rest = client.checkpoints.list("model-1", after=first[-1].id).collect()

    assert isinstance(first[-1].id, UUID)
    assert [item.step for item in first + rest] == list(range(10, 2501, 10))


def test_wrong_key_is_refused(server: MockServer) -> None:
    """401 is an `AuthenticationError`, with the server's id of the request."""
    with (
        Client(api_key="wrong", base_url=server.url) as stranger,
        pytest.raises(AuthenticationError) as caught,
    ):
        stranger.checkpoints.list("model-1").first()

    assert caught.value.status_code == 401
    assert caught.value.request_id
    assert "wrong" not in str(caught.value)


def test_unknown_model_is_not_found(client: Client) -> None:
    """404 is a `NotFoundError`."""
    with pytest.raises(NotFoundError):
        client.checkpoints.list("no-such-model").collect()


def test_page_size_beyond_the_maximum_is_refused_by_the_server(client: Client) -> None:
    """The details name the parameter."""
    with pytest.raises(UnprocessableEntityError, match=r"query\.limit") as caught:
        client.call(list_model_checkpoints, "model-1", limit=101)

    (detail,) = caught.value.details
    assert detail.location == ("query", "limit")
    assert detail.type == "less_than_equal"


def test_one_client_serves_many_threads(client: Client) -> None:
    """Listings at the same time do not disturb each other."""
    with ThreadPoolExecutor(8) as pool:
        models = ["model-1", "model-2"] * 4
        found = list(pool.map(lambda name: client.checkpoints.list(name).collect(), models))

    assert {len(items) for items in found} == {250}
    assert found[0] == found[2]
    assert found[0] != found[1]


def test_few_modules_lie_between_a_listing_and_its_first_item() -> None:
    """Whoever follows a call through the core meets twelve of its modules."""
    entered: set[str] = set()

    def note(frame: FrameType, _event: str, _argument: object) -> None:
        name = str(frame.f_globals.get("__name__", ""))
        if name.startswith("serverless_training."):
            entered.add(name)

    with fakes.client(fakes.listing(1)) as sync:
        before = sys.getprofile()
        sys.setprofile(note)
        try:
            assert next(iter(sync.checkpoints.list("m"))).step == 0
        finally:
            sys.setprofile(before)

    assert 0 < len(entered) <= 12
