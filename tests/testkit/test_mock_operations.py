"""An operation that the spec gains is served at once: valid answers, inputs checked to the letter.

The larger spec has bodies, headers, methods, formats and shapes of errors that ours has not.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import pytest
from serverless_training_testing import MockError, MockServer
from serverless_training_testing._document import (
    SpecOperation,
    json_content,
    operations,
    resolve,
    responses,
)
from serverless_training_testing._examples import example
from serverless_training_testing._paging import paged_operations
from serverless_training_testing.contract._paged_spec import paged_specs

LARGER = json.loads(
    Path(__file__).parents[1].joinpath("data", "larger", "openapi.json").read_text(encoding="utf-8")
)
KEY = {"Authorization": "Bearer mock-key"}
OPERATIONS = {f"{each.method} {each.path}": each for each in operations(LARGER)}
WITH_JSON = {
    name: each
    for name, each in OPERATIONS.items()
    if json_content(resolve(each.definition.get("requestBody"), LARGER))
}
ITEM = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}
PAGE: dict[str, Any] = {
    "type": "object",
    "properties": {"data": {"type": "array", "items": ITEM}, "has_more": {"type": "boolean"}},
}


@pytest.fixture(scope="module")
def larger() -> Iterator[httpx.Client]:
    """A client of a server that serves the larger spec."""
    with (
        MockServer(spec=LARGER, models=2, checkpoints=5) as server,
        httpx.Client(base_url=server.url, headers=KEY) as client,
    ):
        yield client


def is_valid(value: Any, schema: Any, document: dict[str, Any] = LARGER) -> bool:
    """Ask jsonschema_rs, formats included."""
    whole = {**document, **schema}
    return jsonschema_rs.validator_for(whole, validate_formats=True).is_valid(value)


def send(client: httpx.Client, operation: SpecOperation, **changes: Any) -> httpx.Response:
    """Send what the spec demands, all of it valid."""
    path, query, headers = operation.path, dict[str, str](), dict[str, str]()
    for each in operation.parameters:
        value = str(example(each.get("schema", {}), LARGER))
        if each["in"] == "path":
            path = path.replace(f"{{{each['name']}}}", value)
        elif each.get("required"):
            {"query": query, "header": headers}[each["in"]][each["name"]] = value
    body = resolve(operation.definition.get("requestBody"), LARGER)
    content: dict[str, Any] = {}
    if media := json_content(body):
        content = {"json": example(media["schema"], LARGER)}
    elif body:
        content = {"files": {"file": b"{"}}
    return client.request(
        operation.method, path, params=query, headers=headers, **{**content, **changes}
    )


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_answers_as_its_schema_says(larger: httpx.Client, name: str) -> None:
    """A documented status, and a body valid to its schema, the same each time."""
    operation = OPERATIONS[name]
    first, again = (send(larger, operation) for _ in range(2))
    documented = operation.definition["responses"]

    assert first.content == again.content
    if first.status_code == 404 and "404" not in documented:
        assert first.json() == {"detail": "Not Found"}  # a parent that there is not
        return
    media = json_content(resolve(documented[str(first.status_code)], LARGER))
    if media:
        assert is_valid(first.json(), media["schema"])
    assert first.status_code in {*dict(responses(operation, LARGER)), 404}


@pytest.mark.parametrize("name", WITH_JSON)
def test_body_that_is_no_object_of_the_spec_is_refused(larger: httpx.Client, name: str) -> None:
    """With 422 in the documented shape, whatever is wrong."""
    operation = WITH_JSON[name]
    schema = json_content(resolve(operation.definition["requestBody"], LARGER))
    assert schema
    wrongs: list[Any] = [[], "text", 3.5, {"nobody": "knows"}, {}]
    for wrong in wrongs:
        if not is_valid(wrong, schema["schema"]):
            answer = send(larger, operation, json=wrong)

            assert answer.status_code == 422
            documented = json_content(resolve(operation.definition["responses"]["422"], LARGER))
            assert documented
            assert is_valid(answer.json(), documented["schema"])


def serve(definition: dict[str, Any], path: str = "/things") -> MockServer:
    """Make a server of one operation."""
    spec = {"openapi": "3.1.0", "paths": {path: definition}}
    return MockServer(spec=spec, models=2, checkpoints=3)


def posting(schema: dict[str, Any], **responses: Any) -> dict[str, Any]:
    """Define `POST` with a JSON body."""
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    answers = {"204": {"description": "Done"}, **responses}
    return {"post": {"requestBody": body, "responses": answers}}


DEEP = {
    "type": "object",
    "required": ["inner"],
    "properties": {
        "inner": {
            "type": "object",
            "required": ["sizes"],
            "properties": {
                "sizes": {"type": "array", "uniqueItems": True, "items": {"type": "integer"}}
            },
            "additionalProperties": False,
        },
        "loud": {"type": "boolean"},
    },
}


@pytest.mark.parametrize(
    ("value", "loc"),
    [
        ({"inner": {"sizes": [1, 2]}}, None),
        ({"inner": {"sizes": [1, 2]}, "loud": True, "more": 1}, None),
        ({"inner": {}}, ["body", "inner"]),
        ({"inner": {"sizes": [1, 1]}}, ["body", "inner", "sizes"]),
        ({"inner": {"sizes": [1, "2"]}}, ["body", "inner", "sizes", 1]),
        ({"inner": {"sizes": [], "color": 1}}, ["body", "inner"]),
        ({"inner": {"sizes": []}, "loud": 0}, ["body", "loud"]),
    ],
)
def test_body_is_checked_to_the_letter(value: object, loc: list[object] | None) -> None:
    """At any depth, and where FastAPI would read one type as another; the place is named."""
    with serve(posting(DEEP)) as server:
        answer = httpx.post(f"{server.url}/things", json=value)

    assert answer.status_code == (204 if loc is None else 422)
    if loc:
        assert [fault["loc"] for fault in answer.json()["detail"]] == [loc]


def test_schema_that_is_none_is_one_clear_error() -> None:
    """It is said when the server starts."""
    with pytest.raises(MockError, match=r"A schema of the spec is not valid: .*many"):
        serve(posting({"type": "object", "minProperties": "many"})).start()


def test_body_that_is_not_json_must_be_there() -> None:
    """What is in it nobody looks at; it need not be JSON by chance."""
    content = {"multipart/form-data": {"schema": {"type": "object"}}}
    definition = {
        "post": {
            "requestBody": {"required": True, "content": content},
            "responses": {"201": {"description": "Made"}},
        }
    }
    with serve(definition) as server:
        url = f"{server.url}/things"

        assert httpx.post(url, files={"file": b"x"}).status_code == 201
        assert httpx.post(url).status_code == 422


@pytest.mark.parametrize("status", ["422", "4XX", "default"])
def test_failure_has_the_shape_that_is_documented(status: str) -> None:
    """FastAPI's where it fits; else one made from the schema, or the example of the spec."""
    error = {
        "type": "object",
        "required": ["message"],
        "properties": {"message": {"type": "string", "minLength": 9}},
    }
    media: dict[str, Any] = {"schema": error}
    documented = {status: {"description": "Wrong", "content": {"application/json": media}}}

    def failure() -> dict[str, Any]:
        with serve(posting({"type": "object"}, **documented)) as server:
            answer = httpx.post(f"{server.url}/things", json=[])
        assert answer.status_code == 422
        body: dict[str, Any] = answer.json()
        return body

    assert failure() == {"message": "stringxxx"}
    media["example"] = {"message": "That was wrong."}
    assert failure() == {"message": "That was wrong."}
    error |= {"required": ["detail"]}
    assert failure().keys() == {"detail"}


