"""The API key: where it is found, where it goes, and where it is never seen."""

import asyncio
import gc
import logging
import pickle
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from serverless_training import (
    AsyncClient,
    AuthenticationError,
    Client,
    ConnectionFailedError,
    InvalidArgumentError,
    MissingKeyError,
    PaginationError,
    ServerlessTrainingError,
    set_language,
)
from serverless_training._auth import BearerAuth

from tests.conftest import Serve
from tests.fakes import KEY, URL, Handler, answers, async_client, client, listing, page
from tests.network import always, serving, status

NETRC_KEY = "key-from-netrc-456"


def sent_key(**options: Any) -> str | None:
    """Make a call, and say which Authorization header it carried."""
    seen: list[str | None] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("authorization"))
        return listing(0)(request)

    with client(handle, **{"api_key": None} | options) as sync:
        sync.checkpoints.list("m").collect()
    return seen[0]


@pytest.fixture
def netrc(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A netrc file as `wandb login` writes it."""
    path = tmp_path / "netrc"
    path.write_text(
        f"machine example.com\n  login x\n  password y\n"
        f"machine api.wandb.ai\n  login user\n  password {NETRC_KEY}\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("NETRC", str(path))
    return path


@pytest.mark.usefixtures("netrc")
def test_key_comes_from_argument_then_environment_then_netrc(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The nearer to the caller, the stronger."""
    from_netrc = sent_key()
    monkeypatch.setenv("WANDB_API_KEY", "")
    empty_variable = sent_key()
    monkeypatch.setenv("WANDB_API_KEY", "key-from-environment")
    from_environment = sent_key()
    from_argument = sent_key(api_key="key-from-argument")

    assert f"Bearer {NETRC_KEY}" == from_netrc == empty_variable
    assert from_environment == "Bearer key-from-environment"
    assert from_argument == "Bearer key-from-argument"


def test_netrc_of_the_home_folder_is_the_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, netrc: Path
) -> None:
    """Where `NETRC` is not set, `~/.netrc` it is."""
    monkeypatch.delenv("NETRC")
    monkeypatch.setenv("HOME", str(tmp_path))
    netrc.rename(tmp_path / ".netrc")

    assert f"Bearer {NETRC_KEY}" == sent_key()


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_missing_key_says_where_one_may_be_put(kind: type[Client | AsyncClient]) -> None:
    """All three places, and where keys are found."""
    with pytest.raises(MissingKeyError) as caught:
        kind()

    for place in (
        "api_key=",
        "WANDB_API_KEY",
        "netrc",
        "wandb login",
        "https://wandb.ai/authorize",
    ):
        assert place in str(caught.value)


@pytest.mark.parametrize(
    "content", ["default\n login x\n password y\n", "machine other\n login x\n password y\n", ""]
)
def test_netrc_entry_of_another_machine_is_not_used(netrc: Path, content: str) -> None:
    """Not even `default`: that key is for somebody else."""
    netrc.write_text(content, encoding="utf-8")
    with pytest.raises(MissingKeyError, match="No API key"):
        Client()


@pytest.mark.parametrize(
    "content",
    [
        f"machine api.wandb.ai\n login user\n password {NETRC_KEY}\n {NETRC_KEY} oops\n".encode(),
        f"machine api.wandb.ai password {NETRC_KEY}\n\xff".encode("latin-1"),
    ],
)
def test_broken_netrc_is_named_and_its_content_is_not_shown(netrc: Path, content: bytes) -> None:
    """The parser quotes the token that it stumbled on; we do not."""
    netrc.write_bytes(content)
    try:
        Client()
    except MissingKeyError as error:
        shown = "".join(traceback.format_exception(error))
    else:
        shown = f"{netrc} was read after all"

    assert str(netrc) in shown
    assert NETRC_KEY not in shown


