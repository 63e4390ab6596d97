"""What came back for a request, and what it means: a model, or an error. No I/O here."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from email.utils import parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from itertools import islice
from typing import Any, Generic, TypeVar, get_type_hints
from urllib.parse import urljoin

import httpx
from attrs import field, frozen
from serverless_training_client._mismatch import Mismatch, find_mismatch, locate
from serverless_training_client.client import Client as GeneratedClient
from serverless_training_client.errors import UnexpectedStatus

from serverless_training._auth import BearerAuth
from serverless_training._errors import (
    AuthenticationError,
    DecodeError,
    ErrorDetail,
    NotFoundError,
    PaginationError,
    PermissionDeniedError,
    StatusError,
    UnexpectedStatusError,
    UnprocessableEntityError,
    error_class,
)
from serverless_training._language import gettext as _
from serverless_training._language import mark
from serverless_training._text import shown

T_co = TypeVar("T_co", covariant=True)
ErrorT = TypeVar("ErrorT", DecodeError, PaginationError, StatusError)


@frozen(slots=False)
class Response(Generic[T_co]):
    """A response of the service, with what came beside its model.

    Attributes:
        parsed: The model that the spec defines for it; `None` where it defines none.
        status_code: HTTP status.
        headers: Response headers; names are read without regard to case.
        request_id: The request ID that the service assigned, or `None`.
        operation: Name of the operation, as under `serverless_training_client.api`.
        method: HTTP method, in upper case.
        url: URL of the request, without the values of parameters that look like secrets.
        attempts: How often the request was sent, 1 or more.
        content: The response body, decompressed.
    """

    # Neither headers nor body are shown: a server may echo the key in them.
    status_code: int
    headers: httpx.Headers = field(repr=False)
    request_id: str | None
    operation: str
    method: str
    url: str
    attempts: int
    content: bytes = field(repr=False)
    parsed: T_co = field(repr=False)

    @property
    def text(self) -> str:
        """The body as text; what is not UTF-8 (RFC 8259, section 8.1) is marked."""
        return self.content.decode("utf-8", errors="replace")

    def json(self) -> Any:
        """Decode the body as JSON; NaN and Infinity, which Python servers send, are kept.

        Returns:
            What the body says.

        Raises:
            ValueError: The body is not JSON, or not UTF-8.
        """
        return json.loads(self.content)


def request_id(headers: httpx.Headers, auth: BearerAuth) -> str | None:
    """Find the request ID that the service assigned, fit to be shown."""
    names = ("x-request-id", "request-id", "cf-ray")
    found = next((headers[name] for name in names if name in headers), None)
    return None if found is None else shown(auth.redact(found))


def message(*lines: str, request_id: str | None, attempts: int, **_evidence: object) -> str:
    """Join the lines of an error; the last ones are for those who report it."""
    id_line = _("request id: {id}").format(id=request_id) if request_id else ""
    attempts_line = _("attempts: {count}").format(count=attempts) if attempts > 1 else ""
    return "\n".join(filter(None, [*lines, id_line, attempts_line]))


_STRICT = GeneratedClient(base_url="", raise_on_unexpected_status=True)
_UNREADABLE = (AttributeError, KeyError, RecursionError, TypeError, ValueError, UnexpectedStatus)


def read_model(operation: Any, response: Response[Any], auth: BearerAuth) -> Any:
    """Make the model of a success that the spec gives for its status; else a `DecodeError`."""
    annotation = _annotation(operation._success)
    problem: Exception | None = None
    try:
        parsed = operation._parse_response(client=_STRICT, response=response)
        success = operation._success(parsed)
        mismatch = find_mismatch(success, annotation)
    except _UNREADABLE as error:
        problem, mismatch = error, _locate(response, annotation)
    if mismatch is None and problem is None:
        return success
    # Raised here: errors of Python and of the generated code hold the body, and quote it.
    raise _decode_error(response, auth, problem, mismatch)


def read_json(response: Response[Any], auth: BearerAuth) -> Any:
    """Decode the body of a success, whatever it says; `None` if there is none."""
    problem: Exception | None = None
    try:
        return response.json() if response.content.strip() else None
    except (ValueError, RecursionError) as error:
        problem = error
    raise _decode_error(response, auth, problem, None)


@cache
def _annotation(success: Callable[..., object]) -> Any:
    return get_type_hints(success).get("return", Any)


def _locate(response: Response[Any], annotation: Any) -> Mismatch | None:
    with suppress(RecursionError, ValueError):  # not JSON, or a number of thousands of digits
        return locate(response.json(), annotation)
    return None


def _decode_error(
    response: Response[Any], auth: BearerAuth, problem: Exception | None, mismatch: Mismatch | None
) -> DecodeError:
    hint = _("The service may have changed; see if a newer version of this package exists.")
    elsewhere = _("Check that the base URL is that of the service.")
    match problem:
        case UnicodeDecodeError():
            reason, hint = _("it is not UTF-8"), elsewhere
        case json.JSONDecodeError():
            reason, hint = _("it is not JSON, or not all of it"), elsewhere
        case UnexpectedStatus():
            reason = _("the spec does not know this status")
        case RecursionError():
            reason, hint = _("it is nested too deeply"), elsewhere
        case _:
            reason = _describe(mismatch, auth) if mismatch else type(problem).__name__
    return decode_error(response, auth, reason, hint)


def _describe(mismatch: Mismatch, auth: BearerAuth) -> str:
    place = shown(auth.redact(mismatch.place)) or _("the response")
    if mismatch.found is None:
        return _("{name} is missing").format(name=place)
    return _("{place}: expected {expected}, found {found}").format(
        place=place, expected=mismatch.expected, found=mismatch.found
    )


def decode_error(
    response: Response[Any], auth: BearerAuth, reason: str, hint: str = ""
) -> DecodeError:
    """Build the error of a success that cannot be read; `reason` is fit to be shown."""
    line = _(
        "{operation}: HTTP {status} for {method} {url}, but the response does not match the "
        "spec: {reason}."
    )
    return error_about(DecodeError, response, auth, line, hint, reason=reason)


def error_about(
    cls: type[ErrorT],
    response: Response[Any],
    auth: BearerAuth,
    line: str,
    *more: str,
    **words: str,
) -> ErrorT:
    """Build an error with all evidence that a response is; the first line is a template."""
    names = ("status_code", "request_id", "operation", "method", "url", "attempts")
    evidence = {name: getattr(response, name) for name in names}
    return cls(
        message(line.format(status=response.status_code, **evidence, **words), *more, **evidence),
        **evidence,
        headers={auth.redact(name): auth.redact(v) for name, v in response.headers.items()},
        body=auth.redact(response.text),
    )


_HINTS: dict[type[StatusError], str] = {
    AuthenticationError: mark(
        "Check the API key: is it complete, and does it belong to this account?"
    ),
    PermissionDeniedError: mark("The API key is valid, but does not have permission to do this."),
    NotFoundError: mark("Check the IDs and the base URL."),
}


def status_error(
    response: Response[Any], auth: BearerAuth, parameters: Collection[str], now: float
) -> StatusError:
    """Build the error of a status other than success, of the class for that status."""
    cls = error_class(response.status_code)
    details = _details(response, auth)
    waiting = retry_after(response.headers.get("retry-after", ""), now)
    wait = _("The service asks to wait {seconds:g} s.").format(seconds=waiting or 0.0)
    error = error_about(
        *(cls, response, auth, _("{operation}: HTTP {status} for {method} {url}")),
        *(_summary(details), _hint(response, parameters, auth), _redirect(response, auth)),
        "" if waiting is None else wait,
    )
    error.retry_after = waiting
    if isinstance(error, UnprocessableEntityError):
        error.details = details
    return error


_MOST_DETAILS = 10


def _summary(details: Sequence[ErrorDetail]) -> str:
    places = ((".".join(map(str, each.location)), each.message) for each in details)
    lines = [shown(": ".join(filter(None, each))) for each in islice(places, _MOST_DETAILS)]
    summary = "; ".join(lines)
    if more := len(details) - len(lines):
        summary = _("{names} and {count} more").format(names=summary, count=more)
    return summary


def _hint(response: Response[Any], parameters: Collection[str], auth: BearerAuth) -> str:
    cls = error_class(response.status_code)
    lines = [_(_HINTS[cls])] if cls in _HINTS else []
    if cls is NotFoundError and "model_id" in parameters:
        lines.append(
            _(
                "A model ID is the `id` that creating the model returned (ART: `model.id`), not "
                "its name."
            )
        )
    if cls is AuthenticationError:
        origin = _("The API key came from {origin}. Keys are at https://wandb.ai/authorize.")
        lines.append(origin.format(origin=auth.origin))
    if response.status_code == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        lines.append(
            _("A proxy asks for a user and a password: put them into the URL of the proxy.")
        )
    return "\n".join(lines)


def _redirect(response: Response[Any], auth: BearerAuth) -> str:
    place = response.headers.get("location")
    if not place or error_class(response.status_code) is not UnexpectedStatusError:
        return ""
    # What cannot be resolved is shown as it came.
    with suppress(ValueError):
        place = urljoin(response.url, place)
    return _(
        "It points to {place}. Redirects are not followed, since the API key must not go elsewhere."
        " If that is the service, set `base_url` to it."
    ).format(place=shown(auth.redact(place.partition("?")[0])))


_A_CENTURY_SECONDS = 100 * 365 * 24 * 3600.0


def retry_after(value: str, now: float) -> float | None:
    """Read a `Retry-After` header (RFC 9110, section 10.2.3) at a time since the epoch."""
    value = value.strip()
    if re.fullmatch(r"[0-9]+(\.[0-9]*)?", value, re.ASCII):
        return min(float(value), _A_CENTURY_SECONDS)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except (ValueError, OverflowError):
        return None


def _details(response: Response[Any], auth: BearerAuth) -> tuple[ErrorDetail, ...]:
    # FastAPI writes a list of objects for a refused parameter and a plain string for the rest;
    # proxies write anything. What is neither stays readable in `body`.
    try:
        content = response.json()
    except (ValueError, RecursionError):
        return ()
    detail = content.get("detail") if isinstance(content, dict) else None
    if isinstance(detail, str):
        return (ErrorDetail((), auth.redact(detail)),)
    entries = detail if isinstance(detail, list) else []
    return tuple(_detail(entry, auth.redact) for entry in entries if isinstance(entry, dict))


def _detail(entry: dict[str, Any], redact: Callable[[str], str]) -> ErrorDetail:
    location = entry.get("loc")
    steps = location if isinstance(location, list) else []
    return ErrorDetail(
        tuple(step if isinstance(step, int) else redact(str(step)) for step in steps),
        redact(str(entry.get("msg", ""))),
        redact(str(entry.get("type", ""))),
    )