def test_key_that_is_missing_is_answered_in_its_shape_too() -> None:
    """With the header that says how to come back."""
    media = {
        "schema": {"type": "object", "required": ["code"], "properties": {"code": {"const": 1}}}
    }
    answers = {"401": {"description": "Who?", "content": {"application/json": media}}}
    definition = {"get": {"security": [{"Key": []}], "responses": answers}}
    with serve(definition) as server:
        answer = httpx.get(f"{server.url}/things")

    assert (answer.status_code, answer.json()) == (401, {"code": 1})
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def listing(**parents: dict[str, Any]) -> dict[str, Any]:
    """Define a listing below path parameters."""
    placed = [{"name": name, "in": "path", "schema": schema} for name, schema in parents.items()]
    after = {"name": "after", "in": "query", "schema": {"type": "string"}}
    answers = {"200": {"content": {"application/json": {"schema": PAGE}}}}
    return {"get": {"parameters": [*placed, after], "responses": answers}}


@pytest.mark.parametrize(
    ("path", "parents", "expected"),
    [
        ("/m/{m}/items", {"m": {"type": "string"}}, ["/m/model-1/items", "/m/model-2/items"]),
        ("/m/{m}/items", {"m": {"type": "integer"}}, ["/m/10/items", "/m/20/items"]),
        (
            "/p/{project}/m/{m}/items",
            {"m": {"type": "string"}, "project": {"type": "string"}},
            ["/p/project-1/m/model-1/items", "/p/project-1/m/model-2/items"],
        ),
        (
            "/p/{p}/m/{m}/items",
            {"p": {"type": "integer"}, "m": {"enum": ["only"]}},
            ["/p/10/m/only/items"],
        ),
    ],
)
def test_lists_are_seeded_whatever_they_hang_on(
    path: str, parents: dict[str, Any], expected: list[str]
) -> None:
    """On numbers, on several parents: each has its items, and no request takes another's."""
    with serve(listing(**parents), path) as server:
        assert server.paths == expected
        pages = [httpx.get(server.url + each).json()["data"] for each in expected]
        server.add_items(expected[0], [{"id": 7}])
        after = httpx.get(server.url + expected[0], params={"after": "30"}).json()

    assert pages == [[{"id": 10}, {"id": 20}, {"id": 30}]] * len(expected)
    assert after["data"] == [{"id": 7}]


