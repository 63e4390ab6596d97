"""One request with all its attempts: a generator that decides, and two drivers that do the I/O."""

import asyncio
import logging
import math
import platform
import re
import ssl
import time
from collections.abc import Callable, Collection, Generator
from contextlib import suppress
from importlib.metadata import version
from typing import Any, NamedTuple, cast

import anyio
import httpx
from attrs import evolve
from serverless_training_client._text import shown

from serverless_training._arguments import is_sendable, unsendable_header
from serverless_training._auth import BearerAuth
from serverless_training._errors import (
    ConnectionFailedError,
    InvalidArgumentError,
    RequestError,
    RequestTimeoutError,
    ServerlessTrainingError,
    TransportError,
)
from serverless_training._language import gettext as _
from serverless_training._operations import unsendable
from serverless_training._responses import (
    Response,
    decode_error,
    message,
    status_error,
)
from serverless_training._retries import logger, may_repeat, retrying
from serverless_training._settings import Settings

_SHORTEST_SECONDS = 0.001  # 0 would mean not to wait at all, which is another error
_SECRET = re.compile(r"(?i)(key|token|secret|passw|signature|credential|auth)")
_AGENT = f"serverless-training/{version('serverless-training')} python/{platform.python_version()}"
# httpx decompresses a chunk of the network at a time. With one coding of these two, it is never
# more than a thousand times as large; other codings know no such bound.
_CODINGS = {"", "identity", "gzip", "x-gzip", "deflate"}
_HEADERS = {
    "accept": "application/json, */*;q=0.5",
    "accept-encoding": "gzip, deflate",
    "user-agent": _AGENT,
}
# What httpx raises for want of a response, and what it lets through: a damaged TLS record within
# asyncio, a redirect with a broken URL, and a body that a hook of the caller's has closed.
_FAILURES = (httpx.RequestError, httpx.InvalidURL, httpx.StreamError, ssl.SSLError)


_REQUEST_IDS = ("x-request-id", "request-id", "cf-ray")


class _UnreadableError(Exception):
    """The body is not read; the arguments are the reason and a hint."""


class Incoming(NamedTuple):
    """What came back for one attempt: as far as it came, and what ended it too early."""

    response: httpx.Response | None
    content: bytes
    problem: Exception | None


