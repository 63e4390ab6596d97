"""An answer as the caller may see it: what came back beside the model."""

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from attrs import field, frozen

T_co = TypeVar("T_co", covariant=True)


@frozen
class Response(Generic[T_co]):
    """A successful answer of the service.

    Attributes:
        parsed: The model that the spec defines for it; `None` where it defines none.
        status_code: HTTP status.
        headers: Response headers; names are read without regard to case.
        request_id: The request ID that the service assigned, or `None`.
        operation: Name of the operation, as under `serverless_training_client.api`.
        method: HTTP method, in upper case.
        url: URL of the request, without the values of parameters that look like secrets.
        attempts: How often the request was sent, 1 or more.
        body: The response body, decompressed.
    """

    # Neither headers nor body are shown: a server may echo the key in them.
    parsed: T_co = field(repr=False)
    status_code: int
    headers: Mapping[str, str] = field(repr=False)
    request_id: str | None
    operation: str
    method: str
    url: str
    attempts: int
    body: bytes = field(repr=False)


def evidence(answer: Any, body: str, redact: Callable[[str], str]) -> dict[str, Any]:
    """Gather what an error about a response says of it: data for programs, without the key.

    Args:
        answer: A `Response`, or what has the same attributes.
        body: Its body as text.
        redact: Hides the key in what the service wrote.

    Returns:
        Arguments of the error, by name.
    """
    names = ("status_code", "request_id", "operation", "method", "url", "attempts")
    return {name: getattr(answer, name) for name in names} | {
        "headers": {redact(name): redact(value) for name, value in answer.headers.items()},
        "body": redact(body),
    }
