"""What fits a schema of OpenAPI 3.0: the mock server and the contract suite judge alike."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from serverless_training_testing import MockServer
from serverless_training_testing._examples import example
from serverless_training_testing.contract import Half, check
from serverless_training_testing.contract._paged_spec import paged_specs

COMPONENTS: dict[str, Any] = {
    "Name": {"type": "string", "maxLength": 3},
    "Maybe": {"type": "string", "nullable": True},
    "Part": {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}},
    "Node": {
        "type": "object",
        "properties": {"next": {"$ref": "#/components/schemas/Node", "nullable": True}},
        "additionalProperties": False,
    },
}


def ref(name: str, **beside: Any) -> dict[str, Any]:
    """Refer to a component."""
    return {"$ref": f"#/components/schemas/{name}", **beside}


def above(number: int, **beside: Any) -> dict[str, Any]:
    """Bound a number from below, the bound left out."""
    return {"type": "integer", "minimum": number, "exclusiveMinimum": True, **beside}


TABLE: list[tuple[dict[str, Any], list[Any], list[Any]]] = [
    (above(1), [2], [1, 0, None, "2"]),
    (above(1, nullable=True), [2, None], [1]),
    (above(1, exclusiveMinimum=False), [1], [0]),
    ({"type": "number", "maximum": 5, "exclusiveMaximum": True}, [4.9], [5, 6]),
    ({"type": "number", "exclusiveMaximum": True}, [1, 10**9], ["1"]),
    ({"allOf": [above(1), {"type": "integer", "minimum": 0}]}, [2], [1, 0]),
    ({"type": "string", "nullable": True}, ["a", None], [1]),
    ({"type": "string", "nullable": False}, ["a"], [None]),
    ({"type": "string", "nullable": True, "maxLength": 2}, ["ab", None], ["abc"]),
    ({"type": "string", "enum": ["a"], "nullable": True}, ["a"], ["b", None]),
    ({"type": "string", "enum": ["a", None], "nullable": True}, ["a", None], ["b"]),
    ({"type": "integer", "enum": [1, None], "nullable": True}, [1, None], [3]),
    ({"enum": ["a"], "nullable": True}, ["a"], ["b", None]),
    (ref("Name"), ["abc"], ["abcd", None]),
    (ref("Name", nullable=True), ["abc", None], ["abcd"]),
    (ref("Name", type="integer", minLength=3), ["a"], [1]),
    (ref("Maybe"), ["a", None], [1]),
    ({"allOf": [ref("Name")]}, ["abc"], ["abcd", None]),
    ({"allOf": [ref("Name")], "nullable": True}, ["abc", None], ["abcd", 1]),
    ({"allOf": [ref("Part")], "nullable": True}, [{"n": 1}, None], [{}, {"n": "1"}, 1]),
    ({"type": "object", "allOf": [ref("Part")], "nullable": True}, [{"n": 1}, None], [{}]),
    ({"allOf": [ref("Maybe"), {"type": "string"}]}, ["a"], [None]),
    ({"allOf": [ref("Maybe"), {"type": "string", "nullable": True}]}, ["a", None], [1]),
    ({"allOf": [{"type": "number"}, {"type": "integer"}]}, [1], [1.5, None]),
    ({"allOf": [{"enum": ["a", "b"]}, {"enum": ["b", "c"]}]}, ["b"], ["a", "c"]),
    (
        {"allOf": [{"anyOf": [ref("Name"), {"type": "integer"}]}, {"anyOf": [ref("Maybe")]}]},
        ["abc"],
        [1, None, "abcd"],
    ),
    ({"oneOf": [ref("Name"), {"type": "integer"}], "nullable": True}, ["a", 1, None], [1.5]),
    ({"anyOf": [ref("Name", nullable=True), {"type": "integer"}]}, ["a", 1, None], ["abcd"]),
    ({"not": {"type": "string", "nullable": True}}, [1], ["a", None]),
    (ref("Node"), [{}, {"next": {"next": None}}], [{"next": 1}, {"next": {"more": 1}}]),
    ({"type": "array", "items": above(1, nullable=True)}, [[2, None], []], [[1]]),
    ({"type": "object", "additionalProperties": above(1)}, [{"a": 2}], [{"a": 1}]),
    # Names and values that look like keywords are none.
    (
        {"type": "object", "properties": {"nullable": {"type": "boolean"}}},
        [{"nullable": True}, {}],
        [{"nullable": 1}, None],
    ),
    ({"enum": [{"nullable": True}]}, [{"nullable": True}], [{}, None]),
]
JUDGED = [
    pytest.param(number, value, fits, id=f"{number}-{value}-{fits}")
    for number, (_, right, wrong) in enumerate(TABLE)
    for value, fits in [*((each, True) for each in right), *((each, False) for each in wrong)]
]


def content(schema: dict[str, Any]) -> dict[str, Any]:
    """Describe a body in JSON."""
    return {"content": {"application/json": {"schema": schema}}}


def document(*schemas: dict[str, Any], version: str = "3.0.3") -> dict[str, Any]:
    """Describe a list of items with a `value` for each schema, and an operation that takes one."""
    after = {"name": "after", "in": "query", "schema": {"type": "string"}}
    limit = {"name": "limit", "in": "query", "schema": above(0, maximum=10, default=2)}
    refused = {"description": "Refused", **content({"type": "object"})}
    paths = {}
    for number, schema in enumerate(schemas):
        item = {"type": "object", "properties": {"id": {"type": "string"}, "value": schema}}
        properties = {"data": {"type": "array", "items": item}, "has_more": {"type": "boolean"}}
        page = {"description": "A page", **content({"type": "object", "properties": properties})}
        taken = {"description": "Taken"}
        paths[f"/lists/{number}"] = {
            "get": {"parameters": [after, limit], "responses": {"200": page, "422": refused}},
            "post": {"requestBody": content(item), "responses": {"204": taken, "422": refused}},
        }
        paths[f"/values/{number}"] = {
            "post": {"requestBody": content(schema), "responses": {"204": taken, "422": refused}}
        }
    return {"openapi": version, "paths": paths, "components": {"schemas": COMPONENTS}}


SPEC = document(*(schema for schema, _, _ in TABLE))
PAGED = paged_specs(SPEC)


@pytest.fixture(scope="module")
def mock() -> Iterator[httpx.Client]:
    """Connect to a server of all schemas."""
    with MockServer(spec=SPEC) as server, httpx.Client(base_url=server.url) as client:
        yield client


@pytest.mark.parametrize(("number", "value", "fits"), JUDGED)
def test_mock_and_suite_agree_on_what_fits(
    mock: httpx.Client, number: int, value: object, *, fits: bool
) -> None:
    """As a body, as a property of one, and on a page."""
    item = {"id": "1", "value": value}
    body = mock.post(f"/values/{number}", content=json.dumps(value))
    part = mock.post(f"/lists/{number}", content=json.dumps(item))
    problems = list(PAGED[number].problems_of_page({"data": [item], "has_more": False}))

    assert (body.status_code, part.status_code) == ((204, 204) if fits else (422, 422))
    assert (problems == []) is fits


@pytest.mark.parametrize("number", [n for n, (each, _, _) in enumerate(TABLE) if "not" not in each])
def test_example_fits(number: int) -> None:
    """What the mock server makes by rule is no exception."""
    item = {"id": "1", "value": example(TABLE[number][0], SPEC)}

    assert list(PAGED[number].problems_of_page({"data": [item], "has_more": False})) == []


def test_nullable_means_nothing_from_version_3_1_on() -> None:
    """There it is no keyword, for neither of them."""
    spec = document({"type": "string", "nullable": True}, version="3.1.0")
    spec["paths"]["/lists/0"]["get"]["parameters"].pop()
    [paged] = paged_specs(spec)
    with MockServer(spec=spec) as server:
        refused = httpx.post(f"{server.url}/values/0", content=b"null")

    assert refused.status_code == 422
    assert any(paged.problems_of_page({"data": [{"id": "1", "value": None}], "has_more": False}))


def test_suite_judges_a_server_of_an_older_spec() -> None:
    """Its bounds are those of the spec: `limit` begins at 1 where 0 is excluded."""
    spec = document(above(1, nullable=True))
    with MockServer(spec=spec) as server:
        server.add_items("/lists/0", [{"id": str(n), "value": n or None} for n in (0, 2, 3, 4)])
        report = check(server.url, api_key="mock-key", spec=spec, halves=[Half.PAGINATION])
        asked = {each.query.get("limit") for each in server.requests}

    assert report.broken == ()
    assert {"1", "10", "0", "11"} <= asked
