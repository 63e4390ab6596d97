"""`serverless-training contract` judges a server by its URL, tells what it found, and keeps it."""

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import pytest
from attrs import evolve
from serverless_training import MissingKeyError
from serverless_training_cli._app import app
from serverless_training_testing import MockServer, contract
from serverless_training_testing.contract import (
    ContractError,
    Failure,
    Half,
    Observation,
    Outcome,
    Report,
    Verdict,
)

URL = "http://127.0.0.1:9"
LISTING = "GET /v1/preview/models/{model_id}/checkpoints"
LONG = f"curl '{URL}/v1/preview/models/model-1/checkpoints?limit=1&order=desc' -H \"A: $K\""
KEPT = [
    Verdict(f"law-{number}", "It holds.", LISTING, Half.PAGINATION, Outcome.KEPT)
    for number in range(12)
]
BROKEN = Verdict(
    "has-more",
    "It says exactly whether something follows.",
    LISTING,
    Half.PAGINATION,
    Outcome.BROKEN,
    failures=(Failure((LONG, LONG + "2"), "has_more: false", "true\x1b[31m[bold]"),),
)
SKIPPED = Verdict(
    "mirror",
    "Descending mirrors ascending.",
    "GET /other",
    Half.PAGINATION,
    Outcome.NOT_EXERCISED,
    needs="It needs a model with two checkpoints.",
)
OBSERVED = Observation("unknown-model", LISTING, "What answers an unknown model?", "404")
GREEN = Report(URL, 5, (*KEPT, SKIPPED), (OBSERVED,), 321, 4.56)
RED = evolve(GREEN, verdicts=(*KEPT, SKIPPED, BROKEN))

Shown = tuple[int, str, str]
Run = Callable[..., Shown]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command where `check` gives a report, raises, or is called, and has its arguments."""

    def start(*words: str, outcome: Any = GREEN, columns: int = 80) -> Shown:
        def check(*args: Any, **options: Any) -> Report:
            if isinstance(outcome, BaseException):
                raise outcome
            report: Report = outcome(*args, **options) if callable(outcome) else outcome
            return report

        monkeypatch.setattr(contract, "check", check)
        monkeypatch.setenv("COLUMNS", str(columns))
        with pytest.raises(SystemExit) as end:
            app(["contract", *words], prog_name="serverless-training")
        shown = capsys.readouterr()
        return int(end.value.code or 0), shown.out, shown.err

    return start


def columns_of(text: str) -> int:
    """Count columns without the library that drew the lines (UAX #11)."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (GREEN, 0),
        (RED, 1),
        (ContractError("no such server"), 2),
        (MissingKeyError("no key"), 2),
        (KeyboardInterrupt(), 130),
    ],
)
def test_exit_code_says_how_it_came_out(run: Run, outcome: Any, code: int) -> None:
    """0 kept, 1 broken, 2 could not run: then one sentence on standard error and nothing else."""
    ended, out, err = run("--base-url", URL, outcome=outcome)

    assert ended == code
    assert bool(out) == (code < 2)
    assert len(err.splitlines()) == (code >= 2)


def test_options_reach_the_suite(run: Run) -> None:
    """Each of them, under the name that the library has for it."""
    seen: dict[str, Any] = {}

    def check(*args: Any, **options: Any) -> Report:
        seen.update(options, args=args)
        return GREEN

    run(
        *("--base-url", URL, "--model-id", "a", "--model-id", "b", "--parameter", "job_id=x=y"),
        *("--parameter", "job_id=z", "--operation", "delete_job", "--get-only", "--allow-http"),
        *("--no-probe-methods", "--only", "pagination", "--max-examples", "7", "--seed", "8"),
        *("--rate", "0.5", "--max-requests", "9", "--max-time", "10", "--fail-fast"),
        outcome=check,
    )

    assert callable(seen.pop("progress"))
    assert seen == {
        "args": (URL, ["a", "b"]),
        "parameters": {"job_id": ["x=y", "z"]},
        "spec": None,
        "max_examples": 7,
        "seed": 8,
        "rate": 0.5,
        "max_requests": 9,
        "max_seconds": 10.0,
        "probe_methods": False,
        "get_only": True,
        "allow_operations": ["delete_job"],
        "allow_http": True,
        "fail_fast": True,
        "halves": [Half.PAGINATION],
    }


def test_what_is_not_given_is_left_to_the_library(run: Run) -> None:
    """It knows what is safe for which host."""
    seen: dict[str, Any] = {}

    def check(*_: Any, **options: Any) -> Report:
        seen.update(options)
        return GREEN

    run("--base-url", URL, outcome=check)

    assert (seen["get_only"], seen["probe_methods"], seen["allow_http"]) == (None, None, False)
    assert seen["halves"] == list(Half)


