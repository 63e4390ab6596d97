"""Listing many models at once."""

import asyncio
import contextvars
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from serverless_training import (
    AsyncClient,
    InvalidArgumentError,
    ModelCheckpoints,
    NotFoundError,
)

from tests.fakes import Handler, async_client, client
from tests.network import LONGEST_SECONDS
from tests.service import Service


def models(**sizes: int) -> Handler:
    """Serve models by name; others are unknown."""
    services = {name: Service.of(range(size)) for name, size in sizes.items()}

    def handle(request: httpx.Request) -> httpx.Response:
        name = request.url.path.split("/")[-2]
        return services[name](request) if name in services else httpx.Response(404)

    return handle


def awaiting(handler: Any) -> AsyncClient:
    """Make an asynchronous client whose requests go to a coroutine function."""
    return async_client(handler)


def many(handler: Handler, model_ids: Any, **arguments: Any) -> list[ModelCheckpoints]:
    """List models, and see that the asynchronous client gives the same."""
    wanted = list(model_ids) if isinstance(model_ids, Iterator) else model_ids
    with client(handler) as sync:
        found = sync.checkpoints.list_many(wanted, **arguments)

    async def again() -> list[ModelCheckpoints]:
        async with async_client(handler) as other:
            return await other.checkpoints.list_many(wanted, **arguments)

    assert [outline(each) for each in found] == [outline(each) for each in asyncio.run(again())]
    return found


def outline(result: ModelCheckpoints) -> tuple[str, int | type[Exception]]:
    """Say what came of a model: how many checkpoints, or which error."""
    return result.model_id, type(result.error) if result.error else len(result.checkpoints)


@settings(max_examples=50)
@given(sizes=st.lists(st.integers(0, 250), max_size=6), concurrency=st.integers(1, 14))
def test_results_come_in_the_order_of_the_ids(sizes: list[int], concurrency: int) -> None:
    """Whatever their number and size, and whichever way the pages are read."""
    handler = models(**{f"m{number}": size for number, size in enumerate(sizes)})

    found = many(handler, [f"m{number}" for number in range(len(sizes))], concurrency=concurrency)

    assert [each.model_id for each in found] == [f"m{number}" for number in range(len(sizes))]
    for each, size in zip(found, sizes, strict=True):
        assert [item.step for item in each.checkpoints] == list(range(size))


def test_ids_may_be_any_iterable_and_repeat() -> None:
    """Each gets its result."""
    with client(models(a=1, b=2)) as sync:
        found = sync.checkpoints.list_many(name for name in ("b", "a", "b"))

    assert [outline(each) for each in found] == [("b", 2), ("a", 1), ("b", 2)]


def test_model_that_fails_stops_no_other_and_is_no_empty_one() -> None:
    """Its result raises the error instead of giving checkpoints."""
    found = many(models(a=3, empty=0), ["a", "unknown", "empty", ".."])

    assert [outline(each) for each in found] == [
        ("a", 3),
        ("unknown", NotFoundError),
        ("empty", 0),
        ("..", InvalidArgumentError),
    ]
    assert found[2].checkpoints == []
    for _ in range(2):
        with pytest.raises(NotFoundError) as caught:
            _ = found[1].checkpoints
        assert caught.value is found[1].error


def test_results_are_short_to_look_at() -> None:
    """Hundreds of checkpoints do not fill the screen."""
    found = many(models(a=250), ["a"])

    assert repr(found) == "[<ModelCheckpoints of 'a': 250 checkpoints>]"


class Counted:
    """A handler that takes its time and knows how many requests were under way at most."""

    def __init__(self, handler: Handler) -> None:
        """Begin with none."""
        self._handler = handler
        self._lock = threading.Lock()
        self._now = 0
        self.most = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer a request of a thread."""
        with self:
            time.sleep(0.005)
        return self._handler(request)

    async def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer a request of a task."""
        with self:
            await asyncio.sleep(0.005)
        return self._handler(request)

    def __enter__(self) -> None:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._now -= 1


