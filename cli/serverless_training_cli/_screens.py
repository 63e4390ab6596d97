"""What Typer shows, drawn so that it fits: help and errors.

Typer's own tables give each thing a column, however narrow the terminal is, and no two of its
versions draw them alike.
"""

import re
from collections.abc import Iterable, Iterator
from inspect import cleandoc
from typing import Any, NoReturn

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text
from serverless_training._language import gettext as _
from serverless_training_client._text import breaks, columns, parts

from serverless_training_cli._messages import translated


class Paragraph:
    """A text that breaks as readers expect, be it Japanese, English or both."""

    def __init__(self, text: str, style: str = "") -> None:
        self.text: Text = Text(text, style, no_wrap=True, overflow="ignore")

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        """Break the text into lines without trailing spaces."""
        yield from self.lines(options.max_width)

    def lines(self, width: int) -> Iterator[Text]:
        """Break the text into lines of so many columns at most, without trailing spaces."""
        for paragraph in self.text.split(allow_blank=True):
            for line in paragraph.divide(breaks(paragraph.plain, width, whole=False)):
                line.rstrip()
                yield line

    def __rich_measure__(self, _console: Console, _options: ConsoleOptions) -> Measurement:
        """Tell tables how narrow and how wide it can be."""
        widest = max((line.cell_len for line in self.text.split()), default=0)
        return Measurement(self.longest(), widest)

    def longest(self) -> int:
        """Measure the longest part that is not to be broken, in columns."""
        return max(columns(part.rstrip()) for part in parts(self.text.plain))


PROGRAM = "serverless-training"
_NARROWEST = 24  # columns for a text beside its name; below that it stands under it

Rows = list[tuple[Paragraph, Paragraph]]


def show_help(*, obj: Any, ctx: Any, markup_mode: Any) -> None:
    """Show how a command is used."""
    del markup_mode
    console = _console()
    console.print(_usage(ctx))
    if obj.help:
        console.print()
        console.print(_sentence(cleandoc(obj.help)))
    console.print()
    options = [_option(parameter, ctx) for parameter in obj.get_params(ctx)]
    _show_rows(console, _("Options"), [row for row in options if row])
    names = obj.list_commands(ctx) if hasattr(obj, "list_commands") else []
    commands = [
        (Paragraph(name, "bold cyan"), _sentence(obj.get_command(ctx, name).help)) for name in names
    ]
    _show_rows(console, _("Commands"), commands)


def show_error(error: Any) -> None:
    """Show what is wrong with the command line, and where help is."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return  # Making it has shown the help.
    console = _console(stderr=True)
    context = getattr(error, "ctx", None)
    if context:
        console.print(_usage(context))
    command = f"{context.command_path if context else PROGRAM} --help"
    console.print(Paragraph(_("Try '{command}' for help.").format(command=command), "dim"))
    message = _sentence(translated(error.format_message()))
    console.print(Panel(message, title=_("Error"), title_align="left", border_style="red"))


def show_abort() -> NoReturn:
    """Show that the user has broken off."""
    _console(stderr=True).print(Paragraph(_("Aborted."), "red"))
    raise SystemExit(130)


def _console(*, stderr: bool = False) -> Console:
    return Console(stderr=stderr, highlight=False, markup=False, emoji=False)


def _sentence(text: str) -> Paragraph:
    sentence = Paragraph(text)
    sentence.text.highlight_regex(r"(?a:(?<![\w-])--[\w-]+)", "bold cyan")
    return sentence


def _usage(context: Any) -> Paragraph:
    words = [_("Usage:"), context.command_path, *context.command.collect_usage_pieces(context)]
    return Paragraph(" ".join(words), "bold")


def _option(parameter: Any, context: Any) -> tuple[Paragraph, Paragraph] | None:
    record = parameter.get_help_record(context)
    if record is None:
        return None
    name, text = record
    # What is known of the value follows: `[default: 0; 0<=x<=65535]`.
    words = parameter.help or ""
    sentence = _sentence(words)
    if facts := re.search(r"\[(.+)\]$", text.removeprefix(words)):
        known = "; ".join(map(translated, facts[1].split("; ")))
        sentence.text.append(f"\n[{known}]", "dim")
    return _sentence(name), sentence


def _show_rows(console: Console, title: str, rows: Rows) -> None:
    if rows:
        body = _rows_as_table(rows, console.width - 4)
        console.print(Panel(body, title=title, title_align="left", border_style="dim"))


def _rows_as_table(rows: Rows, width: int) -> RenderableType:
    beside = width - max(name.text.cell_len for name, _ in rows) - 2
    if beside < max(_NARROWEST, *(text.longest() for _, text in rows)):
        return Group(*_stacked(rows))
    table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False, expand=True)
    table.add_column()
    table.add_column(ratio=1)
    for row in rows:
        table.add_row(*row)
    return table


def _stacked(rows: Rows) -> Iterable[RenderableType]:
    for name, text in rows:
        yield name
        yield Padding(text, (0, 0, 0, 4))
