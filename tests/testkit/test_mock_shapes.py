"""The mock server serves any OpenAPI document by rule, not one operation of one spec."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from serverless_training_testing import MockServer

SPEC: dict[str, Any] = {
    "openapi": "3.0.3",
    "security": [{"Key": []}],
    "paths": {
        "/jobs": {
            "get": {
                "parameters": [{"$ref": "#/components/parameters/After"}],
                "responses": {"200": {"$ref": "#/components/responses/Jobs"}},
            },
            "post": {
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/NewJob"}}
                    },
                },
                "responses": {
                    "201": {
                        "description": "Made",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Job"}}
                        },
                    }
                },
            },
        },
        "/jobs/{job_id}": {
            "get": {
                "parameters": [{"$ref": "#/components/parameters/JobId"}],
                "responses": {
                    "200": {
                        "description": "One",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Job"}}
                        },
                    }
                },
            },
            "delete": {
                "parameters": [{"$ref": "#/components/parameters/JobId"}],
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "required": ["reason"],
                                "properties": {
                                    "reason": {"type": "string", "enum": ["done", "wrong"]},
                                    "title": {"type": "string"},
                                },
                            }
                        }
                    }
                },
                "responses": {"204": {"description": "Gone"}},
            },
        },
        "/jobs/{job_id}/events": {
            "parameters": [{"$ref": "#/components/parameters/JobId"}],
            "get": {
                "parameters": [
                    {"$ref": "#/components/parameters/After"},
                    {
                        "name": "limit",
                        "in": "query",
                        "schema": {"type": "integer", "minimum": 1, "default": 3},
                    },
                ],
                "responses": {"200": {"$ref": "#/components/responses/Events"}},
            },
        },
        "/jobs/the-newest-of-all": {
            "get": {
                "security": [],
                "responses": {
                    "200": {
                        "description": "One",
                        "content": {"text/plain": {"schema": {"type": "string"}}},
                    }
                },
            }
        },
        "/health": {
            "get": {
                "security": [{"Key": []}, {}],
                "responses": {
                    "200": {
                        "description": "Well",
                        "content": {"application/json": {"example": {"title": "well"}}},
                    }
                },
            }
        },
    },
    "components": {
        "parameters": {
            "After": {"name": "after", "in": "query", "schema": {"type": "string"}},
            "JobId": {
                "name": "job_id",
                "in": "path",
                "required": True,
                "schema": {"type": "string"},
            },
        },
        "responses": {
            "Jobs": {
                "description": "Jobs",
                "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/JobPage"}}
                },
            },
            "Events": {
                "description": "Events",
                "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/EventPage"}}
                },
            },
        },
        "schemas": {
            "Page": {
                "type": "object",
                "required": ["data", "has_more", "object"],
                "properties": {
                    "object": {"type": "string", "enum": ["page"]},
                    "has_more": {"type": "boolean"},
                    "first_id": {"type": "string", "nullable": True},
                    "last_id": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                    "note": {"type": "string"},
                },
            },
            "JobPage": {
                "allOf": [
                    {"$ref": "#/components/schemas/Page"},
                    {
                        "properties": {
                            "data": {
                                "type": "array",
                                "items": {"$ref": "#/components/schemas/Job"},
                            }
                        }
                    },
                ]
            },
            "EventPage": {
                "allOf": [
                    {"$ref": "#/components/schemas/Page"},
                    {
                        "properties": {
                            "data": {
                                "type": "array",
                                "items": {"$ref": "#/components/schemas/Event"},
                            }
                        }
                    },
                ]
            },
            "NewJob": {
                "type": "object",
                "required": ["title"],
                "properties": {
                    "title": {"type": "string"},
                    "description": {"type": "string"},
                    "epochs": {"type": "integer", "minimum": 1, "default": 1},
                },
            },
            "Job": {
                "type": "object",
                "required": ["id", "title"],
                "properties": {
                    "id": {"type": "string", "format": "uuid"},
                    "title": {"type": "string"},
                    "description": {"type": "string"},
                },
            },
            "Event": {
                "type": "object",
                "required": ["title", "count"],
                "properties": {
                    "id": {"type": "string"},
                    "title": {"type": "string"},
                    "count": {"type": "integer"},
                },
            },
        },
        "securitySchemes": {"Key": {"type": "http", "scheme": "bearer"}},
    },
}


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    """Serve the second shape with two parents of seven items each."""
    with MockServer(spec=SPEC, models=2, checkpoints=7) as running:
        yield running


@pytest.fixture(scope="module")
def client(server: MockServer) -> Iterator[httpx.Client]:
    """Connect to it with the right key."""
    headers = {"Authorization": f"Bearer {server.api_key}"}
    with httpx.Client(base_url=server.url, headers=headers) as connected:
        yield connected


def test_list_without_order_is_paged_oldest_first(client: httpx.Client) -> None:
    """The default of `limit` is the spec's; `order`, which it does not know, changes nothing."""
    first = client.get("/jobs/model-2/events", params={"order": "desc"}).json()
    second = client.get("/jobs/model-2/events", params={"after": first["last_id"]}).json()
    third = client.get("/jobs/model-2/events", params={"after": second["last_id"]}).json()

    assert [item["count"] for item in first["data"]] == [10, 20, 30]
    assert [item["count"] for item in second["data"]] == [40, 50, 60]
    assert [item["count"] for item in third["data"]] == [70]
    assert [page["has_more"] for page in (first, second, third)] == [True, True, False]


