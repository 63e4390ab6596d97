# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import asyncio
import httpx
import os
from attrs import define, field
from collections.abc import Callable as Callable
from serverless_training._arguments import wrong_type as wrong_type
from serverless_training._errors import (
    ClientClosedError as ClientClosedError,
    EventLoopError as EventLoopError,
    InvalidArgumentError as InvalidArgumentError,
)
from serverless_training._settings import Settings as Settings, is_loopback as is_loopback
from typing import Any, Generic, TypeVar

HttpT = TypeVar("HttpT", httpx.Client, httpx.AsyncClient)

@define
class Connection(Generic[HttpT]):
    _http: HttpT
    _renew: Callable[[], HttpT] | None
    is_closed: bool = False
    _process: int = field(factory=os.getpid)
    _loop: asyncio.AbstractEventLoop | None = None

    def open(self, *, is_closed: bool) -> HttpT: ...
    def close(self) -> HttpT | None: ...
    def check_loop(self) -> None: ...

def connect(cls, settings: Settings, given: Any) -> Connection[HttpT]: ...
