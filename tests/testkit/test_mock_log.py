"""The mock server remembers what it was asked, so that tests can say what should have been asked.

What stands in an entry of the log is also in tests/testkit/test_mock_server.py.
"""

import asyncio
import socket
import ssl
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from serverless_training import Client
from serverless_training_testing import Fault, MockServer, RecordedRequest

from tests.network import LONGEST_SECONDS, until

PATH = "/v1/preview/models/model-1/checkpoints"
SECRET = "not-for-logs"
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def get(server: MockServer, path: str = PATH, **headers: str) -> httpx.Response:
    """Ask with the server's key."""
    key = {"Authorization": f"Bearer {server.api_key}"}
    return httpx.get(server.url + path, headers=key | headers, verify=NO_TLS)


def test_headers_are_kept_without_what_is_secret() -> None:
    """Names in lower case; keys and cookies are nowhere, not in the text of an entry either."""
    with MockServer(api_key=SECRET) as server:
        connection = f"Basic {SECRET}"
        get(server, **{"X-Trace": "ab", "Cookie": SECRET, "Proxy-Authorization": connection})

        (request,) = server.requests

    assert request.headers["authorization"] == "[redacted]"
    assert request.headers["cookie"] == "[redacted]"
    assert request.headers["proxy-authorization"] == "[redacted]"
    assert request.headers["user-agent"].startswith("python-httpx/")
    assert request.headers["x-trace"] == "ab"
    assert SECRET not in repr(request) + str(vars(request))


def test_header_that_is_repeated_is_joined() -> None:
    """As RFC 9110, section 5.2, has it; two keys are both left out."""
    lines = ["GET / HTTP/1.1", "Host: mock", "X-Tag: a", "x-tag: b", f"Authorization: {SECRET}"]
    with MockServer() as server:
        with socket.create_connection(
            ("127.0.0.1", server.port), timeout=LONGEST_SECONDS
        ) as connection:
            text = "\r\n".join([*lines, f"authorization: {SECRET}", "Connection: close", "", ""])
            connection.sendall(text.encode("ascii"))
            while connection.recv(4096):
                pass
        (request,) = server.requests

    assert request.headers["x-tag"] == "a, b"
    assert request.headers["authorization"] == "[redacted], [redacted]"


def test_client_of_the_package_is_seen_as_it_asks() -> None:
    """What a test wants to know of its own code: which requests, in which order."""
    with (
        MockServer(models=2, checkpoints=25) as server,
        Client(api_key=server.api_key, base_url=server.url) as client,
    ):
        client.checkpoints.list("model-2").collect()
        asked = server.requests_to("*/model-2/checkpoints")

        assert asked == server.requests == server.requests_to("/v1/preview/models/*")
        assert server.requests_to(PATH) == []
        assert all(request.status == 200 for request in asked)


@pytest.mark.parametrize(
    ("fault", "name", "status"),
    [
        (Fault(status=429), "status", 429),
        (Fault(latency=0.01), "latency", 200),
        (Fault(latency=0.01, status=500), "latency+status", 500),
        (Fault(reset="before"), "reset-before", None),
        (Fault(reset="body"), "reset-body", 200),
        (Fault(malformed=True, headers={"a": "b"}), "malformed+headers", 200),
        (Fault(body=""), "body", 200),
        (Fault(status=500, probability=1), "status", 500),
        (Fault(status=500, method="POST"), None, 200),
    ],
)
def test_log_says_what_was_done_to_a_request(
    fault: Fault, name: str | None, status: int | None
) -> None:
    """By the fault's own name; a request that was reset is there as well."""
    with MockServer(models=1, checkpoints=1, faults=[fault]) as server:
        try:
            get(server)
        except httpx.TransportError:
            assert fault.reset
        (request,) = server.requests

    assert (request.fault, request.status) == (name, status)


def test_request_is_there_before_it_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order of arrival, so that a slow answer does not come behind a quick one."""
    over = threading.Event()

    async def wait(*_: object) -> bool:
        return await asyncio.to_thread(over.wait, LONGEST_SECONDS)

    monkeypatch.setattr("serverless_training_testing._fault_middleware.wait", wait)
    faults = [Fault(latency=1, path=PATH)]
    with MockServer(models=1, checkpoints=1, faults=faults) as server, ThreadPoolExecutor() as pool:
        slow = pool.submit(get, server)
        until(lambda: server.requests)
        get(server, "/openapi.json")

        assert [request.status for request in server.requests] == [None, 200]
        over.set()
        slow.result()
        assert [request.status for request in server.requests] == [200, 200]


def test_seconds_say_how_long_the_answer_took(monkeypatch: pytest.MonkeyPatch) -> None:
    """Latency included."""
    now = 0.0

    async def wait(_: object, seconds: float) -> bool:
        nonlocal now
        now += seconds
        return True

    monkeypatch.setattr("serverless_training_testing._fault_middleware.wait", wait)
    monkeypatch.setattr("serverless_training_testing._recorder.perf_counter", lambda: now)
    with MockServer(faults=[Fault(latency=60, times=1)]) as server:
        get(server)
        get(server)

        assert [request.seconds for request in server.requests] == [60, 0]


def test_requests_are_compared_by_what_was_asked_and_answered() -> None:
    """Neither time nor the headers of some library are in the way of an assertion."""
    with MockServer() as server:
        get(server)

        assert server.requests == [RecordedRequest("GET", PATH, {}, 404, None)]
        assert server.requests != [RecordedRequest("GET", PATH, {}, 404, None, "status")]


def test_threads_lose_no_request() -> None:
    """As many entries as requests, and a number for each, in the order of the log."""
    with MockServer(models=1, checkpoints=1) as server:

        def ask(_: int) -> list[str]:
            with httpx.Client(base_url=server.url, verify=NO_TLS) as client:
                return [client.get(PATH).headers["x-request-id"] for _ in range(20)]

        with ThreadPoolExecutor(4) as pool:
            numbers = [number for part in pool.map(ask, range(4)) for number in part]

        assert len(server.requests) == 80
        assert sorted(numbers) == [f"req_{number:06}" for number in range(1, 81)]


def test_log_can_be_left_out() -> None:
    """A server that runs for days would fill the memory with it; answers keep their numbers."""
    with MockServer(record=False, faults=[Fault(status=500, times=1)]) as server:
        assert [get(server).headers["x-request-id"] for _ in range(2)] == [
            "req_000001",
            "req_000002",
        ]
        assert server.requests == []
