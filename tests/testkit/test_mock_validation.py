"""The mock server refuses what FastAPI refuses, in its words.

The bodies were taken from FastAPI 0.165 with pydantic 2.14, serving the same signatures.
"""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from serverless_training_testing import MockServer

pytestmark = pytest.mark.any_spec

PATH = "/v1/preview/models/model-1/checkpoints"

LARGER_THAN_100 = {
    "type": "less_than_equal",
    "loc": ["query", "limit"],
    "msg": "Input should be less than or equal to 100",
    "input": "1000",
    "ctx": {"le": 100},
}
SMALLER_THAN_1 = {
    "type": "greater_than_equal",
    "loc": ["query", "limit"],
    "msg": "Input should be greater than or equal to 1",
    "input": "0",
    "ctx": {"ge": 1},
}
NO_INTEGER = {
    "type": "int_parsing",
    "loc": ["query", "limit"],
    "msg": "Input should be a valid integer, unable to parse string as an integer",
    "input": "many",
}
NO_ORDER = {
    "type": "literal_error",
    "loc": ["query", "order"],
    "msg": "Input should be 'asc' or 'desc'",
    "input": "up",
    "ctx": {"expected": "'asc' or 'desc'"},
}

KINDS: dict[str, Any] = {
    "openapi": "3.1.0",
    "paths": {
        "/things/{thing-id}": {
            "parameters": [
                {
                    "name": "thing-id",
                    "in": "path",
                    "required": True,
                    "schema": {"type": "string", "format": "uuid"},
                }
            ],
            "get": {
                "parameters": [
                    {
                        "name": "since",
                        "in": "query",
                        "required": True,
                        "schema": {"type": "string", "format": "date-time"},
                    },
                    {
                        "name": "q",
                        "in": "query",
                        "required": True,
                        "schema": {
                            "type": "string",
                            "minLength": 2,
                            "maxLength": 3,
                            "pattern": "^a",
                        },
                    },
                    {
                        "name": "ids",
                        "in": "query",
                        "required": True,
                        "schema": {"type": "array", "items": {"type": "integer"}},
                    },
                    {
                        "name": "flag",
                        "in": "query",
                        "schema": {"type": "boolean", "default": False},
                    },
                    {
                        "name": "n",
                        "in": "query",
                        "schema": {"anyOf": [{"type": "number"}, {"type": "null"}]},
                    },
                    {
                        "name": "c",
                        "in": "query",
                        "schema": {"$ref": "#/components/schemas/C", "default": 1},
                    },
                    {
                        "name": "x-t",
                        "in": "header",
                        "schema": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
                    },
                ],
                "responses": {"200": {"description": "Found"}},
            },
        }
    },
    "components": {"schemas": {"C": {"type": "integer", "enum": [1, 2]}}},
}


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    """Connect to a server of the packaged spec with one model."""
    with MockServer(models=1, checkpoints=3) as server:
        headers = {"Authorization": f"Bearer {server.api_key}"}
        with httpx.Client(base_url=server.url, headers=headers) as connected:
            yield connected


@pytest.fixture(scope="module")
def kinds() -> Iterator[httpx.Client]:
    """Connect to a server of a spec with parameters of every kind."""
    with MockServer(spec=KINDS) as server, httpx.Client(base_url=server.url) as connected:
        yield connected


@pytest.mark.parametrize(
    ("query", "faults"),
    [
        ("limit=1000", [LARGER_THAN_100]),
        ("limit=0", [SMALLER_THAN_1]),
        ("limit=many", [NO_INTEGER]),
        ("limit=", [{**NO_INTEGER, "input": ""}]),
        ("order=up", [NO_ORDER]),
        ("order=up&limit=1000", [LARGER_THAN_100, NO_ORDER]),
        ("limit=5&limit=1000", [LARGER_THAN_100]),
    ],
)
def test_wrong_parameters_are_answered_as_fastapi_does(
    client: httpx.Client, query: str, faults: list[Any]
) -> None:
    """All faults stand in one answer, in the spec's order, each with what was sent."""
    response = client.get(f"{PATH}?{query}")

    assert response.status_code == 422
    assert response.json() == {"detail": faults}


