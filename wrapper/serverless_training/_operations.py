"""From a generated operation to a request, and from an answer to its model. No I/O here.

The generator writes each operation as a module whose `_get_kwargs` and `_parse_response` do no
I/O either. They are private to the generated package, but its public functions lose what an error
needs (a status of 520, the body, the request id); the generator is pinned and a test holds the two
names.
"""

import json
from collections.abc import Callable, Mapping
from inspect import Parameter, Signature, signature
from typing import Any, ParamSpec, Protocol, TypeVar

import httpx
from attrs import frozen
from serverless_training_client.client import AuthenticatedClient
from serverless_training_client.client import Client as GeneratedClient
from serverless_training_client.errors import UnexpectedStatus

from serverless_training._errors import (
    AuthenticationError,
    DecodeError,
    ErrorDetail,
    InvalidArgumentError,
    NotFoundError,
    PermissionDeniedError,
    StatusError,
    TransportError,
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
    ) -> object: ...

    def _success(self, parsed: Any) -> T_co: ...


@frozen
class Answer:
    """What came back for a request, as far as it came.

    Attributes:
        operation: Name of the operation.
        method: HTTP method, in upper case.
        url: URL of the request.
        status_code: HTTP status.
        headers: Headers, names in lower case.
        body: The body, decompressed.
        redact: Hides the key in a text that is shown.
    """

    operation: str
    method: str
    url: str
    status_code: int
    headers: Mapping[str, str]
    body: bytes
    redact: Callable[[str], str]


def operation_name(operation: Operation[P, T_co]) -> str:
    """Name an operation as its module is named, `list_model_checkpoints`."""
    return getattr(operation, "__name__", type(operation).__name__).rpartition(".")[2]


def bind(operation: Operation[P, T_co], /, *args: P.args, **kwargs: P.kwargs) -> dict[str, Any]:
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
        value = arguments.get(name, parameter.default)
        if is_path and (value is None or str(value) in ("", ".", "..")):
            raise InvalidArgumentError(
                _("{argument} is {value!r}: it must be a valid ID.").format(
                    argument=name, value=value
                ),
                argument=name,
            )
    return dict(arguments)


def check_pages(operation: Operation[P, T_co]) -> None:
    """Check that an operation pages.

    Args:
        operation: The operation.

    Raises:
        InvalidArgumentError: It takes no `after`.
    """
    if "after" not in _signature(operation).parameters:
        raise InvalidArgumentError(
            _(
                "{operation} is not paginated: it takes no `after`. Use `client.call` instead."
            ).format(operation=operation_name(operation)),
            argument="operation",
        )


def request_options(
    operation: Operation[..., T_co], parameters: Mapping[str, Any], cursor: str | None
) -> dict[str, Any]:
    """Say what to send.

    Args:
        operation: The operation.
        parameters: Its arguments by name, as `bind` returns them.
        cursor: Where to go on, as the service wrote it; `None` to leave `after` to the arguments.

    Returns:
        Arguments of `httpx.Client.build_request`.

    Raises:
        InvalidArgumentError: An argument is of a type that cannot be sent.
    """
    try:
        options: dict[str, Any] = operation._get_kwargs(**parameters)
    except (AttributeError, TypeError, ValueError) as error:
        raise unsendable(operation, error) from error
    if cursor is not None:
        # Past the parameter's own type, which may be a date: a cursor is the service's text.
        options["params"] = options.get("params", {}) | {"after": cursor}
    return options


def unsendable(operation: Operation[..., T_co], error: Exception) -> InvalidArgumentError:
    """Build the error of arguments that cannot be sent."""
    return InvalidArgumentError(
        _("{operation}: the arguments cannot be sent ({reason}). Check their types.").format(
            operation=operation_name(operation), reason=error
        )
    )


def _signature(operation: Operation[P, T_co]) -> Signature:
    try:
        return signature(operation._get_kwargs)
    except AttributeError:
        raise InvalidArgumentError(
            _(
                "{operation!r} is not an operation: pass a module under "
                "`serverless_training_client.api`, not one of its functions."
            ).format(operation=operation),
            argument="operation",
        ) from None


_STRICT = GeneratedClient(base_url="", raise_on_unexpected_status=True)


def read(
    operation: Operation[P, T_co], answer: Answer, broken: TransportError | None = None
) -> T_co:
    """Turn an answer into the operation's model.

    Args:
        operation: The operation that was called.
        answer: What came back, as far as it came.
        broken: What ended the body before its time; `None` if nothing did.

    Returns:
        The model that the spec gives for the status; `None` where it gives none.

    Raises:
        StatusError: The status is not a success.
        DecodeError: The body is not what the spec promises, or the spec does not know the status.
        TransportError: The body is not complete.
    """
    if not 200 <= answer.status_code < 300:  # noqa: PLR2004  RFC 9110, 15.3
        # A body cut off changes nothing about a failure: the status says more.
        raise status_error(answer) from broken
    if broken and isinstance(broken.__cause__, httpx.DecodingError):
        raise _decode_error(answer, broken.__cause__) from broken.__cause__
    if broken:
        raise broken
    response = httpx.Response(answer.status_code, content=answer.body)
    try:
        return operation._success(operation._parse_response(client=_STRICT, response=response))
    except _UNREADABLE as error:
        raise _decode_error(answer, error) from error


_UNREADABLE = (AttributeError, KeyError, RecursionError, TypeError, ValueError, UnexpectedStatus)


def _decode_error(answer: Answer, cause: BaseException) -> DecodeError:
    return DecodeError(
        _(
            "HTTP {status} for {method} {url}: the response does not match the spec "
            "({reason}). Check that the base URL is that of the service."
        ).format(
            status=answer.status_code,
            method=answer.method,
            url=answer.url,
            reason=type(cause).__name__,
        ),
        **_evidence(answer),
    )


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
    said = "; ".join(
        ": ".join(filter(None, [".".join(map(str, detail.location)), detail.message]))
        for detail in details
    )
    evidence = _evidence(answer)
    request_id = evidence["request_id"]
    lines = [
        _("HTTP {status} for {method} {url}").format(
            status=answer.status_code, method=answer.method, url=answer.url
        ),
        said,
        _(_HINTS[kind]) if kind in _HINTS else "",
        _("request id: {id}").format(id=request_id) if request_id else "",
    ]
    error = kind("\n".join(filter(None, lines)), **evidence)
    if isinstance(error, UnprocessableEntityError):
        error.details = details
    return error


def _evidence(answer: Answer) -> dict[str, Any]:
    headers = {name: answer.redact(value) for name, value in answer.headers.items()}
    return {
        "operation": answer.operation,
        "method": answer.method,
        "url": answer.url,
        "status_code": answer.status_code,
        "headers": headers,
        "body": answer.redact(answer.body.decode("utf-8", errors="replace")),
        "request_id": _request_id(headers),
    }


def _request_id(headers: Mapping[str, str]) -> str | None:
    names = ("x-request-id", "request-id", "cf-ray")
    return next((headers[name] for name in names if name in headers), None)


def _details(answer: Answer) -> tuple[ErrorDetail, ...]:
    # FastAPI writes a list of objects for a refused parameter and a plain string for the rest;
    # proxies write anything. What is neither says nothing here and stays readable in `body`.
    try:
        content = json.loads(answer.body)
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
