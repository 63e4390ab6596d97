"""Requests that go out and answers that come back: two thin shells, for threads and for asyncio."""

import asyncio
import math
import os
import time
from collections.abc import Callable, Mapping
from typing import Any, Generic, Self, TypeVar, cast

import anyio
import httpx
import tenacity
from attrs import define, evolve, field

from serverless_training._answers import Answer, read
from serverless_training._deadline import keep_deadlines, limit_thread
from serverless_training._errors import (
    ClientClosedError,
    EventLoopError,
    ServerlessTrainingError,
)
from serverless_training._language import gettext as _
from serverless_training._language import speaking
from serverless_training._operations import Operation, T_co
from serverless_training._reading import Reading
from serverless_training._response import Response
from serverless_training._retries import policy
from serverless_training._settings import Settings
from serverless_training._transport import FAILURES, Call, as_request_error
from serverless_training._ways import check_way, environment_proxy, make_transport, shown_proxy

_Sync = httpx.BaseTransport | httpx.Client
_Async = httpx.AsyncBaseTransport | httpx.AsyncClient
WayT = TypeVar("WayT", _Sync, _Async)


@define
class Connections(Generic[WayT]):
    """What requests go through; clients made by `with_options` share it.

    Attributes:
        way: A transport, or an httpx client of the caller's, which has transports of its own.
            Without such a client requests go to a transport at once: an httpx client would spend
            a third of the time of a request on cookies, redirects and authentication.
        renew: Makes such a transport again; `None` where the caller has made it.
        is_closed: Whether `close` was called.
        process: The process that the connections belong to.
        loop: The event loop that the connections belong to, once there is one.
    """

    way: WayT
    renew: Callable[[], WayT] | None = None
    is_closed: bool = False
    process: int = field(factory=os.getpid)
    loop: asyncio.AbstractEventLoop | None = None

    @property
    def build(self) -> Callable[..., httpx.Request]:
        """What builds requests; an httpx client adds headers and more of its own."""
        if isinstance(self.way, httpx.Client | httpx.AsyncClient):
            return self.way.build_request
        return httpx.Request

    def check(self, *, is_closed: bool) -> None:
        """Refuse to go on with connections that were closed.

        Args:
            is_closed: Whether the client that asks was closed, if not its connections.

        Raises:
            ClientClosedError: They were, or it was.
        """
        if is_closed or self.is_closed or getattr(self.way, "is_closed", False):
            raise ClientClosedError(
                _("This client is closed. Make a new one, or call it inside its `with` block.")
            )
        if self.process == os.getpid():
            return
        # A fork has the same sockets: each would read answers to the other's requests.
        if self.renew is None:
            raise ClientClosedError(
                _("This client was made by another process. Make a new one in each process.")
            )
        self.way, self.process, self.loop = self.renew(), os.getpid(), None

    def stray(self, response: httpx.Response) -> Any:
        """Find a connection that was made while another thread or task closed all others.

        Args:
            response: What came over it.

        Returns:
            The stream to close, which the transport no longer knows; `None` if there is none.
        """
        return response.extensions.get("network_stream") if self.is_closed else None

    def check_loop(self) -> None:
        """Refuse an event loop that the connections do not belong to.

        Raises:
            EventLoopError: Another loop is running, or none of asyncio's.
        """
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            loop = None
        if loop is None:
            raise EventLoopError(_("AsyncClient needs asyncio; no event loop of it is running."))
        if self.loop not in (None, loop):
            raise EventLoopError(
                _(
                    "This AsyncClient belongs to another asyncio event loop. Make one client in "
                    "each event loop, or keep to one `asyncio.run`."
                )
            )
        self.loop = loop


@define
class _Exchange(Generic[WayT]):
    """What both exchanges do, all of it without I/O.

    Attributes:
        settings: How operations are called.
        connections: What requests go through.
        is_owner: Whether closing it closes the connections.
        is_closed: Whether it was closed itself.
    """

    settings: Settings
    connections: Connections[WayT]
    is_owner: bool = True
    is_closed: bool = False

    def share(self, settings: Settings) -> Self:
        """Make an exchange with other settings over the same connections, which it never closes.

        Args:
            settings: How operations are called.

        Returns:
            The exchange.
        """
        return type(self)(settings, self.connections, is_owner=False)

    def check(self) -> None:
        """Refuse to go on when this exchange or the connections were closed.

        Raises:
            ClientClosedError: They were.
        """
        self.connections.check(is_closed=self.is_closed)


