"""Which proxy stands before the service: the environment's, but never for this machine."""

import asyncio
import socket
import sys
import traceback
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from serverless_training import (
    AsyncClient,
    Client,
    ConnectionFailedError,
    InvalidArgumentError,
    RequestError,
    RequestTimeoutError,
    ServerlessTrainingError,
    UnexpectedStatusError,
)
from serverless_training_client.api.models import list_model_checkpoints
from serverless_training_testing import MockServer

from tests.fakes import KEY
from tests.network import always, serving, silence, status

URL = "http://service.test"
SECURE = "https://service.test"


@pytest.fixture
def proxy() -> Iterator[MockServer]:
    """Something that answers in the place of a proxy; that it is asked is all that counts."""
    with MockServer() as server:
        yield server


def ask(url: str) -> None:
    """Make a request that fails, by way of whatever stands before the service."""
    with (
        Client(api_key=KEY, base_url=url, allow_http=True, max_retries=0) as client,
        pytest.raises(ServerlessTrainingError),
    ):
        client.checkpoints.list("m").first()


def ask_async(url: str) -> None:
    """The same with asyncio."""

    async def run() -> None:
        async with AsyncClient(api_key=KEY, base_url=url, allow_http=True, max_retries=0) as client:
            await client.checkpoints.list("m").first()

    with pytest.raises(ServerlessTrainingError):
        asyncio.run(run())


@pytest.mark.parametrize("way", [ask, ask_async])
@pytest.mark.parametrize("variable", ["http_proxy", "all_proxy"])
@pytest.mark.parametrize("scheme", ["http://", ""])
def test_proxy_of_the_environment_is_used(
    monkeypatch: pytest.MonkeyPatch,
    proxy: MockServer,
    variable: str,
    scheme: str,
    way: Callable[[str], None],
) -> None:
    """With or without a scheme, as curl takes it."""
    monkeypatch.setenv(variable, f"{scheme}127.0.0.1:{proxy.port}")
    way(URL)

    assert len(proxy.requests) == 1


@pytest.mark.parametrize(
    ("url", "exception"),
    [(URL, "service.test"), (URL, ".test"), (URL, "*"), ("http://127.0.0.1:1", "")],
)
def test_proxy_of_the_environment_is_passed_by(
    monkeypatch: pytest.MonkeyPatch, proxy: MockServer, url: str, exception: str
) -> None:
    """Where `no_proxy` says so, and for this machine always."""
    monkeypatch.setenv("http_proxy", proxy.url)
    monkeypatch.setenv("no_proxy", exception)
    ask(url)

    assert proxy.requests == []


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize("proxy", ["nonsense://user:s3cr3t@x", "http://user:s3cr3t@:x", "::"])
def test_unusable_proxy_of_the_environment_is_refused_without_showing_it(
    monkeypatch: pytest.MonkeyPatch, kind: type[Client | AsyncClient], proxy: str
) -> None:
    """Its URL may hold a password."""
    monkeypatch.setenv("all_proxy", proxy)
    with pytest.raises(InvalidArgumentError, match="The proxy that the environment") as caught:
        kind(api_key=KEY, base_url=SECURE)

    assert "s3cr3t" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_proxy_that_needs_a_package_says_which(
    monkeypatch: pytest.MonkeyPatch, kind: type[Client | AsyncClient]
) -> None:
    """In httpx's own words."""
    monkeypatch.setitem(sys.modules, "socksio", None)
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:1")
    with pytest.raises(InvalidArgumentError, match="socksio"):
        kind(api_key=KEY, base_url=SECURE)


def failed(base_url: str, proxy: str, **more: Any) -> RequestError:
    """Make a request that fails, with each client, and return how."""
    options: dict[str, Any] = {"api_key": KEY, "base_url": base_url, "max_retries": 1} | more

    async def run() -> None:
        async with (
            httpx.AsyncClient(proxy=proxy) as http,
            AsyncClient(allow_http=True, http_client=http, **options) as other,
        ):
            await other.call(list_model_checkpoints, "m")

    with pytest.raises(RequestError) as twin:
        asyncio.run(run())
    with (
        httpx.Client(proxy=proxy) as http,
        Client(allow_http=True, http_client=http, **options) as client,
        pytest.raises(RequestError) as caught,
    ):
        client.call(list_model_checkpoints, "m")
    assert type(caught.value) is type(twin.value)
    assert str(caught.value).splitlines()[1:] == str(twin.value).splitlines()[1:]
    return caught.value


@pytest.mark.parametrize(("code", "attempts"), [(401, 1), (403, 1), (407, 1), (502, 2), (503, 2)])
def test_proxy_that_refuses_is_named(code: int, attempts: int) -> None:
    """Without its user and password, and the key is not to blame."""
    with serving(always(status(code))) as site:
        error = failed(SECURE, site.url.replace("//", "//user:s3cr3t@"))

    assert type(error) is ConnectionFailedError
    assert f"the proxy refused to connect for GET {SECURE}" in str(error)
    assert f": {code} " in str(error)
    assert "key" not in str(error)
    assert "s3cr3t" not in str(error) + str(vars(error))
    assert error.attempts == attempts
    assert {seen.method for seen in site.seen} == {"CONNECT"}


@pytest.mark.parametrize("base_url", [URL, SECURE])
def test_proxy_that_cannot_be_reached_is_a_failed_connection(base_url: str) -> None:
    """Without its user and password."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        error = failed(base_url, f"http://user:s3cr3t@127.0.0.1:{taken.getsockname()[1]}")

    assert type(error) is ConnectionFailedError
    assert "s3cr3t" not in str(error) + str(vars(error))


def test_proxy_that_says_nothing_is_a_timeout() -> None:
    """It is there that the time went."""
    with serving(always(silence)) as site:
        error = failed(SECURE, site.url, timeout=0.1, max_retries=0)

    assert type(error) is RequestTimeoutError


def test_proxy_that_asks_for_a_password_says_where_it_belongs() -> None:
    """Over plain http it answers in the place of the service (RFC 9110, section 15.5.8)."""
    with serving(always(status(407))) as site:
        asked = failed(URL, site.url)

    assert type(asked) is UnexpectedStatusError
    assert "A proxy asks for a user and a password" in str(asked)


def test_post_that_a_proxy_has_not_let_through_is_sent_again() -> None:
    """The service has seen nothing of it."""
    operation: Any = SimpleNamespace(
        __name__="api.things.post",
        _get_kwargs=lambda: {"method": "post", "url": "/v1/things"},
        _parse_response=list_model_checkpoints._parse_response,
        _success=list_model_checkpoints._success,
    )
    with (
        serving(always(status(503))) as site,
        httpx.Client(proxy=site.url) as http,
        Client(api_key=KEY, base_url=SECURE, http_client=http, max_retries=2) as client,
        pytest.raises(ConnectionFailedError) as caught,
    ):
        client.call(operation)
    assert caught.value.attempts == 3
