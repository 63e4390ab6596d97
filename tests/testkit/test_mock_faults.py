"""The mock server fails as it is told to: in this way, for these requests, so often."""

import asyncio
import json
import socket
import ssl
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from random import Random
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from serverless_training import Client, RateLimitError, ServerError
from serverless_training_testing import Fault, MockError, MockServer, _serving
from serverless_training_testing._fault_middleware import FaultRules, cut_off
from serverless_training_testing._fault_text import fault_of
from serverless_training_testing._paging import page_before, paged_operations
from serverless_training_testing._server import packaged_spec
from serverless_training_testing._store import Store

from tests.network import LONGEST_SECONDS, finish, until, wait_for_requests

PATH = "/v1/preview/models/model-1/checkpoints"
# Making one for each request would take most of the time.
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
LISTINGS = paged_operations(packaged_spec())
KEY = {"Authorization": "Bearer mock-key"}


@pytest.fixture(scope="module")
def running() -> Iterator[MockServer]:
    """A server for all tests that can share one."""
    with MockServer(models=1, checkpoints=50) as server:
        yield server


@pytest.fixture
def server(running: MockServer) -> Iterator[MockServer]:
    """The server without faults and without memory."""
    running.requests.clear()
    yield running
    running.clear_faults()


def get(server: MockServer, path: str = PATH, **query: Any) -> httpx.Response:
    """Ask with the key."""
    return httpx.get(server.url + path, headers=KEY, params=query or None, verify=NO_TLS)


def statuses(server: MockServer, count: int, path: str = PATH) -> list[int]:
    """Ask several times."""
    return [get(server, path).status_code for _ in range(count)]


def until_reset(server: MockServer, method: str = "GET") -> bytes:
    """Ask over a bare socket, and read until the connection is reset; its mere end is an error."""
    received = b""
    request = f"{method} {PATH} HTTP/1.1\r\nHost: mock\r\nAuthorization: Bearer mock-key\r\n\r\n"
    with socket.create_connection(
        ("127.0.0.1", server.port), timeout=LONGEST_SECONDS
    ) as connection:
        connection.sendall(request.encode("ascii"))
        try:
            while part := connection.recv(65536):
                received += part
        except ConnectionResetError:
            return received
    pytest.fail("The connection ended as if all were well.")


def test_status_comes_as_often_as_it_was_said(server: MockServer) -> None:
    """With `Retry-After` and a JSON body; then all is well again."""
    server.add_fault(Fault(status=429, retry_after=0, times=2))

    first = get(server)

    assert (first.status_code, first.headers["Retry-After"]) == (429, "0")
    assert first.json() == {"detail": "Too Many Requests"}
    assert statuses(server, 3) == [429, 200, 200]


def test_client_gets_over_faults_that_heal(server: MockServer) -> None:
    """One of each kind, and the listing is complete nevertheless."""
    for fault in (
        Fault(status=429, retry_after=0, times=1),
        Fault(status=503, times=1),
        Fault(reset="before", times=1),
        Fault(reset="body", times=1),
    ):
        server.add_fault(fault)

    with Client(api_key="mock-key", base_url=server.url, max_retries=4) as client:
        assert len(client.checkpoints.list("model-1").collect()) == 50


def test_fault_that_stays_is_raised(server: MockServer) -> None:
    """Without `times` it never heals."""
    server.add_fault(Fault(status=429, retry_after=0))

    with (
        Client(api_key="mock-key", base_url=server.url, max_retries=1) as client,
        pytest.raises(RateLimitError),
    ):
        client.checkpoints.list("model-1").collect()


