"""Tables between markers of a Markdown page."""

import argparse
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


def add_option(parser: argparse.ArgumentParser) -> None:
    """Let a command line say which page a table is put into."""
    parser.add_argument(
        "--write", nargs="?", type=Path, const=README, metavar="PAGE",
        help="put the table into a page, by default benchmarks/README.md",
    )  # fmt: skip


def check_option(parser: argparse.ArgumentParser, options: argparse.Namespace, name: str) -> None:
    """End the program where a page cannot take the table, before anything is measured.

    Args:
        parser: Says so.
        options: With `write` and `only`.
        name: The table's name.
    """
    if options.write and options.only:
        parser.error("--write wants the whole table: leave out --only")
    if options.write:
        try:
            insert(options.write.read_text(encoding="utf-8"), "", name)
        except (OSError, BenchmarkError) as error:
            parser.error(f"--write {options.write}: {error}")


def write(page: Path, content: str, name: str) -> None:
    """Put a table into a page."""
    text = page.read_text(encoding="utf-8")
    page.write_text(insert(text, content, name), encoding="utf-8")
