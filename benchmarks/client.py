"""How fast and how frugal the client is; `nox -s bench -- client` runs it.

Everything is measured within one run, in turns, against others that do the same work on the same
server, since machines differ and are noisy. `benchmarks/README.md` holds the table.
"""

import os
import platform
import sys
from importlib.metadata import version

from benchmarks import page
from benchmarks.processes import BenchmarkError
from benchmarks.ratios import Result, table
from benchmarks.rows import FULL, QUICK, ROWS, Scale

TABLE = "client"


def machine() -> str:
    """Say in neutral words what the figures were taken with."""
    cores = os.cpu_count() or 1
    peers = ", ".join(f"{name} {version(name)}" for name in ("httpx", "openai", "orjson"))
    return f"{cores} core{'s'[: cores > 1]}, Python {platform.python_version()}, {peers}"


def caption(scale: Scale) -> str:
    """Say how the figures were taken."""
    return (
        f"Medians; rounds: {scale.rounds}, without delay and for imports {scale.short_rounds}, for "
        "Python's allocations 1. In parentheses the lowest and highest ratio of any round. "
        f"Measured with {machine()}."
    )


def measure(names: list[str], scale: Scale) -> list[Result]:
    """Measure some rows.

    Args:
        names: Of the rows.
        scale: How much is done.

    Returns:
        The results, in the order of the names.
    """
    results: list[Result] = []
    for name in names:
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        results += ROWS[name](scale)
    return results


def main() -> int:
    """Measure the client against others, and print a Markdown table."""
    options = page.options(TABLE, main.__doc__, ROWS)
    scale = QUICK if options.quick else FULL
    try:
        results = measure([options.only] if options.only else [*ROWS], scale)
    except BenchmarkError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    content = f"{table(results)}\n\n{caption(scale)}"
    print(content)
    if options.write:
        page.write(options.write, content, TABLE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
