"""What may be sent depends on where the server is, and both halves share what is allowed."""

from typing import Any

import pytest
from serverless_training_testing.contract import Half, Outcome, Verdict, _check, check
from serverless_training_testing.contract._configuration import Target

KEY = "a-key-of-some-length"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Target, dict[str, Any]]]:
    """Note what schemathesis would be told, and send nothing."""
    told: list[tuple[Target, dict[str, Any]]] = []

    def fuzz(target: Target, **options: Any) -> tuple[list[Verdict], int]:
        told.append((target, options))
        return [Verdict("law", "rule", "operation", Half.SCHEMATHESIS, Outcome.KEPT)], 0

    monkeypatch.setattr(_check, "fuzz", fuzz)
    return told


@pytest.mark.parametrize(
    ("url", "options", "reads_alone", "probes"),
    [
        ("http://127.0.0.1:1", {}, False, True),
        ("http://127.0.0.1:1", {"get_only": True}, True, False),
        ("http://127.0.0.1:1", {"get_only": True, "probe_methods": True}, True, True),
        ("https://host.example", {}, True, False),
        ("https://host.example", {"probe_methods": True}, True, True),
        ("http://0.0.0.0:1", {"allow_http": True}, True, False),
    ],
)
def test_other_machines_are_only_read(
    asked: list[tuple[Target, dict[str, Any]]],
    url: str,
    options: dict[str, Any],
    *,
    reads_alone: bool,
    probes: bool,
) -> None:
    """Nothing but GET leaves for another machine, or where GET alone is asked for."""
    check(url, ["model-1"], api_key=KEY, halves=[Half.SCHEMATHESIS], **options)

    [(target, _)] = asked
    assert target.probe_methods is probes
    assert (target.operations is not None) is reads_alone
    assert all(each.startswith("GET ") for each in target.operations or ())


def test_both_halves_share_rate_and_requests(
    asked: list[tuple[Target, dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the laws have sent is not there for schemathesis."""

    def judge(findings: Any, *_others: Any) -> None:
        findings.sent = 7

    monkeypatch.setattr(_check, "_judge_listings", judge)

    check("http://127.0.0.1:1", ["model-1"], api_key=KEY, max_requests=7, rate=3, max_seconds=20)

    [(_, options)] = asked
    assert options["max_requests"] == 0
    assert options["rate"] == 3
    assert options["max_seconds"] <= 20


@pytest.mark.parametrize(
    ("paths", "base", "sent"),
    [
        (["/v1/models/{id}"], "", ["/v1/models/{id}"]),
        (["/v1/models/{id}"], "/v1", ["/v1/models/{id}"]),
        (["/v1/models/{id}"], "/proxy/v1/models", ["/proxy/v1/models/{id}"]),
        (["/v1/models/{id}"], "/proxy", ["/proxy/v1/models/{id}"]),
        (["/v1/models/{id}", "/v1/jobs"], "/v1/jobs", ["/v1/jobs/v1/models/{id}", "/v1/jobs"]),
        (["/v1/models/{id}", "/health"], "/v1", ["/v1/models/{id}", "/v1/health"]),
        (["/{id}/v1"], "/v1", ["/v1/{id}/v1"]),
    ],
)
def test_segments_that_base_url_and_path_share_are_sent_once(
    asked: list[tuple[Target, dict[str, Any]]], paths: list[str], base: str, sent: list[str]
) -> None:
    """As the client sends them: whole ones, path by path, before the first parameter."""
    operation = {"get": {"responses": {"200": {"description": "Fine"}}}}
    spec = {"openapi": "3.1.0", "paths": {**dict.fromkeys(paths, operation), "x-note": {}}}
    check(f"https://host.example{base}", api_key=KEY, spec=spec, halves=[Half.SCHEMATHESIS])

    [(target, _)] = asked
    assert [target.base_url + path for path in target.spec["paths"]] == [
        f"https://host.example{each}" for each in sent
    ]
    assert all(target.may_send(f"GET {path}") for path in target.spec["paths"])
