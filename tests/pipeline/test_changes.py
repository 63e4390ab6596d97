"""`python -m pipeline changes` says what changed since a revision, and which version is due."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from pipeline.changes.change import Change, Step, code
from pipeline.changes.changes import ChangeReport
from pipeline.changes.report import markdown, raised

SPEC: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "paths": {
        "/a": {
            "get": {
                "summary": "List",
                "parameters": [{"name": "q", "in": "query", "schema": {"maximum": 100}}],
                "responses": {"200": {"description": "ok"}},
            }
        }
    },
}


def git(folder: Path, *arguments: str) -> None:
    """Run git as nobody in particular, whatever this machine's own settings are."""
    names = ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL")
    subprocess.run(
        ["git", "-C", str(folder), "-c", "core.autocrlf=false", *arguments],  # noqa: S607
        env=clean() | dict.fromkeys(names, "x@example.org") | {"GIT_CONFIG_GLOBAL": os.devnull},
        check=True,
        capture_output=True,
    )


def clean() -> dict[str, str]:
    """Copy the environment without what a git hook would have put there."""
    return {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}


class Repository:
    """A checkout of a project in which the pipeline runs."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder = folder
        shutil.copytree(root / "pipeline", folder / "pipeline")
        (folder / "pyproject.toml").write_text('[project]\nversion = "0.1.0"\n', encoding="utf-8")
        package = folder / "wrapper" / "serverless_training"
        package.mkdir(parents=True)
        (package / "__init__.py").write_text('__all__ = ["a"]\na = 1\n', encoding="utf-8")
        git(folder, "init", "--quiet")

    def spec(self, spec: dict[str, Any], name: str = "openapi.json") -> None:
        """Write a spec into the working tree."""
        (self.folder / name).write_text(json.dumps(spec), encoding="utf-8")

    def commit(self, tag: str) -> None:
        """Commit everything under a tag."""
        git(self.folder, "add", "--all")
        git(self.folder, "commit", "--quiet", "--allow-empty", "--message", tag)
        git(self.folder, "tag", tag)

    def changes(self, *arguments: str) -> tuple[int, str, str]:
        """Run the step as a maintainer does."""
        process = subprocess.run(
            [sys.executable, "-m", "pipeline", "changes", *arguments],
            cwd=self.folder, env=clean(), capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        return process.returncode, process.stdout, process.stderr


@pytest.fixture
def repository(tmp_path: Path, root: Path) -> Repository:
    """A repository whose tag `v1` holds the spec."""
    made = Repository(tmp_path / "project", root)
    made.spec(SPEC)
    made.commit("v1")
    return made


def edited(old: str, new: str) -> dict[str, Any]:
    """Copy the spec with a piece of its text replaced."""
    text = json.dumps(SPEC)
    assert old in text
    spec: dict[str, Any] = json.loads(text.replace(old, new))
    return spec


def test_nothing_changed(repository: Repository) -> None:
    """No step is due."""
    code_, said, _ = repository.changes("--base", "v1", "--fail-on", "breaking")

    assert code_ == 0
    assert said.splitlines() == [
        "## Changes since `v1`",
        "",
        "**Step due: none.** Neither the specs nor the packages changed.",
    ]


def test_breaking_change_comes_first_and_raises_the_minor_number_before_1_0(
    repository: Repository,
) -> None:
    """Both sides, in Markdown with the headings of a changelog (SemVer, item 4)."""
    repository.spec(edited('"maximum": 100', '"maximum": 50'))
    package = repository.folder / "wrapper" / "serverless_training" / "__init__.py"
    package.write_text('__all__ = ["a", "b"]\na = 1\nb = 2\n', encoding="utf-8")
    said = repository.changes("--base", "v1")[1]

    assert said == (
        "## Changes since `v1`\n\n"
        "**Step due: major.** 2 changes, 1 of them breaking. "
        "While the version is 0.y.z, that raises the minor number (SemVer, item 4): "
        "from `0.1.0` to `0.2.0`. `pyproject.toml` still says `0.1.0`.\n\n"
        "### Breaking\n\n"
        "- `GET /a`: Query parameter `q`: `maximum` changed from `100` to `50`.\n\n"
        "### Added\n\n"
        "- `serverless_training.b` was added.\n"
    )


@pytest.mark.parametrize(("maximum", "expected"), [("50", 1), ("200", 0)])
def test_fail_on_breaking_ends_with_1(repository: Repository, maximum: str, expected: int) -> None:
    """For a build; without the option the answer is 0."""
    repository.spec(edited('"maximum": 100', f'"maximum": {maximum}'))

    assert expected == repository.changes("--base", "v1", "--fail-on", "breaking")[0]
    assert repository.changes("--base", "v1")[0] == 0


def test_json_holds_the_same(repository: Repository) -> None:
    """With pointers, for programs."""
    repository.spec(edited('"maximum": 100', '"maximum": 50'))
    found = json.loads(repository.changes("--base", "v1", "--format", "json")[1])

    assert found == {
        "base": "v1",
        "step": "major",
        "version": {"old": "0.1.0", "new": "0.1.0", "due": "0.2.0"},
        "breaking": 1,
        "sentences": {},
        "changes": [
            {
                "side": "API",
                "kind": "changed",
                "breaking": True,
                "step": "major",
                "place": "/paths/~1a/get/parameters/0/schema/maximum",
                "operations": ["GET /a"],
                "text": "Query parameter `q`: `maximum` changed from `100` to `50`.",
            }
        ],
    }


def test_words_are_counted_by_spec_and_are_a_patch(repository: Repository) -> None:
    """Docstrings change with them."""
    repository.spec(edited('"List"', '"List all"'))
    repository.spec(edited('"List"', '"一覧"'), "openapi.ja.json")
    said = repository.changes("--base", "v1")[1]

    assert "**Step due: patch.**" in said
    assert "changed (3 in `openapi.ja.json`, 1 in `openapi.json`)." in said


def test_code_behind_an_unchanged_api_is_a_patch(repository: Repository) -> None:
    """Users get other bytes."""
    package = repository.folder / "wrapper" / "serverless_training" / "__init__.py"
    package.write_text('__all__ = ["a"]\na = 2\n', encoding="utf-8")

    assert "**Step due: patch.**" in repository.changes("--base", "v1")[1]


def test_version_that_was_raised_already_is_enough(repository: Repository) -> None:
    """Then there is nothing left to do."""
    repository.spec(edited('"maximum": 100', '"maximum": 50'))
    path = repository.folder / "pyproject.toml"
    path.write_text('[project]\nversion = "0.2.0"\n', encoding="utf-8")

    assert (
        "`pyproject.toml` says `0.2.0`, which is enough." in repository.changes("--base", "v1")[1]
    )


def test_everything_is_new_since_a_revision_without_it(tmp_path: Path, root: Path) -> None:
    """Neither spec nor package nor version need have been there."""
    folder = tmp_path / "project"
    folder.mkdir()
    git(folder, "init", "--quiet")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "start")
    git(folder, "tag", "v0")
    repository = Repository(tmp_path / "new", root)
    repository.spec(SPEC)
    shutil.copytree(folder / ".git", repository.folder / ".git", dirs_exist_ok=True)
    code_, said, _ = repository.changes("--base", "v0", "--fail-on", "breaking")

    assert code_ == 0
    assert "There was no version at `v0`." in said
    assert "- `GET /a`: The operation was added.\n- `serverless_training` was added.\n" in said


def test_worktree_and_subfolder_of_a_repository_will_do(repository: Repository) -> None:
    """The project need not be the repository's root."""
    tree = repository.folder.parent / "tree"
    git(repository.folder, "worktree", "add", "--quiet", str(tree), "v1")
    git(tree, "checkout", "--quiet", "-b", "inside")
    (tree / "sub").mkdir()
    names = ("pipeline", "wrapper", "openapi.json", "pyproject.toml")
    git(tree, "mv", *names, "sub")
    git(tree, "commit", "--quiet", "--message", "moved")
    inner = object.__new__(Repository)
    inner.folder = tree / "sub"
    inner.spec(edited('"maximum": 100', '"maximum": 50'))

    assert "1 change, 1 of them breaking" in inner.changes("--base", "HEAD")[1]


