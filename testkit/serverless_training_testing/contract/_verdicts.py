"""Make verdicts of what schemathesis reported: what each of its checks says. No I/O here."""

from collections.abc import Callable, Collection, Iterable, Iterator
from http import HTTPStatus

from attrs import frozen
from serverless_training._language import gettext as _
from serverless_training._language import mark

from serverless_training_testing._document import Json, SpecOperation, operations, resolve
from serverless_training_testing.contract._configuration import Target, label, option_for
from serverless_training_testing.contract._credentials import KEY, curl
from serverless_training_testing.contract._events import FailedCheck, Interaction, Run
from serverless_training_testing.contract._report import Failure, Half, Outcome, Verdict


@frozen
class Check:
    """What a check of schemathesis is about."""

    # Whether it is about a request, of an operation with these documented responses; schemathesis
    # counts it as passed where it is not.
    applies: Callable[[Interaction, Json], bool]
    # Whether it is about successful answers, and so needs values that exist.
    on_success: bool = False


def _always(_asked: Interaction, _responses: Json) -> bool:
    return True


def _never(_asked: Interaction, _responses: Json) -> bool:
    return False


def _succeeded(asked: Interaction, _responses: Json) -> bool:
    return 200 <= asked.status < 300  # noqa: PLR2004  RFC 9110, section 15.3


def _has_headers(asked: Interaction, responses: Json) -> bool:
    documented = responses.get(str(asked.status), responses.get("2XX", {}))
    return _succeeded(asked, responses) and bool(documented.get("headers"))


def _has_key(asked: Interaction, responses: Json) -> bool:
    sent = (asked.url, *asked.sent_headers.values())
    return _succeeded(asked, responses) and any(KEY in value for value in sent)


def _is_wrong(asked: Interaction, _responses: Json) -> bool:
    return asked.valid is False and not asked.undeclared


def _is_accepted(asked: Interaction, responses: Json) -> bool:
    return asked.valid is True and _succeeded(asked, responses)


def _lacks_header(asked: Interaction, _responses: Json) -> bool:
    return asked.scenario == "missing_parameter" and asked.place == "header"


def _is_undeclared(asked: Interaction, _responses: Json) -> bool:
    return asked.undeclared and asked.method != "OPTIONS"


def _has_allow(asked: Interaction, _responses: Json) -> bool:
    return asked.method == "OPTIONS" and "allow" in asked.headers


def _follows_delete(asked: Interaction, _responses: Json) -> bool:
    return asked.phase == "stateful" and "DELETE" in asked.after


def _follows_post(asked: Interaction, _responses: Json) -> bool:
    return asked.phase == "stateful" and "POST" in asked.after


CHECKS: dict[str, Check] = {
    "not_a_server_error": Check(_always),
    "status_code_conformance": Check(_always),
    "content_type_conformance": Check(_succeeded, on_success=True),
    "response_headers_conformance": Check(_has_headers),
    "response_schema_conformance": Check(_succeeded, on_success=True),
    "negative_data_rejection": Check(_is_wrong),
    "positive_data_acceptance": Check(_is_accepted, on_success=True),
    "missing_required_header": Check(_lacks_header),
    "unsupported_method": Check(_is_undeclared),
    "allow_header_conformance": Check(_has_allow),
    "use_after_free": Check(_follows_delete),
    "ensure_resource_availability": Check(_follows_post),
    "ignored_auth": Check(_has_key, on_success=True),
    "object_level_authorization": Check(_never),
}

ANY: Check = Check(_always)
"""A check that a later version of schemathesis adds: it is about every request."""

_RULES = {
    "not_a_server_error": mark("No request is answered with a server error (5xx)."),
    "status_code_conformance": mark(
        "Every status is one that the spec documents, or a usual refusal."
    ),
    "content_type_conformance": mark("Every content type is one that the spec documents."),
    "response_headers_conformance": mark("Every header that the spec documents fits its schema."),
    "response_schema_conformance": mark("Every body fits the schema that the spec documents."),
    "negative_data_rejection": mark("A request that does not fit the spec is refused."),
    "positive_data_acceptance": mark("A request that fits the spec is accepted."),
    "missing_required_header": mark("A request without a required header is refused."),
    "unsupported_method": mark("A method that the spec does not have is refused."),
    "allow_header_conformance": mark("The header `Allow` lists the methods that the spec has."),
    "use_after_free": mark("What was deleted is not found any more."),
    "ensure_resource_availability": mark("What was created is found."),
    "ignored_auth": mark("Without a key, or with an invented one, nothing is served."),
    "object_level_authorization": mark("What belongs to one key is not shown to another."),
}

