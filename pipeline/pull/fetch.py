"""Get the bytes of a file or URL, within limits of time and size."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path

import httpx
import tenacity

from pipeline.errors import PipelineError
from pipeline.pull.cache import Cache
from pipeline.pull.sources import (
    AbsentError,
    check_size,
    check_url,
    is_url,
    read_file,
    same_origin,
)

_HEADERS = {
    "Accept": "text/markdown, text/plain;q=0.9, application/json;q=0.9, */*;q=0.5",
    # Of gzip, one read from the network (64 KiB) inflates to 66 MB at most; others have no bound.
    "Accept-Encoding": "gzip",
    "User-Agent": "serverless-training-pipeline",
}
_CODINGS = ("", "identity", "gzip", "deflate")
_PASSING = (429, 502, 503, 504)
_GONE = (404, 410)


@dataclass(frozen=True)
class Limits:
    """What a pull may cost.

    Attributes:
        connect_seconds: To open a connection.
        read_seconds: Between two pieces of an answer.
        total_seconds: One URL with its redirects and repetitions.
        body_bytes: One answer, decompressed, or one file.
        redirects: In a row, all within one origin.
        attempts: Requests for one URL, while failures may pass.
        pause_seconds: Before the second attempt; doubled before each further one.
        concurrency: Requests under way at once.
        pages: Links of indexes to follow.
    """

    connect_seconds: float = 10
    read_seconds: float = 20
    total_seconds: float = 60
    body_bytes: int = 16 * 2**20
    redirects: int = 5
    attempts: int = 3
    pause_seconds: float = 0.5
    concurrency: int = 8
    pages: int = 5000


@dataclass(frozen=True)
class Answer:
    """What a location held.

    Attributes:
        location: Where it was found in the end, after redirects; of the origin that was asked.
        body: The bytes.
    """

    location: str
    body: bytes


class _PassingError(PipelineError):
    """A failure that may be over in a moment."""

    def __init__(self, message: str, pause_seconds: float = 0) -> None:
        super().__init__(message)
        self.pause_seconds = pause_seconds


class Fetcher:
    """Reads locations, several at once; made by `fetcher`.

    Attributes:
        limits: What may be spent.
    """

    def __init__(self, client: httpx.AsyncClient, cache: Cache, limits: Limits) -> None:
        self._client = client
        self._cache = cache
        self.limits = limits
        self._slots = asyncio.Semaphore(limits.concurrency)

    async def get(self, location: str) -> Answer:
        """Read a file or URL.

        Args:
            location: The path or URL.

        Returns:
            The bytes, and where they were found.

        Raises:
            AbsentError: There is nothing.
            PipelineError: It cannot be read; says what to do.
        """
        if not is_url(location):
            return Answer(location, read_file(Path(location), self.limits.body_bytes))
        seconds = self.limits.total_seconds
        try:
            async with self._slots, asyncio.timeout(seconds):
                return await self._attempts()(self._follow, check_url(location))
        except TimeoutError as error:
            raise PipelineError(
                f"{location}: not complete after {seconds:g} seconds. Try again later."
            ) from error

    def _attempts(self) -> tenacity.AsyncRetrying:
        limits = self.limits
        doubled = tenacity.wait_exponential(limits.pause_seconds)
        return tenacity.AsyncRetrying(
            # A server that asks for more time than there is gets no second request.
            retry=tenacity.retry_if_exception(lambda e: _pause(e) < limits.total_seconds),
            stop=tenacity.stop_after_attempt(limits.attempts),
            wait=lambda state: max(doubled(state), _pause(_raised(state))),
            reraise=True,
        )

    async def _follow(self, start: httpx.URL) -> Answer:
        url = start
        for _ in range(self.limits.redirects + 1):
            try:
                found = await self._request(url)
            except httpx.HTTPError as error:
                raise _failure(url, error) from error
            if isinstance(found, Answer):
                return found
            url = _redirected(start, found)
        raise PipelineError(
            f"{start}: more than {self.limits.redirects} redirects. Give the last URL itself."
        )

    async def _request(self, url: httpx.URL) -> Answer | httpx.URL:
        kept = self._cache.find(str(url))
        conditions = kept.conditions if kept else {}
        async with self._client.stream("GET", url, headers=conditions) as response:
            if response.next_request:
                return response.next_request.url
            if kept and response.status_code == HTTPStatus.NOT_MODIFIED:
                return Answer(str(url), kept.body)
            if response.status_code != HTTPStatus.OK:
                raise _refusal(url, response)
            body = await self._body(url, response)
            self._cache.keep(str(url), response.headers, body)
            return Answer(str(url), body)

    async def _body(self, url: httpx.URL, response: httpx.Response) -> bytes:
        coding = response.headers.get("content-encoding", "").strip().lower()
        if coding not in _CODINGS:
            raise PipelineError(f"{url}: compressed as {coding!r}, which was not asked for.")
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            check_size(len(body), self.limits.body_bytes, str(url))
        return bytes(body)


@asynccontextmanager
async def fetcher(cache: Cache, limits: Limits) -> AsyncIterator[Fetcher]:
    """Open what `Fetcher` needs, and close it afterwards.

    Args:
        cache: Where answers with validators are kept.
        limits: What may be spent.

    Yields:
        The fetcher. It sends GET alone, and neither credentials nor cookies.
    """
    async with httpx.AsyncClient(
        headers=_HEADERS,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        timeout=httpx.Timeout(limits.read_seconds, connect=limits.connect_seconds),
    ) as client:
        yield Fetcher(client, cache, limits)


def _redirected(start: httpx.URL, target: httpx.URL) -> httpx.URL:
    if not same_origin(start, target):
        shown = target.copy_with(username=None, password=None)
        raise PipelineError(
            f"{start}: redirects to {shown}, which is another origin and is not followed. "
            "If you mean to read that address, give it as the source."
        )
    return check_url(str(target))


def _refusal(url: httpx.URL, response: httpx.Response) -> PipelineError:
    status = response.status_code
    try:
        name = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:  # a status that is not registered
        name = str(status)
    said = f"{url}: the server answered {name}."
    if status in _GONE:
        return AbsentError(f"{said} Check the address.")
    if status in _PASSING:
        asked = response.headers.get("retry-after", "")
        seconds = int(asked) if asked.isascii() and asked.isdigit() else 0
        return _PassingError(f"{said} Try again later.", seconds)
    if status >= 500:  # noqa: PLR2004  RFC 9110, 15.6: the server's own fault
        return PipelineError(f"{said} Try again later.")
    return PipelineError(f"{said} Is the page public?")


def _failure(url: httpx.URL, error: httpx.HTTPError) -> PipelineError:
    reason = str(error) or type(error).__name__
    match error:
        case httpx.TimeoutException():
            return _PassingError(f"{url}: no answer in time. Try again later.")
        case httpx.ConnectError() if "certificate" in reason.lower():
            return PipelineError(f"{url}: its certificate is not accepted: {reason}.")
        case httpx.ConnectError():
            return _PassingError(f"{url}: no connection: {reason}. Check host and network.")
        case httpx.DecodingError():
            return PipelineError(f"{url}: its compression is broken: {reason}. Try again later.")
        case httpx.TransportError():
            return _PassingError(f"{url}: the answer is not complete: {reason}. Try again later.")
        case _:
            return PipelineError(f"{url}: cannot be fetched: {reason}.")


def _pause(error: BaseException | None) -> float:
    return error.pause_seconds if isinstance(error, _PassingError) else float("inf")


def _raised(state: tenacity.RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None
