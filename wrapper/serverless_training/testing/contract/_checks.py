"""The checks of schemathesis: what each says, and which requests it is about. No I/O here."""

from collections.abc import Callable

from attrs import frozen

from serverless_training._language import mark
from serverless_training.testing._document import Json
from serverless_training.testing.contract._curl import KEY
from serverless_training.testing.contract._events import Asked


@frozen
class Check:
    """A check of schemathesis.

    Attributes:
        rule: What it demands, one sentence, marked for translation.
        applies: Whether it is about a request, of an operation with these documented answers;
            schemathesis counts it as passed where it is not.
        needs: What it takes to apply it, one sentence, marked for translation.
        on_success: Whether it is about successful answers, and so needs values that exist.
    """

    rule: str
    applies: Callable[[Asked, Json], bool]
    needs: str
    on_success: bool = False


NOT_ASKED = mark("Nothing was asked. It needs more time or more requests.")
_SUCCESS = mark("It needs a successful answer (2xx).")


def _always(_: Asked, __: Json) -> bool:
    return True


def _succeeded(asked: Asked, _: Json) -> bool:
    return 200 <= asked.status < 300  # noqa: PLR2004  RFC 9110, section 15.3


def _has_headers(asked: Asked, responses: Json) -> bool:
    documented = responses.get(str(asked.status), responses.get("2XX", {}))
    return _succeeded(asked, responses) and bool(documented.get("headers"))


def _has_key(asked: Asked, responses: Json) -> bool:
    return _succeeded(asked, responses) and any(
        KEY in value for value in (asked.url, *asked.sent_headers.values())
    )


CHECKS: dict[str, Check] = {
    "not_a_server_error": Check(
        mark("No request is answered with a server error (5xx)."), _always, NOT_ASKED
    ),
    "status_code_conformance": Check(
        mark("Every status is one that the spec documents, or a usual refusal."), _always, NOT_ASKED
    ),
    "content_type_conformance": Check(
        mark("Every content type is one that the spec documents."),
        _succeeded,
        _SUCCESS,
        on_success=True,
    ),
    "response_headers_conformance": Check(
        mark("Every header that the spec documents fits its schema."),
        _has_headers,
        mark("It needs a successful answer (2xx) for which the spec documents headers."),
    ),
    "response_schema_conformance": Check(
        mark("Every body fits the schema that the spec documents."),
        _succeeded,
        _SUCCESS,
        on_success=True,
    ),
    "negative_data_rejection": Check(
        mark("A request that does not fit the spec is refused."),
        lambda asked, _: asked.valid is False and not asked.undeclared,
        mark("It needs a request that can be wrong, so parameters or a body."),
    ),
    "positive_data_acceptance": Check(
        mark("A request that fits the spec is accepted."),
        lambda asked, responses: asked.valid is True and _succeeded(asked, responses),
        _SUCCESS,
        on_success=True,
    ),
    "missing_required_header": Check(
        mark("A request without a required header is refused."),
        lambda asked, _: asked.scenario == "missing_parameter" and asked.place == "header",
        mark("It needs an operation that requires a key or another header."),
    ),
    "unsupported_method": Check(
        mark("A method that the spec does not have is refused."),
        lambda asked, _: asked.undeclared and asked.method != "OPTIONS",
        mark(
            "It needs --probe-methods, and a path with an ID that can be made up, so that nothing "
            "real is changed."
        ),
    ),
    "allow_header_conformance": Check(
        mark("The header `Allow` lists the methods that the spec has."),
        lambda asked, _: asked.method == "OPTIONS" and "allow" in asked.headers,
        mark("It needs --probe-methods, and an answer to OPTIONS that has the header."),
    ),
    "use_after_free": Check(
        mark("What was deleted is not found any more."),
        lambda asked, _: asked.phase == "stateful" and "DELETE" in asked.after,
        mark("It needs operations that create and delete what this one reads."),
    ),
    "ensure_resource_availability": Check(
        mark("What was created is found."),
        lambda asked, _: asked.phase == "stateful" and "POST" in asked.after,
        mark("It needs an operation that creates what this one reads."),
    ),
    "ignored_auth": Check(
        mark("Without a key, or with an invented one, nothing is served."),
        _has_key,
        mark("It needs a successful answer (2xx) of an operation that requires a key."),
        on_success=True,
    ),
    "object_level_authorization": Check(
        mark("What belongs to one key is not shown to another."),
        lambda _, __: False,
        mark("It needs a second key, and an operation that creates something."),
    ),
}


def check(name: str) -> Check:
    """Look up a check.

    Args:
        name: Its name.

    Returns:
        The check; one that a later version adds is about every request.
    """
    unknown = mark("Nothing is found by this check of schemathesis.")
    return CHECKS.get(name) or Check(unknown, _always, NOT_ASKED)
