"""What a client may be told, for good or for one call, and what it sends requests with."""

import asyncio
import math
import os
import re
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
import pytest
import trustme
from serverless_training import (
    AsyncClient,
    AuthenticationError,
    Client,
    ClientClosedError,
    ConnectionFailedError,
    DecodeError,
    EventLoopError,
    InvalidArgumentError,
    NotFoundError,
    ServerError,
)
from serverless_training._connection import Connection
from serverless_training_client.api.models import list_model_checkpoints
from serverless_training_testing import MockServer

from tests.fakes import KEY, URL, async_client, client, listing, page
from tests.network import Shelf, serving

pytestmark = pytest.mark.any_spec


def test_with_options_changes_what_is_named_and_nothing_else() -> None:
    """The original stays as it was."""
    limits: list[float] = []

    def handle(request: httpx.Request) -> httpx.Response:
        limits.append(request.extensions["timeout"]["read"])
        return httpx.Response(503)

    with client(handle, timeout=50, max_retries=2, deadline=1_000) as sync:
        other = sync.with_options(max_retries=0)
        third = other.with_options(timeout=httpx.Timeout(9_000), deadline=math.inf)
        fourth = other.with_options(timeout=9_000)
        for each, attempts in ((sync, 3), (other, 1), (third, 1), (fourth, 1)):
            with pytest.raises(ServerError) as caught:
                each.call(list_model_checkpoints, "m")
            assert caught.value.attempts == attempts

    assert limits[:-1] == [50, 50, 50, 50, 9_000]
    assert limits[-1] <= 1_000  # the deadline


def test_with_options_is_what_counts_for_its_calls() -> None:
    """Also for the resources of a client that was used before."""
    calls: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        calls.append(request)
        return httpx.Response(503)

    with client(handle, max_retries=2) as sync:
        with pytest.raises(ServerError, match="attempts: 3"):
            sync.checkpoints.list("m").collect()
        with pytest.raises(ServerError) as caught:
            sync.with_options(max_retries=0).checkpoints.list("m").collect()

    assert caught.value.attempts == 1
    assert len(calls) == 4


def test_with_options_shares_connections_and_does_not_close_them() -> None:
    """Who made them closes them: what is closed before is closed itself, and nothing else is."""
    with client(listing(1)) as sync:
        with sync.with_options(timeout=1) as other:
            assert len(other.call(list_model_checkpoints, "m").data) == 1
            grandchild = other.with_options(max_retries=0)
        with pytest.raises(ClientClosedError):
            other.call(list_model_checkpoints, "m")
        with pytest.raises(ClientClosedError), other:
            pass
        for each in (sync, grandchild, sync.with_options(timeout=2)):
            assert len(each.call(list_model_checkpoints, "m").data) == 1
    for each in (sync, grandchild):
        with pytest.raises(ClientClosedError):
            each.call(list_model_checkpoints, "m")


def test_async_client_of_other_options_does_not_close_the_connections() -> None:
    """As without asyncio; it may be closed anywhere, since it has nothing of an event loop's."""

    async def run() -> AsyncClient:
        async with async_client(listing(1)) as base:
            async with base.with_options(timeout=1) as other:
                await other.checkpoints.latest("m")
            with pytest.raises(ClientClosedError):
                await other.checkpoints.latest("m")
            assert await base.checkpoints.latest("m")
            third = base.with_options(timeout=2)
        with pytest.raises(ClientClosedError):
            await third.checkpoints.latest("m")
        return third

    asyncio.run(asyncio.run(run()).aclose())


def test_with_options_leaves_the_sockets_of_the_client_open() -> None:
    """On a real socket: the next request goes over the same connection."""
    with serving() as site, Client(api_key=KEY, base_url=site.url) as sync:
        sync.checkpoints.latest("m")
        with sync.with_options(timeout=3) as other:
            other.checkpoints.latest("m")
        sync.checkpoints.latest("m")

        assert site.connections == 1


def test_raw_response_shows_status_headers_and_request_id() -> None:
    """Beside the model that `call` returns."""

    def handle(_: httpx.Request) -> httpx.Response:
        headers = {"X-Request-Id": "r1", "X-Echo": KEY}
        return httpx.Response(200, json=page([0], more=False), headers=headers)

    with client(handle) as sync:
        response = sync.with_raw_response.call(list_model_checkpoints, "m")
        assert response.parsed == sync.call(list_model_checkpoints, "m")

    assert (response.status_code, response.request_id, response.attempts) == (200, "r1", 1)
    assert response.headers["x-request-id"] == response.headers["X-Request-Id"] == "r1"
    assert response.operation == "list_model_checkpoints"
    assert (response.method, response.url.partition("?")[0]) == (
        "GET",
        f"{URL}/v1/preview/models/m/checkpoints",
    )
    assert b'"has_more"' in response.content
    assert KEY not in repr(response)

    async def again() -> None:
        async with async_client(handle) as other:
            twin = await other.with_raw_response.call(list_model_checkpoints, "m")
            assert twin == response

    asyncio.run(again())


