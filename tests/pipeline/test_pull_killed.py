"""Whenever `pull` is killed, the specs are the old ones or the new ones: all of them, and whole."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.files import recover
from pipeline.parity.freshness import FILE
from pipeline.pull.pull import pull
from tests.documentation import ADDRESSES, document, page, serving

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="each run is a fork of one process"),
    pytest.mark.thorough,
]


def specs(root: Path) -> dict[str, bytes]:
    """Read the spec files, and what is remembered of them."""
    return {path.name: path.read_bytes() for path in root.glob("*.json")}


def test_pull_that_is_killed_anywhere_leaves_whole_specs(root: Path, tmp_path: Path) -> None:
    """Killed before each change of a file, in turn; `recover` runs before the next step."""
    project, copies = tmp_path / "project", tmp_path / "copies"
    project.mkdir()
    with serving() as site:
        sources = [f"{site.url}/{language}.md" for language in ADDRESSES]

        def publish(word: str) -> None:
            site.pages |= {
                f"/{language}.md": page(document("/a", word=word), address)
                for language, address in ADDRESSES.items()
            }

        publish("Old")
        pull(sources, project)
        old = specs(project)
        publish("New")
        done = subprocess.run(
            [sys.executable, root / "tests" / "killing.py", project, copies, "pull", *sources],
            env={**os.environ, "PYTHONPATH": str(root)},
            encoding="utf-8",
            capture_output=True,
            check=True,
        )
        kills, exit_code = map(int, done.stdout.splitlines()[-1].split())
        new = specs(copies / str(kills + 1))
        found = []
        for number in range(1, kills + 1):
            recover(copies / str(number))
            found.append(specs(copies / str(number)))
            pull(sources, copies / str(number))

            assert new == specs(copies / str(number))

    assert exit_code == 0
    assert old.keys() == new.keys() == {"openapi.json", "openapi.ja.json", FILE}
    assert all(b"Old" in each for name, each in old.items() if name != FILE)
    assert all(b"New" in each for name, each in new.items() if name != FILE)
    final = found.index(new)
    assert kills > 10
    assert [old] * final + [new] * (kills - final) == found
