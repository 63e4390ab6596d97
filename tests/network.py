"""A service on real sockets that misbehaves exactly as it is told to, and remembers its requests.

A `Shelf` knows the right answers. A `Choice` says for each request what is done with the right
answer: `script` goes through steps, `always` repeats one, `mixed` fails by a seeded chance.
"""

import contextlib
import json
import random
import socket
import socketserver
import ssl
import struct
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from http.client import responses
from io import BufferedReader
from itertools import cycle
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.fakes import page, uuid

# The guard against hanging: what a test waits for takes a small part of it on the busiest machine.
LONGEST_SECONDS = 60.0
# So often does `drip` send a drop: for longer than any client of a test's waits.
DROPS = 3_000


@dataclass
class Shelf:
    """The checkpoints of a model as the service keeps them, each known by its step.

    Attributes:
        steps: Oldest first; may change while a listing is read.
    """

    steps: list[int]

    def answer(self, target: str) -> tuple[int, dict[str, Any]]:
        """Answer one request for a page as FastAPI would.

        Args:
            target: Path and query.

        Returns:
            Status and body; 404 where `after` is no checkpoint.
        """
        query = parse_qs(urlsplit(target).query)
        steps = self.steps[:: -1 if query.get("order") == ["desc"] else 1]
        start = 0
        if "after" in query:
            cursor = query["after"][0]
            known = [uuid(step) for step in steps]
            if cursor not in known:
                return 404, {"detail": f"Checkpoint {cursor} not found"}
            start = known.index(cursor) + 1
        stop = start + int(query.get("limit", ["20"])[0])
        return 200, page(steps[start:stop], more=stop < len(steps))


@dataclass(frozen=True)
class Seen:
    """A request as it came.

    Attributes:
        method: As it stands in the request line.
        target: Likewise, not decoded.
        headers: By name in lower case.
        body: The body.
    """

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Exchange:
    """One request, and the connection that it came on.

    Attributes:
        connection: Where the answer goes.
        seen: The request.
        shelf: Knows the right answer.
        over: Whether the connection ends here.
    """

    connection: socket.socket
    seen: Seen
    shelf: Shelf
    over: bool = False

    def right(self) -> tuple[int, bytes]:
        """Status and body of the right answer."""
        status, body = self.shelf.answer(self.seen.target)
        return status, json.dumps(body).encode("utf-8")

    def send(self, code: int, body: bytes, **headers: str) -> None:
        """Send an answer; `_` in the name of a header stands for `-`."""
        self.connection.sendall(head(code, **{"Content_Length": str(len(body))} | headers) + body)

    def reset(self) -> None:
        """End the connection with RST instead of FIN."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.over = True


Step = Callable[[Exchange], None]
Choice = Callable[[Seen], Step]


def head(code: int, **headers: str) -> bytes:
    """Write the head of an answer; `_` in the name of a header stands for `-`."""
    lines = [f"HTTP/1.1 {code} {responses.get(code, 'Odd')}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def fine(exchange: Exchange) -> None:
    """Answer as it should be."""
    exchange.send(*exchange.right())


def status(code: int, body: bytes = b"", **headers: str) -> Step:
    """Answer with this status, body and headers."""
    return lambda exchange: exchange.send(code, body, **headers)


def hang_up(exchange: Exchange) -> None:
    """End the connection without a word."""
    exchange.over = True


def raw(data: bytes) -> Step:
    """Send bytes, whatever they are, and hang up."""

    def step(exchange: Exchange) -> None:
        exchange.connection.sendall(data)
        exchange.over = True

    return step


def reset(exchange: Exchange) -> None:
    """Reset the connection before the answer."""
    exchange.reset()


def reset_within_body(exchange: Exchange) -> None:
    """Reset the connection in the middle of the right answer."""
    code, body = exchange.right()
    exchange.connection.sendall(head(code, Content_Length=str(len(body))) + body[: len(body) // 2])
    exchange.reset()


def cut_off(exchange: Exchange) -> None:
    """Promise more than the right answer, and hang up."""
    code, body = exchange.right()
    exchange.connection.sendall(head(code, Content_Length=str(len(body) + 9)) + body)
    exchange.over = True


def cut_off_chunks(exchange: Exchange) -> None:
    """Send all of the right answer as a chunk, but not the chunk that ends it."""
    code, body = exchange.right()
    chunk = b"%x\r\n%b\r\n" % (len(body), body)
    exchange.connection.sendall(head(code, Transfer_Encoding="chunked") + chunk)
    exchange.over = True


def silence(exchange: Exchange) -> None:
    """Take the request and say nothing until the client gives up."""
    exchange.connection.settimeout(LONGEST_SECONDS)
    with contextlib.suppress(TimeoutError):
        exchange.connection.recv(1)
    exchange.over = True


def drip(start: bytes, drop: bytes, every_seconds: float = 0.02) -> Step:
    """Send a start, and then a drop again and again, `DROPS` times at most."""

    def step(exchange: Exchange) -> None:
        exchange.connection.sendall(start)
        for _ in range(DROPS):
            exchange.connection.sendall(drop)
            time.sleep(every_seconds)
        exchange.over = True

    return step


def until(condition: Callable[[], object]) -> None:
    """Wait until something is so that another thread or process brings about."""
    for _ in range(int(LONGEST_SECONDS / 0.005)):
        if condition():
            return
        time.sleep(0.005)
    raise AssertionError("What was waited for did not come about.")


def finish(work: Callable[[], object]) -> None:
    """Do work that waits for nothing; that it hangs is an error."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(LONGEST_SECONDS)
    assert not thread.is_alive()


