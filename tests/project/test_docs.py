"""The pages on testing say the same in both languages, and what they show works."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from serverless_training_cli._app import app
from serverless_training_testing import Fault, MockServer
from serverless_training_testing.contract._pagination import LAWS
from typer.main import get_command

ROOT = Path(__file__).parents[2]
PAGES = ("contract", "testing")
PLUGIN = "serverless_training_testing._pytest_plugin"


def tokens(name: str) -> list[Token]:
    """Parse a page."""
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    return MarkdownIt().enable("table").parse(text)


def blocks(name: str) -> list[str]:
    """List the blocks of Python of a page."""
    return [token.content for token in tokens(name) if token.info == "python"]


def first_cells(name: str, table: int) -> list[str]:
    """Read the first column of one of the tables of a page, without its head."""
    page = tokens(name)
    starts = [index for index, token in enumerate(page) if token.type == "tbody_open"]
    ends = [index for index, token in enumerate(page) if token.type == "tbody_close"]
    rows = page[starts[table] : ends[table]]
    return [rows[at + 2].content for at, token in enumerate(rows) if token.type == "tr_open"]


@pytest.mark.parametrize("page", PAGES)
def test_pages_have_the_same_outline_in_both_languages(page: str) -> None:
    """Headings, tables and lists by place; code to the letter."""
    kinds = {"heading_open", "fence", "tr_open", "td_open", "list_item_open", "paragraph_open"}
    english, japanese = (
        [
            (token.tag, token.info, token.content if token.type == "fence" else "")
            for token in tokens(f"{page}{suffix}.md")
            if token.type in kinds
        ]
        for suffix in ("", ".ja")
    )

    assert english == japanese
    assert len(english) > 50


@pytest.mark.parametrize("page", PAGES)
def test_headings_and_cells_are_japanese(page: str) -> None:
    """Each heading, and each cell that is more than names."""
    found = tokens(f"{page}.ja.md")
    headings = [
        found[index + 1].content
        for index, token in enumerate(found)
        if token.type == "heading_open"
    ]

    assert all(re.search(r"[ぁ-んァ-ン一-龯]", heading) for heading in headings)


@pytest.mark.parametrize("name", ["contract.md", "contract.ja.md"])
def test_laws_are_exactly_those_that_are_judged(name: str) -> None:
    """In the order of the report."""
    assert first_cells(name, 0) == [f"`{law.name}`" for law in LAWS]


@pytest.mark.parametrize("name", ["contract.md", "contract.ja.md"])
def test_options_are_exactly_those_of_the_command(name: str) -> None:
    """Without `--help`, and by their first names."""
    command = get_command(app).commands["contract"]  # type: ignore[attr-defined]  # a group
    options = {f"`{option.opts[0]}`" for option in command.params}

    assert {*first_cells(name, 1)} == options


def test_example_of_the_contract_runs() -> None:
    """As a script; the mock keeps every law."""
    (block,) = blocks("contract.md")

    assert _run("-W", "error", "-c", block).endswith("exit code 0\n")


def test_worked_example_runs(tmp_path: Path) -> None:
    """Each block that names a file is written there, and pytest finds five tests that pass."""
    for block in blocks("testing.md"):
        if named := re.match(r"# (\w+\.py)\n", block):
            (tmp_path / named[1]).write_text(block, encoding="utf-8")

    shown = _run("-m", "pytest", "-q", "-W", "error", "-p", PLUGIN, cwd=tmp_path)

    assert shown.splitlines()[-1].startswith("5 passed"), shown


def test_other_example_runs() -> None:
    """As a script."""
    (block,) = (each for each in blocks("testing.md") if not each.startswith("# "))

    assert _run("-W", "error", "-c", block).startswith("['model-1', 'model-2'] Checkpoint(")


def test_every_fault_of_the_page_can_be_made() -> None:
    """As it is written there."""
    text = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")
    faults = re.findall(r"`(Fault\(.*?\))`", text)

    assert len(faults) > 8
    for each in faults:
        assert isinstance(eval(each, {"Fault": Fault}), Fault), each  # noqa: S307  the page's own


def test_names_of_the_page_are_those_of_the_server() -> None:
    """Methods and attributes that the page speaks of."""
    text = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")
    names = ("add_checkpoints", "import_items", "export_items", "add_fault", "clear_faults")

    for name in (*names, "requests_to"):
        assert f"`{name}" in text
        assert hasattr(MockServer, name)


def _run(*arguments: str, cwd: Path | None = None) -> str:
    paths = os.pathsep.join(filter(None, sys.path))
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": paths, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout
