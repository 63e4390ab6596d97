"""What a request goes through, and one request with all its attempts. No I/O."""

import logging
import math
import platform
import re
import ssl
import time
from collections.abc import Callable, Collection, Mapping
from http import HTTPStatus
from importlib.metadata import version
from typing import Any, TypeVar

import httpx

from serverless_training._answers import Answer
from serverless_training._body import ACCEPTED
from serverless_training._checks import is_sendable, merge, unsendable_header
from serverless_training._errors import (
    ConnectionFailedError,
    InvalidArgumentError,
    RequestTimeoutError,
    TransportError,
)
from serverless_training._language import gettext as _
from serverless_training._operations import (
    Operation,
    address,
    operation_name,
    request_options,
    unsendable,
)
from serverless_training._response import Response
from serverless_training._retries import logger
from serverless_training._settings import Settings
from serverless_training._showing import shown

T = TypeVar("T")
SHORTEST_SECONDS = 0.001  # 0 would mean not to wait at all, which is another error
TransportT = TypeVar("TransportT", httpx.HTTPTransport, httpx.AsyncHTTPTransport)

_SECRET = re.compile(r"(?i)(key|token|secret|passw|signature|credential|auth)")
_AGENT = f"serverless-training/{version('serverless-training')} python/{platform.python_version()}"
_HEADERS = {
    "Accept": "application/json, */*;q=0.5",
    "Accept-Encoding": ACCEPTED,
    "Connection": "keep-alive",
    "User-Agent": _AGENT,
}


# What httpx raises for want of an answer, and what it lets through: a damaged TLS record within
# asyncio, and a redirect, which an httpx client reads even if it is not to follow it.
FAILURES: tuple[type[Exception], ...] = (httpx.RequestError, ssl.SSLError, httpx.InvalidURL)


def as_request_error(error: Exception) -> httpx.RequestError:
    """Take what httpx let through for a failure to read.

    Args:
        error: One of `FAILURES`.

    Returns:
        The error, as httpx should have raised it.
    """
    if isinstance(error, httpx.RequestError):
        return error
    return httpx.ReadError(str(error))


