"""The table of mutants in docs/contract.md, in both languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.catalog import MUTANTS

DOCS = Path(__file__).parent.parent.parent / "docs"
PAGES = {"en": DOCS / "contract.md", "ja": DOCS / "contract.ja.md"}
BEGIN, END = "<!-- mutants: begin -->", "<!-- mutants: end -->"
NOBODY = "–"

_HEADS = {
    "en": ("mutant", "what is wrong", "killed by the laws", "killed by schemathesis alone"),
    "ja": ("ミュータント", "誤り", "検出した法則", "schemathesis だけによる検出"),
}
_UNKNOWN = {"en": "not run", "ja": "未実行"}


@dataclass(frozen=True)
class Killed:
    """What killed a mutant.

    Attributes:
        laws: The laws that it broke; empty if it lives.
        checks: The checks of schemathesis that failed, when it judged alone.
    """

    laws: tuple[str, ...]
    checks: tuple[str, ...]


def table(language: str, killed: Mapping[str, Killed]) -> str:
    """Write the table.

    Args:
        language: `en` or `ja`.
        killed: By name of the mutant.

    Returns:
        Markdown, one row for each mutant.
    """
    rows = [_HEADS[language], ("---",) * 4]
    for mutant in MUTANTS:
        sentence = mutant.sentence if language == "en" else mutant.japanese
        found = killed.get(mutant.name)
        by = (_cell(found.laws), _cell(found.checks)) if found else (_UNKNOWN[language],) * 2
        rows.append((f"`{mutant.name}`", sentence, *by))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def insert(page: str, content: str) -> str:
    """Put a table between the markers of a page.

    Raises:
        ValueError: The page lacks a marker.
    """
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{content}\n{END}{after}"


def read(page: str) -> list[list[str]]:
    """Read the rows of the table back: the text of their cells."""
    inside = page.partition(BEGIN)[2].partition(END)[0]
    lines = [line for line in inside.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def _cell(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or NOBODY