def test_fault_happens_before_the_key_is_asked_for(server: MockServer) -> None:
    """As a gateway in front of a service would have it; also where there is no such path."""
    server.add_fault(Fault(status=503))

    assert httpx.get(server.url + PATH).status_code == 503
    assert httpx.post(f"{server.url}/nowhere").status_code == 503


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited before each answer, in seconds; no time passes."""
    found: list[float] = []

    async def wait(_: object, seconds: float) -> bool:
        found.append(seconds)
        return True

    monkeypatch.setattr("serverless_training_testing._fault_middleware.wait", wait)
    return found


def test_latency_delays_the_right_answer(server: MockServer, waited: list[float]) -> None:
    """Alone it changes nothing else; with a status it comes before it."""
    server.add_fault(Fault(latency=60, times=1))
    server.add_fault(Fault(latency=30, status=500, times=1))

    assert [get(server).status_code for _ in range(2)] == [200, 500]
    assert waited == [60, 30]
    assert [request.fault for request in server.requests] == ["latency", "latency+status"]


def test_latency_of_the_server_is_added_to_every_answer(waited: list[float]) -> None:
    """Whatever faults there are beside it."""
    with MockServer(latency=60, faults=[Fault(latency=30, times=1)]) as server:
        for _ in range(2):
            get(server)

        assert waited == [90, 60]
        assert [request.fault for request in server.requests] == ["latency", None]


@pytest.mark.parametrize(("leaves_after", "stays"), [(4000, True), (60, False)])
def test_latency_lasts_as_long_as_the_client_waits(
    monkeypatch: pytest.MonkeyPatch, leaves_after: float, *, stays: bool
) -> None:
    """To the second, unless the client leaves before."""
    now = 0.0

    async def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    monkeypatch.setattr(_serving, "monotonic", lambda: now)
    monkeypatch.setattr(_serving, "asyncio", SimpleNamespace(sleep=sleep))
    transport = SimpleNamespace(is_closing=lambda: now >= leaves_after)
    scope = {"state": {_serving._TRANSPORT: transport}}

    assert asyncio.run(_serving.wait(scope, 100)) is stays
    assert now == pytest.approx(min(100, leaves_after), abs=0.1)


def test_latency_that_nobody_waits_for_ends(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client has left: nothing is answered or logged, and stopping does not hang."""
    wait_for_requests(monkeypatch)
    limits = httpx.Timeout(LONGEST_SECONDS, read=0.1)
    with MockServer(faults=[Fault(latency=3600)]) as server, httpx.Client(timeout=limits) as client:
        with pytest.raises(httpx.ReadTimeout):
            client.get(server.url + PATH)
        until(lambda: len(server.requests) == 1)
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: mock\r\n\r\n")
            until(lambda: len(server.requests) == 2)
            finish(server.stop)
        assert [request.status for request in server.requests] == [None, None]
    assert caplog.records == []


def test_reset_before_the_answer_sends_nothing(server: MockServer) -> None:
    """The connection ends with RST, not with FIN, which a client could take for the end."""
    server.add_fault(Fault(reset="before"))

    assert until_reset(server) == b""
    assert [request.status for request in server.requests] == [None]


