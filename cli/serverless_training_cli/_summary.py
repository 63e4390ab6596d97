"""A report on a terminal: what is kept in few words, what is broken in all that is known."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text
from serverless_training._language import gettext as _
from serverless_training_client._text import printable

from serverless_training_cli._screens import Paragraph

if TYPE_CHECKING:
    from serverless_training_testing.contract import Observation, Report, Verdict


def show(console: Console, report: "Report") -> None:
    """Show a report; what matters most comes last, where a terminal stops."""
    _show_kept(console, report.kept)
    several = len({each.operation for each in report.verdicts}) > 1
    _show_not_exercised(console, report.not_exercised, several=several)
    _show_observations(console, report.observations)
    _show_broken(console, report.broken)
    summary = _(
        "{broken} broken, {kept} kept, {rest} not exercised. "
        "{requests} requests in {seconds} s, seed {seed}."
    ).format(
        broken=len(report.broken),
        kept=len(report.kept),
        rest=len(report.not_exercised),
        requests=report.requests,
        seconds=f"{report.seconds:.1f}",
        seed=report.seed,
    )
    console.print(Paragraph(summary, "red" if report.broken else "green"))


def _show_kept(console: Console, verdicts: Iterable["Verdict"]) -> None:
    by_operation: dict[str, list[str]] = {}
    for each in verdicts:
        by_operation.setdefault(each.operation, []).append(each.law)
    if by_operation:
        console.print(Paragraph(_("Kept"), "green"))
        for operation, laws in by_operation.items():
            _show_indented(console, operation, 2)
            _show_indented(console, ", ".join(laws), 4, "dim")
        console.print()


def _show_not_exercised(console: Console, verdicts: Iterable["Verdict"], *, several: bool) -> None:
    by_need: dict[str, dict[str, list[str]]] = {}
    for each in verdicts:
        by_need.setdefault(each.needs, {}).setdefault(each.operation, []).append(each.law)
    if by_need:
        console.print(Paragraph(_("Not exercised"), "yellow"))
        for needs, by_operation in by_need.items():
            _show_indented(console, needs, 2)
            for operation, laws in by_operation.items():
                text = ", ".join(laws)
                named = f"{text} ({operation})" if several and operation else text
                _show_indented(console, named, 4, "dim")
        console.print()


def _show_observations(console: Console, observations: Iterable["Observation"]) -> None:
    by_operation: dict[str, list[Observation]] = {}
    for each in observations:
        by_operation.setdefault(each.operation, []).append(each)
    if by_operation:
        console.print(Paragraph(_("Observed, where the spec is silent"), "bold"))
        for operation, found in by_operation.items():
            _show_indented(console, operation, 2)
            for each in found:
                _show_indented(console, f"{each.question} {each.answer}", 4, "dim")
        console.print()


def _show_broken(console: Console, verdicts: Iterable["Verdict"]) -> None:
    for each in verdicts:
        console.print(Paragraph(_("Broken: {law}").format(law=each.law), "red"))
        _show_indented(console, each.operation, 2)
        _show_indented(console, each.rule, 2)
        for failure in each.failures:
            for request in failure.requests:
                # Nothing here is wrapped, so that it can be pasted.
                console.print(Text(f"  {request}"), soft_wrap=True)
            _show_indented(console, _("Expected: {text}").format(text=failure.expected), 4)
            _show_indented(console, _("Came: {text}").format(text=failure.came), 4)
        console.print()


def _show_indented(console: Console, text: str, columns: int, style: str = "") -> None:
    for line in Paragraph(printable(text), style).lines(console.width - columns):
        console.print(Text(" " * columns) + line, soft_wrap=True)
