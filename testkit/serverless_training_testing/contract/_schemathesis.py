"""Run schemathesis, in a process and a folder of its own, and read what it reports."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import httpx
from attrs import evolve
from serverless_training._auth import HIDDEN
from serverless_training._language import gettext as _
from serverless_training._settings import is_loopback

from serverless_training_testing._errors import MockError, missing
from serverless_training_testing.contract._configuration import (
    KEY_VARIABLE,
    LIMITS,
    SENT,
    Target,
    exceptions_of,
    limits,
    policy_of,
    settings,
    with_statuses,
)
from serverless_training_testing.contract._events import Run, read
from serverless_training_testing.contract._report import ContractError, Outcome, Verdict
from serverless_training_testing.contract._verdicts import verdicts

_SPEC, _SETTINGS, _EVENTS, _OUTPUT = (
    "openapi.json",
    "schemathesis.toml",
    "report.ndjson",
    "said.txt",
)

_HOOKS = "hooks.py"
_START = "from serverless_training_testing.contract._hooks import start\n\nstart()\n"

# Of the time, what the last answer and the report may take; then the process is ended, and what it
# has written by then is told.
_LAST_SHARE = 0.2
_LEAST_SECONDS = 15.0  # to start and to report, where next to nothing is left
_LOOK_SECONDS = 0.1
_LAST_LINES = 5

# What would make another run of it, or warnings of its own into errors.
_NOT_INHERITED = ("PYTHONWARNINGS", "PYTHONWARNDEFAULTENCODING", "PYTHONSAFEPATH")


def fuzz(  # noqa: PLR0913  limits, all by keyword
    target: Target,
    *,
    seed: int,
    max_examples: int,
    max_seconds: float,
    rate: float | None,
    progress: Callable[[int], None],
    max_requests: int = 5000,
) -> tuple[list[Verdict], int]:
    """Judge a server by schemathesis: every operation, all checks, valid and invalid data."""
    if find_spec("schemathesis") is None:
        raise ContractError(missing("schemathesis", "testing"))
    began = time.time()
    end = began + max(max_seconds, _LEAST_SECONDS)
    deadline = began + max_seconds * (1 - _LAST_SHARE)
    with tempfile.TemporaryDirectory(prefix="contract-") as name:
        folder = Path(name)
        try:
            _prepare(folder, target, max_examples, max_requests, deadline, rate)
            run = _run(folder, target, seed, max_examples, end, progress)
            judged = verdicts(run, target, lambda text: _hidden(text, target.api_key))
        except MockError as error:
            raise ContractError(str(error)) from error
        sent = _count(folder)
        if sent >= max_requests or time.time() >= deadline:
            judged = [_cut_short(each) for each in judged]
        return judged, sent


def _cut_short(verdict: Verdict) -> Verdict:
    """Take back what is said of a check that might have found more."""
    if verdict.outcome is not Outcome.KEPT:
        return verdict
    output = _("It needs more time or more requests: {count} cases were kept until then.")
    needs = output.format(count=verdict.cases)
    return evolve(verdict, outcome=Outcome.NOT_EXERCISED, needs=needs)


def _prepare(  # noqa: PLR0913, PLR0917  what one run needs
    folder: Path,
    target: Target,
    max_examples: int,
    max_requests: int,
    deadline: float,
    rate: float | None,
) -> None:
    here = files("serverless_training_testing.contract")
    policy = here.joinpath("schemathesis.toml").read_text(encoding="utf-8")
    statuses = exceptions_of(policy)["statuses"]
    bounds = limits(target, max_requests=max_requests, deadline=deadline, rate=rate)
    for name, text in (
        (_SPEC, json.dumps(with_statuses(target.spec, statuses))),
        (_SETTINGS, settings(target, policy_of(policy), max_examples)),
        (LIMITS, json.dumps(bounds)),
        (_HOOKS, _START),
        (SENT, ""),
    ):
        (folder / name).write_text(text, encoding="utf-8")


def _run(  # noqa: PLR0913, PLR0917  what one run needs
    folder: Path,
    target: Target,
    seed: int,
    max_examples: int,
    end: float,
    progress: Callable[[int], None],
) -> Run:
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", _SETTINGS),
        *("run", _SPEC, "--url", target.base_url, "--seed", str(seed), "--no-color"),
        *("--max-examples", str(max_examples)),
        *("--report", "ndjson", "--report-ndjson-path", _EVENTS),
    ]
    with (
        (folder / _OUTPUT).open("wb") as output,
        subprocess.Popen(  # noqa: S603  our own command
            command, cwd=folder, env=_environment(target), stdout=output, stderr=output
        ) as process,
    ):
        try:
            _watch(process, folder, end, progress)
        finally:
            process.kill()
    events = folder / _EVENTS
    if events.exists():
        with events.open(encoding="utf-8") as lines:
            run = read(lines)
        if run.started:
            return run
    raise _not_started(folder, target)


def _watch(
    process: subprocess.Popen[bytes], folder: Path, end: float, progress: Callable[[int], None]
) -> None:
    while time.time() < end:
        try:
            process.wait(_LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            progress(_count(folder))
        else:
            break
    progress(_count(folder))


def _count(folder: Path) -> int:
    return (folder / SENT).stat().st_size


def _environment(target: Target) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in _NOT_INHERITED and not name.startswith("SCHEMATHESIS_")
    }
    own = {
        # In the environment, and so in no list of processes.
        KEY_VARIABLE: target.api_key,
        # What netrc says of the host would come before our key.
        "NETRC": "no-netrc",
        # The same modules, though it starts in another folder.
        "PYTHONPATH": os.pathsep.join(str(Path(each).absolute()) for each in sys.path),
        "PYTHONUTF8": "1",
    }
    if certificates := os.environ.get("SSL_CERT_FILE"):
        # Where the client looks for them, and requests does not.
        own["REQUESTS_CA_BUNDLE"] = certificates
    if is_loopback(httpx.URL(target.base_url).host):
        # A proxy is for the world outside, and would see the key; so does the client have it.
        own |= {"NO_PROXY": "*", "no_proxy": "*"}
    return kept | own


def _not_started(folder: Path, target: Target) -> ContractError:
    output = (folder / _OUTPUT).read_text(encoding="utf-8", errors="replace")
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    last = _hidden(" / ".join(lines[-_LAST_LINES:]), target.api_key)
    return ContractError(_("Schemathesis did not start: {message}").format(message=last))


def _hidden(text: str, key: str) -> str:
    for written in {key, quote(key, safe=""), json.dumps(key)[1:-1]} - {""}:
        text = text.replace(written, HIDDEN)
    return text
