"""The rows of the table: what is done, by whom, and what ratio is wanted."""

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial

from benchmarks.listing import Model
from benchmarks.processes import Worker, interpreter_seconds, serving, working
from benchmarks.ratios import Result, megabytes, take_turns

LIMIT, HTTPX = "http.client and orjson", "httpx and orjson"
GENERATED, OPENAI = "generated client", "OpenAI's pager"
OURS = ("Client", "AsyncClient")
LOOP = "`Client` in a loop"


@dataclass(frozen=True)
class Scale:
    """How much is done.

    Attributes:
        rounds: How often each contestant does its work.
        short_rounds: The same where one takes a second or less.
        delay_seconds: What a round trip takes where it is not nothing.
        distant: Checkpoints listed over such a way.
        near: Checkpoints listed without it.
        many: Checkpoints iterated to see how memory grows.
        few: Checkpoints that this is measured against.
        traced: Checkpoints iterated while allocations are traced.
        models: Models listed at once, of 100 checkpoints each.
    """

    rounds: int = 5
    short_rounds: int = 11
    delay_seconds: float = 0.05
    distant: int = 5_000
    near: int = 20_000
    many: int = 1_000_000
    few: int = 10_000
    traced: int = 50_000
    models: int = 200

    @property
    def trip(self) -> str:
        """The round trip, in words."""
        return f"{self.delay_seconds * 1000:g} ms round trip"


FULL = Scale()
QUICK = Scale(1, 2, 0.005, distant=500, near=500, many=2_000, few=1_000, traced=2_000, models=8)


@contextmanager
def _contest(names: Sequence[str], delay_seconds: float = 0.0) -> Iterator[list[Worker]]:
    with serving(delay_seconds) as url, ExitStack() as stack:
        yield [stack.enter_context(working(name, url)) for name in names]


def _seconds(worker: Worker, job: str, models: Sequence[Model]) -> float:
    return worker.run(job, models).seconds


def _collect(
    names: Sequence[str], model: Model, rounds: int, delay_seconds: float = 0.0
) -> dict[str, list[float]]:
    with _contest(names, delay_seconds) as workers:
        for worker in workers:
            worker.run("loop", [model], check=True)
        turns = {one.name: partial(_seconds, one, "loop", [model]) for one in workers}
        return take_turns(turns, rounds)


def distant(scale: Scale) -> list[Result]:
    """List one model over a long way."""
    names = [LIMIT, *OURS]
    figures = _collect(names, Model(1, scale.distant), scale.rounds, scale.delay_seconds)
    work = f"{scale.distant:,} checkpoints, {scale.trip}: `collect()`"
    return [Result(work, name, figures[name], LIMIT, figures[LIMIT], 1.1) for name in OURS]


def near(scale: Scale) -> list[Result]:
    """List one model where the way costs nothing."""
    aims = {GENERATED: 1.0, OPENAI: 0.35, HTTPX: None, LIMIT: None}
    figures = _collect([*aims, *OURS], Model(1, scale.near), scale.short_rounds)
    work = f"{scale.near:,} checkpoints, no delay: `collect()`"
    return [
        Result(work, name, figures[name], peer, figures[peer], aim)
        for name in OURS
        for peer, aim in aims.items()
    ]


def memory(scale: Scale) -> list[Result]:
    """Iterate over many checkpoints, which must not need more memory than few."""

    def measure(name: str, count: int, *, trace: bool) -> float:
        with working(name, url) as worker:
            figures = worker.run("iterate", [Model(1, count)], check=True, trace=trace)
        return figures.traced if trace else figures.peak

    def grow(name: str, what: str, count: int, rounds: int, aim: float | None) -> Result:
        trace = aim is None
        turns = {
            f"{each:,}": partial(measure, name, each, trace=trace) for each in (count, scale.few)
        }
        work = f"iterate {count:,} checkpoints against {scale.few:,}: {what}"
        much, little = take_turns(turns, rounds).values()
        return Result(work, name, much, f"{scale.few:,}", little, aim, megabytes)

    # Processes that run at the same time slow one another down, but need no more memory.
    with serving() as url, ThreadPoolExecutor(len(OURS)) as pool:
        peaks = pool.map(
            lambda name: grow(name, "peak of the process", scale.many, scale.rounds, 1.1), OURS
        )
        # Exact, hence once; and several times slower, hence of fewer.
        traced = pool.map(
            lambda name: grow(name, "peak of Python's allocations", scale.traced, 1, None), OURS
        )
        return [*peaks, *traced]


def models(scale: Scale) -> list[Result]:
    """List many models at once, against one after another."""
    asked = [Model(number, 100) for number in range(1, scale.models + 1)]
    with _contest(OURS, scale.delay_seconds) as workers:
        for worker in workers:
            worker.run("many", asked, check=True)
        turns = {one.name: partial(_seconds, one, "many", asked) for one in workers}
        turns[LOOP] = partial(_seconds, workers[0], "loop", asked)
        figures = take_turns(turns, scale.rounds)
    work = f"{scale.models} models x 100 checkpoints, {scale.trip}: 16 threads, `gather`"
    return [Result(work, name, figures[name], LOOP, figures[LOOP], 1 / 12) for name in OURS]


def start(scale: Scale) -> list[Result]:
    """Import the package, against what it stands on."""
    codes = {name: f"import {name}" for name in ("httpx", "serverless_training")} | {"": "pass"}
    turns = {name: partial(interpreter_seconds, code) for name, code in codes.items()}
    take_turns(turns, 1)  # writes what Python caches
    figures = take_turns(turns, scale.short_rounds)
    bare = statistics.median(figures[""])
    theirs, mine = ([figure - bare for figure in figures[name]] for name in list(codes)[:2])
    work = "import, less the interpreter's start"
    return [Result(work, "`serverless_training`", mine, "`httpx`", theirs, 0.4)]


ROWS: Mapping[str, Callable[[Scale], list[Result]]] = {
    "distant": distant,
    "near": near,
    "memory": memory,
    "models": models,
    "import": start,
}
