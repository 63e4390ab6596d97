"""`serverless-training mock`: the mock server, run by hand."""

import shlex
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer
from rich.console import Console
from serverless_training._language import gettext as _
from serverless_training_testing._errors import extra

if TYPE_CHECKING:
    from serverless_training_testing import MockServer

_CHECKPOINTS = 250


def mock(  # noqa: PLR0913  one argument for each option
    *,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help=_("Port to listen on; 0 takes a free one."))
    ] = 0,
    host: Annotated[str, typer.Option(help=_("Address to listen on."))] = "127.0.0.1",
    db: Annotated[
        Path | None,
        typer.Option(
            dir_okay=False, help=_("SQLite file that keeps the items; in memory without it.")
        ),
    ] = None,
    models: Annotated[
        int | None,
        typer.Option(min=0, help=_("How many models to create; 1 if only --checkpoints is given.")),
    ] = None,
    checkpoints: Annotated[
        int | None,
        typer.Option(
            min=0,
            show_default=str(_CHECKPOINTS),
            help=_("How many checkpoints to invent for each model."),
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option(help=_("Decides what is invented; the same seed gives the same items."))
    ] = 0,
    import_: Annotated[
        Path | None,
        typer.Option(
            "--import",
            dir_okay=False,
            help=_("JSON Lines to add first; items that are there already are skipped."),
        ),
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option(
            dir_okay=False,
            help=_("Write all items as JSON Lines, at the start and again at the end."),
        ),
    ] = None,
    fault: Annotated[
        list[str] | None,
        typer.Option(
            metavar="RULE",
            show_default=False,
            help=_("What goes wrong, and when: status=429,retry-after=0,times=2. May be repeated."),
        ),
    ] = None,
    fault_seed: Annotated[
        int, typer.Option(help=_("Decides which requests a fault with a probability hits."))
    ] = 0,
    latency: Annotated[
        float, typer.Option(help=_("How long every answer takes in addition, in seconds."))
    ] = 0.0,
    api_key: Annotated[
        str,
        typer.Option(
            envvar="SERVERLESS_TRAINING_MOCK_KEY",
            show_envvar=False,  # too long for its column
            help=_("Key that requests must carry; also from SERVERLESS_TRAINING_MOCK_KEY."),
        ),
    ] = "mock-key",
) -> None:
    """Serve until the process is interrupted or asked to end; see the `help` of the command."""
    with extra("cli,testing"):
        # Imported here, since the extra may be missing.
        from serverless_training_testing import MockError, MockServer  # noqa: PLC0415
        from serverless_training_testing._fault_text import fault_of  # noqa: PLC0415

    # Asked to end (SIGTERM) is the same as interrupted (Ctrl-C): stop serving, exit 0.
    # Shells start what runs in the background with Ctrl-C ignored: no longer.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with MockServer(
            host=host,
            port=port,
            db=db,
            models=(0 if checkpoints is None else 1) if models is None else models,
            checkpoints=_CHECKPOINTS if checkpoints is None else checkpoints,
            seed=seed,
            api_key=api_key,
            faults=[fault_of(text) for text in fault or ()],
            fault_seed=fault_seed,
            latency=latency,
            record=False,
        ) as server:
            if import_:
                server.import_items(import_)
            if export:
                server.export_items(export)  # so that a file that cannot be written is told now
            _show_server(server)
            _sleep()
            if export:
                server.export_items(export)
    except MockError as error:
        typer.echo(error, err=True)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        return


def _sleep() -> None:
    with suppress(KeyboardInterrupt):
        while True:
            time.sleep(3600)  # the server has a thread of its own


def _show_server(server: "MockServer") -> None:
    # Long lines stay whole, so that they can be pasted.
    console = Console(soft_wrap=True, highlight=False, emoji=False)
    url, key, models = server.url, server.api_key, server.model_ids
    say = console.print
    say(_("Mock server running at {url}").format(url=url), style="bold", markup=False)
    say(_("Key: {key}").format(key=key), markup=False)
    if models:
        say(_("Models: {ids}").format(ids=", ".join(models)), markup=False)
    else:
        say(_("No models yet. Make some with --models 2 --checkpoints 250."), markup=False)
    say()
    say(_("Try it:"), style="dim")
    path = quote(next(iter(server.paths), "/openapi.json"))
    header = shlex.quote(f"Authorization: Bearer {key}")
    say(f"  curl -H {header} {shlex.quote(url + path)}", markup=False)
    say(_("Use it from the client:"), style="dim")
    base_url, api_key = shlex.quote(url), shlex.quote(key)
    say(f"  export SERVERLESS_TRAINING_BASE_URL={base_url} WANDB_API_KEY={api_key}", markup=False)
    say()
    say(_("Stop it with Ctrl-C."), style="dim")
