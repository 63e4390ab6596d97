"""Every failure that a caller can meet, as a tree of classes."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple


class ServerlessTrainingError(Exception):
    """Base of every error that the clients raise."""

    def __init__(self, message: str, **evidence: Any) -> None:
        super().__init__(message)
        vars(self).update(evidence)


class InvalidArgumentError(ServerlessTrainingError, ValueError):
    """An argument was refused before anything was sent.

    Attributes:
        argument: Name of the argument.
    """

    argument: str = ""


class MissingKeyError(ServerlessTrainingError):
    """No API key was found; the message says how to provide one."""


class ClientClosedError(ServerlessTrainingError):
    """The client is closed and cannot send requests."""


class EventLoopError(ServerlessTrainingError, RuntimeError):
    """An AsyncClient was used outside of the event loop that its connections belong to."""


class MetricNotFoundError(ServerlessTrainingError, LookupError):
    """No checkpoint has a number for the metric; the message names the metrics that exist.

    Attributes:
        metric: Name of the metric.
        available: Names of the metrics that exist, sorted; `metric` is one of them where all its
            values are NaN or null.
    """

    metric: str = ""
    available: tuple[str, ...] = ()


class RequestError(ServerlessTrainingError):
    """Base of every error about a request.

    Attributes:
        operation: Name of the operation, as under `serverless_training_client.api`.
        method: HTTP method, in upper case.
        url: URL of the request, without the values of parameters that look like secrets.
        request_id: The request ID that the service assigned; `None` where none arrived.
        attempts: How often the request was sent, 1 or more.
    """

    operation: str = ""
    method: str = ""
    url: str = ""
    request_id: str | None = None
    attempts: int = 1


class TransportError(RequestError):
    """No complete response arrived; `__cause__` is the httpx error."""


class ConnectionFailedError(TransportError):
    """The connection could not be made, or broke before the response was complete."""


class RequestTimeoutError(TransportError):
    """The service did not answer within the client's `timeout` or `deadline`."""


class _ResponseError(RequestError):
    """Base of every error about a response that came.

    Attributes:
        status_code: HTTP status; it may be a non-standard one, such as 520.
        headers: Response headers, names in lower case.
        body: The response body as text, as much as arrived.
    """

    status_code: int = 0
    headers: Mapping[str, str] = MappingProxyType({})
    body: str = ""


class DecodeError(_ResponseError):
    """The service reported success, but the body does not match the spec."""


class PaginationError(_ResponseError):
    """The listing cannot continue without losing or repeating items.

    Attributes:
        cursor: The cursor in question; `None` where the page gave none.
    """

    cursor: str | None = None


class StatusError(_ResponseError):
    """Base of every error for a status other than success.

    Attributes:
        retry_after: Seconds that the service asked to wait before the next request (`Retry-After`,
            RFC 9110, section 10.2.3); `None` if it did not ask.
    """

    retry_after: float | None = None


class BadRequestError(StatusError):
    """The request was malformed (HTTP 400)."""


class AuthenticationError(StatusError):
    """The API key is missing or wrong (HTTP 401)."""


class PermissionDeniedError(StatusError):
    """The API key does not have permission to do this (HTTP 403)."""


class NotFoundError(StatusError):
    """The requested resource does not exist (HTTP 404)."""


class ConflictError(StatusError):
    """The request conflicts with the state of the service (HTTP 409)."""


class ErrorDetail(NamedTuple):
    """One thing that is wrong with a request.

    Attributes:
        location: Where the problem is, from the outside in, such as `("query", "limit")`; empty if
            not given.
        message: What is wrong, in the service's words.
        type: Machine-readable kind, such as `"greater_than_equal"`; empty if not given.
    """

    location: tuple[str | int, ...]
    message: str
    type: str = ""


class UnprocessableEntityError(StatusError):
    """A parameter or the body was refused by the service (HTTP 422).

    Attributes:
        details: What is wrong, one entry for each thing; empty where the body does not say.
    """

    details: tuple[ErrorDetail, ...] = ()


class RateLimitError(StatusError):
    """Too many requests were sent (HTTP 429)."""


class ServerError(StatusError):
    """The service, or something in front of it, failed (HTTP 500 to 599)."""


class UnexpectedStatusError(StatusError):
    """The service answered with a status without a class of its own, such as a redirect."""


_CLASSES: dict[int, type[StatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}


def error_class(status_code: int) -> type[StatusError]:
    """Find the class, a leaf of the tree, for a status other than success."""
    family = ServerError if status_code // 100 == 5 else UnexpectedStatusError  # noqa: PLR2004
    return _CLASSES.get(status_code, family)
