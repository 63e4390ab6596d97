"""Medians of times, and a table of them."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        name: What was measured.
        seconds: The median over the rounds.
        found: How many differences were found; `None` where nothing was compared.
    """

    name: str
    seconds: float
    found: int | None = None


def measure(name: str, action: Callable[[], object], rounds: int) -> Row:
    """Time an action.

    Args:
        name: What to call it.
        action: What to time; a number that it returns counts differences.
        rounds: How often.

    Returns:
        The median of the rounds.
    """
    seconds = []
    result: object = None
    for _ in range(rounds):
        result = None
        gc.collect()
        start = time.perf_counter()
        result = action()
        seconds.append(time.perf_counter() - start)
    return Row(name, statistics.median(seconds), result if isinstance(result, int) else None)


def table(rows: list[Row]) -> str:
    """Write the rows below one another, each as a multiple of the first.

    Args:
        rows: At least one.

    Returns:
        Plain text.
    """
    lines = [f"{'':<44} {'ratio':>8} {'seconds':>8} {'found':>6}"]
    for row in rows:
        found = "" if row.found is None else row.found
        ratio = row.seconds / rows[0].seconds
        lines.append(f"{row.name:<44} {ratio:>8.2f} {row.seconds:>8.3f} {found:>6}".rstrip())
    return "\n".join(lines)
