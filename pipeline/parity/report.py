"""Say what a comparison found: as text, JSON, Markdown or annotations of GitHub Actions."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.text import Text

from pipeline.generate.templates.text import printable
from pipeline.parity.compare import Comparison, Difference, Kind, Note
from pipeline.parity.coverage import Coverage, Finding, Topic
from pipeline.parity.reader import dump, is_json, read_text
from pipeline.parity.syntax import lines
from pipeline.text import cell, code, count, shown

SHOWN = 10  # findings of one topic that the text format lists unless asked for all

_STYLES = {
    Kind.MISSING: "red",
    Kind.EXTRA: "green",
    Kind.CHANGED: "yellow",
    Kind.TYPE: "magenta",
}


@dataclass(frozen=True)
class ParityReport:
    """What comparing one spec with the base found.

    Attributes:
        base: The base's file, as given.
        other: The other file, as given.
        operations: Number of operations in the base.
        comparison: Differences and notes.
        coverage: The state of the translation.
    """

    base: Path
    other: Path
    operations: int
    comparison: Comparison
    coverage: Coverage


def as_text(reports: Sequence[ParityReport], *, everything: bool = False) -> Text:
    """Write reports for a terminal.

    Args:
        reports: One for each spec that was held against the base.
        everything: Whether to list all notes and findings, and not the first ten of each topic.

    Returns:
        Styled lines; the last one counts.
    """
    text = Text()
    for report in reports:
        differences = report.comparison.differences
        if differences:
            text.append(f"{report.other} differs from {report.base}:\n", "bold")
        else:
            text.append(f"{report.other} has the structure of {report.base} ", "bold")
            text.append(f"({count(report.operations, 'operation')}).\n")
        for difference in differences:
            text.append(f"  {difference.kind:<8}", _STYLES[difference.kind])
            text.append(f" {difference.place}  {difference.values}\n")
        text.append("  translation: ", "bold")
        text.append(f"{_progress(report.coverage)}\n")
        for topic, entries in _topics(report):
            text.append(f"  {topic}: {len(entries)}\n", "cyan")
            listed = entries if everything else entries[:SHOWN]
            for each in listed:
                text.append(f"    {printable(each.pointer)}  {_detail(each)}\n", "dim")
            if len(entries) > len(listed):
                text.append(
                    f"    and {len(entries) - len(listed)} more (--all lists them)\n", "dim"
                )
    failed = any(report.comparison.differences for report in reports)
    text.append(_summary(reports), "bold red" if failed else "bold green")
    return text


def as_json(reports: Sequence[ParityReport]) -> str:
    """Write reports as one JSON object; its last key counts the differences of all."""
    documents = [
        {
            "base": str(report.base),
            "other": str(report.other),
            "operations": report.operations,
            "differences": [asdict(each) for each in report.comparison.differences],
            "notes": [asdict(each) for each in report.comparison.notes],
            "translation": {
                "total": report.coverage.total,
                "translated": report.coverage.translated,
                "findings": [asdict(each) for each in report.coverage.findings],
            },
        }
        for report in reports
    ]
    return dump({"reports": documents, "differences": _total(reports)})


def as_markdown(reports: Sequence[ParityReport]) -> str:
    """Write reports for a pull request: a table of differences, the rest folded away."""
    parts = []
    for report in reports:
        parts.append(f"### {code(str(report.other))} against {code(str(report.base))}\n")
        if report.comparison.differences:
            parts.append("| kind | place | difference |\n| --- | --- | --- |")
            parts.extend(
                f"| {each.kind} | {cell(each.place)} | {cell(each.values)} |"
                for each in report.comparison.differences
            )
        else:
            parts.append(f"Same structure, {count(report.operations, 'operation')}.")
        parts.append(f"\nTranslation: {_progress(report.coverage)}.\n")
        for topic, entries in _topics(report):
            parts.append(f"<details><summary>{topic}: {len(entries)}</summary>\n")
            parts.extend(f"- {code(each.pointer)} {code(_detail(each))}" for each in entries)
            parts.append("\n</details>\n")
    return "\n".join([*parts, _summary(reports)]) + "\n"


def as_github(reports: Sequence[ParityReport]) -> str:
    """Write reports as workflow commands: an error for each difference, at its line.

    The form is that of GitHub's "Workflow commands", `::error file=…,line=…,title=…::message`.
    """
    rows = []
    for report in reports:
        base, other = (_lines(path, report) for path in (report.base, report.other))
        for each in report.comparison.differences:
            path, found, place = (
                (report.base, base, each.pointer)
                if each.kind == Kind.MISSING
                else (report.other, other, each.other_pointer)
            )
            message = f"{each.place}  {each.values}"
            rows.append(_command("error", path, found.get(place), each.kind, message))
        for topic, entries in _topics(report):
            for entry in entries[:SHOWN]:  # a run shows ten of each kind at most
                line = other.get(entry.other_pointer)
                message = f"{entry.pointer}  {_detail(entry)}"
                rows.append(_command("notice", report.other, line, topic, message))
            if more := len(entries) - SHOWN:
                rows += [f"{topic}: {more} more"] if more > 0 else []
    return "\n".join([*rows, _summary(reports)]) + "\n"


FORMATS: dict[str, Callable[[Sequence[ParityReport]], str]] = {
    "json": as_json,
    "markdown": as_markdown,
    "github": as_github,
}


def _topics(report: ParityReport) -> Iterable[tuple[str, list[Note | Finding]]]:
    topics: dict[str, list[Note | Finding]] = {}
    entries: list[Note | Finding] = [*report.comparison.notes, *report.coverage.findings]
    for each in entries:
        topics.setdefault(str(each.topic), []).append(each)
    return topics.items()


def _detail(entry: Note | Finding) -> str:
    if isinstance(entry, Finding):
        if entry.topic == Topic.LOST:
            return f"{', '.join(entry.lost)} in {shown(entry.base)} -> {shown(entry.other)}"
        if entry.topic == Topic.VARIED:
            ways = (f"{shown(text)} at {_first(at)}" for text, at in entry.ways.items())
            return f"{shown(entry.base)} -> {'; '.join(ways)}"
        if entry.topic in (Topic.UNTRANSLATED, Topic.SAME_TITLE, Topic.MISSING):
            return shown(entry.base)
        if entry.topic == Topic.EXTRA:
            return shown(entry.other)
    return f"{shown(entry.base)} -> {shown(entry.other)}"


def _first(places: Sequence[str], most: int = 3) -> str:
    more = f" and {len(places) - most} more" if len(places) > most else ""
    return printable(" ".join(places[:most])) + more


def _progress(found: Coverage) -> str:
    return f"{len(found.translated)} of {count(found.total, 'sentence')} translated"


def _total(reports: Sequence[ParityReport]) -> int:
    return sum(len(report.comparison.differences) for report in reports)


def _summary(reports: Sequence[ParityReport]) -> str:
    notes = sum(len(report.comparison.notes) for report in reports)
    findings = sum(len(report.coverage.findings) for report in reports)
    return ", ".join(
        (
            count(_total(reports), "difference"),
            count(notes, "note"),
            f"{count(findings, 'finding')} in translations",
        )
    )


def _lines(path: Path, report: ParityReport) -> dict[str, int]:
    entries: list[Difference | Note | Finding] = [
        *report.comparison.differences,
        *report.comparison.notes,
        *report.coverage.findings,
    ]
    places = {place for each in entries for place in (each.pointer, each.other_pointer)}
    return lines(read_text(path), places, as_json=is_json(path))


def _command(name: str, path: Path, line: int | None, title: str, message: str) -> str:
    properties = {"file": path.as_posix(), "line": line, "title": title}
    listed = ",".join(
        f"{key}={_escaped(str(value)).replace(':', '%3A').replace(',', '%2C')}"
        for key, value in properties.items()
        if value is not None
    )
    return f"::{name} {listed}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
