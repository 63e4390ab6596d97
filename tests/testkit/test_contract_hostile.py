"""Whatever a server sends, the suite judges it, ends with the right code and writes its reports."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from serverless_training_testing.contract import Half, Outcome, Report, check
from serverless_training_testing.contract._credentials import curl
from serverless_training_testing.contract._formats import to_json, to_junit
from serverless_training_testing.contract._report import Failure

from tests.fakes import page
from tests.network import always, serving, status

HALF = r'"\ud800"'
DEEP = "[" * 600 + "]" * 600
MANY_DIGITS = "1" + "0" * 5000
LONG = '"' + "x" * 100_000 + '"'


def body(place: str, value: str) -> bytes:
    """Write a page of two checkpoints in which one value, at a place, is this JSON."""
    whole: dict[str, Any] = page([1, 2], more=False)
    first = whole["data"][0]
    holder: dict[str, Any] = {
        "metric": first["metrics"],
        "more": whole["data"][0],
        "step": first,
        "id": whole["data"][1],
        "last_id": whole,
        "object": whole,
        "has_more": whole,
    }[place]
    holder[{"metric": "loss", "more": "of its own"}.get(place, place)] = "@"
    return json.dumps(whole).replace('"@"', value).encode("utf-8")


def judge(content: bytes, code: int = 200) -> Report:
    """Judge the listings of a server that answers everything alike."""
    answer = status(code, content, Content_Type="application/json")
    with serving(always(answer)) as service:
        return check(
            service.url,
            "m",
            api_key="k" * 20,
            max_examples=1,
            max_requests=40,
            halves=[Half.PAGINATION],
        )


def outcome(report: Report, law: str) -> Outcome:
    """Say how a law came out."""
    return next(each.outcome for each in report.verdicts if each.law == law)


VALID = [
    ("metric", "1" + "0" * 400),
    ("metric", "1e400"),
    ("metric", "0." + "1" * 5000),
    ("more", HALF),
    ("more", r'{"\ud800": ["\udfff"]}'),
    ("more", "[" * 90 + "]" * 90),
    ("step", "1" + "0" * 400),
    ("step", "1.5e400"),
    ("object", HALF),
]
INVALID = [
    ("metric", HALF),
    ("metric", "NaN"),
    ("step", HALF),
    ("step", MANY_DIGITS),
    ("id", HALF),
    ("id", LONG),
    ("id", r'{"\ud800": 1}'),
    ("object", r'["\ud800"]'),
    ("object", DEEP),
    ("has_more", r'["\ud800"]'),
    ("has_more", LONG),
    ("last_id", r'{"\ud800": 1}'),
    ("last_id", DEEP),
    ("more", DEEP),
    ("more", "[" * 100_000),
]


@pytest.mark.parametrize(("place", "value"), VALID, ids=lambda each: each[:20])
def test_odd_value_that_fits_its_schema_is_valid(place: str, value: str) -> None:
    """Half of a surrogate pair is a character, and a number has as many digits as it likes."""
    report = judge(body(place, value))

    assert outcome(report, "valid-items") is Outcome.KEPT


@pytest.mark.parametrize(("place", "value"), INVALID, ids=lambda each: each[:20])
def test_odd_value_that_does_not_fit_breaks_a_law_and_is_reported(place: str, value: str) -> None:
    """Both reports can be written and read, and no server makes them long."""
    report = judge(body(place, value))
    texts = to_json(report), to_junit(report)

    assert Outcome.BROKEN in {outcome(report, "served"), outcome(report, "valid-items")}
    json.loads(texts[0].encode("utf-8"))
    ET.fromstring(texts[1].encode("utf-8"))  # noqa: S314  our own text
    assert max(map(len, texts)) < 100_000 + 20 * len(LONG)
    assert max(len(each.came) for law in report.broken for each in law.failures) <= 1001


@pytest.mark.parametrize("value", [HALF, DEEP, MANY_DIGITS, "NaN", LONG])
def test_odd_refusal_breaks_laws_and_ends_nothing(value: str) -> None:
    """A 422 is judged by its schema too."""
    report = judge(f'{{"detail": {value}}}'.encode(), 422)

    assert outcome(report, "served") is Outcome.BROKEN


def test_quoted_text_is_cut_and_a_command_as_shells_take_it() -> None:
    """A sentence at 1,000 characters; a command, which is pasted, at what a shell can start."""
    failure = Failure(("c" * 200_000, "curl"), "e" * 2000, "x" * 1000)

    assert len(failure.requests[0]) == 100_001
    assert failure.requests[1] == "curl"
    assert failure.expected == "e" * 1000 + "…"
    assert failure.came == "x" * 1000


@pytest.mark.parametrize("text", ["\x9b2J", "\u202e", "\x1b", "\u2028", "\x7f"])
def test_command_holds_nothing_that_steers_a_terminal(text: str) -> None:
    """Values of a server come back in its links, and so in what is shown to be pasted."""
    line = curl("POST", "http://host/", {"x-a": text}, text.encode())

    assert line.isprintable()


def test_process_writes_both_reports_about_a_surrogate(tmp_path: Path) -> None:
    """Exit code 1 says that a law is broken, and comes with the reports that say which."""
    page_of_it = status(200, body("metric", HALF), Content_Type="application/json")
    with serving(always(page_of_it)) as service:
        done = subprocess.run(
            [
                *(sys.executable, "-c", "from serverless_training_cli import main; main()"),
                *("contract", "--base-url", service.url, "--model-id", "m"),
                *("--only", "pagination", "--max-requests", "40", "--report-dir", str(tmp_path)),
            ],
            env=os.environ | {"SERVERLESS_TRAINING_LANG": "en", "WANDB_API_KEY": "k" * 20},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    assert (done.returncode, done.stderr) == (1, "")
    assert "Broken: valid-items" in done.stdout
    assert {"contract.json", "contract.xml"} == {each.name for each in tmp_path.iterdir()}
