"""The key goes to the service and to nobody else, whatever a server or an argument says."""

import asyncio
import ssl
from collections.abc import Callable, Iterator
from urllib.parse import unquote, urljoin

import httpx
import pytest
import trustme
from serverless_training import (
    AsyncClient,
    Client,
    InvalidArgumentError,
    ServerlessTrainingError,
    UnexpectedStatusError,
)
from serverless_training_client.api.models import list_model_checkpoints

from tests.fakes import KEY
from tests.network import Site, always, fine, serving, status

STATUSES = [301, 302, 303, 307, 308]
PATH = "/v1/preview/models/elsewhere/checkpoints"


@pytest.fixture
def other() -> Iterator[Site]:
    """A second server, which is asked by nobody if all is well."""
    with serving() as site:
        yield site


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Whose certificates the clients below trust."""
    return trustme.CA()


@pytest.fixture(scope="module")
def trust(authority: trustme.CA) -> ssl.SSLContext:
    """The client's side of TLS."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@pytest.fixture(scope="module")
def tls(authority: trustme.CA) -> ssl.SSLContext:
    """The server's side."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    return context


def ask(url: str, trust: ssl.SSLContext) -> ServerlessTrainingError:
    """List checkpoints with a client of one's own that would follow redirects."""
    with (
        httpx.Client(follow_redirects=True, verify=trust, trust_env=False) as http,
        Client(api_key=KEY, base_url=url, http_client=http) as client,
        pytest.raises(ServerlessTrainingError) as caught,
    ):
        client.checkpoints.list("m").collect()
    return caught.value


def ask_async(url: str, trust: ssl.SSLContext) -> ServerlessTrainingError:
    """List checkpoints with an asynchronous client of one's own that would follow redirects."""

    async def run() -> None:
        async with (
            httpx.AsyncClient(follow_redirects=True, verify=trust, trust_env=False) as http,
            AsyncClient(api_key=KEY, base_url=url, http_client=http) as client,
        ):
            await client.checkpoints.list("m").collect()

    with pytest.raises(ServerlessTrainingError) as caught:
        asyncio.run(run())
    return caught.value


def ask_plainly(url: str, _: ssl.SSLContext) -> ServerlessTrainingError:
    """List checkpoints with the client as it comes."""
    with (
        Client(api_key=KEY, base_url=url) as client,
        pytest.raises(ServerlessTrainingError) as caught,
    ):
        client.checkpoints.list("m").collect()
    return caught.value


Way = Callable[[str, ssl.SSLContext], ServerlessTrainingError]
WAYS: list[Way] = [ask, ask_async]


def check(error: ServerlessTrainingError, code: int, location: str) -> None:
    """See that an error says where the redirect points, without its query, and shows no key."""
    assert type(error) is UnexpectedStatusError
    assert error.status_code == code
    assert error.headers["location"] == location
    assert f" {urljoin(error.url, location).partition('?')[0]}." in str(error)
    assert KEY not in str(error)


@pytest.mark.parametrize("way", [*WAYS, ask_plainly])
@pytest.mark.parametrize("code", STATUSES)
def test_redirect_to_another_port_is_not_followed(
    code: int, way: Way, other: Site, trust: ssl.SSLContext
) -> None:
    """Another port is another service; the second server hears nothing at all."""
    location = f"{other.url}{PATH}"
    with serving(always(status(code, Location=location))) as first:
        check(way(first.url, trust), code, location)

    assert len(first.seen) == 1
    assert other.connections == 0


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("code", STATUSES)
def test_redirect_to_another_host_is_not_followed(
    code: int, way: Way, other: Site, trust: ssl.SSLContext
) -> None:
    """The same machine under another name is another host."""
    location = other.url.replace("127.0.0.1", "localhost") + PATH
    with serving(always(status(code, Location=location))) as first:
        check(way(first.url, trust), code, location)

    assert other.connections == 0


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("code", STATUSES)
def test_redirect_to_another_scheme_is_not_followed(
    code: int, way: Way, other: Site, trust: ssl.SSLContext, tls: ssl.SSLContext
) -> None:
    """Least of all from TLS to plain text."""
    location = f"{other.url}{PATH}"
    with serving(always(status(code, Location=location)), tls=tls) as first:
        check(way(first.url, trust), code, location)

    assert first.seen[0].headers["authorization"] == f"Bearer {KEY}"
    assert other.connections == 0


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("code", [302, 308])
@pytest.mark.parametrize("location", [PATH, "//127.0.0.1:1/x", "elsewhere", "/x?page=2"])
def test_redirect_within_the_service_is_not_followed_either(
    location: str, code: int, way: Way, trust: ssl.SSLContext
) -> None:
    """The spec knows no redirect: it is for people to look at."""
    with serving(always(status(code, Location=location))) as site:
        check(way(site.url, trust), code, location)

    assert len(site.seen) == 1


