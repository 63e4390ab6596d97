"""The rows of the mock server's table: what is done, and what is wanted."""

import json
import os
import random
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.listing import Model
from benchmarks.mocks import (
    AUTHORIZATION,
    COMMAND,
    KEY,
    SPEC,
    connected,
    fill,
    free_port,
    get,
    mock,
    peer,
)
from benchmarks.processes import BenchmarkError
from benchmarks.ratios import Result, megabytes, per_second, take_turns
from benchmarks.tools import Tools, installed

_PATH = "/v1/preview/models/{}/checkpoints"
_FIRST_PAGE = f"{_PATH.format('model-1')}?limit=20"


@dataclass(frozen=True)
class Scale:
    """How much is done.

    Attributes:
        rounds: How often each contestant does its work.
        load_seconds: How long each is asked in one round.
        connections: How many ask it at once.
        many: Checkpoints in a large database.
        few: Checkpoints in a small one.
        pages: Pages read in one round at each depth.
    """

    rounds: int = 5
    load_seconds: int = 5
    connections: int = 10
    many: int = 1_000_000
    few: int = 1_000
    pages: int = 400


FULL = Scale()
QUICK = Scale(rounds=2, load_seconds=1, many=2_000, few=1_000, pages=10)


def throughput(scale: Scale) -> list[Result]:
    """Serve pages as fast as they are asked for, beside Prism."""
    with ExitStack() as stack:
        tools = stack.enter_context(installed())
        urls = {"mock": stack.enter_context(mock("--models", "1", "--checkpoints", "1000"))}
        for name, options in {"Prism": (), "Prism, silent": ("--verboseLevel", "silent")}.items():
            port = free_port()
            command = [*tools.prism(SPEC, port), *options]
            urls[name] = stack.enter_context(peer(command, port))
        with connected(urls["mock"]) as connection:
            last_id = json.loads(get(connection, _FIRST_PAGE))["last_id"]
        asked = {"": _FIRST_PAGE, ", with a cursor": f"{_FIRST_PAGE}&after={last_id}"}
        _check(urls, asked)
        return [
            result
            for what, target in asked.items()
            for result in _throughput(tools, urls, what, target, scale)
        ]


def _check(urls: Mapping[str, str], asked: Mapping[str, str]) -> None:
    """Look that ours answers with what was asked for, and the others with a page at all."""
    for name, url in urls.items():
        with connected(url) as connection:
            for target in asked.values():
                count = len(json.loads(get(connection, target))["data"])
                if count != 20 and name == "mock":
                    raise BenchmarkError(f"A page of 20 has {count} items.")


def _throughput(
    tools: Tools, urls: Mapping[str, str], what: str, target: str, scale: Scale
) -> list[Result]:
    def load(url: str, seconds: int) -> float:
        return tools.load(
            url + target, AUTHORIZATION, seconds=seconds, connections=scale.connections
        )

    for url in urls.values():
        load(url, 1)  # compilers that learn while they run have learnt
    turns = {name: partial(load, url, scale.load_seconds) for name, url in urls.items()}
    figures = take_turns(turns, scale.rounds)
    ours = figures.pop("mock")
    work = f"pages of 20{what}, {scale.connections} connections: requests per second"
    return [
        Result(work, "mock", ours, name, theirs, aim, per_second, least=True)
        for (name, theirs), aim in zip(figures.items(), (3.0, None), strict=True)
    ]