def test_envelope_has_the_properties_of_the_schema(
    server: MockServer, client: httpx.Client
) -> None:
    """Ids of an empty page are null where they may be; what is optional and unknown stays out."""
    server.add_items("/jobs/idle/events", [])

    assert client.get("/jobs/idle/events").json() == {
        "object": "page",
        "data": [],
        "has_more": False,
        "first_id": None,
        "last_id": None,
    }


def test_list_without_parent_is_there_from_the_start(
    server: MockServer, client: httpx.Client
) -> None:
    """No parent can be unknown, so it is empty, not missing; `limit` need not be declared."""
    assert client.get("/jobs").json()["data"] == []

    server.add_items("/jobs", [{"id": str(number), "title": "a"} for number in range(25)])

    page = client.get("/jobs").json()
    assert (len(page["data"]), page["has_more"]) == (20, True)


def test_parents_are_seeded_and_named(server: MockServer) -> None:
    """Every list with one parent is filled for each model, an optional `id` included."""
    assert server.model_ids[:2] == ["model-1", "model-2"]
    assert "/jobs/model-1/events" in server.paths


def test_other_operations_answer_their_first_success(client: httpx.Client) -> None:
    """With a value that is valid to its schema, the required properties and no more."""
    response = client.post("/jobs", json={"title": "a", "epochs": 2})

    assert response.status_code == 201
    assert response.json() == {"id": "00000000-0000-4000-8000-000000000001", "title": "string"}


def test_success_without_content_has_no_body(client: httpx.Client) -> None:
    """A body on DELETE is read and checked."""
    response = client.request("DELETE", "/jobs/1", json={"reason": "done"})

    assert (response.status_code, response.content) == (204, b"")


def test_optional_body_may_be_absent(client: httpx.Client) -> None:
    """`required` is false unless the spec says otherwise."""
    assert client.delete("/jobs/1").status_code == 204


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", {"type": "missing", "loc": ["body"], "msg": "Field required", "input": None}),
        (
            b'{"title":',
            {
                "type": "json_invalid",
                "loc": ["body", 9],
                "msg": "JSON decode error",
                "input": {},
                "ctx": {"error": "Expecting value"},
            },
        ),
        (
            b'{"epochs": 3}',
            {
                "type": "missing",
                "loc": ["body", "title"],
                "msg": "Field required",
                "input": {"epochs": 3},
            },
        ),
        (
            b'{"title": 1}',
            {
                "type": "string_type",
                "loc": ["body", "title"],
                "msg": "Input should be a valid string",
                "input": 1,
            },
        ),
        (
            b"[1]",
            {
                "type": "model_attributes_type",
                "loc": ["body"],
                "msg": "Input should be a valid dictionary or object to extract fields from",
                "input": [1],
            },
        ),
    ],
)
def test_wrong_bodies_are_answered_as_fastapi_does(
    client: httpx.Client, content: bytes, fault: dict[str, Any]
) -> None:
    """Absent, broken, incomplete, of a wrong type, no object."""
    response = client.post("/jobs", content=content, headers={"Content-Type": "application/json"})

    assert response.status_code == 422
    assert response.json() == {"detail": [fault]}


def test_body_that_is_no_text_is_a_bad_request(client: httpx.Client) -> None:
    """FastAPI answers 400 where there is nothing to point at."""
    response = client.post("/jobs", content=b"\xff\xfe\xff")

    assert response.status_code == 400
    assert response.json() == {"detail": "There was an error parsing the body"}


def test_undeclared_methods_are_refused_with_those_that_are_declared(client: httpx.Client) -> None:
    """`Allow` names all methods of the path; HEAD comes with GET."""
    response = client.put("/jobs")

    assert response.status_code == 405
    assert response.json() == {"detail": "Method Not Allowed"}
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST"}
    assert client.head("/jobs").status_code == 200


def test_concrete_path_comes_before_a_templated_one(client: httpx.Client) -> None:
    """`/jobs/the-newest-of-all` is its own path, whatever stands first in the document."""
    concrete = client.get("/jobs/the-newest-of-all")
    templated = client.get("/jobs/another")

    assert concrete.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert concrete.text == "string"
    assert templated.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/jobs/the-newest-of-all", 200),  # `security: []`
        ("GET", "/health", 200),  # `{}` is among the alternatives
        ("GET", "/jobs", 401),  # the document's
        ("POST", "/jobs", 401),
        ("PUT", "/jobs", 405),
        ("GET", "/openapi.json", 200),
    ],
)
def test_key_is_asked_for_where_the_spec_demands_it(
    server: MockServer, method: str, path: str, status: int
) -> None:
    """An operation's own `security` comes before the document's; none and `{}` ask for nothing."""
    assert httpx.request(method, server.url + path).status_code == status


def test_specs_own_example_is_the_answer(server: MockServer) -> None:
    """Where the spec shows an answer, that is it."""
    assert httpx.get(f"{server.url}/health").json() == {"title": "well"}
