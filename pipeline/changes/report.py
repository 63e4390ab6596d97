"""Write down what changed: Markdown for a changelog or a pull request, or JSON."""

import json
import re
from collections.abc import Iterator

from pipeline.changes.change import Change, Kind, Step, code, listed
from pipeline.changes.changes import ChangeReport
from pipeline.text import count

_ORDER = (Kind.REMOVED, Kind.CHANGED, Kind.ADDED, Kind.DEPRECATED)


def markdown(report: ChangeReport) -> str:
    """Render a report, what breaks first.

    Args:
        report: What changed.

    Returns:
        Markdown with headings of the second and third level, and a newline at the end.
    """
    blocks = [f"## Changes since {code(report.base)}", _summary(report)]
    breaking = [change for change in report.changes if change.breaking]
    rest = [change for change in report.changes if not change.breaking]
    ordered = [change for kind in _ORDER for change in breaking if change.kind is kind]
    blocks += _section("Breaking", ordered)
    for kind in (Kind.ADDED, Kind.CHANGED, Kind.DEPRECATED, Kind.REMOVED):
        blocks += _section(str(kind), [change for change in rest if change.kind is kind])
    if report.sentences:
        counts = ", ".join(f"{number} in {code(name)}" for name, number in report.sentences.items())
        total = sum(report.sentences.values())
        blocks.append(f"Words: {count(total, 'sentence')} changed ({counts}).")
    return "\n\n".join(blocks) + "\n"


def as_json(report: ChangeReport) -> str:
    """Render a report for programs.

    Args:
        report: What changed.

    Returns:
        A JSON object: `base`, `step`, `version` (`old`, `new`, `due`; null where unknown),
        `breaking` (how many), `sentences` (by spec) and `changes`; a newline at the end.
    """
    old, new = report.versions
    content = {
        "base": report.base,
        "step": str(report.step),
        "version": {"old": old, "new": new, "due": old and raised(old, report.step)},
        "breaking": sum(change.breaking for change in report.changes),
        "sentences": report.sentences,
        "changes": [
            {
                "side": change.side,
                "kind": str(change.kind).lower(),
                "breaking": change.breaking,
                "step": str(change.step),
                "place": change.place,
                "operations": list(change.operations),
                "text": change.text,
            }
            for change in report.changes
        ],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def raised(version: str, step: Step) -> str | None:
    """Raise a version by a step.

    Args:
        version: The version before.
        step: The step due.

    Returns:
        The version after, while the major number is zero by the minor number for what breaks and by
        the patch number for all else (Semantic Versioning 2.0.0, item 4); `None` where the version
        is not three numbers.
    """
    match = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)", version, re.ASCII)
    if not match:
        return None
    major, minor, patch = map(int, match.groups())
    if major == 0:
        step = {Step.MAJOR: Step.MINOR, Step.MINOR: Step.PATCH}.get(step, step)
    return {
        Step.MAJOR: f"{major + 1}.0.0",
        Step.MINOR: f"{major}.{minor + 1}.0",
        Step.PATCH: f"{major}.{minor}.{patch + 1}",
        Step.NONE: version,
    }[step]


def _summary(report: ChangeReport) -> str:
    breaking = sum(change.breaking for change in report.changes)
    if report.step is Step.NONE:
        return "**Step due: none.** Neither the specs nor the packages changed."
    said = f"**Step due: {report.step}.** " + (
        f"{count(len(report.changes), 'change')}, {breaking} of them breaking."
        if report.changes
        else "Words or code changed; the spec's contract and the names to import did not."
    )
    return " ".join([said, *_versions(report)])


def _versions(report: ChangeReport) -> Iterator[str]:
    old, new = report.versions
    if old is None:
        yield f"There was no version at {code(report.base)}."
        return
    wanted = raised(old, report.step)
    if wanted is None:
        yield f"The version was {code(old)}: raise the {report.step} number."
        return
    if old.startswith("0."):
        number = "minor" if report.step is Step.MAJOR else "patch"
        yield f"While the version is 0.y.z, that raises the {number} number (SemVer, item 4):"
    else:
        yield f"That raises the {report.step} number:"
    yield f"from {code(old)} to {code(wanted)}."
    if new == old:
        yield f"`pyproject.toml` still says {code(old)}."
    elif new is not None:
        enough = _numbers(new) >= _numbers(wanted)
        yield f"`pyproject.toml` says {code(new)}{', which is enough' if enough else ''}."


def _numbers(version: str) -> list[int]:
    return [int(each) for each in re.findall(r"\d+", version, re.ASCII)]


def _section(title: str, changes: list[Change]) -> list[str]:
    return [f"### {title}", "\n".join(map(_line, changes))] if changes else []


def _line(change: Change) -> str:
    where = f"{listed(change.operations, 3)}: " if change.operations else ""
    return f"- {where}{change.text}"
