"""Tables between markers of a Markdown page."""

import argparse
from collections.abc import Iterable
from pathlib import Path

from benchmarks.processes import BenchmarkError

README = Path(__file__).parent / "README.md"


def insert(text: str, content: str, name: str) -> str:
    """Put a table where a page wants it.

    Args:
        text: The page.
        content: What is to stand between the two markers.
        name: The table's name in the markers.

    Returns:
        The page with the new table.

    Raises:
        BenchmarkError: The page lacks a marker, or has one twice.
    """
    opening, closing = markers(name)
    before, begin, rest = text.partition(opening)
    old, end, after = rest.partition(closing)
    if not (begin and end) or opening in old + after or closing in before + after:
        raise BenchmarkError(f"The page needs {opening} and then {closing}, each once.")
    return f"{before}{begin}\n{content}\n{end}{after}"


def markers(name: str) -> tuple[str, str]:
    """Write the lines between which a table stands."""
    return f"<!-- {name}: begin -->", f"<!-- {name}: end -->"


def options(suite: str, description: str | None, rows: Iterable[str]) -> argparse.Namespace:
    """Read the command line of a suite whose table is part of a page.

    Args:
        suite: The suite, and its table.
        description: What it measures.
        rows: The names of its rows.

    Returns:
        `quick`, `only` and `write`. The program ends where a page cannot take the table, before
        anything is measured.
    """
    names = list(rows)
    parser = argparse.ArgumentParser(prog=f"nox -s bench -- {suite}", description=description)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, smaller sizes")
    parser.add_argument("--only", choices=names, metavar="ROW", help=f"one of {', '.join(names)}")
    parser.add_argument(
        "--write", nargs="?", type=Path, const=README, metavar="PAGE",
        help="put the table into a page, by default benchmarks/README.md",
    )  # fmt: skip
    given = parser.parse_args()
    if given.write and given.only:
        parser.error("--write wants the whole table: leave out --only")
    if given.write:
        try:
            insert(given.write.read_text(encoding="utf-8"), "", suite)
        except (OSError, BenchmarkError) as error:
            parser.error(f"--write {given.write}: {error}")
    return given


def write(page: Path, content: str, name: str) -> None:
    """Put a table into a page."""
    text = page.read_text(encoding="utf-8")
    page.write_text(insert(text, content, name), encoding="utf-8")
