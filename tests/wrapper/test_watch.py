"""Watching a model: each new checkpoint once, the oldest first, whatever happens meanwhile."""

import asyncio
import json
import logging
import ssl
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from itertools import count
from typing import Any
from unittest.mock import patch

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from serverless_training import (
    AsyncCheckpoints,
    AsyncClient,
    AuthenticationError,
    Checkpoint,
    Checkpoints,
    Client,
    ConnectionFailedError,
    DecodeError,
    InvalidArgumentError,
    NotFoundError,
    PaginationError,
    UnprocessableEntityError,
)
from serverless_training import _seen as seen_module
from serverless_training import _watch as watch_module
from serverless_training._seen import Seen
from serverless_training._watch import ASYNC_CLOCK, CLOCK, Clock
from serverless_training_testing import MockServer

from tests.fakes import async_client, client, uuid
from tests.service import Service

Happenings = Mapping[float, Callable[[Service], None]]


class World:
    """A service, and a time that passes only when somebody sleeps.

    Attributes:
        service: What is watched.
        time: Seconds since the beginning.
        polls: When each request was sent.
    """

    def __init__(self, service: Service, happenings: Happenings) -> None:
        """Begin at time 0."""
        self.service = service
        self.time = 0.0
        self.polls: list[float] = []
        self._coming = sorted(happenings.items(), key=lambda entry: entry[0])

    def handle(self, request: httpx.Request) -> httpx.Response:
        """Answer a request, and note when."""
        self.polls.append(self.time)
        return self.service(request)

    def now(self) -> float:
        """Tell the time."""
        return self.time

    def sleep(self, seconds: float) -> None:
        """Let time pass, and happen what is to happen by then."""
        assert seconds > 0
        self.time += seconds
        while self._coming and self._coming[0][0] <= self.time:
            self._coming.pop(0)[1](self.service)

    async def sleep_async(self, seconds: float) -> None:
        """Do the same for who awaits."""
        self.sleep(seconds)

    def watch(self, **arguments: Any) -> Iterator[Checkpoint]:
        """Watch the service with the synchronous client."""
        with client(self.handle, **NO_RETRIES) as sync:
            listing = sync.checkpoints._listing
            yield from Checkpoints(listing, Clock(self.now, self.sleep)).watch("m", **arguments)

    async def watch_async(self, **arguments: Any) -> AsyncIterator[Checkpoint]:
        """Watch the service with the asynchronous client."""
        async with async_client(self.handle, **NO_RETRIES) as other:
            clock = Clock(self.now, self.sleep_async)
            checkpoints = AsyncCheckpoints(other.checkpoints._listing, clock)
            async for item in checkpoints.watch("m", **arguments):
                yield item