def test_each_page_knows_its_response() -> None:
    """Also how often it had to be asked for."""
    answers = iter([httpx.Response(503), *[None] * 5])

    def handle(request: httpx.Request) -> httpx.Response:
        return next(answers) or listing(3)(request)

    with client(handle) as sync:
        pages = list(sync.checkpoints.list("m", page_size=2).pages())

    assert [each.response.attempts for each in pages] == [2, 1]
    assert [each.response.status_code for each in pages] == [200, 200]


def test_own_http_client_is_used_and_not_closed() -> None:
    """With our key, URL and time limits, and without following redirects."""
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return listing(1)(request)

    transport = httpx.MockTransport(handle)
    with httpx.Client(
        transport=transport, base_url="https://elsewhere.test", headers={"X-Team": "a"}
    ) as http:
        with Client(api_key=KEY, base_url=URL, http_client=http, timeout=3) as sync:
            sync.checkpoints.list("m").collect()
        assert not http.is_closed
        with pytest.raises(ClientClosedError):
            sync.checkpoints.list("m").collect()

    async def again() -> None:
        async with httpx.AsyncClient(transport=transport) as http:
            async with AsyncClient(api_key=KEY, base_url=URL, http_client=http) as other:
                await other.checkpoints.list("m").collect()
            assert not http.is_closed

    asyncio.run(again())
    assert [request.url.host for request in seen] == ["service.test", "service.test"]
    assert seen[0].headers["x-team"] == "a"
    assert seen[0].headers["authorization"] == f"Bearer {KEY}"
    assert seen[0].headers["user-agent"].startswith("serverless-training/")
    assert seen[0].extensions["timeout"]["read"] == 3


def test_async_client_belongs_to_the_event_loop_that_it_was_first_used_in() -> None:
    """Its connections do; a second loop is told so instead of failing somewhere within."""
    other = async_client(listing(1))

    async def use() -> None:
        await other.checkpoints.list("m").first()

    asyncio.run(use())
    with pytest.raises(EventLoopError, match="Make one in each loop"):
        asyncio.run(use())


def test_async_client_outside_of_asyncio_says_so() -> None:
    """Another library's event loop is none of asyncio's."""
    other = async_client(listing(1))
    with pytest.raises(EventLoopError):
        other.call(list_model_checkpoints, "m").send(None)


def test_client_closed_between_two_tries_sends_nothing_more() -> None:
    """Not even through an httpx client of the caller's, which may still be open."""
    sent: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        sync.close()
        return httpx.Response(503)

    sync = client(handle)
    with pytest.raises(ClientClosedError):
        sync.call(list_model_checkpoints, "m")

    async def again() -> None:
        async def handle(request: httpx.Request) -> httpx.Response:
            sent.append(request)
            await other.aclose()
            return httpx.Response(503)

        other = async_client(handle)
        with pytest.raises(ClientClosedError):
            await other.call(list_model_checkpoints, "m")

    asyncio.run(again())
    assert len(sent) == 2


def test_own_http_client_that_is_closed_says_so() -> None:
    """Its owner has closed it; httpx would raise what is no error of ours."""
    with httpx.Client(transport=httpx.MockTransport(listing(1))) as http:
        sync = Client(api_key=KEY, base_url=URL, http_client=http)
    with pytest.raises(ClientClosedError):
        sync.call(list_model_checkpoints, "m")


