"""How fast the mock server is, and how long it takes to judge it; `nox -s bench -- mock` runs it.

Everything is measured within one run, in turns. `benchmarks/README.md` holds the table.
"""

import os
import platform
import sys
from importlib.metadata import version

from benchmarks import page
from benchmarks.mock_rows import FULL, QUICK, ROWS, Scale
from benchmarks.processes import BenchmarkError
from benchmarks.ratios import Result, table
from benchmarks.tools import AUTOCANNON, PRISM, MissingError

TABLE = "mock"


def caption(scale: Scale) -> str:
    """Say how the figures were taken."""
    cores = os.cpu_count() or 1
    ours = ", ".join(f"{name} {version(name)}" for name in ("uvicorn", "httptools", "uvloop"))
    return (
        f"Medians of {scale.rounds} rounds; growth and the suite once. In parentheses the lowest "
        f"and highest ratio of any round. Measured with {cores} core{'s'[: cores > 1]}, Python "
        f"{platform.python_version()}, {ours}, {PRISM}, {AUTOCANNON}."
    )


def measure(names: list[str], scale: Scale) -> tuple[list[Result], list[str]]:
    """Measure some rows.

    Args:
        names: Of the rows.
        scale: How much is done.

    Returns:
        The results in the order of the names, and a note for each row that cannot be measured here.
    """
    results: list[Result] = []
    notes = []
    for name in names:
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        try:
            results += ROWS[name](scale)
        except MissingError as error:
            notes.append(f"Not measured: {name}, since {error}.")
    return results, notes


def main() -> int:
    """Measure the mock server, and print a Markdown table."""
    options = page.options(TABLE, main.__doc__, ROWS)
    scale = QUICK if options.quick else FULL
    try:
        results, notes = measure([options.only] if options.only else [*ROWS], scale)
    except BenchmarkError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    content = "\n\n".join([*([table(results)] if results else []), *notes, caption(scale)])
    print(content)
    if options.write:
        page.write(options.write, content, TABLE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
