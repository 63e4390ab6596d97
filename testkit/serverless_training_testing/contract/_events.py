"""Read what schemathesis reports, its events as lines of JSON. No I/O here."""

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen

from serverless_training_testing.contract._configuration import NOT_SENT, SENT_AS

Json = Mapping[str, Any]


@frozen
class FailedCheck:
    """A check that failed."""

    check: str  # the check's name
    code: str  # its stable code, `ST108`
    title: str  # what is wrong, in the words of schemathesis
    message: str  # more of it


@frozen
class Interaction:
    """A request that was sent, the answer, and what the checks said."""

    operation: str  # method and path template of the operation that it tests
    phase: str  # `examples`, `coverage`, `fuzzing` or `stateful`
    method: str  # the method that was sent
    valid: bool | None  # whether what was sent fits the spec; `None` where nothing says
    scenario: str  # what a request of the phase `coverage` is about, such as `missing_parameter`
    undeclared: bool  # whether it is a method that the spec does not have
    place: str  # where what it is about stands, such as `header`
    after: frozenset[str]  # the methods of successful requests of the same scenario before it
    status: int  # the status of the answer
    headers: Mapping[str, str]  # the headers of the answer, in lower case
    body: bytes  # the body of the answer
    url: str  # where it was sent
    sent_headers: Mapping[str, str]  # what was sent, `$WANDB_API_KEY` where the key was
    sent_body: bytes  # what was sent
    checks: frozenset[str]  # names of the checks that ran
    failed_checks: tuple[FailedCheck, ...]  # those that failed


@frozen
class Run:
    """What a run of schemathesis reported."""

    asked: tuple[Interaction, ...]  # every request that was judged
    # What schemathesis stumbled over: operation, or what else it was, and message.
    errors: tuple[tuple[str, str], ...]
    started: bool  # whether it got as far as to begin


def read(lines: Iterable[str]) -> Run:
    """Read the events of a run."""
    asked: list[Interaction] = []
    errors: list[tuple[str, str]] = []
    started = False
    for name, event in _events(lines):
        started = started or name == "EngineStarted"
        if name == "ScenarioFinished":
            asked += _scenario(event)
        elif name == "NonFatalError":
            errors.append((event.get("label", ""), event["value"]["message"]))
        elif name == "FatalError":
            errors.append(("", event["exception"]["message"]))
    return Run(tuple(asked), tuple(errors), started)


def _events(lines: Iterable[str]) -> Iterator[tuple[str, Json]]:
    for line in lines:
        if line.endswith("\n"):
            yield from json.loads(line).items()


def _scenario(event: Json) -> Iterator[Interaction]:
    recorder = event["recorder"]
    done: set[str] = set()
    for identity, node in recorder.get("cases", {}).items():
        interaction = recorder.get("interactions", {}).get(identity, {})
        response, request = interaction.get("response"), interaction.get("request")
        if not response or NOT_SENT.lower() in response["headers"]:
            continue
        case, checks = node["value"], recorder.get("checks", {}).get(identity, [])
        stateful = event["phase"] == "stateful"
        operation = f"{case['method']} {case['path']}" if stateful else recorder["label"]
        yield _asked(operation, event["phase"], case, request, response, checks, frozenset(done))
        if response["status_code"] // 100 == 2:  # noqa: PLR2004  RFC 9110, section 15.3
            done.add(case["method"])


def _asked(  # noqa: PLR0913, PLR0917  what one event holds
    operation: str,
    phase: str,
    case: Json,
    request: Json,
    response: Json,
    checks: Iterable[Json],
    after: frozenset[str],
) -> Interaction:
    meta = case.get("meta", {})
    data = meta.get("phase", {}).get("data", {})
    mode = meta.get("generation", {}).get("mode")
    sent = json.loads(request["headers"][SENT_AS][0])
    return Interaction(
        operation=operation,
        phase=phase,
        method=request["method"],
        valid=None if mode is None else mode == "positive",
        scenario=data.get("scenario", ""),
        undeclared=data.get("scenario") == "unspecified_http_method",
        place=data.get("parameter_location", ""),
        after=after,
        status=response["status_code"],
        headers={name.lower(): values[0] for name, values in response["headers"].items()},
        body=_bytes(response.get("content")),
        url=sent["url"],
        sent_headers=sent["headers"],
        sent_body=_bytes(request.get("body")),
        checks=frozenset(check["name"] for check in checks),
        failed_checks=tuple(
            map(_failed_check, (each for each in checks if each["status"] == "failure"))
        ),
    )


def _failed_check(check: Json) -> FailedCheck:
    failure = check["failure_info"]["failure"]
    return FailedCheck(check["name"], failure["code"], failure["title"], failure["message"])


def _bytes(content: Any) -> bytes:
    return base64.b64decode(content["$base64"]) if content else b""
