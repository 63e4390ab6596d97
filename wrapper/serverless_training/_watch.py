"""Watching a listing grow: what to ask for, what is new, and when to ask again. No I/O here."""

import math
import time
from collections.abc import Generator
from typing import Any, TypeVar

from serverless_training._arguments import check_seconds, is_finite, refusal
from serverless_training._drivers import Ask
from serverless_training._errors import RequestError, StatusError, TransportError
from serverless_training._language import gettext as _
from serverless_training._pages import Reading
from serverless_training._retries import logger, untrusted

T = TypeVar("T")


def check_times(interval: float, timeout: float | None) -> None:
    """Check what a watch is told about time."""
    check_seconds(interval, "interval", infinite=False)
    if timeout is not None and not (is_finite(timeout) and timeout >= 0):
        problem = _("timeout is {value!r}: it must be a number of seconds, zero or more, or None.")
        raise refusal(problem, "timeout", timeout)


def decide(
    reading: Reading[T],
    order: str,
    interval: float,
    timeout: float | None,
) -> Generator[Ask | float | T, Any, None]:
    """Decide what to ask for, for `follow`, and yield new items, the oldest first.

    With the order "desc", the first response says what is not new.
    """
    end = math.inf if timeout is None else time.monotonic() + timeout
    is_last = False
    while True:
        due, least = time.monotonic() + interval, 0.0
        outcome = yield Ask((order, reading.cursor))
        if not isinstance(outcome, RequestError):
            if order == "desc":
                reading.begin_at_end(outcome)
                order = "asc"
            else:
                yield from reading.take(outcome).items
                due = due if reading.is_over else -math.inf
                reading.resume()
        elif order == "asc" and isinstance(outcome, StatusError) and reading.retreat(outcome):
            due = -math.inf
        elif _is_transient(outcome):
            least = getattr(outcome, "retry_after", None) or 0.0
            due = time.monotonic() + max(interval, least)
        else:
            raise outcome
        if due == -math.inf:
            continue
        left = end - time.monotonic()
        if is_last or left <= 0 or left < least:
            return
        # The last poll finds what came until the end; no rounding may give it a successor.
        is_last = due >= end
        if (wait := min(due - time.monotonic(), left)) > 0:
            yield wait


def _is_transient(error: RequestError) -> bool:
    """Tell whether a failure may pass until the next poll, and log it."""
    status = ""
    if isinstance(error, StatusError):
        if error.status_code not in (408, 429) and error.status_code < 500:  # noqa: PLR2004
            return False
        status = f" (HTTP {error.status_code})"
    elif not isinstance(error, TransportError) or untrusted(error):
        return False
    text = "watch: %s failed with %s%s; it is tried again at the next poll"
    logger.info(text, error.operation, type(error).__name__, status)
    return True