@pytest.mark.parametrize(
    ("number", "concurrency"), [(6, 4), (6, 11), (3, 6), (1, 16), (1, 2), (1, 1), (5, 1)]
)
def test_never_more_requests_at_a_time_than_allowed(number: int, concurrency: int) -> None:
    """A model is read with one request at a time."""
    names = [f"m{each}" for each in range(number)]
    counted = Counted(models(**dict.fromkeys(names, 450)))
    with client(counted) as sync:
        found = sync.checkpoints.list_many(names, concurrency=concurrency)

    assert [len(each.checkpoints) for each in found] == number * [450]
    assert counted.most <= concurrency

    awaited = Counted(models(**dict.fromkeys(names, 450)))

    async def run() -> list[ModelCheckpoints]:
        async with awaiting(awaited.answer) as other:
            return await other.checkpoints.list_many(names, concurrency=concurrency)

    assert [len(each.checkpoints) for each in asyncio.run(run())] == number * [450]
    assert awaited.most <= concurrency


@pytest.mark.parametrize(("number", "concurrency", "together"), [(8, 4, 4), (3, 4, 3), (9, 16, 9)])
def test_as_many_models_at_a_time_as_allowed(number: int, concurrency: int, together: int) -> None:
    """No request is answered before so many are under way."""
    handler = models(a=1)
    gate = threading.Barrier(together, timeout=LONGEST_SECONDS)

    def handle(request: httpx.Request) -> httpx.Response:
        gate.wait()
        return handler(request)

    with client(handle) as sync:
        found = sync.checkpoints.list_many(number * ["a"], concurrency=concurrency)
    assert [len(each.checkpoints) for each in found] == number * [1]

    async def run() -> list[ModelCheckpoints]:
        gate = asyncio.Barrier(together)

        async def handle(request: httpx.Request) -> httpx.Response:
            async with asyncio.timeout(LONGEST_SECONDS):
                await gate.wait()
            return handler(request)

        async with awaiting(handle) as other:
            return await other.checkpoints.list_many(number * ["a"], concurrency=concurrency)

    assert [len(each.checkpoints) for each in asyncio.run(run())] == number * [1]


@pytest.mark.parametrize(
    ("model_ids", "concurrency", "argument"),
    [
        ("model", 16, "model_ids"),
        (b"model", 16, "model_ids"),
        (None, 16, "model_ids"),
        (5, 16, "model_ids"),
        (["m"], 0, "concurrency"),
        (["m"], -1, "concurrency"),
        (["m"], True, "concurrency"),
        (["m"], 2.0, "concurrency"),
        ([], "2", "concurrency"),
    ],
)
def test_unusable_arguments_are_refused_before_anything_is_sent(
    model_ids: Any, concurrency: Any, argument: str
) -> None:
    """A text is no collection of IDs, though Python would take it for one of letters."""
    service = Service()
    with client(service) as sync, pytest.raises(InvalidArgumentError, match=argument) as caught:
        sync.checkpoints.list_many(model_ids, concurrency=concurrency)
    assert argument == caught.value.argument

    async def again() -> None:
        async with async_client(service) as other:
            await other.checkpoints.list_many(model_ids, concurrency=concurrency)

    with pytest.raises(InvalidArgumentError, match=argument):
        asyncio.run(again())
    assert service.requests == []


def test_no_models_give_no_results() -> None:
    """And take no thread."""
    assert many(models(), []) == []


@pytest.mark.parametrize("error", [ZeroDivisionError, SystemExit, IndexError])
def test_errors_that_are_not_ours_are_raised(error: type[BaseException]) -> None:
    """A bug is no property of a model."""

    def handle(request: httpx.Request) -> httpx.Response:
        if "/bad/" in request.url.path:
            raise error
        return models(good=1)(request)

    with client(handle) as sync, pytest.raises(error):
        sync.checkpoints.list_many(["good", "bad", "good"], concurrency=2)

    async def again() -> None:
        async with async_client(handle) as other:
            try:
                await other.checkpoints.list_many(["good", "bad", "good"], concurrency=2)
            finally:
                assert asyncio.all_tasks() == {asyncio.current_task()}

    with pytest.raises(error):
        asyncio.run(again())


