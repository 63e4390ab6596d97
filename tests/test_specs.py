"""The two checked-in specs are what the documentation pages hold."""

import json
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from pipeline.document import operations
from pipeline.errors import PipelineError
from pipeline.pull import pull, read_page
from pipeline.reader import dump

PAGES = {
    "openapi.json": "list_model_checkpoints.md",
    "openapi.ja.json": "list_model_checkpoints.ja.md",
}

MINIMAL = 'openapi: 3.1.0\ninfo: {title: T, version: "1"}\npaths: {}\n'


def page(tmp_path: Path, block: str, info: str = "yaml /a/openapi.json get /x") -> Path:
    """Write a documentation page with one fenced block."""
    path = tmp_path / f"page{len(list(tmp_path.iterdir()))}.md"
    path.write_text(f"# Title\n\n````{info}\n{block}````\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(("spec", "source"), PAGES.items())
def test_spec_holds_the_block_of_its_page(root: Path, spec: str, source: str) -> None:
    """Content and key order of each spec are those of the page, read by another YAML reader."""
    text = (root / "tests" / "data" / source).read_text(encoding="utf-8")
    match = re.search(r"^````yaml[^\n]*\n(.*?)^````", text, re.DOTALL | re.MULTILINE)
    assert match
    expected = YAML(typ="rt").load(match[1])
    found = json.loads((root / spec).read_text(encoding="utf-8"))

    assert json.dumps(expected) == json.dumps(found)


@pytest.mark.parametrize("spec", PAGES)
def test_spec_is_indented_utf8_with_real_characters(root: Path, spec: str) -> None:
    """Two spaces, no escapes, LF, and a newline at the end."""
    content = (root / spec).read_bytes()

    assert dump(json.loads(content)).encode("utf-8") == content
    assert b"\\u" not in content
    assert b"\r" not in content
    assert content.startswith(b'{\n  "openapi"')
    assert content.endswith(b"}\n")


def test_pull_writes_the_checked_in_specs_from_the_pages(root: Path, tmp_path: Path) -> None:
    """The pipeline step alone makes the files, and a second run changes nothing."""
    sources = [root / "tests" / "data" / name for name in PAGES.values()]
    first = pull(sources, tmp_path)
    second = pull(sources, tmp_path)

    assert [(tmp_path / name, True) for name in PAGES] == first
    assert [(tmp_path / name, False) for name in PAGES] == second
    for name in PAGES:
        assert (root / name).read_bytes() == (tmp_path / name).read_bytes()


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
def test_language_of_a_page_is_that_of_the_blocks_address(
    tmp_path: Path, info: str, language: str
) -> None:
    """A first folder that names a language is the language; any other is English."""
    assert language == read_page(page(tmp_path, MINIMAL, info)).language


def test_unquoted_status_codes_and_dates_become_the_text_they_are_in_json(tmp_path: Path) -> None:
    """YAML reads `200:` as a number and a date as a date; JSON knows neither."""
    block = MINIMAL.replace("paths: {}", "x-data: {200: 2026-11-22, no: 1.0}")
    document = read_page(page(tmp_path, block)).document

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
    good = page(tmp_path, MINIMAL, "yaml /ja/openapi.json get /x")
    bad = tmp_path / "bad.md"
    bad.write_text(content, encoding="utf-8")
    target = tmp_path / "root"
    target.mkdir()
    with pytest.raises(PipelineError) as caught:
        pull([good, bad], target)

    assert str(bad) in str(caught.value)
    assert said in str(caught.value)
    assert list(target.iterdir()) == []


def test_two_pages_of_one_language_are_refused(tmp_path: Path) -> None:
    """One would overwrite the other."""
    sources = [page(tmp_path, MINIMAL), page(tmp_path, MINIMAL)]
    with pytest.raises(PipelineError, match="one page for each language"):
        pull(sources, tmp_path)


def test_page_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A wrong path is one sentence, no traceback."""
    with pytest.raises(PipelineError, match=r"absent\.md"):
        pull([tmp_path / "absent.md"], tmp_path)


def test_spec_has_operations(root: Path) -> None:
    """What the rest of the tests rely on."""
    document = json.loads((root / "openapi.json").read_text(encoding="utf-8"))

    assert list(operations(document))