def test_last_of_two_values_counts(client: httpx.Client) -> None:
    """A parameter that holds one value and is given twice has the second one."""
    response = client.get(f"{PATH}?limit=1000&limit=2")

    assert response.status_code == 200
    assert len(response.json()["data"]) == 2


def test_parameters_are_checked_before_the_model_is_looked_for(client: httpx.Client) -> None:
    """A wrong request for an unknown model is a wrong request."""
    response = client.get("/v1/preview/models/unknown/checkpoints?limit=0")

    assert response.status_code == 422


def test_every_kind_of_parameter_is_checked_as_fastapi_does(kinds: httpx.Client) -> None:
    """Formats, bounds, lists, booleans, optional numbers, integer enums and headers are known."""
    response = kinds.get(
        "/things/00?since=foo&q=a&ids=1&ids=z&flag=maybe&n=q&c=7", headers={"x-t": "w"}
    )

    assert response.status_code == 422
    # What is wrong with a UUID is worded by a library of pydantic's, and reworded now and then.
    length = response.json()["detail"][0]["ctx"]["error"]
    assert length.startswith("invalid length")
    assert response.json()["detail"] == [
        {
            "type": "uuid_parsing",
            "loc": ["path", "thing-id"],
            "msg": f"Input should be a valid UUID, {length}",
            "input": "00",
            "ctx": {"error": length},
        },
        {
            "type": "datetime_from_date_parsing",
            "loc": ["query", "since"],
            "msg": "Input should be a valid datetime or date, input is too short",
            "input": "foo",
            "ctx": {"error": "input is too short"},
        },
        {
            "type": "string_too_short",
            "loc": ["query", "q"],
            "msg": "String should have at least 2 characters",
            "input": "a",
            "ctx": {"min_length": 2},
        },
        {
            "type": "int_parsing",
            "loc": ["query", "ids", 1],
            "msg": "Input should be a valid integer, unable to parse string as an integer",
            "input": "z",
        },
        {
            "type": "bool_parsing",
            "loc": ["query", "flag"],
            "msg": "Input should be a valid boolean, unable to interpret input",
            "input": "maybe",
        },
        {
            "type": "float_parsing",
            "loc": ["query", "n"],
            "msg": "Input should be a valid number, unable to parse string as a number",
            "input": "q",
        },
        {
            "type": "enum",
            "loc": ["query", "c"],
            "msg": "Input should be 1 or 2",
            "input": "7",
            "ctx": {"expected": "1 or 2"},
        },
        {
            "type": "int_parsing",
            "loc": ["header", "x-t"],
            "msg": "Input should be a valid integer, unable to parse string as an integer",
            "input": "w",
        },
    ]


def test_missing_parameters_are_named_one_by_one(kinds: httpx.Client) -> None:
    """A required parameter that is absent has `null` as its input."""
    response = kinds.get("/things/00000000-0000-4000-8000-000000000000")

    assert response.status_code == 422
    assert response.json()["detail"] == [
        {"type": "missing", "loc": ["query", name], "msg": "Field required", "input": None}
        for name in ("since", "q", "ids")
    ]


def test_right_parameters_of_every_kind_are_taken(kinds: httpx.Client) -> None:
    """What the schemas allow is not refused."""
    response = kinds.get(
        "/things/00000000-0000-4000-8000-000000000000"
        "?since=2026-11-22T00:00:00Z&q=abc&ids=1&ids=2&flag=true&n=1.5&c=2",
        headers={"x-t": "7"},
    )

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("q=bcd", ("string_pattern_mismatch", {"pattern": "^a"})),
        ("q=abcd", ("string_too_long", {"max_length": 3})),
    ],
)
def test_text_is_held_to_its_pattern_and_length(
    kinds: httpx.Client, query: str, fault: tuple[str, Any]
) -> None:
    """`pattern` and `maxLength` are enforced as pydantic names them."""
    response = kinds.get(
        "/things/00000000-0000-4000-8000-000000000000?since=2026-11-22T00:00:00Z&ids=1&" + query
    )

    assert [(each["type"], each["ctx"]) for each in response.json()["detail"]] == [fault]
