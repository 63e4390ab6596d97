"""A deadline holds, however slowly a server goes on."""

import asyncio
import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from serverless_training import AsyncClient, Client, RequestTimeoutError

from tests.fakes import KEY, Clock, client
from tests.network import always, drip, fine, script, serving, silence

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
DRIPS = {"status line": b"", "headers": b"HTTP/1.1 200 OK\r\nX-", "body": HEAD}


def ends(url: str, **options: Any) -> None:
    """See a listing of a synchronous client end with its deadline."""
    with (
        Client(api_key=KEY, base_url=url, **options) as sync,
        pytest.raises(RequestTimeoutError, match=r"`deadline` \(0\.3 s\)"),
    ):
        sync.checkpoints.list("m").first()


def ends_async(url: str, **options: Any) -> None:
    """See a listing of an asynchronous client end with its deadline."""

    async def run() -> None:
        async with AsyncClient(api_key=KEY, base_url=url, **options) as other:
            await other.checkpoints.list("m").first()

    with pytest.raises(RequestTimeoutError, match=r"`deadline` \(0\.3 s\)"):
        asyncio.run(run())


@pytest.mark.parametrize("start", DRIPS.values(), ids=DRIPS.keys())
def test_server_that_drips_ends_with_the_deadline_within_asyncio(start: bytes) -> None:
    """Each read is short, and no limit of a single step would ever be met."""
    with serving(always(drip(start, b"H"))) as site:
        ends_async(site.url, deadline=0.3)


def test_body_that_drips_ends_with_the_deadline() -> None:
    """A thread cannot be interrupted within a read: the deadline holds between two chunks."""
    with serving(always(drip(HEAD, b"H"))) as site:
        ends(site.url, deadline=0.3)


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
    """An httpx client of the caller's knows no deadline."""
    asked: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, stream=Late(clock), headers={"X-Request-Id": "r1"})

    with (
        client(handle, deadline=60) as sync,
        pytest.raises(RequestTimeoutError, match=r"`deadline` \(60 s\)") as caught,
    ):
        sync.checkpoints.list("m").first()
    assert caught.value.request_id == "r1"
    assert len(asked) == 1


@dataclass
class Nothing(httpx.SyncByteStream):
    """A body of many pieces, each of which decodes to nothing, one a second."""

    clock: Clock

    def __iter__(self) -> Iterator[bytes]:
        """Bring them."""
        deflate = zlib.compressobj(wbits=31)
        for _ in range(200):
            yield deflate.flush(zlib.Z_FULL_FLUSH)
            self.clock.sleep(1)


def test_body_whose_pieces_decode_to_nothing_ends_with_the_deadline(clock: Clock) -> None:
    """The time counts where the network brings a piece, since httpx hands out no empty ones."""
    begun = clock.now

    def handle(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=Nothing(clock), headers={"Content-Encoding": "gzip"})

    with (
        client(handle, deadline=60) as sync,
        pytest.raises(RequestTimeoutError, match=r"`deadline` \(60 s\)"),
    ):
        sync.checkpoints.list("m").first()
    assert clock.now - begun < 70


@pytest.mark.parametrize("deadline", [1e-9, 1e-4])
def test_deadline_that_is_over_at_once_is_a_timeout(deadline: float) -> None:
    """Also where a wait before another try has taken a moment too long."""
    with (
        serving(always(silence)) as site,
        Client(api_key=KEY, base_url=site.url, deadline=deadline) as sync,
        pytest.raises(RequestTimeoutError, match="`deadline`"),
    ):
        sync.checkpoints.list("m").first()
