"""Fill a database of the mock server; `python -m benchmarks.fill FILE COUNT`.

Prints what it took, as JSON.
"""

import json
import sys
import time
from collections.abc import Iterator
from typing import Any

from serverless_training_testing import MockServer

from benchmarks.listing import Model, step
from benchmarks.worker import peak_bytes


def checkpoints(model: Model) -> Iterator[dict[str, Any]]:
    """Compute a model's checkpoints, one after another."""
    for place in range(model.count):
        # As many digits as real measurements have.
        metrics = {"loss": 4 / (place + 1.7), "reward": place / (place + 977.3)}
        yield {"id": str(model.identify(place)), "step": step(place), "metrics": metrics}


def main(file: str, count: int) -> None:
    """Add the checkpoints of one model."""
    model = Model(1, count)
    with MockServer(db=file) as server:
        start = time.perf_counter()
        server.add_checkpoints(str(model), checkpoints(model))
        seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "peak": peak_bytes()}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
