"""One request with all its attempts: a generator that decides, and two drivers that do the I/O."""

import asyncio
import math
import re
import ssl
import time
from collections.abc import AsyncGenerator, Callable, Collection, Generator, Iterator
from contextlib import aclosing, suppress
from importlib.metadata import version
from typing import Any, NamedTuple, cast

import anyio
import httpx
from attrs import evolve, frozen
from serverless_training_client._wire import add_query

from serverless_training import _errors as errors
from serverless_training._arguments import check_header
from serverless_training._language import gettext as _
from serverless_training._operations import unsendable
from serverless_training._responses import Response, decode_error, message, status_error
from serverless_training._retries import may_repeat, retrying, untrusted
from serverless_training._settings import Settings

_SHORTEST_SECONDS = 0.001  # 0 would mean not to wait at all, which is another error
_SECRET = re.compile(r"(?i)(key|token|secret|passw|signature|credential|auth)")
_HEADERS = {
    "accept": "application/json, */*;q=0.5",
    "accept-encoding": "gzip, deflate",
    "user-agent": f"serverless-training/{version('serverless-training')}",
}
# httpx decodes chunk by chunk. One coding of these makes it at most a thousand times as large.
CODINGS = {"", "identity", "gzip", "deflate"}
_REQUEST_IDS = ("x-request-id", "request-id", "cf-ray")


class _UnreadableError(Exception):
    """The body is not read; the arguments are the reason and a hint."""


# What httpx raises, and lets through: damaged TLS in asyncio, a broken redirect, a closed body.
_FAILURES = (
    *(httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ssl.SSLError),
    *(TimeoutError, _UnreadableError),
)


@frozen
class TimedStream(httpx.SyncByteStream):
    """A body that is cut off in time: a chunk may decode to nothing, and is not seen otherwise."""

    _stream: Any
    _check_time: Callable[[], None]

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._stream:
            self._check_time()
            yield chunk

    def close(self) -> None:
        """Close the connection, or give it back."""
        self._stream.close()


class Ask(NamedTuple):
    """What a generator asks for; a response is sent back, or the `RequestError` of a failure."""

    what: Any


