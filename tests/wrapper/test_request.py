"""`client.request` sends what the spec does not have yet, with the care that all else gets."""

import asyncio
import gzip
import math
from collections.abc import Callable
from http import HTTPMethod
from typing import Any

import httpx
import pytest
from serverless_training import (
    DecodeError,
    InvalidArgumentError,
    NotFoundError,
    ServerError,
)

from tests.fakes import KEY, URL, async_client, client

pytestmark = pytest.mark.any_spec
Handler = Callable[[httpx.Request], httpx.Response]


def ask(handler: Handler, *arguments: Any, base_url: str = URL, **options: Any) -> Any:
    """Send a request with a client."""
    with client(handler, base_url=base_url) as sync:
        return sync.request(*arguments, **options)


def ask_async(handler: Handler, *arguments: Any, base_url: str = URL, **options: Any) -> Any:
    """Send a request with an asynchronous client."""

    async def run() -> Any:
        async with async_client(handler, base_url=base_url) as other:
            return await other.request(*arguments, **options)

    return asyncio.run(run())


def deep(levels: int) -> list[Any]:
    """Make a list within a list, so many times."""
    found: list[Any] = []
    for _ in range(levels):
        found = [found]
    return found


ways = pytest.mark.parametrize("way", [ask, ask_async])


@ways
def test_request_has_key_query_headers_and_body_and_returns_what_the_body_says(way: Any) -> None:
    """As JSON, both ways."""
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"deleted": 2})

    found = way(
        *(handle, "DELETE", "/v1/preview/models/m/checkpoints"),
        params={"dry": "yes"},
        json={"steps": [1, 2]},
        headers={"X-Team": "a", "Accept": "text/plain"},
    )

    assert found == {"deleted": 2}
    assert str(seen[0].url) == f"{URL}/v1/preview/models/m/checkpoints?dry=yes"
    assert seen[0].content == b'{"steps":[1,2]}'
    assert seen[0].headers["authorization"] == f"Bearer {KEY}"
    assert (seen[0].headers["x-team"], seen[0].headers["accept"]) == ("a", "text/plain")


@ways
def test_path_comes_behind_that_of_the_base_url_and_what_both_share_comes_once(way: Any) -> None:
    """As for every operation."""
    seen: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.path)
        return httpx.Response(200, json=None)

    way(handle, "GET", "/v1/health", base_url="https://host.test/proxy/v1")
    way(handle, "GET", "/health", base_url="https://host.test/proxy/v1")

    assert seen == ["/proxy/v1/health", "/proxy/v1/health"]


@ways
def test_empty_body_is_none(way: Any) -> None:
    """As of a 204."""
    assert way(lambda _: httpx.Response(204), "POST", "/v1/x") is None


@ways
def test_body_that_is_not_json_is_an_error_with_the_body(way: Any) -> None:
    """It may be a page of a proxy."""
    with pytest.raises(DecodeError, match="it is not JSON") as caught:
        way(lambda _: httpx.Response(200, text="<html>"), "GET", "/v1/x")

    assert caught.value.body == "<html>"
    assert caught.value.operation == "request"


@ways
def test_status_other_than_success_is_its_typed_error(way: Any) -> None:
    """With what the service says."""
    with pytest.raises(NotFoundError, match="no such thing"):
        way(lambda _: httpx.Response(404, json={"detail": "no such thing"}), "GET", "/v1/x")


@ways
@pytest.mark.parametrize(("method", "attempts"), [("DELETE", 6), ("POST", 1)])
def test_request_is_repeated_where_that_does_nothing_twice(
    way: Any, method: str, attempts: int
) -> None:
    """RFC 9110, section 9.2.2."""
    with pytest.raises(ServerError) as caught:
        way(lambda _: httpx.Response(503), method, "/v1/x")

    assert caught.value.attempts == attempts


@pytest.mark.parametrize(
    ("arguments", "options", "argument"),
    [
        (("GET", "v1/x"), {}, "path"),
        (("GET", "https://elsewhere.test/v1"), {}, "path"),
        (("GET", "/v1/x?a=b"), {}, "path"),
        (("GET", "/v1/x#a"), {}, "path"),
        (("GET", None), {}, "path"),
        *(((method, "/v1/x"), {}, "method") for method in (None, "", "GE T", "GÉT", "GET\r\nX: y")),
        (("GET", "/v1/x"), {"params": "a=b"}, "params"),
        (("GET", "/v1/x"), {"params": [("a", "b")]}, "params"),
        *((("GET", "/v1/x"), {"params": {"a": value}}, "a") for value in (b"x", [b"x"], {"b": 1})),
        (("GET", "/v1/x"), {"headers": {"Authorization": "x"}}, "headers"),
    ],
)
def test_argument_that_cannot_be_used_is_refused_and_nothing_is_sent(
    arguments: tuple[Any, ...], options: dict[str, Any], argument: str
) -> None:
    """The error names it."""
    with (
        client(lambda _: pytest.fail("something was sent")) as sync,
        pytest.raises(InvalidArgumentError) as caught,
    ):
        sync.request(*arguments, **options)

    assert caught.value.argument == argument


@ways
@pytest.mark.parametrize(
    "options",
    [
        *({"json": value} for value in ({1, 2}, b"x", math.nan, "\ud800", deep(100_000))),
        {"params": {"a": "\ud800"}},
    ],
    ids=["set", "bytes", "nan", "surrogate", "nested", "surrogate in the query"],
)
def test_what_cannot_be_written_is_refused_and_nothing_is_sent(
    way: Any, options: dict[str, Any]
) -> None:
    """Whatever Python and httpx raise for it."""
    with pytest.raises(InvalidArgumentError, match="cannot be sent"):
        way(lambda _: pytest.fail("something was sent"), "PUT", "/v1/x", **options)


@pytest.mark.parametrize("method", ["delete", HTTPMethod.DELETE])
def test_method_may_be_written_in_any_case(method: str) -> None:
    """As httpx takes it."""
    assert ask(lambda seen: httpx.Response(200, json=seen.method), method, "/v1/x") == "DELETE"


@ways
@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "x-gzip", "x"])
def test_coding_without_a_bound_is_not_decompressed(way: Any, coding: str) -> None:
    """A small body of it could fill the memory, or httpx does not know it."""
    seen: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["accept-encoding"])
        stream = httpx.ByteStream(gzip.compress(b"1", mtime=0))
        return httpx.Response(200, stream=stream, headers={"Content-Encoding": coding})

    with pytest.raises(DecodeError, match=f"Content-Encoding {coding}"):
        way(handle, "GET", "/v1/x")
    assert seen == ["gzip, deflate"]


@ways
@pytest.mark.parametrize("coding", ["gzip", "GZIP", "identity"])
def test_body_of_a_usual_coding_is_read(way: Any, coding: str) -> None:
    """As it was asked for."""
    body = b"[1]" if coding == "identity" else gzip.compress(b"[1]", mtime=0)

    def handle(_: httpx.Request) -> httpx.Response:
        stream = httpx.ByteStream(body)
        return httpx.Response(200, stream=stream, headers={"Content-Encoding": coding})

    assert way(handle, "GET", "/v1/x") == [1]
