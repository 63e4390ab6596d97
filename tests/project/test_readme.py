"""The README says the same in both languages, and what it shows works."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from serverless_training import Client
from serverless_training_testing import MockServer

pytestmark = pytest.mark.any_spec

ROOT = Path(__file__).parents[2]
NAMES = ("README.md", "README.ja.md")


def tokens(name: str) -> list[Token]:
    """Parse a Markdown page of the project's."""
    return MarkdownIt().enable("table").parse((ROOT / name).read_text(encoding="utf-8"))


def blocks(language: str, name: str = "README.md") -> list[str]:
    """List the code blocks of a page in a language."""
    return [token.content for token in tokens(name) if token.info == language]


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    """What leads a program to a mock server as the README starts it."""
    with MockServer(models=2, checkpoints=250, seed=7) as server:
        yield os.environ | {
            "SERVERLESS_TRAINING_BASE_URL": server.url,
            "WANDB_API_KEY": server.api_key,
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "PYTHONIOENCODING": "utf-8",
            "PYTHONUNBUFFERED": "1",
        }


def test_both_languages_have_the_same_headings_and_blocks() -> None:
    """Headings by level and place; tables by rows; code to the letter, but for what it prints."""

    def code(token: Token) -> str:
        # What follows the first line of a console is what it printed.
        return token.content.split("\n")[0] if token.info == "console" else token.content

    def outline(name: str) -> list[tuple[str, str, str]]:
        return [
            (token.tag, token.info, code(token) if token.type == "fence" else "")
            for token in tokens(name)
            if token.type in {"heading_open", "fence", "tr_open", "td_open", "bullet_list_open"}
        ]

    english, japanese = map(outline, NAMES)

    assert english == japanese
    assert len([tag for tag, _, _ in english if tag == "h2"]) > 5


def test_japanese_headings_are_japanese() -> None:
    """Apart from the project's name."""
    page = tokens("README.ja.md")
    headings = [
        page[index + 1].content
        for index, token in enumerate(page)
        if token.type == "heading_open" and token.tag == "h2"
    ]

    assert all(re.search(r"[ぁ-んァ-ン一-龯]", heading) for heading in headings)


SCRIPTS = [block for block in blocks("python") if "def test_" not in block]


@pytest.mark.parametrize("block", SCRIPTS)
def test_python_block_runs_as_it_stands(block: str, environment: dict[str, str]) -> None:
    """Copied into an empty file, with the warnings of a test run.

    Only limits of time are wider, since the machine may be busy.
    """
    code = re.sub(r"\b(timeout|deadline)=\d+", r"\1=600", block)
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout


def test_block_of_a_test_passes(tmp_path: Path) -> None:
    """Copied into an empty file, with the fixtures that pytest finds by itself."""
    (block,) = (block for block in blocks("python") if "def test_" in block)
    (tmp_path / "test_readme.py").write_text(block, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-W", "error"]
    run = subprocess.run(
        [*command, "-p", "serverless_training_testing._pytest_plugin"],
        cwd=tmp_path,
        env=os.environ
        | {
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert run.stdout.splitlines()[-1].startswith("1 passed"), run.stdout


def test_shell_blocks_are_those_that_are_tested_here_or_by_ci() -> None:
    """The two commands open the page; `.ci/run` is the second."""
    shell = blocks("sh")
    demo, check, install, mock, point, language, stubs, contract = shell

    assert demo == "python -m pip install -c constraints.txt nox uv && python -m nox -s demo\n"
    assert check in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    # The README's own environment has these extras.
    assert install == "python -m pip install '.[cli,testing]'\n"
    assert language.startswith("SERVERLESS_TRAINING_LANG=ja python -c")
    # `tests/environments.py` installs them from there, without a network.
    assert stubs == "python -m pip install . ./generated/stubs-ja\n"
    assert mock == "serverless-training mock --port 8000 --models 2 --checkpoints 250 --seed 7\n"
    assert point.startswith(
        "export SERVERLESS_TRAINING_BASE_URL=http://127.0.0.1:8000 WANDB_API_KEY="
    )
    assert contract.startswith("export WANDB_API_KEY=mock-key\n")


def test_language_block_shows_japanese(environment: dict[str, str]) -> None:
    """As a reader types it."""
    (command,) = (block for block in blocks("sh") if block.startswith("SERVERLESS"))
    run = subprocess.run(  # noqa: S602  the README's own line
        command,
        shell=True,
        env=environment | {"PAGER": "cat"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert "モデル チェックポイントを一覧表示" in run.stdout
    assert "引数:" in run.stdout


@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.ja.md", "ja")])
def test_console_block_is_what_the_command_shows(
    name: str, language: str, environment: dict[str, str]
) -> None:
    """To the letter, on a terminal of 80 columns, in the page's own language."""
    (block,) = blocks("console", name)
    command, _, shown = block.removeprefix("$ ").partition("\n")
    run = subprocess.run(
        command.split(),
        env=environment | {"SERVERLESS_TRAINING_LANG": language, "COLUMNS": "80"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert run.stdout.rstrip() == shown.rstrip()
    assert run.stderr == ""


def test_mock_block_serves_what_it_promises(environment: dict[str, str]) -> None:
    """On a free port, since another run may have 8000."""
    words = line("serverless-training mock").replace("8000", "0").split()
    with subprocess.Popen(
        words, env=environment, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout
        url = re.findall(r"http://\S+", process.stdout.readline())[0].rstrip(".")
        with Client(api_key="mock-key", base_url=url) as client:
            found = [
                len(client.checkpoints.list(name).collect()) for name in ("model-1", "model-2")
            ]
        process.terminate()
        process.communicate(timeout=60)

    assert found == [250, 250]
    assert process.returncode == 0


def test_check_of_a_server_is_what_it_promises(environment: dict[str, str]) -> None:
    """On another port, and with one half of the suite, which is enough to see that it runs."""
    with MockServer(models=2, checkpoints=3) as server:
        words = line("serverless-training contract").replace("8000", str(server.port)).split()
        run = subprocess.run(
            [*words, "--only", "pagination", "--max-examples", "1"],
            env=environment | {"WANDB_API_KEY": server.api_key},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    assert (run.returncode, run.stderr) == (0, ""), run.stdout


def line(start: str) -> str:
    """Find the line of a shell block that begins so."""
    (found,) = (
        each for block in blocks("sh") for each in block.splitlines() if each.startswith(start)
    )
    return found


def test_every_public_error_stands_in_the_table() -> None:
    """Each leaf of the tree that a caller may want to catch."""
    import serverless_training  # noqa: PLC0415  the name is used as a namespace here alone

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    categories = {"RequestError", "StatusError"}
    missing = [
        name
        for name in serverless_training.__all__
        if name.endswith("Error") and name not in categories and f"`{name}`" not in text
    ]

    assert missing == []


def test_links_lead_somewhere() -> None:
    """Every relative link of every page names a file."""
    for page in sorted(ROOT.glob("*.md")):
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (ROOT / target).exists(), f"{page.name}: {target}"


def test_every_verb_stands_in_contributing() -> None:
    """A session that nobody finds does not exist."""
    source = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    sessions = re.findall(r"^@nox\.session.*\ndef (\w+)\(", source, re.MULTILINE)
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

    assert len(sessions) > 8
    assert [name for name in sessions if f"nox -s {name}" not in text] == []
