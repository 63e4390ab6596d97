"""The mock server starts, stops and reports like something one can build tests on."""

import asyncio
import logging
import socket
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from serverless_training_testing import Fault, MockError, MockServer, RecordedRequest
from serverless_training_testing._serving import listen

from tests.network import finish, wait_for_requests

pytestmark = pytest.mark.any_spec

PATH = "/v1/preview/models/model-1/checkpoints"
KEY = {"Authorization": "Bearer mock-key"}


def test_server_takes_a_free_port_and_reports_it() -> None:
    """Two servers run side by side; each answers where it says."""
    with MockServer() as first, MockServer(models=1, checkpoints=1) as second:
        assert first.port != second.port
        assert first.url == f"http://127.0.0.1:{first.port}"
        assert httpx.get(first.url + PATH, headers=KEY).status_code == 404
        assert httpx.get(second.url + PATH, headers=KEY).status_code == 200


def test_port_in_use_is_one_clear_error() -> None:
    """The sentence names the port and says what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(MockError, match=f"Port {port} is in use. Choose another one"):
            MockServer(port=port).start()


def test_port_out_of_range_is_one_clear_error() -> None:
    """Ports are 16 bits."""
    with pytest.raises(MockError, match="There is no port 65536"):
        MockServer(port=65536).start()


def test_small_answers_are_sent_without_delay() -> None:
    """TCP_NODELAY is set by asyncio where the protocol is named; else an answer takes 40 ms."""
    with closing(listen("127.0.0.1", 0)) as listener:
        assert listener.proto == socket.IPPROTO_TCP


@pytest.mark.parametrize("host", ["a..b", "a\0b", "\udce6"])
def test_host_that_is_no_name_is_one_clear_error(host: str) -> None:
    """As the command line gives it where the locale is not UTF-8."""
    with pytest.raises(MockError, match=r"^Cannot listen on .*, port 0: .* Choose another"):
        MockServer(host=host).start()


def test_host_that_is_not_ours_is_one_clear_error() -> None:
    """The sentence names the host (TEST-NET-1, RFC 5737: nobody's address)."""
    with pytest.raises(MockError, match=r"^Cannot listen on 192\.0\.2\.1, port 0: [^(]+ Choose"):
        MockServer(host="192.0.2.1").start()


def test_url_of_a_server_on_every_address_can_be_connected_to() -> None:
    """`0.0.0.0` is an address to listen on, not to call."""
    with MockServer(host="0.0.0.0") as server:  # noqa: S104  for the length of this test
        assert server.url == f"http://127.0.0.1:{server.port}"
        assert httpx.get(f"{server.url}/openapi.json").status_code == 200


def test_starting_and_stopping_twice_is_starting_and_stopping_once() -> None:
    """Both are idempotent, and a stopped server can be started anew."""
    server = MockServer(models=1, checkpoints=1)
    server.stop()
    server.start()
    port = server.port
    server.start()

    assert server.port == port
    server.stop()
    server.stop()
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/openapi.json")
    with server:
        assert httpx.get(server.url + PATH, headers=KEY).status_code == 200


def test_server_that_is_not_running_says_so() -> None:
    """There is no address to report and no store to add to."""
    server = MockServer()

    with pytest.raises(MockError, match="not running"):
        _ = server.url
    with pytest.raises(MockError, match="not running"):
        server.add_checkpoints("model-1", [])


def test_stopping_does_not_wait_for_open_connections(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It hangs on neither an idle connection nor a request sent by half, and logs neither."""
    wait_for_requests(monkeypatch)
    spec = {
        "openapi": "3.1.0",
        "paths": {
            "/jobs": {
                "post": {
                    "requestBody": {"content": {"application/json": {"schema": {}}}},
                    "responses": {"200": {"description": "Done"}},
                }
            }
        },
    }
    half = (
        b"POST /jobs HTTP/1.1\r\nHost: mock\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n"
    )
    with MockServer(spec=spec) as server, httpx.Client() as client:
        client.get(f"{server.url}/openapi.json")
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(half)
            # The server says so when it has begun to wait for the body.
            assert connection.recv(100).startswith(b"HTTP/1.1 100")
            finish(server.stop)

            assert caplog.records == []


def test_server_is_silent_and_leaves_logging_alone(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """A test's output is the test's; uvicorn's loggers are as if it had not run."""
    names = ["uvicorn", "uvicorn.access", "uvicorn.error", "uvicorn.asgi"]

    def state() -> list[object]:
        loggers = [logging.getLogger(name) for name in names]
        return [(each.level, each.handlers, each.propagate) for each in loggers]

    before = state()
    with MockServer() as server:
        httpx.get(server.url + PATH)
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            # Gone in the middle of the request.
            connection.sendall(b"GET / HTTP/1.1\r\nHost: mo")

    assert state() == before
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


def test_server_runs_beside_the_callers_event_loop() -> None:
    """Its loop is in its own thread, so an async test can call it."""

    async def ask() -> list[int]:
        with MockServer(models=1, checkpoints=1) as server:
            async with httpx.AsyncClient(base_url=server.url, headers=KEY) as client:
                answers = await asyncio.gather(*(client.get(PATH) for _ in range(5)))
        return [answer.status_code for answer in answers]

    assert asyncio.run(ask()) == [200] * 5


def test_server_leaves_no_thread_behind() -> None:
    """Its thread has ended when `stop` returns."""
    before = threading.active_count()
    with MockServer() as server:
        assert threading.active_count() == before + 1
        httpx.get(f"{server.url}/openapi.json")

    assert threading.active_count() == before


def test_repr_shows_where_it_is_and_not_the_key() -> None:
    """A server that ends up in a log gives nothing away."""
    with MockServer(api_key="secret") as server:
        assert repr(server) == f"<MockServer url='{server.url}'>"
    assert repr(server) == "<MockServer not running>"


def test_requests_are_recorded_before_they_are_answered() -> None:
    """Each with what was asked, the status, and how many items went out."""
    with MockServer(models=1, checkpoints=30) as server:
        httpx.get(server.url + PATH, headers=KEY, params={"limit": 25, "order": "desc"})
        httpx.get(server.url + PATH)
        httpx.post(f"{server.url}/no%3Fwhere?a=1&a=2")

        assert server.requests == [
            RecordedRequest("GET", PATH, {"limit": "25", "order": "desc"}, 200, 25),
            RecordedRequest("GET", PATH, {}, 401, None),
            RecordedRequest("POST", "/no?where", {"a": "2"}, 404, None),
        ]


def test_models_are_the_seeded_ones_and_the_added_ones() -> None:
    """`model_ids` and `paths` name what requests will find."""
    with MockServer(models=2, checkpoints=1) as server:
        server.add_checkpoints("mine", [])
        server.add_items("/v1/preview/models/mine/checkpoints", [{"id": "x"}])

        assert server.model_ids == ["model-1", "model-2", "mine"]
        assert server.paths[-1] == "/v1/preview/models/mine/checkpoints"


def test_items_cannot_be_added_where_nothing_is_listed() -> None:
    """The sentence says where something is."""
    with MockServer() as server, pytest.raises(MockError, match="lists nothing at /v1/models"):
        server.add_items("/v1/models", [])


def test_database_file_outlives_the_server(tmp_path: Path) -> None:
    """Items stay, and seeding again with the same seed adds nothing."""
    path = tmp_path / "mock.db"
    with MockServer(db=path, models=1, checkpoints=40, seed=7) as server:
        first = httpx.get(server.url + PATH, headers=KEY, params={"limit": 100}).json()
    with MockServer(db=path, models=1, checkpoints=40, seed=7) as server:
        again = httpx.get(server.url + PATH, headers=KEY, params={"limit": 100}).json()
    with MockServer(db=path) as server:
        unseeded = httpx.get(server.url + PATH, headers=KEY, params={"limit": 100}).json()

    assert len(first["data"]) == 40
    assert first == again == unseeded


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ({}, "not an OpenAPI 3 document"),
        ({"swagger": "2.0", "paths": {}}, "not an OpenAPI 3 document"),
        ({"openapi": "3.1.0", "paths": {"/a": {"$ref": "#/gone"}}}, "#/gone leads nowhere"),
        ({"openapi": "3.1.0", "paths": {"/a": {"$ref": "b.json#/a"}}}, "leads nowhere"),
        ({"openapi": "3.1.0", "paths": {"/a": {"$ref": "#/paths/~1a"}}}, "leads nowhere"),
    ],
)
def test_spec_that_cannot_be_served_is_one_clear_error(
    spec: dict[str, object], message: str
) -> None:
    """It is said when the server is made, not when a request comes."""
    with pytest.raises(MockError, match=message):
        MockServer(spec=spec)


