"""Requests that go out and answers that come back: two thin shells, for threads and for asyncio."""

import asyncio
import math
import time
from collections.abc import Mapping
from typing import Any, Generic, Self, TypeVar

import httpx
import tenacity
from attrs import define

from serverless_training._answers import Answer, read
from serverless_training._deadline import keep_deadlines, limit_thread
from serverless_training._errors import ClientClosedError, EventLoopError
from serverless_training._language import gettext as _
from serverless_training._operations import Operation, T_co
from serverless_training._response import Response
from serverless_training._retries import policy
from serverless_training._settings import Settings, check_http
from serverless_training._transport import Call, Reading, client_options

HttpT = TypeVar("HttpT", httpx.Client, httpx.AsyncClient)


@define
class Connections(Generic[HttpT]):
    """An httpx client, and who closes it; clients made by `with_options` share it.

    Attributes:
        http: The httpx client.
        is_ours: Whether it is closed with the client; the caller closes what the caller made.
        is_closed: Whether `close` was called.
        loop: The event loop that the connections belong to, once there is one.
    """

    http: HttpT
    is_ours: bool
    is_closed: bool = False
    loop: asyncio.AbstractEventLoop | None = None

    def check(self) -> None:
        """Refuse to go on with connections that were closed.

        Raises:
            ClientClosedError: They were.
        """
        if self.is_closed or self.http.is_closed:
            raise ClientClosedError(
                _("This client is closed. Make a new one, or call it inside its `with` block.")
            )

    def check_loop(self) -> None:
        """Refuse an event loop that the connections do not belong to.

        Raises:
            EventLoopError: Another loop is running, or none of asyncio's.
        """
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            loop = None
        if loop is None or self.loop not in (None, loop):
            raise EventLoopError(
                _(
                    "This AsyncClient belongs to another asyncio event loop. Make one client in "
                    "each event loop, or keep to one `asyncio.run`."
                )
            )
        self.loop = loop


@define
class Exchange:
    """Calls operations, one thread at a time or many.

    Attributes:
        settings: How.
        connections: Over what.
    """

    settings: Settings
    connections: Connections[httpx.Client]

    @classmethod
    def open(
        cls,
        settings: Settings,
        transport: httpx.BaseTransport | None,
        proxy: str | httpx.Proxy | None,
        http: httpx.Client | None,
    ) -> Self:
        """Make connections, or take those of the caller.

        Args:
            settings: How to call.
            transport: A transport of the caller's, or `None`.
            proxy: A proxy, or `None` for those of the environment.
            http: An httpx client of the caller's, or `None`.

        Returns:
            The exchange.

        Raises:
            InvalidArgumentError: More than one way is given, or the proxy's URL cannot be used.
        """
        proxy = check_http(transport, proxy, http)
        ours = http is None
        if http is None:
            http = httpx.Client(**client_options(settings), transport=transport, proxy=proxy)
            if transport is None:
                keep_deadlines(http)
        return cls(settings, Connections(http, ours))

    def __call__(
        self,
        operation: Operation[..., T_co],
        parameters: Mapping[str, Any],
        cursor: str | None = None,
    ) -> Response[T_co]:
        """Call an operation.

        Args:
            operation: The operation.
            parameters: Its arguments by name, as `bind` returns them.
            cursor: Where to go on; `None` to leave that to the arguments.

        Returns:
            The answer with its model.

        Raises:
            ClientClosedError: The connections are closed.
            InvalidArgumentError: An argument cannot be sent.
            RequestError: The request failed, for good.
        """
        self.connections.check()
        call = Call(self.connections.http, self.settings, operation, parameters, cursor)
        repeat = policy(call.request, self.settings.max_retries, call.seconds)
        answer: Answer = tenacity.Retrying(**repeat, sleep=time.sleep)(self._attempt, call)
        return call.response(answer, read(operation, answer))

    def _attempt(self, call: Call) -> Answer:
        self.connections.check()
        limit_thread(call.begin())
        failure = None
        try:
            response = self.connections.http.send(
                call.request, auth=self.settings.auth, stream=True, follow_redirects=False
            )
        except httpx.RequestError as error:
            failure = call.failed(error)
        if failure:  # raised here, so that the error of httpx is its cause alone
            raise failure
        reading = Reading(call, response)
        try:
            for chunk in response.iter_raw() if reading.ready is None else reading.ready:
                if not reading.feed(chunk):
                    break
        except httpx.RequestError as error:
            reading.fail(error)
        finally:
            response.close()
        return reading.answer()

    def close(self) -> None:
        """Close the connections, unless they are the caller's."""
        self.connections.is_closed = True
        if self.connections.is_ours:
            self.connections.http.close()


