"""Stubs and packages agree, in the judgement of others."""

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.packages import CLIENT, CORE
from tests.environments import ROOT, STUBS, environment

pytestmark = pytest.mark.any_spec

# What stubtest says of any class that attrs makes, and of other things that it does not see through
# in the source either.
NOT_SEEN_THROUGH = (
    # mypy's attrs plugin adds these names, and orders classes that attrs does not order.
    r"\._AT is not present at runtime",
    r"AttrsAttributes__ is not present at runtime",
    r"\.__(ge|gt|le|lt)__ is inconsistent, stub parameter \"other\"",
    # attrs calls the first one and adds the others; the last one since Python 3.13.
    r"\.__(attrs_post_init|attrs_props|attrs_own_setattr|replace)__ is not present in stub",
    r"\.__slots__ variable differs from runtime type",
    # mypy makes a union of a `Literal` with several values.
    r" is not a Union$",
    # A body is given as a model or by its fields, and what stands for the other form is not passed.
    r"types\.Unset, .* overloads failing to account for explicitly passing in the default value",
)


@pytest.fixture(scope="module", params=STUBS)
def python(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment with the stubs of each language."""
    return environment(tmp_path_factory.mktemp("stubbed"), request.param)


def said(command: list[str], folder: Path) -> list[str]:
    """Run a checker where no setting of the project's is found, and give its lines."""
    run = subprocess.run(
        command,
        cwd=folder,
        # Only the interpreter that was named says what can be imported.
        env={name: value for name, value in os.environ.items() if "PYTHON" not in name},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return (run.stdout + run.stderr).splitlines()


@pytest.mark.thorough
def test_stubtest_finds_no_difference(python: Path, tmp_path: Path) -> None:
    """Every name, parameter and default of the stubs is there at run time, and the reverse."""
    stubbed = {path.name.removesuffix("-stubs") for path in STUBS["ja"].glob("*-stubs")}
    command = [str(python), "-m", "mypy.stubtest", "--concise", *sorted(stubbed)]
    lines = said(command, tmp_path)
    ours = [line for line in lines if not re.search("|".join(NOT_SEEN_THROUGH), line)]

    assert ours == []
    # It did look: attrs is used in each of them.
    assert {line.partition(".")[0] for line in lines} == stubbed >= {CORE, CLIENT}


def mypy(python: Path, folder: Path) -> list[str]:
    """Check the caller's view with mypy."""
    options = ["--strict", "--cache-dir=/dev/null", "--python-executable", str(python)]
    return said([str(python), "-m", "mypy", *options, "api.py"], folder)


def basedpyright(python: Path, folder: Path) -> list[str]:
    """Check it with basedpyright."""
    return said([str(python), "-m", "basedpyright", "--pythonpath", str(python)], folder)


@pytest.mark.parametrize(
    ("check", "verdict"),
    [
        (mypy, "Success: no issues found in 1 source file"),
        (basedpyright, "0 errors, 0 warnings, 0 notes"),
    ],
)
def test_callers_see_the_types_of_the_source(
    python: Path, tmp_path: Path, check: Callable[[Path, Path], list[str]], verdict: str
) -> None:
    """What `nox -s types` says of the source, type checkers say of the stubs."""
    for path in (ROOT / "tests" / "typing").iterdir():
        text = path.read_text(encoding="utf-8")
        # There it names the folders of the source.
        text = re.sub(r' *"extraPaths".*\n', "", text)
        (tmp_path / path.name).write_text(text, encoding="utf-8")

    lines = check(python, tmp_path)
    assert lines[-1:] == [verdict], "\n".join(lines)
