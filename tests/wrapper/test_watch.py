"""Watching a model: each new checkpoint once, the oldest first, whatever happens meanwhile."""

import asyncio
import json
import logging
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from serverless_training import (
    AsyncClient,
    AuthenticationError,
    Client,
    ConnectionFailedError,
    DecodeError,
    InvalidArgumentError,
    NotFoundError,
    PaginationError,
    UnprocessableEntityError,
)

from tests.fakes import KEY, async_client, client, uuid
from tests.network import Shelf, serving
from tests.service import Service

Happenings = Mapping[float, Callable[[Service], None]]


class World:
    """A service, and a time that passes only when somebody sleeps.

    Attributes:
        service: What is watched.
        time: Seconds since the beginning.
        polls: When each request was sent.
    """

    def __init__(self, service: Service, happenings: Happenings | None = None) -> None:
        """Begin at time 0."""
        self.service = service
        self.time = 0.0
        self.polls: list[float] = []
        self._coming = sorted((happenings or {}).items(), key=lambda entry: entry[0])

    def handle(self, request: httpx.Request) -> httpx.Response:
        """Answer a request, and note when."""
        self.polls.append(self.time)
        return self.service(request)

    def sleep(self, seconds: float) -> None:
        """Let time pass, and happen what is to happen by then."""
        assert seconds > 0
        self.time += seconds
        while self._coming and self._coming[0][0] <= self.time:
            self._coming.pop(0)[1](self.service)

    async def sleep_async(self, seconds: float) -> None:
        """Do the same for what awaits."""
        self.sleep(seconds)

    @contextmanager
    def client(self) -> Iterator[Client]:
        """Make a client of the service that knows this time alone."""
        with (
            patch.object(time, "monotonic", lambda: self.time),
            patch.object(time, "sleep", self.sleep),
            patch.object(asyncio, "sleep", self.sleep_async),
            client(self.handle, max_retries=0) as sync,
        ):
            yield sync


def watched(
    make: Callable[[], Service],
    happenings: Happenings | None = None,
    error: type[Exception] | None = None,
    **arguments: Any,
) -> tuple[list[int], World]:
    """Watch until the end, and see that the asynchronous client gives the same.

    Args:
        make: Makes the service, anew for each client.
        happenings: What happens at which second.
        error: What the watch ends with; nothing by default.
        **arguments: Arguments of `watch`.

    Returns:
        The steps of what was given, and what became of the world.
    """
    world, again = World(make(), happenings), World(make(), happenings)
    found: list[int] = []
    other: list[int] = []

    def run() -> None:
        with world.client() as sync:
            for item in sync.checkpoints.watch("m", **arguments):
                found.append(item.step)  # noqa: PERF401  what came before an error counts

    async def run_async() -> None:
        async with async_client(again.handle, max_retries=0) as client_:
            async for item in client_.checkpoints.watch("m", **arguments):
                other.append(item.step)  # noqa: PERF401  likewise

    if error is None:
        run()
        with again.client():
            asyncio.run(run_async())
    else:
        with pytest.raises(error):
            run()
        with pytest.raises(error), again.client():
            asyncio.run(run_async())
    assert (found, world.polls, world.time) == (other, again.polls, again.time)
    return found, world


def add(*numbers: int) -> Callable[[Service], None]:
    """Let checkpoints be created."""
    return lambda service: service.add(*numbers)


def delete(*numbers: int) -> Callable[[Service], None]:
    """Let checkpoints be deleted."""
    return lambda service: service.delete(*numbers)


def fail(*failures: httpx.Response | Exception) -> Callable[[Service], None]:
    """Let the next requests fail."""
    return lambda service: service.failures.extend(failures)


def untrusted() -> Exception:
    """Make what httpx raises for a certificate that does not verify."""
    error = httpx.ConnectError("certificate verify failed")
    error.__cause__ = ssl.SSLCertVerificationError()
    return error


@given(
    total=st.integers(0, 6),
    events=st.lists(
        st.tuples(st.integers(0, 3), st.sets(st.integers(0, 20), max_size=8)), max_size=8
    ),
    lost=st.sampled_from([400, 404, 410, 422]),
    largest=st.integers(7, 9),
)
def test_watch_gives_what_is_new_at_each_poll_once_and_in_order(
    total: int, events: list[tuple[int, set[int]]], lost: int, largest: int
) -> None:
    """Whatever is created and deleted between two polls, the cursor's own item included."""
    alive = list(range(total))
    happenings, expected, created = {}, [], total
    for second, (number, gone) in enumerate(events, 1):
        new = range(created, created + number)
        created += number

        def happen(service: Service, new: range = new, gone: set[int] = gone) -> None:
            service.add(*new)
            service.delete(*gone)

        happenings[float(second)] = happen
        alive = [each for each in [*alive, *new] if each not in gone]
        expected += [each for each in alive if each >= total and each not in expected]

    found, _ = watched(
        lambda: Service.of(range(total), lost=lost, largest=largest),
        happenings,
        interval=1.0,
        timeout=float(len(events)),
    )

    assert expected == found