class Held(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body larger than allowed, which knows whether it was let go."""

    is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        """Bring it."""
        yield from [b"x" * 50] * 3

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Bring it, awaited."""
        for piece in self:
            yield piece

    def close(self) -> None:
        """Let its connection go."""
        self.is_closed = True

    async def aclose(self) -> None:
        """Let its connection go, awaited."""
        self.close()


def test_answer_that_is_not_read_to_its_end_lets_its_connection_go() -> None:
    """Else a pool would be empty after some of them."""
    bodies: list[Held] = []

    def handle(_: httpx.Request) -> httpx.Response:
        bodies.append(Held())
        return httpx.Response(200, stream=bodies[-1])

    with client(handle, max_body_bytes=60) as sync, pytest.raises(DecodeError, match="larger"):
        sync.call(list_model_checkpoints, "m")

    async def again() -> None:
        async with async_client(handle, max_body_bytes=60) as other:
            await other.call(list_model_checkpoints, "m")

    with pytest.raises(DecodeError, match="larger"):
        asyncio.run(again())
    assert [body.is_closed for body in bodies] == [True, True]


@pytest.mark.parametrize(("timeout", "connect"), [(60, 10), (10, 10), (3, 3)])
def test_connecting_takes_ten_seconds_at_most(timeout: float, connect: float) -> None:
    """Who is not there within ten is not there; an `httpx.Timeout` says otherwise."""
    seen: list[dict[str, float]] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"])
        return listing(1)(request)

    with client(handle, timeout=timeout) as sync:
        sync.checkpoints.latest("m")
    assert seen == [httpx.Timeout(timeout, connect=connect).as_dict()]


def test_async_client_that_is_closed_cannot_be_entered() -> None:
    """As without asyncio."""

    async def run() -> None:
        other = async_client(listing(1))
        await other.aclose()
        with pytest.raises(ClientClosedError):
            await other.__aenter__()

    asyncio.run(run())


def test_own_http_client_with_parameters_keeps_ours() -> None:
    """Those of a URL would be replaced by those of the client, and the listing start anew."""
    seen: list[httpx.QueryParams] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.params)
        return listing(5)(request)

    with (
        httpx.Client(transport=httpx.MockTransport(handle), params={"team": "a"}) as http,
        Client(api_key=KEY, base_url=URL, http_client=http) as sync,
    ):
        found = list(sync.checkpoints.list("m", order="desc", page_size=2))

    assert [item.step for item in found] == [4, 3, 2, 1, 0]
    assert {params["team"] for params in seen} == {"a"}
    assert {params["limit"] for params in seen} == {"2"}


def test_hook_of_an_own_http_client_may_raise_for_the_status() -> None:
    """It is the error of that status, and tried again where that status is."""
    statuses = iter([503, 404])

    def check(response: httpx.Response) -> None:
        response.raise_for_status()

    async def check_async(response: httpx.Response) -> None:
        response.raise_for_status()

    transport = httpx.MockTransport(lambda _: httpx.Response(next(statuses)))
    with (
        httpx.Client(transport=transport, event_hooks={"response": [check]}) as http,
        Client(api_key=KEY, base_url=URL, http_client=http) as sync,
        pytest.raises(NotFoundError, match="attempts: 2") as caught,
    ):
        sync.checkpoints.list("m").first()
    # The hook's error would hold the request, and with it the key.
    assert not isinstance(caught.value.__context__, httpx.HTTPStatusError)

    async def run() -> None:
        hooks = {"response": [check_async]}
        async with httpx.AsyncClient(transport=transport, event_hooks=hooks) as http:
            other = AsyncClient(api_key=KEY, base_url=URL, http_client=http)
            await other.checkpoints.list("m").first()

    statuses = iter([503, 404])
    with pytest.raises(NotFoundError, match="attempts: 2"):
        asyncio.run(run())


def foreign(name: str) -> Any:
    """Make an object of another package whose class is called as one of httpx's."""
    return type(name, (), {"__module__": "other"})()


FOREIGN = {
    "http_client": foreign("Client"),
    "timeout": foreign("Timeout"),
    "base_url": foreign("URL"),
}


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize(
    ("options", "argument"),
    [
        ({"http_client": httpx.HTTPTransport()}, "http_client"),
        ({"timeout": "5"}, "timeout"),
        *(({name: value}, name) for name, value in FOREIGN.items()),
    ],
)
def test_what_requests_cannot_go_through_is_refused(
    kind: type[Client | AsyncClient], options: dict[str, Any], argument: str
) -> None:
    """When the client is made, and not when it is first used."""
    with pytest.raises(InvalidArgumentError, match=f"{argument} is of type") as caught:
        kind(**{"api_key": KEY, "base_url": URL} | options)

    assert argument == caught.value.argument
    # The name of a class says nothing where another package has one of that name.
    if options[argument] in FOREIGN.values():
        assert f"is of type other.{type(options[argument]).__name__}: it" in str(caught.value)
        assert re.search("must be of type .*httpx\\.", str(caught.value))


def test_class_of_the_callers_keeps_what_it_holds() -> None:
    """`with_options` makes another of the same kind."""

    class Team(Client):
        def __init__(self, team: str, **options: Any) -> None:
            super().__init__(**options)
            self.team = team

    http = httpx.Client(transport=httpx.MockTransport(listing(1)))
    with Team("a", api_key=KEY, base_url=URL, http_client=http) as sync:
        sync.checkpoints.list("m").first()
        other = sync.with_options(max_retries=0)

    assert other.team == "a"
    assert other.checkpoints is not sync.checkpoints