NO_RETRIES = {"max_retries": 0}


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
    world, again = World(make(), happenings or {}), World(make(), happenings or {})
    found: list[int] = []
    other: list[int] = []

    def run() -> None:
        for item in world.watch(**arguments):
            found.append(item.step)  # noqa: PERF401  what came before an error counts

    async def run_async() -> None:
        async for item in again.watch_async(**arguments):
            other.append(item.step)  # noqa: PERF401  likewise

    if error is None:
        run()
        asyncio.run(run_async())
    else:
        with pytest.raises(error):
            run()
        with pytest.raises(error):
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
    page_size=st.integers(7, 9),
)
def test_watch_gives_what_is_new_at_each_poll_once_and_in_order(
    total: int, events: list[tuple[int, set[int]]], lost: int, page_size: int
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

    with patch.object(watch_module, "PAGE_SIZE", page_size):
        found, _ = watched(
            lambda: Service.of(range(total), lost=lost),
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
    world = World(Service(), {})
    early = Clock(world.now, lambda seconds: world.sleep(seconds * 0.999))
    with client(world.handle) as sync:
        assert not list(Checkpoints(sync.checkpoints._listing, early).watch("m", timeout=10))

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
    for item in world.watch(timeout=55):
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


def test_watch_remembers_a_bounded_number_of_ids() -> None:
    """A watch of weeks does not grow."""
    with patch.object(seen_module, "REMEMBERED", 10):
        seen = Seen([None])
        service = Service.of(range(100))
        with client(service) as sync:
            for page in sync.checkpoints.list("m", page_size=7).pages():
                new, moved = seen.add(page.items)
                assert len(new) == len(page.items)
                assert moved

        assert seen.cursor == uuid(99)
        while seen.step_back():
            pass
        assert seen.cursor == uuid(90)


def test_steps_back_double_until_something_is_found() -> None:
    """So that few requests find a place, however much is deleted."""
    service = Service.of(range(20))
    with client(service) as sync:
        items = sync.checkpoints.list("m").collect()
    seen = Seen([None])
    seen.add(items)

    def back() -> str | None:
        assert seen.step_back()
        return seen.cursor

    assert [back(), back(), back()] == [uuid(18), uuid(16), uuid(12)]
    assert seen.add(items[13:15]) == ([], True)
    assert seen.cursor == uuid(14)
    assert [back(), back()] == [uuid(13), uuid(11)]


def test_cursor_never_moves_back_by_itself() -> None:
    """A service that repeats an early page is not followed there."""
    with client(Service.of(range(20))) as sync:
        items = sync.checkpoints.list("m").collect()
    seen = Seen([None])
    seen.add(items)

    assert seen.add(items[:5]) == ([], False)
    assert seen.cursor == uuid(19)


@pytest.mark.parametrize("number", [9, 200])
def test_nothing_old_is_new_where_the_service_ignores_after(number: int) -> None:
    """The watch ends as a listing does that goes on from the same item."""

    def again(request: httpx.Request) -> httpx.Response:
        first = Service.of(range(number))(
            httpx.Request("GET", request.url.copy_remove_param("after"))
        )
        return httpx.Response(200, content=json.dumps(json.loads(first.content)).encode("utf-8"))

    world = World(Service(), {})
    with (
        patch.object(world, "service", again),
        patch.object(watch_module, "PAGE_SIZE", 10),
        pytest.raises(PaginationError, match="repeats items"),
    ):
        next(iter(world.watch(after=uuid(number - 1), interval=1, timeout=3)))


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
    watch = world.watch(timeout=20)
    world.sleep(200)

    assert world.polls == []
    assert [item.step for item in watch] == [2]
    assert world.polls == [200, 210, 220]


def test_watch_of_a_real_server_sees_what_is_added_and_leaves_nothing_running() -> None:
    """Over sockets, with the system's clock, left by `break`."""
    numbers = count()
    found: list[int] = []
    with MockServer() as server:

        def add_one() -> None:
            number = next(numbers)
            server.add_checkpoints("m", [{"id": uuid(number), "step": number, "metrics": {}}])

        add_one()
        add_one()
        before = set(threading.enumerate())
        with Client(api_key=server.api_key, base_url=server.url) as sync:
            for item in sync.checkpoints.watch("m", after=uuid(0), interval=0.01):
                found.append(item.step)
                if len(found) == 3:
                    break
                add_one()
            assert set(threading.enumerate()) <= before

        async def again() -> None:
            async with AsyncClient(api_key=server.api_key, base_url=server.url) as other:
                async for item in other.checkpoints.watch("m", after=uuid(1), interval=0.01):
                    found.append(item.step)
                    if len(found) == 6:
                        break
                    add_one()
                assert asyncio.all_tasks() == {asyncio.current_task()}

        asyncio.run(again())

    assert found == [1, 2, 3, 2, 3, 4]


def test_watch_has_its_time_from_the_system() -> None:
    """Every other test brings a clock of its own; sleeping is counted here, not waited for."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    assert (CLOCK.now, CLOCK.sleep, ASYNC_CLOCK.now) == (time.monotonic, time.sleep, time.monotonic)
    with patch.object(asyncio, "sleep", sleep):
        asyncio.run(ASYNC_CLOCK.sleep(10))  # type: ignore[arg-type]  # a coroutine
    assert slept == [10]
