"""The servers that are measured, each a process of its own."""

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.processes import BenchmarkError, Figures, run_module

KEY = "mock-key"
AUTHORIZATION = f"Bearer {KEY}"
SPEC = Path(__file__).parent.parent / "openapi.json"
COMMAND = (sys.executable, "-c", "from serverless_training_cli import main; main()")

_PATIENCE_SECONDS = 30.0


def fill(file: Path, count: int) -> Figures:
    """Write a database with one model, `model-1-COUNT`.

    Args:
        file: Where; there is nothing yet.
        count: Its checkpoints.

    Returns:
        What it took.
    """
    return Figures(**json.loads(run_module("benchmarks.fill", str(file), str(count))))


@contextmanager
def mock(*options: str) -> Iterator[str]:
    """Start the mock server as users do.

    Args:
        *options: Of `serverless-training mock`.

    Yields:
        Its address; it ends with the block.

    Raises:
        BenchmarkError: It did not start.
    """
    with _running([*COMMAND, "mock", *options], stdout=subprocess.PIPE) as process:
        assert process.stdout  # noqa: S101  for mypy: a pipe
        said = re.search(r"http://\S+", process.stdout.readline())  # in whatever language
        if not said:
            raise BenchmarkError("The mock server did not start; what it said stands above.")
        yield said[0]


@contextmanager
def peer(command: Sequence[str], port: int) -> Iterator[str]:
    """Start a server of others.

    Args:
        command: What starts it.
        port: The port that it is told to take.

    Yields:
        Its address; it ends with the block.

    Raises:
        BenchmarkError: It does not listen.
    """
    with _running(command, stdout=subprocess.DEVNULL) as process:
        end = time.monotonic() + _PATIENCE_SECONDS
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > end:
                raise BenchmarkError(f"{Path(command[0]).name} did not start.")
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _running(command: Sequence[str], stdout: int) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(command, stdout=stdout, encoding="utf-8") as process:  # noqa: S603  ours
        try:
            yield process
        finally:
            process.terminate()


def _listens(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port)):
            return True
    except OSError:
        return False


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
    return port


@contextmanager
def connected(url: str) -> Iterator[HTTPConnection]:
    """Connect to a server; closed with the block."""
    parts = urlsplit(url)
    with closing(HTTPConnection(parts.hostname or "", parts.port)) as connection:
        yield connection


def get(connection: HTTPConnection, target: str) -> bytes:
    """Ask once.

    Args:
        connection: The connection.
        target: Path and query.

    Returns:
        The body.

    Raises:
        BenchmarkError: It was no success.
    """
    connection.request("GET", target, headers={"Authorization": AUTHORIZATION})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise BenchmarkError(f"{target} was answered with {answer.status}.")
    return body
