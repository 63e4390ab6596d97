"""How fast and how frugal the client is; `nox -s bench -- client` runs it.

Everything is measured within one run, in turns, against others that do the same work on the same
server, since machines differ and are noisy. `benchmarks/README.md` holds the table.
"""

import argparse
import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path

from benchmarks.processes import BenchmarkError
from benchmarks.ratios import Result, table
from benchmarks.rows import FULL, QUICK, ROWS, Scale

README = Path(__file__).parent / "README.md"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"


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


def insert(text: str, content: str) -> str:
    """Put the table where a page wants it.

    Args:
        text: The page.
        content: What is to stand between the two markers.

    Returns:
        The page with the new table.

    Raises:
        BenchmarkError: The page lacks a marker, or has one twice.
    """
    before, begin, rest = text.partition(BEGIN)
    old, end, after = rest.partition(END)
    if not (begin and end) or BEGIN in old + after or END in before + after:
        raise BenchmarkError(f"The page needs {BEGIN} and then {END}, each once.")
    return f"{before}{begin}\n{content}\n{end}{after}"


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="nox -s bench -- client", description=main.__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, smaller sizes")
    parser.add_argument("--only", choices=ROWS, metavar="ROW", help=f"one of {', '.join(ROWS)}")
    parser.add_argument(
        "--write", nargs="?", type=Path, const=README, metavar="PAGE",
        help="put the table into a page, by default benchmarks/README.md",
    )  # fmt: skip
    options = parser.parse_args()
    if options.write and options.only:
        parser.error("--write wants the whole table: leave out --only")
    if options.write:
        try:
            insert(options.write.read_text(encoding="utf-8"), "")
        except (OSError, BenchmarkError) as error:
            parser.error(f"--write {options.write}: {error}")
    return options


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
    options = arguments()
    scale = QUICK if options.quick else FULL
    try:
        results = measure([options.only] if options.only else [*ROWS], scale)
    except BenchmarkError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    content = f"{table(results)}\n\n{caption(scale)}"
    print(content)
    if options.write:
        page = options.write.read_text(encoding="utf-8")
        options.write.write_text(insert(page, content), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