@pytest.mark.parametrize(
    ("base", "said"),
    [
        ("v9", "'v9': no such revision here."),
        ("--since=1", "no such revision"),
        ("v1:openapi.json", "no such revision"),
        ("broken", "broken:openapi.json, line 1: broken JSON"),
    ],
)
def test_base_that_cannot_be_used_is_one_line(repository: Repository, base: str, said: str) -> None:
    """Exit 2, and no option smuggled into git."""
    (repository.folder / "openapi.json").write_text("{", encoding="utf-8")
    repository.commit("broken")
    repository.spec(SPEC)
    code_, out, err = repository.changes(f"--base={base}")

    assert code_ == 2
    assert out == ""
    assert len(err.splitlines()) == 1
    assert said in err


def test_folder_that_is_no_checkout_is_one_line(repository: Repository) -> None:
    """There is nothing to compare with."""
    shutil.rmtree(repository.folder / ".git")
    code_, _, err = repository.changes("--base", "v1")

    assert code_ == 2
    assert "no git checkout" in err


HOSTILE = [
    "`code` <img src=x onerror=alert(1)>",
    "@everyone #1 https://example.org",
    "a\n\n# Heading\n- item",
    "``|`| **bold** ](x)",
    "\u202eevil\x1b[31m",
    " ",
    "",
    "`",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_a_spec_stays_inside_its_code_span(text: str) -> None:
    """No heading, mention, link or HTML of its own in a pull request."""
    change = Change("API", "/x", f"Before {code(text)} after.", operations=(text,))
    report = ChangeReport(text, [change], {text: 1}, code=True, versions=(text, None))
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(markdown(report))
    inline = [each for token in tokens if token.children for each in token.children]

    assert {"text", "code_inline", "strong_open", "strong_close"} >= {each.type for each in inline}
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h2", "h3"]
    assert all(each.content.isprintable() for each in inline)
    for each in inline:
        if each.type == "text":
            assert not {"@", "<", "#", "|", "`"} & {*each.content}


@pytest.mark.parametrize(
    ("version", "step", "expected"),
    [
        ("1.2.3", Step.MAJOR, "2.0.0"),
        ("1.2.3", Step.MINOR, "1.3.0"),
        ("1.2.3", Step.PATCH, "1.2.4"),
        ("1.2.3", Step.NONE, "1.2.3"),
        ("0.2.3", Step.MAJOR, "0.3.0"),
        ("0.2.3", Step.MINOR, "0.2.4"),
        ("0.2.3", Step.PATCH, "0.2.4"),
        ("0.2.3", Step.NONE, "0.2.3"),
        ("1.0.0rc1", Step.MINOR, None),
    ],
)
def test_version_is_raised_by_the_step(version: str, step: Step, expected: str | None) -> None:
    """Semantic Versioning 2.0.0, items 4 and 6 to 8."""
    assert expected == raised(version, step)
