"""While the caller works on a page, the next one is on its way; never more than one."""

import asyncio
import threading
import time

import httpx
import pytest
from serverless_training import ServerError

from tests.fakes import Handler, async_client, client, listing


def counted(handler: Handler) -> tuple[list[str], threading.Semaphore, Handler]:
    """Let a handler count what it is asked, and signal it."""
    sent: list[str] = []
    arrived = threading.Semaphore(0)

    def handle(request: httpx.Request) -> httpx.Response:
        sent.append(request.url.params.get("after", ""))
        arrived.release()
        return handler(request)

    return sent, arrived, handle


def test_next_page_is_fetched_while_the_caller_works() -> None:
    """Without being asked for; the one after it waits."""
    sent, arrived, handle = counted(listing(10))
    with client(handle) as sync:
        pages = sync.checkpoints.list("m", page_size=2).pages()
        next(pages)

        assert arrived.acquire(timeout=5)
        assert arrived.acquire(timeout=5)
        assert not arrived.acquire(timeout=0.05)
        assert len(sent) == 2
        next(pages)
        assert arrived.acquire(timeout=5)


def test_next_page_is_fetched_while_the_async_caller_works() -> None:
    """As soon as the event loop has a moment."""
    sent, _, handle = counted(listing(10))

    async def run() -> None:
        async with async_client(handle) as other:
            pages = other.checkpoints.list("m", page_size=2).pages()
            await anext(aiter(pages))
            for _ in range(20):
                await asyncio.sleep(0)

            assert len(sent) == 2

    asyncio.run(run())


@pytest.mark.parametrize("wanted", [1, 2])
def test_nothing_is_fetched_beyond_what_is_wanted(wanted: int) -> None:
    """Neither by `first` nor where `max_items` ends the listing."""
    sent, arrived, handle = counted(listing(10))
    with client(handle) as sync:
        if wanted == 1:
            sync.checkpoints.list("m", page_size=2).first()
        else:
            list(sync.checkpoints.list("m", page_size=2, max_items=2))

        assert arrived.acquire(timeout=5)
        assert not arrived.acquire(timeout=0.05)
    assert len(sent) == 1


def failing_after_first(request: httpx.Request) -> httpx.Response:
    """Serve the first page, and fail from then on."""
    return httpx.Response(500) if "after" in request.url.params else listing(4)(request)


def test_failure_ahead_is_raised_where_its_page_is_wanted() -> None:
    """The items before it are the caller's."""
    given: list[int] = []
    with client(failing_after_first) as sync, pytest.raises(ServerError):
        given.extend(item.step for item in sync.checkpoints.list("m", page_size=2))
    assert given == [0, 1]

    async def run() -> None:
        async with async_client(failing_after_first) as other:
            async for item in other.checkpoints.list("m", page_size=2):
                given.append(item.step)  # noqa: PERF401  what came before the error stays

    with pytest.raises(ServerError):
        asyncio.run(run())
    assert given == [0, 1, 0, 1]


def test_failure_ahead_that_nobody_waits_for_is_nobodys() -> None:
    """A caller who breaks out of the loop hears nothing of it, not even on standard error."""
    with client(failing_after_first) as sync:
        for _ in sync.checkpoints.list("m", page_size=2):
            break

    async def run() -> None:
        async with async_client(failing_after_first) as other:
            async for _ in other.checkpoints.list("m", page_size=2):
                await asyncio.sleep(0.01)
                break

    complaints: list[dict[str, object]] = []

    async def watched() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, said: complaints.append(said))
        await run()

    asyncio.run(watched())
    assert complaints == []


def test_loop_that_is_left_leaves_nothing_running() -> None:
    """The task that fetches ahead ends with the iteration."""

    async def slow(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(10 if "after" in request.url.params else 0)
        return listing(4)(request)

    async def run() -> set[asyncio.Task[object]]:
        async with async_client(slow) as other:
            pages = other.checkpoints.list("m", page_size=2).pages()
            async for _ in pages:
                break
            await pages.aclose()  # type: ignore[attr-defined]
            await asyncio.sleep(0)
            return asyncio.all_tasks() - {asyncio.current_task()}

    started = time.monotonic()
    assert asyncio.run(run()) == set()
    assert time.monotonic() - started < 5
