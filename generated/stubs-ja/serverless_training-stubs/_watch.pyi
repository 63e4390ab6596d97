# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete
from attrs import frozen
from collections.abc import AsyncIterator, Awaitable, Callable as Callable, Iterator, Sequence
from serverless_training._checks import (
    check_seconds as check_seconds,
    is_finite as is_finite,
    show as show,
)
from serverless_training._errors import (
    InvalidArgumentError as InvalidArgumentError,
    RequestError as RequestError,
    StatusError as StatusError,
    TransportError as TransportError,
)
from serverless_training._pagers import AsyncPager as AsyncPager, Pager as Pager
from serverless_training._pages import Page as Page, UNKNOWN_CURSOR as UNKNOWN_CURSOR
from serverless_training._seen import Seen as Seen
from serverless_training_client.models import Checkpoint
from typing import Any, Generic, TypeVar

PAGE_SIZE: int
SleptT_co = TypeVar("SleptT_co", covariant=True)

@frozen
class Clock(Generic[SleptT_co]):
    now: Callable[[], float]
    sleep: Callable[[float], SleptT_co]

async def _sleep(seconds: float) -> None: ...

CLOCK: Clock[None]
ASYNC_CLOCK: Clock[Awaitable[None]]

class Watch:
    _seen: Incomplete
    _end: Incomplete
    _due: float | None
    _least: float

    def __init__(self, after: str | None, interval: float, timeout: float | None) -> None: ...
    def begin(self, now: float) -> None: ...
    def request(self, now: float) -> dict[str, Any]: ...
    def receive(self, pages: Sequence[Page[Checkpoint]]) -> list[Checkpoint]: ...
    def survives(self, error: RequestError, now: float) -> bool: ...
    def pause(self, now: float) -> float | None: ...

def _is_transient(error: RequestError) -> bool: ...
def _log(error: RequestError) -> None: ...
def follow(
    watch: Watch, ask: Callable[..., Pager[Checkpoint]], clock: Clock[None]
) -> Iterator[Checkpoint]: ...
def follow_async(
    watch: Watch, ask: Callable[..., AsyncPager[Checkpoint]], clock: Clock[Awaitable[None]]
) -> AsyncIterator[Checkpoint]: ...
