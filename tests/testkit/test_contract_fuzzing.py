"""Schemathesis judges a server: what it finds, what it lets pass, and what it never sends."""

import copy
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from attrs import evolve
from serverless_training_testing._document import operations
from serverless_training_testing.contract import ContractError, Outcome, Verdict
from serverless_training_testing.contract import _schemathesis as fuzzing
from serverless_training_testing.contract._configuration import (
    Target,
    exceptions_of,
    limits,
    made_up,
    policy_of,
    settings,
    with_statuses,
)
from serverless_training_testing.contract._credentials import curl
from serverless_training_testing.contract._events import read
from serverless_training_testing.contract._guard import Guard
from serverless_training_testing.contract._schemathesis import fuzz
from serverless_training_testing.contract._verdicts import CHECKS, verdicts

from tests.listing_server import KEY, PATH, Asked, listening, otherwise_right, wrong

ROOT = Path(__file__).parents[2]
SPEC = json.loads((ROOT / "openapi.json").read_text(encoding="utf-8"))
TEMPLATE = next(path for path in SPEC["paths"] if path.endswith("/{model_id}/checkpoints"))
LISTING, JOB, DELETE = f"GET {TEMPLATE}", "GET /jobs/{job_id}", "DELETE /jobs/{job_id}"
POLICY = files("serverless_training_testing.contract").joinpath("schemathesis.toml")
EXCEPTIONS = exceptions_of(POLICY.read_text(encoding="utf-8"))


def larger_spec() -> dict[str, Any]:
    """Add an operation that needs an ID which nobody gives, and one that deletes."""
    spec: dict[str, Any] = copy.deepcopy(SPEC)
    shown = {"content": {"application/json": {"schema": {"type": "object"}}}, "description": "job"}
    parameter = {"name": "job_id", "in": "path", "required": True, "schema": {"type": "string"}}
    rest = {"responses": {"200": shown}, "security": [{"HTTPBearer": []}]}
    spec["paths"]["/jobs/{job_id}"] = {
        "parameters": [parameter],
        "get": {"operationId": "get_job"} | rest,
        "delete": {"operationId": "delete_job"} | rest,
    }
    return spec


def target(url: str = "http://127.0.0.1:1", **changes: Any) -> Target:
    """Describe a server with one model."""
    known = Target(url, KEY, SPEC, {"model_id": ("model-1",)})
    return evolve(known, **changes)


def judge(url: str, **changes: Any) -> tuple[list[Verdict], int]:
    """Judge a server with few cases."""
    bounds: dict[str, Any] = {"max_requests": 2000, "progress": lambda _: None}
    bounds |= {name: changes.pop(name) for name in bounds.keys() & changes.keys()}
    known = target(url, **changes)
    return fuzz(known, seed=3, max_examples=8, max_seconds=600.0, rate=None, **bounds)


@pytest.fixture(scope="module", autouse=True)
def _quickly() -> Iterator[None]:
    """Tables of letters, which Hypothesis makes once, are shared by all runs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HYPOTHESIS_STORAGE_DIRECTORY", str(ROOT / ".hypothesis"))
        yield


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, dict[str, Verdict]], Any]:
    """Judge a right server that chose otherwise; verdicts by operation and law, and requests."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "netrc").write_text("machine 127.0.0.1 login me password other", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch, listening(otherwise_right()) as (url, requests):
        patch.setenv("NETRC", str(folder / "netrc"))
        patch.chdir(folder)
        judged, sent = judge(
            url,
            spec=larger_spec(),
            probe_methods=True,
            operations=frozenset({LISTING, JOB}),
        )
    assert sent == len(requests)
    assert [path.name for path in folder.iterdir()] == ["netrc"]
    found: dict[str, dict[str, Verdict]] = {}
    for verdict in judged:
        found.setdefault(verdict.operation, {})[verdict.law] = verdict
    return found, requests


def laws(verdicts: Mapping[str, Verdict], outcome: Outcome) -> set[str]:
    """Name the laws that came out in one way."""
    return {law for law, verdict in verdicts.items() if verdict.outcome is outcome}


def test_right_server_that_chose_otherwise_breaks_nothing(right: Any) -> None:
    """What the spec leaves open is nobody's fault; all that a listing can show was looked at."""
    found, _ = right

    assert all(laws(found_there, Outcome.BROKEN) == set() for found_there in found.values())
    assert laws(found[LISTING], Outcome.KEPT) == {
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
        "negative_data_rejection",
        "positive_data_acceptance",
        "missing_required_header",
        "unsupported_method",
        "ignored_auth",
    }


