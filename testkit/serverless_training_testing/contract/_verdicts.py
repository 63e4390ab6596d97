"""From what schemathesis reported to verdicts. No I/O here."""

from collections.abc import Callable, Collection, Iterable, Iterator
from http import HTTPStatus

from serverless_training._language import gettext as _

from serverless_training_testing._document import Operation, operations, resolve
from serverless_training_testing.contract._checks import ANY, CHECKS, needs, rule
from serverless_training_testing.contract._curl import curl
from serverless_training_testing.contract._events import Asked, Finding, Run
from serverless_training_testing.contract._report import Failure, Half, Outcome, Verdict
from serverless_training_testing.contract._settings import label
from serverless_training_testing.contract._target import Target, option_for

ERRORS = "schemathesis"
"""The law that schemathesis gets through; its errors are reported under it."""

_EXCERPT = 300  # characters of a body


def verdicts(run: Run, target: Target, hide: Callable[[str], str]) -> list[Verdict]:
    """Say of each operation and check how it came out."""
    names = dict.fromkeys(
        [*CHECKS, *(name for asked in run.asked for name in sorted(asked.checks))]
    )
    judged = [
        _verdict(name, operation, run, target, hide)
        for operation in operations(target.spec)
        for name in names
    ]
    return [*judged, *_stumbles(run, hide)]


def _verdict(
    name: str, operation: Operation, run: Run, target: Target, hide: Callable[[str], str]
) -> Verdict:
    known, where = CHECKS.get(name, ANY), label(operation)
    asked = [each for each in run.asked if each.operation == where]
    # Undeclared methods are tried once for each path.
    probes = [
        each
        for each in run.asked
        if each.undeclared
        and each.operation != where
        and _path(each) == operation.path
        and target.may_send(where)
    ]
    failures = tuple(_failures(name, asked, hide))
    responses = {
        status: resolve(response, target.spec)
        for status, response in operation.definition.get("responses", {}).items()
    }
    cases = sum(
        name in each.checks and known.applies(each, responses) for each in [*asked, *probes]
    )
    outcome = Outcome.KEPT if cases else Outcome.NOT_EXERCISED
    if failures:
        outcome = Outcome.BROKEN
    return Verdict(
        law=name,
        rule=rule(name),
        operation=where,
        half=Half.SCHEMATHESIS,
        outcome=outcome,
        failures=failures,
        needs=_needs(name, operation, target, asked) if outcome is Outcome.NOT_EXERCISED else "",
        cases=max(cases, len(failures)),
    )


def _path(asked: Asked) -> str:
    return asked.operation.partition(" ")[2]


def _needs(name: str, operation: Operation, target: Target, asked: Collection[Asked]) -> str:
    if not target.may_send(label(operation)):
        known = operation.definition.get("operationId", label(operation))
        return _("It must be allowed by name: {option}").format(option=f"--operation {known}")
    missing = [
        each["name"]
        for each in operation.parameters
        if (each["in"] == "path" or each.get("required"))
        and not target.parameters.get(each["name"])
    ]
    if CHECKS.get(name, ANY).on_success and missing:
        options = " ".join(map(option_for, missing))
        return _("It needs values that exist: {options}").format(options=options)
    return needs(name if asked else "")


def _failures(name: str, asked: Iterable[Asked], hide: Callable[[str], str]) -> Iterator[Failure]:
    # The shortest request stands for all that are answered alike.
    shortest: dict[tuple[str, str, int], tuple[Asked, Finding]] = {}
    for each in asked:
        for finding in each.findings:
            if finding.check == name:
                kind = (finding.code, finding.title, each.status)
                if kind not in shortest or _size(each) < _size(shortest[kind][0]):
                    shortest[kind] = (each, finding)
    for each, finding in shortest.values():
        yield _failure(each, finding, hide)


def _size(asked: Asked) -> tuple[int, str]:
    headers = sum(len(name) + len(value) for name, value in asked.sent_headers.items())
    return len(asked.url) + len(asked.sent_body) + headers, asked.url


def _failure(asked: Asked, finding: Finding, hide: Callable[[str], str]) -> Failure:
    line = curl(asked.method, asked.url, asked.sent_headers, asked.sent_body)
    # The rest of a message quotes the schema.
    message = " ".join(finding.message.partition("\n\n")[0].split())
    # Before it is cut: half a key could not be found.
    body = " ".join(hide(asked.body.decode("utf-8", "replace")).split())
    excerpt = body if len(body) <= _EXCERPT else f"{body[:_EXCERPT]}…"
    answer = _("Answer: {status}").format(status=_phrase(asked.status))
    said = [f"{finding.code} {finding.title}.", message, f"{answer} {excerpt}"]
    came = " ".join(each.strip() for each in said if each)
    return Failure((hide(line),), rule(finding.check), hide(came))


def _phrase(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _stumbles(run: Run, hide: Callable[[str], str]) -> Iterator[Verdict]:
    for where, message in dict.fromkeys(run.errors):
        yield Verdict(
            law=ERRORS,
            rule=_("Schemathesis gets through."),
            operation=where,
            half=Half.SCHEMATHESIS,
            outcome=Outcome.NOT_EXERCISED,
            needs=_("Schemathesis stumbled: {message}").format(
                message=hide(" ".join(message.split()))
            ),
        )
