"""What a spec spells out is no difference where its absence says the same."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.changes.spec_changes import spec_changes
from pipeline.parity.compare import Note, compare
from pipeline.parity.document import find
from tests.specs import DOCUMENTS, plain, translated

JSON = dict[str, Any]
SCHEMA = "/components/schemas/S"
OPERATION = "/paths/~1a/post"
BASE: JSON = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "paths": {
        "/a": {
            "post": {
                "parameters": [
                    {"name": "q", "in": "query", "schema": {}},
                    {"name": "c", "in": "cookie", "schema": {}},
                    {"name": "h", "in": "header", "schema": {}},
                    {"name": "d", "in": "query", "style": "deepObject", "schema": {}},
                ],
                "requestBody": {
                    "content": {
                        "multipart/form-data": {
                            "schema": {"$ref": f"#{SCHEMA}"},
                            "encoding": {"p": {"style": "form"}, "s": {"style": "pipeDelimited"}},
                        },
                        "application/json": {},
                    }
                },
                "responses": {
                    "200": {"description": "ok", "headers": {"H": {"schema": {}}}},
                    "201": {"description": "ok", "links": {"L": {"operationId": "o"}}},
                    "202": {"description": "ok"},
                },
            }
        }
    },
    "components": {
        "schemas": {"S": {"xml": {"name": "s"}, "discriminator": {"propertyName": "p"}}},
    },
}
BODY = f"{OPERATION}/requestBody/content/multipart~1form-data"

# Place -> key -> every way to spell out what its absence means. It stands here a second time, on
# purpose: what is judged must not be the judge.
SPELLED: dict[str, dict[str, tuple[Any, ...]]] = {
    "": {
        "servers": (
            [],
            [{"url": "/"}],
            [{"url": "/", "description": "here", "variables": {}}],
        ),
        "security": ([],),
        "tags": ([],),
        "webhooks": ({},),
        "jsonSchemaDialect": ("https://spec.openapis.org/oas/3.1/dialect/base",),
    },
    "/components": {
        key: ({},)
        for key in (
            *("responses", "parameters", "requestBodies", "headers"),
            *("securitySchemes", "links", "callbacks", "pathItems"),
        )
    },
    "/paths/~1a": {"parameters": ([],), "servers": ([], [{"url": "/"}])},
    OPERATION: {
        "tags": ([],),
        "callbacks": ({},),
        "deprecated": (False,),
        "security": ([],),
        "servers": ([], [{"url": "/"}]),
    },
    **{
        f"{OPERATION}/parameters/{index}": {
            **dict.fromkeys(
                ("required", "deprecated", "allowEmptyValue", "allowReserved"), (False,)
            ),
            "style": (style,),
            "explode": (style == "form",),
        }
        for index, style in enumerate(("form", "form", "simple"))
    },
    f"{OPERATION}/parameters/3": {"explode": (False,)},
    f"{OPERATION}/requestBody": {"required": (False,)},
    f"{OPERATION}/requestBody/content/application~1json": {"encoding": ({},)},
    f"{BODY}/encoding/p": {"headers": ({},), "explode": (True,), "allowReserved": (False,)},
    f"{BODY}/encoding/s": {"explode": (False,)},
    f"{OPERATION}/responses/200/headers/H": {
        **dict.fromkeys(("required", "deprecated", "explode"), (False,)),
        "style": ("simple",),
    },
    f"{OPERATION}/responses/201/links/L": {"parameters": ({},)},
    f"{OPERATION}/responses/202": dict.fromkeys(("headers", "content", "links"), ({},)),
    f"{SCHEMA}/discriminator": {"mapping": ({},)},
    f"{SCHEMA}/xml": {"attribute": (False,), "wrapped": (False,)},
    SCHEMA: {
        **dict.fromkeys(
            (
                *("nullable", "deprecated", "readOnly", "writeOnly", "uniqueItems"),
                *("exclusiveMinimum", "exclusiveMaximum"),
            ),
            (False,),
        ),
        **dict.fromkeys(("minLength", "minItems", "minProperties"), (0, 0.0)),
        "minContains": (1,),
        **dict.fromkeys(("required", "prefixItems"), ([],)),
        **dict.fromkeys(
            (
                *("properties", "patternProperties", "dependentSchemas", "dependentRequired"),
                *("$defs", "definitions"),
            ),
            ({},),
        ),
    },
}
EVERY = [
    pytest.param(place, key, value, id=f"{place}/{key}={json.dumps(value)}")
    for place, keys in SPELLED.items()
    for key, values in keys.items()
    for value in values
]
# The schemas that take every value.
ANY: tuple[Any, ...] = (True, {}, {"title": "x", "deprecated": False})
ANYTHING = ("additionalProperties", "items", "propertyNames", "unevaluatedItems")


def put(place: str, key: str, value: Any, base: JSON = BASE) -> JSON:
    """Copy a document, and set one member of an object in it."""
    document = copy.deepcopy(base)
    find(document, place)[key] = copy.deepcopy(value)
    return document


def pointers(base: JSON, other: JSON) -> list[str]:
    """Compare, and keep where they differ."""
    return [each.pointer for each in compare(base, other).differences]


@pytest.mark.parametrize(("place", "key", "value"), EVERY)
def test_default_that_is_spelled_out_is_no_difference(place: str, key: str, value: Any) -> None:
    """Either way round; it is no change for users either, and no note."""
    spelled = put(place, key, value)

    assert spelled != BASE
    for pair in ((BASE, spelled), (spelled, BASE)):
        assert compare(*pair).differences == []
        assert compare(*pair).notes == []
        assert spec_changes(*pair) == []


@pytest.mark.parametrize(("place", "key", "value"), EVERY)
def test_anything_else_in_the_place_of_a_default_is_a_difference(
    place: str, key: str, value: Any
) -> None:
    """Another value, and one of another JSON type that Python takes for equal."""
    unlike: list[Any] = [{"x-a": 1} if isinstance(value, dict) else [{"url": "/x"}]]
    if isinstance(value, bool | int | float):
        unlike = [not value, int(value) if isinstance(value, bool) else bool(value), "false"]
    for each in unlike:
        assert pointers(BASE, put(place, key, each)) == [f"{place}/{key}"]


@pytest.mark.parametrize("key", ANYTHING)
@pytest.mark.parametrize("value", ANY, ids=str)
def test_schema_that_takes_every_value_against_none_is_a_note(key: str, value: Any) -> None:
    """No difference, but types of generated code follow it; `true` and `{}` are the same."""
    at = f"{SCHEMA}/{key}"
    spelled = put(SCHEMA, key, value)

    assert spec_changes(BASE, spelled) == []
    assert compare(BASE, spelled).differences == []
    assert compare(BASE, spelled).notes == [Note(at, at, "default", None, value)]
    assert compare(spelled, BASE).notes == [Note(at, at, "default", value, None)]
    for other in ANY:
        assert pointers(spelled, put(SCHEMA, key, other)) == []
    assert pointers(BASE, put(SCHEMA, key, False)) == [at]


def test_encoding_that_names_a_style_says_something() -> None:
    """With any of `style`, `explode` and `allowReserved`, `contentType` counts no longer."""
    base = put(f"{BODY}/encoding", "p", {"contentType": "text/plain"})
    for key, value in (("style", "form"), ("explode", True), ("allowReserved", False)):
        at = f"{BODY}/encoding/p"

        assert pointers(base, put(at, key, value, base)) == [f"{at}/{key}"]


def test_parameter_in_the_path_that_is_not_required_is_a_difference() -> None:
    """There it has no default: it must be true."""
    base = put(OPERATION, "parameters", [{"name": "p", "in": "path", "schema": {}}])
    at = f"{OPERATION}/parameters/0"

    assert pointers(base, put(at, "required", False, base)) == [f"{at}/required"]


@pytest.mark.parametrize(
    ("key", "outer", "others"),
    [
        ("security", [{"K": []}], [[], [{}], [{"K": ["scope"]}]]),
        ("servers", [{"url": "/v1"}], [[], [{"url": "/"}], [{"url": "/v2"}]]),
    ],
)
def test_operation_inherits_from_what_is_around_it(key: str, outer: Any, others: Any) -> None:
    """Saying the same again is no difference; an empty list overrides, and is one."""
    base = put("", key, outer)

    assert pointers(base, put(OPERATION, key, outer, base)) == []
    assert pointers(put(OPERATION, key, outer, base), base) == []
    for each in others:
        assert pointers(base, put(OPERATION, key, each, base)) == [f"{OPERATION}/{key}"]


def test_servers_of_a_path_come_before_those_of_the_document() -> None:
    """For its operations; for itself the document's stand around it."""
    base = put("/paths/~1a", "servers", [{"url": "/v2"}], put("", "servers", [{"url": "/v1"}]))
    at = f"{OPERATION}/servers"

    assert pointers(base, put(OPERATION, "servers", [{"url": "/v2"}], base)) == []
    assert pointers(base, put(OPERATION, "servers", [{"url": "/v1"}], base)) == [at]
    assert pointers(put("", "servers", [{"url": "/v1"}]), base) == ["/paths/~1a/servers"]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda value: {"properties": value},
        lambda value: {"default": value},
        lambda value: {"const": value},
        lambda value: {"enum": [value]},
        lambda value: {"x-data": value},
        lambda value: {"patternProperties": value},
    ],
)
@pytest.mark.parametrize("key", ["required", "deprecated", "properties", "items", "xml"])
def test_name_or_data_that_looks_like_a_default_is_structure(
    wrap: Callable[[JSON], JSON], key: str
) -> None:
    """A property may be called `required`, and a default may hold `{"deprecated": {}}`."""
    base = put("/components/schemas", "S", wrap({"kept": {}}))
    other = put("/components/schemas", "S", wrap({"kept": {}, key: {}}))
    [place] = pointers(base, other)

    assert place.endswith(f"/{key}")


