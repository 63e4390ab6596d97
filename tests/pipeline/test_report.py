"""A comparison is told as text, JSON, Markdown or annotations, and nothing in it can break out."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from pipeline.generate.templates.text import printable
from pipeline.text import cell, code

EVIL = "a`b|c\n::error::\u001b[31m\u202e<b>@x</b>"


def spec(name: str, **parts: Any) -> dict[str, Any]:
    """Build a document with one operation."""
    operation = {"summary": name, "operationId": "list", "responses": {}, **parts}
    return {
        "openapi": "3.1.0",
        "info": {"title": name, "version": "1"},
        "paths": {"/a": {"get": operation}},
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two specs that differ in three places."""
    base = spec("List", deprecated=True, tags=["a"], **{"x-number": 1})
    other = spec("一覧", tags=["ア"], **{"x-number": "1", "x-more": EVIL})
    for name, document in {"openapi.json": base, "openapi.ja.json": other}.items():
        text = json.dumps(document, indent=2, ensure_ascii=False)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def run(root: Path, folder: Path, *options: str) -> str:
    """Compare the two specs of the folder from the command line."""
    process = subprocess.run(
        [sys.executable, "-m", "pipeline", "compare", "openapi.json", "openapi.ja.json", *options],
        cwd=folder, env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert process.returncode == 1, process.stderr
    assert process.stderr == ""
    return process.stdout


EVIL_SHOWN = r"a`b|c\n::error::\u001b[31m\u202e<b>@x</b>"
LAST = "4 differences, 1 note, 0 findings in translations"


def test_text_has_a_line_for_each_difference_and_counts_in_the_last(
    root: Path, folder: Path
) -> None:
    """Kind, pointer, both values; plain where it is not a terminal that reads it."""
    assert run(root, folder).splitlines() == [
        "openapi.ja.json differs from openapi.json:",
        "  missing  /paths/~1a/get/deprecated  true",
        '  changed  /paths/~1a/get/tags/0  "a" -> "ア"',
        '  type     /paths/~1a/get/x-number  1 -> "1"',
        f'  extra    /paths/~1a/get/x-more  "{EVIL_SHOWN}"',
        "  translation: 2 of 2 sentences translated",
        "  title: 1",
        '    /info/title  "List" -> "一覧"',
        LAST,
    ]


def test_text_is_coloured_on_a_terminal_alone(root: Path, folder: Path) -> None:
    """And nothing that a spec says reaches the terminal as a command."""
    primary, secondary = pty.openpty()
    environment = os.environ | {"PYTHONPATH": str(root), "TERM": "xterm"}
    environment.pop("NO_COLOR", None)
    with subprocess.Popen(
        [sys.executable, "-m", "pipeline", "compare", "openapi.json", "openapi.ja.json"],
        cwd=folder, env=environment, stdout=secondary, stderr=secondary,
    ) as process:  # fmt: skip
        os.close(secondary)
        shown = b""
        while chunk := _read(primary):
            shown += chunk
    os.close(primary)
    text = shown.decode("utf-8")

    assert process.returncode == 1
    assert "\x1b[31m  missing" in text
    assert EVIL_SHOWN in re.sub(r"\x1b\[[\d;]*m", "", text)
    assert "\u202e" not in text


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # Linux says so when the other end of a terminal is closed
        return b""


def test_json_holds_everything_untouched(root: Path, folder: Path) -> None:
    """For programs: whole values, both pointers, translations as well."""
    found = json.loads(run(root, folder, "--format", "json"))
    [report] = found["reports"]

    assert found["differences"] == 4
    assert report["base"] == "openapi.json"
    assert report["other"] == "openapi.ja.json"
    assert report["operations"] == 1
    assert report["differences"][-1] == {
        "pointer": "/paths/~1a/get/x-more",
        "other_pointer": "/paths/~1a/get/x-more",
        "kind": "extra",
        "base": None,
        "other": EVIL,
    }
    assert [note["topic"] for note in report["notes"]] == ["title"]
    assert report["translation"]["translated"] == ["/info/title", "/paths/~1a/get/summary"]


def test_markdown_is_a_table_that_no_value_breaks(root: Path, folder: Path) -> None:
    """Read back by a Markdown reader: as many rows as differences, and no markup from a spec."""
    text = run(root, folder, "--format", "markdown")
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    rows = [token for token in tokens if token.type == "tr_open"]
    cells = [token for token in tokens if token.type == "inline"]
    raw = [token.content for token in tokens if token.type == "html_block"]

    assert len(rows) == 1 + 4
    assert any("<b>@x</b>" in child.content for cell in cells for child in cell.children or ())
    assert not any(child.type == "html_inline" for cell in cells for child in cell.children or ())
    assert all(re.fullmatch(r"</?(details|summary)[^@]*", each.strip()) for each in raw)
    assert text.splitlines()[-1] == LAST


def test_github_annotates_the_line_of_each_difference(root: Path, folder: Path) -> None:
    """In the file that has the value; line breaks in a message are escaped."""
    lines = run(root, folder, "--format", "github").splitlines()
    base, other = (
        (folder / name).read_text(encoding="utf-8").splitlines()
        for name in ("openapi.json", "openapi.ja.json")
    )
    number = {"missing": base, "changed": other, "type": other, "extra": other}
    marks = {"missing": "deprecated", "changed": "ア", "type": "x-number", "extra": "x-more"}

    assert len(lines) == 4 + 1 + 1
    for line, kind in zip(lines, marks, strict=False):
        match = re.fullmatch(r"::error file=([\w.]+),line=(\d+),title=(\w+)::(.*)", line)
        assert match
        assert match[3] == kind
        assert marks[kind] in number[kind][int(match[2]) - 1]
    assert lines[4].startswith("::notice file=openapi.ja.json,line=4,title=title::/info/title")
    assert lines[-1] == LAST


def test_long_list_of_findings_is_cut_unless_asked_for(root: Path, tmp_path: Path) -> None:
    """The number is always told."""
    names = [f"p{number}" for number in range(12)]
    parameters = [{"name": name, "in": "query", "description": name} for name in names]
    for name in ("openapi.json", "openapi.ja.json"):
        document = spec("List", parameters=parameters, deprecated=name == "openapi.json")
        (tmp_path / name).write_text(json.dumps(document), encoding="utf-8")

    short, long = run(root, tmp_path), run(root, tmp_path, "--all")

    assert "  untranslated: 13\n" in short
    assert "    and 3 more (--all lists them)\n" in short
    assert short.count("parameters/") == 9
    assert long.count("parameters/") == 12
    assert "more (" not in long


@pytest.mark.parametrize("text", ["", "`", "``a`", "a`b", " ", "|", EVIL, "\\", "<b>"])
def test_code_span_shows_the_text_and_ends_after_it(text: str) -> None:
    """Whatever backticks are in it (CommonMark 0.31, 6.1)."""
    [_, inline, _] = MarkdownIt().parse(f"x{code(text)}y")
    kinds = [child.type for child in inline.children or ()]
    [span] = [child for child in inline.children or () if child.type == "code_inline"]

    assert kinds == ["text", "code_inline", "text"]
    assert span.content.strip() == printable(text).strip()


def test_pipe_in_a_cell_of_a_table_ends_nothing() -> None:
    """And is shown as it is (GFM 0.29, 4.10)."""
    table = f"| a |\n| - |\n| {cell('x|`y`')} |\n"
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(table)
    spans = [child.content for token in tokens for child in token.children or ()]

    assert spans == ["a", "x|`y`"]
