"""The commands, put together."""

from importlib.metadata import version
from typing import Annotated, Any

import typer
from serverless_training._language import gettext as _
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

from serverless_training_cli._contract import contract
from serverless_training_cli._demo import demo
from serverless_training_cli._messages import translated, with_translated_output
from serverless_training_cli._mock import mock
from serverless_training_cli._screens import show_abort, show_error, show_help

# The three ways in which Typer draws what it says.
rich_utils.rich_format_help = show_help
rich_utils.rich_format_error = show_error  # type: ignore[assignment]  # passed by position
rich_utils.rich_abort_error = show_abort
# Shells read one line for each completion: no text is broken for the width of a terminal.
rich_utils.rich_render_text = str  # type: ignore[assignment]  # ours are plain


class _WithTranslatedHelp:
    """A command whose options are explained in the reader's language, those of Typer too."""

    def get_params(self, ctx: Any) -> list[Any]:
        """List the options, as Typer asks for them; also for the completion of shells."""
        parameters: list[Any] = super().get_params(ctx)  # type: ignore[misc]  # of Typer's class
        for parameter in parameters:
            parameter.help = translated(parameter.help or "")
        return parameters

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the command line; what is wrong is wrong with this command."""
        try:
            words: list[str] = super().parse_args(ctx, args)  # type: ignore[misc]  # of Typer's class
        except Exception as error:
            if getattr(error, "ctx", ctx) is None:
                error.ctx = ctx  # type: ignore[attr-defined]  # Typer leaves it out for options
            raise
        return words


class _Command(_WithTranslatedHelp, TyperCommand):
    """A command."""


class _Group(_WithTranslatedHelp, TyperGroup):
    """The command that has the others."""

    def make_context(self, *args: Any, **options: Any) -> Any:
        """Begin, as Typer does it once for each process."""
        for parameter in self.params:
            if parameter.name == "install_completion" and parameter.callback:
                parameter.callback = with_translated_output(parameter.callback)
        return super().make_context(*args, **options)


app: typer.Typer = typer.Typer(
    name="serverless-training",
    cls=_Group,
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
    cls=_Command,
    help=_("Serve a mock of the API on this machine, with made-up models if you want some."),
)(mock)
app.command(
    "demo",
    cls=_Command,
    help=_("Try the client without an account: list checkpoints from a mock server."),
)(demo)
app.command(
    "contract",
    cls=_Command,
    help=_("Check that a server keeps the contract of the API, given its URL."),
)(contract)