@pytest.mark.parametrize("way", WAYS)
def test_key_in_a_redirect_is_hidden(way: Way, other: Site, trust: ssl.SSLContext) -> None:
    """A login page likes to be told where one came from."""
    with serving(always(status(302, Location=f"{other.url}/?key={KEY}"))) as first:
        check(way(first.url, trust), 302, f"{other.url}/?key=[hidden]")


@pytest.mark.parametrize(
    "url",
    [
        "http://service.test",
        "http://10.0.0.1:8000",
        "http://localhost.service.test",
        "http://127.0.0.1.service.test",
        "http://[::2]",
        "http://[fe80::1]",
        "http://128.0.0.1",
        "HTTP://SERVICE.TEST",
    ],
)
@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_plain_http_is_refused(kind: type[Client | AsyncClient], url: str) -> None:
    """Everybody on the way could read the key; who knows that nobody is there may say so."""
    with pytest.raises(InvalidArgumentError, match="allow_http") as caught:
        kind(api_key=KEY, base_url=url)

    assert caught.value.argument == "base_url"
    assert kind(api_key=KEY, base_url=url, allow_http=True).base_url == url.lower()


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_plain_http_from_the_environment_is_refused_too(
    kind: type[Client | AsyncClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message names the variable."""
    monkeypatch.setenv("SERVERLESS_TRAINING_BASE_URL", "http://service.test")
    with pytest.raises(InvalidArgumentError, match="SERVERLESS_TRAINING_BASE_URL") as caught:
        kind(api_key=KEY)

    assert caught.value.argument == "base_url"


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST", "127.0.0.1", "127.8.9.1", "[::1]", "localhost:1"]
)
@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_plain_http_to_this_machine_is_allowed(kind: type[Client | AsyncClient], host: str) -> None:
    """Nobody is on the way."""
    assert kind(api_key=KEY, base_url=f"http://{host}").base_url == f"http://{host}".lower()


SENT = [
    *("a/b", "a?b", "a#b", "%2e%2e", "..%2f", "...", ";", "a&b=c", "@", ":", "\\", "a b"),
    *("\0", "\n", "a\r\nX-Evil: 1", "é", "モデル", "~" * 4_000),
]
REFUSED = ["", ".", "..", "\ud800", "x" * 100_000]


def one_call(url: str, model_id: str) -> None:
    """List the checkpoints of a model."""
    with Client(api_key=KEY, base_url=url) as client:
        client.call(list_model_checkpoints, model_id)


def one_call_async(url: str, model_id: str) -> None:
    """List the checkpoints of a model, asynchronously."""

    async def run() -> None:
        async with AsyncClient(api_key=KEY, base_url=url) as client:
            await client.call(list_model_checkpoints, model_id)

    asyncio.run(run())


Call = Callable[[str, str], None]
CALLS: list[Call] = [one_call, one_call_async]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("model_id", SENT, ids=ascii)
def test_id_is_one_segment_of_the_request_line(model_id: str, call: Call) -> None:
    """What was meant arrives, quoted (RFC 3986, section 3.3), and nothing beside it."""
    with serving(always(fine)) as site:
        call(site.url, model_id)
    (seen,) = site.seen
    before, models, segment, after = seen.target.partition("?")[0].rsplit("/", 3)

    assert (before, models, after) == ("/v1/preview", "models", "checkpoints")
    assert unquote(segment) == model_id
    assert "x-evil" not in seen.headers


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("model_id", REFUSED, ids=lambda value: ascii(value)[:9])
def test_id_that_cannot_be_a_segment_is_refused_before_anything_is_sent(
    model_id: str, call: Call
) -> None:
    """It would climb, name the parent, or be no text; no connection is made."""
    with serving(always(fine)) as site, pytest.raises(InvalidArgumentError):
        call(site.url, model_id)

    assert site.connections == 0
