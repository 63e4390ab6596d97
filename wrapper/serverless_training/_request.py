"""One request with all its attempts: a generator that decides, and two drivers that do the I/O."""

import asyncio
import logging
import math
import platform
import re
import ssl
import time
from collections.abc import Callable, Collection, Generator
from contextlib import aclosing, suppress
from importlib.metadata import version
from typing import Any, cast

import anyio
import httpx
from attrs import define, evolve, field
from serverless_training_client._text import shown

from serverless_training._arguments import is_sendable, refusal, unsendable_header
from serverless_training._drivers import Ask, follow, follow_async
from serverless_training._errors import (
    ConnectionFailedError,
    RequestError,
    RequestTimeoutError,
    ServerlessTrainingError,
    TransportError,
)
from serverless_training._language import gettext as _
from serverless_training._operations import unsendable
from serverless_training._responses import Response, decode_error, message, status_error
from serverless_training._retries import logger, may_repeat, retrying, untrusted
from serverless_training._settings import Settings

_SHORTEST_SECONDS = 0.001  # 0 would mean not to wait at all, which is another error
_SECRET = re.compile(r"(?i)(key|token|secret|passw|signature|credential|auth)")
_ACCEPTED = ("gzip", "deflate")
_HEADERS = {
    "accept": "application/json, */*;q=0.5",
    "accept-encoding": ", ".join(_ACCEPTED),
    "user-agent": (
        f"serverless-training/{version('serverless-training')} python/{platform.python_version()}"
    ),
}
# httpx decompresses a chunk of the network at a time. With one coding of these two, it is never
# more than a thousand times as large; other codings know no such bound.
_CODINGS = {"", "identity", *_ACCEPTED}
_REQUEST_IDS = ("x-request-id", "request-id", "cf-ray")


class _UnreadableError(Exception):
    """The body is not read; the arguments are the reason and a hint."""


# What httpx raises, and what it lets through: a damaged TLS record within asyncio, a redirect with
# a broken URL, and a body that a hook of the caller's has closed.
_FAILURES = (
    *(httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ssl.SSLError),
    *(TimeoutError, _UnreadableError),
)


@define
class Incoming:
    """What came back for one attempt: as far as it came, and what ended it too early."""

    response: httpx.Response | None = None
    content: bytearray = field(factory=bytearray)
    problem: Exception | None = None

    def fail(self, error: Exception) -> None:
        """Take what ended it."""
        if not isinstance(error, httpx.HTTPStatusError):
            self.problem = error.with_traceback(None)  # whose frames hold the body
            return
        self.response = error.response  # a hook of the caller's has raised it
        with suppress(httpx.ResponseNotRead):
            self.content += self.response.content

    def open_stream(self, http: httpx.Client | httpx.AsyncClient) -> Any:
        """Find a connection made while another thread closed `http`, which no longer knows it."""
        if self.response is None or not http.is_closed:
            return None
        return self.response.extensions.get("network_stream")