def test_base_url_may_come_from_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the variable that the client reads; without either it is wrong use."""
    assert run()[0] == 2
    monkeypatch.setenv("SERVERLESS_TRAINING_BASE_URL", URL)

    assert run()[0] == 0


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_lines_to_paste_are_whole_and_others_fit(run: Run, columns: int) -> None:
    """Whatever the width; what a server said does not steer the terminal."""
    _, out, _ = run("--base-url", URL, outcome=RED, columns=columns)
    lines = out.splitlines()
    pasted = [line.strip() for line in lines if "curl" in line]

    assert pasted == [LONG, LONG + "2"]
    assert all(columns_of(line) <= columns for line in lines if "curl" not in line)
    assert "\x1b" not in out
    assert "true\\x1b[31m[bold]" in out
    assert not [line for line in lines if line != line.rstrip()]


def test_terminal_shows_the_most_important_last(run: Run) -> None:
    """What is kept in few words; what is broken with all that is known; then the summary."""
    _, out, _ = run("--base-url", URL, outcome=RED, columns=200)
    headings = [line for line in out.splitlines() if line[:1] not in ("", " ")]

    assert headings == [
        "Kept",
        "Not exercised",
        "Observed, where the spec is silent",
        "Broken: has-more",
        "1 broken, 12 kept, 1 not exercised. 321 requests in 4.6 s, seed 5.",
    ]
    assert "law-0, law-1," in out
    for told in (
        SKIPPED.needs,
        "mirror (GET /other)",
        BROKEN.rule,
        "Expected: has_more: false",
        "What answers an unknown model? 404",
    ):
        assert told in out


def test_reports_are_kept_for_programs(run: Run, tmp_path: Path) -> None:
    """In a folder that is made if needed; whatever was there is replaced, and nothing else left."""
    folder = tmp_path / "a" / "b"
    for outcome in (GREEN, RED):
        run("--base-url", URL, "--report-dir", str(folder), outcome=outcome)

    assert sorted(path.name for path in folder.iterdir()) == ["contract.json", "contract.xml"]
    assert json.loads((folder / "contract.json").read_text("utf-8"))["exit_code"] == 1
    assert 'failures="1"' in (folder / "contract.xml").read_text("utf-8")
    assert {oct(path.stat().st_mode & 0o777) for path in folder.iterdir()} == {
        oct(0o666 & ~umask())
    }


def umask() -> int:
    """Tell which rights new files do not get."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_folder_that_cannot_be_written_to_is_told_before_anything_is_sent(
    run: Run, tmp_path: Path
) -> None:
    """Nobody wants to hear it after a minute."""
    (tmp_path / "file").write_text("", encoding="utf-8")

    def check(*_: Any, **__: Any) -> Report:
        raise AssertionError

    code, _, err = run(
        "--base-url", URL, "--report-dir", str(tmp_path / "file" / "x"), outcome=check
    )

    assert code == 2
    assert err == f"The reports cannot be written to {tmp_path / 'file' / 'x'}: Not a directory\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--parameter", "job_id"], "--parameter job_id must look like NAME=VALUE."),
        (["--parameter", "=x"], "--parameter =x must look like NAME=VALUE."),
        (["--spec", "no-such-file"], "The spec no-such-file cannot be read: "),
    ],
)
def test_what_cannot_be_used_is_one_sentence(run: Run, words: list[str], said: str) -> None:
    """Exit code 2, before anything is sent."""
    code, out, err = run("--base-url", URL, *words)

    assert (code, out) == (2, "")
    assert err.startswith(said)
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("package", ["hypothesis", "schemathesis"])
def test_missing_extra_is_one_sentence_with_the_command(package: str) -> None:
    """Whoever installed the client alone is told what to type."""
    code = f"""
import sys; sys.modules[{package!r}] = None
from serverless_training_cli import main; main()
"""
    result = subprocess.run(
        [sys.executable, "-c", code, "contract", "--base-url", URL, "--only", "schemathesis"],
        env=os.environ | {"SERVERLESS_TRAINING_LANG": "en", "WANDB_API_KEY": "k"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert (result.returncode, result.stdout) == (2, "")
    assert re.fullmatch(
        rf"The package {package} is missing\. In a clone of the project: "
        r"python -m pip install '\.\[.*\]'\n",
        result.stderr,
    )


def test_server_is_judged_in_another_process_with_progress_on_a_terminal(tmp_path: Path) -> None:
    """The key comes from the environment, and stands neither in the output nor in a report."""
    ours, theirs = pty.openpty()
    with MockServer(models=2, checkpoints=30, api_key="a-secret-key") as server:
        command = [sys.executable, "-c", "from serverless_training_cli import main; main()"]
        with subprocess.Popen(
            [
                *(*command, "contract", "--base-url", server.url, "--report-dir", str(tmp_path)),
                *("--model-id", "model-1", "--model-id", "model-2"),
                *("--only", "pagination", "--max-examples", "1"),
            ],
            env=os.environ | {"SERVERLESS_TRAINING_LANG": "en", "WANDB_API_KEY": "a-secret-key"},
            stdout=subprocess.PIPE,
            stderr=theirs,
            encoding="utf-8",
        ) as process:
            os.close(theirs)
            progress = b"".join(iter(lambda: _read(ours), b""))
            out, _ = process.communicate()
    os.close(ours)
    kept = (tmp_path / "contract.json").read_text(encoding="utf-8")

    assert process.returncode == 0, out
    assert re.search(rb"pagination: \d+ requests, \d+ s", progress)
    assert "requests," not in out
    assert json.loads(kept)["counts"]["kept"] > 10
    assert "a-secret-key" not in out + kept + progress.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux says so when the other side is closed
        return b""
