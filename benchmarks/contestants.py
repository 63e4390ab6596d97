"""Who is measured: six clients of the same service, each as its own manual would have it used.

Each is made once, and listed with many times, so making it and connecting is not measured.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from benchmarks.listing import Model

PAGE_SIZE = 100
KEY = "benchmark"

# What a client can do with models, by name: `loop` takes the list of each in turn, `many` all at
# once, `iterate` keeps nothing. The first two return the lists, the third the number of items.
Jobs = Mapping[str, Callable[[Sequence[Model]], Any]]
Contestant = Callable[[str], AbstractContextManager[Jobs]]


def _least(get: Callable[[str], bytes]) -> Jobs:
    """Do the least that can be done page after page: nothing is checked, items are dicts."""
    import orjson  # noqa: PLC0415  each contestant's process loads what it needs

    def collect(model: Model) -> list[Any]:
        path = f"/v1/preview/models/{model}/checkpoints?limit={PAGE_SIZE}&order=asc"
        items, after = [], ""
        while True:
            answer = orjson.loads(get(path + after))
            items += answer["data"]
            if not answer["has_more"]:
                return items
            after = f"&after={answer['last_id']}"

    return {"loop": lambda models: [*map(collect, models)]}


@contextmanager
def limit(url: str) -> Iterator[Jobs]:
    """Do the least with `http.client`.

    Args:
        url: The server's address.

    Yields:
        `loop`.
    """
    connection = HTTPConnection(urlsplit(url).netloc)

    def get(path: str) -> bytes:
        connection.request("GET", path, headers={"Authorization": f"Bearer {KEY}"})
        return connection.getresponse().read()

    yield _least(get)
    connection.close()


@contextmanager
def httpx_limit(url: str) -> Iterator[Jobs]:
    """Do the least with `httpx.Client`, to tell its share from that of what stands on it.

    Args:
        url: The server's address.

    Yields:
        `loop`.
    """
    import httpx  # noqa: PLC0415

    with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {KEY}"}) as client:
        yield _least(lambda path: client.get(path).content)


@contextmanager
def generated(url: str) -> Iterator[Jobs]:
    """List with the generated package alone.

    Args:
        url: The server's address.

    Yields:
        `loop`.
    """
    from serverless_training_client import AuthenticatedClient  # noqa: PLC0415
    from serverless_training_client.api.models import list_model_checkpoints  # noqa: PLC0415
    from serverless_training_client.types import UNSET  # noqa: PLC0415

    def collect(model: Model) -> list[Any]:
        items: list[Any] = []
        after: Any = UNSET
        while True:
            page: Any = list_model_checkpoints.sync(
                str(model), client=client, limit=PAGE_SIZE, order="asc", after=after
            )
            items += page.data
            if not page.has_more:
                return items
            after = page.last_id

    with AuthenticatedClient(base_url=url, token=KEY) as client:
        yield {"loop": lambda models: [*map(collect, models)]}


@contextmanager
def openai(url: str) -> Iterator[Jobs]:
    """List with the pager of OpenAI's SDK, whose service pages in the same way.

    Args:
        url: The server's address.

    Yields:
        `loop`.
    """
    from openai import BaseModel, OpenAI  # noqa: PLC0415
    from openai.pagination import SyncCursorPage  # noqa: PLC0415

    # Of the SDK's own base class: it leaves items of a plain pydantic class as dicts, which have
    # no attribute `id`, and then takes the first page for the last.
    class Checkpoint(BaseModel):
        id: str
        step: int
        metrics: dict[str, float]

    def collect(model: Model) -> list[Any]:
        return list(
            client.get_api_list(
                f"/v1/preview/models/{model}/checkpoints",
                page=SyncCursorPage[Checkpoint],
                model=Checkpoint,
                options={"params": {"limit": PAGE_SIZE, "order": "asc"}},
            )
        )

    with OpenAI(api_key=KEY, base_url=url) as client:
        yield {"loop": lambda models: [*map(collect, models)]}


@contextmanager
def ours(url: str) -> Iterator[Jobs]:
    """List with `Client`.

    Args:
        url: The server's address.

    Yields:
        All jobs.
    """
    from serverless_training import Client  # noqa: PLC0415

    with Client(api_key=KEY, base_url=url) as client, ThreadPoolExecutor(16) as pool:

        def iterate(models: Sequence[Model]) -> int:
            return sum(1 for model in models for _ in client.checkpoints.list(str(model)))

        def loop(models: Sequence[Model]) -> list[Any]:
            return [client.checkpoints.list(str(model)).collect() for model in models]

        def many(models: Sequence[Model]) -> list[Any]:
            return [*pool.map(lambda model: client.checkpoints.list(str(model)).collect(), models)]

        yield {"iterate": iterate, "loop": loop, "many": many}


@contextmanager
def ours_async(url: str) -> Iterator[Jobs]:
    """List with `AsyncClient`.

    Args:
        url: The server's address.

    Yields:
        All jobs.
    """
    from serverless_training import AsyncClient  # noqa: PLC0415

    client = AsyncClient(api_key=KEY, base_url=url)

    async def iterate(models: Sequence[Model]) -> int:
        count = 0
        for model in models:
            async for _ in client.checkpoints.list(str(model)):
                count += 1
        return count

    async def loop(models: Sequence[Model]) -> list[Any]:
        return [await client.checkpoints.list(str(model)).collect() for model in models]

    async def many(models: Sequence[Model]) -> list[Any]:
        listings = (client.checkpoints.list(str(model)).collect() for model in models)
        return [*await asyncio.gather(*listings)]

    with asyncio.Runner() as runner:
        yield {
            "iterate": lambda models: runner.run(iterate(models)),
            "loop": lambda models: runner.run(loop(models)),
            "many": lambda models: runner.run(many(models)),
        }
        runner.run(client.aclose())


CONTESTANTS: Mapping[str, Contestant] = {
    "http.client and orjson": limit,
    "httpx and orjson": httpx_limit,
    "generated client": generated,
    "OpenAI's pager": openai,
    "Client": ours,
    "AsyncClient": ours_async,
}
