"""Run `python -m pipeline` in copies of a project, and kill each run one step later than the last.

`python killing.py PROJECT COPIES STEP ARGUMENT…`: copy `1` dies before its first change below the
project, copy `2` before its second, and so on; the last copy is that of the run that came through.
"""

import os
import shutil
import signal
import sys
from itertools import count
from pathlib import Path

import pipeline.__main__ as program
import pipeline.pull.pull  # noqa: F401  imported before the first fork, for time

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate", "os.link"}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def run_killed(root: Path, arguments: list[str], fatal: int) -> None:
    """Run one step in this process, and kill it before a change of the given number."""
    left = fatal

    def watch(event: str, details: tuple[object, ...]) -> None:
        nonlocal left
        if event == "open":
            path, _, flags = details
            changes = bool(int(str(flags)) & WRITES) and str(path).startswith(str(root))
        else:
            changes = event in CHANGES
        if changes:
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    program.ROOT = root
    sys.addaudithook(watch)
    os._exit(program.main(arguments))


def main(project: str, copies: str, *arguments: str) -> None:
    """Kill at each step in turn; print how often, and how the last run ended."""
    for number in count(1):
        root = Path(copies) / str(number)
        shutil.copytree(project, root)
        process = os.fork()
        if not process:
            run_killed(root, list(arguments), number)
        _, status = os.waitpid(process, 0)
        if not os.WIFSIGNALED(status):
            print(number - 1, os.waitstatus_to_exitcode(status))
            return


if __name__ == "__main__":
    main(*sys.argv[1:])
