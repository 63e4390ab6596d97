"""A deadline holds, however slowly a server goes on."""

import asyncio
import math
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from serverless_training import AsyncClient, Client, RequestTimeoutError

from tests.fakes import KEY, client
from tests.network import always, drip, fine, script, serving, silence

HEAD = b"HTTP/1.1 200 OK\r\nX-Request-Id: r1\r\nContent-Length: 100000\r\n\r\n"
DRIPS = {"status line": b"", "headers": b"HTTP/1.1 200 OK\r\nX-", "body": HEAD}


@pytest.mark.parametrize("start", DRIPS.values(), ids=DRIPS.keys())
def test_server_that_drips_for_ever_ends_with_the_deadline(start: bytes) -> None:
    """Each read is short, and no limit of a single step would ever be met."""
    begun = time.monotonic()
    with serving(always(drip(start, b"H"))) as site:
        with (
            Client(api_key=KEY, base_url=site.url, deadline=0.3) as sync,
            pytest.raises(RequestTimeoutError, match=r"within 0\.3 s") as caught,
        ):
            sync.checkpoints.list("m").first()

        async def again() -> None:
            async with AsyncClient(api_key=KEY, base_url=site.url, deadline=0.3) as other:
                await other.checkpoints.list("m").first()

        with pytest.raises(RequestTimeoutError, match=r"within 0\.3 s") as twin:
            asyncio.run(again())
    assert 0.6 <= time.monotonic() - begun < 5
    assert caught.value.request_id == twin.value.request_id


def test_limit_of_a_step_holds_where_there_is_no_deadline() -> None:
    """What is right comes through, and silence ends with `timeout`."""
    options: dict[str, Any] = {"timeout": 0.1, "deadline": math.inf, "max_retries": 0}
    with (
        serving(script(fine, silence)) as site,
        Client(api_key=KEY, base_url=site.url, **options) as sync,
    ):
        assert sync.checkpoints.list("m").first() is not None
        with pytest.raises(RequestTimeoutError, match="`timeout`"):
            sync.checkpoints.list("m").first()


class Late(httpx.SyncByteStream):
    """A body in two pieces, the second of which comes when the time is over."""

    def __iter__(self) -> Iterator[bytes]:
        """Bring them."""
        yield b"{"
        time.sleep(0.06)
        yield b"}"


def test_piece_that_comes_too_late_is_not_read() -> None:
    """A transport of the caller's knows no deadline."""
    asked: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, stream=Late(), headers={"X-Request-Id": "r1"})

    with (
        client(handle, deadline=0.05) as sync,
        pytest.raises(RequestTimeoutError, match=r"within 0\.05 s") as caught,
    ):
        sync.checkpoints.list("m").first()
    assert caught.value.request_id == "r1"
    assert len(asked) == 1
