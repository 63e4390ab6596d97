"""`pull` brings the specs up to date from a documentation site; here a real one, on loopback."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import PipelineError
from pipeline.parity.freshness import FILE
from pipeline.pull.fetch import Limits
from pipeline.pull.pull import CACHE, pull
from tests.documentation import ADDRESSES, Site, document, index, page, serving

JA = ADDRESSES["ja"]


@pytest.fixture
def site() -> Iterator[Site]:
    """A site in two languages: an index, two operations each, and pages about other things."""
    with serving() as running:
        running.pages = {
            "/llms.txt": index(
                f"{running.url}/guide.md", "b.md", "./a.md", "/ja/b.md#top", "/ja/a.md", "/logo.png"
            ),
            "/guide.md": b"# Guide\n\n```yaml\nopenapi: not ours\n```\n",
            "/a.md": page(document("/a", schemas={"A": {"type": "object"}})),
            "/b.md": page(
                document("/b", schemas={"A": {"type": "object"}, "B": {"type": "string"}})
            ),
            "/ja/a.md": page(document("/a", word="読む", schemas={"A": {"type": "object"}}), JA),
            "/ja/b.md": page(
                document(
                    "/b", word="読む", schemas={"A": {"type": "object"}, "B": {"type": "string"}}
                ),
                JA,
            ),
        }
        yield running


def specs(root: Path) -> dict[str, Any]:
    """Read the spec files of a folder."""
    paths = sorted(root.glob("openapi*.json"))
    return {path.name: json.loads(path.read_text(encoding="utf-8")) for path in paths}


def state(root: Path) -> dict[str, tuple[bytes, int, int]]:
    """Bytes, time of change and inode of the spec files."""
    return {
        path.name: (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino)
        for path in root.glob("openapi*.json")
    }


def test_index_gives_the_spec_of_each_language_in_its_order(site: Site, tmp_path: Path) -> None:
    """Pages with a block merge; one without is passed over; the language is the block's."""
    lines = pull([f"{site.url}/llms.txt"], tmp_path)

    assert specs(tmp_path) == {
        "openapi.json": document(
            "/b", "/a", schemas={"A": {"type": "object"}, "B": {"type": "string"}}
        ),
        "openapi.ja.json": document(
            "/b", "/a", word="読む", schemas={"A": {"type": "object"}, "B": {"type": "string"}}
        ),
    }
    assert list(specs(tmp_path)["openapi.ja.json"]["paths"]) == ["/b", "/a"]
    assert [
        f"{site.url}/llms.txt: 4 of 5 listed pages hold an OpenAPI block.",
        "openapi.json: new, with 2 operations (GET /b, GET /a)",
        "openapi.ja.json: new, with 2 operations (GET /b, GET /a)",
    ] == lines


def test_second_pull_asks_conditionally_and_changes_nothing(site: Site, tmp_path: Path) -> None:
    """Every answer is 304; bytes, times and inodes of the specs stay."""
    pull([f"{site.url}/llms.txt"], tmp_path)
    before, first = state(tmp_path), site.statuses()
    lines = pull([f"{site.url}/llms.txt"], tmp_path)

    assert set(first.values()) == {200}
    assert dict.fromkeys(first, 304) == site.statuses()
    assert before == state(tmp_path)
    assert lines[1:] == ["openapi.json: unchanged", "openapi.ja.json: unchanged"]


def test_page_that_turns_malformed_names_itself_and_nothing_is_written(
    site: Site, tmp_path: Path
) -> None:
    """Even where another page has news."""
    pull([f"{site.url}/llms.txt"], tmp_path)
    before = state(tmp_path)
    site.pages["/b.md"] = page(document("/b", word="Fetch"))
    site.pages["/ja/a.md"] = site.pages["/ja/a.md"].replace(b'"openapi":', b'"openapi"')
    with pytest.raises(PipelineError, match=r"/ja/a\.md.*broken YAML"):
        pull([f"{site.url}/llms.txt"], tmp_path)

    assert before == state(tmp_path)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (page(document("/a")).removesuffix(b"````\n"), "not closed"),
        (page(document("/a"))[:90], "not closed"),
        (page(document("/a", word="読む")).decode().encode("shift_jis"), "not UTF-8"),
        (page({"swagger": "2.0"}), "not an OpenAPI 3 document"),
        (page(document("/a")) * 2, "2 found"),
    ],
)
def test_listed_page_with_an_unusable_block_is_an_error(
    site: Site, tmp_path: Path, body: bytes, said: str
) -> None:
    """Half a page, another charset, another format: to pass it over would lose an operation."""
    site.pages["/a.md"] = body
    with pytest.raises(PipelineError, match=said) as caught:
        pull([f"{site.url}/llms.txt"], tmp_path)

    assert str(caught.value).startswith(f"{site.url}/a.md")
    assert specs(tmp_path) == {}


