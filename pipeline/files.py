"""Replace files and folders as a whole, so that no interruption leaves half of a change.

While a change is under way the old state stands in `.pipeline-undo` at the project's root; taking
that folder away is what makes the change final. `recover` puts the old state back from it.
"""

import ctypes
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import PipelineError

WORK = ".pipeline-work-"  # a random name follows
UNDO = ".pipeline-undo"
_JOURNAL = "journal.json"


def contents(folder: Path) -> dict[str, bytes]:
    """Read all files below a folder, but for what Python caches there.

    Args:
        folder: The folder; it need not exist.

    Returns:
        Path below the folder, with slashes, to content.
    """
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@contextmanager
def work_folder(root: Path) -> Iterator[Path]:
    """Make a hidden folder on the project's own file system, and remove it afterwards.

    Args:
        root: The project's root.

    Yields:
        The empty folder. Those that interrupted steps left behind are removed first.
    """
    for left in root.glob(f"{WORK}*"):
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(dir=root, prefix=WORK) as folder:
        yield Path(folder)


def replace_files(root: Path, contents: Mapping[Path, bytes]) -> dict[Path, bool]:
    """Replace several files, all of them or none.

    Args:
        root: The project's root.
        contents: Each file, below `root`, and its whole new content.

    Returns:
        The same files in the same order, and whether the content of each changed; equal files are
        left alone.
    """
    changed = {
        path: not (path.is_file() and path.read_bytes() == content)
        for path, content in contents.items()
    }
    targets = [path for path, differs in changed.items() if differs]
    if targets:
        with work_folder(root) as work:
            for number, target in enumerate(targets):
                target.parent.mkdir(parents=True, exist_ok=True)
                (work / str(number)).write_bytes(contents[target])
                (work / str(number)).chmod(0o644)
            with _undoable(root, work, targets):
                for number, target in enumerate(targets):
                    (work / str(number)).replace(target)
    return changed


def replace_folder(root: Path, work: Path, fresh: Path, target: Path) -> None:
    """Put a folder in the place of another; in one step where the system can exchange names.

    Args:
        root: The project's root.
        work: The `work_folder` in force.
        fresh: The new folder, below `work`.
        target: The folder to replace, below `root`; it need not exist.
    """
    if target.exists() and _exchange(fresh, target):
        return
    with _undoable(root, work, [target]) as undo:
        if target.exists():
            target.rename(undo / "0")
        fresh.rename(target)


def recover(root: Path) -> list[Path]:
    """Put back what an interrupted change had begun to replace.

    Args:
        root: The project's root.

    Returns:
        The files and folders that are again what they were; usually none.

    Raises:
        PipelineError: What is there is not what a change leaves behind.
    """
    undo = root / UNDO
    if not undo.is_dir():
        return []
    journal = _read_journal(undo)
    for number, (name, existed) in enumerate(journal.items()):
        old, target = undo / str(number), root / name
        # Where an old one is not in the journal's folder, it has not left its place, or is back.
        if old.exists() or not existed:
            _remove(target)
        if old.exists():
            old.rename(target)
    with work_folder(root) as work:
        # Out of force in one step; a journal half removed would be worse than none.
        undo.rename(work / "done")
    return [root / name for name in journal]


def _read_journal(undo: Path) -> dict[str, bool]:
    try:
        found = json.loads((undo / _JOURNAL).read_text(encoding="utf-8"))
        inside = all(not {"..", ""} & set(name.split("/")) for name in found)
        if inside and all(isinstance(existed, bool) for existed in found.values()):
            return dict(found)
    except (OSError, ValueError, AttributeError, TypeError):
        pass  # told below: whatever it is, nothing of it may be acted upon
    raise PipelineError(
        f"{undo}: not what an interrupted step leaves behind. Restore from it what you miss (see "
        "`git status`), and delete it."
    )


@contextmanager
def _undoable(root: Path, work: Path, targets: Sequence[Path]) -> Iterator[Path]:
    undo = work / "undo"
    undo.mkdir()
    journal = {target.relative_to(root).as_posix(): target.exists() for target in targets}
    for number, target in enumerate(targets):
        if target.is_file():
            shutil.copy2(target, undo / str(number))
    (undo / _JOURNAL).write_text(json.dumps(journal), encoding="utf-8")
    undo.rename(root / UNDO)
    try:
        yield root / UNDO
    except BaseException:
        recover(root)
        raise
    (root / UNDO).rename(work / "done")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; False where the system or file system cannot."""
    # Python offers no such call. Linux: renameat2(2), since glibc 2.28; macOS: renamex_np(2).
    names = os.fsencode(one), os.fsencode(other)
    here, exchange = -100, 2  # AT_FDCWD; RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS
    try:
        library = ctypes.CDLL(None)
        if sys.platform == "darwin":
            failed = library.renamex_np(*names, exchange)
        else:
            failed = library.renameat2(here, names[0], here, names[1], exchange)
    except (
        AttributeError,
        OSError,
        TypeError,
    ):  # no such call; TypeError: Windows has no CDLL(None)
        return False
    return not failed
