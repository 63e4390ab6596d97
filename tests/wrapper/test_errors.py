"""Every failure is one error of one tree, with what a caller needs to act on it."""

import asyncio
import json
import pickle
import socket
from typing import Any

import httpx
import pytest
from serverless_training import (
    AsyncClient,
    AuthenticationError,
    BadRequestError,
    Client,
    ConflictError,
    ConnectionFailedError,
    DecodeError,
    ErrorDetail,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    RequestTimeoutError,
    ServerError,
    ServerlessTrainingError,
    StatusError,
    UnexpectedStatusError,
    UnprocessableEntityError,
)

from tests.conftest import Serve
from tests.fakes import KEY, URL, Handler, async_client, client, page

pytestmark = pytest.mark.any_spec

STATUSES = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
    500: ServerError,
    503: ServerError,
    520: ServerError,
    599: ServerError,
    302: UnexpectedStatusError,
    418: UnexpectedStatusError,
    499: UnexpectedStatusError,
    600: UnexpectedStatusError,
}
BODIES = [
    b"",
    b"[" * 100_000,
    b"<html><h1>Bad gateway</h1></html>",
    b'{"detail":"no"}',
    b"{",
    b"\xff\xfe",
    b"null",
]


def fail(handler: Handler, **options: Any) -> Exception:
    """Make one call that fails, and see that both clients fail alike."""
    with client(handler, **options) as sync, pytest.raises(ServerlessTrainingError) as caught:
        sync.checkpoints.list("m").collect()

    async def again() -> None:
        async with async_client(handler, **options) as other:
            await other.checkpoints.list("m").collect()

    with pytest.raises(type(caught.value)) as twin:
        asyncio.run(again())
    assert str(caught.value) == str(twin.value)
    return caught.value


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize(("status", "kind"), STATUSES.items())
def test_status_other_than_success_raises_its_class(
    status: int, kind: type[StatusError], body: bytes
) -> None:
    """Registered or not, and whatever the body: class, status, body and request id."""
    headers = {"x-request-id": "req_1"}
    error = fail(lambda _: httpx.Response(status, content=body, headers=headers))

    assert type(error) is kind
    assert isinstance(error, StatusError)
    assert status == error.status_code
    assert body.decode("utf-8", errors="replace") == error.body
    assert error.request_id == "req_1"
    assert error.headers["x-request-id"] == "req_1"
    assert error.operation == "list_model_checkpoints"
    assert f"HTTP {status} for GET {URL}/v1/preview/models/m/checkpoints" in str(error)
    assert "request id: req_1" in str(error)


@pytest.mark.parametrize(
    ("content", "details"),
    [
        (
            {
                "detail": [
                    {"loc": ["query", "limit"], "msg": "too big", "type": "less_than_equal"},
                    {"loc": ["body", 0], "msg": "odd"},
                ]
            },
            (
                ErrorDetail(("query", "limit"), "too big", "less_than_equal"),
                ErrorDetail(("body", 0), "odd"),
            ),
        ),
        ({"detail": "Model is archived"}, (ErrorDetail((), "Model is archived"),)),
        ({"detail": [{"msg": "no place"}, "text", {"loc": "query"}]},
         (ErrorDetail((), "no place"), ErrorDetail((), ""))),
        ({"detail": {"msg": "odd"}}, ()),
        ({}, ()),
        ([1], ()),
    ],
)  # fmt: skip
def test_details_of_a_422_are_parsed(content: Any, details: tuple[ErrorDetail, ...]) -> None:
    """FastAPI's list, a plain string, or nothing at all."""
    error = fail(lambda _: httpx.Response(422, json=content))

    assert isinstance(error, UnprocessableEntityError)
    assert details == error.details
    for detail in details:
        assert detail.message in str(error)


def test_message_of_a_422_names_the_parameter() -> None:
    """Place and reason stand in the message."""
    content = {"detail": [{"loc": ["query", "limit"], "msg": "too big", "type": "x"}]}
    error = fail(lambda _: httpx.Response(422, json=content))

    assert "query.limit: too big" in str(error)


@pytest.mark.parametrize(
    "body",
    [
        b"<html></html>",
        b"",
        b'{"data": [',
        b"null",
        b"[]",
        b'{"data": null, "has_more": false}',
        b'{"data": []}',
        b'{"data": [{"id": "x", "step": 1, "metrics": {}}], "has_more": false}',
        b'{"data": [7], "has_more": false}',
        b'{"data": [{"id": "\xff"}], "has_more": false}',
        b"[" * 100_000,
    ],
)
def test_success_that_is_not_what_the_spec_promises_is_a_decode_error(body: bytes) -> None:
    """Never `KeyError` or `JSONDecodeError`, which quote the body, not even as a cause."""
    error = fail(lambda _: httpx.Response(200, content=body))

    assert isinstance(error, DecodeError)
    assert error.status_code == 200
    assert error.__cause__ is error.__context__ is None


def test_success_that_the_spec_does_not_know_is_a_decode_error() -> None:
    """Nothing is taken for `None` in silence."""
    error = fail(lambda _: httpx.Response(206, json=page([0], more=False)))

    assert isinstance(error, DecodeError)
    assert error.status_code == 206


