"""`serverless-training demo` does the main job once, and the command speaks both languages."""

import ast
import os
import re
import subprocess
import sys

import pytest


def run(*arguments: str, language: str) -> str:
    """Run the command, and give what it printed."""
    return subprocess.run(
        [sys.executable, "-c", "from serverless_training_cli import main; main()", *arguments],
        env=os.environ
        | {"SERVERLESS_TRAINING_LANG": language, "PYTHONIOENCODING": "utf-8", "COLUMNS": "80"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    ).stdout


@pytest.mark.parametrize(
    ("language", "listed"),
    [
        ("en", "Listed 250 checkpoints in 3 pages: 100 + 100 + 50."),
        ("ja", "250 個のチェックポイントを 3 ページで取得しました: 100 + 100 + 50"),
    ],
)
def test_demo_lists_all_checkpoints_and_shows_the_newest_five(language: str, listed: str) -> None:
    """All 250 in several pages; a table of the newest with their metrics; how to do it for real."""
    shown = run("demo", language=language)
    steps = [int(found) for found in re.findall(r"^ *(\d+) .*-[0-9a-f]{12}$", shown, re.MULTILINE)]

    assert listed in shown
    assert steps == [2500, 2490, 2480, 2470, 2460]
    assert "…" not in shown
    for expected in (
        "step",
        "loss",
        "reward",
        "export WANDB_API_KEY=",
        'client.checkpoints.list("',
    ):
        assert expected in shown


def test_code_that_the_demo_shows_is_code() -> None:
    """It can be pasted as it stands."""
    shown = run("demo", language="ja")
    (source,) = re.findall(r"<<'EOF'\n(.*)EOF", shown, re.DOTALL)

    assert ast.parse(source).body


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Serve a mock of the API"), ("ja", "API のモックをこのマシンで動かします")],
)
def test_help_speaks_the_readers_language(language: str, said: str) -> None:
    """Commands and options alike."""
    shown = run("--help", language=language) + run("mock", "--help", language=language)

    assert said in shown.replace("\n", "")
    assert "--port" in shown