def test_reset_within_the_body_sends_half_of_it(server: MockServer) -> None:
    """The head promises all of the right body."""
    right = get(server).content
    server.add_fault(Fault(reset="body"))

    head, _, body = until_reset(server).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 200 ")
    assert b"content-length: %d\r\n" % len(right) in head.lower() + b"\r\n"
    assert body == right[: len(right) // 2]


def test_reset_within_a_body_that_there_is_not_comes_before_the_answer(server: MockServer) -> None:
    """Else the answer would be whole."""
    server.add_fault(Fault(reset="body", method="HEAD"))
    server.add_fault(Fault(reset="body", status=204))

    assert until_reset(server, "HEAD") == until_reset(server) == b""


def test_reset_within_a_long_body_comes_within_it() -> None:
    """How much of the half arrives is the network's affair; the client waits for the rest."""
    long = "x" * 20_000_000
    with MockServer(faults=[Fault(reset="body", body=long)], models=1, checkpoints=0) as server:
        _, _, body = until_reset(server).partition(b"\r\n\r\n")

    assert 0 < len(body) <= len(long) // 2


def test_reset_leaves_other_connections_alone(server: MockServer) -> None:
    """A client that keeps its connection keeps it."""
    with httpx.Client(base_url=server.url, headers=KEY) as client:
        client.get(PATH)
        server.add_fault(Fault(reset="before", times=1))
        until_reset(server)

        assert client.get(PATH).status_code == 200


def test_malformed_body_is_cut_off_and_sent_whole(server: MockServer) -> None:
    """So that the transport is content, and only who reads JSON is not."""
    right = get(server)
    server.add_fault(Fault(malformed=True))

    answer = get(server)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.content == right.content[: len(right.content) // 2]


@given(st.one_of(st.binary(), st.from_type(dict[str, int]).map(lambda x: json.dumps(x).encode())))
def test_cut_off_body_is_never_json(body: bytes) -> None:
    """Not even where half of it would be, such as that of the number 12."""
    with pytest.raises(ValueError):  # noqa: PT011  as json says it
        json.loads(cut_off(body))
    with pytest.raises(ValueError):  # noqa: PT011
        json.loads(cut_off(b"12"))


def test_body_and_headers_of_the_right_answer_can_be_changed(server: MockServer) -> None:
    """What is not said stays; the length is that of what is sent."""
    server.add_fault(Fault(headers={"X-Odd": "yes", "CONTENT-TYPE": "text/html"}, times=1))
    server.add_fault(Fault(body="メンテナンス中", times=1))

    headers = get(server)
    body = get(server)

    assert headers.json()["object"] == "list"
    assert headers.headers.get_list("Content-Type") == ["text/html"]
    assert headers.headers["X-Odd"] == "yes"
    assert (body.status_code, body.text) == (200, "メンテナンス中")
    assert body.headers["Content-Type"] == "application/json"


def test_answer_with_a_status_is_the_faults_alone(server: MockServer) -> None:
    """Its body and headers come instead of the usual ones; statuses without body have none."""
    page = "<html>Busy</html>"
    headers = {"content-type": "text/html", "x-request-id": "mine"}
    server.add_fault(Fault(status=502, body=page, headers=headers, times=1))
    server.add_fault(Fault(status=204, times=1))
    server.add_fault(Fault(status=299, times=1))

    odd, empty, unnamed = get(server), get(server), get(server)

    assert (odd.status_code, odd.text, odd.headers["Content-Type"]) == (502, page, "text/html")
    assert odd.headers.get_list("x-request-id") == ["mine"]
    assert (empty.status_code, empty.content) == (204, b"")
    assert (unnamed.status_code, unnamed.json()) == (299, {"detail": "Status 299"})


@pytest.mark.parametrize("order", ["asc", "desc"])
@pytest.mark.parametrize("limit", [1, 7, None])
def test_repeated_page_is_the_one_before(server: MockServer, order: str, limit: int | None) -> None:
    """Whoever asks for the third page gets the second again, once."""
    query: dict[str, Any] = {"order": order} | ({"limit": limit} if limit else {})
    server.add_fault(Fault(repeat=True, skip=1, times=1))
    pages = [get(server, **query).json()]
    for _ in range(3):
        pages.append(get(server, **query, after=pages[-1]["last_id"]).json())
    first, second, again, third = pages

    assert again == second != first
    assert third["data"][0] not in second["data"]
    assert [request.fault for request in server.requests] == [None, None, "repeat", None]


@settings(deadline=None)  # each makes a database
@given(
    size=st.integers(1, 30),
    limit=st.integers(1, 12),
    order=st.sampled_from(["asc", "desc"]),
)
def test_query_of_the_page_before_is_that_of_the_walk(size: int, limit: int, order: str) -> None:
    """For every page of every walk: going back from a page leads where the walk came from."""
    ids = [f"é {number}" for number in range(size)]
    walked = ids if order == "asc" else ids[::-1]
    with closing(Store()) as store:
        store.add(PATH, ({"id": each} for each in ids))
        for start in range(0, size - limit + 1, limit):
            query = httpx.QueryParams(order=order, limit=limit, after=walked[start + limit - 1])

            before = page_before(LISTINGS, store, PATH, str(query))

            assert before is not None
            assert parse_qs(before) == {
                "order": [order],
                "limit": [str(limit)],
                **({"after": [walked[start - 1]]} if start else {}),
            }


@pytest.mark.parametrize("query", [{"after": "no-such"}, {"after": "x", "limit": "many"}])
def test_wrong_request_stays_wrong_where_a_page_is_repeated(
    server: MockServer, query: dict[str, str]
) -> None:
    """There is no page before; nor is there one of a path that lists nothing."""
    wrong = get(server, **query)
    server.add_fault(Fault(repeat=True))

    assert get(server, **query).json() == wrong.json()
    assert get(server, "/nowhere", after="x").status_code == 404


@pytest.mark.parametrize(
    ("fault", "hit"),
    [
        (Fault(status=500), [0, 1, 2, 3, 4]),
        (Fault(status=500, method="get"), [0, 1, 2, 4]),
        (Fault(status=500, method="POST"), [3]),
        (Fault(status=500, path="*/model-?/checkpoints"), [0, 1, 2, 3]),
        (Fault(status=500, path="/v1/preview/models/*"), [0, 1, 2, 3]),
        (Fault(status=500, path="/openapi.json"), [4]),
        (Fault(status=500, query={"limit": "5"}), [1, 2]),
        (Fault(status=500, query={"limit": "5", "order": "desc"}), [2]),
        (Fault(status=500, skip=2), [2, 3, 4]),
        (Fault(status=500, skip=1, times=2), [1, 2]),
        (Fault(status=500, skip=1, query={"limit": "5"}), [2]),
        (Fault(status=500, probability=1), [0, 1, 2, 3, 4]),
        (Fault(status=500, probability=0), []),
    ],
)
def test_fault_happens_to_whom_it_concerns(
    server: MockServer, fault: Fault, hit: list[int]
) -> None:
    """By method, path and query; `skip` and `times` count what these let through."""
    server.add_fault(fault)
    asked = [
        ("GET", PATH),
        ("GET", f"{PATH}?limit=5"),
        ("GET", f"{PATH}?limit=5&order=desc"),
        ("POST", PATH),
        ("GET", "/openapi.json"),
    ]

    found = [
        httpx.request(method, server.url + target, verify=NO_TLS).status_code
        for method, target in asked
    ]

    assert [index for index, status in enumerate(found) if status == 500] == hit


def test_first_fault_whose_turn_it_is_happens(server: MockServer) -> None:
    """`times` counts what has happened, `skip` whatever came: faults in a row are a script."""
    for fault in (
        Fault(status=429, times=1),
        Fault(status=503, times=1),
        Fault(status=500, skip=3, times=1),
    ):
        server.add_fault(fault)

    assert statuses(server, 5) == [429, 503, 200, 500, 200]


def test_faults_can_be_cleared_and_count_anew(server: MockServer) -> None:
    """A fault that is added again begins again, and what chance does too."""
    faults = [Fault(status=429, times=1), Fault(status=500, probability=0.5)]

    def run() -> list[int]:
        server.clear_faults()
        for fault in faults:
            server.add_fault(fault)
        return statuses(server, 12)

    first = run()

    assert first == run()
    assert set(first[1:]) == {200, 500}
    server.clear_faults()
    assert statuses(server, 3) == [200] * 3


def fates(seed: int, targets: Sequence[str], *, threads: int = 1) -> dict[str, list[bool]]:
    """Let chance decide over targets, asked for in this order by so many threads."""
    rules = FaultRules([Fault(status=500, probability=0.3)], seed)
    found: dict[str, list[bool]] = {target: [] for target in targets}

    def ask(target: str) -> None:
        found[target].append(rules.choose("GET", "/", {}, target) is not None)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(ask, targets))
    return {target: sorted(fate) if threads > 1 else fate for target, fate in found.items()}


def test_chance_knows_the_request_and_not_its_turn() -> None:
    """Whoever asks when: the n-th request for the same has the same fate, and another seed differs.

    Threads may swap two requests for the same, which nobody can tell apart.
    """
    targets = [f"/?after={number}" for number in range(40)] * 5
    shuffled = targets.copy()
    Random(1).shuffle(shuffled)  # noqa: S311  no secret

    usual = fates(0, targets)

    assert fates(0, shuffled) == usual
    by_threads = fates(0, shuffled, threads=8)
    assert by_threads == {target: sorted(fate) for target, fate in usual.items()}
    assert fates(1, targets) != usual
    share = sum(map(sum, usual.values())) / len(targets)
    assert 0.2 < share < 0.4
    assert {len(set(fate)) for fate in usual.values()} == {1, 2}  # a fate may change


def test_two_faults_by_chance_do_not_fall_together() -> None:
    """Each has dice of its own: else the second would never happen."""
    rules = FaultRules([Fault(status=500, probability=0.5), Fault(status=503, probability=0.5)], 0)
    chosen = [rules.choose("GET", "/", {}, str(number)) for number in range(60)]

    assert {fault and fault.status for fault in chosen} == {None, 500, 503}


def test_faults_by_chance_are_the_same_on_every_server() -> None:
    """The seed is the server's; neither port nor time matters."""
    targets = [f"{PATH}?limit={number}" for number in range(1, 31)]

    def run(seed: int) -> list[int]:
        faults = [Fault(status=503, probability=0.5)]
        with MockServer(faults=faults, fault_seed=seed, models=1, checkpoints=1) as server:
            return [get(server, target).status_code for target in targets]

    assert run(7) == run(7) != run(8)


def test_faults_happen_in_any_event_loop(server: MockServer) -> None:
    """The server has its own, so requests at once each have their fault."""
    server.add_fault(Fault(status=503, times=3))

    async def ask() -> list[int]:
        async with httpx.AsyncClient(base_url=server.url, headers=KEY, verify=NO_TLS) as client:
            answers = await asyncio.gather(*(client.get(PATH) for _ in range(8)))
        return sorted(answer.status_code for answer in answers)

    assert asyncio.run(ask()) == [200] * 5 + [503] * 3


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "must do something"),
        ({"times": 1}, "must do something"),
        ({"latency": 0.0}, "must do something"),
        ({"status": 199}, "`status` is 199. Use a number from 200 to 599"),
        ({"status": 600}, "`status` is 600"),
        ({"status": "429"}, "`status` is 429"),
        ({"latency": -1}, "`latency` is -1. Use a number from 0"),
        ({"latency": float("inf")}, "`latency` is inf"),
        ({"status": 500, "times": 0}, "`times` is 0. Use a number from 1"),
        ({"status": 500, "skip": -1}, "`skip` is -1"),
        ({"status": 500, "probability": 1.1}, "`probability` is 1.1. Use a number from 0 to 1"),
        ({"status": 500, "probability": float("nan")}, "`probability` is nan"),
        ({"status": 500, "retry_after": -1}, "`retry_after` is -1"),
        ({"retry_after": 1, "latency": 1}, "`retry_after` needs a `status`"),
        ({"reset": "after"}, "`reset` is after. Use `before` or `body`"),
        ({"status": 204, "body": "x"}, "status 204 has no body"),
        ({"status": 304, "malformed": True}, "status 304 has no body"),
        ({"headers": {"a b": "c"}}, "No answer can have the header a b: c"),
        ({"headers": {"a": "b\r\nc: d"}}, "No answer can have the header a"),
        ({"headers": {"a": "日本"}}, "No answer can have the header a: 日本"),
        ({"headers": {"Content-Length": "1"}}, "Content-Length is the server's own"),
        ({"status": 500, "probability": 0.5, "times": 1}, "`probability` and `times` exclude"),
        ({"status": 500, "probability": 0.5, "skip": 1}, "`probability` and `skip` exclude"),
        ({"reset": "before", "status": 500}, "`reset=before` and `status` exclude"),
        ({"reset": "before", "headers": {"a": "b"}}, "`reset=before` and `headers` exclude"),
        ({"reset": "body", "malformed": True}, "`reset=body` and `malformed` exclude"),
        ({"repeat": True, "status": 500}, "`repeat` and `status` exclude"),
        ({"malformed": True, "body": "x"}, "`malformed` and `body` exclude"),
    ],
)
def test_fault_that_cannot_be_is_one_clear_error(options: dict[str, Any], message: str) -> None:
    """It is said when the fault is made, not when it happens."""
    with pytest.raises(MockError, match=message):
        Fault(**options)


