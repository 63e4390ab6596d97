# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import socket
import threading
import uvicorn
from collections.abc import Iterator
from contextlib import contextmanager
from serverless_training.testing._connection import show_transport as show_transport
from serverless_training.testing._errors import MockError as MockError
from starlette.types import ASGIApp as ASGIApp

_LAST_PORT: int

def listen(host: str, port: int) -> socket.socket: ...

class _Uvicorn(uvicorn.Server):
    settled: threading.Event

    def __init__(self, config: uvicorn.Config) -> None: ...
    async def startup(self, sockets: list[socket.socket] | None = None) -> None: ...
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None: ...
    def run(self, sockets: list[socket.socket] | None = None) -> None: ...

@contextmanager
def serving(app: ASGIApp, listener: socket.socket) -> Iterator[None]: ...