# What came back for one attempt: as far as it came, and what ended it too early.
Incoming = tuple[httpx.Response | None, bytes, Exception | None]


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
        self._parameters, self._read, self._key_place = parameters, read, options.pop("key_place")
        agent = http.headers.get("user-agent", "python-httpx/")  # what httpx says by itself
        theirs = {} if agent.startswith("python-httpx/") else {"user-agent": agent}
        own = _HEADERS | theirs | settings.headers
        headers, (url, _mark, styled) = httpx.Headers(own), options.pop("url").partition("?")
        try:
            headers.update(options.pop("headers", None))
            # No operation sets what is the client's own, such as the codings that it can read.
            headers.update({name: own[name] for name in ("accept", "accept-encoding")})
            # As `params`: an httpx client with parameters of its own would replace those of a URL.
            query = httpx.QueryParams(options.pop("params", None)) or None
            self._http = http.build_request(url=url, headers=headers, params=query, **options)
            # Behind it, since httpx would quote the delimiters of a style.
            self._http.url = httpx.URL(add_query(str(self._http.url), [styled] if styled else []))
        except (RecursionError, TypeError, ValueError, httpx.InvalidURL) as error:
            raise unsendable(operation, error) from error
        for raw in self._http.headers.raw:
            header, value = (part.decode("latin-1") for part in raw)
            check_header(header, header, value)
        url = self._http.url
        # Parameters that look like secrets are not shown, whoever has them.
        if _SECRET.search(url.query.decode("ascii")):
            url = url.copy_merge_params({n: "hidden" for n in url.params if _SECRET.search(n)})
        method, place = self._http.method, self._auth.redact(str(url))
        self._shown = {"operation": operation, "method": method, "url": place}
        self._ends, self._is_over, self._attempts = time.monotonic() + settings.deadline, False, 0

    @property
    def left(self) -> float:
        """The seconds that are left for it."""
        return self._ends - time.monotonic()

    def steps(self) -> Generator[Ask | float | Response[Any], Any, None]:
        """Ask for the `Incoming` of a request until it is a success, and yield its response.

        A `RequestError` is raised where the request failed for good.
        """
        waits: list[float] = []
        # Two clocks may differ in whether a moment is left.
        again = lambda error: not self._is_over and may_repeat(self._http, error)  # noqa: E731
        retries, seconds = self._settings.max_retries, self._settings.deadline
        for attempt in retrying(again, retries, seconds, waits.append):
            yield from waits
            waits.clear()
            with attempt:
                response = self._settle((yield Ask(self._begin())))
        yield response

    def _begin(self) -> httpx.Request:
        """Begin one more attempt: no step of it may take longer than what is left."""
        self._attempts += 1
        self._auth.apply(self._http, self._key_place)
        limits = self._settings.timeout.as_dict()
        if (left := max(self.left, _SHORTEST_SECONDS)) < math.inf:
            limits = {step: min(left, each or left) for step, each in limits.items()}
        self._http.extensions["timeout"] = limits
        return self._http

    def check_head(self, response: httpx.Response) -> None:
        """Refuse a body that comes too late, or whose decoder knows no bound."""
        self.check_time()
        coding = response.headers.get("content-encoding", "").strip().lower()
        if coding not in CODINGS:
            raise _UnreadableError(self._undecoded(f"Content-Encoding {coding}"))

    def check_time(self) -> None:
        """Refuse to read on when the time is over."""
        if self.left <= 0:
            raise TimeoutError

    def check_size(self, size: int) -> None:
        """Refuse a body that is too large."""
        if size > (limit := self._settings.max_body_bytes):
            reason = _("the body is larger than {limit:,} bytes").format(limit=limit)
            raise _UnreadableError(reason, _("If it should be, raise `max_body_bytes`."))

    def _settle(self, incoming: Incoming) -> Response[Any]:
        """Say what came of an attempt: a success, or an error."""
        reply, content, problem = incoming
        if isinstance(problem, httpx.HTTPStatusError):  # that a hook of the caller's has raised
            reply, problem = problem.response, None
            with suppress(httpx.ResponseNotRead):
                content = reply.content
        ids = () if reply is None else filter(None, map(reply.headers.get, _REQUEST_IDS))
        evidence: dict[str, Any] = {**self._shown, "attempts": self._attempts}
        evidence["request_id"] = next(map(self._auth.show, ids), None)
        if reply is None:
            raise self._failure(problem, evidence)
        known: dict[str, Any] = {"content": content, "auth": self._auth, "parsed": None}
        response = Response[Any](reply.status_code, reply.headers, **known, **evidence)
        failure: errors.RequestError | None = None
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

    def _undecoded(self, problem: str) -> str:
        problem = self._auth.show(problem)
        return _("the body cannot be decompressed ({problem})").format(problem=problem)

    def _failure(
        self, problem: Exception | None, evidence: dict[str, Any]
    ) -> errors.TransportError:
        """Build the error of an attempt without a complete response."""
        cls: type[errors.TransportError] = errors.ConnectionFailedError
        text, limit = _("{operation}: no complete response to {method} {url}: {reason}."), "timeout"
        cause: Exception | None = self._cause(problem)
        reason = str(cause).removesuffix(".") or type(cause).__name__
        if isinstance(problem, httpx.ProxyError):
            text = _("{operation}: the proxy refused to connect for {method} {url}: {reason}.")
        elif isinstance(problem, httpx.TimeoutException | TimeoutError):
            cls = errors.RequestTimeoutError
            text = _("{operation}: no response to {method} {url} within the `{limit}` ({reason}).")
            if isinstance(problem, TimeoutError) or self.left <= 0:
                self._is_over, cause, limit = True, None, "deadline"
                reason = f"{self._settings.deadline:g} s"
        text = text.format(**evidence, reason=reason, limit=limit)
        error = cls(message(text, **evidence), **evidence)
        error.__cause__ = cause
        return error

    def _cause(self, problem: Exception | None) -> httpx.RequestError:
        """Write an error of httpx anew, without request, key and frames."""
        cls: Any = type(problem) if isinstance(problem, httpx.RequestError) else httpx.ReadError
        cause: httpx.RequestError = cls(self._auth.show(str(problem)))
        cause.__context__ = untrusted(problem)  # which decides about retries, and says the same
        cause.__suppress_context__ = True
        return cause