@pytest.mark.parametrize("count", [2, 200])
def test_branches_that_spell_out_defaults_still_find_their_likes(count: int) -> None:
    """Whatever order they stand in, and where they are too many to be weighed by likeness."""
    branches = [{"type": "object", "maxProperties": number} for number in range(count)]
    other = [each | {"required": [], "deprecated": False} for each in reversed(branches)]
    base, moved = (put(SCHEMA, "anyOf", each) for each in (branches, other))
    comparison = compare(base, moved)

    assert comparison.differences == []
    assert [note.topic for note in comparison.notes] == ["order"]


def test_words_are_paired_where_both_spell_out_a_default() -> None:
    """What says nothing of the structure may still say something to a reader."""
    base, other = (put("", "servers", [{"url": "/", "description": text}]) for text in ("a", "訳"))

    assert ("/servers/0/description", "a", "訳") in [
        (each.pointer, each.base, each.other) for each in compare(base, other).sentences
    ]


# Kind of object -> key -> kind of what stands there, `*` for maps and lists of them.
INSIDE = {
    "openapi": {"paths": "path*", "components": "components"},
    "path": {"get": "operation", "parameters": "parameter*"},
    "operation": {
        "parameters": "parameter*",
        "requestBody": "body",
        "responses": "response*",
    },
    "parameter": {"schema": "schema"},
    "header": {"schema": "schema"},
    "body": {"content": "media*"},
    "media": {"schema": "schema"},
    "response": {"headers": "header*", "content": "media*"},
    "components": {"schemas": "schema*", "responses": "response*", "headers": "header*"},
    "schema": {
        **dict.fromkeys(("items", "not", "additionalProperties"), "schema"),
        **dict.fromkeys(
            ("properties", "$defs", "anyOf", "oneOf", "allOf", "prefixItems"), "schema*"
        ),
    },
}
PLACES = {
    "openapi": "",
    "path": "/paths/~1a",
    "operation": OPERATION,
    "header": f"{OPERATION}/responses/200/headers/H",
    "body": f"{OPERATION}/requestBody",
    "media": f"{OPERATION}/requestBody/content/application~1json",
    "response": f"{OPERATION}/responses/202",
    "components": "/components",
    "schema": SCHEMA,
}
STYLES = {"query": 0, "cookie": 1, "header": 2}


