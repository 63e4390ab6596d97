"""What errors, log lines and tracebacks show of what a server wrote."""

import asyncio
import json
import logging
import pickle
import re
import traceback
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from serverless_training import (
    BadRequestError,
    Client,
    ClientClosedError,
    ConnectionFailedError,
    DecodeError,
    MetricNotFoundError,
    NotFoundError,
    RequestError,
    set_language,
)
from serverless_training._auth import BearerAuth
from serverless_training_client._text import printable, shown
from serverless_training_client.api.models import list_model_checkpoints

from tests.conftest import Serve
from tests.fakes import KEY, URL, Handler, async_client, client, page, uuid
from tests.reachable import texts

STEERING = "\x1b[2J\r\n\x85\u2028\u2029\u202e\u200b\x00\ud800 all is well"
ODD = {"data": [{"id": uuid(0), "step": 0, "metrics": {STEERING: "x"}}], "has_more": False}
LONG = "A" * 2_000_000


def fail(answer: httpx.Response | Handler, **options: Any) -> RequestError:
    """List checkpoints of a service that gives one answer, and return the error."""
    handle = answer if callable(answer) else lambda _: answer
    with (
        client(handle, **{"max_retries": 0} | options) as sync,
        pytest.raises(RequestError) as caught,
    ):
        sync.checkpoints.list("m").collect()
    return caught.value


def told(code: int, content: object, **headers: str) -> httpx.Response:
    """Make a response of JSON, lone surrogates and all."""
    return httpx.Response(code, content=json.dumps(content).encode("utf-8"), headers=headers)


def in_header(name: str, value: bytes) -> httpx.Response:
    """Make a redirect with a header that tries to steer a terminal."""
    return httpx.Response(302, headers=[(name.encode(), value)])


def encoded(coding: bytes) -> Handler:
    """Answer in an encoding that was not asked for."""
    headers = [(b"content-encoding", coding)]
    return lambda _: httpx.Response(200, headers=headers, stream=httpx.ByteStream(b"{}"))


def not_http(request: httpx.Request) -> httpx.Response:
    """Fail as httpx does for a response that is not HTTP."""
    raise httpx.RemoteProtocolError(STEERING, request=request)


WAYS_TO_STEER: dict[str, httpx.Response | Handler] = {
    "detail": told(400, {"detail": STEERING}),
    "detail of a parameter": told(422, {"detail": [{"loc": [STEERING], "msg": STEERING}]}),
    "request id": in_header("x-request-id", b"\x1b[2J\x9b"),
    "location": in_header("location", b"http://x/\x9b[2J"),
    "location that is not a URL": in_header("location", b"http://x/\x1b[2J\x9b"),
    "encoding": encoded(b"\x1b[2J\x9b"),
    "name of a metric": told(200, ODD),
    "last_id": told(200, page([0], more=True, last_id=STEERING)),
    "not HTTP": not_http,
}


