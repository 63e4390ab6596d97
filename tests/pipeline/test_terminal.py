"""What a terminal gets to see: nothing that harms it, and progress where somebody watches."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.generate.templates.text import printable

pytestmark = pytest.mark.any_spec

WORK = """
from pipeline.pull.progress import progress
with progress("pages") as bar:
    bar(3, 12)
print("done")
"""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", r"a\x1b[31mb"),
        ("a\nb\r\t", r"a\nb\r\t"),
        ("\x9b2J\x7f", r"\x9b2J\x7f"),
        ("a\u202eb\u2066\u200b", r"a\u202eb\u2066\u200b"),
        ("\u2028\U000e0001\ud800", r"\u2028\U000e0001\ud800"),
        ("読む\u3000é\xa0[link]", "読む\u3000é\xa0[link]"),
    ],
)
def test_what_could_harm_a_terminal_is_escaped(text: str, shown: str) -> None:
    """Control characters, marks of direction, invisible ones; words of any language stay."""
    assert printable(text) == shown


def test_progress_is_not_shown_in_a_pipe(root: Path) -> None:
    """Logs hold lines, no bars."""
    done = subprocess.run(
        [sys.executable, "-c", WORK], cwd=root, capture_output=True, check=True, encoding="utf-8"
    )

    assert (done.stdout, done.stderr) == ("done\n", "")


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are of POSIX")
def test_progress_is_shown_on_a_terminal(root: Path) -> None:
    """On standard error, and cleared away at the end."""
    import pty  # noqa: PLC0415  not on Windows

    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-c", WORK],
        cwd=root,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=True,
        encoding="utf-8",
    )
    os.close(theirs)
    shown = os.read(ours, 65536).decode("utf-8")
    os.close(ours)

    assert done.stdout == "done\n"
    assert "pages" in shown
    assert "3/12" in shown
    assert shown.rstrip().endswith("\x1b[2K")
