"""The suite that measures the mock server: its rows are filled, and what is missing is told."""

import json
import os
import random
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from serverless_training_testing._store import Store

from benchmarks import mock_rows, mocks
from benchmarks.listing import Model
from benchmarks.mock import TABLE, measure
from benchmarks.mock_rows import FULL, QUICK, ROWS, Scale
from benchmarks.page import insert
from benchmarks.processes import BenchmarkError
from benchmarks.ratios import Result
from benchmarks.tools import MissingError, Tools, installed


def command(root: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the suite."""
    return subprocess.run(
        [sys.executable, "-m", "benchmarks.mock", *options],
        cwd=root, capture_output=True, encoding="utf-8", check=False,
        env={**os.environ, **environment},
    )  # fmt: skip


@pytest.fixture
def program(tmp_path: Path) -> Tools:
    """Stand in for what npm installs: programs that a test writes."""
    return Tools(tmp_path)


def say(folder: Path, name: str, code: str) -> None:
    """Write such a program."""
    file = folder / name
    file.write_text(f"#!{sys.executable}\nimport json, sys\n{code}\n", encoding="utf-8")
    file.chmod(0o755)


GOOD = {"non2xx": 0, "errors": 0, "timeouts": 0, "requests": {"total": 300}, "duration": 2.0}


def test_load_is_answers_per_second(program: Tools) -> None:
    """Told by the tool; the key travels as a header."""
    say(
        program.folder,
        "autocannon",
        f"assert 'Authorization=Bearer k' in sys.argv; print({json.dumps(GOOD)!r})",
    )

    assert program.load("http://mock/", "Bearer k", seconds=2, connections=10) == 150


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (f"print({json.dumps(GOOD | {'non2xx': 2, 'timeouts': 1})!r})", "3 requests to http"),
        ("sys.exit('no such option')", "autocannon failed: no such option"),
    ],
)
def test_load_that_was_not_answered_is_no_figure(program: Tools, code: str, message: str) -> None:
    """Refusals are quick: whoever counts them measures something else."""
    say(program.folder, "autocannon", code)

    with pytest.raises(BenchmarkError, match=message):
        program.load("http://mock/", "Bearer k", seconds=1, connections=1)


def test_without_node_a_note_stands_in_place_of_the_row(root: Path, tmp_path: Path) -> None:
    """And the run is no failure."""
    process = command(root, "--quick", "--only", "throughput", PATH=str(tmp_path))

    assert process.returncode == 0, process.stderr
    assert process.stdout.startswith("Not measured: throughput, since there is no Node here.\n")


def test_npm_that_installs_nothing_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With the last line that it said: there may be no network."""
    say(tmp_path, "node", "")
    say(tmp_path, "npm", "sys.exit('trace\\nnpm error network unreachable')")
    monkeypatch.setenv("PATH", str(tmp_path))

    message = r"installs nothing \(npm error network unreachable\)"
    with pytest.raises(MissingError, match=message), installed():
        pass


@pytest.mark.thorough
def test_rows_without_other_programs_have_figures() -> None:
    """Small ones, here: each row runs as it does in full."""
    small = Scale(rounds=1, many=2_000, few=1_000, pages=2)
    results, notes = measure(["depth", "growth", "start"], small)
    works = [result.work for result in results]

    assert notes == []
    assert len([work for work in works if "after a cursor near the" in work]) == 6
    assert [work.rpartition(": ")[2] for work in works if "add_checkpoints" in work] == [
        "time",
        "peak memory",
    ]
    assert "until its first answer" in works[-1]
    assert all(min(*result.our_figures, *result.peer_figures) > 0 for result in results)


def test_filled_database_holds_the_model(tmp_path: Path) -> None:
    """All checkpoints, in order."""
    model = Model(1, 250)
    took = mocks.fill(tmp_path / "mock.db", model.count)
    with closing(Store(tmp_path / "mock.db")) as store:
        (path,) = store.collections()
        page = store.page(path, after=None, limit=1000, descending=False)

    assert took.seconds > 0
    assert path.endswith(f"/{model}/checkpoints")
    assert list(page.ids) == [str(model.identify(place)) for place in range(model.count)]


@pytest.mark.parametrize("place", ["beginning", "middle", "end"])
@pytest.mark.parametrize("count", [QUICK.few, FULL.many])
def test_cursors_are_where_the_row_says(place: str, count: int) -> None:
    """So far from both ends that a page is full in either order."""
    rng = random.Random(0)  # noqa: S311  repeatable is the point
    found = [mock_rows._near(place, count, rng) for _ in range(300)]
    share = {"beginning": (0, 0.13), "middle": (0.45, 0.55), "end": (0.87, 1)}[place]

    assert min(found) >= 20
    assert max(found) < count - 20
    assert share[0] <= min(found) / count <= max(found) / count <= share[1]


@pytest.mark.parametrize(("code", "outcome"), [(0, "yes"), (1, "ended with 1: law broken")])
def test_suite_is_timed_only_if_it_finds_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: int, outcome: str
) -> None:
    """It runs as a process, with the key in its environment, against a server given by URL."""
    checks = "assert sys.argv[1:3] == ['contract', '--base-url'] and os.environ['WANDB_API_KEY']"
    say(tmp_path, "suite", f"import os; {checks}; print('law broken'); sys.exit({code})")
    monkeypatch.setattr(mock_rows, "COMMAND", [str(tmp_path / "suite")])

    def judged() -> str:
        (result,) = ROWS["suite"](QUICK)
        return result.verdict()

    if code:
        with pytest.raises(BenchmarkError, match=outcome):
            judged()
    else:
        assert judged() == outcome


def test_page_of_the_benchmarks_has_the_markers_and_names_every_row(root: Path) -> None:
    """So `--write` finds its place, and a reader the names that `--only` takes."""
    text = (root / "benchmarks" / "README.md").read_text(encoding="utf-8")

    assert insert(text, "", TABLE).startswith("# Benchmarks")
    assert all(f"`{row}`" in text for row in ROWS)


def test_aims_are_those_that_the_page_names() -> None:
    """Three times, 1.3 times, one second, one minute."""
    against = mock_rows._against_time("work", [0.5, 1.5], 1)

    assert (against.aim, against.peer_figures) == (1, [1, 1])
    assert isinstance(against, Result)
    assert (FULL.many, FULL.few) == (1_000_000, 1_000)
