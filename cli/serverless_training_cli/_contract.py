"""`serverless-training contract`: judge a server by its URL."""

import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from serverless_training import ServerlessTrainingError
from serverless_training._language import gettext as _
from serverless_training_testing._errors import extra

from serverless_training_cli._summary import show

if TYPE_CHECKING:
    from serverless_training_testing.contract import Progress as Step
    from serverless_training_testing.contract import Report

_XML, _JSON = "contract.xml", "contract.json"
_OPTIONS = {
    "base_url": "--base-url",
    "max_examples": "--max-examples",
    "max_requests": "--max-requests",
    "max_seconds": "--max-time",
    "parameters": "--parameter",
    "allow_operations": "--operation",
    "rate": "--rate",
    "seed": "--seed",
}
_INTERRUPTED = 130  # as shells have it: 128 and the number of SIGINT


class Only(StrEnum):
    """Which half of the suite to run."""

    PAGINATION = "pagination"
    SCHEMATHESIS = "schemathesis"


class _WrongUseError(Exception):
    """The command cannot do what it was asked; nothing was sent."""


class _Output(Console):
    """A terminal or a pipe whose reader may leave."""

    def on_broken_pipe(self) -> None:
        """Go on in silence: Rich would exit with 1, which says here that a law is broken."""
        self.quiet = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def contract(  # noqa: PLR0913  one argument for each option
    *,
    base_url: Annotated[
        str,
        typer.Option(
            envvar="SERVERLESS_TRAINING_BASE_URL",
            show_envvar=False,  # too long for its column
            metavar="URL",
            help=_("The server; also from SERVERLESS_TRAINING_BASE_URL."),
        ),
    ],
    model_id: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help=_(
                "A model that the server has; may be repeated. Two with many checkpoints are best."
            ),
        ),
    ] = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE",
            help=_("Value of another parameter that exists there; may be repeated."),
        ),
    ] = None,
    operation: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help=_("Operation that may be sent although it is not GET; may be repeated."),
        ),
    ] = None,
    get_only: Annotated[
        bool,
        typer.Option(
            "--get-only", help=_("Send GET alone; always so on other machines than this one.")
        ),
    ] = False,
    probe_methods: Annotated[
        bool | None,
        typer.Option(
            show_default=False,
            help=_(
                "Whether to try methods that the spec does not have, on made-up IDs; without it, "
                "on this machine alone."
            ),
        ),
    ] = None,
    only: Annotated[
        Only | None,
        typer.Option(metavar="HALF", help=_("Run one half: pagination or schemathesis.")),
    ] = None,
    spec: Annotated[
        Path | None,
        typer.Option(
            dir_okay=False,
            metavar="FILE",
            help=_("OpenAPI document in JSON; the client's own without it."),
        ),
    ] = None,
    report_dir: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help=_("Folder for contract.xml (JUnit) and contract.json; made if it is not there."),
        ),
    ] = None,
    max_examples: Annotated[
        int, typer.Option(min=1, help=_("How many random cases each law gets."))
    ] = 50,
    seed: Annotated[
        int, typer.Option(min=0, help=_("Decides the random cases; the same seed asks the same."))
    ] = 0,
    rate: Annotated[
        float | None, typer.Option(metavar="N", help=_("Requests per second, at most."))
    ] = None,
    max_requests: Annotated[
        int, typer.Option(min=1, help=_("How many requests may be sent."))
    ] = 5000,
    max_time: Annotated[
        int, typer.Option(min=1, metavar="SECONDS", help=_("How long it may take, in seconds."))
    ] = 60,
    allow_http: Annotated[
        bool,
        typer.Option(
            "--allow-http", help=_("Send the key over plain http to another machine too.")
        ),
    ] = False,
    fail_fast: Annotated[
        bool, typer.Option("--fail-fast", help=_("Stop at the first broken law."))
    ] = False,
) -> None:
    """Judge a server and tell what was found; see the `help` of the command."""
    with extra("cli,testing"):
        # Imported here, since the extra may be missing.
        from serverless_training_testing import MockError, contract  # noqa: PLC0415

    # Asked to end (SIGTERM) is the same as interrupted: schemathesis must not go on alone.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        _check_folder(report_dir)
        with _progress_bar() as tell, _interruptible(tell) as forward:
            report = contract.check(
                _as_utf8(base_url),
                [_as_utf8(each) for each in model_id or ()],
                parameters=_pairs(parameter or ()),
                spec=_document(spec),
                max_examples=max_examples,
                seed=seed,
                rate=rate,
                max_requests=max_requests,
                max_seconds=float(max_time),
                probe_methods=probe_methods,
                # Not given, the library decides by the host.
                get_only=get_only or None,
                allow_operations=operation or (),
                allow_http=allow_http,
                fail_fast=fail_fast,
                progress=forward,
                halves=[contract.Half(only.value)] if only else list(contract.Half),
            )
        _write_reports(report, report_dir)
    except (contract.ContractError, MockError, ServerlessTrainingError, _WrongUseError) as error:
        # The library names its own arguments.
        option = _OPTIONS.get(getattr(error, "argument", ""))
        _exit(f"{option}: {error}" if option else str(error), 2)
    except KeyboardInterrupt:
        _exit(_("Interrupted. Nothing is reported."), _INTERRUPTED)
    try:
        show(_Output(highlight=False, emoji=False, markup=False), report)
    except OSError as error:
        _exit(_("The result cannot be shown: {reason}").format(reason=error.strerror), 2)
    raise typer.Exit(report.exit_code)