class Request:
    """One request with all its attempts.

    Args:
        http: The httpx client that will send it.
        settings: The client's settings.
        operation: Name of the operation, for errors.
        parameters: Names of its arguments, for errors.
        options: What to send, as arguments of `httpx.Client.build_request`.
        read: Makes the model of a response, or raises a `DecodeError`.

    Raises:
        InvalidArgumentError: An argument cannot be sent.
    """

    def __init__(  # noqa: PLR0913, PLR0917  one for each part
        self,
        http: httpx.Client | httpx.AsyncClient,
        settings: Settings,
        operation: str,
        parameters: Collection[str],
        options: dict[str, Any],
        read: Callable[[Response[Any], BearerAuth], Any],
    ) -> None:
        self._settings, self._auth = settings, settings.auth
        self._operation, self._parameters, self._read = operation, parameters, read
        headers = httpx.Headers(_HEADERS)
        headers.update(settings.headers)
        try:
            # No operation sets what is the client's own, such as the codings that it can read.
            given = httpx.Headers(options.pop("headers", None))
            headers.update({name: each for name, each in given.items() if name not in _HEADERS})
            # As `params`: an httpx client with parameters of its own would replace those of a URL.
            query = httpx.QueryParams(options.pop("params", None)) or None
            self._http = http.build_request(headers=headers, params=query, **options)
        except (TypeError, ValueError, httpx.InvalidURL) as error:
            raise unsendable(operation, error) from error
        for raw in self._http.headers.raw:
            header, value = (part.decode("latin-1") for part in raw)
            if not is_sendable(header, value):
                raise InvalidArgumentError(unsendable_header().format(name=header), argument=header)
        self._ends = time.monotonic() + settings.deadline
        self._is_over = False
        self._attempts = 0
        self._begun = 0.0

    @property
    def left(self) -> float | None:
        """The seconds that are left for it; `None` without a deadline."""
        return None if self._ends == math.inf else self._ends - time.monotonic()

    def steps(self) -> Generator[httpx.Request | float, Any, Response[Any]]:
        """Decide step by step.

        Yields:
            A request to send, for which an `Incoming` is sent back, or seconds to wait.

        Returns:
            The response of a success, with its model.

        Raises:
            RequestError: The request failed for good.
        """
        waits: list[float] = []
        retries, seconds = self._settings.max_retries, self._settings.deadline
        for attempt in retrying(self._may_repeat, retries, seconds, waits.append):
            if waits:
                yield waits.pop()
            with attempt:
                response = self._settle((yield self._begin()))
        return response

    def _may_repeat(self, error: RequestError) -> bool:
        # Two clocks may differ in whether a moment is left.
        return not self._is_over and may_repeat(self._http, error)

    def _begin(self) -> httpx.Request:
        """Begin one more attempt: no step of it may take longer than what is left."""
        self._attempts += 1
        self._auth.apply(self._http)
        self._begun = time.monotonic()
        limits = self._settings.timeout.as_dict()
        if self.left is not None:
            left = max(self.left, _SHORTEST_SECONDS)
            limits = {
                step: min(left, left if each is None else each) for step, each in limits.items()
            }
        self._http.extensions["timeout"] = limits
        return self._http

    def check(self, response: httpx.Response, content: bytearray) -> None:
        """Refuse to read on; `content` is what was read so far."""
        coding = response.headers.get("content-encoding", "").strip().lower()
        if coding not in _CODINGS:
            problem = f"Content-Encoding {shown(self._auth.redact(coding))}"
            raise _UnreadableError(_undecoded(problem))
        if self.left is not None and self.left <= 0:
            raise TimeoutError
        if len(content) > (limit := self._settings.max_body_bytes):
            reason = _("the body is larger than {limit:,} bytes").format(limit=limit)
            raise _UnreadableError(reason, _("If it should be, raise `max_body_bytes`."))

    def _settle(self, incoming: Incoming) -> Response[Any]:
        """Say what came of an attempt: a success, or an error."""
        if incoming.response is None:
            raise self._failure(incoming.problem, None)
        headers = incoming.response.headers
        given = filter(None, map(headers.get, _REQUEST_IDS))
        request_id = next((shown(self._auth.redact(each)) for each in given), None)
        response = Response(
            incoming.response.status_code,
            headers,
            request_id,
            self._operation,
            self._http.method,
            self._url,
            self._attempts,
            incoming.content,
            None,
        )
        failure = self._unread(response, incoming.problem) if incoming.problem else None
        self._log(response.status_code, response.request_id)
        if not incoming.response.is_success:
            # A body cut off changes nothing about a failure: the status says more.
            error = status_error(response, self._auth, self._parameters, time.time())
            error.__cause__ = failure and (failure.__cause__ or failure)
            raise error
        if failure is not None:
            raise failure
        return evolve(response, parsed=self._read(response, self._auth))

    def _unread(self, response: Response[Any], problem: Exception) -> RequestError:
        """Build the error of a response whose body was not read to its end."""
        match problem:
            case _UnreadableError():
                return decode_error(response, self._auth, *problem.args)
            case httpx.DecodingError():
                reason = _undecoded(shown(self._auth.redact(str(problem))))
                return decode_error(response, self._auth, reason)
        return self._failure(problem, response.request_id)

    def _failure(self, problem: Exception | None, request_id: str | None) -> TransportError:
        """Build the error of an attempt without a complete response, and log it."""
        cause: httpx.RequestError | None = None
        if not isinstance(problem, TimeoutError):
            cause = self._cause(problem)
        cls: type[TransportError] = ConnectionFailedError
        text = _("{operation}: no complete response to {method} {url}: {reason}.")
        if isinstance(cause, httpx.ProxyError):
            text = _("{operation}: the proxy refused to connect for {method} {url}: {reason}.")
        elif isinstance(cause, httpx.TimeoutException):
            cls = RequestTimeoutError
            text = _(
                "{operation}: no response to {method} {url} in time ({reason}). The limit is set "
                "by `timeout`."
            )
        reason = str(cause).removesuffix(".") or type(cause).__name__
        is_late = self.left is not None and self.left <= 0 and cls is RequestTimeoutError
        if cause is None or is_late:
            self._is_over, cause, cls = True, None, RequestTimeoutError
            reason = f"{self._settings.deadline:g}"
            text = _(
                "{operation}: no complete response to {method} {url} within {reason} s. The limit "
                "is set by `deadline`."
            )
        names: dict[str, Any] = {"operation": self._operation, "method": self._http.method}
        names |= {"url": self._url, "request_id": request_id, "attempts": self._attempts}
        error = cls(message(text.format(**names, reason=reason), **names), **names)
        error.__cause__ = cause
        self._log(type(cause or error).__name__, request_id)
        return error

    def _cause(self, problem: Exception | None) -> httpx.RequestError:
        """Make an error of httpx fit to be shown as a cause: without headers, key and frames."""
        cause = (
            problem if isinstance(problem, httpx.RequestError) else httpx.ReadError(str(problem))
        )
        reason = shown(self._auth.redact(str(cause)))
        # Its own cause, of httpcore, is left as its context: tracebacks do not show that, since it
        # says the same.
        cause.__context__, cause.__cause__ = cause.__cause__ or cause.__context__, None
        if reason != str(cause):  # it quotes a response that is not HTTP
            cause.args, cause.__context__ = (reason,), None
        url = self._url_without_secrets()
        # Host and first slash stay as they are, so that it is a URL whatever the key is.
        rest = self._auth.redact(url.raw_path[1:].decode("ascii"))
        url = url.copy_with(raw_path=f"/{rest}".encode("ascii"))
        cause.request = httpx.Request(self._http.method, url)
        self._http.headers.pop("Authorization", None)
        return cause

    @property
    def _url(self) -> str:
        """The URL as it may be shown: without key, and without what looks like a secret."""
        return self._auth.redact(str(self._url_without_secrets()))

    def _url_without_secrets(self) -> httpx.URL:
        url = self._http.url
        if _SECRET.search(url.query.decode("ascii")):
            hidden = {name: "hidden" for name in url.params if _SECRET.search(name)}
            url = url.copy_merge_params(hidden)
        return url

    def _log(self, outcome: str | int, request_id: str | None) -> None:
        """Write one line about an attempt, in English and without the key."""
        if not logger.isEnabledFor(logging.DEBUG):
            return
        milliseconds = (time.monotonic() - self._begun) * 1000
        logger.debug(
            "%s: %s %s -> %s in %.0f ms, request id %s",
            *(self._operation, self._http.method, self._url, outcome, milliseconds, request_id),
        )