def test_server_that_would_answer_before_it_is_asked_is_one_clear_error() -> None:
    """Its latency is checked as that of a fault."""
    with pytest.raises(MockError, match="`latency` is -1"):
        MockServer(latency=-1)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("status=429,retry-after=0,times=2", Fault(status=429, retry_after=0, times=2)),
        ("status=503, retry-after=0.5", Fault(status=503, retry_after=0.5)),
        (
            "status=503,retry-after='Wed, 21 Oct 2015 07:28:00 GMT'",
            Fault(status=503, retry_after="Wed, 21 Oct 2015 07:28:00 GMT"),
        ),
        ("latency=1.5,method=GET", Fault(latency=1.5, method="GET")),
        ("reset=body,skip=3", Fault(reset="body", skip=3)),
        ("malformed", Fault(malformed=True)),
        ("malformed=true,repeat=false", Fault(malformed=True)),
        ("repeat,path=*/checkpoints", Fault(repeat=True, path="*/checkpoints")),
        (
            "status=400,query.order=desc,query.limit=5,header.Server=x",
            Fault(status=400, query={"order": "desc", "limit": "5"}, headers={"Server": "x"}),
        ),
        (
            """status=400,body='{"a": 1, "b": "=#"}',probability=0.5""",
            Fault(status=400, body='{"a": 1, "b": "=#"}', probability=0.5),
        ),
    ],
)
def test_fault_can_be_written_on_a_command_line(text: str, fault: Fault) -> None:
    """Parts as the arguments are called, apart by commas."""
    assert fault_of(text) == fault


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "fault  is wrong: A fault must do something"),
        ("status", "status cannot be ."),
        ("status=many", "status cannot be many"),
        ("repeat=maybe", "repeat cannot be maybe"),
        ("state=1", "state is not known. There is status, retry-after, .*query.NAME"),
        ("=1", "= is not known"),
        ("cookie.a=1", "cookie.a is not known"),
        ("status=1", "The fault status=1 is wrong: `status` is 1. Use"),
        ("status=400,body='x", "quotation mark is not closed"),
    ],
)
def test_fault_that_cannot_be_read_is_one_clear_error(text: str, message: str) -> None:
    """The sentence repeats what was given."""
    with pytest.raises(MockError, match=message):
        fault_of(text)


