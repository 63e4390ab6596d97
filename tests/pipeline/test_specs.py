"""Specs are what the documentation pages hold, in a form that reads and compares well."""

import json
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from pipeline.errors import PipelineError
from pipeline.parity.document import operations
from pipeline.parity.reader import dump
from pipeline.pull.pages import read_page
from pipeline.pull.pull import pull

pytestmark = pytest.mark.any_spec

PAGES = {
    "openapi.json": "list_model_checkpoints.md",
    "openapi.ja.json": "list_model_checkpoints.ja.md",
}

MINIMAL = 'openapi: 3.1.0\ninfo: {title: T, version: "1"}\npaths: {}\n'


def page(block: str, info: str = "yaml /a/openapi.json get /x") -> str:
    """Write a documentation page with one fenced block."""
    return f"# Title\n\n````{info}\n{block}````\n"


@pytest.mark.parametrize(("spec", "source"), PAGES.items())
def test_spec_holds_the_block_of_its_page(
    root: Path, tmp_path: Path, spec: str, source: str
) -> None:
    """Content and key order are those of the page, read by another YAML reader."""
    pull([str(root / "tests" / "data" / source)], tmp_path)
    text = (root / "tests" / "data" / source).read_text(encoding="utf-8")
    match = re.search(r"^````yaml[^\n]*\n(.*?)^````", text, re.DOTALL | re.MULTILINE)
    assert match
    expected = YAML(typ="rt").load(match[1])
    found = json.loads((tmp_path / spec).read_text(encoding="utf-8"))

    assert json.dumps(expected) == json.dumps(found)


@pytest.mark.parametrize("spec", PAGES)
def test_spec_is_indented_utf8_with_real_characters(root: Path, spec: str) -> None:
    """Two spaces, no escapes, LF, and a newline at the end."""
    content = (root / spec).read_bytes()

    assert dump(json.loads(content)).encode("utf-8") == content
    assert b"\\u" not in content
    assert b"\r" not in content
    assert content.endswith(b"}\n")


def test_second_pull_of_the_same_pages_changes_nothing(root: Path, tmp_path: Path) -> None:
    """Neither a byte nor the time of a file."""
    sources = [str(root / "tests" / "data" / name) for name in PAGES.values()]
    pull(sources, tmp_path)
    times = [(tmp_path / name).stat().st_mtime_ns for name in PAGES]
    second = pull(sources, tmp_path)

    assert second == ["openapi.json: unchanged", "openapi.ja.json: unchanged"]
    assert times == [(tmp_path / name).stat().st_mtime_ns for name in PAGES]


@pytest.mark.parametrize(
    ("info", "language"),
    [
        ("yaml /training/api-reference/openapi.json get /v1/x", "en"),
        ("yaml /ja/serverless-training/openapi.json get /v1/x", "ja"),
        ("yaml /pt-BR/openapi.json get /v1/x", "pt-BR"),
        ("json /api/openapi.json get /v1/x", "en"),
        ("yaml /xx/openapi.json get /v1/x", "en"),
    ],
)
def test_language_of_a_page_is_that_of_the_blocks_address(info: str, language: str) -> None:
    """A first folder that names a language is the language; any other is English."""
    assert language == read_page(page(MINIMAL, info), "page.md").language


def test_unquoted_status_codes_and_dates_become_the_text_they_are_in_json() -> None:
    """YAML reads `200:` as a number and a date as a date; JSON knows neither."""
    block = MINIMAL.replace("paths: {}", "x-data: {200: 2026-11-22, no: 1.0}")
    document = read_page(page(block), "page.md").document

    assert document["x-data"] == {"200": "2026-11-22", "no": 1.0}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("# No block\n", "0 found"),
        ("```yaml /a get /x\nopenapi: 3.1.0\n```\n" * 2, "2 found"),
        ("```yaml /a get /x\nopenapi: [\n```\n", "broken YAML"),
        ("```yaml /a get /x\na: 1\na: 2\n```\n", "duplicate key"),
        ("```yaml /a get /x\nswagger: '2.0'\n```\n", "not an OpenAPI 3 document"),
        ("```yaml /a get /x\n- 1\n```\n", "not an OpenAPI 3 document"),
        ("```yaml /a get /x\nopenapi: 3.1.0\nx: !!binary aGk=\n```\n", "no place in JSON"),
        ("```yaml /a get /x\nopenapi: 3.1.0\nx: .inf\n```\n", "no place in JSON"),
        ('```yaml /a get /x\nopenapi: 3.1.0\nx: "\\ud800"\n```\n', "no place in JSON"),
        ('```yaml /a get /x\nopenapi: 3.1.0\n200: a\n"200": b\n```\n', "'200' stands twice"),
        ("```yaml /a get /x\nopenapi: 3.1.0\n", "not closed"),
        ("```yaml /a get /x", "not closed"),
    ],
)
def test_unusable_page_is_named_and_nothing_is_written(
    tmp_path: Path, content: str, said: str
) -> None:
    """All pages are read before the first file is touched."""
    good, bad = tmp_path / "good.md", tmp_path / "bad.md"
    good.write_text(page(MINIMAL, "yaml /ja/openapi.json get /x"), encoding="utf-8")
    bad.write_text(content, encoding="utf-8")
    target = tmp_path / "root"
    target.mkdir()
    with pytest.raises(PipelineError) as caught:
        pull([str(good), str(bad)], target)

    assert str(bad) in str(caught.value)
    assert said in str(caught.value)
    assert list(target.iterdir()) == []


@pytest.mark.parametrize("separator", ["\u2028", "\x85", "\x0b", "\r", "\r\n"])
def test_lines_end_as_markdown_says(separator: str) -> None:
    """Japanese pages hold separators that end a line for Python, but not for CommonMark."""
    text = page(MINIMAL).replace("Title", f"Title{separator}more")

    assert read_page(text, "page.md").document == read_page(page(MINIMAL), "page.md").document


def test_spec_has_operations(root: Path) -> None:
    """What the rest of the tests rely on."""
    document = json.loads((root / "openapi.json").read_text(encoding="utf-8"))

    assert list(operations(document))


def test_line_of_a_fault_is_that_of_the_page(tmp_path: Path) -> None:
    """Not that of the block, which nobody can see the number of."""
    path = tmp_path / "page.md"
    path.write_text(page(MINIMAL + "x: [\n"), encoding="utf-8")
    with pytest.raises(PipelineError, match=r"page\.md, line (8|9): broken YAML"):
        pull([str(path)], tmp_path)
