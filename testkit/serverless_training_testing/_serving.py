"""Serve an ASGI application on a socket, in a thread; reset its connections, which ASGI cannot."""

import asyncio
import errno
import os
import socket
import struct
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import uvicorn
from serverless_training._language import gettext as _
from starlette.types import ASGIApp, Message, Receive, Scope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from serverless_training_testing._errors import MockError

RESET: Message = {"type": "serverless_training.reset"}
"""What an application sends in place of an answer, or of the rest of one."""

_TRANSPORT = "serverless_training.transport"
# Closing a socket that lingers for no time sends RST. Windows has its own layout of the setting.
_NO_TIME = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
_LOOK_EVERY_SECONDS = 0.002


def add_transport(config: uvicorn.Config) -> None:
    """Show each request the transport that it came on, in `state` of its scope."""
    config.load()
    protocol: Any = config.http_protocol_class

    class WithTransport(protocol):  # type: ignore[misc]  # known at run time
        app_state: dict[str, Any]

        def connection_made(self, transport: asyncio.Transport) -> None:
            super().connection_made(transport)
            # uvicorn gives each request a copy of it.
            self.app_state = {**self.app_state, _TRANSPORT: transport}

    config.http_protocol_class = WithTransport


async def reset(scope: Scope, receive: Receive) -> None:
    """Reset a connection once what was sent on it has left; returns when it is gone."""
    transport = scope["state"][_TRANSPORT]
    # Transports say when little is left to be sent, but not when nothing is.
    while transport.get_write_buffer_size() and not transport.is_closing():  # noqa: ASYNC110
        await asyncio.sleep(_LOOK_EVERY_SECONDS)
    if not transport.is_closing():
        connection = transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_TIME)
        transport.abort()
    while (await receive())["type"] != "http.disconnect":
        pass


async def wait(scope: Scope, seconds: float) -> bool:
    """Wait for as long as the client does."""
    transport = scope["state"][_TRANSPORT]
    # Not the loop's clock, which uvloop looks at once for each of its rounds.
    end = monotonic() + seconds
    while (left := end - monotonic()) > 0:
        if transport.is_closing():
            return False
        await asyncio.sleep(min(left, _LOOK_EVERY_SECONDS * 5))
    return True


if sys.platform == "win32":
    from asyncio import new_event_loop
else:
    from uvloop import new_event_loop

_LAST_PORT = 65535


def listen(host: str, port: int) -> socket.socket:
    """Open a listening socket, and keep it: a port that is let go may be taken by another."""
    if not 0 <= port <= _LAST_PORT:
        raise MockError(
            _("There is no port {port}. Choose one up to 65535, or 0 for any free port.").format(
                port=port
            )
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends small answers without delay only where the protocol is named.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere it would let two servers share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()
    except (OSError, TypeError) as error:  # TypeError: a name that no resolver can be asked for
        listener.close()
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise MockError(
                _("Port {port} is in use. Choose another one, or 0 for any free port.").format(
                    port=port
                )
            ) from error
        raise MockError(
            _(
                "Cannot listen on {host}, port {port}: {reason}. Choose another address or port."
            ).format(host=host, port=port, reason=getattr(error, "strerror", error))
        ) from error
    return listener


class _Uvicorn(uvicorn.Server):
    """A uvicorn that says when it serves, or that it never will, and that stops at once."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready: threading.Event = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Else a client that has sent half a request would be waited for.
        for connection in self.server_state.connections:
            connection.transport.abort()
        await super().shutdown(sockets)

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            with asyncio.Runner(loop_factory=new_event_loop) as runner:
                runner.run(self.serve(sockets))
        finally:
            self.ready.set()


@contextmanager
def serving(app: ASGIApp, listener: socket.socket) -> Iterator[None]:
    """Serve an application in a thread while the `with` block runs."""
    config = uvicorn.Config(
        app,
        # Named, since what else is installed must not change how the mock behaves. Both are twice
        # as fast as those that uvicorn brings.
        loop="none",  # made by `run`: uvicorn's ways to choose one have changed
        http=HttpToolsProtocol,
        ws="none",
        lifespan="off",
        # No handler and no level is set: loggers belong to the process that the tests run in.
        log_config=None,
        # In seconds; only for a request that goes on when its client is gone.
        timeout_graceful_shutdown=1,
    )
    add_transport(config)
    server = _Uvicorn(config)
    thread = threading.Thread(
        target=server.run, args=[[listener]], name="serverless-training mock", daemon=True
    )
    thread.start()
    server.ready.wait()
    try:
        if not server.started:
            raise MockError(_("The mock server did not start. The log of `uvicorn` says why."))
        yield
    finally:
        server.should_exit = True
        thread.join()
