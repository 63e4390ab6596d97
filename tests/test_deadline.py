"""A deadline holds, however slowly a server goes on."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from serverless_training import AsyncClient, Client, RequestTimeoutError

from tests.fakes import KEY

HEAD = b"HTTP/1.1 200 OK\r\nX-Request-Id: r1\r\nContent-Length: 100000\r\n\r\n"
DRIPS = {"status line": b"", "headers": b"HTTP/1.1 200 OK\r\nX-", "body": HEAD}


@pytest.fixture
def drip(request: pytest.FixtureRequest) -> Iterator[str]:
    """A server that sends what it is told, and then one byte every 20 ms for ever."""
    over = threading.Event()

    def answer(connection: socket.socket) -> None:
        with connection:
            connection.recv(65536)
            connection.sendall(request.param)
            while not over.wait(0.02):
                try:
                    connection.sendall(b"H")
                except OSError:
                    return

    def serve(listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=[connection], daemon=True).start()

    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=serve, args=[listener], daemon=True).start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    over.set()
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()


@pytest.mark.parametrize("drip", DRIPS.values(), ids=DRIPS.keys(), indirect=True)
def test_server_that_drips_for_ever_ends_with_the_deadline(drip: str) -> None:
    """Each read is short, and no limit of a single step would ever be met."""
    started = time.monotonic()
    with (
        Client(api_key=KEY, base_url=drip, deadline=0.3) as sync,
        pytest.raises(RequestTimeoutError, match=r"within 0\.3 s") as caught,
    ):
        sync.checkpoints.list("m").first()

    async def again() -> None:
        async with AsyncClient(api_key=KEY, base_url=drip, deadline=0.3) as other:
            await other.checkpoints.list("m").first()

    with pytest.raises(RequestTimeoutError, match=r"within 0\.3 s") as twin:
        asyncio.run(again())
    assert 0.6 <= time.monotonic() - started < 5
    assert caught.value.request_id == twin.value.request_id