@define
class AsyncExchange:
    """Calls operations within one asyncio event loop.

    Attributes:
        settings: How.
        connections: Over what.
    """

    settings: Settings
    connections: Connections[httpx.AsyncClient]

    @classmethod
    def open(
        cls,
        settings: Settings,
        transport: httpx.AsyncBaseTransport | None,
        proxy: str | httpx.Proxy | None,
        http: httpx.AsyncClient | None,
    ) -> Self:
        """Make connections, or take those of the caller.

        Args:
            settings: How to call.
            transport: A transport of the caller's, or `None`.
            proxy: A proxy, or `None` for those of the environment.
            http: An httpx client of the caller's, or `None`.

        Returns:
            The exchange.

        Raises:
            InvalidArgumentError: More than one way is given, or the proxy's URL cannot be used.
        """
        proxy = check_http(transport, proxy, http)
        ours = http is None
        if http is None:
            http = httpx.AsyncClient(**client_options(settings), transport=transport, proxy=proxy)
        return cls(settings, Connections(http, ours))

    async def __call__(
        self,
        operation: Operation[..., T_co],
        parameters: Mapping[str, Any],
        cursor: str | None = None,
    ) -> Response[T_co]:
        """Call an operation.

        Args:
            operation: The operation.
            parameters: Its arguments by name, as `bind` returns them.
            cursor: Where to go on; `None` to leave that to the arguments.

        Returns:
            The answer with its model.

        Raises:
            ClientClosedError: The connections are closed.
            EventLoopError: They belong to another event loop.
            InvalidArgumentError: An argument cannot be sent.
            RequestError: The request failed, for good.
        """
        self.connections.check()
        self.connections.check_loop()
        call = Call(self.connections.http, self.settings, operation, parameters, cursor)
        repeat = policy(call.request, self.settings.max_retries, call.seconds)
        repeating = tenacity.AsyncRetrying(**repeat, sleep=asyncio.sleep)
        answer: Answer = await repeating(self._attempt, call)
        return call.response(answer, read(operation, answer))

    async def _attempt(self, call: Call) -> Answer:
        self.connections.check()
        call.begin()
        failure = None
        try:
            async with asyncio.timeout(call.left if call.left < math.inf else None):
                response = await self.connections.http.send(
                    call.request, auth=self.settings.auth, stream=True, follow_redirects=False
                )
        except TimeoutError:
            failure = call.expired()
        except httpx.RequestError as error:
            failure = call.failed(error)
        if failure:  # raised here, so that the error of httpx is its cause alone
            raise failure
        reading = Reading(call, response)
        try:
            async with asyncio.timeout(call.left if call.left < math.inf else None):
                for chunk in reading.ready or ():
                    reading.feed(chunk)
                if reading.ready is None:
                    async for chunk in response.aiter_raw():
                        if not reading.feed(chunk):
                            break
        except TimeoutError:
            reading.expire()
        except httpx.RequestError as error:
            reading.fail(error)
        finally:
            await response.aclose()
        return reading.answer()

    async def aclose(self) -> None:
        """Close the connections, unless they are the caller's."""
        self.connections.is_closed = True
        if self.connections.is_ours:
            await self.connections.http.aclose()
