"""One contestant in a process of its own: takes jobs as lines of JSON, answers each with figures.

So what one contestant has loaded or left behind costs no other one anything. See
`benchmarks.processes` for the other end.
"""

import gc
import json
import resource
import sys
import time
import tracemalloc
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from benchmarks.contestants import CONTESTANTS, Jobs
from benchmarks.listing import Model, step


def facts(item: Any) -> tuple[str, int]:
    """Take the id and the step out of a checkpoint, whichever class it has."""
    if isinstance(item, dict):
        return item["id"], item["step"]
    return str(item.id), item.step


def check(result: Any, models: Sequence[Model]) -> str | None:
    """Look whether a job has listed everything, in order.

    Args:
        result: What the job returned: a list for each model, or the number of all items.
        models: What was asked for.

    Returns:
        What is wrong; `None` if nothing is.
    """
    if isinstance(result, int):
        count = sum(model.count for model in models)
        return None if result == count else f"{result} of {count} checkpoints came"
    if len(result) != len(models):
        return f"{len(result)} of {len(models)} models came"
    for items, model in zip(result, models, strict=True):
        expected = ((str(model.identify(place)), step(place)) for place in range(model.count))
        for place, (found, wanted) in enumerate(zip_longest(map(facts, items), expected)):
            if found != wanted:
                return f"{model}: checkpoint {place} is {found}, not {wanted}"
    return None


def peak_bytes() -> int:
    """Tell the most memory that this process has held, in bytes."""
    # getrusage(2): kilobytes on Linux, bytes on macOS.
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def run(jobs: Jobs, order: dict[str, Any]) -> dict[str, Any]:
    """Do one job.

    Args:
        jobs: What the contestant can do.
        order: `job`; `models` by name; whether to `check` the result, or to `trace` allocations.

    Returns:
        `seconds`, `peak` and, where traced, `traced` (both in bytes); or `fault`, a sentence.
    """
    job, models = jobs[order["job"]], [*map(Model.parse, order["models"])]
    gc.collect()
    if order["trace"]:
        tracemalloc.start()
    start = time.perf_counter()
    result = job(models)
    figures: dict[str, Any] = {"seconds": time.perf_counter() - start, "peak": peak_bytes()}
    if order["trace"]:
        figures["traced"] = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    fault = check(result, models) if order["check"] else None
    return {"fault": fault} if fault else figures


def main(contestant: str, url: str) -> None:
    """Do jobs until the input ends."""
    with CONTESTANTS[contestant](url) as jobs:
        for line in sys.stdin:
            print(json.dumps(run(jobs, json.loads(line))), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
