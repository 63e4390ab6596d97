"""The mock's application: which endpoint answers, what it reads, and how it writes a page."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import httpx
import pytest
from serverless_training_testing import MockServer
from serverless_training_testing._app import create_app
from serverless_training_testing._store import Store

NAME = {"name": "name", "in": "path", "required": True, "schema": {"type": "string"}}


def listing(envelope: dict[str, Any], *more: dict[str, Any]) -> dict[str, Any]:
    """Define an operation that pages."""
    properties = {
        "data": {"type": "array", "items": {"type": "object"}},
        "has_more": {"type": "boolean"},
        **envelope,
    }
    schema = {"type": "object", "required": ["note"], "properties": properties}
    return {
        "parameters": [{"name": "after", "in": "query", "schema": {"type": "string"}}, *more],
        "responses": {
            "200": {"description": "A page", "content": {"application/json": {"schema": schema}}}
        },
    }


def answering(text: str) -> dict[str, Any]:
    """Define an operation that answers with a text."""
    content = {"text/plain": {"example": text}}
    return {"responses": {"200": {"description": "It", "content": content}}}


CHOICES: list[dict[str, Any]] = [
    {"name": "n", "in": "query", "schema": {"type": "array", "items": {"type": "integer"}}},
    {"name": "one", "in": "query", "schema": {"type": "integer"}},
    {"name": "session", "in": "cookie", "schema": {"type": "integer"}},
]
NULLABLE = {"anyOf": [{"type": "integer"}, {"type": "null"}]}
SPEC: dict[str, Any] = {
    "openapi": "3.1.0",
    "paths": {
        "/numbers": {"get": listing({"first_id": {"type": "integer"}, "last_id": NULLABLE})},
        "/words": {
            "get": listing(
                {
                    "first_id": {"type": "string"},
                    "note": {"type": "string", "default": '100 %(data)s, and "half" of it'},
                    "per%cent": {"const": 1, "default": 1},
                }
            )
        },
        "/files/{name}": {"parameters": [NAME], "get": answering("file"), "put": answering("put")},
        "/files/newest": {"get": answering("newest"), "head": {"responses": {"204": {}}}},
        "/files/{name}/parts": {"parameters": [NAME], "post": answering("part")},
        "/choices": {"get": {"parameters": CHOICES, "responses": {"204": {"description": "Ok"}}}},
    },
}


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    """Serve it."""
    with MockServer(spec=SPEC) as running:
        yield running


@pytest.fixture(scope="module")
def client(server: MockServer) -> Iterator[httpx.Client]:
    """Connect to it."""
    with httpx.Client(base_url=server.url) as connected:
        yield connected


def test_application_stands_alone() -> None:
    """It needs neither server nor log: any ASGI server or test client may call it."""

    async def ask() -> httpx.Response:
        with closing(Store()) as store:
            store.create("/words")
            transport = httpx.ASGITransport(create_app(SPEC, store, api_key="key"))
            async with httpx.AsyncClient(transport=transport, base_url="http://mock") as client:
                return await client.get("/words")

    assert asyncio.run(ask()).json()["data"] == []


def test_items_leave_as_the_text_that_is_stored(server: MockServer, client: httpx.Client) -> None:
    """Nothing is lost that a reader of JSON might round, reorder or escape."""
    item = {"z": 10**30, "id": 'é"\\\n', "a": [0.1, 1e-7, -0.0], "日本": None}
    server.add_items("/words", [item, {"id": "%(data)s"}])

    answer = client.get("/words", params={"limit": 1})
    text = json.dumps(item, ensure_ascii=False, separators=(",", ":"))

    assert f'"data":[{text},' in answer.text
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json()["first_id"] == item["id"]


def test_spec_texts_do_not_fill_themselves_in(client: httpx.Client) -> None:
    """A default that looks like a placeholder is a text like any other."""
    page = client.get("/words").json()

    assert page["note"] == '100 %(data)s, and "half" of it'
    assert page["per%cent"] == 1


def test_ids_of_a_page_are_numbers_where_the_spec_says_so(
    server: MockServer, client: httpx.Client
) -> None:
    """Items may be numbered; a page names its ends in the type of its schema."""
    empty = client.get("/numbers").json()
    server.add_items("/numbers", [{"id": number} for number in (7, 8, 9)])
    page = client.get("/numbers", params={"after": "7"}).json()

    assert (empty["first_id"], empty["last_id"]) == (None, None)
    assert (page["first_id"], page["last_id"]) == (8, 9)


@pytest.mark.parametrize(
    ("method", "path", "status", "text"),
    [
        ("GET", "/files/a", 200, "file"),
        ("GET", "/files/newest", 200, "newest"),
        # No concrete path takes it, a templated one does.
        ("PUT", "/files/newest", 200, "put"),
        # Declared of its own, and not only with GET.
        ("HEAD", "/files/newest", 204, ""),
        ("HEAD", "/files/a", 200, ""),
        ("POST", "/files/a%20%C3%A9/parts", 200, "part"),
        ("GET", "/files/a/b", 404, '{"detail":"Not Found"}'),
        ("GET", "/files/a%2Fb", 404, '{"detail":"Not Found"}'),
        ("GET", "//files/a", 404, '{"detail":"Not Found"}'),
    ],
)
def test_path_and_method_say_who_answers(
    client: httpx.Client, method: str, path: str, status: int, text: str
) -> None:
    """A parameter is one segment, compared decoded; concrete paths come first."""
    answer = client.request(method, path)

    assert (answer.status_code, answer.text) == (status, text)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/files/newest", {"GET", "HEAD"}),
        ("/files/a", {"GET", "HEAD", "PUT"}),
        ("/files/a/parts", {"POST"}),
        ("/openapi.json", {"GET", "HEAD"}),
    ],
)
def test_other_methods_are_told_what_is_allowed(
    client: httpx.Client, path: str, allowed: set[str]
) -> None:
    """HEAD comes with GET, and only with it."""
    answer = client.request("PATCH", path)

    assert answer.status_code == 405
    assert answer.json() == {"detail": "Method Not Allowed"}
    assert set(answer.headers["Allow"].split(", ")) == allowed


@pytest.mark.parametrize("path", ["/numbers/?limit=1", "/files/a/?x=1", "/files/a/parts/?a=b%20c"])
def test_slash_too_many_leads_to_the_path_without(client: httpx.Client, path: str) -> None:
    """As FastAPI does, the query included."""
    answer = client.post(path)

    assert answer.status_code == 307
    assert answer.headers["Location"].startswith(
        str(client.base_url.join(path[: path.index("/?")]))
    )
    assert httpx.URL(answer.headers["Location"]).query == client.base_url.join(path).query


def test_slash_too_many_does_not_hide_what_is_unknown(client: httpx.Client) -> None:
    """There is nothing to lead to."""
    assert client.get("/nothing/").status_code == 404
    assert client.get("/").status_code == 404


@pytest.mark.parametrize(
    ("query", "cookie", "places"),
    [
        ("", "", []),
        ("n=1&one=2&n=3", "session=4", []),
        ("n=1&n=x&one=2", "session=y", [["query", "n", 1], ["cookie", "session"]]),
        ("one=x&one=1", "", []),  # the last one counts
        ("one=1&one=", "", [["query", "one"]]),
    ],
)
def test_lists_and_single_values_and_cookies_are_read(
    client: httpx.Client, query: str, cookie: str, places: list[Any]
) -> None:
    """Whatever stands beside them."""
    answer = client.get(f"/choices?{query}", headers={"Cookie": cookie} if cookie else {})

    assert answer.status_code == (422 if places else 204)
    if places:
        assert [fault["loc"] for fault in answer.json()["detail"]] == places


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_what_is_added_is_on_the_next_page_that_is_read(order: str) -> None:
    """Nothing is kept between two requests: an answer is what is so when it is asked for."""
    path = "/v1/preview/models/m/checkpoints"
    with MockServer() as server, httpx.Client(base_url=server.url) as client:
        client.headers["Authorization"] = f"Bearer {server.api_key}"
        seen = []
        for number in range(3):
            server.add_checkpoints("m", [{"id": str(number)}])
            page = client.get(path, params={"order": order}).json()
            seen.append([item["id"] for item in page["data"]])

    expected = [["0"], ["0", "1"], ["0", "1", "2"]]
    assert [sorted(ids) for ids in seen] == expected
    assert seen == (expected if order == "asc" else [ids[::-1] for ids in expected])


def test_error_of_the_store_is_a_500_that_is_recorded(caplog: pytest.LogCaptureFixture) -> None:
    """A request is never left without an answer, and the log says what went wrong."""
    with MockServer(spec=SPEC) as server:
        server._open_store._connection.execute("DROP TABLE item")
        answer = httpx.get(f"{server.url}/words")

        assert answer.status_code == 500
        assert "x-request-id" in answer.headers
        assert [request.status for request in server.requests] == [500]
    assert "no such table: item" in caplog.text


def test_serving_leaves_the_programs_event_loops_alone() -> None:
    """The server's own loop is made for its thread alone; asyncio makes what it always made."""
    before = type(asyncio.get_event_loop_policy())
    with MockServer(spec=SPEC):
        assert type(asyncio.get_event_loop_policy()) is before
        made = asyncio.new_event_loop()
        made.close()
    assert type(made).__module__.startswith("asyncio")
