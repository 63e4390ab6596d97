"""Reports of the contract suite for programs: JSON and JUnit XML."""

import json
from xml.etree import ElementTree as ET

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from serverless_training import set_language
from serverless_training_testing.contract import (
    Failure,
    Half,
    Observation,
    Outcome,
    Report,
    Verdict,
)
from serverless_training_testing.contract._formats import to_json, to_junit

LISTING = "GET /v1/preview/models/{model_id}/checkpoints"
CURL = 'curl http://host/a -H "Authorization: Bearer $WANDB_API_KEY"'
KEPT = Verdict("each-once", "Each item once.", LISTING, Half.PAGINATION, Outcome.KEPT, cases=7)
BROKEN = Verdict(
    "has-more",
    "It says whether something follows.",
    LISTING,
    Half.PAGINATION,
    Outcome.BROKEN,
    failures=(Failure((CURL, CURL + "x"), "false", "true"), Failure((CURL,), "a", "b")),
)
SKIPPED = Verdict(
    "ignored_auth",
    "No key, no data.",
    LISTING,
    Half.SCHEMATHESIS,
    Outcome.NOT_EXERCISED,
    needs="It needs a key.",
)
OBSERVED = Observation("unknown-model", LISTING, "What answers an unknown model?", "404")
REPORT = Report("http://host", 3, (KEPT, BROKEN, SKIPPED), (OBSERVED,), 99, 1.23456)


def test_json_holds_all_that_is_known() -> None:
    """Attributes by their names, and what a script wants first: the exit code and the counts."""
    content = json.loads(to_json(REPORT))

    assert content["format"] == 1
    assert content["exit_code"] == 1
    assert content["counts"] == {"kept": 1, "broken": 1, "not_exercised": 1}
    assert (content["base_url"], content["seed"], content["requests"]) == ("http://host", 3, 99)
    assert content["seconds"] == pytest.approx(1.235)
    assert content["verdicts"][1] == {
        "law": "has-more",
        "rule": "It says whether something follows.",
        "operation": LISTING,
        "half": "pagination",
        "outcome": "broken",
        "failures": [
            {"requests": [CURL, CURL + "x"], "expected": "false", "came": "true"},
            {"requests": [CURL], "expected": "a", "came": "b"},
        ],
        "needs": "",
        "cases": 0,
    }
    assert content["observations"][0]["answer"] == "404"


def test_junit_has_a_suite_for_each_half_and_a_case_for_each_verdict() -> None:
    """CI systems show the counts of the root and of each suite."""
    root = ET.fromstring(to_junit(REPORT))  # noqa: S314  our own text

    assert root.attrib | {"time": ""} == {
        "name": "serverless-training contract",
        "tests": "3",
        "failures": "1",
        "errors": "0",
        "skipped": "1",
        "time": "",
    }
    counts = {
        suite.get("name"): tuple(suite.get(name) for name in ("tests", "failures", "skipped"))
        for suite in root
    }
    assert counts == {"pagination": ("2", "1", "0"), "schemathesis": ("1", "0", "1")}
    assert [case.get("name") for case in root.iter("testcase")] == [
        "each-once",
        "has-more",
        "ignored_auth",
    ]
    assert {case.get("classname") for case in root.iter("testcase")} == {LISTING}


def test_junit_tells_what_is_broken_and_what_is_missing() -> None:
    """A failure has the rule, and each request with what was expected and what came."""
    root = ET.fromstring(to_junit(REPORT))  # noqa: S314  our own text
    (failure,) = root.iter("failure")
    (skipped,) = root.iter("skipped")

    assert (failure.get("message"), failure.get("type")) == (BROKEN.rule, "has-more")
    assert failure.text == (
        f"{CURL}\n{CURL}x\nExpected: false\nCame: true\n\n{CURL}\nExpected: a\nCame: b"
    )
    assert skipped.get("message") == "It needs a key."


def test_what_was_observed_is_a_property() -> None:
    """Beside the server and the seed."""
    root = ET.fromstring(to_junit(REPORT))  # noqa: S314  our own text
    found = {each.get("name"): each.get("value") for each in root.iter("property")}

    assert found["base_url"] == "http://host"
    assert found["seed"] == "3"
    assert found[f"unknown-model: {LISTING}"] == "What answers an unknown model? 404"


def test_half_that_was_not_run_has_no_suite() -> None:
    """An empty suite would look like a success."""
    root = ET.fromstring(to_junit(evolve(REPORT, verdicts=(SKIPPED,))))  # noqa: S314  our own text

    assert [suite.get("name") for suite in root] == ["schemathesis"]


def test_reports_are_in_the_readers_language() -> None:
    """Names of laws and outcomes are the same in each."""
    set_language("ja")
    text = to_junit(REPORT)

    assert '"has-more"' in text
    assert json.loads(to_json(REPORT))["verdicts"][1]["outcome"] == "broken"


TEXTS = st.text(st.characters(categories=["Cc", "Cs", "L", "P", "So"]))


@given(TEXTS, TEXTS)
def test_any_text_of_a_server_can_be_written(came: str, rule: str) -> None:
    """Control characters and lone surrogates too: both stay well-formed, and UTF-8."""
    verdict = evolve(BROKEN, rule=rule, failures=(Failure((CURL,), "", came + rule),))
    report = evolve(REPORT, verdicts=(verdict,))

    read_back = json.loads(to_json(report).encode("utf-8"))
    root = ET.fromstring(to_junit(report).encode("utf-8"))  # noqa: S314  our own text

    # JSON cannot tell two halves of a surrogate pair from the pair.
    written = read_back["verdicts"][0]["failures"][0]["came"].encode("utf-16", "surrogatepass")
    assert written == (came + rule).encode("utf-16", "surrogatepass")
    assert len(list(root.iter("failure"))) == 1