def test_errors_that_are_not_ours_wait_for_no_other_model() -> None:
    """Threads are left to themselves and tasks are stopped, though the service never answers."""
    waiting, over = threading.Event(), threading.Event()

    def handle(request: httpx.Request) -> httpx.Response:
        if "/bad/" in request.url.path:
            assert waiting.wait(LONGEST_SECONDS)
            raise ZeroDivisionError
        waiting.set()
        assert over.wait(LONGEST_SECONDS)
        return httpx.Response(404)

    with client(handle) as sync, pytest.raises(ZeroDivisionError):
        sync.checkpoints.list_many(["slow", "bad", "never"], concurrency=2)
    assert not over.is_set()
    over.set()

    async def again() -> None:
        waiting = asyncio.Event()

        async def handle(request: httpx.Request) -> httpx.Response:
            if "/bad/" in request.url.path:
                await waiting.wait()
                raise ZeroDivisionError
            waiting.set()
            await asyncio.Event().wait()
            raise AssertionError

        async with awaiting(handle) as other:
            with pytest.raises(ZeroDivisionError):
                async with asyncio.timeout(LONGEST_SECONDS):
                    await other.checkpoints.list_many(["slow", "bad", "never"], concurrency=2)
            assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(again())


class Slow(threading.Thread):
    """A thread that has done its work, but does not end before somebody waits for that."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.awaited = threading.Event()

    def run(self) -> None:
        """Do the work, and stay."""
        super().run()
        self.awaited.wait(LONGEST_SECONDS)

    def join(self, timeout: float | None = None) -> None:
        """Wait for its end."""
        self.awaited.set()
        super().join(timeout)


def test_no_thread_is_left_and_each_sees_the_callers_context(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Context variables carry what tracing needs."""
    monkeypatch.setattr("serverless_training._many.Thread", Slow)
    variable = contextvars.ContextVar("variable", default="none")
    seen: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(variable.get())
        return models(a=1)(request)

    variable.set("caller")
    before = set(threading.enumerate())
    with client(handle) as sync:
        sync.checkpoints.list_many(10 * ["a"], concurrency=4)

    assert set(threading.enumerate()) <= before
    assert seen == 10 * ["caller"]


def test_cancellation_reaches_every_request() -> None:
    """Nothing goes on after the caller gave up."""

    async def run() -> None:
        under_way = 0
        all_started = asyncio.Event()

        async def handle(_: httpx.Request) -> httpx.Response:
            nonlocal under_way
            under_way += 1
            if under_way == 9:
                all_started.set()
            try:
                await asyncio.Event().wait()
            finally:
                under_way -= 1
            raise AssertionError

        async with awaiting(handle) as other:
            names = [f"m{each}" for each in range(20)]
            listing = asyncio.create_task(other.checkpoints.list_many(names, concurrency=9))
            await all_started.wait()
            listing.cancel()
            with pytest.raises(asyncio.CancelledError):
                await listing
            assert under_way == 0
            assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(run())


@pytest.mark.skipif(sys.platform == "win32", reason="sends the signal of a terminal")
def test_interrupt_returns_though_the_service_does_not_answer() -> None:
    """Ctrl-C waits for nobody."""
    code = """
import signal, sys
from serverless_training import Client
signal.signal(signal.SIGINT, signal.default_int_handler)
with Client(api_key="key", base_url=sys.argv[1], timeout=3600, deadline=3600) as client:
    client.checkpoints.list_many([str(number) for number in range(40)])
"""
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        with subprocess.Popen(
            [sys.executable, "-c", code, url], stderr=subprocess.PIPE, encoding="utf-8"
        ) as process:
            connection, _ = deaf.accept()
            with connection:
                assert connection.recv(1)
                process.send_signal(signal.SIGINT)
                _, errors = process.communicate(timeout=LONGEST_SECONDS)

    assert errors.rstrip().endswith("KeyboardInterrupt")
    assert "list_many" in errors
