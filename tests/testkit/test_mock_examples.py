"""Values made from a schema are valid to it, by an independent validator."""

import json
from importlib.resources import files
from itertools import islice
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from serverless_training_testing._examples import example
from serverless_training_testing._seed import items

pytestmark = pytest.mark.any_spec

SPEC = json.loads((files("serverless_training_client") / "openapi.json").read_text("utf-8"))
CHECKPOINT = {"$ref": "#/components/schemas/CheckpointResponse"}
SHARED: dict[str, Any] = {
    "Small": {"type": "integer", "minimum": 3},
    "Node": {
        "type": "object",
        "required": ["next", "children"],
        "properties": {
            "next": {"anyOf": [{"$ref": "#/components/schemas/Node"}, {"type": "null"}]},
            "children": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}},
        },
    },
}
DOCUMENT = {"components": {"schemas": SHARED}}


def is_valid(value: object, schema: dict[str, Any], document: dict[str, Any] = DOCUMENT) -> bool:
    """Ask jsonschema_rs, formats included."""
    validator = jsonschema_rs.validator_for({**document, **schema}, validate_formats=True)
    return validator.is_valid(value)


def between(kind: str, low: str, high: str) -> st.SearchStrategy[Any]:
    """Make schemas of numbers with two bounds that leave room between them."""
    return st.builds(
        lambda start, room: {"type": kind, low: start, high: start + room},
        st.integers(-50, 50),
        st.integers(2, 50),
    )


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Make schemas out of smaller ones."""
    some = st.lists(inner, min_size=1, max_size=3)
    properties = st.dictionaries(st.sampled_from(["id", "title", "description"]), inner)
    return st.one_of(
        some.map(lambda of: {"type": "array", "items": of[0], "minItems": len(of) - 1}),
        some.map(lambda of: {"type": "array", "prefixItems": of, "minItems": len(of)}),
        properties.map(lambda of: {"type": "object", "properties": of, "required": sorted(of)}),
        properties.map(lambda of: {"properties": of, "required": ["more", *sorted(of)[:1]]}),
        inner.map(lambda of: {"additionalProperties": of, "required": ["a", "b"]}),
        some.map(lambda of: {"anyOf": of}),
        inner.map(lambda of: {"allOf": [{"description": "Mine"}, of], "title": "Merged"}),
        inner.map(
            lambda of: {
                "type": "object",
                "allOf": [
                    {"properties": {"n": {"minimum": 2}, "of": of}, "required": ["of"]},
                    {"properties": {"n": {"type": "integer", "minimum": 1}}, "required": ["n"]},
                ],
            }
        ),
    )


FORMATS = ["uuid", "date-time", "date", "time", "duration", "email", "uri", "ipv4", "ipv6"]
SCHEMAS = st.recursive(
    st.one_of(
        between("integer", "minimum", "maximum"),
        between("integer", "exclusiveMinimum", "exclusiveMaximum"),
        between("number", "minimum", "maximum"),
        between("number", "exclusiveMinimum", "exclusiveMaximum"),
        st.builds(lambda n: {"type": "integer", "minimum": 7, "multipleOf": n}, st.integers(1, 60)),
        st.lists(st.integers(0, 9), min_size=2, max_size=2).map(
            lambda sizes: {"type": "string", "minLength": min(sizes), "maxLength": max(sizes)}
        ),
        st.sampled_from(FORMATS).map(lambda name: {"type": "string", "format": name}),
        st.lists(st.integers() | st.text(), min_size=1, unique=True).map(lambda of: {"enum": of}),
        st.text().map(lambda value: {"const": value}),
        st.sampled_from([["string", "null"], ["null", "integer"], "boolean", "null"]).map(
            lambda kinds: {"type": kinds}
        ),
        st.sampled_from(sorted(SHARED)).map(lambda name: {"$ref": f"#/components/schemas/{name}"}),
        st.just({}),
    ),
    nested,
    max_leaves=8,
)


@given(schema=SCHEMAS)
def test_example_is_valid_to_its_schema(schema: dict[str, Any]) -> None:
    """Whatever the schema is made of, and the same at each call."""
    value = example(schema, DOCUMENT)

    assert is_valid(value, schema)
    assert value == example(schema, DOCUMENT)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string", "example": "yours"}, "yours"),
        ({"type": "string", "examples": ["yours", "theirs"]}, "yours"),
        ({"type": "string", "default": ""}, ""),
        ({"$ref": "#/components/schemas/Small", "default": 9}, 9),
        ({"$ref": "#/components/schemas/Node"}, {"next": None, "children": []}),
    ],
)
def test_spec_decides_where_it_can(schema: dict[str, Any], expected: object) -> None:
    """Its own samples and defaults come first."""
    assert example(schema, DOCUMENT) == expected


def test_schema_without_finite_value_gives_none() -> None:
    """A schema that demands itself inside itself ends all the same."""
    endless = {"type": "object", "required": ["me"], "properties": {"me": {"$ref": "#/components"}}}

    assert example({"$ref": "#/components"}, {"components": endless}) is None


def test_seeded_items_are_valid_and_told_apart_by_id() -> None:
    """A thousand of them."""
    made = list(islice(items("list", CHECKPOINT, SPEC, 7), 1000))

    assert all(is_valid(item, CHECKPOINT, SPEC) for item in made)
    assert len({item["id"] for item in made}) == 1000
    assert [item["step"] for item in made] == list(range(10, 10010, 10))


@given(st.integers(), st.integers(0, 20))
def test_seed_decides_items_and_how_many_are_taken_does_not(seed: int, count: int) -> None:
    """The same list and seed give the same items; another list or seed gives others."""
    made = list(islice(items("list", CHECKPOINT, SPEC, seed), 21))

    assert made[:count] == list(islice(items("list", CHECKPOINT, SPEC, seed), count))
    assert made[0] != next(items("other", CHECKPOINT, SPEC, seed))
    assert made[0] != next(items("list", CHECKPOINT, SPEC, seed + 1))


def test_seeded_items_are_the_same_on_every_machine_and_day() -> None:
    """A test may count on them."""
    assert next(items("/v1/preview/models/model-1/checkpoints", CHECKPOINT, SPEC, 7)) == {
        "id": "a70e3f5a-75b4-448c-b037-13c0447827e0",
        "step": 10,
        "metrics": {
            "loss": 2.3165,
            "reward": 0.0687,
            "accuracy": 0.2277,
            "learning_rate": 0.0001,
        },
    }


def test_seeded_metrics_look_like_training() -> None:
    """Loss and learning rate fall, reward and accuracy rise, all with noise but the rate."""
    made = [item["metrics"] for item in islice(items("list", CHECKPOINT, SPEC, 7), 250)]

    def rise(name: str) -> float:
        values = [metrics[name] for metrics in made]
        return float(sum(values[-25:]) - sum(values[:25])) / 25

    assert 2.1 < made[0]["loss"] < 2.5
    assert rise("loss") < -1
    assert rise("reward") > 0.5
    assert rise("accuracy") > 0.4
    assert rise("learning_rate") < 0
    assert all(0 <= metrics["accuracy"] <= 1 for metrics in made)
    losses = [metrics["loss"] for metrics in made]
    assert losses != sorted(losses, reverse=True)


def test_items_of_any_shape_can_be_seeded() -> None:
    """Ids that are no UUIDs are told apart too, times go forward, bounds and defaults hold."""
    schema: dict[str, Any] = {
        "type": "object",
        "required": ["title", "created_at", "attempt", "ratio", "tags", "on"],
        "properties": {
            "id": {"type": "string"},
            "title": {"type": "string", "maxLength": 6},
            "created_at": {"type": "string", "format": "date-time"},
            "on": {"type": "string", "format": "date"},
            "attempt": {"type": "integer", "maximum": 15},
            "ratio": {"type": "number", "minimum": 0.9},
            "tags": {"type": "object", "additionalProperties": {"type": "string"}},
        },
    }

    made = list(islice(items("list", schema, {}, 0), 30))

    assert all(is_valid(item, schema) for item in made)
    assert [item["id"] for item in made[:2]] == ["item-1", "item-2"]
    assert [item["created_at"] for item in made[:2]] == [
        "2026-01-01T00:00:00Z",
        "2026-01-01T00:01:00Z",
    ]
    assert [item["attempt"] for item in made[:3]] == [10, 15, 15]
