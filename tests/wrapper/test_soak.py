"""Two hundred listings at once from a service that fails one request in ten: nothing is lost."""

import asyncio
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Literal

import pytest
from serverless_training import AsyncClient, Client

from tests.fakes import KEY
from tests.network import FAULTS, Seen, Shelf, Step, mixed, serving

Way = Literal["items", "pages", "collect"]
Order = Literal["asc", "desc"]

pytestmark = [pytest.mark.thorough, pytest.mark.unwatched]

TOTAL = 60
SEED = 20261122

# With this many retries, one request in 10^13 fails for good. The timeout is short, since requests
# that get no answer take all of it; one that passes on a busy machine is one more fault.
OPTIONS: dict[str, Any] = {"timeout": 2, "max_retries": 12, "deadline": 600}


@dataclass(frozen=True)
class Job:
    """One listing to read.

    Attributes:
        number: Names a model of its own, so that the seed decides alone what happens to it.
        way: How it is read.
        order: In which order.
        page_size: In pages of which size.
    """

    number: int
    way: Way
    order: Order
    page_size: int

    def listing(self, client: Any) -> Any:
        """Start the listing."""
        name = f"m-{self.number}"
        return client.checkpoints.list(name, order=self.order, page_size=self.page_size)

    def expected(self) -> list[int]:
        """List the steps that it must give."""
        return list(range(TOTAL))[:: 1 if self.order == "asc" else -1]


WAYS: tuple[Way, ...] = ("items", "pages", "collect")
ORDERS: tuple[Order, ...] = ("asc", "desc")
# Three ways, two orders and five sizes have no common factor but two: both clients get them all.
JOBS = [
    Job(number, WAYS[number % 3], ORDERS[number // 2 % 2], (7, 10, 23, 60, 100)[number % 5])
    for number in range(200)
]


def read(client: Client, job: Job) -> list[int]:
    """Read a listing."""
    listing = job.listing(client)
    if job.way == "items":
        return [item.step for item in listing]
    if job.way == "pages":
        return [item.step for page in listing.pages() for item in page.items]
    return [item.step for item in listing.collect()]


async def read_async(client: AsyncClient, job: Job) -> list[int]:
    """Read a listing, asynchronously."""
    listing = job.listing(client)
    if job.way == "items":
        return [item.step async for item in listing]
    if job.way == "pages":
        return [item.step async for page in listing.pages() for item in page.items]
    return [item.step for item in await listing.collect()]


def read_in_threads(url: str, jobs: list[Job]) -> list[list[int]]:
    """Read listings with one client in several threads."""
    with Client(api_key=KEY, base_url=url, **OPTIONS) as client, ThreadPoolExecutor(8) as pool:
        return list(pool.map(lambda job: read(client, job), jobs))


def read_in_tasks(url: str, jobs: list[Job]) -> list[list[int]]:
    """Read listings with one asynchronous client in several tasks."""

    async def run() -> list[list[int]]:
        room = asyncio.Semaphore(8)
        async with AsyncClient(api_key=KEY, base_url=url, **OPTIONS) as client:

            async def one(job: Job) -> list[int]:
                async with room:
                    return await read_async(client, job)

            return await asyncio.gather(*map(one, jobs))

    return asyncio.run(run())


def test_faults_lose_repeat_and_reorder_nothing() -> None:
    """Items, pages and collections in both orders, in threads and in tasks, all at once."""
    plan, happened = mixed(SEED), Counter[Step]()

    def choose(seen: Seen) -> Step:
        step = plan(seen)
        happened[step] += 1
        return step

    with (
        serving(choose, shelf=Shelf(list(range(TOTAL)))) as site,
        ThreadPoolExecutor(2) as pool,
    ):
        threads = pool.submit(read_in_threads, site.url, JOBS[::2])
        tasks = pool.submit(read_in_tasks, site.url, JOBS[1::2])
        found = [threads.result(), tasks.result()]

    expected = [job.expected() for job in JOBS]
    assert expected[::2] == found[0]
    assert expected[1::2] == found[1]
    assert set(FAULTS) <= set(happened)