def test_listed_page_that_is_gone_is_said(site: Site, tmp_path: Path) -> None:
    """Indexes hold dead links; what a spec loses by one stands in its line."""
    pull([f"{site.url}/llms.txt"], tmp_path)
    del site.pages["/a.md"]
    lines = pull([f"{site.url}/llms.txt"], tmp_path)

    assert f"{site.url}/a.md: listed in {site.url}/llms.txt, but not there; left out." == lines[0]
    assert lines[-2] == "openapi.json: removed GET /a; structure changed (1 difference)"


def test_index_may_be_split_as_those_of_large_sites_are(site: Site, tmp_path: Path) -> None:
    """`llms.txt` lists indexes below `_llms/`, which list each other and the pages."""
    site.pages["/llms.txt"] = index("/_llms/ja.md", "/_llms/en.md", "/_llms/gone.md")
    site.pages["/_llms/en.md"] = index("/llms.txt", "/_llms/en/reference.md", "/b.md")
    site.pages["/_llms/en/reference.md"] = index("/a.md", "/_llms/en.md")
    site.pages["/_llms/ja.md"] = index("/ja/a.md", "/ja/b.md")
    pull([f"{site.url}/llms.txt"], tmp_path)

    assert list(specs(tmp_path)["openapi.json"]["paths"]) == ["/a", "/b"]
    assert list(specs(tmp_path)["openapi.ja.json"]["paths"]) == ["/a", "/b"]


def test_one_index_for_each_language(site: Site, tmp_path: Path) -> None:
    """A language before the source holds for pages whose blocks do not tell theirs."""
    site.pages["/a.md"] = page(document("/a"))
    site.pages["/de/a.md"] = page(document("/a", word="Lies"))
    site.pages["/en/llms.txt"], site.pages["/de/llms.txt"] = index("../a.md"), index("a.md")
    pull([f"{site.url}/en/llms.txt", f"de={site.url}/de/llms.txt"], tmp_path)

    assert document("/a") == specs(tmp_path)["openapi.json"]
    assert document("/a", word="Lies") == specs(tmp_path)["openapi.de.json"]


def test_language_that_the_block_contradicts_is_refused(site: Site, tmp_path: Path) -> None:
    """One of the two is a mistake, and nobody else would see it."""
    with pytest.raises(PipelineError, match=r"says 'ja', not 'de'"):
        pull([f"de={site.url}/ja/a.md"], tmp_path)


def test_include_narrows_the_pages_of_an_index(site: Site, tmp_path: Path) -> None:
    """By a glob on the path; pages left out are not fetched."""
    pull([f"{site.url}/llms.txt"], tmp_path, include=("/ja/*",))

    assert list(specs(tmp_path)) == ["openapi.ja.json"]
    assert {"/llms.txt", "/ja/a.md", "/ja/b.md"} == set(site.statuses())


def test_index_without_any_block_is_an_error(site: Site, tmp_path: Path) -> None:
    """Silence would look like success."""
    with pytest.raises(PipelineError, match=r"0 of 1 listed pages .* --include"):
        pull([f"{site.url}/llms.txt"], tmp_path, include=("/guide*",))


def test_too_many_links_are_refused(site: Site, tmp_path: Path) -> None:
    """A whole site is not fetched by mistake."""
    with pytest.raises(PipelineError, match="5 pages are listed, more than 4"):
        pull([f"{site.url}/llms.txt"], tmp_path, limits=Limits(pages=4))


def test_other_hosts_are_not_read(site: Site, tmp_path: Path) -> None:
    """An index speaks for its own origin; the rest is as if it were not there."""
    with serving() as other:
        other.pages["/x.md"] = page(document("/x"))
        site.pages["/llms.txt"] = index(f"{other.url}/x.md", "//127.0.0.2/y.md", "/a.md")
        pull([f"{site.url}/llms.txt"], tmp_path)

    assert list(specs(tmp_path)["openapi.json"]["paths"]) == ["/a"]
    assert other.seen == []


