"""Programs from npm, installed for the length of a run."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import BenchmarkError

# Exact, so that two runs compare the same.
PRISM, AUTOCANNON = "@stoplight/prism-cli@5.14.2", "autocannon@9.0.0"


class MissingError(Exception):
    """There is no Node here, or nothing can be installed; the message is part of a sentence."""


@dataclass(frozen=True)
class Tools:
    """Where the programs are.

    Attributes:
        folder: Holds their executables.
    """

    folder: Path

    def prism(self, spec: Path, port: int) -> list[str]:
        """Write the command that serves a spec: one canned answer for each operation."""
        return [str(self.folder / "prism"), "mock", "--port", str(port), str(spec)]

    def load(self, url: str, authorization: str, *, seconds: float, connections: int) -> float:
        """Ask as fast as answers come.

        Args:
            url: What to ask for.
            authorization: The header.
            seconds: For how long.
            connections: How many at once.

        Returns:
            Answers per second.

        Raises:
            BenchmarkError: An answer was no success, or did not come.
        """
        options = ("--json", "--duration", str(seconds), "--connections", str(connections))
        header = ("--headers", f"Authorization={authorization}")
        command = [str(self.folder / "autocannon"), *options, *header, url]
        ended = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)  # noqa: S603  ours
        if ended.returncode:
            raise BenchmarkError(f"autocannon failed: {ended.stderr.strip()}")
        told = json.loads(ended.stdout)
        failed: int = told["non2xx"] + told["errors"] + told["timeouts"]
        if failed:
            raise BenchmarkError(f"{failed} requests to {url} failed.")
        return float(told["requests"]["total"] / told["duration"])


@contextmanager
def installed() -> Iterator[Tools]:
    """Install the programs.

    Yields:
        Where they are; they go with the block.

    Raises:
        MissingError: There is no Node, or they cannot be installed.
    """
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise MissingError("there is no Node here")
    with tempfile.TemporaryDirectory() as folder:
        quiet = ("--no-audit", "--no-fund", "--loglevel=error", "--prefix", folder)
        command = [npm, "install", *quiet, PRISM, AUTOCANNON]
        ended = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)  # noqa: S603  ours
        if ended.returncode:
            raise MissingError(f"npm installs nothing ({_last_line(ended.stderr)})")
        yield Tools(Path(folder, "node_modules", ".bin"))


def _last_line(text: str) -> str:
    return (text.strip() or "it does not say why").splitlines()[-1]
