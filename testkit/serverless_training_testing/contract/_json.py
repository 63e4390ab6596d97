"""A report as JSON. No I/O here."""

import json
from typing import Any

from attrs import asdict

from serverless_training_testing.contract._report import Report

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