def _exit(said: str, code: int) -> NoReturn:
    # A reader who has left must not turn the exit code into 1, as Typer would.
    with suppress(OSError):
        typer.echo(said, err=True)
    raise typer.Exit(code) from None


def _as_utf8(word: str) -> str:
    """Read a word of the command line as UTF-8, as a server will, whatever the locale says."""
    return word.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _pairs(given: Sequence[str]) -> Mapping[str, Sequence[str]]:
    values: dict[str, list[str]] = {}
    for pair in given:
        name, found, value = _as_utf8(pair).partition("=")
        if not (name and found and value):
            raise _WrongUseError(
                _("--parameter {given} must look like NAME=VALUE.").format(given=pair)
            )
        values.setdefault(name, []).append(value)
    return values


def _document(path: Path | None) -> Any:
    if path is None:
        return None
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _WrongUseError(
            _("The spec {path} cannot be read: {reason}. Check --spec.").format(
                path=path, reason=error.strerror or error
            )
        ) from error
    except (ValueError, RecursionError) as error:
        raise _WrongUseError(
            _("The spec {path} is not JSON in UTF-8: {reason}. Check --spec.").format(
                path=path, reason=error
            )
        ) from error
    # `null` would mean the client's own spec; of what is no object, the suite says what it needs.
    return document if isinstance(document, dict) else {}


def _check_folder(folder: Path | None) -> None:
    """See that a folder can be written to, before anything is sent."""
    if folder is not None:
        with _writing(folder), tempfile.TemporaryFile(dir=folder):
            pass


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise _WrongUseError(
            _("The reports cannot be written to {path}: {reason}").format(
                path=folder, reason=error.strerror or error
            )
        ) from error


def _write_reports(report: "Report", folder: Path | None) -> None:
    if folder is None:
        return
    # Imported here, since the extra may be missing.
    from serverless_training_testing._files import replace  # noqa: PLC0415
    from serverless_training_testing.contract._formats import to_json, to_junit  # noqa: PLC0415

    with _writing(folder):
        replace(folder / _XML, [to_junit(report)])
        replace(folder / _JSON, [to_json(report)])


@contextmanager
def _interruptible(tell: "Callable[[Step], None] | None") -> Iterator["Callable[[Step], None]"]:
    """Let Ctrl-C end the run even where it is swallowed, as in Hypothesis's callback for `gc`."""
    before = signal.getsignal(signal.SIGINT)
    came = False

    def interrupt(_number: int, _frame: object) -> None:
        nonlocal came
        came = True
        raise KeyboardInterrupt

    def forward(step: "Step") -> None:
        if came:
            raise KeyboardInterrupt
        if tell:
            tell(step)

    # What ignores Ctrl-C, such as a job in the background, goes on ignoring it.
    if before is signal.default_int_handler:
        signal.signal(signal.SIGINT, interrupt)
    try:
        yield forward
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt


@contextmanager
def _progress_bar() -> Iterator["Callable[[Step], None] | None"]:
    console = Console(stderr=True, highlight=False, emoji=False, markup=False)
    if not console.is_terminal:
        yield None
        return
    columns = (BarColumn(bar_width=20), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=1.0)

        def tell(step: "Step") -> None:
            said = _("{half}: {requests} requests, {seconds} s")
            progress.update(
                task,
                completed=step.share,
                description=said.format(
                    half=step.half.value, requests=step.requests, seconds=int(step.seconds)
                ),
            )

        yield tell