@pytest.mark.parametrize("way", WAYS_TO_STEER)
def test_server_steers_no_terminal_and_forges_no_line(
    way: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Control characters, line breaks, changes of direction and lone surrogates are escaped."""
    caplog.set_level(logging.DEBUG)
    error = fail(WAYS_TO_STEER[way])
    lines = [*str(error).split("\n"), *caplog.messages]
    raised = "".join(traceback.format_exception(error)).split("\n")

    assert all(map(str.isprintable, [*lines, *raised]))
    assert any(re.search(r"\\x(1b|9b)\[2|Invalid URL in location", line) for line in lines)
    assert not any(line.startswith(" all is well") for line in lines)


def test_what_httpx_logs_steers_no_terminal(caplog: pytest.LogCaptureFixture) -> None:
    """Its line about a response ends with the reason, which a server writes."""
    caplog.set_level(logging.INFO)

    def handle(_: httpx.Request) -> httpx.Response:
        return httpx.Response(400, extensions={"reason_phrase": b"\x1b[2J\r\nall is well"})

    with (
        httpx.Client(transport=httpx.MockTransport(handle)) as http,
        Client(api_key=KEY, base_url=URL, http_client=http) as sync,
        pytest.raises(BadRequestError),
    ):
        sync.checkpoints.list("m").collect()

    assert r"\x1b[2J\r\nall is well" in caplog.text
    assert all(map(str.isprintable, caplog.messages))


@pytest.mark.parametrize(
    "answer",
    [
        told(400, {"detail": LONG}),
        told(422, {"detail": [{"loc": [LONG] * 3, "msg": LONG, "type": LONG}] * 2}),
        told(422, {"detail": [{"loc": ["query"], "msg": "no"}] * 100_000}),
        httpx.Response(302, headers={"location": LONG[:60_000], "x-request-id": LONG}),
        told(200, {"data": [{"id": uuid(0), "step": 0, "metrics": {LONG: ""}}], "has_more": True}),
        told(200, page([0], more=True, last_id=LONG)),
        encoded(LONG.encode()),
    ],
    ids=range(7),
)  # fmt: skip
def test_message_is_short_whatever_a_server_writes(
    answer: httpx.Response | Handler, caplog: pytest.LogCaptureFixture
) -> None:
    """At most 500 characters of each text and ten details; a mark or a count tells of the rest."""
    caplog.set_level(logging.DEBUG)
    error = fail(answer)

    assert len(str(error)) < 3_000
    assert "…" in str(error) or "and 99990 more" in str(error)
    assert max(map(len, caplog.messages)) < 3_000


@given(st.text(), st.integers(0, 600))
def test_what_is_shown_is_one_printable_line(text: str, times: int) -> None:
    """It can be encoded, is cut at 500 characters, and letters of any language stay."""
    line = shown(text * times)

    assert line.isprintable() or all(each.isprintable() or each.isspace() for each in line)
    assert len(line.splitlines()) <= 1
    assert len(line.encode("utf-8").decode("utf-8")) <= 500
    assert printable("モデル\u3000é🎉 a") == "モデル\u3000é🎉 a"


SPELLINGS: list[Callable[[str], str]] = [
    str,
    lambda each: f"%{ord(each):02x}",
    lambda each: f"%{ord(each):02X}",
    lambda each: f"\\u{ord(each):04x}",
    lambda each: f"\\u{ord(each):04X}",
    lambda each: json.dumps(each)[1:-1].replace("/", "\\/"),
]


# Of a backslash, which may be half of one, more than the key may be hidden.
LETTERS = st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="\\")


@given(st.data())
def test_key_is_hidden_however_each_letter_is_spelled(data: st.DataObject) -> None:
    """As it is, percent-encoded (RFC 3986, 2.1) or escaped in JSON (RFC 8259, section 7)."""
    key = data.draw(st.text(LETTERS, min_size=1))
    spelled = "".join(data.draw(st.sampled_from(SPELLINGS))(each) for each in key)
    around = data.draw(st.sampled_from(["", "モデル", "é\n"]))
    auth = BearerAuth(key, httpx.URL(URL))

    assert auth.redact(f"{around}{spelled}{around}") == f"{around}[hidden]{around}"


@given(st.data())
def test_key_with_a_backslash_is_hidden_as_it_is_and_as_json(data: st.DataObject) -> None:
    """At least all of it."""
    key = "a" + data.draw(st.text("\\u05cC%", min_size=1)) + "z"
    auth = BearerAuth(key, httpx.URL(URL))
    text = f"{key} {json.dumps(key)} {quote(key, safe='')}"

    assert key not in auth.redact(text)
    assert auth.redact(text) == '[hidden] "[hidden]" [hidden]'


def everywhere(code: int, body: bytes) -> bytes:
    """Write a response with the key in its reason, names and values of headers, and its body."""
    names = ("X-Echo", "X-Request-Id", "Set-Cookie", "Location", "Retry-After", "Content-Type")
    lines = [f"HTTP/1.1 {code} {KEY}", f"{KEY}: x", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, *(f"{name}: a {KEY}" for name in names), "", ""]).encode() + body


BODIES = {
    "not JSON": f"<pre>Authorization: Bearer {KEY}</pre>".encode(),
    "JSON": json.dumps({KEY: KEY, "detail": [{"loc": [KEY, 1], "msg": KEY, "type": KEY}]}).encode(),
    "a page": json.dumps(page([0], more=True, last_id=KEY)).encode(),
    "a metric": json.dumps(
        {"data": [{"id": uuid(0), "step": 1, "metrics": {KEY: KEY}}], "has_more": False}
    ).encode(),
}


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("code", [200, 201, 203, 206, 302, 400, 401, 404, 422, 429, 500, 503])
def test_key_is_nowhere_in_an_error_however_a_server_echoes_it(
    code: int, body: str, serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    """Attributes, arguments, cause, context, traceback, pickle and log; all but local variables."""
    caplog.set_level(logging.DEBUG)
    url = serve(everywhere(code, BODIES[body]))
    with (
        Client(api_key=KEY, base_url=url, max_retries=0) as sync,
        pytest.raises(RequestError) as caught,
    ):
        sync.checkpoints.list("m").collect()
    error = caught.value
    lines = [*traceback.format_exception(error), str(error), repr(error), repr(vars(error))]
    pickled = pickle.dumps(error, protocol=0).decode("latin-1")

    assert not [each for each in [*lines, pickled, caplog.text, *texts(error)] if KEY in each]
    assert "[hidden]" in str(vars(error))


@pytest.mark.parametrize(
    ("code", "body"),
    [
        (400, f"<p>{LONG}"),
        (503, json.dumps({"detail": "no", "more": LONG})),
        (200, f"<p>{LONG}"),
        (202, f"<p>{LONG}"),
        (200, json.dumps({"data": 7, "more": LONG})),
        (200, json.dumps({"data": [{"id": "none", "more": LONG}], "has_more": False})),
        (200, json.dumps(page([0, 0], more=False, more_of_it=LONG))),
    ],
)
def test_error_keeps_a_body_once(code: int, body: str) -> None:
    """As `body`, and neither in a cause nor as bytes beside it; local variables are not counted."""
    error = fail(httpx.Response(code, content=body.encode("utf-8")))

    assert [each for each in texts(error) if len(each) >= len(LONG)] == [body]


@pytest.mark.parametrize("key", ["l", "e", "[", "d", "/", "4", "7", "%"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_key_of_one_letter_leaves_our_sentences_whole(key: str, language: str) -> None:
    """It is hidden where a server or a URL says it."""
    set_language(language)
    said, hidden = key * 3, "[hidden]" * 3
    cases: list[httpx.Response | Handler] = [
        told(401, {"detail": said}),
        told(404, {"detail": said}, **{"x-request-id": said}),
        told(200, page([0], more=True, last_id=said)),
    ]
    for answer in cases:
        with_long_key = fail(answer, api_key="?" * 40)
        error = fail(answer, api_key=key)
        sentences = str(error).replace(error.url, "URL")

        assert hidden in sentences
        expected = str(with_long_key).replace(with_long_key.url, "URL")
        assert sentences == expected.replace(printable(said), hidden)


def test_cause_holds_no_request_and_no_key_whatever_the_key_is() -> None:
    """It is built anew, since the URL and the headers of the request tell the key."""

    def handle(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError(f"no way to {request.headers['authorization']}", request=request)

    for key in ("/", "h", "?", "a/b+c=", "%", KEY):
        with (
            client(handle, api_key=key, max_retries=0) as sync,
            pytest.raises(ConnectionFailedError) as caught,
        ):
            sync.call(list_model_checkpoints, f"{key}-model", after=f"{key}=after")
        cause = caught.value.__cause__

        assert isinstance(cause, httpx.ConnectError)
        with pytest.raises(RuntimeError):
            _ = cause.request
        assert "no way to" in str(cause) or key == "h"
    assert not [each for each in texts(caught.value) if KEY in each]


def run(answer: Callable[[], httpx.Response], *, asynchronous: bool, close: bool = False) -> None:
    """List checkpoints with either client; it may be closed while it gets the first answer."""

    def handle(_: httpx.Request) -> httpx.Response:
        if close:
            sync.close()
        return answer()

    async def handle_async(_: httpx.Request) -> httpx.Response:
        if close:
            await other.aclose()
        return answer()

    sync, other = client(handle, max_retries=1), async_client(handle_async, max_retries=1)
    if asynchronous:
        asyncio.run(other.checkpoints.list("m").collect())
    else:
        sync.checkpoints.list("m").collect()


@pytest.mark.parametrize("asynchronous", [False, True])
def test_error_is_raised_without_the_way_it_took(*, asynchronous: bool) -> None:
    """No frame of tenacity, and nothing of an earlier attempt; the caller's own context stays."""
    turn = iter([httpx.Response(503), told(200, ODD)])

    def begin() -> None:
        try:
            json.loads("of the caller")
        except ValueError:
            run(lambda: next(turn), asynchronous=asynchronous)

    with pytest.raises(DecodeError) as caught:
        begin()
    raised = "".join(traceback.format_exception(caught.value))

    assert isinstance(caught.value.__context__, ValueError)
    assert "tenacity" not in raised
    assert raised.count("serverless_training.DecodeError: ") == 1
    assert "ServerError" not in raised


@pytest.mark.parametrize("asynchronous", [False, True])
def test_client_closed_between_attempts_says_so_without_the_way_it_took(
    *, asynchronous: bool
) -> None:
    """Any error of ours, not only one about a response."""
    with pytest.raises(ClientClosedError) as caught:
        run(lambda: httpx.Response(503), asynchronous=asynchronous, close=True)
    raised = "".join(traceback.format_exception(caught.value))

    assert "tenacity" not in raised
    assert "The above exception" not in raised


@pytest.mark.parametrize(
    ("body", "advice"),
    [
        (b"<html>", "base URL"),
        (b"", "base URL"),
        (b"\xff", "base URL"),
        (b"[" * 100_000, "base URL"),
        (b"7", "newer version"),
        (b"{}", "newer version"),
        (json.dumps(ODD).encode(), "newer version"),
    ],
)
def test_advice_on_a_response_that_cannot_be_read_fits_what_is_wrong(
    body: bytes, advice: str
) -> None:
    """What is not JSON came from something else; JSON of other types from another version."""
    error = fail(httpx.Response(200, content=body))
    lines = str(error).splitlines()

    assert advice in lines[1]
    assert "base URL" not in lines[1] or advice == "base URL"


def test_hint_of_a_404_says_what_a_model_id_is() -> None:
    """Where the operation takes one: people pass the name of a model."""
    error = fail(told(404, {"detail": "Model not found"}))

    assert isinstance(error, NotFoundError)
    assert "A model ID is the `id` that creating the model returned" in str(error)


def test_hint_of_a_404_says_nothing_of_models_where_there_are_none() -> None:
    """Other operations have other IDs."""

    def build(job_id: str) -> Any:
        return {"method": "get", "url": f"/jobs/{job_id}"}

    operation: Any = SimpleNamespace(_get_kwargs=build)
    with (
        client(lambda _: httpx.Response(404)) as sync,
        pytest.raises(NotFoundError, match="Check the IDs") as caught,
    ):
        sync.call(operation, "j")

    assert "model" not in str(caught.value)


def test_names_of_metrics_steer_no_terminal_and_are_cut() -> None:
    """The error of `best` names what the service wrote."""
    metrics = {f"{STEERING}{n}": 1.0 for n in range(5)} | {LONG: 1.0}
    body = {"data": [{"id": uuid(0), "step": 0, "metrics": metrics}], "has_more": False}
    with client(lambda _: told(200, body)) as sync, pytest.raises(MetricNotFoundError) as caught:
        sync.checkpoints.best("m", "other", mode="min")

    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 3_000
    assert LONG in caught.value.available


@pytest.mark.parametrize("key", [KEY, "loss"])
def test_error_about_metrics_does_not_show_the_key(key: str) -> None:
    """A careless service might write it as a name."""
    metrics = {f"{key}-1": 1.0, f"{KEY}-2": 2.0}
    body = {"data": [{"id": uuid(0), "step": 0, "metrics": metrics}], "has_more": False}

    async def again() -> None:
        async with async_client(lambda _: told(200, body), api_key=key) as other:
            await other.checkpoints.best("m", "other", mode="min")

    with (
        client(lambda _: told(200, body), api_key=key) as sync,
        pytest.raises(MetricNotFoundError) as caught,
    ):
        sync.checkpoints.best("m", "other", mode="min")
    with pytest.raises(MetricNotFoundError) as twin:
        asyncio.run(again())

    for error in (caught.value, twin.value):
        assert not [each for each in texts(error) if key in each]
        assert "[hidden]-1" in error.available