@pytest.mark.parametrize("key", ["", " ", "two words", "line\nbreak", "tab\t", "キー", f"{KEY}\n"])
def test_key_that_no_header_can_carry_is_refused_without_showing_it(
    monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """h11 would quote it in its error."""
    with pytest.raises(InvalidArgumentError) as caught:
        Client(api_key=key)
    if key:
        monkeypatch.setenv("WANDB_API_KEY", key)
        with pytest.raises(InvalidArgumentError, match="WANDB_API_KEY"):
            Client()

    assert caught.value.argument == "api_key"
    assert not key.strip() or key not in str(caught.value)


def shown_by(handler: Handler, caplog: pytest.LogCaptureFixture) -> str:
    """Let a call fail or succeed, and gather all that a person could see of it."""
    caplog.set_level(logging.DEBUG)
    seen: list[object] = []
    for run in (_sync, _async):
        try:
            seen.append(run(handler))
        except ServerlessTrainingError as error:
            seen += [*traceback.format_exception(error), repr(error), error.__dict__]
    return "\n".join(map(str, [*seen, caplog.text]))


def _sync(handler: Handler) -> object:
    with client(handler) as sync:
        pager = sync.checkpoints.list("m")
        return repr([sync, sync.__dict__, sync.checkpoints, pager, pager.__dict__, pager.collect()])


def _async(handler: Handler) -> object:
    async def run() -> object:
        async with async_client(handler) as other:
            pager = other.checkpoints.list("m")
            return repr([other, other.__dict__, pager.__dict__, await pager.collect()])

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("status", "content"),
    [
        (200, {"json": page([0], more=False)}),
        (200, {"text": f"<html>{KEY}</html>"}),
        (401, {"json": {"detail": f"Bad key {KEY}"}, "headers": {"x-echo": KEY}}),
        (422, {"json": {"detail": [{"loc": ["header", KEY], "msg": KEY, "type": KEY}]}}),
        (520, {"text": KEY, "headers": {"x-request-id": KEY}}),
        (401, {"text": f'{{"detail": "\\u{ord(KEY[0]):04x}{KEY[1:]}"}}'}),
    ],
)
def test_key_is_not_seen_in_repr_log_or_error(
    status: int, content: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    """Not even when the service echoes it."""
    shown = shown_by(lambda _: httpx.Response(status, **content), caplog)

    assert "list_model_checkpoints" in shown
    assert KEY not in shown


def test_key_is_not_seen_when_the_connection_fails(
    caplog: pytest.LogCaptureFixture, serve: Serve
) -> None:
    """Real sockets, all loggers at DEBUG."""
    caplog.set_level(logging.DEBUG)
    answer = f"HTTP/1.1 200 {KEY}\r\nX-Echo: {KEY}\r\n{KEY} oops\r\n\r\n".encode()
    with Client(api_key=KEY, base_url=serve(answer)) as sync:
        try:
            sync.checkpoints.list("m").collect()
        except ServerlessTrainingError as error:
            shown = "".join(traceback.format_exception(error))

    assert "GET http://127.0.0.1" in shown
    assert "httpcore" in {record.name.partition(".")[0] for record in caplog.records}
    assert KEY not in shown + caplog.text


def test_key_that_a_server_echoes_is_not_logged(
    caplog: pytest.LogCaptureFixture, serve: Serve
) -> None:
    """Of an answer, httpx logs the reason phrase, httpcore the headers."""
    caplog.set_level(logging.DEBUG)
    answer = f"HTTP/1.1 401 {KEY}\r\nX-Echo: {KEY}\r\nContent-Length: 0\r\n\r\n".encode()
    with (
        Client(api_key=KEY, base_url=serve(answer)) as sync,
        pytest.raises(AuthenticationError) as caught,
    ):
        sync.checkpoints.list("m").collect()

    assert "[hidden]" in caplog.text
    assert KEY not in caplog.text + str(caught.value) + str(caught.value.__dict__)


@pytest.mark.unwatched
def test_clients_may_be_made_while_others_log() -> None:
    """The filter that hides keys knows every client; it must not fail while one is added."""
    gc.collect()  # clients of other tests, with keys of a letter
    record = logging.LogRecord("httpx", logging.INFO, "file", 1, "%s", ("said",), None)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(2) as pool:
            auths = pool.submit(
                lambda: [BearerAuth(f"key{n}", httpx.URL(URL)) for n in range(3000)]
            )
            logged = pool.submit(
                lambda: [logging.getLogger("httpx").filter(record) for _ in range(300)]
            )
    finally:
        sys.setswitchinterval(interval)

    assert len(auths.result()) == 3000
    assert all(logged.result())


def test_key_is_not_in_the_cause_of_an_error() -> None:
    """The httpx error holds the request, whose headers held the key."""

    def handle(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no", request=request)

    with client(handle) as sync, pytest.raises(ConnectionFailedError) as caught:
        sync.checkpoints.list("m").collect()

    assert isinstance(caught.value.__cause__, httpx.ConnectError)
    with pytest.raises(RuntimeError):
        _ = caught.value.__cause__.request


def test_data_that_resembles_the_key_is_left_alone() -> None:
    """Only what is shown is hidden; a metric named like the key keeps its name."""
    with client(listing(1), api_key="loss") as sync:
        assert sync.checkpoints.list("m").collect()[0].metrics["loss"] == 1.0


def test_proxy_of_the_environment_is_not_used_for_this_machine(
    monkeypatch: pytest.MonkeyPatch, serve: Serve
) -> None:
    """It would see the key, and the mock server is not behind it."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    url = serve(b"HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n")
    with Client(api_key=KEY, base_url=url) as sync, pytest.raises(AuthenticationError):
        sync.checkpoints.list("m").collect()


def test_user_without_a_home_folder_is_told_where_a_key_may_be_put(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As in many containers."""
    monkeypatch.setenv("NETRC", "~no-such-user-anywhere/netrc")
    with pytest.raises(MissingKeyError, match="WANDB_API_KEY"):
        Client()


def test_client_that_failed_to_start_can_be_shown() -> None:
    """Debuggers show the locals of a traceback."""
    assert repr(Client.__new__(Client)) == "Client(base_url=...)"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://other.test/x",
        "http://service.test/x",
        "https://service.test:8443/x",
        f"{URL}.evil.test/",
    ],
)
def test_key_does_not_travel_to_another_origin(elsewhere: str) -> None:
    """Scheme, host and port make the origin (RFC 6454, section 4); redirects are not followed."""
    seen: dict[str, str | None] = {}

    def handle(request: httpx.Request) -> httpx.Response:
        seen[str(request.url.copy_with(query=None))] = request.headers.get("authorization")
        return httpx.Response(302, headers={"location": elsewhere})

    with client(handle) as sync, pytest.raises(ServerlessTrainingError, match="HTTP 302"):
        sync.checkpoints.list("m").collect()
    requests = [httpx.Request("GET", url) for url in (elsewhere, f"{URL}:443/same")]
    for request in requests:
        BearerAuth(KEY, httpx.URL(URL)).apply(request)

    assert [f"Bearer {KEY}"] == list(seen.values())
    assert ["Authorization" in request.headers for request in requests] == [False, True]


