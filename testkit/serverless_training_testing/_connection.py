"""Reset the TCP connection that a request came on; ASGI itself knows no way to."""

import asyncio
import os
import socket
import struct
from time import monotonic
from typing import Any

import uvicorn
from starlette.types import Message, Receive, Scope

RESET: Message = {"type": "serverless_training.reset"}
"""What an application sends in place of an answer, or of the rest of one."""

_TRANSPORT = "serverless_training.transport"
# Closing a socket that lingers for no time sends RST. Windows has its own layout of the setting.
_NO_TIME = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
_LOOK_EVERY_SECONDS = 0.002


def show_transport(config: uvicorn.Config) -> None:
    """Show each request the transport that it came on, in `state` of its scope."""
    config.load()
    protocol: Any = config.http_protocol_class

    class Showing(protocol):  # type: ignore[misc]  # known at run time
        app_state: dict[str, Any]

        def connection_made(self, transport: asyncio.Transport) -> None:
            super().connection_made(transport)
            # uvicorn gives each request a copy of it.
            self.app_state = {**self.app_state, _TRANSPORT: transport}

    config.http_protocol_class = Showing


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
