"""Whether, when and how often a failed request is sent again. No I/O here but the log."""

import logging
import ssl
from collections.abc import Callable
from typing import cast

import httpx
import tenacity

from serverless_training._errors import RequestError, StatusError, TransportError

FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 8.0

# What may be otherwise in a second. The service will not implement a method by then (501), nor
# speak another version of HTTP (505).
_STATUSES = {408, 429, *range(500, 600)} - {501, 505}
# RFC 9110, section 9.2.2: sending these twice does what sending them once does.
_IDEMPOTENT = {"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"}
# Nothing had been sent when these happened.
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)

logger: logging.Logger = logging.getLogger("serverless_training")


def retrying(
    may_repeat: Callable[[RequestError], bool],
    max_retries: int,
    seconds: float,
    sleep: Callable[[float], None],
) -> tenacity.Retrying:
    """Build what counts attempts: no wait begins that would end after `seconds`."""

    def log(state: tenacity.RetryCallState) -> None:
        error = _error(state)
        what = getattr(error, "status_code", None) or type(error.__cause__ or error).__name__
        logger.info(
            "%s: retry %d of %d in %.2f s after %s for %s %s",
            *(error.operation, state.attempt_number, max_retries, state.upcoming_sleep),
            *(what, error.method, error.url),
        )

    return tenacity.Retrying(
        retry=lambda state: isinstance(_error(state), RequestError) and may_repeat(_error(state)),
        wait=wait,
        stop=tenacity.stop_after_attempt(max_retries + 1) | tenacity.stop_before_delay(seconds),
        before_sleep=log,
        sleep=sleep,
        reraise=True,
    )


def may_repeat(request: httpx.Request, error: RequestError) -> bool:
    """Tell whether a failure may pass, and a second request cannot do anything twice."""
    cause, is_idempotent = error.__cause__, request.method in _IDEMPOTENT
    # A body that is read from a stream is gone once it was sent.
    if not isinstance(request.stream, httpx.ByteStream):
        return False
    if isinstance(error, StatusError):
        return error.status_code in (_STATUSES if is_idempotent else {429})
    # What httpx says of a proxy that refuses begins with its status.
    is_refused = isinstance(cause, httpx.ProxyError) and str(cause).startswith("4")
    may_pass = isinstance(error, TransportError) and not (is_refused or untrusted(error))
    return may_pass and (is_idempotent or isinstance(cause, _UNSENT))


def untrusted(error: BaseException | None) -> ssl.SSLCertVerificationError | None:
    """Find out whether a certificate did not verify; it will not in a second either."""
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error


def wait(state: tenacity.RetryCallState) -> float:
    """Draw a wait below a bound that doubles ("full jitter"), or longer if the service asks so."""
    jitter = tenacity.wait_random_exponential(FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS)
    return max(jitter(state), getattr(_error(state), "retry_after", None) or 0.0)


def _error(state: tenacity.RetryCallState) -> RequestError:
    return cast("RequestError", state.outcome and state.outcome.exception())