def test_every_operation_and_check_has_one_verdict(right: Any) -> None:
    """Nothing is left out in silence."""
    found, _ = right

    assert {LISTING, JOB, DELETE} == found.keys()
    assert all(found_there.keys() == CHECKS.keys() for found_there in found.values())
    for found_there in found.values():
        for verdict in found_there.values():
            assert verdict.rule
            assert bool(verdict.needs) == (verdict.outcome is Outcome.NOT_EXERCISED)
            assert bool(verdict.cases) == (verdict.outcome is Outcome.KEPT)


def test_what_was_not_judged_says_what_it_needs(right: Any) -> None:
    """A value that exists, or a permission, by the option that gives it."""
    found, _ = right

    assert "--parameter job_id=VALUE" in found[JOB]["response_schema_conformance"].needs
    assert found[JOB]["not_a_server_error"].outcome is Outcome.KEPT
    assert {verdict.needs for verdict in found[DELETE].values()} == {
        "It must be allowed by name: --operation delete_job"
    }


def test_nothing_is_sent_that_may_not_be(right: Any) -> None:
    """Operations that are not allowed, and undeclared methods on what is real, never leave."""
    _, requests = right
    elsewhere = [each for each in requests if each.method != "GET"]

    assert {each.method for each in elsewhere} >= {"DELETE", "PUT", "POST"}
    assert all("made-up" in each.path for each in elsewhere)
    assert {each.method for each in requests if each.path.startswith("/jobs/")} & {
        "DELETE"
    } == set()
    assert all(
        re.fullmatch(r"/jobs/[^/]*|/v1/preview/models/[^/]*/checkpoints", each.path)
        for each in requests
    )


def test_netrc_does_not_replace_the_key(right: Any) -> None:
    """An entry for the host would otherwise come before the key that was given."""
    _, requests = right

    assert any(each.authorization == f"Bearer {KEY}" for each in requests)
    assert not any(each.authorization.startswith("Basic") for each in requests)


@pytest.fixture(scope="module")
def broken() -> tuple[dict[str, Verdict], list[Asked]]:
    """Judge a wrong server; verdicts by law, and what was asked where it redirects to."""
    with listening(otherwise_right()) as (other, requests), listening(wrong(other)) as (url, _):
        judged, _ = judge(url, probe_methods=True)
    return {verdict.law: verdict for verdict in judged}, requests


def test_wrong_server_is_found_out(broken: Any) -> None:
    """Each failure with its stable code and a line for the shell."""
    found, _ = broken
    codes = {
        law: {failure.came.split()[0] for failure in found[law].failures}
        for law in laws(found, Outcome.BROKEN)
    }

    assert codes == {
        "status_code_conformance": {"ST103"},
        "response_schema_conformance": {"ST108"},
        "negative_data_rejection": {"ST201"},
        "missing_required_header": {"ST203"},
        "unsupported_method": {"ST204"},
        "ignored_auth": {"ST401"},
    }
    for verdict in found.values():
        for failure in verdict.failures:
            (line,) = failure.requests
            assert line.startswith("curl ")
            assert "\n" not in line
            assert failure.expected == verdict.rule


def test_redirects_are_not_followed(broken: Any) -> None:
    """The key goes to no other place."""
    _, requests = broken

    assert requests == []


def test_key_is_in_no_verdict(broken: Any) -> None:
    """Though this server echoes it; a line reads it from the environment."""
    found, _ = broken
    text = repr(found)

    assert KEY not in text
    assert '"Authorization: Bearer $WANDB_API_KEY"' in text
    assert "you sent Bearer [hidden]" in text


@pytest.mark.thorough
def test_limit_of_requests_is_kept_and_what_is_known_is_told() -> None:
    """The rest is not exercised; neither lost nor counted as kept."""
    with listening(otherwise_right()) as (url, requests):
        counts: list[int] = []
        judged, sent = judge(url, max_requests=12, progress=counts.append)
    found = {verdict.law: verdict for verdict in judged}

    assert sent == len(requests) == counts[-1] == 12
    assert laws(found, Outcome.BROKEN) == set()
    assert 0 < found["not_a_server_error"].cases <= 12
    assert laws(found, Outcome.KEPT) == set()
    assert "more time or more requests" in found["not_a_server_error"].needs


@pytest.mark.parametrize(
    ("url", "bypassed"), [("http://127.0.0.1:80", True), ("https://host.example", False)]
)
def test_proxy_is_for_the_world_outside(
    monkeypatch: pytest.MonkeyPatch, url: str, *, bypassed: bool
) -> None:
    """As the client has it: one that the environment names would see the key of a local server."""
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example")
    monkeypatch.delenv("NO_PROXY", raising=False)
    environment = fuzzing._environment(target(url))

    assert environment["HTTPS_PROXY"] == "http://proxy.example"
    assert (environment.get("NO_PROXY") == "*") is bypassed


