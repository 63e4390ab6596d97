"""From a generated operation to a request, and from an answer to its model. No I/O here.

The generator writes each operation as a module whose `_get_kwargs` and `_parse_response` do no
I/O either. They are private to the generated package, but its public functions lose what an error
needs (a status of 520, the body, the request id); the generator is pinned and a test holds the two
names.
"""

import json
from collections.abc import Mapping
from inspect import Parameter, Signature, signature
from typing import Any, ParamSpec, Protocol, TypeVar

import httpx
from attrs import frozen
from serverless_training_client.client import AuthenticatedClient
from serverless_training_client.client import Client as GeneratedClient
from serverless_training_client.errors import UnexpectedStatus
from serverless_training_client.models import HTTPValidationError

from serverless_training._errors import (
    AuthenticationError,
    DecodeError,
    ErrorDetail,
    InvalidArgumentError,
    NotFoundError,
    PermissionDeniedError,
    StatusError,
    UnprocessableEntityError,
    error_class,
)
from serverless_training._language import gettext as _
from serverless_training._language import mark

P = ParamSpec("P")
T_co = TypeVar("T_co", covariant=True)


class Operation(Protocol[P, T_co]):
    """A module under `serverless_training_client.api`: its parameters `P`, its model `T_co`."""

    def _get_kwargs(self, *args: P.args, **kwargs: P.kwargs) -> dict[str, Any]: ...

    def _parse_response(
        self, *, client: AuthenticatedClient | GeneratedClient, response: httpx.Response
    ) -> T_co | HTTPValidationError | None: ...


@frozen
class Answer:
    """What came back for a request, as far as it came.

    Attributes:
        operation: Name of the operation.
        method: HTTP method, in upper case.
        url: Address of the request.
        status_code: HTTP status.
        headers: Headers, names in lower case; the key is hidden.
        body: The body, decompressed; the key is hidden.
    """

    operation: str
    method: str
    url: str
    status_code: int
    headers: Mapping[str, str]
    body: bytes


def operation_name(operation: Operation[P, T_co]) -> str:
    """Name an operation as its module is named, `list_model_checkpoints`."""
    return getattr(operation, "__name__", type(operation).__name__).rpartition(".")[2]


def bind(operation: Operation[P, T_co], *args: P.args, **kwargs: P.kwargs) -> dict[str, Any]:
    """Check the arguments of a call.

    Args:
        operation: The operation.
        *args: Its path parameters.
        **kwargs: Any of its parameters.

    Returns:
        Arguments by name.

    Raises:
        TypeError: A parameter is missing or unknown.
        InvalidArgumentError: A path parameter would not stay one segment of the path.
    """
    shape = _signature(operation)
    arguments = shape.bind(*args, **kwargs).arguments
    for name, parameter in shape.parameters.items():
        # The generator takes path parameters by position and all others by keyword alone. It quotes
        # "/", but "." and ".." would climb (RFC 3986, 5.2.4) and "" would name the parent.
        is_path = parameter.kind is Parameter.POSITIONAL_OR_KEYWORD
        if is_path and (value := arguments[name]) in (None, "", ".", ".."):
            raise InvalidArgumentError(
                _("{argument} is {value!r}: the id of one item is needed.").format(
                    argument=name, value=value
                ),
                argument=name,
            )
    return dict(arguments)


def bind_listing(
    operation: Operation[P, T_co], *args: P.args, **kwargs: P.kwargs
) -> tuple[dict[str, Any], str | None]:
    """Check the arguments of a listing.

    Args:
        operation: The operation.
        *args: Its path parameters.
        **kwargs: Any of its parameters.

    Returns:
        Arguments by name without the cursor, and the cursor; `None` for the start.

    Raises:
        TypeError: A parameter is missing or unknown.
        InvalidArgumentError: The operation does not page, or a path parameter cannot be used.
    """
    if "after" not in _signature(operation).parameters:
        raise InvalidArgumentError(
            _("{operation} does not page: it takes no `after`. Use `client.call` for it.").format(
                operation=operation_name(operation)
            ),
            argument="operation",
        )
    parameters = bind(operation, *args, **kwargs)
    after = parameters.pop("after", None)
    return parameters, str(after) if after else None


