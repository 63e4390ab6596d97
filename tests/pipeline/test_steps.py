"""`python -m pipeline STEP` ends with 1 only where it found a difference."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import pipeline.__main__ as command
from pipeline.parity import compare as comparing

STEPS = {
    "compare": ["openapi.json", "openapi.ja.json"],
    "pull": ["page.md"],
    "regenerate": [],
    "drift": [],
    "translate": [],
    "completeness": [],
    "changes": ["--base", "HEAD"],
    "proposal": [".", "--steps", "{}"],
}


def bare(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python without anything that was installed for it."""
    return subprocess.run(
        [sys.executable, "-E", "-S", "-m", "pipeline", *arguments],
        cwd=root, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_every_step_is_tried(root: Path) -> None:
    """Help lists them, and needs no packages itself."""
    said = bare(root, "--help")

    assert said.returncode == 0
    assert re.findall(r"^    (\w+)", said.stdout, re.MULTILINE) == list(STEPS)


@pytest.mark.parametrize(("step", "arguments"), STEPS.items(), ids=list(STEPS))
def test_step_without_its_packages_says_what_brings_them(
    root: Path, step: str, arguments: list[str]
) -> None:
    """One sentence and exit 2: 1 would mean that specs differ, or that something drifted."""
    found = bare(root, step, *arguments)
    session = "parity" if step == "compare" else step

    assert (found.returncode, found.stdout) == (2, "")
    assert len(found.stderr.splitlines()) == 1
    assert "not installed here" in found.stderr
    assert f"`nox -s {session}`" in found.stderr
    assert ("`python -m pip install rich ruamel.yaml`" in found.stderr) == (step == "compare")


@pytest.mark.parametrize("error", [ValueError, RecursionError, ModuleNotFoundError, MemoryError])
def test_failure_that_nobody_foresaw_is_no_difference(
    error: type[Exception],
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Exit 2, and the traceback for a report; Python by itself ends with 1."""

    def fail(*_: object) -> None:
        raise error("unforeseen")

    monkeypatch.setattr(comparing, "compare", fail)
    specs = [str(root / name) for name in STEPS["compare"]]

    assert command.main(["compare", *specs]) == 2
    said = capsys.readouterr().err
    assert said.startswith("Traceback")
    assert said.splitlines()[-1] == f"{error.__name__}: unforeseen"