def depth(scale: Scale) -> list[Result]:
    """Read pages of a large list and of a small one, at its beginning, middle and end."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        lists = []
        for count in (scale.many, scale.few):
            file = Path(folder, f"{count}.db")
            fill(file, count)
            url = stack.enter_context(mock("--db", str(file)))
            lists.append((Model(1, count), stack.enter_context(connected(url))))
        return [
            _depth(lists, place, order, scale)
            for order in ("asc", "desc")
            for place in ("beginning", "middle", "end")
        ]


def _depth(
    lists: list[tuple[Model, HTTPConnection]], place: str, order: str, scale: Scale
) -> Result:
    rng = random.Random(f"{place} {order}")
    figures: list[list[float]] = [[] for _ in lists]
    for _ in range(scale.rounds):
        times: list[list[float]] = [[] for _ in lists]
        for _ in range(scale.pages):
            # Page by page in turns: what disturbs one disturbs the other.
            for (model, connection), spent in zip(lists, times, strict=True):
                cursor = model.identify(_near(place, model.count, rng))
                target = f"{_PATH.format(model)}?limit=20&order={order}&after={cursor}"
                start = time.perf_counter()
                get(connection, target)
                spent.append(time.perf_counter() - start)
        for all_of_them, spent in zip(figures, times, strict=True):
            all_of_them.append(statistics.median(spent))
    work = f"page of 20 after a cursor near the {place}, {order}"
    many, few = (f"{model.count:,}" for model, _ in lists)
    return Result(work, many, figures[0], few, figures[1], 1.3)


def _near(place: str, count: int, rng: random.Random) -> int:
    """Choose a place within a tenth of a list; full pages follow in either order."""
    start = {"beginning": 20, "middle": count * 9 // 20, "end": count * 9 // 10 - 21}[place]
    return rng.randrange(start, start + count // 10)


def growth(scale: Scale) -> list[Result]:
    """Add checkpoints to a file, many and a hundredth of them."""
    few = scale.many // 100

    def measure(count: int) -> tuple[float, float]:
        with tempfile.TemporaryDirectory() as folder:
            took = fill(Path(folder, "mock.db"), count)
        return took.seconds, took.peak

    # Once: it takes long, and memory does not vary.
    (long, much), (short, little) = measure(scale.many), measure(few)
    work = f"`add_checkpoints` of {scale.many:,} to a file"
    return [
        Result(f"{work}: time", "mock", [long], f"{few:,}, a hundred times", [short * 100]),
        Result(f"{work}: peak memory", "mock", [much], f"{few:,}", [little], 1.3, megabytes),
    ]


def start(scale: Scale) -> list[Result]:
    """Start the mock server, until it has answered for the first time."""

    def measure() -> float:
        begin = time.perf_counter()
        with mock("--models", "1") as url, connected(url) as connection:
            get(connection, _FIRST_PAGE)
            return time.perf_counter() - begin

    measure()  # writes what Python caches
    figures = [measure() for _ in range(scale.rounds)]
    return [_against_time("`serverless-training mock`, until its first answer", figures, 1)]


def suite(scale: Scale) -> list[Result]:
    """Judge the mock server with all of the contract suite, as it is by default."""
    del scale  # it has its own
    with _served() as url:
        command = [*COMMAND, "contract", "--base-url", url, "--model-id", "model-1"]
        begin = time.perf_counter()
        ended = subprocess.run(  # noqa: S603  ours
            command, env={**os.environ, "WANDB_API_KEY": KEY}, stdout=subprocess.PIPE,
            encoding="utf-8", check=False,
        )  # fmt: skip
        figure = time.perf_counter() - begin
    if ended.returncode:
        raise BenchmarkError(f"The contract suite ended with {ended.returncode}: {ended.stdout}")
    return [_against_time("`serverless-training contract` on the mock server", [figure], 60)]


@contextmanager
def _served() -> Iterator[str]:
    with mock("--models", "1", "--checkpoints", "250") as url:
        yield url


def _against_time(work: str, figures: list[float], limit_seconds: float) -> Result:
    return Result(work, "ours", figures, "at most", [limit_seconds] * len(figures), 1)


ROWS: Mapping[str, Callable[[Scale], list[Result]]] = {
    "throughput": throughput,
    "depth": depth,
    "growth": growth,
    "start": start,
    "suite": suite,
}
