"""Values that are made from a schema fit it, and use all that it says."""

import json
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings

from pipeline.generate.samples import MOST, Sampler, discriminated, is_same, matching
from tests.drawn_specs import Spec, specs

NODE = {
    "type": "object",
    "properties": {"next": {"$ref": "#/components/schemas/Node"}, "value": {"type": "integer"}},
    "required": ["value"],
}
ENDLESS = {
    "type": "object",
    "properties": {"next": {"$ref": "#/components/schemas/Endless"}},
    "required": ["next"],
}
REFERENCE = {"$ref": "#/components/schemas/Base"}
BASE = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}


def values(schema: Any, hidden: str = "readOnly", version: str = "3.1.0") -> list[Any]:
    """Make values beside a few named schemas."""
    schemas = {"Node": NODE, "Endless": ENDLESS, "Base": BASE}
    return Sampler({"openapi": version, "components": {"schemas": schemas}}, hidden).values(schema)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"const": 0}, [0]),
        ({"enum": ["a", None]}, ["a", None]),
        ({"type": "boolean"}, [True, False]),
        ({"type": ["boolean", "null"]}, [True, False, None]),
        ({"type": "string", "format": "date"}, ["2024-02-29"]),
        ({"anyOf": [{"const": 1}, {"enum": ["a", "b"]}]}, [1, "a", "b"]),
        ({"type": "array", "items": {"const": 1}}, [[1], []]),
        ({"type": "array", "items": {"const": 1}, "minItems": 1}, [[1]]),
        (False, []),
        ({"$ref": "#/components/schemas/Endless"}, []),
    ],
)
def test_values_are_those_that_the_schema_lists(schema: Any, expected: list[Any]) -> None:
    """Of a schema that contains itself without an end, there are none."""
    assert values(schema) == expected


def test_first_value_of_an_object_has_all_and_the_second_what_is_required() -> None:
    """Names that are no properties are among the first, where the schema lets them be."""
    schema = {"type": "object", "properties": {"a": {"const": 1}, "b": {"const": 2}}}

    assert values(schema | {"required": ["b"]})[:2] == [
        {"a": 1, "b": 2, "additional key": "text"}, {"b": 2},
    ]  # fmt: skip
    assert values(schema | {"additionalProperties": False})[0] == {"a": 1, "b": 2}
    assert values(
        schema | {"additionalProperties": False, "patternProperties": {"^x-": {"const": 3}}}
    )[0] == {"a": 1, "b": 2, "x-": 3}


@pytest.mark.parametrize("form", ["allOf", "siblings"])
def test_parts_of_a_schema_are_joined(form: str) -> None:
    """A reference and what stands beside it, however it is written."""
    own = {"properties": {"b": {"const": 2}}, "required": ["b"], "additionalProperties": False}
    reference = {"$ref": "#/components/schemas/Base"}
    schema = {"allOf": [reference], **own} if form == "allOf" else {**reference, **own}

    assert values(schema)[0] == {"a": "text", "b": 2}


def test_reference_of_3_0_stands_alone() -> None:
    """What stands beside it is ignored (OpenAPI 3.0.4, 4.8.23)."""
    beside = {"$ref": "#/components/schemas/Base", "properties": {"b": {"const": 2}}}

    assert "b" not in values(beside, version="3.0.4")[0]


@pytest.mark.parametrize(("hidden", "name"), [("readOnly", "secret"), ("writeOnly", "id")])
def test_properties_of_the_other_direction_are_left_out(hidden: str, name: str) -> None:
    """A request has no `readOnly` ones, a response no `writeOnly` ones."""
    schema = {
        "type": "object",
        "properties": {
            "id": {"type": "string", "readOnly": True},
            "secret": {"type": "string", "writeOnly": True},
        },
        "required": ["id", "secret"],
        "additionalProperties": False,
    }

    assert [*values(schema, hidden)[0]] == [name]


def test_discriminator_names_the_branch() -> None:
    """By its mapping, or by the name of the schema."""
    reference = {"$ref": "#/components/schemas/Base"}
    schema = {"oneOf": [reference], "discriminator": {"propertyName": "kind"}}

    assert values(schema)[0]["kind"] == "Base"
    assert discriminated({"mapping": {"x": "Base", "y": reference["$ref"]}}, reference) == [
        "x",
        "y",
    ]
    assert discriminated({}, {"type": "object"}) == []


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, 7, {"type": "integer"}),
        ({"anyOf": [{"const": 1}, {"enum": [1, 2]}]}, 1, None),
        ({"anyOf": [{"type": "null"}, NODE]}, {"value": 7}, NODE),
        ({"anyOf": [BASE, NODE]}, {"value": 7}, None),
        (
            {"oneOf": [REFERENCE, NODE], "discriminator": {"propertyName": "kind"}},
            {"kind": "Base"},
            REFERENCE,
        ),
        ({"oneOf": [REFERENCE], "discriminator": {"propertyName": "kind"}}, {"kind": "?"}, None),
    ],
)
def test_branch_of_a_value_is_found_where_something_tells_it(
    schema: Any, value: Any, expected: Any
) -> None:
    """An object that may be of several is of none."""
    components = {"schemas": {"Base": BASE, "Node": NODE}}
    sampler = Sampler({"openapi": "3.1.0", "components": components}, "readOnly")

    assert sampler.branch_of(schema, value) == expected


def test_schema_that_contains_itself_ends() -> None:
    """And no schema has more than a few values."""
    found = values({"$ref": "#/components/schemas/Node"})

    assert found[0]["next"]["next"] == {"value": 7}
    assert len(values({"enum": [*range(100)]})) == MOST


def test_values_are_the_same_as_json_schema_has_it() -> None:
    """`true` is not 1, at whatever depth, and 1.0 is 1."""
    assert is_same({"a": [1.0]}, {"a": [1]})
    assert not is_same({"a": [True]}, {"a": [1]})
    assert not is_same([1], [1, 2])
    assert not is_same({}, [])


def test_name_of_a_pattern_matches_it() -> None:
    """Where none is found, there is none."""
    assert matching("^x-") == "x-"
    assert matching("^[a-z][0-9]$") == "a1"
    assert matching("^q{7}$") is None


@given(spec=specs(parts=2))
@settings(max_examples=50)
def test_values_fit_their_schema(spec: Spec) -> None:
    """As another reader of JSON Schema judges it.

    Branches that a discriminator tells apart may overlap, which `oneOf` alone does not allow.
    """
    document = json.loads(json.dumps(spec.document()).replace('"oneOf"', '"anyOf"'))
    sampler = Sampler(document, "readOnly")
    for name in spec.schemas:
        schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        validator = jsonschema_rs.Draft202012Validator(schema)
        for value in sampler.values({"$ref": f"#/components/schemas/{name}"}):
            assert validator.is_valid(value)
