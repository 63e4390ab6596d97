"""Kill processes that add to a store, again and again, and tell what the next one finds.

`python killing_store.py FILE KILLS add|load`: each process prints a line, `FOUND ACKNOWLEDGED`: how
many items it found, and how many it knew to be kept when it was killed. `add` adds batches of
`BATCH`; `load` appends one endless file, of which nothing is ever acknowledged.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import count

from serverless_training_testing._store import Row, Store, row

BATCH = 20
LIST = "list"
_LONG = "x" * 300


def item(number: int) -> dict[str, object]:
    """Make the item that stands at this place of the list."""
    return {"id": str(number), "step": number, "note": _LONG}


def live(file: str, kind: str, report: int) -> None:
    """Add for ever; tell what was found, and each time what is kept."""
    with closing(Store(file)) as store:
        store.create(LIST)
        number = sum(1 for _ in store.bodies(LIST))
        os.write(report, b"%d\n" % number)
        if kind == "load":
            store.load(_endless(number, report))
        while True:
            store.add(LIST, map(item, range(number, number + BATCH)))
            number += BATCH
            os.write(report, b"%d\n" % number)


def _endless(found: int, report: int) -> Iterator[tuple[str, Row]]:
    for number in count(found):
        if number % 1000 == 0:
            os.write(report, b"%d\n" % found)  # nothing new is kept before the end
        yield LIST, row(item(number))


def main(file: str, kills: str, kind: str) -> None:
    """Fork, wait for a few reports and a moment, kill, and print what was reported."""
    dice = random.Random(0)  # noqa: S311  no secret
    for _ in range(int(kills)):
        mine, theirs = os.pipe()
        process = os.fork()
        if not process:
            live(file, kind, theirs)
        os.close(theirs)
        with os.fdopen(mine, encoding="ascii") as reports:
            lines = [reports.readline() for _ in range(dice.randint(1, 6))]
            end = time.perf_counter() + dice.random() * 0.003
            while time.perf_counter() < end:
                pass
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            lines += reports
        found, *kept = [line.strip() for line in lines]
        print(found, (kept or [found])[-1])


if __name__ == "__main__":
    main(*sys.argv[1:])
