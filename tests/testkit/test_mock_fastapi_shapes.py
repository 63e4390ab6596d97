"""The mock server takes the spellings that FastAPI writes into its specs."""

from typing import Any

import httpx
from serverless_training_testing import MockServer

ITEM = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}
PAGE = {
    "type": "object",
    "properties": {
        "data": {"type": "array", "items": ITEM},
        "last_id": {"type": "string"},
        "has_more": {"type": "boolean"},
    },
}


def spec(parameters: list[dict[str, Any]], schema: dict[str, Any]) -> dict[str, Any]:
    """Build a document of one operation, `GET /events`."""
    content = {"application/json": {"schema": schema}}
    operation = {
        "parameters": [{"in": "query", **parameter} for parameter in parameters],
        "responses": {"200": {"description": "", "content": content}},
    }
    return {"openapi": "3.1.0", "paths": {"/events": {"get": operation}}}


def test_ids_may_be_whole_numbers() -> None:
    """They stay numbers in the items, and their text is the cursor."""
    document = spec([{"name": "after", "schema": {"type": "string"}}], PAGE)
    with MockServer(spec=document) as server:
        server.add_items("/events", [{"id": 1}, {"id": 2}, {"id": 3}])
        first = httpx.get(f"{server.url}/events").json()
        rest = httpx.get(f"{server.url}/events", params={"after": "2"}).json()

    assert first["data"] == [{"id": 1}, {"id": 2}, {"id": 3}]
    assert first["last_id"] == "3"
    assert rest["data"] == [{"id": 3}]


def test_optional_list_may_be_given_once_or_more() -> None:
    """`list[str] | None` is written as `anyOf` of the list and null."""
    tags = {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "null"}]}
    document = spec([{"name": "tag", "schema": tags}], {"type": "object"})
    with MockServer(spec=document) as server:
        found = [
            httpx.get(f"{server.url}/events", params={"tag": given}).status_code
            for given in ([], ["x"], ["x", "y"])
        ]

    assert found == [200, 200, 200]