class Request:
    """One request with all its attempts, with the key of `settings`.

    `operation` and `parameters` name it for errors, `options` are arguments of `build_request`, and
    `read` makes the model of a response, or raises a `DecodeError`.
    """

    def __init__(  # noqa: PLR0913, PLR0917  one for each part
        self,
        http: httpx.Client | httpx.AsyncClient,
        settings: Settings,
        operation: str,
        parameters: Collection[str],
        options: dict[str, Any],
        read: Callable[[Response[Any]], Any],
    ) -> None:
        self._settings, self._auth = settings, settings.auth
        self._operation, self._parameters, self._read = operation, parameters, read
        headers = httpx.Headers(_HEADERS)
        headers.update(settings.headers)
        try:
            # No operation sets what is the client's own, such as the codings that it can read.
            given = httpx.Headers(options.pop("headers", None))
            for name in _HEADERS.keys() & given.keys():
                del given[name]
            headers.update(given)
            # As `params`: an httpx client with parameters of its own would replace those of a URL.
            query = httpx.QueryParams(options.pop("params", None)) or None
            self._http = http.build_request(headers=headers, params=query, **options)
        except (RecursionError, TypeError, ValueError, httpx.InvalidURL) as error:
            raise unsendable(operation, error) from error
        for raw in self._http.headers.raw:
            header, value = (part.decode("latin-1") for part in raw)
            if not is_sendable(header, value):
                raise refusal(unsendable_header(), header, None, name=header)
        self._ends = time.monotonic() + settings.deadline
        self._is_over = False
        self._attempts = 0
        self._begun = 0.0

    @property
    def left(self) -> float | None:
        """The seconds that are left for it; `None` without a deadline."""
        return None if self._ends == math.inf else self._ends - time.monotonic()

    def steps(self) -> Generator[Ask | float | Response[Any], Any, None]:
        """Ask for the `Incoming` of a request until it is a success, and yield its response.

        A `RequestError` is raised where the request failed for good.
        """
        waits: list[float] = []
        retries, seconds = self._settings.max_retries, self._settings.deadline
        for attempt in retrying(self._may_repeat, retries, seconds, waits.append):
            if waits:
                yield waits.pop()
            with attempt:
                response = self._settle((yield Ask(self._begin())))
        yield response

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
            limits = {step: min(left, each or left) for step, each in limits.items()}
        self._http.extensions["timeout"] = limits
        return self._http

    def check(self, incoming: Incoming, chunk: bytes = b"") -> None:
        """Take in a chunk of the body, or refuse to read on."""
        headers = httpx.Headers() if incoming.response is None else incoming.response.headers
        coding = headers.get("content-encoding", "").strip().lower()
        if coding not in _CODINGS:
            raise _UnreadableError(self._undecoded(coding, "Content-Encoding "))
        if self.left is not None and self.left <= 0:
            raise TimeoutError
        if len(incoming.content) + len(chunk) > (limit := self._settings.max_body_bytes):
            reason = _("the body is larger than {limit:,} bytes").format(limit=limit)
            raise _UnreadableError(reason, _("If it should be, raise `max_body_bytes`."))
        incoming.content += chunk

    def _settle(self, incoming: Incoming) -> Response[Any]:
        """Say what came of an attempt: a success, or an error."""
        reply, problem = incoming.response, incoming.problem
        ids = () if reply is None else filter(None, map(reply.headers.get, _REQUEST_IDS))
        evidence: dict[str, Any] = {
            "operation": self._operation,
            "method": self._http.method,
            "url": self._auth.redact(str(self._url())),
            "request_id": next((shown(self._auth.redact(each)) for each in ids), None),
            "attempts": self._attempts,
        }
        if reply is None:
            unanswered = self._failure(problem, evidence)
            self._log(type(unanswered.__cause__ or unanswered).__name__, evidence)
            raise unanswered
        self._log(reply.status_code, evidence)
        response: Response[Any] = Response(
            status_code=reply.status_code,
            headers=reply.headers,
            content=bytes(incoming.content),
            auth=self._auth,
            parsed=None,
            **evidence,
        )
        failure: RequestError | None = None
        if isinstance(problem, _UnreadableError):
            failure = decode_error(response, *problem.args)
        elif isinstance(problem, httpx.DecodingError):
            failure = decode_error(response, self._undecoded(str(problem)))
        elif problem is not None:
            failure = self._failure(problem, evidence)
        if not reply.is_success:
            # A body cut off changes nothing about a failure: the status says more.
            error = status_error(response, self._parameters, time.time())
            error.__cause__ = failure and (failure.__cause__ or failure)
            raise error
        if failure is not None:
            raise failure
        return evolve(response, parsed=self._read(response))

    def _undecoded(self, problem: str, words: str = "") -> str:
        problem = words + shown(self._auth.redact(problem))
        return _("the body cannot be decompressed ({problem})").format(problem=problem)

    def _failure(self, problem: Exception | None, evidence: dict[str, Any]) -> TransportError:
        """Build the error of an attempt without a complete response."""
        cls: type[TransportError] = ConnectionFailedError
        text = _("{operation}: no complete response to {method} {url}: {reason}.")
        cause: Exception | None = self._cause(problem)
        reason = str(cause).removesuffix(".") or type(cause).__name__
        if isinstance(problem, httpx.ProxyError):
            text = _("{operation}: the proxy refused to connect for {method} {url}: {reason}.")
        elif isinstance(problem, httpx.TimeoutException | TimeoutError):
            cls = RequestTimeoutError
            text = _(
                "{operation}: no response to {method} {url} in time ({reason}). The limit is set "
                "by `timeout`."
            )
            if isinstance(problem, TimeoutError) or (self.left is not None and self.left <= 0):
                self._is_over, cause, reason = True, None, f"{self._settings.deadline:g}"
                text = _(
                    "{operation}: no complete response to {method} {url} within {reason} s. The "
                    "limit is set by `deadline`."
                )
        error = cls(message(text.format(**evidence, reason=reason), **evidence), **evidence)
        error.__cause__ = cause
        return error

    def _cause(self, problem: Exception | None) -> httpx.RequestError:
        """Write an error of httpx anew, without request, key and frames."""
        known = isinstance(problem, httpx.RequestError)
        cls: Any = type(problem) if known else httpx.ReadError
        url = self._url()
        # Host and first slash stay as they are, so that it is a URL whatever the key is.
        path = self._auth.redact(url.raw_path[1:].decode("ascii"))
        request = httpx.Request(self._http.method, url.copy_with(raw_path=f"/{path}".encode()))
        cause: httpx.RequestError = cls(shown(self._auth.redact(str(problem))), request=request)
        cause.__context__ = untrusted(problem)  # which decides about retries, and says the same
        cause.__suppress_context__ = True
        return cause

    def _url(self) -> httpx.URL:
        """Hide the values of parameters that look like secrets."""
        url = self._http.url
        if _SECRET.search(url.query.decode("ascii")):
            hidden = {name: "hidden" for name in url.params if _SECRET.search(name)}
            url = url.copy_merge_params(hidden)
        return url

    def _log(self, outcome: object, evidence: dict[str, Any]) -> None:
        """Write one line about an attempt, in English and without the key."""
        if logger.isEnabledFor(logging.DEBUG):
            milliseconds = (time.monotonic() - self._begun) * 1000
            logger.debug(
                "%s: %s %s -> %s in %.0f ms, request id %s",
                *(evidence[name] for name in ("operation", "method", "url")),
                *(outcome, milliseconds, evidence["request_id"]),
            )


