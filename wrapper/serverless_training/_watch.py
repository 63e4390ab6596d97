"""Watching a listing grow: `Watch` decides what to ask for and when; two loops ask and sleep."""

import asyncio
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any, Generic, TypeVar

from attrs import frozen

from serverless_training._arguments import check_seconds, is_finite, show
from serverless_training._auth import BearerAuth
from serverless_training._errors import (
    InvalidArgumentError,
    RequestError,
    StatusError,
    TransportError,
)
from serverless_training._language import gettext as _
from serverless_training._pages import Reading
from serverless_training._responses import Response
from serverless_training._retries import is_untrusted, logger

T = TypeVar("T")
SleptT_co = TypeVar("SleptT_co", covariant=True)


@frozen
class Clock(Generic[SleptT_co]):
    """Where a watch has its time from; tests bring their own."""

    now: Callable[[], float]
    sleep: Callable[[float], SleptT_co]


CLOCK: Clock[None] = Clock(time.monotonic, time.sleep)
ASYNC_CLOCK: Clock[Awaitable[None]] = Clock(time.monotonic, asyncio.sleep)


class Watch(Generic[T]):
    """The decisions of a watch.

    Args:
        auth: Hides the key in what the service wrote.
        after: ID to go on from; `None` for what is the newest when the watch begins.
        page_size: The most items that a page may hold.
        interval: Seconds between two polls.
        timeout: Seconds after which the watch ends; `None` for never.

    Raises:
        InvalidArgumentError: `interval` or `timeout` cannot be used.
    """

    def __init__(
        self,
        auth: BearerAuth,
        after: str | None,
        page_size: int,
        interval: float,
        timeout: float | None,
    ) -> None:
        check_seconds(interval, "interval", infinite=False)
        if timeout is not None and not (is_finite(timeout) and timeout >= 0):
            raise InvalidArgumentError(
                _(
                    "timeout is {value!r}: it must be a number of seconds, zero or more, or None."
                ).format(value=show(timeout)),
                argument="timeout",
            )
        self._reading = Reading[T](auth, after, page_size)
        self._has_begun = after is not None
        self._interval, self._timeout = interval, timeout
        self._end = math.inf
        self._due: float | None = None  # when to ask again; `None` for at once
        self._least = 0.0

    def begin(self, now: float) -> None:
        """Start the time that the watch has."""
        self._end = math.inf if self._timeout is None else now + self._timeout

    def request(self, now: float) -> tuple[str, str | None]:
        """Say what to ask for: the order of the listing, and the cursor."""
        self._due, self._least = now + self._interval, 0.0
        return ("asc", self._reading.cursor) if self._has_begun else ("desc", None)

    def receive(self, response: Response[Any]) -> list[T]:
        """Take the response, and return the items that are new, the oldest first."""
        if not self._has_begun:
            self._has_begun = True
            self._reading.begin_at_end(response)
            return []
        page = self._reading.take(response)
        if not self._reading.is_over:
            self._due = None
        self._reading.resume()
        return [*page.items]

    def survives(self, error: RequestError, now: float) -> bool:
        """Tell whether the watch goes on after a failure; else the error is for the caller."""
        if self._has_begun and isinstance(error, StatusError) and self._reading.retreat(error):
            self._due = None
            return True
        if not _is_transient(error):
            return False
        asked = error.retry_after if isinstance(error, StatusError) else None
        self._least = asked or 0.0
        self._due = now + max(self._interval, self._least)
        status = f" (HTTP {error.status_code})" if isinstance(error, StatusError) else ""
        text = "watch: %s failed with %s%s; it is tried again at the next poll"
        logger.info(text, error.operation, type(error).__name__, status)
        return True

    def pause(self, now: float) -> float | None:
        """Say how many seconds to wait, never past the end; `None` where the watch is over."""
        if self._due is None:
            return 0.0
        left = self._end - now
        if left <= 0 or left < self._least:
            return None
        if self._due >= self._end:
            # The last poll finds what came until the end; no rounding may give it a successor.
            self._end = -math.inf
        return min(max(0.0, self._due - now), left)


def _is_transient(error: RequestError) -> bool:
    if isinstance(error, StatusError):
        return error.status_code in (408, 429) or error.status_code >= 500  # noqa: PLR2004
    return isinstance(error, TransportError) and not is_untrusted(error)


Fetch = Callable[[str, str | None], Response[Any]]
AsyncFetch = Callable[[str, str | None], Awaitable[Response[Any]]]


def follow(watch: Watch[T], fetch: Fetch, clock: Clock[None]) -> Iterator[T]:
    """Carry out a watch, and yield each new item."""
    watch.begin(clock.now())
    while (wait := watch.pause(clock.now())) is not None:
        if wait:
            clock.sleep(wait)
        try:
            response = fetch(*watch.request(clock.now()))
        except RequestError as error:
            if not watch.survives(error, clock.now()):
                raise
        else:
            yield from watch.receive(response)


async def follow_async(
    watch: Watch[T], fetch: AsyncFetch, clock: Clock[Awaitable[None]]
) -> AsyncIterator[T]:
    """Carry out a watch within asyncio, and yield each new item."""
    watch.begin(clock.now())
    while (wait := watch.pause(clock.now())) is not None:
        if wait:
            await clock.sleep(wait)
        try:
            response = await fetch(*watch.request(clock.now()))
        except RequestError as error:
            if not watch.survives(error, clock.now()):
                raise
        else:
            for item in watch.receive(response):
                yield item
