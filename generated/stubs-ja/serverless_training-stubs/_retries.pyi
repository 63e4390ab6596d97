# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import httpx
import logging
import tenacity
from _typeshed import Incomplete
from collections.abc import Callable as Callable
from serverless_training._errors import (
    RequestError as RequestError,
    StatusError as StatusError,
    TransportError as TransportError,
)

FIRST_WAIT_SECONDS: float
LONGEST_WAIT_SECONDS: float
_STATUSES: Incomplete
_IDEMPOTENT: Incomplete
_UNSENT: Incomplete
logger: logging.Logger

def retrying(
    may_repeat: Callable[[RequestError], bool],
    max_retries: int,
    seconds: float,
    sleep: Callable[[float], None],
) -> tenacity.Retrying: ...
def may_repeat(request: httpx.Request, error: RequestError) -> bool: ...
def is_untrusted(error: BaseException | None) -> bool: ...
def wait(state: tenacity.RetryCallState) -> float: ...
def _error(state: tenacity.RetryCallState) -> RequestError: ...