def test_other_process_makes_connections_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Except through an httpx client of the caller's, which only the caller can make anew."""
    with serving() as site, Client(api_key=KEY, base_url=site.url) as sync:
        other = client(listing(1))
        monkeypatch.setattr("os.getpid", lambda: -1)

        assert len(sync.checkpoints.list("m").collect()) == 3
        with pytest.raises(ClientClosedError, match="another process"):
            other.checkpoints.list("m").first()


FORKED = """
import os, sys
from serverless_training import Client

with Client(api_key="k", base_url=sys.argv[1], timeout=30, max_retries=0) as client:
    steps = (item.step for item in client.checkpoints.list("m", page_size=2))
    first = next(steps)
    child = os.fork()
    if child:
        os.waitpid(child, 0)
    print("parent" if child else "child", first, *steps, flush=True)
    if not child:
        os._exit(0)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows cannot fork.")
def test_listing_goes_on_in_a_forked_child() -> None:
    """Parent and child each read the rest, over connections of their own, and nothing more."""
    with serving(shelf=Shelf([0, 1, 2, 3, 4])) as site:
        done = subprocess.run(
            [sys.executable, "-c", FORKED, site.url],
            capture_output=True,
            encoding="utf-8",
            check=True,
            timeout=60,
        )

    assert done.stdout.splitlines() == ["child 0 1 2 3 4", "parent 0 1 2 3 4"]
    assert (len(site.seen), site.connections) == (5, 2)


def test_async_client_begins_anew_in_another_process() -> None:
    """With an httpx client of its own, which belongs to the first event loop there."""
    first, second = httpx.AsyncClient(), httpx.AsyncClient()
    connection = Connection(first, lambda: second)

    async def use() -> httpx.AsyncClient:
        return connection.open(is_closed=False)

    assert asyncio.run(use()) is first
    with patch.object(os, "getpid", lambda: -1):
        assert asyncio.run(use()) is second
        with pytest.raises(EventLoopError):
            asyncio.run(use())


def test_closing_in_another_event_loop_says_so() -> None:
    """The connections cannot be closed from there."""
    other = async_client(listing(1))

    async def use() -> None:
        await other.checkpoints.list("m").first()

    asyncio.run(use())
    with pytest.raises(EventLoopError, match="another asyncio event loop"):
        asyncio.run(other.aclose())


def test_single_step_may_be_without_limit() -> None:
    """Httpx's own object says so for each; the deadline still holds."""
    with client(listing(1), timeout=httpx.Timeout(5, read=None)) as sync:
        assert len(sync.checkpoints.list("m").collect()) == 1
    with pytest.raises(InvalidArgumentError, match="timeout"):
        client(listing(1), timeout=httpx.Timeout(5, read=-1))


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_certificates_that_cannot_be_read_are_named(
    kind: type[Client | AsyncClient], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """By the variable that leads to them."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "nowhere.pem"))
    with pytest.raises(InvalidArgumentError, match="SSL_CERT_FILE"):
        kind(api_key=KEY, base_url=URL)


def test_certificates_of_the_environment_count_on_this_machine_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its proxies do not; a service behind TLS is not another because it stands here."""
    authority, tls = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")

    async def again(url: str) -> None:
        async with AsyncClient(api_key=KEY, base_url=url) as other:
            assert await other.checkpoints.latest("m")

    with serving(tls=tls) as site, Client(api_key=KEY, base_url=site.url) as sync:
        assert sync.checkpoints.latest("m")
        asyncio.run(again(site.url))


def test_broken_record_is_a_broken_connection() -> None:
    """Asyncio raises what TLS says as it is."""

    async def handle(_: httpx.Request) -> httpx.Response:
        raise ssl.SSLError(1, "bad record mac")

    async def run() -> None:
        async with async_client(handle, max_retries=0) as other:
            await other.checkpoints.list("m").first()

    with pytest.raises(ConnectionFailedError, match="bad record mac"):
        asyncio.run(run())


def test_hook_may_raise_before_anything_was_read() -> None:
    """Httpx closes the response then, and its body is gone."""

    def check(response: httpx.Response) -> None:
        response.raise_for_status()

    with (
        MockServer() as server,
        httpx.Client(event_hooks={"response": [check]}) as http,
        Client(api_key="wrong", base_url=server.url, http_client=http) as sync,
        pytest.raises(AuthenticationError) as caught,
    ):
        sync.checkpoints.list("m").first()

    assert caught.value.body == ""
