"""The pull request of a spec update tells what changed and hides no failure."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pipeline.changes.proposal import CHANGES_LIMIT, body, failed
from pipeline.errors import PipelineError
from pipeline.parity.lag import Lag
from tests.copying import copy_project

GITHUB_LIMIT = 65_536


def steps(**outcomes: str) -> str:
    """Write the `steps` context of a job whose failures do not stop it."""
    return json.dumps(
        {
            name: {"outputs": {}, "outcome": outcome, "conclusion": "success"}
            for name, outcome in outcomes.items()
        }
    )


def test_steps_that_failed_are_named_in_order() -> None:
    """The outcome counts, since `continue-on-error` makes every conclusion a success."""
    outcomes = steps(pull="success", tests="failure", parity="cancelled", changes="skipped")

    assert failed(outcomes) == ["tests", "parity"]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"pull": 1}', '{"pull": {}}'])
def test_text_that_is_no_steps_context_is_refused(text: str) -> None:
    """Taking it for a run without failures would hide them."""
    with pytest.raises(PipelineError, match="toJSON"):
        failed(text)


def test_body_of_an_update_in_order_is_what_changed() -> None:
    """Nothing is added."""
    assert body("## Added\n\n- `GET /jobs`\n", {}) == "## Added\n\n- `GET /jobs`\n"


def test_failures_come_before_what_changed() -> None:
    """Each with the output of its step."""
    text = body("## Added", {"parity": "1 difference"})

    assert text.index("draft") < text.index("nox -s parity") < text.index("1 difference")
    assert text.index("1 difference") < text.index("## Added")


def test_what_pull_said_comes_last() -> None:
    """What is gone or was passed over would be lost in the log of a run."""
    text = body("## Added", {}, "openapi.json: removed GET /a\n")

    assert text.index("## Added") < text.index("`nox -s pull` said") < text.index("removed GET /a")


def test_what_a_language_lags_behind_in_comes_before_what_changed() -> None:
    """Both lists, so that the maintainer sees what was filled in with English and what left out."""
    behind = Lag(["/paths/~1new", "/paths/~1b"], ["/paths/~1old"], [])
    text = body("## Added", {}, behind={"openapi.ja.json": behind})

    assert text == (
        "### `openapi.ja.json` lags behind\n\n"
        "It lacks these; English stands in for them:\n\n- `/paths/~1new`\n- `/paths/~1b`\n\n"
        "It still has these; they are left out:\n\n- `/paths/~1old`\n\n"
        "## Added\n"
    )


def test_list_of_what_a_language_lacks_only_is_one() -> None:
    """Nothing is said of what there is none of."""
    text = body("", {}, behind={"openapi.ja.json": Lag(["/paths/~1new"], [], [])})

    assert "It lacks" in text
    assert "still has" not in text


def test_missing_list_of_changes_is_said() -> None:
    """An empty body would look like an update without effect."""
    assert "could not be listed" in body("", {"changes": "boom"})


PIECES = [
    "`",
    "```",
    "````",
    "~~~",
    "\n",
    "\r",
    "\u2028",
    "text",
    "# a",
    "- b",
    "<!--",
    "@all",
    " ",
]


@given(output=st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_output_cannot_leave_its_fence(output: str) -> None:
    """Whatever upstream writes there, it is one block of code, and nobody is mentioned."""
    blocks = [
        token for token in MarkdownIt().parse(body("end", {"tests": output})) if token.level == 0
    ]
    kinds = [token.type for token in blocks if token.nesting >= 0]

    assert kinds == ["paragraph_open", "heading_open", "fence", "paragraph_open"]
    assert blocks[-1].type == "paragraph_close"


def test_output_has_no_control_characters() -> None:
    """Colours of a terminal, and what an API would refuse."""
    assert "a[31mb\n\tc\n" in body("end", {"tests": "a\x1b[31mb\0\n\tc"})


def test_body_fits_into_what_github_accepts() -> None:
    """The end of an output and the beginning of the changes are kept, and the cut is said."""
    changes = "".join(f"- line {number}.\n" for number in range(100_000))
    outputs = dict.fromkeys(
        ["parity", "regenerate", "translate", "changes", "tests"], "x" * 100_000 + "the end"
    )
    behind = Lag([f"/a/{number}" for number in range(10_000)], ["/b"], [])
    text = body(changes, outputs, "y" * 100_000, {"openapi.ja.json": behind})

    assert len(text) < GITHUB_LIMIT
    assert text.count("the end") == 5
    assert text.count("artifact") == 8
    assert "- line 0.\n" in text
    assert len(text) > CHANGES_LIMIT
    assert re.search(r"- line \d+\.\n\nThe rest stands in the artifact", text)


def run(*arguments: str | Path, root: Path) -> tuple[int, str]:
    """Run `python -m pipeline proposal` as the workflow does."""
    process = subprocess.run(
        [sys.executable, "-m", "pipeline", "proposal", *map(str, arguments)],
        cwd=root, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return process.returncode, process.stdout + process.stderr


def test_command_writes_the_body_and_the_failures(root: Path, tmp_path: Path) -> None:
    """Two files that the workflow reads."""
    (tmp_path / "changes.md").write_text("## Added\n", encoding="utf-8")
    (tmp_path / "tests.txt").write_bytes(b"1 failed \xff\n")
    outcomes = steps(pull="success", regenerate="failure", tests="failure")
    code, said = run(tmp_path, "--steps", outcomes, root=root)

    assert (code, said) == (0, f"{tmp_path / 'body.md'}: written; failed: regenerate, tests\n")
    assert "1 failed" in (tmp_path / "body.md").read_text(encoding="utf-8")
    assert (tmp_path / "failed").read_text(encoding="utf-8") == "regenerate\ntests\n"


def test_command_leaves_the_failures_empty_when_all_went_well(root: Path, tmp_path: Path) -> None:
    """The pull request is no draft then."""
    (tmp_path / "changes.md").write_text("## Added\n", encoding="utf-8")
    code, said = run(tmp_path, "--steps", steps(pull="success"), root=root)

    assert (code, said) == (0, f"{tmp_path / 'body.md'}: written\n")
    assert (tmp_path / "failed").read_bytes() == b""


def test_command_lists_what_the_specs_lag_behind_in(tmp_path: Path) -> None:
    """Of the specs as they stand; where one cannot be used, a step has failed and says so."""
    project, folder = copy_project(tmp_path / "project"), tmp_path / "folder"
    folder.mkdir()
    path = project / "openapi.ja.json"
    text = path.read_text(encoding="utf-8")
    listed = []
    for content in (text.replace('"paths": {', '"paths": {"/old": {},'), text, "{"):
        path.write_text(content, encoding="utf-8")
        code, _ = run(folder, "--steps", steps(parity="failure"), root=project)
        assert code == 0
        listed.append("- `/paths/~1old`" in (folder / "body.md").read_text(encoding="utf-8"))

    assert listed == [True, False, False]


@pytest.mark.parametrize(
    ("folder", "outcomes", "said"),
    [("absent", "{}", "no such folder"), (".", "oops", "toJSON(steps)")],
)
def test_command_ends_with_2_and_one_line_on_bad_input(
    root: Path, tmp_path: Path, folder: str, outcomes: str, said: str
) -> None:
    """Nothing is written."""
    code, message = run(tmp_path / folder, "--steps", outcomes, root=root)

    assert code == 2
    assert len(message.splitlines()) == 1
    assert said in message
    assert list(tmp_path.iterdir()) == []