def follow(steps: Generator[Any, Any, None], fetch: Callable[[Any], Any]) -> Generator[Any]:
    """Do what a generator decides: fetch for each `Ask`, sleep for seconds, yield the rest."""
    outcome = None
    while True:
        try:  # around this alone: one that fetching raises must not end a listing in silence
            step = steps.send(outcome)
        except StopIteration:
            return
        outcome = None
        if isinstance(step, Ask):
            try:
                outcome = fetch(step.what)
            except errors.RequestError as error:
                outcome = error
        elif isinstance(step, float):
            time.sleep(step)
        else:
            yield step


async def follow_async(
    steps: Generator[Any, Any, None], fetch: Callable[[Any], Any]
) -> AsyncGenerator[Any]:
    """Do what a generator decides, as `follow` does, within asyncio."""
    outcome = None
    while True:
        try:  # around this alone: one that fetching raises must not end a listing in silence
            step = steps.send(outcome)
        except StopIteration:
            return
        outcome = None
        if isinstance(step, Ask):
            try:
                outcome = await fetch(step.what)
            except errors.RequestError as error:
                outcome = error
        elif isinstance(step, float):
            await asyncio.sleep(step)
        else:
            yield step


def run(request: Request, open_http: Callable[[], httpx.Client]) -> Response[Any]:
    """Send a request until it succeeds; `open_http` gives the httpx client for each attempt."""
    try:
        found = follow(request.steps(), lambda step: _send(request, open_http(), step))
        return cast("Response[Any]", next(found))
    except errors.ServerlessTrainingError as error:
        # The way here says nothing, and its frames hold the response.
        raise error.with_traceback(None)  # noqa: B904  it is the same error


def _send(request: Request, http: httpx.Client, step: httpx.Request) -> Incoming:
    response, content, problem = None, bytearray(), None
    try:
        response = http.send(step, auth=None, stream=True, follow_redirects=False)
        request.check_head(response)
        response.stream = TimedStream(response.stream, request.check_time)
        for chunk in response.iter_bytes():
            request.check_size(len(content) + len(chunk))
            content += chunk
    except _FAILURES as error:
        problem = error.with_traceback(None)  # whose frames hold the body
    finally:
        if response is not None:
            response.close()
    return response, bytes(content), problem


async def run_async(request: Request, open_http: Callable[[], httpx.AsyncClient]) -> Response[Any]:
    """Send a request until it succeeds, within asyncio."""
    found = follow_async(request.steps(), lambda step: _shielded(request, open_http(), step))
    try:
        async with aclosing(found):
            return cast("Response[Any]", await anext(found))
    except errors.ServerlessTrainingError as error:
        raise error.with_traceback(None)  # noqa: B904  it is the same error


async def _shielded(request: Request, http: httpx.AsyncClient, step: httpx.Request) -> Incoming:
    # httpcore shields the closing of a connection from anyio's cancellation, not from that of
    # asyncio: a connection whose closing is cut short would never be free again.
    scope = anyio.CancelScope()

    async def work() -> Incoming:
        with scope:
            return await _send_async(request, http, step)
        return None, b"", None  # the scope has ended it

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
    response, content, problem = None, bytearray(), None
    try:
        with anyio.fail_after(request.left):
            response = await http.send(step, auth=None, stream=True, follow_redirects=False)
            request.check_head(response)
            async for chunk in response.aiter_bytes():
                request.check_size(len(content) + len(chunk))
                content += chunk
    except _FAILURES as error:
        problem = error.with_traceback(None)  # whose frames hold the body
    finally:
        if response is not None:
            await response.aclose()
    return response, bytes(content), problem
