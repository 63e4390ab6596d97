"""Several files, or a folder, change as one: whatever interrupts it, old or new are there whole."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import files
from pipeline.errors import PipelineError
from pipeline.files import UNDO, WORK, recover, replace_files, work_folder

OLD = {"a.txt": b"old a", "folder/b.txt": b"old b", "same.txt": b"same"}
NEW = {"a.txt": b"new a", "folder/b.txt": b"new b", "same.txt": b"same", "new/c.txt": b"new c"}

# Runs one change and kills itself at the n-th thing that is about to be done to the file system.
SCRIPT = """
import ctypes, os, signal, sys
from pathlib import Path
from pipeline import files
from pipeline.errors import PipelineError
from pipeline.files import replace_files, replace_folder, work_folder

root, change, at, exchange = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
if exchange == "no":
    files._exchange = lambda one, other: False
seen = 0

def watch(event, arguments):
    global seen
    # `ctypes.dlsym` comes right before the names are exchanged.
    changes = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "ctypes.dlsym")
    writes = event == "open" and str(arguments[0]).startswith(str(root)) and arguments[1] != "r"
    if event in changes or event.startswith("shutil.") or writes:
        seen += 1
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(watch)
if change == "recover":
    files.recover(root)
elif change == "files":
    replace_files(root, {root / name: content for name, content in NEW.items()})
else:
    with work_folder(root) as work:
        (work / "fresh").mkdir()
        (work / "fresh" / "c.txt").write_bytes(b"new c")
        replace_folder(root, work, work / "fresh", root / "folder")
print("done")
"""


def write(root: Path, contents: dict[str, bytes]) -> None:
    """Write a tree."""
    for name, content in contents.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(content)


def tree(root: Path) -> dict[str, bytes]:
    """Read a tree, hidden folders included."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def visible(root: Path) -> dict[str, bytes]:
    """Read a tree without hidden folders."""
    return {name: content for name, content in tree(root).items() if name[0] != "."}


def killed(root: Path, change: str, at: int, exchange: str) -> bool:
    """Run a change that is killed at a moment; tells whether it came that far."""
    script = f"NEW = {NEW!r}\n{SCRIPT}"
    command = [sys.executable, "-c", script, str(root), change, str(at), exchange]
    project = Path(files.__file__).parent.parent
    process = subprocess.run(command, cwd=project, capture_output=True, check=False)
    if process.returncode:
        assert process.returncode == -signal.SIGKILL, process.stderr
    return process.returncode != 0


@pytest.mark.parametrize(
    ("change", "exchange", "new"),
    [
        ("files", "yes", OLD | NEW),
        ("folder", "yes", {**OLD, "folder/c.txt": b"new c"}),
        ("folder", "no", {**OLD, "folder/c.txt": b"new c"}),
    ],
)
def test_change_killed_at_any_moment_leaves_old_or_new(
    tmp_path: Path, change: str, exchange: str, new: dict[str, bytes]
) -> None:
    """After `recover`; a kill comes before each thing done to the file system, one by one."""
    if change == "folder":
        new = {name: content for name, content in new.items() if name != "folder/b.txt"}
    states = []
    for at in range(1, 100):
        root = tmp_path / str(at)
        root.mkdir()
        write(root, OLD)
        came_so_far = killed(root, change, at, exchange)
        recover(root)
        states.append(visible(root))
        with work_folder(root):
            pass

        assert tree(root) == visible(root), "nothing may be left behind"
        if not came_so_far:
            break

    assert len(states) > 8
    assert states[0] == OLD
    assert states[-1] == new
    turn = states.index(new)
    assert states == [OLD] * turn + [new] * (len(states) - turn)


def test_equal_files_are_left_alone(tmp_path: Path) -> None:
    """What did not change is not written, and it is told apart."""
    write(tmp_path, OLD)
    times = {name: (tmp_path / name).stat().st_mtime_ns for name in OLD}
    same = {tmp_path / name: content for name, content in OLD.items()}

    assert replace_files(tmp_path, same) == dict.fromkeys(same, False)
    assert times == {name: (tmp_path / name).stat().st_mtime_ns for name in OLD}

    some = same | {tmp_path / "a.txt": b"new"}

    assert replace_files(tmp_path, some) == dict.fromkeys(same, False) | {tmp_path / "a.txt": True}
    assert visible(tmp_path) == OLD | {"a.txt": b"new"}


def test_change_that_fails_halfway_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error is the caller's to see, the files are the old ones."""
    write(tmp_path, OLD)
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target.name == "b.txt":
            raise PermissionError(target)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError):
        replace_files(tmp_path, {tmp_path / name: content for name, content in NEW.items()})

    assert tree(tmp_path) == OLD


def halfway(root: Path, change: str) -> None:
    """Leave a change as a kill right before its last step would: all is new, nothing is final."""
    journal = {"folder": True}
    write(root, OLD)
    if change == "files":
        journal = {"a.txt": True, "folder/b.txt": True, "new/c.txt": False}
        write(root, OLD | NEW)
        write(root, {f"{UNDO}/0": OLD["a.txt"], f"{UNDO}/1": OLD["folder/b.txt"]})
    else:
        (root / UNDO / "0").mkdir(parents=True)
        (root / UNDO / "0" / "b.txt").write_bytes(OLD["folder/b.txt"])
        (root / "folder" / "b.txt").rename(root / "folder" / "c.txt")
    (root / UNDO / "journal.json").write_text(json.dumps(journal), encoding="utf-8")


@pytest.mark.parametrize("change", ["files", "folder"])
def test_recovery_killed_at_any_moment_can_be_done_again(tmp_path: Path, change: str) -> None:
    """What is back is not undone a second time."""
    for at in range(1, 100):
        root = tmp_path / str(at)
        root.mkdir()
        halfway(root, change)
        came_so_far = killed(root, "recover", at, "yes")
        recover(root)

        assert visible(root) == OLD
        assert not (root / UNDO).exists()
        assert recover(root) == []
        if not came_so_far:
            break

    assert at > 4


@pytest.mark.parametrize(
    "content",
    [None, "", "[]", '{"a.txt": 1}', '{"../a.txt": true}', '{"/a.txt": false}', '{"": true}'],
)
def test_folder_that_no_change_left_behind_is_not_acted_upon(
    tmp_path: Path, content: str | None
) -> None:
    """It is named, and nothing is removed; least of all outside the project."""
    root = tmp_path / "root"
    root.mkdir()
    write(tmp_path, {"a.txt": b"outside"})
    (root / UNDO).mkdir()
    if content is not None:
        (root / UNDO / "journal.json").write_text(content, encoding="utf-8")
    with pytest.raises(PipelineError, match=f"{UNDO}: not what an interrupted step leaves"):
        recover(root)

    assert (tmp_path / "a.txt").read_bytes() == b"outside"


def test_files_keep_ordinary_permissions(tmp_path: Path) -> None:
    """Others may read a spec, whatever the umask."""
    before = os.umask(0o077)
    try:
        replace_files(tmp_path, {tmp_path / "b.txt": b"x"})
    finally:
        os.umask(before)

    assert (tmp_path / "b.txt").stat().st_mode & 0o777 == 0o644

    replace_files(tmp_path, {tmp_path / "a.txt": b"x"})

    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o644


def test_leftovers_of_interrupted_steps_are_cleared_away(tmp_path: Path) -> None:
    """By the next step that needs a folder to work in."""
    write(tmp_path, {f"{WORK}left/x": b"x"})
    with work_folder(tmp_path) as folder:
        assert list(tmp_path.iterdir()) == [folder]
    assert list(tmp_path.iterdir()) == []