def _signature(operation: Operation[P, T_co]) -> Signature:
    return signature(operation._get_kwargs)


_STRICT = GeneratedClient(base_url="", raise_on_unexpected_status=True)


def read(operation: Operation[P, T_co], answer: Answer) -> T_co:
    """Turn an answer into the operation's model.

    Args:
        operation: The operation that was called.
        answer: What came back, complete.

    Returns:
        The model that the spec gives for the status; `None` where it gives none.

    Raises:
        StatusError: The status is not a success.
        DecodeError: The body is not what the spec promises, or the spec does not know the status.
    """
    if not 200 <= answer.status_code < 300:  # noqa: PLR2004  RFC 9110, 15.3
        raise status_error(answer)
    response = httpx.Response(answer.status_code, content=answer.body)
    try:
        return operation._parse_response(client=_STRICT, response=response)  # type: ignore[return-value]  # the error model belongs to other statuses
    except (ValueError, TypeError, KeyError, AttributeError, UnexpectedStatus) as error:
        raise DecodeError(
            _(
                "HTTP {status} for {method} {url}: the answer is not what the spec promises "
                "({reason}). Does the base URL lead to the service?"
            ).format(
                status=answer.status_code,
                method=answer.method,
                url=answer.url,
                reason=type(error).__name__,
            ),
            **_evidence(answer),
        ) from error


_HINTS: dict[type[StatusError], str] = {
    AuthenticationError: mark("Check the API key: is it whole, and of this account?"),
    PermissionDeniedError: mark("The API key is known, but may not do this."),
    NotFoundError: mark("Check the ids, and the base URL."),
}


def status_error(answer: Answer) -> StatusError:
    """Build the error of an answer that is not a success.

    Args:
        answer: What came back, as far as it came.

    Returns:
        An error of the class that answers the status, with status, body and request id.
    """
    kind = error_class(answer.status_code)
    details = _details(answer.body)
    said = "; ".join(
        ": ".join(filter(None, [".".join(map(str, detail.location)), detail.message]))
        for detail in details
    )
    request_id = _request_id(answer.headers)
    lines = [
        f"HTTP {answer.status_code} for {answer.method} {answer.url}",
        said,
        _(_HINTS[kind]) if kind in _HINTS else "",
        f"request id: {request_id}" if request_id else "",
    ]
    error = kind("\n".join(filter(None, lines)), **_evidence(answer))
    if isinstance(error, UnprocessableEntityError):
        error.details = details
    return error


def _evidence(answer: Answer) -> dict[str, Any]:
    return {
        "operation": answer.operation,
        "method": answer.method,
        "url": answer.url,
        "status_code": answer.status_code,
        "headers": answer.headers,
        "body": answer.body.decode("utf-8", errors="replace"),
        "request_id": _request_id(answer.headers),
    }


def _request_id(headers: Mapping[str, str]) -> str | None:
    names = ("x-request-id", "request-id", "cf-ray")
    return next((headers[name] for name in names if name in headers), None)


def _details(body: bytes) -> tuple[ErrorDetail, ...]:
    # FastAPI writes a list of objects for a refused parameter and a plain string for the rest;
    # proxies write anything. What is neither says nothing here and stays readable in `body`.
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return ()
    detail = content.get("detail") if isinstance(content, dict) else None
    if isinstance(detail, str):
        return (ErrorDetail((), detail),)
    entries = detail if isinstance(detail, list) else []
    return tuple(_detail(entry) for entry in entries if isinstance(entry, dict))


def _detail(entry: dict[str, Any]) -> ErrorDetail:
    location = entry.get("loc")
    steps = location if isinstance(location, list) else []
    return ErrorDetail(
        tuple(step if isinstance(step, int) else str(step) for step in steps),
        str(entry.get("msg", "")),
        str(entry.get("type", "")),
    )
