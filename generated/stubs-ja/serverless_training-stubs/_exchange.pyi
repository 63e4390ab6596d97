# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import asyncio
import httpx
import os
from attrs import define, field
from collections.abc import Callable as Callable, Mapping
from serverless_training._answers import Answer as Answer, read as read
from serverless_training._deadline import (
    keep_deadlines as keep_deadlines,
    limit_thread as limit_thread,
)
from serverless_training._errors import (
    ClientClosedError as ClientClosedError,
    EventLoopError as EventLoopError,
    ServerlessTrainingError as ServerlessTrainingError,
)
from serverless_training._language import speaking as speaking
from serverless_training._operations import Operation as Operation, T_co as T_co
from serverless_training._reading import Reading as Reading
from serverless_training._response import Response as Response
from serverless_training._retries import policy as policy
from serverless_training._settings import Settings as Settings
from serverless_training._transport import (
    Call as Call,
    FAILURES as FAILURES,
    as_request_error as as_request_error,
)
from serverless_training._ways import (
    check_way as check_way,
    environment_proxy as environment_proxy,
    make_transport as make_transport,
    shown_proxy as shown_proxy,
)
from typing import Any, Generic, Self, TypeVar

_Sync = httpx.BaseTransport | httpx.Client
_Async = httpx.AsyncBaseTransport | httpx.AsyncClient
WayT = TypeVar("WayT", _Sync, _Async)

@define
class Connections(Generic[WayT]):
    way: WayT
    renew: Callable[[], WayT] | None = None
    is_closed: bool = False
    process: int = field(factory=os.getpid)
    loop: asyncio.AbstractEventLoop | None = None

    @property
    def build(self) -> Callable[..., httpx.Request]: ...
    def check(self, *, is_closed: bool) -> None: ...
    def stray(self, response: httpx.Response) -> Any: ...
    def check_loop(self) -> None: ...

@define
class _Exchange(Generic[WayT]):
    settings: Settings
    connections: Connections[WayT]
    is_owner: bool = True
    is_closed: bool = False

    def share(self, settings: Settings) -> Self: ...
    def check(self) -> None: ...

class Exchange(_Exchange[_Sync]):
    @classmethod
    def open(
        cls,
        settings: Settings,
        transport: httpx.BaseTransport | None,
        proxy: str | httpx.Proxy | None,
        http: httpx.Client | None,
    ) -> Self: ...
    def __call__(
        self,
        operation: Operation[..., T_co],
        parameters: Mapping[str, Any],
        cursor: str | None = None,
    ) -> Response[T_co]: ...
    def _settle(self, call: Call, operation: Operation[..., T_co]) -> Response[T_co]: ...
    def _attempt(self, call: Call) -> Answer: ...
    def _attempt_within(self, call: Call) -> Answer: ...
    def _read(self, reading: Reading, response: httpx.Response) -> Answer: ...
    def _send(self, request: httpx.Request) -> httpx.Response: ...
    is_closed: bool

    def close(self) -> None: ...

class AsyncExchange(_Exchange[_Async]):
    @classmethod
    def open(
        cls,
        settings: Settings,
        transport: httpx.AsyncBaseTransport | None,
        proxy: str | httpx.Proxy | None,
        http: httpx.AsyncClient | None,
    ) -> Self: ...
    async def __call__(
        self,
        operation: Operation[..., T_co],
        parameters: Mapping[str, Any],
        cursor: str | None = None,
    ) -> Response[T_co]: ...
    async def _settle(self, call: Call, operation: Operation[..., T_co]) -> Response[T_co]: ...
    async def _attempt(self, call: Call) -> Answer: ...
    async def _attempt_within(self, call: Call) -> Answer: ...
    async def _read(
        self, reading: Reading, response: httpx.Response, limit: float | None
    ) -> Answer: ...
    async def _send(self, request: httpx.Request) -> httpx.Response: ...
    is_closed: bool

    async def aclose(self) -> None: ...
