"""The mock server's file survives `kill -9` at any moment of an addition."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from serverless_training_testing._store import Store

from tests.killing_store import BATCH, LIST, item

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has neither.")


def kill(file: Path, kills: int, kind: str) -> list[tuple[int, int]]:
    """Kill so many processes; say what each had found, and what it knew to be kept."""
    script = Path(__file__).parents[1] / "killing_store.py"
    command = [sys.executable, str(script), str(file), str(kills), kind]
    result = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    lives = [line.split() for line in result.stdout.splitlines()]
    assert len(lives) == kills
    return [(int(found), int(kept)) for found, kept in lives]


def stored(file: Path) -> list[object]:
    """Open the file as the server does, and read all of it; SQLite finds no fault with it."""
    with closing(Store(file)) as store:
        bodies = list(store.bodies(LIST))
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return [json.loads(body) for body in bodies]


def test_what_was_added_is_there_after_a_kill(tmp_path: Path) -> None:
    """Every addition that has returned, in its place; one that has not, whole or not at all."""
    file = tmp_path / "mock.db"

    lives = kill(file, 60, "add")

    found = [found for found, _ in lives] + [len(stored(file))]
    for (_, kept), after in zip(lives, found[1:], strict=True):
        assert kept <= after <= kept + BATCH
    assert all(number % BATCH == 0 for number in found)
    assert stored(file) == [item(number) for number in range(found[-1])]
    assert found[-1] > 60 * BATCH


def test_import_that_is_killed_adds_nothing(tmp_path: Path) -> None:
    """However much of the file was read, and however often it is tried."""
    file = tmp_path / "mock.db"
    with closing(Store(file)) as store:
        store.add(LIST, map(item, range(3)))

    assert kill(file, 8, "load") == [(3, 3)] * 8
    assert stored(file) == [item(number) for number in range(3)]


def test_file_that_is_killed_while_it_is_made_is_a_store(tmp_path: Path) -> None:
    """An empty file, or one that has nothing but its mode, can be opened."""
    empty, bare = tmp_path / "empty.db", tmp_path / "bare.db"
    empty.touch()
    with closing(sqlite3.connect(bare)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")

    for file in (empty, bare):
        with closing(Store(file)) as store:
            assert store.add(LIST, [item(0)]) == 1
        assert stored(file) == [item(0)]