def test_certificates_are_those_of_the_client(monkeypatch: pytest.MonkeyPatch) -> None:
    """It knows them by another variable than schemathesis."""
    monkeypatch.setenv("SSL_CERT_FILE", "ours.pem")

    assert fuzzing._environment(target())["REQUESTS_CA_BUNDLE"] == "ours.pem"


def test_settings_of_other_runs_are_not_inherited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor warnings, which would end it."""
    monkeypatch.setenv("SCHEMATHESIS_HOOKS", "theirs")
    monkeypatch.setenv("PYTHONWARNINGS", "error")

    assert not {"SCHEMATHESIS_HOOKS", "PYTHONWARNINGS"} & fuzzing._environment(target()).keys()


def test_interrupt_ends_schemathesis_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process is left behind."""
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            started.append(self)

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "Popen", Noted)
    with pytest.raises(KeyboardInterrupt):
        judge("http://127.0.0.1:1", progress=interrupt)

    assert [process.poll() is not None for process in started] == [True]
    assert KEY not in str(started[0].args)


def test_missing_package_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever installed the client alone is told what to type."""
    monkeypatch.setattr(fuzzing, "find_spec", lambda _: None)

    with pytest.raises(ContractError, match=r"schemathesis is missing.*\[testing\]"):
        judge("http://127.0.0.1:1")


def test_schemathesis_that_does_not_start_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Never silence: its last words are shown."""
    monkeypatch.setattr(fuzzing, "_START", "raise RuntimeError('no hooks')\n")

    with pytest.raises(ContractError, match=r"did not start.*no hooks"):
        judge("http://127.0.0.1:1")


def lines(*events: dict[str, Any]) -> list[str]:
    """Write events as schemathesis reports them."""
    return [f"{json.dumps(event)}\n" for event in events]


def scenario(query: str) -> dict[str, Any]:
    """Make the event of one request that failed a check."""
    sent = {"url": f"http://host{PATH}{query}", "headers": {}}
    failure = {"code": "ST101", "title": "Server error", "message": ""}
    checks = [
        {"name": "not_a_server_error", "status": "failure", "failure_info": {"failure": failure}}
    ]
    recorder = {
        "label": LISTING,
        "cases": {"a": {"value": {"method": "GET", "path": TEMPLATE}}},
        "checks": {"a": checks},
        "interactions": {
            "a": {
                "request": {"method": "GET", "headers": {"X-Sent-As": [json.dumps(sent)]}},
                "response": {"status_code": 500, "headers": {}},
            }
        },
    }
    return {"ScenarioFinished": {"phase": "fuzzing", "recorder": recorder}}


def test_case_that_is_shown_is_the_smallest() -> None:
    """What has nothing to do with a failure is left away."""
    run = read(
        lines(scenario("?limit=1&order=asc"), scenario("?limit=1"), scenario("?limit=1&a=b"))
    )
    (verdict,) = (each for each in verdicts(run, target(), str) if each.failures)

    assert [failure.requests for failure in verdict.failures] == [
        (f"curl 'http://host{PATH}?limit=1'",)
    ]
    assert verdict.failures[0].came == "ST101 Server error. Answer: 500 Internal Server Error"


def test_what_schemathesis_stumbles_over_is_told() -> None:
    """Never silence: each of its errors is a law that was not exercised."""
    error = {"type": "ConnectionError", "message": "it  hung\nup"}
    run = read(lines({"EngineStarted": {}}, {"NonFatalError": {"label": LISTING, "value": error}}))
    stumbles = [each for each in verdicts(run, target(), str) if each.law == "schemathesis"]

    assert [(each.operation, each.needs) for each in stumbles] == [
        (LISTING, "Schemathesis stumbled: it hung up")
    ]


def test_check_that_is_not_known_counts_as_any_other() -> None:
    """A later version of schemathesis may add one."""
    event = json.loads(json.dumps(scenario("")).replace("not_a_server_error", "new_check"))
    found = {each.law: each for each in verdicts(read(lines(event)), target(), str)}

    assert found["new_check"].outcome is Outcome.BROKEN
    assert found["new_check"].rule


def documented(operation: dict[str, Any], path: str = "/a") -> list[str]:
    """Apply the exceptions to one operation, and list the statuses that it documents."""
    spec = {
        "openapi": "3.1.0",
        "paths": {path: {"get": {"responses": {"200": {}}} | operation}},
        "components": {},
    }
    return list(with_statuses(spec, EXCEPTIONS["statuses"])["paths"][path]["get"]["responses"])