def _undecoded(problem: str) -> str:
    return _("the body cannot be decompressed ({problem})").format(problem=problem)


def run(request: Request, open_http: Callable[[], httpx.Client]) -> Response[Any]:
    """Send a request, and wait between its attempts; `open_http` gives the client for each."""
    steps = request.steps()
    step = next(steps)
    try:
        while True:
            if isinstance(step, float):
                time.sleep(step)
                step = next(steps)
            else:
                step = steps.send(_send(request, open_http(), step))
    except StopIteration as end:
        return cast("Response[Any]", end.value)
    except ServerlessTrainingError as error:
        # The way here says nothing, and its frames hold the response.
        raise error.with_traceback(None)  # noqa: B904  it is the same error


def _send(request: Request, http: httpx.Client, step: httpx.Request) -> Incoming:
    response, content, problem = None, bytearray(), None
    try:
        response = http.send(step, auth=None, stream=True, follow_redirects=False)
        request.check(response, content)
        for chunk in response.iter_bytes():
            content += chunk
            request.check(response, content)
    except httpx.HTTPStatusError as error:  # raised by a hook of the caller's
        response = error.response
        with suppress(httpx.ResponseNotRead):
            content += response.content
    except (*_FAILURES, _UnreadableError, TimeoutError) as error:
        problem = error
    finally:
        if response is not None:
            response.close()
            if http.is_closed:  # another thread has closed it, and all connections that it knew
                response.extensions["network_stream"].close()
    return Incoming(response, bytes(content), problem)


async def run_async(request: Request, open_http: Callable[[], httpx.AsyncClient]) -> Response[Any]:
    """Send a request, and wait between its attempts, within asyncio."""
    steps = request.steps()
    step = next(steps)
    try:
        while True:
            if isinstance(step, float):
                await asyncio.sleep(step)
                step = next(steps)
            else:
                step = steps.send(await _shielded(request, open_http(), step))
    except StopIteration as end:
        return cast("Response[Any]", end.value)
    except ServerlessTrainingError as error:
        raise error.with_traceback(None)  # noqa: B904  it is the same error


async def _shielded(request: Request, http: httpx.AsyncClient, step: httpx.Request) -> Incoming:
    # httpcore shields the closing of a connection from anyio's cancellation, not from that of
    # asyncio: a connection whose closing is cut short would never be free again.
    scope = anyio.CancelScope()

    async def work() -> Incoming | None:
        with scope:
            return await _send_async(request, http, step)
        return None

    task = asyncio.ensure_future(work())
    # A failure that comes while the caller is cancelled is raised nowhere: it counts as seen.
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    try:
        await asyncio.wait([task])
    finally:
        if not task.done():
            scope.cancel()
            await asyncio.wait([task])
    return cast("Incoming", task.result())


async def _send_async(request: Request, http: httpx.AsyncClient, step: httpx.Request) -> Incoming:
    response, content, problem = None, bytearray(), None
    try:
        with anyio.fail_after(request.left):
            response = await http.send(step, auth=None, stream=True, follow_redirects=False)
            request.check(response, content)
            async for chunk in response.aiter_bytes():
                content += chunk
                request.check(response, content)
    except httpx.HTTPStatusError as error:  # raised by a hook of the caller's
        response = error.response
        with suppress(httpx.ResponseNotRead):
            content += response.content
    except (*_FAILURES, _UnreadableError, TimeoutError) as error:
        problem = error
    finally:
        if response is not None:
            await response.aclose()
            if http.is_closed:
                await response.extensions["network_stream"].aclose()
    return Incoming(response, bytes(content), problem)
