"""What no rule can say in another way is refused, or left out with a line; nothing in silence."""

import copy
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from pipeline.errors import PipelineError
from pipeline.generate.generator import read_config
from pipeline.generate.media import supported_bodies, supported_responses
from pipeline.generate.mend import RULES
from pipeline.generate.overrides import apply
from pipeline.generate.schemas import all_of, references
from pipeline.generate.shapes import path_items
from pipeline.generate.values import literals, null_in_enums, same_names

CONFIG = read_config(Path(__file__).parents[2] / "generator-config.yaml")
A: dict[str, Any] = {"type": "object", "properties": {"a": {}}}
B: dict[str, Any] = {"type": "object", "properties": {"b": {}}}
JSON = "application/json"


def spec(responses: Any = None, body: Any = None, **schemas: Any) -> dict[str, Any]:
    """Build a document."""
    operation = {"responses": responses or {}} | ({"requestBody": body} if body else {})
    return {"paths": {"/a": {"post": operation}}, "components": {"schemas": schemas}}


def lines(rule: Any, document: dict[str, Any]) -> list[str]:
    """Apply a rule, and give what is printed."""
    changes = list(rule(document, CONFIG))
    apply(document, changes)
    return [*map(str, changes)]


def refused(rule: Any, document: dict[str, Any]) -> str:
    """Give the message of a rule that refuses."""
    with pytest.raises(PipelineError) as caught:
        list(rule(document, CONFIG))
    return str(caught.value)


def test_properties_with_one_python_name_are_refused() -> None:
    """With both names and an override; the generator tells `fooBar` from `foo_bar` itself."""
    properties: dict[str, Any] = {"foo-bar": {}, "fooBar": {}, "foo bar": {}}

    assert refused(same_names, spec(S={"properties": properties})) == (
        "/components/schemas/S/properties/foo bar: the properties foo-bar and foo bar would both "
        "be foo_bar in Python. To reach foo bar as an additional property, write into "
        'generator-overrides.yaml:\n- at: "/components/schemas/S/properties/foo bar"\n'
        '  remove: true\n  reason: "foo-bar has the same name"'
    )
    assert lines(same_names, spec(S={"properties": {"foo_bar": {}, "fooBar": {}}})) == []


def test_override_to_paste_is_yaml_whatever_the_names_are() -> None:
    """A colon or a hash in a name ends nothing."""
    said = refused(same_names, spec(S={"properties": {"a: b #": {}, "a: b  #": {}}}))
    [entry] = YAML(typ="safe", pure=True).load(said[said.index("- at:") :])

    assert entry["at"] == "/components/schemas/S/properties/a: b  #"
    assert entry["reason"] == "a: b # has the same name"


def test_success_or_body_of_unknown_media_is_refused() -> None:
    """With what makes bytes of it."""
    image: dict[str, Any] = {"content": {"image/png": {}}}

    for rule, document, place in (
        (supported_responses, spec({"200": image}), "responses/200"),
        (supported_bodies, spec(body=image), "requestBody"),
    ):
        said = refused(rule, document)

        assert said.startswith(f"/paths/~1a/post/{place}/content: the client knows none of")
        assert 'set: {"application/octet-stream": {"schema": {"type": "string"' in said


def test_unknown_media_beside_known_ones_are_left_out_with_a_line() -> None:
    """So are those of a failure, whose body is then not described."""
    both: dict[str, Any] = {"content": {"application/xml": {}, JSON: {}}}
    document = spec({"200": both, "404": {"content": {"application/xml": {}}}}, copy.deepcopy(both))

    assert [*lines(supported_responses, document), *lines(supported_bodies, document)] == [
        f"/paths/~1a/post/{place}/content/application~1xml: removed (the generator cannot {verb} "
        "this media type)"
        for place, verb in (
            ("responses/200", "read"), ("responses/404", "read"), ("requestBody", "write")
        )
    ]  # fmt: skip


def test_several_unions_in_one_all_of_are_refused() -> None:
    """There is no such type."""
    union = {"oneOf": [A, B]}

    assert refused(all_of, spec(S={"allOf": [union, union]})).startswith(
        "/components/schemas/S: an allOf of several unions"
    )


def test_path_item_that_refers_to_nothing_is_refused() -> None:
    """So is a circle."""
    document = {"paths": {"/a": {"$ref": "#/nowhere"}}}
    circle = {"paths": {"/a": {"$ref": "#/paths/~1a"}}}

    assert refused(path_items, document) == "/paths/~1a: no path item stands at #/nowhere."
    assert refused(path_items, circle) == "/paths/~1a: no path item stands at #/paths/~1a."


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"const": True}, {"type": "boolean"}),
        ({"const": None}, {"type": "null"}),
        ({"const": 1.5}, {"type": "number"}),
        ({"const": {"a": 1}}, {}),
        ({"enum": [1, 2.5]}, {"type": "number"}),
        ({"enum": [True, None], "type": "boolean"}, {"type": ["boolean", "null"]}),
        ({"enum": ["a", 1]}, {"type": ["string", "integer"]}),
        ({"enum": [{}, "a"]}, {}),
        ({"enum": []}, {}),
    ],
)
def test_values_that_cannot_be_listed_leave_their_types(schema: Any, expected: Any) -> None:
    """With a line for each."""
    document = spec(S=schema)

    assert len(lines(literals, document)) == 1
    assert document["components"]["schemas"]["S"] == expected


def test_nullable_enum_lists_null() -> None:
    """As OpenAPI 3.0 says it need not; an enum that may not be null stays."""
    document = spec(S={"enum": ["a"], "nullable": True}, T={"enum": ["a"]})

    assert len(lines(null_in_enums, document)) == 1
    assert document["components"]["schemas"]["S"]["enum"] == ["a", None]


def test_what_stands_beside_a_reference_counts_from_3_1_on() -> None:
    """In 3.0 it is to be ignored."""
    schema = {"$ref": "#/components/schemas/B", "properties": {"a": {}}}
    new, old = spec(S=schema, B=B), spec(S=schema, B=B) | {"openapi": "3.0.3"}
    lines(references, new)
    lines(references, old)

    assert new["components"]["schemas"]["S"]["allOf"] == [{"$ref": "#/components/schemas/B"}]
    assert old["components"]["schemas"]["S"] == {"$ref": "#/components/schemas/B"}


@pytest.mark.parametrize("junk", [None, True, 0, "x", [], [1], {"a": 1}, {"$ref": 1}], ids=repr)
def test_rules_take_any_shape_of_a_schema(junk: Any) -> None:
    """Whatever stands where a schema, a list of them or a map is expected."""
    keys = ("properties", "patternProperties", "allOf", "anyOf", "enum", "discriminator")
    for key in (*keys, "required", "type", "items", "additionalProperties", "$ref"):
        for part in ({key: junk}, {"allOf": [A, {key: junk}]}, {key: [junk, A]}, A | {key: junk}):
            schemas = {"S": part, "T": [part], "B": dict(B)}
            document = spec({"200": {"content": {JSON: {"schema": part}}}}, **schemas)
            for rule in RULES:
                if rule.__module__ != "pipeline.generate.names":
                    lines(rule, document)
            # Each rule has found the document fit to be changed, and what has no junk is whole.
            assert document["components"]["schemas"]["B"] == B
