"""Watching a listing grow: what to ask for, what is new in the answer, and when to ask again.

`Watch` decides, without I/O; the two loops below it ask and sleep.
"""

import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from attrs import frozen
from serverless_training_client.models import Checkpoint

from serverless_training._checks import check_seconds, is_finite, show
from serverless_training._errors import (
    InvalidArgumentError,
    RequestError,
    StatusError,
    TransportError,
)
from serverless_training._language import gettext as _
from serverless_training._pagers import AsyncPager, Pager
from serverless_training._pages import UNKNOWN_CURSOR, Page
from serverless_training._seen import Seen

PAGE_SIZE = 100

SleptT_co = TypeVar("SleptT_co", covariant=True)


@frozen
class Clock(Generic[SleptT_co]):
    """Where a watch has its time from; tests bring their own.

    Attributes:
        now: Tells seconds since any fixed moment.
        sleep: Waits for a number of seconds.
    """

    now: Callable[[], float]
    sleep: Callable[[float], SleptT_co]


async def _sleep(seconds: float) -> None:
    # Imported here, since it is large and the synchronous client never needs it.
    import asyncio  # noqa: PLC0415

    await asyncio.sleep(seconds)


CLOCK: Clock[None] = Clock(time.monotonic, time.sleep)
ASYNC_CLOCK: Clock[Awaitable[None]] = Clock(time.monotonic, _sleep)


class Watch:
    """The decisions of a watch.

    Args:
        after: ID to go on from; `None` for what is the newest when the watch begins.
        interval: Seconds between two polls.
        timeout: Seconds after which the watch ends; `None` for never.

    Raises:
        InvalidArgumentError: `interval` or `timeout` cannot be used.
    """

    def __init__(self, after: str | None, interval: float, timeout: float | None) -> None:
        check_seconds(interval, "interval", forever=False)
        if timeout is not None and not (is_finite(timeout) and timeout >= 0):
            raise InvalidArgumentError(
                _(
                    "timeout is {value!r}: it must be a number of seconds, zero or more, or None."
                ).format(value=show(timeout)),
                argument="timeout",
            )
        self._seen = None if after is None else Seen([after])
        self._interval, self._timeout = interval, timeout
        self._end = math.inf
        self._due: float | None = None  # when to ask again; `None` for at once
        self._least = 0.0

    def begin(self, now: float) -> None:
        """Start the time that the watch has.

        Args:
            now: The time, in seconds.
        """
        self._end = math.inf if self._timeout is None else now + self._timeout

    def request(self, now: float) -> dict[str, Any]:
        """Say what to ask for.

        Args:
            now: The time, in seconds.

        Returns:
            Arguments of `list`, for two pages at most.
        """
        self._due, self._least = now + self._interval, 0.0
        if self._seen is None:
            return {"order": "desc", "page_size": PAGE_SIZE, "max_items": PAGE_SIZE}
        # A second page shows whether the service goes on from `after`: if not, it comes again.
        more = {"page_size": PAGE_SIZE, "max_items": 2 * PAGE_SIZE}
        return {"order": "asc", "after": self._seen.cursor, **more}

    def receive(self, pages: Sequence[Page[Checkpoint]]) -> list[Checkpoint]:
        """Take the answer.

        Args:
            pages: The pages that came, at least one.

        Returns:
            The items that are new, the oldest first.
        """
        items = [item for page in pages for item in page.items]
        if self._seen is None:
            # The newest would do, but it may be deleted, and those before it are places to go to.
            ids = [str(item.id) for item in reversed(items)]
            self._seen = Seen(ids if pages[-1].has_more else [None, *ids])
            return []
        new, moved = self._seen.add(items)
        # A service that promises more of the same is asked again in its time.
        if moved and pages[-1].has_more:
            self._due = None
        return new

    def survives(self, error: RequestError, now: float) -> bool:
        """Decide whether to go on after a failure.

        Args:
            error: What was raised in the place of an answer.
            now: The time, in seconds.

        Returns:
            Whether to; else the error is for the caller.
        """
        # The spec does not say how the service refuses a cursor that is no more.
        lost = isinstance(error, StatusError) and error.status_code in UNKNOWN_CURSOR
        if lost and self._seen is not None and self._seen.step_back():
            self._due = None
            return True
        if not _is_transient(error):
            return False
        asked = error.retry_after if isinstance(error, StatusError) else None
        self._least = asked or 0.0
        self._due = now + max(self._interval, self._least)
        _log(error)
        return True

    def pause(self, now: float) -> float | None:
        """Say how long to wait before the next request.

        Args:
            now: The time, in seconds.

        Returns:
            Seconds, never past the end; `None` where the watch is over.
        """
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
    # Who has sent a request has loaded this, with httpx.
    from serverless_training._retries import is_untrusted  # noqa: PLC0415

    if isinstance(error, StatusError):
        return error.status_code in (408, 429) or error.status_code >= 500  # noqa: PLR2004
    return isinstance(error, TransportError) and not is_untrusted(error)


def _log(error: RequestError) -> None:
    from serverless_training._retries import logger  # noqa: PLC0415

    status = f" (HTTP {error.status_code})" if isinstance(error, StatusError) else ""
    message = "watch: %s failed with %s%s; it is tried again at the next poll"
    logger.info(message, error.operation, type(error).__name__, status)


def follow(
    watch: Watch, ask: Callable[..., Pager[Checkpoint]], clock: Clock[None]
) -> Iterator[Checkpoint]:
    """Carry out a watch.

    Args:
        watch: The decisions.
        ask: Starts a listing of the model.
        clock: The time.

    Yields:
        Each new item.
    """
    watch.begin(clock.now())
    wait: float | None = 0.0
    while wait is not None:
        if wait:
            clock.sleep(wait)
        try:
            pages = list(ask(**watch.request(clock.now())).pages())
        except RequestError as error:
            if not watch.survives(error, clock.now()):
                raise
        else:
            yield from watch.receive(pages)
        wait = watch.pause(clock.now())


async def follow_async(
    watch: Watch, ask: Callable[..., AsyncPager[Checkpoint]], clock: Clock[Awaitable[None]]
) -> AsyncIterator[Checkpoint]:
    """Carry out a watch, awaiting what it waits for.

    Args:
        watch: The decisions.
        ask: Starts a listing of the model.
        clock: The time.

    Yields:
        Each new item.
    """
    watch.begin(clock.now())
    wait: float | None = 0.0
    while wait is not None:
        if wait:
            await clock.sleep(wait)
        try:
            pages = [page async for page in ask(**watch.request(clock.now())).pages()]
        except RequestError as error:
            if not watch.survives(error, clock.now()):
                raise
        else:
            for item in watch.receive(pages):
                yield item
        wait = watch.pause(clock.now())
