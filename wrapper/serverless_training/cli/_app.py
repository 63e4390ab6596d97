"""The commands, put together."""

from importlib.metadata import version
from typing import Annotated

import typer
from rich.text import Text
from typer import rich_utils

from serverless_training._language import gettext as _
from serverless_training.cli._demo import demo
from serverless_training.cli._mock import mock


class _Folding(rich_utils.OptionHighlighter):
    """Typer's highlighter, which every help text goes through."""

    def highlight(self, text: Text) -> None:
        """Break what has no spaces, as Japanese; Typer's tables would cut it off."""
        super().highlight(text)
        text.overflow = "fold"


rich_utils.highlighter = _Folding()

app = typer.Typer(
    name="serverless-training",
    no_args_is_help=True,
    # A traceback that shows variables shows keys.
    pretty_exceptions_show_locals=False,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"serverless-training {version('serverless-training')}")
        raise typer.Exit


@app.callback(help=_("Work with W&B Serverless Training from the command line."))
def options(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help=_("Show the version and exit.")
        ),
    ] = False,
) -> None:
    """Take the options that stand before a command."""


app.command(
    "mock",
    help=_("Serve a mock of the API on this machine, with made-up models if you want some."),
)(mock)
app.command(
    "demo",
    help=_("Try the client without an account: list checkpoints from a mock server."),
)(demo)
