"""Serve an ASGI application on a socket of its own, in a thread of its own."""

import asyncio
import errno
import os
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from serverless_training._language import gettext as _
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from serverless_training_testing._connection import show_transport
from serverless_training_testing._errors import MockError

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
        self.settled: threading.Event = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.settled.set()

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
            self.settled.set()


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
    show_transport(config)
    server = _Uvicorn(config)
    thread = threading.Thread(
        target=server.run, args=[[listener]], name="serverless-training mock", daemon=True
    )
    thread.start()
    server.settled.wait()
    try:
        if not server.started:
            raise MockError(_("The mock server did not start. The log of `uvicorn` says why."))
        yield
    finally:
        server.should_exit = True
        thread.join()
