"""What both clients do around a request, all of it without I/O."""

import platform
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any

import httpx

from serverless_training._errors import (
    ClientClosedError,
    ConnectionFailedError,
    RequestTimeoutError,
    TransportError,
)
from serverless_training._language import gettext as _
from serverless_training._operations import Answer, Operation, T_co, request_options, unsendable
from serverless_training._settings import Settings


def client_options(settings: Settings) -> dict[str, Any]:
    """Say how an httpx client is made.

    Args:
        settings: What the caller and the environment said.

    Returns:
        Arguments of `httpx.Client` and `httpx.AsyncClient`.
    """
    agent = f"serverless-training/{version('serverless-training')}"
    return {
        "auth": settings.auth,
        "base_url": settings.base_url,
        "timeout": settings.timeout,
        # A proxy of the environment's is for the world outside, and would see the key.
        "trust_env": settings.base_url.host not in ("127.0.0.1", "::1", "localhost"),
        "headers": {"User-Agent": f"{agent} python/{platform.python_version()}"},
    }


def check_open(http: httpx.Client | httpx.AsyncClient) -> None:
    """Refuse to go on with a client that was closed.

    Args:
        http: The httpx client.

    Raises:
        ClientClosedError: It was closed.
    """
    if http.is_closed:
        raise ClientClosedError(
            _("This client is closed. Make a new one, or call it inside its `with` block.")
        )


def build_request(
    http: httpx.Client | httpx.AsyncClient,
    operation: Operation[..., T_co],
    parameters: Mapping[str, Any],
    cursor: str | None,
) -> httpx.Request:
    """Build the request of a call.

    Args:
        http: The httpx client, which knows the base URL.
        operation: The operation.
        parameters: Its arguments by name, as `bind` returns them.
        cursor: Where to go on; `None` to leave that to the arguments.

    Returns:
        The request; it gets the key when it is sent.

    Raises:
        ClientClosedError: The client was closed.
        InvalidArgumentError: An argument cannot be sent.
    """
    check_open(http)
    options = request_options(operation, parameters, cursor)
    try:
        return http.build_request(**options)
    except (TypeError, ValueError, httpx.InvalidURL) as error:
        raise unsendable(operation, error) from error


def answer(
    name: str, response: httpx.Response, body: bytes, redact: Callable[[str], str]
) -> Answer:
    """Take what counts out of a response whose body was read.

    Args:
        name: The operation's name.
        response: The response.
        body: As much of its body as came, decompressed.
        redact: Hides the key.

    Returns:
        The answer.
    """
    return Answer(
        operation=name,
        method=response.request.method,
        url=str(response.request.url),
        status_code=response.status_code,
        headers=dict(response.headers),
        body=body,
        redact=redact,
    )


@contextmanager
def transport_errors(
    name: str, request: httpx.Request, redact: Callable[[str], str]
) -> Iterator[None]:
    """Turn what httpx raises for want of an answer into errors of ours.

    Args:
        name: The operation's name.
        request: The request under way.
        redact: Hides the key.

    Raises:
        TransportError: In the place of an `httpx.RequestError`.
    """
    try:
        yield
    except httpx.RequestError as error:
        # The httpx error stays as the cause, and holds the request.
        request.headers.pop("Authorization", None)
        kind: type[TransportError] = ConnectionFailedError
        message = _("No complete response to {method} {url}: {reason}.")
        if isinstance(error, httpx.TimeoutException):
            kind = RequestTimeoutError
            message = _(
                "No response to {method} {url} in time ({reason}). The limit is set by `timeout`."
            )
        evidence = {"operation": name, "method": request.method, "url": str(request.url)}
        reason = redact(str(error))
        # What httpx quotes of an answer that is no HTTP may be the key, echoed.
        cause = error if reason == str(error) else None
        reason = reason or type(error).__name__
        raise kind(message.format(**evidence, reason=reason), **evidence) from cause