@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        (httpx.ConnectTimeout, RequestTimeoutError),
        (httpx.ReadTimeout, RequestTimeoutError),
        (httpx.PoolTimeout, RequestTimeoutError),
        (httpx.ConnectError, ConnectionFailedError),
        (httpx.RemoteProtocolError, ConnectionFailedError),
        (httpx.ReadError, ConnectionFailedError),
    ],
)
def test_failure_on_the_way_is_a_transport_error(
    cause: type[httpx.RequestError], kind: type[Exception]
) -> None:
    """Time ran out, or the connection failed; the httpx error is the cause."""

    def handle(request: httpx.Request) -> httpx.Response:
        raise cause("it broke", request=request)

    error = fail(handle)

    assert type(error) is kind
    assert isinstance(error.__cause__, cause)
    assert "it broke" in str(error)


def served(serve: Serve, answer: bytes, **options: Any) -> ServerlessTrainingError:
    """Call a real server that answers with these bytes and hangs up; both clients."""
    url = serve(answer)
    with (
        Client(api_key=KEY, base_url=url, **options) as sync,
        pytest.raises(ServerlessTrainingError) as caught,
    ):
        sync.checkpoints.list("m").collect()

    async def again() -> None:
        async with AsyncClient(api_key=KEY, base_url=url, **options) as other:
            await other.checkpoints.list("m").collect()

    with pytest.raises(type(caught.value)):
        asyncio.run(again())
    return caught.value


def test_body_of_a_failure_that_is_cut_off_keeps_status_and_what_came(serve: Serve) -> None:
    """The status says more than the broken connection."""
    error = served(serve, b"HTTP/1.1 503 Busy\r\nContent-Length: 100\r\n\r\n<html>half")

    assert isinstance(error, ServerError)
    assert error.status_code == 503
    assert error.body == "<html>half"
    assert isinstance(error.__cause__, httpx.RemoteProtocolError)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"no http\r\n\r\n",
    ],
)
def test_success_that_is_cut_off_is_a_connection_failure(serve: Serve, answer: bytes) -> None:
    """Half a listing is no listing."""
    assert isinstance(served(serve, answer), ConnectionFailedError)


def test_success_that_cannot_be_decompressed_is_a_decode_error(serve: Serve) -> None:
    """It came whole, and keeps its status and request id."""
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nX-Request-Id: r1\r\n"
    error = served(serve, head + b"Content-Length: 2\r\n\r\n{}")

    assert isinstance(error, DecodeError)
    assert (error.status_code, error.request_id) == (200, "r1")


@pytest.mark.parametrize("name", ["x-request-id", "request-id", "cf-ray"])
def test_request_id_is_found_under_its_usual_names(name: str) -> None:
    """The service's own, or that of a gateway in front of it."""
    error = fail(lambda _: httpx.Response(500, headers={name: "r1"}))

    assert isinstance(error, StatusError)
    assert error.request_id == "r1"


def test_connections_of_failed_calls_go_back_to_the_pool(serve: Serve) -> None:
    """Otherwise the client would starve: its pool has one place here."""
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
    options: dict[str, Any] = {
        "api_key": KEY,
        "base_url": serve(head + b"Content-Length: 9\r\n\r\n{}"),
        "timeout": 60,
    }
    limits = httpx.Limits(max_connections=1)
    with httpx.Client(limits=limits) as http, Client(**options, http_client=http) as sync:
        for _ in range(3):
            with pytest.raises(DecodeError):
                sync.checkpoints.list("m").collect()

    async def again() -> None:
        http = httpx.AsyncClient(limits=limits)
        async with http, AsyncClient(**options, http_client=http) as other:
            for _ in range(3):
                with pytest.raises(DecodeError):
                    await other.checkpoints.list("m").collect()

    asyncio.run(again())


def test_refused_connection_is_a_connection_failure() -> None:
    """Nobody listens on port 1 of this machine."""
    with (
        Client(api_key=KEY, base_url="http://127.0.0.1:1") as sync,
        pytest.raises(ConnectionFailedError, match=r"GET http://127\.0\.0\.1:1/v1"),
    ):
        sync.checkpoints.list("m").collect()


def test_server_that_never_answers_is_a_timeout() -> None:
    """The kernel takes the connection; nobody reads from it."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with (
            Client(api_key=KEY, base_url=url, timeout=0.1) as sync,
            pytest.raises(RequestTimeoutError, match="timeout"),
        ):
            sync.checkpoints.list("m").collect()


def test_errors_survive_pickle() -> None:
    """Trainers send them between processes."""
    content = {"detail": [{"loc": ["query", "limit"], "msg": "too big", "type": "x"}]}
    error = fail(lambda _: httpx.Response(422, json=content))
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301  made here

    assert type(error) is type(copy)
    assert str(error) == str(copy)
    assert error.__dict__ == copy.__dict__


def test_hint_of_a_401_says_what_to_check() -> None:
    """A wrong key is the most common failure of all."""
    error = fail(lambda _: httpx.Response(401, content=json.dumps({"detail": "Invalid"})))

    assert "Invalid\nCheck the API key" in str(error)