_SUCCESS = mark("It needs a successful answer (2xx).")
_NEEDS = {
    "content_type_conformance": _SUCCESS,
    "response_headers_conformance": mark(
        "It needs a successful answer (2xx) for which the spec documents headers."
    ),
    "response_schema_conformance": _SUCCESS,
    "negative_data_rejection": mark(
        "It needs a request that can be wrong, so parameters or a body."
    ),
    "positive_data_acceptance": _SUCCESS,
    "missing_required_header": mark("It needs an operation that requires a key or another header."),
    "unsupported_method": mark(
        "It needs --probe-methods, and a path with an ID that can be made up, so that nothing "
        "real is changed."
    ),
    "allow_header_conformance": mark(
        "It needs --probe-methods, and an answer to OPTIONS that has the header."
    ),
    "use_after_free": mark("It needs operations that create and delete what this one reads."),
    "ensure_resource_availability": mark("It needs an operation that creates what this one reads."),
    "ignored_auth": mark("It needs a successful answer (2xx) of an operation that requires a key."),
    "object_level_authorization": mark(
        "It needs a second key, and an operation that creates something."
    ),
}


def rule(name: str) -> str:
    """Say what a check demands."""
    if name not in _RULES:
        return _("Nothing is found by this check of schemathesis.")
    return _(_RULES[name])


def needs(name: str) -> str:
    """Say what it takes to apply a check."""
    if name not in _NEEDS:
        return _("Nothing was asked. It needs more time or more requests.")
    return _(_NEEDS[name])


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
    return [*judged, *_errors(run, hide)]


def _verdict(
    name: str, operation: SpecOperation, run: Run, target: Target, hide: Callable[[str], str]
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


def _path(asked: Interaction) -> str:
    return asked.operation.partition(" ")[2]


def _needs(
    name: str, operation: SpecOperation, target: Target, asked: Collection[Interaction]
) -> str:
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


def _failures(
    name: str, asked: Iterable[Interaction], hide: Callable[[str], str]
) -> Iterator[Failure]:
    # The shortest request stands for all that are answered alike.
    shortest: dict[tuple[str, str, int], tuple[Interaction, FailedCheck]] = {}
    for each in asked:
        for failed in each.failed_checks:
            if failed.check == name:
                kind = (failed.code, failed.title, each.status)
                if kind not in shortest or _size(each) < _size(shortest[kind][0]):
                    shortest[kind] = (each, failed)
    for each, failed in shortest.values():
        yield _failure(each, failed, hide)


def _size(asked: Interaction) -> tuple[int, str]:
    headers = sum(len(name) + len(value) for name, value in asked.sent_headers.items())
    return len(asked.url) + len(asked.sent_body) + headers, asked.url


def _failure(asked: Interaction, failed: FailedCheck, hide: Callable[[str], str]) -> Failure:
    line = curl(asked.method, asked.url, asked.sent_headers, asked.sent_body)
    # The rest of a message quotes the schema.
    message = " ".join(failed.message.partition("\n\n")[0].split())
    # Before it is cut: half a key could not be found.
    body = " ".join(hide(asked.body.decode("utf-8", "replace")).split())
    excerpt = body if len(body) <= _EXCERPT else f"{body[:_EXCERPT]}…"
    answer = _("Answer: {status}").format(status=_phrase(asked.status))
    said = [f"{failed.code} {failed.title}.", message, f"{answer} {excerpt}"]
    came = " ".join(each.strip() for each in said if each)
    return Failure((hide(line),), rule(failed.check), hide(came))


def _phrase(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _errors(run: Run, hide: Callable[[str], str]) -> Iterator[Verdict]:
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
