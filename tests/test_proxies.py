"""Which proxy stands before the service: the environment's, but never for this machine."""

import asyncio
from collections.abc import Callable, Iterator

import pytest
from serverless_training import AsyncClient, Client, ServerlessTrainingError
from serverless_training.testing import MockServer

from tests.fakes import KEY

URL = "http://service.test"


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
