"""The processes of a measurement: the server, the contestants, and fresh interpreters."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.listing import Model

_ROOT = Path(__file__).parent.parent

# On Linux a process begins with the peak of the one that started it. This one stays small.
_LAUNCH = "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]))"


class BenchmarkError(Exception):
    """Nothing can be measured; the message is one sentence."""


@contextmanager
def _start(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", *arguments]
    process = subprocess.Popen(  # noqa: S603  ours
        [sys.executable, "-I", "-S", "-c", _LAUNCH, *command],
        cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.communicate()


def _line(process: subprocess.Popen[str], name: str) -> str:
    assert process.stdout  # noqa: S101  for mypy: a pipe
    line = process.stdout.readline()
    if not line:
        raise BenchmarkError(f"{name} ended early; what it said stands above.")
    return line


@contextmanager
def serving(delay_seconds: float = 0.0) -> Iterator[str]:
    """Start a server.

    Args:
        delay_seconds: How long each answer waits.

    Yields:
        Its address; it ends with the block.
    """
    with _start("benchmarks.server", "--delay", str(delay_seconds)) as process:
        yield f"http://127.0.0.1:{int(_line(process, 'The server'))}"


@dataclass(frozen=True)
class Figures:
    """What a job cost.

    Attributes:
        seconds: How long it took.
        peak: The most memory that its process has ever held, in bytes.
        traced: The most that Python's allocator held for this job, in bytes; 0 if not traced.
    """

    seconds: float
    peak: int
    traced: int = 0


@dataclass(frozen=True)
class Worker:
    """A contestant in a process of its own.

    Attributes:
        name: The contestant's.
        process: Its process.
    """

    name: str
    process: subprocess.Popen[str]

    def run(
        self, job: str, models: Sequence[Model], *, check: bool = False, trace: bool = False
    ) -> Figures:
        """Do one job, and wait for its end.

        Args:
            job: Its name, see `benchmarks.contestants`.
            models: What to list.
            check: Whether to look that nothing is missing; this is not measured.
            trace: Whether to trace allocations, which takes several times as long.

        Returns:
            What it cost.

        Raises:
            BenchmarkError: The process died, or items are missing.
        """
        order = {"job": job, "models": [*map(str, models)], "check": check, "trace": trace}
        assert self.process.stdin  # noqa: S101  for mypy: a pipe
        with suppress(BrokenPipeError):  # its output says so too
            self.process.stdin.write(json.dumps(order) + "\n")
            self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(_line(self.process, self.name))
        if "fault" in answer:
            raise BenchmarkError(f"{self.name} does not list everything: {answer['fault']}.")
        return Figures(**answer)


@contextmanager
def working(contestant: str, url: str) -> Iterator[Worker]:
    """Start a contestant.

    Args:
        contestant: Its name in `benchmarks.contestants`.
        url: The server's address.

    Yields:
        The worker; it ends with the block.
    """
    with _start("benchmarks.worker", contestant, url) as process:
        yield Worker(contestant, process)


def run_module(*arguments: str) -> str:
    """Run a module in a fresh interpreter.

    Args:
        *arguments: Its name, and its arguments.

    Returns:
        What it printed.

    Raises:
        BenchmarkError: It failed.
    """
    with _start(*arguments) as process:
        printed, _ = process.communicate()
    if process.returncode:
        raise BenchmarkError(f"{arguments[0]} failed; what it said stands above.")
    return printed


def interpreter_seconds(code: str) -> float:
    """Time a fresh interpreter.

    Args:
        code: What it runs.

    Returns:
        Seconds from its start to its end.

    Raises:
        BenchmarkError: It failed.
    """
    command = [sys.executable, "-c", code]
    start = time.perf_counter()
    ended = subprocess.run(command, cwd=_ROOT, check=False).returncode  # noqa: S603  ours
    duration = time.perf_counter() - start
    if ended:
        raise BenchmarkError(f"{code!r} failed; what it said stands above.")
    return duration