@pytest.mark.parametrize("argument", ["models", "checkpoints"])
@pytest.mark.parametrize("value", [-1, 1.5, "2"])
def test_number_that_cannot_be_counted_is_refused(argument: str, value: Any) -> None:
    """One sentence, before anything is made."""
    with pytest.raises(MockError, match=f"`{argument}` is {value}. Use a whole number from 0."):
        MockServer(**{argument: value})


@pytest.mark.parametrize(
    "item",
    [
        {"get": 7},
        {"get": {"parameters": [{"name": "a"}]}},
        {"parameters": [{"in": "query"}], "get": {}},
    ],
)
def test_spec_that_is_no_openapi_is_refused(item: dict[str, Any]) -> None:
    """The sentence names the operation."""
    with pytest.raises(MockError, match="The operation GET /a of the spec is no OpenAPI"):
        MockServer(spec={"openapi": "3.1.0", "paths": {"/a": item}})


def test_brackets_in_a_path_stand_for_themselves() -> None:
    """Only `*` and `?` are more than themselves."""
    with MockServer(models=1, checkpoints=1) as server:
        httpx.get(f"{server.url}/[ab]")
        httpx.get(f"{server.url}/a")

        assert [each.path for each in server.requests_to("/[ab]")] == ["/[ab]"]
    assert Fault(status=500, path="/[ab]").concerns("GET", "/[ab]", {})
    assert not Fault(status=500, path="/[ab]").concerns("GET", "/a", {})
