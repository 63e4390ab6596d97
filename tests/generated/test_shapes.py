"""What the generator passes over or cannot write is said in another way before it runs."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.generate.overrides import apply
from pipeline.generate.generator import read_config
from pipeline.generate.media import json_first
from pipeline.generate.schemas import aliases
from pipeline.generate.shapes import optional_bodies, path_items
from pipeline.parity.document import operations


CONFIG = read_config(Path(__file__).parents[2] / "generator-config.yaml")


def mended(rule: Any, document: dict[str, Any]) -> dict[str, Any]:
    """Apply what a rule wants; a second time there is nothing left to want."""
    apply(document, list(rule(document, CONFIG)))

    assert list(rule(document, CONFIG)) == []
    return document


def test_referenced_path_items_are_written_out() -> None:
    """Over any number of references, with what stands beside them; each path for itself."""
    document: dict[str, Any] = {
        "paths": {
            "/a": {"$ref": "#/components/pathItems/P", "summary": "Mine"},
            "/b": {"$ref": "#/components/pathItems/P"},
        },
        "components": {
            "pathItems": {
                "P": {"$ref": "#/components/pathItems/Q"},
                "Q": {"summary": "Shared", "get": {"operationId": "q"}},
            }
        },
    }
    paths = mended(path_items, document)["paths"]
    first, second = (operation for _, _, operation in operations(document))

    assert [each["summary"] for each in paths.values()] == ["Mine", "Shared"]
    assert first == second
    assert first is not second


def test_nothing_refers_to_a_schema_that_is_a_reference() -> None:
    """It becomes a union of one, which the generator writes no class for; its words stay."""
    b = {"$ref": "#/components/schemas/B"}
    schemas = {
        "A": {"$ref": "#/components/schemas/C", "title": "A"},
        "B": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/A"}}},
        "C": dict(b),
    }
    found = mended(aliases, {"components": {"schemas": schemas}})

    assert found["components"]["schemas"] == {
        "A": {"anyOf": [b, b], "title": "A"},
        "B": {"type": "object", "properties": {"a": b}},
        "C": {"anyOf": [b, b]},
    }


@pytest.mark.parametrize(
    ("media", "expected"),
    [
        (["text/csv", "application/json", "a/b"], ["application/json", "text/csv", "a/b"]),
        (["application/json", "text/csv"], ["application/json", "text/csv"]),
        (["text/csv"], ["text/csv"]),
    ],
)
def test_json_comes_first_among_the_media_types_of_an_answer(
    media: list[str], expected: list[str]
) -> None:
    """In operations and in components; the others keep their order."""
    response: dict[str, Any] = {"content": {name: {} for name in media}}
    document = {
        "paths": {"/a": {"get": {"responses": {"200": response}}}},
        "components": {"responses": {"R": {"content": dict(response["content"])}}},
    }
    found = mended(json_first, document)
    answers = found["paths"]["/a"]["get"]["responses"]["200"], found["components"]["responses"]["R"]

    assert [list(each["content"]) for each in answers] == [expected, expected]


NULL = {"type": "null"}


@pytest.mark.parametrize(
    ("body", "schema"),
    [
        ({"anyOf": [{"type": "string"}, NULL], "title": "B"}, {"type": "string", "title": "B"}),
        ({"anyOf": [{"type": "string"}]}, {"anyOf": [{"type": "string"}]}),
        ({"anyOf": [{}, {}, NULL]}, {"anyOf": [{}, {}, NULL]}),
        ({"type": "string"}, {"type": "string"}),
    ],
)
def test_body_that_may_be_left_out_is_not_null_as_well(
    body: dict[str, Any], schema: dict[str, Any]
) -> None:
    """Leaving it out says the same; one that is required stays as it is."""

    def spec(*, required: bool) -> dict[str, Any]:
        content = {"application/json": {"schema": body}}
        return {
            "paths": {"/a": {"post": {"requestBody": {"content": content, "required": required}}}}
        }

    def found(document: dict[str, Any]) -> Any:
        content = document["paths"]["/a"]["post"]["requestBody"]["content"]
        return content["application/json"]["schema"]

    assert found(mended(optional_bodies, spec(required=True))) == body
    assert found(mended(optional_bodies, spec(required=False))) == schema