def spell(node: Any, kind: str, draw: Callable[[st.SearchStrategy[Any]], Any], top: JSON) -> None:
    """Spell out some defaults, here and below."""
    if not isinstance(node, dict):
        return
    for key, inner in INSIDE[kind].items():
        value = node.get(key)
        held = value.values() if isinstance(value, dict) else value
        for each in (held or ()) if inner.endswith("*") else (value,):
            spell(each, inner.rstrip("*"), draw, top)
    place = PLACES.get(kind) or f"{OPERATION}/parameters/{STYLES.get(node.get('in', ''), 0)}"
    choices = SPELLED["" if kind == "openapi" else place]
    if kind == "schema":
        choices = choices | dict.fromkeys(ANYTHING, ANY)
    if kind in ("path", "operation"):
        around = {key: (top[key],) for key in ("security", "servers") if key in top}
        choices = choices | {key: around[key] for key in around if key in choices}
    for key in draw(st.lists(st.sampled_from(sorted(choices)), max_size=3, unique=True)):
        if key not in node:
            node[key] = copy.deepcopy(draw(st.sampled_from(choices[key])))


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.data(), DOCUMENTS)
def test_defaults_spelled_out_anywhere_change_nothing(data: st.DataObject, document: Any) -> None:
    """Beside other words, another order, and `1.0` for `1`; either way round."""
    base, other = plain(document), translated(document, data.draw)
    spell(other, "openapi", data.draw, copy.deepcopy(other))

    assert compare(base, other).differences == []
    assert compare(other, base).differences == []
