"""A report as JSON, and as JUnit XML, which CI systems show. No I/O here."""

import json
import re
from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree as ET

from attrs import asdict
from serverless_training._language import gettext as _

from serverless_training_testing.contract._report import Half, Outcome, Report, Verdict

FORMAT = 1
"""Which properties there are; it grows when one is removed or changes its meaning."""


def to_json(report: Report) -> str:
    """Write a report as JSON, for programs."""
    content: dict[str, Any] = {
        "format": FORMAT,
        "base_url": report.base_url,
        "seed": report.seed,
        "requests": report.requests,
        "seconds": round(report.seconds, 3),
        "exit_code": report.exit_code,
        "counts": {
            "kept": len(report.kept),
            "broken": len(report.broken),
            "not_exercised": len(report.not_exercised),
        },
        "verdicts": [asdict(each) for each in report.verdicts],
        "observations": [asdict(each) for each in report.observations],
    }
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    # A lone surrogate becomes `\ud800`, which is how JSON writes it too.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


# What XML 1.0, section 2.2, has no place for.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(report: Report) -> str:
    """Write a report as JUnit XML."""
    root = ET.Element("testsuites", name="serverless-training contract")
    _count(root, report.verdicts)
    root.set("time", f"{report.seconds:.3f}")
    for half in Half:
        verdicts = [each for each in report.verdicts if each.half is half]
        if verdicts:
            suite = ET.SubElement(root, "testsuite", name=half.value)
            _count(suite, verdicts)
            _properties(suite, report, observed=half is Half.PAGINATION)
            for verdict in verdicts:
                _case(suite, verdict)
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _count(element: ET.Element, verdicts: Iterable[Verdict]) -> None:
    outcomes = [each.outcome for each in verdicts]
    element.set("tests", str(len(outcomes)))
    element.set("failures", str(outcomes.count(Outcome.BROKEN)))
    element.set("errors", "0")
    element.set("skipped", str(outcomes.count(Outcome.NOT_EXERCISED)))


def _properties(suite: ET.Element, report: Report, *, observed: bool) -> None:
    facts = {"base_url": report.base_url, "seed": str(report.seed)}
    facts |= {"requests": str(report.requests)}
    if observed:
        facts |= {
            f"{each.subject}: {each.operation}": f"{each.question} {each.answer}"
            for each in report.observations
        }
    holder = ET.SubElement(suite, "properties")
    for name, value in facts.items():
        ET.SubElement(holder, "property", name=_text(name), value=_text(value))


def _case(suite: ET.Element, verdict: Verdict) -> None:
    case = ET.SubElement(
        suite, "testcase", name=_text(verdict.law), classname=_text(verdict.operation)
    )
    if verdict.outcome is Outcome.NOT_EXERCISED:
        ET.SubElement(case, "skipped", message=_text(verdict.needs))
    elif verdict.outcome is Outcome.BROKEN:
        failure = ET.SubElement(case, "failure", message=_text(verdict.rule), type=verdict.law)
        failure.text = _text("\n\n".join(_lines(verdict)))


def _lines(verdict: Verdict) -> Iterable[str]:
    for failure in verdict.failures:
        expected = _("Expected: {text}").format(text=failure.expected)
        came = _("Came: {text}").format(text=failure.came)
        yield "\n".join([*failure.requests, expected, came])


def _text(text: str) -> str:
    return _NOT_XML.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