def test_fault_of_a_listing_without_order_is_repeated_too() -> None:
    """By rule: whatever the spec lets a listing take."""
    item = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}
    page = {
        "type": "object",
        "properties": {
            "data": {"type": "array", "items": item},
            "has_more": {"type": "boolean"},
        },
    }
    operation = {
        "parameters": [
            {"name": "after", "in": "query", "schema": {"type": "string"}},
            {"name": "limit", "in": "query", "schema": {"type": "integer", "default": 2}},
        ],
        "responses": {"200": {"content": {"application/json": {"schema": page}}}},
    }
    spec = {"openapi": "3.1.0", "paths": {"/events": {"get": operation}}}
    with MockServer(spec=spec, faults=[Fault(repeat=True)]) as server:
        server.add_items("/events", [{"id": number} for number in range(1, 7)])

        found = get(server, "/events", after="4").json()["data"]

    assert found == [{"id": 3}, {"id": 4}]


def test_fault_that_spoils_a_failure_spoils_it(server: MockServer) -> None:
    """The right answer may be a failure: it is cut off as any other."""
    server.add_fault(Fault(status=500, malformed=True, times=1))
    server.add_fault(Fault(malformed=True, times=1))

    with (
        Client(api_key="mock-key", base_url=server.url, max_retries=0) as client,
        pytest.raises(ServerError),
    ):
        client.checkpoints.list("model-1").collect()
    assert httpx.get(server.url + PATH).text == '{"detail":"Not '