def test_new_is_what_comes_after_the_first_response() -> None:
    """The checkpoints that the model has already are not given."""
    found, world = watched(
        lambda: Service.of(range(250)), {25: add(250, 251), 30: add(252)}, timeout=60
    )

    assert found == [250, 251, 252]
    assert world.polls == [0, 10, 20, 30, 40, 50, 60]


def test_everything_is_new_on_a_model_without_checkpoints() -> None:
    """Training has just begun."""
    found, _ = watched(Service, {5: add(0, 1)}, interval=5, timeout=5)

    assert found == [0, 1]


def test_watch_resumes_after_a_given_checkpoint_and_reads_a_backlog_without_waits() -> None:
    """Three full pages and a part of one, and only then a wait."""
    found, world = watched(
        lambda: Service.of(range(400)), {10: add(400)}, after=uuid(49), timeout=10
    )

    assert found == list(range(50, 401))
    assert world.polls == [0, 0, 0, 0, 10]


def test_watch_ends_with_a_last_poll_when_its_time_is_up() -> None:
    """It never sleeps past the end, and misses nothing that came by then."""
    found, world = watched(Service, {24.5: add(0)}, interval=10, timeout=25)

    assert found == [0]
    assert world.polls == [0, 10, 20, 25]
    assert world.time == 25


def test_last_poll_has_no_successor() -> None:
    """Though a clock wakes up a little early, as rounding lets it."""
    world = World(Service())
    sleep = world.sleep
    with patch.object(world, "sleep", lambda each: sleep(each * 0.999)), world.client() as sync:
        assert not list(sync.checkpoints.watch("m", timeout=10))

    assert len(world.polls) == 2


def test_timeout_of_zero_gives_what_there_is_and_ends() -> None:
    """All of it, however many pages."""
    found, world = watched(lambda: Service.of(range(250)), after=uuid(0), timeout=0)

    assert found == list(range(1, 250))
    assert world.polls == [0, 0, 0]


def test_polls_keep_their_pace_while_the_caller_works() -> None:
    """`interval` counts from poll to poll; who takes longer finds the next poll at once."""
    world = World(Service(), {10: add(0), 12: add(1), 31: add(2)})
    found = []
    with world.client() as sync:
        for item in sync.checkpoints.watch("m", timeout=55):
            found.append(item.step)
            world.sleep(4 if item.step == 0 else 15)

    assert found == [0, 1, 2]
    assert world.polls == [0, 10, 20, 35, 50, 55]


@pytest.mark.parametrize(
    "failure",
    [
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("late"),
        *(httpx.Response(status) for status in (408, 429, 500, 502, 503, 520)),
    ],
    ids=lambda failure: str(getattr(failure, "status_code", type(failure).__name__)),
)
def test_watch_outlives_failures_that_pass(
    failure: httpx.Response | Exception, caplog: pytest.LogCaptureFixture
) -> None:
    """One line on the logger each, on the first request as on any other."""
    caplog.set_level(logging.INFO, "serverless_training")

    found, world = watched(
        lambda: Service.of([0], failures=deque([failure])),
        {15: add(1), 25: fail(failure), 35: add(2)},
        timeout=50,
    )

    assert found == [1, 2]
    assert world.polls == [0, 10, 20, 30, 40, 50]
    lines = [each for each in caplog.records if each.msg.startswith("watch:")]
    assert [each.levelname for each in lines] == 4 * ["INFO"]
    assert "list_model_checkpoints failed with" in lines[0].getMessage()


@pytest.mark.parametrize(
    ("asked", "timeout", "polls"),
    [("25", 60, [0, 25, 35, 45, 55, 60]), ("3", 20, [0, 10, 20]), ("600", 60, [0])],
    ids=["longer", "shorter", "past-the-end"],
)
def test_watch_waits_as_long_as_the_service_asks(
    asked: str, timeout: float, polls: list[float]
) -> None:
    """At least its own interval, and never past the end: there it is over at once."""
    refused = httpx.Response(429, headers={"Retry-After": asked})

    _, world = watched(lambda: Service.of([0], failures=deque([refused])), timeout=timeout)

    assert polls == world.polls


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (httpx.Response(401), AuthenticationError),
        (httpx.Response(200, content=b"<html>"), DecodeError),
        (untrusted(), ConnectionFailedError),
    ],
    ids=["key", "html", "certificate"],
)
def test_other_failures_end_the_watch(
    failure: httpx.Response | Exception, error: type[Exception]
) -> None:
    """They would come again."""
    found, world = watched(Service, {5: add(0), 15: fail(failure)}, error)

    assert found == [0]
    assert world.polls == [0, 10, 20]