class Exchange(_Exchange[_Sync]):
    """Calls operations, one thread at a time or many."""

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
        proxy = check_way(httpx.Client, httpx.BaseTransport, transport, proxy, http)
        given = http if transport is None else transport
        if given is not None:  # it stays as its owner has made it
            return cls(settings, Connections(given))

        proxy = proxy or environment_proxy(settings)

        def renew() -> _Sync:
            way = make_transport(httpx.HTTPTransport, proxy)
            keep_deadlines(way)
            return way

        return cls(evolve(settings, proxy=shown_proxy(proxy)), Connections(renew(), renew))

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
        with speaking(self.settings.language):
            self.check()
            call = Call(self.connections.build, self.settings, operation, parameters, cursor)
            try:
                return self._settle(call, operation)
            except ServerlessTrainingError as error:
                # The way through tenacity says nothing, and its frames hold the response.
                raise error.with_traceback(None)  # noqa: B904  it is the same error

    def _settle(self, call: Call, operation: Operation[..., T_co]) -> Response[T_co]:
        repeat = policy(call, self.settings.max_retries)
        answer: Answer = tenacity.Retrying(**repeat, sleep=time.sleep)(self._attempt, call)
        return call.response(answer, read(operation, answer))

    def _attempt(self, call: Call) -> Answer:
        self.check()
        limit_thread(call.begin())
        try:
            return self._attempt_within(call)
        finally:  # what else this thread does has as much time as it likes
            limit_thread(math.inf)

    def _attempt_within(self, call: Call) -> Answer:
        failure = None
        try:
            response = self._send(call.request)
        except FAILURES as error:
            failure = call.failed(as_request_error(error))
        if failure:  # raised here, so that the error of httpx is its cause alone
            raise failure
        return self._read(Reading(call, response), response)

    def _read(self, reading: Reading, response: httpx.Response) -> Answer:
        try:
            for chunk in response.iter_raw() if reading.ready is None else reading.ready:
                if not reading.feed(chunk):
                    break
        except FAILURES as error:
            reading.fail(as_request_error(error))
        finally:
            response.close()
            if stream := self.connections.stray(response):
                stream.close()
        return reading.answer()

    def _send(self, request: httpx.Request) -> httpx.Response:
        way = self.connections.way
        if not isinstance(way, httpx.Client):
            return way.handle_request(request)
        try:
            return way.send(request, auth=None, stream=True, follow_redirects=False)
        except httpx.HTTPStatusError as error:  # raised by a hook of the caller's
            return error.response

    def close(self) -> None:
        """Close it, and the connections that it owns unless a client of the caller's has them."""
        self.is_closed = True
        if not self.is_owner:
            return
        self.connections.is_closed = True
        if isinstance(self.connections.way, httpx.BaseTransport):
            self.connections.way.close()


class AsyncExchange(_Exchange[_Async]):
    """Calls operations within one asyncio event loop."""

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
        proxy = check_way(httpx.AsyncClient, httpx.AsyncBaseTransport, transport, proxy, http)
        given = http if transport is None else transport
        if given is not None:
            return cls(settings, Connections(given))

        proxy = proxy or environment_proxy(settings)

        def renew() -> _Async:
            return make_transport(httpx.AsyncHTTPTransport, proxy)

        return cls(evolve(settings, proxy=shown_proxy(proxy)), Connections(renew(), renew))

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
        with speaking(self.settings.language):
            self.check()
            self.connections.check_loop()
            call = Call(self.connections.build, self.settings, operation, parameters, cursor)
        try:
            return await self._settle(call, operation)
        except ServerlessTrainingError as error:
            # The way through tenacity says nothing, and its frames hold the response.
            raise error.with_traceback(None)  # noqa: B904  it is the same error

    async def _settle(self, call: Call, operation: Operation[..., T_co]) -> Response[T_co]:
        repeat = policy(call, self.settings.max_retries)
        repeating = tenacity.AsyncRetrying(**repeat, sleep=asyncio.sleep)
        answer: Answer = await repeating(self._attempt, call)
        with speaking(self.settings.language):
            return call.response(answer, read(operation, answer))

    async def _attempt(self, call: Call) -> Answer:
        # httpcore shields the closing of a connection from anyio's cancellation, not from that of
        # asyncio: a connection whose closing is cut short would stay in use for ever.
        scope = anyio.CancelScope()

        async def work() -> Answer | None:
            with scope:
                return await self._attempt_within(call)
            return None

        with speaking(self.settings.language):  # which the task keeps
            task = asyncio.ensure_future(work())
        # A failure that comes while the caller is cancelled is raised nowhere: it counts as seen.
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        try:
            await asyncio.wait([task])
        finally:
            if not task.done():
                scope.cancel()
                await asyncio.wait([task])
        return cast("Answer", task.result())

    async def _attempt_within(self, call: Call) -> Answer:
        self.check()
        call.begin()
        failure = None
        try:
            with anyio.fail_after(call.limit):
                response = await self._send(call.request)
        except TimeoutError:
            failure = call.expired()
        except FAILURES as error:
            failure = call.failed(as_request_error(error))
        if failure:  # raised here, so that the error of httpx is its cause alone
            raise failure
        return await self._read(Reading(call, response), response, call.limit)

    async def _read(
        self, reading: Reading, response: httpx.Response, limit: float | None
    ) -> Answer:
        try:
            with anyio.fail_after(limit):
                async for chunk in response.aiter_raw() if reading.ready is None else reading:
                    if not reading.feed(chunk):
                        break
        except TimeoutError:
            reading.expire()
        except FAILURES as error:
            reading.fail(as_request_error(error))
        finally:
            await response.aclose()
            if stream := self.connections.stray(response):
                await stream.aclose()
        return reading.answer()

    async def _send(self, request: httpx.Request) -> httpx.Response:
        way = self.connections.way
        if not isinstance(way, httpx.AsyncClient):
            return await way.handle_async_request(request)
        try:
            return await way.send(request, auth=None, stream=True, follow_redirects=False)
        except httpx.HTTPStatusError as error:  # raised by a hook of the caller's
            return error.response

    async def aclose(self) -> None:
        """Close it, and the connections that it owns unless a client of the caller's has them.

        Raises:
            EventLoopError: They belong to another event loop.
        """
        if not self.is_owner:
            self.is_closed = True
            return
        with speaking(self.settings.language):
            self.connections.check_loop()
        self.is_closed = self.connections.is_closed = True
        if isinstance(self.connections.way, httpx.AsyncBaseTransport):
            await self.connections.way.aclose()
