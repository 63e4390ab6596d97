"""A call that is cancelled leaves nothing behind: no task, and no failure that nobody has seen."""

import asyncio
import gc
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from serverless_training import AsyncClient

from tests.fakes import KEY, URL, listing
from tests.network import LONGEST_SECONDS, drip, fine, head, script, serving

PATIENCE_SECONDS = 8


class Breaking(httpx.AsyncBaseTransport):
    """Breaks while the caller is cancelled, in one of three ways.

    Args:
        moment: When it breaks: as it cancels its caller, when it is cancelled itself, or only after
            its caller was cancelled twice.
        fine: How many requests are answered before.
    """

    def __init__(self, moment: str, fine: int = 0) -> None:
        self.moment, self.fine = moment, fine
        self.caller: asyncio.Task[Any] | None = None
        self.asked, self.stopped, self.broken = (asyncio.Event() for _ in range(3))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer, or break."""
        if self.fine:
            self.fine -= 1
            return listing(40)(request)
        self.asked.set()
        if self.moment == "at once":
            assert self.caller
            self.caller.cancel()
        else:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                self.stopped.set()
                if self.moment == "later":
                    await self.until_broken()
        raise httpx.ReadError("it broke")

    async def until_broken(self) -> None:
        """Wait, whoever cancels."""
        while not self.broken.is_set():
            try:
                await self.broken.wait()
            except asyncio.CancelledError:
                continue


async def first(client: AsyncClient) -> Any:
    """Send one request."""
    return await client.checkpoints.latest("m")


async def walk(client: AsyncClient) -> Any:
    """Read item by item."""
    return [each async for each in client.checkpoints.list("m", page_size=2)]


async def collect(client: AsyncClient) -> Any:
    """Read all at once."""
    return await client.checkpoints.list("m", page_size=2).collect()


async def many(client: AsyncClient) -> Any:
    """Read several models at once."""
    listings = (client.checkpoints.list(model).collect() for model in ("m", "n", "o"))
    return await asyncio.gather(*listings)


@pytest.mark.parametrize("read", [first, walk, collect, many])
@pytest.mark.parametrize("moment", ["at once", "when cancelled", "later"])
def test_failure_of_a_call_that_is_cancelled_is_not_reported_as_never_seen(
    moment: str, read: Callable[[AsyncClient], Awaitable[Any]]
) -> None:
    """The caller gets the cancellation, and the event loop has nothing to complain about."""
    complaints: list[dict[str, Any]] = []

    async def run() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: complaints.append(context))
        way = Breaking(moment, fine=3 if read in (walk, collect) else 0)
        http = httpx.AsyncClient(transport=way)
        client = AsyncClient(api_key=KEY, base_url=URL, http_client=http, max_retries=0)
        way.caller = asyncio.ensure_future(read(client))
        await asyncio.wait_for(way.asked.wait(), PATIENCE_SECONDS)
        way.caller.cancel()
        if moment == "later":
            await asyncio.wait_for(way.stopped.wait(), PATIENCE_SECONDS)
            way.caller.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(way.caller, PATIENCE_SECONDS)
        way.broken.set()
        way.caller = None
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        if rest:
            await asyncio.wait(rest, timeout=PATIENCE_SECONDS)
        rest.clear()
        gc.collect()

    asyncio.run(run())
    gc.collect()
    assert complaints == []


@pytest.mark.parametrize("start", [b"", head(200, Content_Length="99999")], ids=["head", "body"])
@pytest.mark.parametrize("times", [1, 3])
def test_connection_of_a_call_that_is_cancelled_is_free_again(start: bytes, times: int) -> None:
    """However often it is cancelled: the pool has one place here."""

    async def run() -> None:
        limits, asked = httpx.Limits(max_connections=1), asyncio.Event()

        async def seen(_: object) -> None:
            asked.set()

        hooks = {"request" if start == b"" else "response": [seen]}
        async with httpx.AsyncClient(limits=limits, event_hooks=hooks) as http:
            client = AsyncClient(api_key=KEY, base_url=site.url, http_client=http)
            task = asyncio.ensure_future(client.checkpoints.latest("m"))
            async with asyncio.timeout(LONGEST_SECONDS):
                await asked.wait()
                for _ in range(times):
                    await asyncio.sleep(0)
                    task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
                assert await client.checkpoints.latest("m")

    with serving(script(drip(start, b" "), fine)) as site:
        asyncio.run(run())
