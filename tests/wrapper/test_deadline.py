"""A deadline holds, however slowly a server goes on."""

import asyncio
import math
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpcore
import httpx
import pytest
from serverless_training import AsyncClient, Client, RequestTimeoutError
from serverless_training._deadline import keep_deadlines, limit_thread

from tests.fakes import KEY, Clock, client
from tests.network import always, drip, fine, script, serving, silence

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
DRIPS = {"status line": b"", "headers": b"HTTP/1.1 200 OK\r\nX-", "body": HEAD}


@pytest.mark.parametrize("start", DRIPS.values(), ids=DRIPS.keys())
def test_server_that_drips_for_ever_ends_with_the_deadline(start: bytes) -> None:
    """Each read is short, and no limit of a single step would ever be met."""
    with serving(always(drip(start, b"H"))) as site:
        with (
            Client(api_key=KEY, base_url=site.url, deadline=0.3) as sync,
            pytest.raises(RequestTimeoutError, match=r"within 0\.3 s"),
        ):
            sync.checkpoints.list("m").first()

        async def again() -> None:
            async with AsyncClient(api_key=KEY, base_url=site.url, deadline=0.3) as other:
                await other.checkpoints.list("m").first()

        with pytest.raises(RequestTimeoutError, match=r"within 0\.3 s"):
            asyncio.run(again())


def test_limit_of_a_step_holds_where_there_is_no_deadline() -> None:
    """What is right comes through, and silence ends with `timeout`."""
    options: dict[str, Any] = {"timeout": 60, "deadline": math.inf, "max_retries": 0}
    with (
        serving(script(fine, silence)) as site,
        Client(api_key=KEY, base_url=site.url, **options) as sync,
    ):
        assert sync.checkpoints.list("m").first() is not None
        with pytest.raises(RequestTimeoutError, match="`timeout`"):
            sync.with_options(timeout=0.1).checkpoints.list("m").first()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock in the place of the machine's."""
    return Clock(monkeypatch)


@dataclass
class Late(httpx.SyncByteStream):
    """A body in two pieces, the second of which comes when the time is over."""

    clock: Clock

    def __iter__(self) -> Iterator[bytes]:
        """Bring them."""
        yield b"{"
        self.clock.sleep(61)
        yield b"}"


def test_piece_that_comes_too_late_is_not_read(clock: Clock) -> None:
    """A transport of the caller's knows no deadline."""
    asked: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, stream=Late(clock), headers={"X-Request-Id": "r1"})

    with (
        client(handle, deadline=60) as sync,
        pytest.raises(RequestTimeoutError, match="within 60 s") as caught,
    ):
        sync.checkpoints.list("m").first()
    assert caught.value.request_id == "r1"
    assert len(asked) == 1


@dataclass
class Wire(httpcore.NetworkStream):
    """A connection that remembers how long it was allowed to take."""

    limits: list[float | None] = field(default_factory=list)

    def connect_tcp(self, _: str, __: int, timeout: float | None = None, *___: Any) -> "Wire":
        """Connect."""
        self.limits.append(timeout)
        return self

    def read(self, _: int, timeout: float | None = None) -> bytes:
        """Read nothing."""
        self.limits.append(timeout)
        return b""

    def write(self, _: bytes, timeout: float | None = None) -> None:
        """Write nothing."""
        self.limits.append(timeout)

    def start_tls(self, _: Any, __: str | None = None, timeout: float | None = None) -> "Wire":
        """Go on as before."""
        self.limits.append(timeout)
        return self


@pytest.mark.parametrize(("ends_in", "timeout", "limit"), [(5, 60, 5), (5, None, 5), (60, 5, 5)])
def test_every_step_of_a_connection_keeps_the_deadline_of_its_thread(
    ends_in: float, timeout: float | None, limit: float, clock: Clock
) -> None:
    """Also after TLS."""
    wire = Wire()
    transport = httpx.HTTPTransport()
    transport._pool._network_backend = wire  # type: ignore[assignment]
    keep_deadlines(transport)
    limit_thread(clock.now + ends_in)
    try:
        plain = transport._pool._network_backend.connect_tcp("127.0.0.1", 1, timeout)
        secure = plain.start_tls(ssl.create_default_context(), None, timeout)
        for stream in (plain, secure):
            stream.read(1, timeout)
            stream.write(b"1", timeout)
    finally:
        limit_thread(math.inf)

    assert wire.limits == [limit] * 6


class Addresses:
    """A backend to which only some addresses of a host answer, and the others not in 30 s."""

    def __init__(self, clock: Clock, *answering: str) -> None:
        self.clock = clock
        self.answering = answering
        self.tried: list[str] = []

    def connect_tcp(self, host: str, *_: Any) -> Wire:
        """Connect, or let time pass."""
        self.tried.append(host)
        if host in self.answering:
            return Wire()
        self.clock.sleep(30)
        raise httpcore.ConnectTimeout


def connected(monkeypatch: pytest.MonkeyPatch, backend: Addresses, seconds: float) -> Any:
    """Connect to a host of ten addresses."""
    found = [(0, 0, 0, "", (f"10.0.0.{number}", 1)) for number in range(10)]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: found)
    transport = httpx.HTTPTransport()
    transport._pool._network_backend = backend  # type: ignore[assignment]
    keep_deadlines(transport)
    limit_thread(backend.clock.now + seconds)
    try:
        return transport._pool._network_backend.connect_tcp("service.test", 1, 60)
    finally:
        limit_thread(math.inf)


def test_next_address_is_tried_where_one_does_not_answer(
    monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    """In the order in which the system names them."""
    backend = Addresses(clock, "10.0.0.2", "10.0.0.3")
    connected(monkeypatch, backend, 90)

    assert backend.tried == ["10.0.0.0", "10.0.0.1", "10.0.0.2"]


def test_deadline_counts_for_all_addresses_together(
    monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    """Else a host with ten of them could take ten times as long."""
    backend = Addresses(clock)
    with pytest.raises(httpcore.ReadTimeout):
        connected(monkeypatch, backend, 50)

    assert backend.tried == ["10.0.0.0", "10.0.0.1"]


def test_step_after_the_deadline_is_not_begun(clock: Clock) -> None:
    """A flood of data never has to be waited for, and would never end."""
    transport = httpx.HTTPTransport()
    transport._pool._network_backend = Wire()  # type: ignore[assignment]
    keep_deadlines(transport)
    plain = transport._pool._network_backend.connect_tcp("127.0.0.1", 1)
    limit_thread(clock.now - 1)
    try:
        with pytest.raises(httpcore.ReadTimeout):
            plain.read(1, 5)
    finally:
        limit_thread(math.inf)


@pytest.mark.parametrize("deadline", [1e-9, 1e-4])
def test_deadline_that_is_over_at_once_is_a_timeout(deadline: float) -> None:
    """Also where a wait before another try has taken a moment too long."""
    with (
        serving(always(silence)) as site,
        Client(api_key=KEY, base_url=site.url, deadline=deadline) as sync,
        pytest.raises(RequestTimeoutError, match="`deadline`"),
    ):
        sync.checkpoints.list("m").first()