class Call:
    """One request with all its attempts.

    Args:
        build: Builds a request, as `httpx.Request` does.
        settings: The client's settings.
        operation: The operation.
        parameters: Its arguments by name, as `bind` returns them.
        cursor: Where to go on; `None` to leave that to the arguments.

    Raises:
        InvalidArgumentError: An argument cannot be sent.

    Attributes:
        name: The operation's name.
        settings: The client's settings.
        parameters: Names of the arguments.
        request: The request; it gets the key when it is sent.
        seconds: The time for all of it, in seconds; infinite for none.
        is_over: Whether that time has been found to be over.
        attempts: How often it was sent so far.
    """

    def __init__(
        self,
        build: Callable[..., httpx.Request],
        settings: Settings,
        operation: Operation[..., Any],
        parameters: Mapping[str, Any],
        cursor: str | None,
    ) -> None:
        self.name: str = operation_name(operation)
        options = request_options(operation, parameters, cursor)
        # No operation sets what is the client's own, such as the encodings that it can read.
        given = options.get("headers", {}).items()
        nearest = {header: value for header, value in given if header.title() not in _HEADERS}
        options["headers"] = merge(merge(_HEADERS, settings.headers), nearest)
        # The whole URL, since an httpx client of the caller's may have a base of its own.
        url = address(operation, parameters, str(settings.base_url), options.pop("url"))
        try:
            # As `params`: an httpx client with parameters of its own would replace those of a URL.
            query = httpx.QueryParams(options.pop("params", None))
            self.request: httpx.Request = build(url=url, params=query or None, **options)
        except (TypeError, ValueError, httpx.InvalidURL) as error:
            raise unsendable(operation, error) from error
        for raw in self.request.headers.raw:
            header, value = (part.decode("latin-1") for part in raw)
            if not is_sendable(header, value):
                raise InvalidArgumentError(unsendable_header().format(name=header), argument=header)
        self.settings = settings
        self.parameters: Collection[str] = parameters.keys()
        self.seconds: float = settings.deadline
        self.is_over = False
        self.attempts = 0
        self._ends = time.monotonic() + settings.deadline
        self._begun = 0.0

    @property
    def left(self) -> float:
        """The seconds that are left for it; infinite without a deadline."""
        return self._ends - time.monotonic()

    @property
    def limit(self) -> float | None:
        """The seconds that are left for it, as asyncio wants them: `None` without a deadline."""
        return None if self.left == math.inf else self.left

    @property
    def method(self) -> str:
        """HTTP method, in upper case."""
        return self.request.method

    @property
    def url(self) -> str:
        """The URL as it may be shown: without key, and without what looks like a secret."""
        return self.settings.auth.redact(str(self._url_without_secrets()))

    def _url_without_secrets(self) -> httpx.URL:
        url = self.request.url
        if _SECRET.search(url.query.decode("ascii")):
            hidden = {name: "hidden" for name in url.params if _SECRET.search(name)}
            url = url.copy_merge_params(hidden)
        return url

    def _request_to_show(self) -> httpx.Request:
        """Build a request like this one without what is secret or large: headers and body."""
        url = self._url_without_secrets()
        # Host and first slash stay as they are, so that it is a URL whatever the key is.
        rest = self.settings.auth.redact(url.raw_path[1:].decode("ascii"))
        return httpx.Request(self.method, url.copy_with(raw_path=f"/{rest}".encode("ascii")))

    def begin(self) -> float:
        """Begin one more attempt: no step of it may take longer than what is left.

        Returns:
            When all of it must be over, as `time.monotonic` counts.
        """
        self.attempts += 1
        self.settings.auth.apply(self.request)
        self._begun = time.monotonic()
        limits = self.settings.timeout.as_dict()
        left = max(self.left, SHORTEST_SECONDS)
        if left < math.inf:
            limits = {
                step: left if limit is None else min(limit, left) for step, limit in limits.items()
            }
        self.request.extensions["timeout"] = limits
        return self._ends

    def failed(self, error: httpx.RequestError, request_id: str | None = None) -> TransportError:
        """Build the error of an attempt without a complete answer.

        Args:
            error: What httpx raised.
            request_id: The request ID, where headers came.

        Returns:
            The error, with the one of httpx as its cause.
        """
        reason = shown(self.settings.auth.redact(str(error)))
        # It stays as the cause. Its own cause, of httpcore, is left as its context: tracebacks do
        # not show that, since it says the same.
        error.__context__, error.__cause__ = error.__cause__ or error.__context__, None
        if reason != str(error):  # it quotes a response that is not HTTP
            error.args, error.__context__ = (reason,), None
        error.request = self._request_to_show()
        self.request.headers.pop("Authorization", None)
        kind: type[TransportError] = ConnectionFailedError
        message = _("{operation}: no complete response to {method} {url}: {reason}.")
        if isinstance(error, httpx.ProxyError):
            message = _("{operation}: the proxy refused to connect for {method} {url}: {reason}.")
        elif self.settings.proxy and isinstance(error, httpx.ConnectError):
            message = _(
                "{operation}: no connection to the proxy, or through it, for {method} {url}: "
                "{reason}."
            )
        if isinstance(error, httpx.TimeoutException):
            if self.left <= 0:
                return self.expired(request_id)
            kind = RequestTimeoutError
            message = _(
                "{operation}: no response to {method} {url} in time ({reason}). The limit is set "
                "by `timeout`."
            )
        reason = reason.removesuffix(".") or type(error).__name__
        return self._error(kind, message, request_id, error, reason)

    def expired(self, request_id: str | None = None) -> TransportError:
        """Build the error of a request whose time is over.

        Args:
            request_id: The request ID, where headers came.

        Returns:
            The error.
        """
        self.is_over = True
        message = _(
            "{operation}: no complete response to {method} {url} within {reason} s. The limit is "
            "set by `deadline`."
        )
        return self._error(RequestTimeoutError, message, request_id, None, f"{self.seconds:g}")

    def _error(
        self,
        kind: type[TransportError],
        message: str,
        request_id: str | None,
        cause: Exception | None,
        reason: str,
    ) -> TransportError:
        evidence = {"operation": self.name, "method": self.method, "url": self.url}
        said = [message.format(**evidence, reason=reason)]
        if self.settings.proxy:
            said.append(_("The proxy is {proxy}.").format(proxy=self.settings.proxy))
        error = kind(
            "\n".join(said),
            **evidence,
            request_id=request_id,
            attempts=self.attempts,
        )
        error.__cause__ = cause
        self.log(type(cause or error).__name__, request_id)
        return error

    def hint(self, status: int) -> str:
        """Say what the client knows about a status that is no success.

        Args:
            status: The HTTP status.

        Returns:
            Some lines, or nothing; without the key.
        """
        lines = []
        if status == HTTPStatus.UNAUTHORIZED:
            lines.append(
                _("The API key came from {origin}. Keys are at https://wandb.ai/authorize.")
            )
        if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
            lines.append(
                _("A proxy asks for a user and a password: put them into the URL of the proxy.")
            )
        if self.settings.proxy and self.request.url.scheme == "http":  # else it sees nothing
            lines.append(_("The proxy {proxy} may have written this response."))
        # Neither of both holds the key, and what is said around them is ours.
        origin, proxy = self.settings.auth.origin, self.settings.proxy
        return "\n".join(lines).format(origin=origin, proxy=proxy)

    def log(self, outcome: str | int, request_id: str | None) -> None:
        """Write one line about an attempt, in English and without the key."""
        if not logger.isEnabledFor(logging.DEBUG):
            return
        milliseconds = (time.monotonic() - self._begun) * 1000
        logger.debug(
            "%s: %s %s -> %s in %.0f ms, request id %s",
            *(self.name, self.method, self.url, outcome, milliseconds, request_id),
        )

    def response(self, answer: Answer, parsed: T) -> Response[T]:
        """Show an answer to the caller.

        Args:
            answer: What came back.
            parsed: Its model.

        Returns:
            The response.
        """
        return Response(
            parsed=parsed,
            status_code=answer.status_code,
            headers=answer.headers,
            request_id=answer.request_id,
            operation=self.name,
            method=self.method,
            url=answer.url,
            attempts=self.attempts,
            body=answer.content,
        )