def test_local_index_and_pages_give_the_same_as_served_ones(site: Site, tmp_path: Path) -> None:
    """Links are relative to the index's folder."""
    for path, body in site.pages.items():
        file = tmp_path / "site" / path[1:]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body.replace(site.url.encode(), b""))
    pull([str(tmp_path / "site" / "llms.txt")], tmp_path)
    local = specs(tmp_path)
    pull([f"{site.url}/llms.txt"], tmp_path)

    assert local == specs(tmp_path)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/openapi.json", "openapi.json"),
        ("/openapi.ja.json", "openapi.ja.json"),
        ("/ja/openapi.json", "openapi.ja.json"),
        ("/api/openapi.yaml", "openapi.json"),
        ("/v1/schema", "openapi.json"),
    ],
)
@pytest.mark.parametrize("written", ["json", "yaml"])
def test_openapi_file_is_a_source(
    site: Site, tmp_path: Path, path: str, name: str, written: str
) -> None:
    """JSON or YAML, known by its name, else by what it holds; the address tells the language."""
    yaml = 'openapi: "3.1.0"\ninfo: {title: T, version: "1"}\nservers: []\npaths: {}\n'
    is_yaml = written == "yaml" and not path.endswith(".json")
    site.pages[path] = yaml.encode() if is_yaml else json.dumps(document()).encode()
    pull([site.url + path], tmp_path)

    assert {name: document()} == specs(tmp_path)


def test_two_whole_specs_of_one_language_are_refused(site: Site, tmp_path: Path) -> None:
    """The second is a translation whose address does not say so; its prose would overrule."""
    site.pages |= dict.fromkeys(("/a.json", "/b.json"), json.dumps(document("/a")).encode())
    with pytest.raises(PipelineError, match=r"both whole specs in 'en'.*`ja="):
        pull([f"{site.url}/a.json", f"{site.url}/b.json"], tmp_path)


def test_spec_and_page_of_one_language_merge(site: Site, tmp_path: Path) -> None:
    """Any mix of sources."""
    site.pages["/openapi.json"] = json.dumps(document("/c")).encode()
    pull([f"{site.url}/openapi.json", f"{site.url}/a.md"], tmp_path)

    assert (
        document("/c", "/a", schemas={"A": {"type": "object"}}) == specs(tmp_path)["openapi.json"]
    )


def test_other_prose_of_the_same_structure_is_updated(site: Site, tmp_path: Path) -> None:
    """The common case: a sentence was corrected; its translation is stale from now on."""
    pull([f"{site.url}/llms.txt"], tmp_path)
    site.pages["/a.md"] = page(document("/a", word="Fetch", schemas={"A": {"type": "object"}}))
    lines = pull([f"{site.url}/llms.txt"], tmp_path)

    assert lines[-3:] == [
        "openapi.json: prose changed (1 sentence)",
        "openapi.ja.json: unchanged",
        "openapi.ja.json: translations older than their English: 1 (`nox -s parity` lists them)",
    ]
    assert specs(tmp_path)["openapi.json"]["paths"]["/a"]["get"]["summary"] == "Fetch /a"


def test_translation_stays_stale_until_it_is_touched(site: Site, tmp_path: Path) -> None:
    """Over any number of pulls; and a pull of one language alone remembers the others."""
    stale = "openapi.ja.json: translations older than their English: 1"

    def pulled(language: str, word: str) -> list[str]:
        spec = document("/a", word=word, schemas={"A": {"type": "object"}})
        site.pages["/x.md"] = page(spec, ADDRESSES[language])
        return [line for line in pull([f"{site.url}/x.md"], tmp_path) if line.startswith(stale)]

    assert not pulled("en", "Get")
    assert not pulled("ja", "取得")
    assert pulled("en", "Fetch")
    assert pulled("en", "Fetch")
    assert pulled("ja", "取得")
    assert not pulled("ja", "読む")
    assert not pulled("en", "Fetch")


