# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import httpx
import logging
import tenacity
from _typeshed import Incomplete
from serverless_training._errors import (
    RequestError as RequestError,
    StatusError as StatusError,
    TransportError as TransportError,
)
from typing import Any, Protocol

FIRST_WAIT_SECONDS: float
LONGEST_WAIT_SECONDS: float
_STATUSES: Incomplete
_IDEMPOTENT: Incomplete
_UNSENT: Incomplete
logger: logging.Logger

class Repeated(Protocol):
    request: httpx.Request
    seconds: float
    is_over: bool

def policy(call: Repeated, max_retries: int) -> dict[str, Any]: ...
def may_repeat(request: httpx.Request, error: RequestError) -> bool: ...
def _is_refused(cause: BaseException | None) -> bool: ...
def is_untrusted(error: BaseException | None) -> bool: ...
def wait(state: tenacity.RetryCallState) -> float: ...
def _error(state: tenacity.RetryCallState) -> Any: ...
def _what(error: RequestError) -> str: ...