def test_every_exception_has_a_reason() -> None:
    """Five statuses and four failures, and nothing else."""
    reasons = [rule["reason"] for rule in EXCEPTIONS["statuses"].values()]

    assert list(EXCEPTIONS["statuses"]) == ["400", "401", "403", "404", "429"]
    assert all(len(each) > 40 for each in (*reasons, *EXCEPTIONS["failures"].values()))


def test_every_failure_that_is_let_through_is_an_exception() -> None:
    """By the same names, as the process of schemathesis has them."""
    code = "from serverless_training_testing.contract._hooks import *; print(*TOLERATED)"
    said = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, encoding="utf-8"
    )

    assert said.stdout.split() == list(EXCEPTIONS["failures"])


def test_statuses_are_documented_where_they_make_sense() -> None:
    """401 and 403 where a key is demanded, 404 where something is named."""
    everywhere = ["200", "400", "429"]
    named = {"in": "path", "name": "id", "schema": {}}

    assert documented({"security": []}) == everywhere
    assert documented({"security": [{"k": []}]}) == ["200", "400", "401", "403", "429"]
    assert documented({"parameters": [named]}, "/a/{id}") == ["200", "400", "404", "429"]
    assert documented({"responses": {"4XX": {}}}) == ["4XX"]
    assert documented({"responses": {"default": {}}}) == ["default"]


def test_exceptions_change_a_copy_and_replaces_nothing() -> None:
    """What the spec says itself stays."""
    own = {"description": "own"}
    spec = copy.deepcopy(SPEC)
    spec["paths"][TEMPLATE]["get"]["responses"]["404"] = own
    before = copy.deepcopy(spec)
    ours = {"404": {"applies-to": "addressed", "reason": "ours"}}

    assert with_statuses(spec, ours)["paths"][TEMPLATE]["get"]["responses"]["404"] == own
    assert spec == before


def invented(schema: dict[str, Any]) -> str | None:
    """Make up a path parameter of that schema."""
    parameter = {"name": "id", "in": "path", "schema": schema}
    spec = {"openapi": "3.1.0", "paths": {"/a/{id}": {"get": {"parameters": [parameter]}}}}
    values = made_up(next(operations(spec)), spec)
    return values["id"] if values else None


def test_ids_are_made_up_only_where_none_can_be_real() -> None:
    """A value of an enumeration, or a short text, may exist; DELETE would delete it."""
    text, number = invented({"type": "string"}), invented({"type": "integer"})

    assert text
    assert re.search(r"[0-9a-f]{16}", text)
    assert number
    assert int(number) > 10**9
    assert invented({"type": "string", "format": "uuid"}) != text
    for schema in (
        {"type": "string", "enum": ["a", "b"]},
        {"type": "string", "maxLength": 3},
        {"type": "string", "pattern": "^[a-z]$"},
        {"type": "string", "format": "date"},
        {"type": "boolean"},
        {"type": "integer", "maximum": 9},
        {"type": ["string", "null"]},
    ):
        assert invented(schema) is None, schema


class Guarded:
    """A guard whose clock stands still; what it sent, and how long it slept.

    Args:
        **changes: Limits, where they are others.
    """

    def __init__(self, **changes: Any) -> None:
        known = target("http://host/base", probe_methods=True, operations=frozenset({LISTING}))
        bounds = limits(known, max_requests=3, deadline=100.0, rate=2.0) | changes
        self.slept: list[float] = []
        self.sent: list[Any] = []
        self.guard = Guard(bounds, KEY, lambda: None, lambda: 90.0, self.slept.append)

    def send(self, path: str = f"/base{PATH}") -> Any:
        """Send a request, as schemathesis would."""
        return self.guard.send(self._answer, None, Prepared(path))

    def _answer(self, _: object, request: "Prepared") -> Any:
        self.sent.append(request)
        return SimpleNamespace(request=request, status_code=200)


class Prepared:
    """A request, as far as the guard looks at it."""

    def __init__(self, path: str) -> None:
        self.method = "GET"
        self.url = f"http://host{path}?key={quote(KEY)}"
        self.headers = {"Authorization": f"Bearer {KEY}"}


