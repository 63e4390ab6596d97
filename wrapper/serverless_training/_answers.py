"""From what came back for a request to a model or an error. No I/O here."""

import json
import re
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from email.utils import parsedate_to_datetime
from functools import cache
from itertools import islice
from typing import Any, get_type_hints
from urllib.parse import urljoin

from attrs import define
from serverless_training_client.client import Client as GeneratedClient
from serverless_training_client.errors import UnexpectedStatus

from serverless_training._conform import MismatchError, conform
from serverless_training._errors import (
    AuthenticationError,
    DecodeError,
    ErrorDetail,
    NotFoundError,
    PermissionDeniedError,
    StatusError,
    UnexpectedStatusError,
    UnprocessableEntityError,
    error_class,
)
from serverless_training._json import loads
from serverless_training._language import gettext as _
from serverless_training._language import mark
from serverless_training._locate import locate
from serverless_training._operations import Operation, T_co
from serverless_training._response import evidence
from serverless_training._showing import shown


@define(slots=False)
class Answer:
    """What came back for a request, as far as it came.

    The generated `_parse_response` takes it for an `httpx.Response`.

    Attributes:
        operation: Name of the operation.
        method: HTTP method, in upper case.
        url: URL of the request, as it may be shown.
        status_code: HTTP status.
        headers: Headers, read without regard to case.
        content: The body, decompressed.
        redact: Hides the key in a text of the service.
        attempts: How often the request was sent.
        hint: Says what the client knows about a status that is no success.
        parameters: Names of the arguments that the operation was called with.
    """

    operation: str
    method: str
    url: str
    status_code: int
    headers: Mapping[str, str]
    content: bytes
    redact: Callable[[str], str]
    attempts: int = 1
    hint: Callable[[int], str] = lambda _status: ""
    parameters: Collection[str] = ()

    @property
    def succeeded(self) -> bool:
        """Whether the status is a success (RFC 9110, section 15.3)."""
        return 200 <= self.status_code < 300  # noqa: PLR2004

    @property
    def text(self) -> str:
        """The body as text; what is not UTF-8 (RFC 8259, section 8.1) is marked."""
        return self.content.decode("utf-8", errors="replace")

    def json(self) -> Any:
        """Decode the body as JSON; NaN and Infinity, which Python servers send, are kept."""
        return loads(self.content)

    def show(self, text: str) -> str:
        """Make a text of the service fit for a message: without the key, in one line, cut."""
        return shown(self.redact(text))

    @property
    def request_id(self) -> str | None:
        """The request ID that the service assigned, as it may be shown."""
        names = ("x-request-id", "request-id", "cf-ray")
        found = next((self.headers[name] for name in names if name in self.headers), None)
        return None if found is None else self.show(found)

    def evidence(self) -> dict[str, Any]:
        """Gather what an error says of it."""
        return evidence(self, self.text, self.redact)


_STRICT = GeneratedClient(base_url="", raise_on_unexpected_status=True)
_UNREADABLE = (AttributeError, KeyError, RecursionError, TypeError, ValueError, UnexpectedStatus)


def read(operation: Operation[..., T_co], answer: Answer) -> T_co:
    """Turn the answer of a success into the operation's model.

    Args:
        operation: The operation that was called.
        answer: What came back.

    Returns:
        The model that the spec gives for the status; `None` where it gives none.

    Raises:
        DecodeError: The body is not what the spec promises, or the spec does not know the status.
    """
    response: Any = answer
    annotation = _annotation(operation._success)
    try:
        parsed = operation._parse_response(client=_STRICT, response=response)
        success = operation._success(parsed)
        conform(success, annotation, "", answer.show)
    except _UNREADABLE as error:
        failure = _unreadable(answer, error, annotation)
    else:
        return success
    # Raised here: errors of Python and of the generated code hold the body, and quote it.
    raise failure


@cache
def _annotation(success: Callable[..., object]) -> Any:
    return get_type_hints(success).get("return", Any)


def _unreadable(answer: Answer, error: Exception, annotation: Any) -> DecodeError:
    hint = _("The service may have changed; see if a newer version of this package exists.")
    match error:
        case MismatchError():
            reason = str(error)
        case UnicodeDecodeError():
            reason, hint = _("it is not UTF-8"), _not_the_service()
        case json.JSONDecodeError():
            reason, hint = _("it is not JSON, or not all of it"), _not_the_service()
        case UnexpectedStatus():
            reason = _("the spec does not know this status")
        case RecursionError():
            reason, hint = _("it is nested too deeply"), _not_the_service()
        case _:
            reason = _departure(answer, annotation) or type(error).__name__
    return decode_error(answer, reason, hint)


def _not_the_service() -> str:
    return _("Check that the base URL is that of the service.")


def _departure(answer: Answer, annotation: Any) -> str:
    try:
        return str(locate(answer.json(), annotation) or "")
    except (RecursionError, ValueError):  # a number of thousands of digits, say
        return ""