def wait_for_requests(patch: pytest.MonkeyPatch) -> None:
    """Let a mock server wait at its end for requests under way, however long they take."""
    import uvicorn  # noqa: PLC0415  for these tests only

    made = uvicorn.Config

    def config(*args: Any, **options: Any) -> uvicorn.Config:
        return made(*args, **options | {"timeout_graceful_shutdown": None})

    patch.setattr("serverless_training_testing._serving.uvicorn.Config", config)


def _busy_until_now(exchange: Exchange) -> None:
    exchange.send(429, b"{}", Retry_After=formatdate(usegmt=True))


# Each is over at once for who tries again; what a wait looks like is tested with a false clock.
FAULTS: tuple[Step, ...] = (
    status(429, b"{}"),
    status(429, b"{}", Retry_After="0"),
    _busy_until_now,
    status(503, b"<html>Busy</html>"),
    reset,
    reset_within_body,
    silence,
    cut_off,
    cut_off_chunks,
)


def always(step: Step) -> Choice:
    """Do the same with every request."""
    return lambda _: step


def script(*steps: Step) -> Choice:
    """Do one step after the other, whoever asks for what; then all is fine."""
    left = list(steps)
    return lambda _: left.pop(0) if left else fine


def rounds(*steps: Step) -> Choice:
    """Do one step after the other, round and round."""
    turn = cycle(steps)
    return lambda _: next(turn)


def mixed(seed: int, share: float = 0.1) -> Choice:
    """Fail a share of the requests, each in one of `FAULTS`.

    What happens depends on the seed, the target and how often it was asked for, so that threads
    cannot change it by the order in which they ask.
    """
    asked = Counter[str]()

    def choose(seen: Seen) -> Step:
        asked[seen.target] += 1
        dice = random.Random(f"{seed} {seen.target} {asked[seen.target]}")  # noqa: S311  no secret
        return dice.choice(FAULTS) if dice.random() < share else fine

    return choose


@dataclass
class Site:
    """A server that runs.

    Attributes:
        url: Where it answers, without a slash at the end.
        shelf: The right answers.
        choose: What is done with them.
        tls: How connections are secured; `None` for plain ones.
        seen: The requests so far, in the order of their coming.
        connections: How many connections were made so far.
    """

    url: str
    shelf: Shelf
    choose: Choice
    tls: ssl.SSLContext | None
    seen: list[Seen] = field(default_factory=list)
    connections: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class _Connection(socketserver.StreamRequestHandler):
    site: Site
    rfile: BufferedReader

    def setup(self) -> None:
        with self.site.lock:
            self.site.connections += 1
        if self.site.tls:
            self.request = self.site.tls.wrap_socket(self.request, server_side=True)
        super().setup()

    def handle(self) -> None:
        while seen := self.read():
            with self.site.lock:
                self.site.seen.append(seen)
                step = self.site.choose(seen)
            exchange = Exchange(self.connection, seen, self.site.shelf)
            step(exchange)
            if exchange.over:
                return

    def read(self) -> Seen | None:
        if self.rfile.peek(1)[:1] == b"\x16":  # the first byte of TLS: RFC 8446, section 5.1
            self.connection.sendall(head(400, Connection="close"))
            return None
        words = self.rfile.readline().decode("latin-1").split()
        headers: dict[str, str] = {}
        while line := self.rfile.readline().decode("latin-1").strip():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        if len(words) != 3:  # the end of the connection, or no HTTP
            return None
        body = self.rfile.read(int(headers.get("content-length", "0")))
        return Seen(words[0], words[1], headers, body)

    def finish(self) -> None:
        super().finish()
        self.request.close()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        # Clients hang up while they are served; anything else is an error of a test's own.
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


@contextlib.contextmanager
def serving(
    choose: Choice = lambda _: fine,
    *,
    shelf: Shelf | None = None,
    tls: ssl.SSLContext | None = None,
) -> Iterator[Site]:
    """Serve a shelf on a free port of the loopback interface.

    Args:
        choose: What is done with each request.
        shelf: The right answers; three checkpoints by default.
        tls: Secures the connections.

    Yields:
        The server.
    """
    site = Site("", shelf or Shelf([0, 1, 2]), choose, tls)
    with _Server(("127.0.0.1", 0), type("Connection", (_Connection,), {"site": site})) as server:
        site.url = f"http{'s' if tls else ''}://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


@contextlib.contextmanager
def full_backlog() -> Iterator[str]:
    """Listen on a port where nobody gets through: connecting to it takes until one gives up.

    Yields:
        Its address.
    """
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        address = listener.getsockname()
        while True:
            caller = stack.enter_context(socket.socket())
            caller.settimeout(0.1)
            try:
                caller.connect(address)
            except TimeoutError:
                break
        yield f"http://127.0.0.1:{address[1]}"
