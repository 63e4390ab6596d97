"""What came back for a request, and what it means: a model, or an error. No I/O here."""

import json
import re
from collections.abc import Collection
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import Any, Generic, TypeVar
from urllib.parse import urljoin

import httpx
from attrs import field, frozen
from serverless_training_client._mismatch import Mismatch, read
from serverless_training_client._text import decoded, shown
from serverless_training_client.errors import UnexpectedStatus

from serverless_training import _errors as errors
from serverless_training._auth import BearerAuth
from serverless_training._errors import DecodeError, ErrorDetail, PaginationError, StatusError
from serverless_training._language import gettext as _

T_co = TypeVar("T_co", covariant=True)
ErrorT = TypeVar("ErrorT", DecodeError, PaginationError, StatusError)

_EVIDENCE = ("status_code", "request_id", "operation", "method", "url", "attempts")
_A_CENTURY_SECONDS = 100 * 365 * 24 * 3600.0


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
    _auth: BearerAuth = field(repr=False, eq=False)
    parsed: T_co = field(repr=False)

    @property
    def text(self) -> str:
        """The body as text, by its charset; JSON is UTF-8. What cannot be decoded is marked."""
        return decoded(self.content, self.headers.get("content-type", ""))

    def json(self) -> Any:
        """Decode the body as JSON; NaN and Infinity, which Python servers send, are kept.

        Returns:
            What the body says.

        Raises:
            ValueError: The body is not JSON, or not UTF-8.
        """
        return json.loads(self.content)


def read_model(operation: Any, response: Response[Any]) -> Any:
    """Make the model of a success that the spec gives for its status; else a `DecodeError`."""
    model, problem, mismatch = read(operation, response)
    if problem is None and mismatch is None:
        return model
    # Raised here: errors of Python and of the generated code hold the body, and quote it.
    raise _unreadable(response, problem, mismatch)


def read_json(response: Response[Any]) -> Any:
    """Decode the body of a success, whatever it says; `None` if there is none."""
    try:
        return response.json() if response.content.strip() else None
    except (ValueError, RecursionError) as error:
        problem = error
    raise _unreadable(response, problem, None)


def _unreadable(
    response: Response[Any], problem: Exception | None, mismatch: Mismatch | None
) -> DecodeError:
    reason = type(problem).__name__
    hint = _("The service may have changed; see if a newer version of this package exists.")
    if isinstance(problem, UnexpectedStatus):
        reason = _("the spec does not know this status")
    elif mismatch is not None:
        reason = _("{place}: expected {expected}, found {found}")
        if mismatch.found is None:
            reason = _("{place} is missing")
        place = response._auth.show(mismatch.place) or _("the response")
        reason = reason.format(place=place, expected=mismatch.expected, found=mismatch.found)
    elif isinstance(problem, UnicodeDecodeError | json.JSONDecodeError | RecursionError):
        reason = _("it is not JSON, or not all of it")
        hint = _("Check that the base URL is that of the service.")
    return decode_error(response, reason, hint)


def decode_error(response: Response[Any], reason: str, hint: str = "") -> DecodeError:
    """Build the error of a success that cannot be read; `reason` is fit to be shown."""
    line = _("{operation}: HTTP {status} for {method} {url} does not match the spec: {reason}.")
    return error_about(DecodeError, response, line, hint, reason=reason)


def error_about(
    cls: type[ErrorT], response: Response[Any], line: str, /, *lines: str, **words: str
) -> ErrorT:
    """Build an error with all evidence that a response is; its first line is a template."""
    evidence = {name: getattr(response, name) for name in _EVIDENCE}
    first = line.format(status=response.status_code, **evidence, **words)
    hide = response._auth.redact
    return cls(
        message(first, *lines, **evidence),
        **evidence,
        headers={hide(name): hide(value) for name, value in response.headers.items()},
        body=hide(response.text),
    )


def message(*lines: str, request_id: str | None, attempts: int, **_evidence: object) -> str:
    """Join the lines of an error; the last ones are for those who report it."""
    id_line = _("request id: {id}").format(id=request_id) if request_id else ""
    attempts_line = _("attempts: {count}").format(count=attempts) if attempts > 1 else ""
    return "\n".join(filter(None, [*lines, id_line, attempts_line]))


def status_error(response: Response[Any], parameters: Collection[str], now: float) -> StatusError:
    """Build the error of a status other than success, of the class for that status."""
    details = _details(response)
    places = [(".".join(map(str, each.location)), each.message) for each in details]
    summary = shown("; ".join(": ".join(filter(None, each)) for each in places))
    lines = [summary, *_hints(response, parameters)]
    waiting = retry_after(response.headers.get("retry-after", ""), now)
    if waiting is not None:
        lines.append(_("The service asks to wait {seconds:g} s.").format(seconds=waiting))
    first = _("{operation}: HTTP {status} for {method} {url}")
    error = error_about(errors.error_class(response.status_code), response, first, *lines)
    error.retry_after = waiting
    if isinstance(error, errors.UnprocessableEntityError):
        error.details = details
    return error


def _hints(response: Response[Any], parameters: Collection[str]) -> list[str]:
    """Say what may be done about a status."""
    match response.status_code:
        case 401:
            hint = _("Check the API key: is it complete, and does it belong to this account?")
            found = _("The API key came from {place}. Keys are at https://wandb.ai/authorize.")
            return [hint, found.format(place=response._auth.place)]
        case 403:
            return [_("The API key is valid, but does not have permission to do this.")]
        case 404:
            hint = _("A model ID is the `id` that creating the model returned, not its name.")
            return [_("Check the IDs and the base URL."), hint if "model_id" in parameters else ""]
        case 407:
            return [_("A proxy asks for a user and a password: put them into its URL.")]
    place = response.headers.get("location")
    if not place or errors.error_class(response.status_code) is not errors.UnexpectedStatusError:
        return []
    with suppress(ValueError):  # what cannot be resolved is shown as it came
        place = urljoin(response.url, place)
    hint = _(
        "It points to {place}. Redirects are not followed, since the API key must not go elsewhere."
        " If that is the service, set `base_url` to it."
    )
    return [hint.format(place=response._auth.show(place.partition("?")[0]))]


def retry_after(value: str, now: float) -> float | None:
    """Read a `Retry-After` header (RFC 9110, section 10.2.3) at a time since the epoch."""
    value = value.strip()
    if re.fullmatch(r"[0-9]+(\.[0-9]*)?", value, re.ASCII):
        return min(float(value), _A_CENTURY_SECONDS)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except (ValueError, OverflowError):
        return None


def _details(response: Response[Any]) -> tuple[ErrorDetail, ...]:
    # FastAPI writes a list of objects or a string, proxies anything, which stays in `body`.
    detail, hide = None, response._auth.redact
    with suppress(ValueError, RecursionError, AttributeError):  # not a JSON object
        detail = response.json().get("detail")
    entries = [{"msg": detail}] if isinstance(detail, str) else detail
    found = []
    for each in entries if isinstance(entries, list) else []:
        if isinstance(each, dict):
            steps = each["loc"] if isinstance(each.get("loc"), list) else []
            place = (step if isinstance(step, int) else hide(str(step)) for step in steps)
            text, kind = (hide(str(each.get(name, ""))) for name in ("msg", "type"))
            found.append(ErrorDetail(tuple(place), text, kind))
    return tuple(found)