@pytest.mark.parametrize(("lost", "error"), [(404, NotFoundError), (422, UnprocessableEntityError)])
def test_checkpoint_to_go_on_from_that_is_not_there_is_an_error(
    lost: int, error: type[Exception]
) -> None:
    """`after` of the caller's own has nothing before it."""
    found, _ = watched(lambda: Service.of(range(5), lost=lost), error=error, after=uuid(9))

    assert found == []


def test_model_that_is_deleted_ends_the_watch_soon() -> None:
    """It takes a few requests to be sure, not one for each id that was seen."""

    def vanish(service: Service) -> None:
        service.failures.extend(httpx.Response(404) for _ in range(1000))

    found, world = watched(lambda: Service.of(range(500)), {5: vanish}, NotFoundError)

    assert found == []
    assert 2 < len(world.polls) < 12


def test_watch_finds_back_when_much_of_what_it_saw_is_deleted() -> None:
    """The place to go on from is older than a page; what lies between is not given again."""
    found, _ = watched(
        lambda: Service.of(range(5)),
        {
            5: add(*range(5, 700)),
            15: delete(*range(300, 700)),
            16: add(*range(700, 950)),
        },
        timeout=30,
    )

    assert found == list(range(5, 950))


def test_steps_back_double_until_something_is_found() -> None:
    """So that few requests find a place, however much is deleted."""
    found, world = watched(
        lambda: Service.of(range(20)), {5: delete(*range(5, 20)), 15: add(20)}, timeout=20
    )

    assert found == [20]
    asked = [request.url.params.get("after") for request in world.service.requests]
    assert asked == [None, *map(uuid, [19, 18, 17, 15, 11, 3, 4])]


@pytest.mark.parametrize("number", [9, 200])
def test_service_that_ignores_after_ends_the_watch(number: int) -> None:
    """As it ends a listing that goes on from the same item: nothing is given twice."""

    def again(request: httpx.Request) -> httpx.Response:
        first = Service.of(range(number))(
            httpx.Request("GET", request.url.copy_remove_param("after"))
        )
        return httpx.Response(200, content=json.dumps(json.loads(first.content)).encode("utf-8"))

    world = World(Service())
    steps: list[int] = []
    with (
        patch.object(world, "service", again),
        world.client() as sync,
        pytest.raises(PaginationError, match="repeats items"),
    ):
        steps.extend(
            item.step for item in sync.checkpoints.watch("m", after=uuid(number - 1), timeout=30)
        )

    assert len(steps) == len({*steps}) < number


@pytest.mark.parametrize(
    ("arguments", "argument"),
    [
        *(({"interval": value}, "interval") for value in (0, -1, float("nan"), float("inf"), "1")),
        ({"interval": True}, "interval"),
        *(({"timeout": value}, "timeout") for value in (-1, float("nan"), float("inf"), "1", True)),
        ({"after": ""}, "after"),
        ({"model_id": ""}, "model_id"),
        ({"model_id": None}, "model_id"),
    ],
)
def test_watch_refuses_what_it_cannot_use_at_the_call(
    arguments: dict[str, Any], argument: str
) -> None:
    """Not only at the first step of the loop."""
    arguments = {"model_id": "m"} | arguments
    service = Service()
    with client(service) as sync, pytest.raises(InvalidArgumentError, match=argument) as caught:
        sync.checkpoints.watch(**arguments)

    assert argument == caught.value.argument
    with pytest.raises(InvalidArgumentError, match=argument):
        async_client(service).checkpoints.watch(**arguments)
    assert service.requests == []


def test_nothing_is_sent_before_the_first_step() -> None:
    """The watch begins there, and so does its time."""
    world = World(Service.of([0]), {100: add(1), 205: add(2)})
    with world.client() as sync:
        watch = sync.checkpoints.watch("m", timeout=20)
        world.sleep(200)

        assert world.polls == []
        assert [item.step for item in watch] == [2]
    assert world.polls == [200, 210, 220]


def test_watch_of_a_real_server_sees_what_is_added_and_leaves_nothing_running() -> None:
    """Over sockets, with the system's clock, left by `break`."""
    found: list[int] = []
    with serving(shelf=Shelf([0, 1])) as site:

        def add_one() -> None:
            site.shelf.steps.append(len(site.shelf.steps))

        with Client(api_key=KEY, base_url=site.url) as sync:
            watch = sync.checkpoints.watch("m", after=uuid(0), interval=0.01)
            found.append(next(watch).step)
            add_one()
            before = set(threading.enumerate())
            for item in watch:
                found.append(item.step)
                if len(found) == 3:
                    break
                add_one()
            assert set(threading.enumerate()) <= before

        async def again() -> None:
            async with AsyncClient(api_key=KEY, base_url=site.url) as other:
                async for item in other.checkpoints.watch("m", after=uuid(1), interval=0.01):
                    found.append(item.step)
                    if len(found) == 6:
                        break
                    add_one()
                assert asyncio.all_tasks() == {asyncio.current_task()}

        asyncio.run(again())

    assert found == [1, 2, 3, 2, 3, 4]
