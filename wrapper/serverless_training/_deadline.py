"""The deadline of a request, kept in every single read of a socket.

httpx limits each read. A server that sends one byte of its headers now and then keeps every such
limit and never ends; asyncio can interrupt it from outside, a thread cannot be interrupted. So
each read may take no longer than what is left for the request that its thread is at.
"""

import socket
import threading
import time
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx

from serverless_training._language import gettext as _

_thread = threading.local()


def limit_thread(ends: float) -> None:
    """Say when the request that this thread is at must be over.

    Args:
        ends: As `time.monotonic` counts; infinite for never.
    """
    _thread.ends = ends


def keep_deadlines(transport: httpx.HTTPTransport) -> None:
    """Let the connections that a transport will make keep the deadlines of their threads.

    Args:
        transport: A transport that has made none yet.
    """
    # httpcore takes a network backend, but httpx has no argument for it.
    pool = transport._pool
    pool._network_backend = _Backend(pool._network_backend)


def _bounded(timeout: float | None) -> float | None:
    left: float = getattr(_thread, "ends", float("inf")) - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    # What threads and sockets can wait at most is about 290 years.
    return min(left if timeout is None else min(timeout, left), threading.TIMEOUT_MAX)


class _Backend(httpcore.NetworkBackend):
    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._backend = backend

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        problem: Exception | None = None
        for address in _addresses(host, port):
            try:
                return _Stream(
                    self._backend.connect_tcp(
                        address, port, _bounded(timeout), local_address, socket_options
                    )
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        raise problem or httpcore.ConnectError(_("no address for {host}").format(host=host))


def _addresses(host: str, port: int) -> list[str]:
    """Resolve a host, so that the deadline counts for all its addresses and not for each."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise httpcore.ConnectError(str(error)) from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _bounded(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _bounded(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, _bounded(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