def test_parents_of_another_form_are_no_models() -> None:
    """Where there are checkpoints, `model_ids` are theirs; `paths` names the others."""
    with MockServer(spec=LARGER, models=2, checkpoints=1) as server:
        jobs = [path for path in server.paths if path.endswith("/events")]

        assert server.model_ids == ["model-1", "model-2"]
        assert len(jobs) == 2
        assert httpx.get(server.url + jobs[0], headers=KEY).json()["data"]


def paged_spec(cursor: str, **more: Any) -> dict[str, Any]:
    """Build a spec of one listing, whose pages have these properties too."""
    page = {**PAGE, "properties": PAGE["properties"] | more}
    operation = {
        "parameters": [
            {"name": cursor, "in": "query", "schema": {"type": "string"}},
            {"name": "limit", "in": "query", "schema": {"type": "integer"}},
        ],
        "responses": {"200": {"content": {"application/json": {"schema": page}}}},
    }
    return {"openapi": "3.1.0", "paths": {"/x": {"get": operation}}}


TEXT = {"type": "string"}


@pytest.mark.parametrize(
    "spec",
    [
        paged_spec("after", end_cursor=TEXT),
        paged_spec("after", has_more={"anyOf": [{"type": "boolean"}, {"type": "null"}]}),
        paged_spec("cursor", next_cursor={"type": "integer"}),
        paged_spec("cursor"),
        paged_spec("page"),
    ],
)
def test_what_pages_in_no_known_way_is_no_list_of_the_mock(spec: dict[str, Any]) -> None:
    """It is answered as any other operation, with an example."""
    assert paged_operations(spec) == []


@pytest.mark.parametrize(
    ("cursor", "following", "schema", "end"),
    [
        ("after", "next_cursor", {"type": ["string", "null"]}, None),
        ("page_token", "nextPageToken", TEXT, ""),
    ],
)
def test_cursor_that_a_page_tells_leads_through_a_list(
    cursor: str, following: str, schema: dict[str, Any], end: str | None
) -> None:
    """Until it says that nothing follows; the contract suite leaves such a list alone."""
    spec = paged_spec(cursor, **{following: schema})
    pages, query = [], {"limit": "2"}
    with MockServer(spec=spec) as server, httpx.Client(base_url=server.url, headers=KEY) as client:
        server.add_items("/x", [{"id": number} for number in range(3)])
        for _ in range(2):
            pages.append(client.get("/x", params=query).json())
            query[cursor] = pages[-1][following]

    assert [[item["id"] for item in each["data"]] for each in pages] == [[0, 1], [2]]
    assert pages[-1][following] == end
    assert paged_specs(spec) == []