def decode_error(answer: Answer, reason: str, hint: str) -> DecodeError:
    """Build the error of an answer that cannot be read.

    Args:
        answer: What came back.
        reason: What is wrong with it; what the service wrote in it is fit to be shown.
        hint: What to do; empty for nothing.

    Returns:
        The error.
    """
    message = _format(
        _(
            "{operation}: HTTP {status} for {method} {url}, but the response does not match the "
            "spec: {reason}."
        ),
        answer,
        reason=reason,
    )
    return DecodeError("\n".join(filter(None, [message, hint])), **answer.evidence())


_HINTS: dict[type[StatusError], str] = {
    AuthenticationError: mark(
        "Check the API key: is it complete, and does it belong to this account?"
    ),
    PermissionDeniedError: mark("The API key is valid, but does not have permission to do this."),
    NotFoundError: mark("Check the IDs and the base URL."),
}


def status_error(answer: Answer) -> StatusError:
    """Build the error of an answer that is not a success.

    Args:
        answer: What came back, as far as it came.

    Returns:
        An error of the class that answers the status, with status, body and request id.
    """
    kind = error_class(answer.status_code)
    details = _details(answer)
    waiting = retry_after(answer.headers.get("retry-after", ""), time.time())
    lines = [
        _format(_("{operation}: HTTP {status} for {method} {url}"), answer),
        _said(details),
        _hint(answer, kind),
        answer.hint(answer.status_code),
        _redirect(answer) if kind is UnexpectedStatusError else "",
        "" if waiting is None else _("The service asks to wait {seconds:g} s.").format(
            seconds=waiting
        ),
    ]  # fmt: skip
    error = kind("\n".join(filter(None, lines)), **answer.evidence())
    error.retry_after = waiting
    if isinstance(error, UnprocessableEntityError):
        error.details = details
    return error


_MOST_DETAILS = 10


def _said(details: Sequence[ErrorDetail]) -> str:
    places = ((".".join(map(str, each.location)), each.message) for each in details)
    lines = [shown(": ".join(filter(None, each))) for each in islice(places, _MOST_DETAILS)]
    said = "; ".join(lines)
    if len(details) > len(lines):
        more = len(details) - len(lines)
        said = _("{names} and {count} more").format(names=said, count=more)
    return said


def _hint(answer: Answer, kind: type[StatusError]) -> str:
    hint = _(_HINTS[kind]) if kind in _HINTS else ""
    if kind is NotFoundError and "model_id" in answer.parameters:
        of_models = _(
            "A model ID is the `id` that creating the model returned (ART: `model.id`), not its "
            "name."
        )
        hint = f"{hint}\n{of_models}"
    return hint


def _format(message: str, answer: Answer, **more: str) -> str:
    return message.format(
        operation=answer.operation,
        status=answer.status_code,
        method=answer.method,
        url=answer.url,
        **more,
    )


def _redirect(answer: Answer) -> str:
    place = answer.headers.get("location")
    if not place:
        return ""
    # What cannot be resolved is shown as it came.
    with suppress(ValueError):
        place = urljoin(answer.url, place)
    return _(
        "It points to {place}. Redirects are not followed, since the API key must not go elsewhere."
        " If that is the service, set `base_url` to it."
    ).format(place=answer.show(place.partition("?")[0]))


_A_CENTURY_SECONDS = 100 * 365 * 24 * 3600.0


def retry_after(value: str, now: float) -> float | None:
    """Read a `Retry-After` header (RFC 9110, section 10.2.3).

    Args:
        value: Its value, seconds or an HTTP date; empty if there is none.
        now: The time, in seconds since the epoch.

    Returns:
        The seconds to wait, 0 or more; `None` where the value says nothing that can be understood.
    """
    value = value.strip()
    if re.fullmatch(r"[0-9]+(\.[0-9]*)?", value, re.ASCII):
        return min(float(value), _A_CENTURY_SECONDS)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except (ValueError, OverflowError):
        return None


def _details(answer: Answer) -> tuple[ErrorDetail, ...]:
    # FastAPI writes a list of objects for a refused parameter and a plain string for the rest;
    # proxies write anything. What is neither says nothing here and stays readable in `body`.
    try:
        content = answer.json()
    except (ValueError, RecursionError):
        return ()
    detail = content.get("detail") if isinstance(content, dict) else None
    if isinstance(detail, str):
        return (ErrorDetail((), answer.redact(detail)),)
    entries = detail if isinstance(detail, list) else []
    return tuple(_detail(entry, answer.redact) for entry in entries if isinstance(entry, dict))


def _detail(entry: dict[str, Any], redact: Callable[[str], str]) -> ErrorDetail:
    location = entry.get("loc")
    steps = location if isinstance(location, list) else []
    return ErrorDetail(
        tuple(step if isinstance(step, int) else redact(str(step)) for step in steps),
        redact(str(entry.get("msg", ""))),
        redact(str(entry.get("type", ""))),
    )