def run(request: Request, open_http: Callable[[], httpx.Client]) -> Response[Any]:
    """Send a request until it succeeds; `open_http` gives the httpx client for each attempt."""
    try:
        found = follow(request.steps(), lambda step: _send(request, open_http(), step))
        return cast("Response[Any]", next(found))
    except ServerlessTrainingError as error:
        # The way here says nothing, and its frames hold the response.
        raise error.with_traceback(None)  # noqa: B904  it is the same error


def _send(request: Request, http: httpx.Client, step: httpx.Request) -> Incoming:
    incoming = Incoming()
    try:
        incoming.response = http.send(step, auth=None, stream=True, follow_redirects=False)
        request.check(incoming)
        for chunk in incoming.response.iter_bytes():
            request.check(incoming, chunk)
    except _FAILURES as error:
        incoming.fail(error)
    finally:
        if incoming.response is not None:
            incoming.response.close()
        if stream := incoming.open_stream(http):
            stream.close()
    return incoming


async def run_async(request: Request, open_http: Callable[[], httpx.AsyncClient]) -> Response[Any]:
    """Send a request until it succeeds, within asyncio."""
    found = follow_async(request.steps(), lambda step: _shielded(request, open_http(), step))
    try:
        async with aclosing(found):
            return cast("Response[Any]", await anext(found))
    except ServerlessTrainingError as error:
        raise error.with_traceback(None)  # noqa: B904  it is the same error


async def _shielded(request: Request, http: httpx.AsyncClient, step: httpx.Request) -> Incoming:
    # httpcore shields the closing of a connection from anyio's cancellation, not from that of
    # asyncio: a connection whose closing is cut short would never be free again.
    scope = anyio.CancelScope()

    async def work() -> Incoming:
        incoming = Incoming()
        with scope:
            incoming = await _send_async(request, http, step)
        return incoming  # noqa: RET504  the scope may have ended it

    task = asyncio.ensure_future(work())
    # A failure that comes while the caller is cancelled is raised nowhere: it counts as seen.
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    try:
        await asyncio.wait([task])
    finally:
        if not task.done():
            scope.cancel()
            await asyncio.wait([task])
    return task.result()


async def _send_async(request: Request, http: httpx.AsyncClient, step: httpx.Request) -> Incoming:
    incoming = Incoming()
    try:
        with anyio.fail_after(request.left):
            incoming.response = await http.send(
                step, auth=None, stream=True, follow_redirects=False
            )
            request.check(incoming)
            async for chunk in incoming.response.aiter_bytes():
                request.check(incoming, chunk)
    except _FAILURES as error:
        incoming.fail(error)
    finally:
        if incoming.response is not None:
            await incoming.response.aclose()
        if stream := incoming.open_stream(http):
            await stream.aclose()
    return incoming