def test_language_that_no_source_is_in_is_said(site: Site, tmp_path: Path) -> None:
    """An index that has lost a language must not pass for one that is up to date."""
    pull([f"{site.url}/llms.txt"], tmp_path)
    before = (tmp_path / "openapi.ja.json").read_bytes()
    lines = pull([f"{site.url}/a.md"], tmp_path)

    assert lines[-1] == "openapi.ja.json: no source is in this language; left as it is"
    assert (tmp_path / "openapi.ja.json").read_bytes() == before


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            document("/a", schemas={"A": {"type": "object"}}),
            document("/a", schemas={"A": {"type": "string"}}),
            "structure changed (1 difference)",
        ),
        (
            document("/a", "/b"),
            document("/a", "/c"),
            "removed GET /b; structure changed (2 differences); added GET /c",
        ),
        (document("/a", "/b"), document("/b", "/a"), "order, layout or examples changed"),
        (None, document(), "new, with no operations"),
        ({}, document("/a"), "in place of what could not be read, now with 1 operation (GET /a)"),
    ],
)
def test_line_says_what_changed(
    tmp_path: Path, before: Any, after: dict[str, Any], said: str
) -> None:
    """By number, and operations by name."""
    target = tmp_path / "openapi.json"
    if before is not None:
        target.write_text(json.dumps(before), encoding="utf-8")
    source = tmp_path / "page.md"
    source.write_bytes(page(after))

    assert [f"openapi.json: {said}"] == pull([str(source)], tmp_path)
    assert after == json.loads(target.read_text(encoding="utf-8"))


def test_names_from_a_server_reach_the_terminal_escaped(site: Site, tmp_path: Path) -> None:
    """No cursor moves, no forged line, no text turned round; Japanese stays readable."""
    content = json.dumps(document("/\x1b[2J\x9b1m\n\u202e\u3000日本"))
    site.pages["/openapi.json"] = content.encode()
    [line] = pull([f"{site.url}/openapi.json"], tmp_path)

    assert line == "openapi.json: new, with 1 operation (GET /\\x1b[2J\\x9b1m\\n\\u202e\u3000日本)"


def test_errors_with_names_from_a_server_are_escaped(site: Site, tmp_path: Path) -> None:
    """A pointer is a name, too."""
    site.pages["/a.md"] = page(document("/a", schemas={"\x1b]0;": {"type": "object"}}))
    site.pages["/b.md"] = page(document("/b", schemas={"\x1b]0;": {"type": "string"}}))
    with pytest.raises(PipelineError) as caught:
        pull([f"{site.url}/a.md", f"{site.url}/b.md"], tmp_path)

    assert r"/components/schemas/\x1b]0;/type" in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("ftp://host/a.md", "only http and https"),
        ("file:///etc/hosts", "only http and https"),
        ("https://", "only http and https"),
        ("http://host:port/", "not a URL"),
        ("https://me:secret@host/a.md", "never sent"),
        ("xx=a.md", "'xx' is not a language code"),
        ("absent.md", "there is no such file"),
        ("tests", "cannot be read"),
        ("a\0b", "cannot be read"),
        ("README.md", "one fenced OpenAPI block expected, 0 found"),
        ("pyproject.toml", "one fenced OpenAPI block expected, 0 found"),
        ("absent/llms.txt", "there is no such file"),
    ],
)
def test_source_that_cannot_be_used_is_one_sentence_and_a_hint(
    root: Path, tmp_path: Path, source: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is fetched, nothing written, and no password shown."""
    monkeypatch.chdir(root)
    with pytest.raises(PipelineError, match=said) as caught:
        pull([source], tmp_path)

    assert "secret" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def project(root: Path, target: Path) -> Path:
    """Copy what `python -m pipeline pull` needs to a folder of its own."""
    shutil.copytree(root / "pipeline", target / "pipeline")
    return target


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m pipeline pull` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "pipeline", "pull", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONIOENCODING": "utf-8"},
        encoding="utf-8",
        capture_output=True,
        check=False,
    )


def test_process_says_lines_and_no_progress_in_a_pipe(
    site: Site, root: Path, tmp_path: Path
) -> None:
    """Exit 0, the lines on standard output, nothing on standard error."""
    folder = project(root, tmp_path)
    done = run(folder, f"{site.url}/llms.txt", "--include", "/ja/*", "--include", "/a.*")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1:2] == ["openapi.json: new, with 1 operation (GET /a)"]
    assert {"openapi.json", "openapi.ja.json"} == set(specs(folder))


def test_process_that_fails_says_one_line(site: Site, root: Path, tmp_path: Path) -> None:
    """Exit 2 and one line on standard error."""
    done = run(project(root, tmp_path), f"{site.url}/absent.md")

    assert (done.returncode, done.stdout) == (2, "")
    assert [
        f"{site.url}/absent.md: the server answered 404 Not Found. Check the address."
    ] == done.stderr.splitlines()


def test_cache_stands_beside_the_specs(site: Site, tmp_path: Path) -> None:
    """In one hidden folder, which git ignores."""
    pull([f"{site.url}/a.md"], tmp_path)

    assert {CACHE, "openapi.json", FILE} == {path.name for path in tmp_path.iterdir()}
