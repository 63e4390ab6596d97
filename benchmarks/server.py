"""A server so quick that it is never what is measured; `python -m benchmarks.server` starts it.

It speaks HTTP/1.1 with connections kept alive, knows the one path that the clients ask for, and
keeps the pages that it has written.
"""

import argparse
import asyncio
import json
import re
import sys
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import parse_qsl

from benchmarks.listing import Model, page

_PATH = re.compile(r"/v1/preview/models/([^/]+)/checkpoints")
_LARGEST_PAGE = 100
_KEPT_PAGES = 12_288  # of 15 kB


def respond(target: str) -> tuple[HTTPStatus, bytes]:
    """Answer a GET request.

    Args:
        target: Path and query.

    Returns:
        Status and body.
    """
    path, _, query = target.partition("?")
    asked = {"limit": "20", "order": "asc"} | dict(parse_qsl(query))
    limit, order, found = asked["limit"], asked["order"], _PATH.fullmatch(path)
    try:
        model = Model.parse(found[1] if found else "")
    except LookupError:
        return _fault(HTTPStatus.NOT_FOUND, "there is no such model")
    if not (limit.isdecimal() and 1 <= int(limit) <= _LARGEST_PAGE):
        return _fault(HTTPStatus.UNPROCESSABLE_ENTITY, f"limit is 1 to {_LARGEST_PAGE}")
    if order not in ("asc", "desc"):
        return _fault(HTTPStatus.UNPROCESSABLE_ENTITY, "order is asc or desc")
    try:
        return HTTPStatus.OK, page(
            model, int(limit), asked.get("after"), descending=order == "desc"
        )
    except LookupError:
        return _fault(HTTPStatus.UNPROCESSABLE_ENTITY, "after is no checkpoint of this model")


def _fault(status: HTTPStatus, detail: str) -> tuple[HTTPStatus, bytes]:
    return status, json.dumps({"detail": detail}).encode()


@lru_cache(_KEPT_PAGES)
def _message(target: str) -> bytes:
    status, body = respond(target)
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class _Connection(asyncio.Protocol):
    def __init__(self, delay_seconds: float) -> None:
        self._delay_seconds = delay_seconds
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  for mypy: this is TCP
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            message = _message(head.split(b" ", 2)[1].decode())
            if self._delay_seconds:
                loop = asyncio.get_running_loop()
                loop.call_later(self._delay_seconds, self._transport.write, message)
            else:
                self._transport.write(message)


async def serve(delay_seconds: float) -> None:
    """Serve on a free port of the loopback interface; its number is the first line printed.

    Ends with the standard input.

    Args:
        delay_seconds: How long each answer waits, as it would on a long way.
    """
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(delay_seconds), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    # Whoever started it closes its input, or dies.
    await asyncio.to_thread(sys.stdin.read)
    server.close()


def main() -> None:
    """Serve models named `model-NUMBER-COUNT`, each of COUNT checkpoints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.server", description=main.__doc__)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds (%(default)s)")
    asyncio.run(serve(parser.parse_args().delay))


if __name__ == "__main__":
    main()
