# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from collections.abc import AsyncIterator, Awaitable, Callable as Callable, Generator, Iterator
from serverless_training._arguments import (
    check_seconds as check_seconds,
    is_finite as is_finite,
    refusal as refusal,
)
from serverless_training._errors import (
    RequestError as RequestError,
    StatusError as StatusError,
    TransportError as TransportError,
)
from serverless_training._pages import Reading as Reading
from serverless_training._responses import Response as Response
from serverless_training._retries import is_untrusted as is_untrusted, logger as logger
from typing import Any, TypeVar

T = TypeVar("T")
Step = tuple[str, str | None] | float

def check_times(interval: float, timeout: float | None) -> None: ...
def decide(
    reading: Reading[T], order: str, interval: float, timeout: float | None
) -> Generator[Step | list[T], Any, None]: ...
def _is_transient(error: RequestError) -> bool: ...
def follow(
    steps: Generator[Step | list[T], Any, None], fetch: Callable[..., Any]
) -> Iterator[T]: ...
def follow_async(
    steps: Generator[Step | list[T], Any, None], fetch: Callable[..., Awaitable[Any]]
) -> AsyncIterator[T]: ...