@pytest.mark.parametrize(
    "base_url",
    [
        *("ftp://x", "service.test", "https://", "https://user:secret@x", "https://x?a=1", "//x"),
        *("https://x?", "https://x#", "https://x:99999", "https://x:0", f"https://{'x' * 64}.y"),
        *("https://x#f", "https://[::1", "https://x:port", "https://\x00"),
    ],
)
def test_unusable_base_url_is_refused_without_showing_it(base_url: str) -> None:
    """It might hold a password."""
    with pytest.raises(InvalidArgumentError, match="base URL") as caught:
        Client(api_key=KEY, base_url=base_url)

    assert caught.value.argument == "base_url"
    assert "secret" not in str(caught.value)


def test_base_url_comes_from_argument_then_environment_then_the_service(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The service's own address is the last."""
    with Client(api_key=KEY) as default:
        assert default.base_url == "https://api.training.wandb.ai"
    monkeypatch.setenv("SERVERLESS_TRAINING_BASE_URL", "nonsense")
    with pytest.raises(InvalidArgumentError, match="SERVERLESS_TRAINING_BASE_URL"):
        Client(api_key=KEY)
    monkeypatch.setenv("SERVERLESS_TRAINING_BASE_URL", "http://127.0.0.1:8000/")
    with Client(api_key=KEY) as from_environment, Client(api_key=KEY, base_url=URL) as given:
        assert from_environment.base_url == "http://127.0.0.1:8000"
        assert given.base_url == URL


@pytest.mark.parametrize("timeout", [0, -1, float("inf"), float("nan"), True, "5", None])
def test_timeout_must_be_positive_and_finite(timeout: Any) -> None:
    """A client that waits for ever is no client."""
    with pytest.raises(InvalidArgumentError, match="timeout"):
        Client(api_key=KEY, timeout=timeout)


def test_timeout_is_finite_by_default() -> None:
    """Each step of a request has its limit."""
    seen: list[dict[str, float]] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"])
        return listing(0)(request)

    for options in ({}, {"timeout": 5.0}, {"timeout": httpx.Timeout(3)}):
        with client(handle, **options) as sync:
            sync.checkpoints.list("m").collect()

    assert [
        {"connect": 10.0, "read": 60.0, "write": 60.0, "pool": 60.0},
        dict.fromkeys(("connect", "read", "write", "pool"), 5.0),
        dict.fromkeys(("connect", "read", "write", "pool"), 3),
    ] == seen


@pytest.mark.parametrize("make", [client, async_client])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_wrong_key_is_an_authentication_error_that_says_where_the_key_came_from(
    make: Any, language: str, monkeypatch: pytest.MonkeyPatch, netrc: Path
) -> None:
    """The argument, the variable or the entry of the file, and where there is another key."""
    set_language(language)

    async def said(key: str | None = None) -> str:
        listing = make(lambda _: httpx.Response(401), api_key=key).checkpoints.list("m")
        try:
            await listing.first()
        except AuthenticationError as error:
            return str(error)
        return "no error"

    from_file = asyncio.run(said())
    monkeypatch.setenv("WANDB_API_KEY", KEY)
    from_variable, from_argument = asyncio.run(said()), asyncio.run(said(KEY))

    assert f"{netrc} (`machine api.wandb.ai`)" in from_file
    assert "`WANDB_API_KEY`" in from_variable
    assert "`api_key`" in from_argument
    for text in (from_file, from_variable, from_argument):
        assert "https://wandb.ai/authorize" in text
        assert KEY not in text
        assert NETRC_KEY not in text


def test_pagination_error_does_not_show_the_key(caplog: pytest.LogCaptureFixture) -> None:
    """A cursor that echoes the key is hidden with the rest of the body."""
    body = page([0], more=True, last_id=KEY)
    with client(answers(body)) as sync, pytest.raises(PaginationError) as caught:
        sync.checkpoints.list("m").collect()

    assert KEY not in str(caught.value) + caplog.text
    assert async_client(answers(body)).base_url == URL


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_client_cannot_be_pickled(kind: type[Client | AsyncClient]) -> None:
    """A pickle is a file that others read; the key stays where it was."""
    with pytest.raises(TypeError, match="API key cannot be pickled"):
        pickle.dumps(kind(api_key=KEY, base_url=URL))


@pytest.mark.parametrize(("variable", "text"), [("HTTP_PROXY", "{}"), ("ALL_PROXY", "http://{}")])
def test_proxy_of_the_environment_is_asked_for_other_machines(
    monkeypatch: pytest.MonkeyPatch, variable: str, text: str
) -> None:
    """Written with a scheme or without."""
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with serving(always(status(401))) as proxy:
        monkeypatch.setenv(variable, text.format(proxy.url.removeprefix("http://")))
        with (
            Client(api_key=KEY, base_url="http://service.test", allow_http=True) as sync,
            pytest.raises(AuthenticationError),
        ):
            sync.checkpoints.list("m").first()
        assert proxy.seen[0].target.startswith("http://service.test/v1/")


def test_key_is_hidden_as_urls_write_it_too() -> None:
    """A redirect quotes what it repeats."""
    auth = BearerAuth("a/b+c=", httpx.URL(URL))

    assert auth.redact("a/b+c= a%2Fb%2Bc%3D") == "[hidden] [hidden]"


@pytest.mark.parametrize("port", ["443", "0443"])
def test_port_that_the_scheme_implies_may_be_written(port: str) -> None:
    """Whatever httpx makes of it, it is one origin."""
    assert sent_key(api_key=KEY, base_url=f"{URL}:{port}") == f"Bearer {KEY}"