@pytest.mark.parametrize(
    ("method", "url", "allowed"),
    [
        ("GET", "http://host/base/v1/preview/models/x/checkpoints?limit=1", True),
        ("GET", "http://host:80/base/v1/preview/models/a%2Fb/checkpoints", True),
        ("GET", "https://host/base/v1/preview/models/x/checkpoints", False),
        ("GET", "http://host:81/base/v1/preview/models/x/checkpoints", False),
        ("GET", "http://other/base/v1/preview/models/x/checkpoints", False),
        ("GET", "http://host/v1/preview/models/x/checkpoints", False),
        ("GET", "http://host/base/v1/preview/models/x/y/checkpoints", False),
        ("GET", "http://host/base/", False),
        ("DELETE", "http://host/base/v1/preview/models/x/checkpoints", False),
        ("DELETE", "http://host/base/v1/preview/models/made-up-5f0e7c1a9b3d4e62/checkpoints", True),
    ],
)
def test_guard_lets_out_what_may_be_sent(method: str, url: str, *, allowed: bool) -> None:
    """By origin, path and method; whatever schemathesis was told."""
    assert Guarded().guard.allows(method, url) is allowed


def test_guard_keeps_to_rate_and_number() -> None:
    """Half a second apart, and three in all; then the run ends."""
    guarded = Guarded()

    for _ in range(3):
        guarded.send()
    with pytest.raises(KeyboardInterrupt):
        guarded.send()
    assert guarded.slept == [0.5, 1.0]
    assert len(guarded.sent) == 3


def test_guard_ends_the_run_in_time() -> None:
    """A request that would be too late is not sent."""
    guarded = Guarded(deadline=90.4)

    guarded.send()
    with pytest.raises(KeyboardInterrupt):
        guarded.send()
    assert guarded.slept == []


def test_guard_records_requests_without_the_key() -> None:
    """What is recorded shows where the key was, quoted or not."""
    recorded = Guarded().send().request.headers["X-Sent-As"]

    assert json.loads(recorded)["headers"]["Authorization"] == "Bearer $WANDB_API_KEY"
    assert json.loads(recorded)["url"].endswith("?key=$WANDB_API_KEY")


def test_what_is_kept_back_is_not_sent() -> None:
    """It is answered by the guard."""
    guarded = Guarded()
    response = guarded.send("/elsewhere")

    assert (response.status_code, response.headers["X-Kept-Back"]) == (404, "yes")
    assert guarded.sent == []


def test_settings_hold_no_key_and_take_any_value_literally() -> None:
    """The key comes from the environment; a value is text, whatever it looks like."""
    strange = '"${WANDB_API_KEY}"\n]'
    policy = policy_of(POLICY.read_text(encoding="utf-8"))
    text = settings(target(parameters={"model_id": (strange,)}), policy, 7)
    read_back = tomllib.loads(text)

    assert KEY not in text
    assert read_back["parameters"]["model_id"] == strange.replace("${", "$${")
    assert read_back["auth"]["openapi"] == {"HTTPBearer": {"bearer": "${WANDB_API_KEY}"}}
    assert read_back["phases"]["coverage"]["unexpected-methods"] == []


def test_report_that_was_cut_off_is_read_as_far_as_it_goes() -> None:
    """Schemathesis may be killed while it writes."""
    run = read(['{"EngineStarted":{}}\n', '{"ScenarioFin'])

    assert run.started
    assert run.asked == ()


@pytest.mark.parametrize(
    ("method", "url", "headers", "body"),
    [
        ("GET", "http://h/a?b=1&c=%20", {"Authorization": "Bearer $WANDB_API_KEY"}, b""),
        ("POST", "http://h/it's", {"X-A": 'say "$HOME"'}, b'{"a": "it\'s"}'),
        ("PUT", "http://h/[a]", {"X-B": "it's \"$WANDB_API_KEY`x`"}, b"\n\xff' $"),
    ],
)
def test_line_for_the_shell_means_the_request(
    method: str, url: str, headers: dict[str, str], body: bytes
) -> None:
    """A shell reads it back, the key in its place; it stays one line."""
    line = curl(method, url, headers | {"User-Agent": "x"}, body)
    show = "import os, sys; [print(os.fsencode(word).hex()) for word in sys.argv[1:]]"
    printed = subprocess.run(
        ["/bin/bash", "-c", f"curl() {{ '{sys.executable}' -c '{show}' \"$@\"; }}; {line}"],
        env={"WANDB_API_KEY": "K", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        encoding="ascii",
        check=True,
    ).stdout
    words = [bytes.fromhex(word) for word in printed.split()]

    assert "\n" not in line
    assert url.encode() in words
    assert ("--globoff" in line) == ("[" in url)
    for name, value in headers.items():
        assert f"{name}: {value}".replace("$WANDB_API_KEY", "K").encode() in words
    assert not any(b"User-Agent" in word for word in words)
    assert words[-2:] == [b"--data-binary", body] or not body
