"""Changes of a spec are told once, and break users by the direction that values go."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.changes.change import Change, Kind, Step
from pipeline.changes.spec_changes import reworded, spec_changes
from pipeline.parity.document import DATA, PROSE, children, is_set_aside

JSON = dict[str, Any]


def document(operation: JSON | None = None, /, **parts: Any) -> JSON:
    """Build a spec of one operation, `POST /a`, and whatever else is given."""
    operation = {"responses": {"200": {"description": "ok"}}} | (operation or {})
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"post": operation}},
    } | parts


def body(schema: Any) -> JSON:
    """Build the content of a JSON body."""
    return {"content": {"application/json": {"schema": schema}}}


def sending(schema: Any, **schemas: Any) -> JSON:
    """Build a spec whose clients send a schema."""
    operation = {"requestBody": {"required": True, **body(schema)}}
    return document(operation, components={"schemas": schemas})


def receiving(schema: Any, **schemas: Any) -> JSON:
    """Build a spec whose clients receive a schema."""
    responses = {"200": {"description": "ok", **body(schema)}}
    return document({"responses": responses}, components={"schemas": schemas})


def breaks(old: JSON, new: JSON) -> bool | None:
    """Whether users break; `None` where nothing changed."""
    found = spec_changes(old, new)
    return any(change.breaking for change in found) if found else None


def texts(old: JSON, new: JSON) -> list[str]:
    """List the sentences."""
    return [change.text for change in spec_changes(old, new)]


def obj(**properties: Any) -> JSON:
    """Build an object schema with optional properties."""
    return {"type": "object", "properties": properties}


TEXTUAL = {"type": "string"}
NUMBER = {"type": "number"}
CAT, DOG = obj(meow=TEXTUAL), obj(bark=NUMBER)

# Before, after, breaks who sends, breaks who receives; `None` where nothing is told.
SCHEMAS: dict[str, tuple[Any, Any, bool | None, bool]] = {
    "type widened": ({"type": "integer"}, NUMBER, False, True),
    "type changed": (TEXTUAL, {"type": "integer"}, True, True),
    "type dropped": (TEXTUAL, {}, False, True),
    "null allowed": (TEXTUAL, {"type": ["string", "null"]}, False, True),
    "minimum raised": (NUMBER | {"minimum": 1}, NUMBER | {"minimum": 2}, True, False),
    "minimum lowered": (NUMBER | {"minimum": 1}, NUMBER | {"minimum": -1}, False, True),
    "minimum set": (NUMBER, NUMBER | {"minimum": 0}, True, False),
    "maximum raised": (NUMBER | {"maximum": 1}, NUMBER | {"maximum": 2}, False, True),
    "maximum dropped": (NUMBER | {"maximum": 1}, NUMBER, False, True),
    "bound made exclusive": (
        NUMBER | {"minimum": 1},
        NUMBER | {"exclusiveMinimum": 1},
        True,
        False,
    ),
    "length bounded": (TEXTUAL, TEXTUAL | {"maxLength": 9}, True, False),
    "pattern set": (TEXTUAL, TEXTUAL | {"pattern": "a"}, True, False),
    "pattern changed": (TEXTUAL | {"pattern": "b"}, TEXTUAL | {"pattern": "a"}, True, True),
    "format set": (TEXTUAL, TEXTUAL | {"format": "uuid"}, True, False),
    "format changed": (TEXTUAL | {"format": "date"}, TEXTUAL | {"format": "uuid"}, True, True),
    "format widened": (NUMBER | {"format": "float"}, NUMBER | {"format": "double"}, False, True),
    "format narrowed": (NUMBER | {"format": "int64"}, NUMBER | {"format": "int32"}, True, False),
    "step refined": (NUMBER | {"multipleOf": 4}, NUMBER | {"multipleOf": 2}, False, True),
    "step coarsened": (NUMBER | {"multipleOf": 0.1}, NUMBER | {"multipleOf": 0.3}, True, False),
    "step changed": (NUMBER | {"multipleOf": 2}, NUMBER | {"multipleOf": 3}, True, True),
    "enum value added": ({"enum": ["a"]}, {"enum": ["a", "b"]}, False, True),
    "enum value removed": ({"enum": ["a", "b"]}, {"enum": ["b"]}, True, False),
    "enum set": (TEXTUAL, TEXTUAL | {"enum": ["a"]}, True, False),
    "const changed": ({"const": 1}, {"const": 2}, True, True),
    "const to enum": ({"const": 1}, {"enum": [2, 1]}, False, True),
    "true is not one": ({"const": 1}, {"const": True}, True, True),
    "default changed": (TEXTUAL | {"default": "a"}, TEXTUAL | {"default": "b"}, True, False),
    "default documented": (TEXTUAL, TEXTUAL | {"default": "b"}, False, False),
    "deprecated": (TEXTUAL, TEXTUAL | {"deprecated": True}, False, False),
    "items narrowed": (
        {"type": "array", "items": {}},
        {"type": "array", "items": TEXTUAL},
        True,
        False,
    ),
    "items dropped": ({"type": "array", "items": TEXTUAL}, {"type": "array"}, False, True),
    "items unique": ({"type": "array"}, {"type": "array", "uniqueItems": True}, True, False),
    "first item retyped": (
        {"type": "array", "prefixItems": [TEXTUAL]},
        {"type": "array", "prefixItems": [NUMBER]},
        True,
        True,
    ),
    "optional property added": (obj(), obj(a=TEXTUAL), False, False),
    "optional property removed": (obj(a=TEXTUAL), obj(), True, False),
    "required property added": (obj(), obj(a=TEXTUAL) | {"required": ["a"]}, True, False),
    "required property removed": (obj(a=TEXTUAL) | {"required": ["a"]}, obj(), True, True),
    "property made required": (obj(a={}), obj(a={}) | {"required": ["a"]}, True, False),
    "property made optional": (obj(a={}) | {"required": ["a"]}, obj(a={}), False, True),
    "read-only property required": (
        obj(a={"readOnly": True}),
        obj(a={"readOnly": True}) | {"required": ["a"]},
        False,
        False,
    ),
    "read-only property narrowed": (
        obj(a=TEXTUAL | {"readOnly": True}),
        obj(a=TEXTUAL | {"readOnly": True, "maxLength": 1}),
        None,
        False,
    ),
    "property made write-only": (obj(a={}), obj(a={"writeOnly": True}), False, True),
    "object closed": (obj(), obj() | {"additionalProperties": False}, True, False),
    "object opened": (obj() | {"additionalProperties": False}, obj(), False, True),
    "values narrowed": (
        obj() | {"additionalProperties": NUMBER},
        obj() | {"additionalProperties": {"type": "integer"}},
        True,
        False,
    ),
    "alternative added": ({"anyOf": [CAT]}, {"anyOf": [CAT, DOG]}, False, True),
    "alternative removed": ({"oneOf": [DOG, CAT]}, {"oneOf": [CAT]}, True, False),
    "plain schema becomes one of two": (TEXTUAL | {"format": "date"},
        {"anyOf": [NUMBER, TEXTUAL | {"format": "date"}]}, False, True),
    "alternatives exclude each other": (
        {"anyOf": [CAT, DOG]},
        {"oneOf": [CAT, DOG]},
        True,
        False,
    ),
    "alternative narrowed": (
        {"anyOf": [TEXTUAL, NUMBER | {"minimum": 1}]},
        {"anyOf": [NUMBER | {"minimum": 2}, TEXTUAL]},
        True,
        False,
    ),
    # Objects are joined: what counts is which properties there are in the end.
    "part added": ({"allOf": [CAT, DOG]}, {"allOf": [CAT, DOG, obj(c={})]}, False, False),
    "part requires": (CAT, {"allOf": [CAT, {"required": ["meow"]}]}, True, False),
    "part closed": (CAT, {"allOf": [CAT, DOG | {"additionalProperties": False}]}, True, False),
    "becomes a part": (CAT, {"allOf": [CAT, DOG]}, False, False),
    "reference with a sibling": (
        {"$ref": "#/components/schemas/C"},
        {"$ref": "#/components/schemas/C", "minProperties": 1},
        True,
        False,
    ),
    "discriminated by another property": (
        {"oneOf": [CAT, DOG], "discriminator": {"propertyName": "a"}},
        {"oneOf": [CAT, DOG], "discriminator": {"propertyName": "b"}},
        True,
        True,
    ),
    "negation narrowed": ({"not": NUMBER}, {"not": {"type": "integer"}}, False, True),
    "unknown keyword": (TEXTUAL, TEXTUAL | {"contentEncoding": "base64"}, True, False),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sent", "received"), SCHEMAS.values(), ids=SCHEMAS)
def test_schema_breaks_by_direction(old: Any, new: Any, sent: bool | None, received: bool) -> None:
    """Fewer values break those who send them, more values those who receive them."""
    assert breaks(sending(old, C=CAT), sending(new, C=CAT)) is sent
    assert breaks(receiving(old, C=CAT), receiving(new, C=CAT)) is received


@pytest.mark.parametrize("key", ["title", "description", "summary", "example", "default"])
def test_property_named_like_prose_is_a_property(key: str) -> None:
    """A name has no meaning of its own below `properties`."""
    assert breaks(sending(obj(**{key: TEXTUAL})), sending(obj())) is True


NULLABLE = {
    "3.0": {"type": "string", "nullable": True, "minLength": 1},
    "type list": {"type": ["null", "string"], "minLength": 1},
    "anyOf": {"anyOf": [{"type": "string", "minLength": 1}, {"type": "null"}]},
    "oneOf": {"oneOf": [{"const": None}, {"type": "string", "minLength": 1}]},
}


@pytest.mark.parametrize("old", NULLABLE.values(), ids=NULLABLE)
@pytest.mark.parametrize("new", NULLABLE.values(), ids=NULLABLE)
def test_null_is_the_same_in_every_spelling(old: JSON, new: JSON) -> None:
    """`nullable`, a list of types, and an alternative say one thing."""
    assert texts(receiving(old), receiving(new)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"$ref": "#/components/schemas/C"}, CAT),
        ({"$ref": "#/components/schemas/C"}, {"allOf": [{"$ref": "#/components/schemas/C"}]}),
        ({"anyOf": [CAT, DOG]}, {"anyOf": [DOG, {"$ref": "#/components/schemas/C"}]}),
        ({"type": ["integer", "string"]}, {"anyOf": [TEXTUAL, {"type": "integer"}]}),
        ({"allOf": [CAT, DOG]}, {"allOf": [CAT, CAT, DOG, {"description": "words"}]}),
        ({"const": 1}, {"enum": [1.0]}),
        (True, {}),
    ],
)
def test_same_contract_in_other_words_is_no_change(old: Any, new: Any) -> None:
    """References, single parts and order add nothing."""
    assert texts(sending(old, C=CAT), sending(new, C=CAT)) == []


BASE = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}
OWN = {"type": "object", "properties": {"b": {"type": "integer"}}}
WHOLE = obj(a={"type": "string"}, b={"type": "integer"}) | {"required": ["a"]}
REFERENCE = {"$ref": "#/components/schemas/Base"}


@pytest.mark.parametrize("make", [sending, receiving])
@pytest.mark.parametrize(
    "other",
    [
        {"allOf": [BASE, OWN]},
        {"allOf": [REFERENCE, OWN]},
        {"allOf": [REFERENCE], **OWN},
        {"allOf": [OWN], "properties": BASE["properties"], "required": ["a"]},
        {"allOf": [{"allOf": [REFERENCE]}, OWN, {"description": "Both."}]},
    ],
)
def test_properties_may_move_into_parts_and_back(make: Callable[..., JSON], other: JSON) -> None:
    """The same objects fit; only the schema `Base` is new or gone, which a type may be."""
    inline, parts = make(WHOLE, Base=BASE), make(other, Base=BASE)

    assert not breaks(inline, parts)
    assert not breaks(parts, inline)


def test_property_that_goes_while_parts_move_is_told() -> None:
    """Joining hides nothing."""
    other = {"allOf": [{"type": "object", "properties": {"a": {"type": "string"}}}]}

    assert any("b" in text for text in texts(receiving(WHOLE), receiving(other)))
    assert breaks(receiving(WHOLE), receiving(other))


def test_shared_schema_is_told_once_with_its_operations() -> None:
    """What breaks in one direction alone says so."""
    shared = {"$ref": "#/components/schemas/S"}

    def spec(maximum: int) -> JSON:
        new = sending(shared, S=obj(n={"type": "integer", "maximum": maximum}))
        responses = {"200": {"description": "ok", **body(shared)}}
        new["paths"]["/b"] = {"get": {"responses": responses}}
        return new

    assert [
        Change(
            "API",
            "/components/schemas/S/properties/n/maximum",
            "Schema `S`, `n`: `maximum` changed from `5` to `4`. "
            "This breaks only where it is sent.",
            step=Step.MAJOR,
            operations=("POST /a", "GET /b"),
        )
    ] == spec_changes(spec(5), spec(4))


def test_schema_that_holds_itself_is_followed_once() -> None:
    """Cycles end, directly and through others."""
    ring = {"a": {"$ref": "#/components/schemas/B"}}
    old, new = (
        receiving({"$ref": "#/components/schemas/A"}, A=obj(**ring),
                  B=obj(b={"anyOf": [{"$ref": "#/components/schemas/A"}, {"type": kind}]}),
                  C={"$ref": "#/components/schemas/C"})
        for kind in ("string", "null")
    )  # fmt: skip

    assert breaks(old, new) is True
    assert texts(old, old) == []


def test_schema_that_no_operation_uses_breaks_nobody() -> None:
    """It is said to be so."""
    old, new = (document(components={"schemas": {"S": {"type": t}}}) for t in ("string", "number"))

    assert texts(old, new) == [
        "Schema `S`: the type changed from `string` to `number`. No operation uses it."
    ]
    assert breaks(old, new) is False


def parameter(name: str = "q", where: str = "query", **rest: Any) -> JSON:
    """Build a parameter."""
    return {"name": name, "in": where, "schema": TEXTUAL} | rest


def with_parameters(*parameters: JSON) -> JSON:
    """Build a spec whose operation has parameters."""
    return document({"parameters": list(parameters)})


PARAMETERS: dict[str, tuple[list[JSON], list[JSON], bool, str]] = {
    "optional added": ([], [parameter()], False, "Query parameter `q` (optional) was added."),
    "required added": ([], [parameter(required=True)], True,
        "Query parameter `q` (required) was added."),
    "removed": ([parameter()], [], True, "Query parameter `q` was removed."),
    "renamed": ([parameter()], [parameter("p")], True,
        "Query parameter `q` became query parameter `p`."),
    "moved": ([parameter()], [parameter(where="header")], True,
        "Query parameter `q` became header parameter `q`."),
    "made required": ([parameter()], [parameter(required=True)], True,
        "Query parameter `q` is now required."),
    "made optional": ([parameter(required=True)], [parameter()], False,
        "Query parameter `q` is now optional."),
    "deprecated": ([parameter()], [parameter(deprecated=True)], False,
        "Query parameter `q` is deprecated."),
    "retyped": ([parameter()], [parameter(schema=NUMBER)], True,
        "Query parameter `q`: the type changed from `string` to `number`."),
    "written otherwise": ([parameter()], [parameter(explode=False)], True,
        "Query parameter `q` is written in another way: `form`, not `form, exploded`."),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "broken", "said"), PARAMETERS.values(), ids=PARAMETERS)
def test_parameter_changes(old: list[JSON], new: list[JSON], broken: bool, said: str) -> None:
    """What a caller must send, or may no longer send, breaks."""
    a, b = with_parameters(*old), with_parameters(*new)

    assert [said] == texts(a, b)
    assert breaks(a, b) is broken


def test_headers_have_no_case_and_parameters_of_a_path_are_overridden() -> None:
    """RFC 9110, 5.1, and OpenAPI 3.1.1, 4.8.9.1."""
    old = with_parameters(parameter("X-Q", "header"))
    new = document({"parameters": [parameter("x-q", "header")]})
    new["paths"]["/a"]["parameters"] = [parameter("X-Q", "header", schema=NUMBER)]

    assert texts(old, new) == []


def test_path_parameter_with_another_name_is_the_same_path() -> None:
    """The name is an argument in Python, and nothing to the service."""

    def spec(name: str) -> JSON:
        operation = {"operationId": "a", "parameters": [parameter(name, "path", required=True)]}
        return document() | {"paths": {f"/a/{{{name}}}": {"get": operation}}}

    assert texts(spec("id"), spec("model_id")) == [
        "Path parameter `id` is now called `model_id`; it is an argument in Python."
    ]
    assert breaks(spec("id"), spec("model_id")) is True


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ({"operationId": "list_a_a_get"}, {"operationId": "listA"}, []),
        ({"tags": ["Jobs"]}, {"tags": ["jobs"]}, []),
        ({}, {"operationId": "get_a"}, []),
        ({}, {"tags": ["default", "x"]}, []),
        (
            {},
            {"operationId": "is_alive"},
            ["The operation is named `is_alive` instead of `get_a` in Python."],
        ),
        (
            {"tags": ["jobs"]},
            {},
            ["By its first tag its module moves from `jobs` to `default`."],
        ),
    ],
)
def test_operation_is_renamed_where_its_python_name_is(
    old: JSON, new: JSON, said: list[str]
) -> None:
    """Ids and tags are compared as the generator writes them, and named so."""

    def spec(keys: JSON) -> JSON:
        return document() | {"paths": {"/a": {"get": keys | {"responses": {}}}}}

    assert texts(spec(old), spec(new)) == said


def answers(**responses: JSON) -> JSON:
    """Build a spec whose operation answers by status, `s200` for 200."""
    found = {key.removeprefix("s"): {"description": ""} | each for key, each in responses.items()}
    return document({"responses": found})


HEADER = {"headers": {"X-A": {"required": True, "schema": TEXTUAL}}}
XML: JSON = {"content": {"application/xml": {}}}
OAUTH = {
    "A": {"type": "http", "scheme": "bearer"},
    "B": {"type": "apiKey", "in": "query", "name": "k"},
}


def secured(*ways: JSON, schemes: JSON = OAUTH) -> JSON:
    """Build a spec with security for all operations."""
    return document(security=list(ways), components={"securitySchemes": schemes})


OPERATIONS: dict[str, tuple[JSON, JSON, bool | None]] = {
    "body added": (document(), document({"requestBody": body({})}), False),
    "required body added": (document(), sending({}), True),
    "body removed": (sending({}), document(), True),
    "body made required": (document({"requestBody": body({})}), sending({}), True),
    "request media added": (sending({}), document({"requestBody": {
        "required": True, "content": {**body({})["content"], "text/csv": {}}}}), False),
    "response media removed": (answers(s200={"content": {**XML["content"], **body({})["content"]}}),
        answers(s200=XML), True),
    "failure added": (answers(s200={}), answers(s200={}, s404={}), False),
    "success added": (answers(s200={}), answers(s200={}, s202={}), True),
    "success removed": (answers(s200={}, s202={}), answers(s200={}), True),
    "header removed": (answers(s200=HEADER), answers(s200={}), True),
    "header added": (answers(s200={}), answers(s200=HEADER), False),
    "header made optional": (answers(s200=HEADER),
        answers(s200={"headers": {"x-a": {"schema": TEXTUAL}}}), True),
    "operation deprecated": (document(), document({"deprecated": True}), False),
    "way in added": (secured({"A": []}), secured({"A": []}, {"B": []}), False),
    "way in removed": (secured({"A": []}, {"B": []}), secured({"A": []}), True),
    "scope added": (secured({"A": ["r"]}), secured({"A": ["r", "w"]}), True),
    "scope dropped": (secured({"A": ["r", "w"]}), secured({"A": ["r"]}), False),
    "key needed": (secured(), secured({"A": []}), True),
    "key may be left out": (secured({"A": []}), secured({"A": []}, {}), False),
    "scheme renamed": (secured({"A": []}), secured({"Z": []}, schemes={"Z": OAUTH["A"]}), None),
    "scheme changed": (secured({"A": []}), secured({"A": []}, schemes={"A": OAUTH["B"]}), True),
    "server added": (document(servers=[{"url": "/"}]),
        document(servers=[{"url": "/"}, {"url": "/v2"}]), False),
    "server removed": (document(servers=[{"url": "/v1"}]), document(servers=[]), True),
    "id changed": (document({"operationId": "x"}), document({"operationId": "y"}), True),
    "id of FastAPI shortened": (document({"operationId": "x_a_post"}),
        document({"operationId": "x"}), None),
    "tag changed": (document({"tags": ["x"]}), document({"tags": ["y"]}), True),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "broken"), OPERATIONS.values(), ids=OPERATIONS)
def test_operation_changes(old: JSON, new: JSON, broken: bool | None) -> None:
    """Bodies, answers, keys, servers and names."""
    assert breaks(old, new) is broken


def test_operations_come_and_go() -> None:
    """One sentence each, whatever they hold."""
    old, new = sending(CAT), document() | {"paths": {"/b": {"get": {"responses": {}}}}}

    assert [
        Change("API", "/paths/~1a/post", "The operation was removed.", Kind.REMOVED,
               Step.MAJOR, ("POST /a",)),
        Change("API", "/paths/~1b/get", "The operation was added.", Kind.ADDED,
               Step.MINOR, ("GET /b",)),
    ] == spec_changes(old, new)  # fmt: skip


def test_operation_with_the_same_name_elsewhere_has_moved() -> None:
    """Its address breaks callers of the service; the rest is still compared."""
    old, new = (document({"operationId": "x", "deprecated": flag}) for flag in (False, True))
    new["paths"]["/b"] = new["paths"].pop("/a")

    assert texts(old, new) == [
        "The operation moved from `POST /a`.",
        "The operation is deprecated.",
    ]


def test_everything_is_new_where_there_was_no_spec() -> None:
    """A base without a spec has no users to break."""
    assert [(change.text, change.breaking) for change in spec_changes(None, sending(CAT))] == [
        ("The operation was added.", False)
    ]


@pytest.mark.parametrize("place", ["callbacks", "webhooks"])
def test_service_that_calls_turns_the_directions(place: str) -> None:
    """What it sends is received by its clients, so more values break."""

    def spec(schema: JSON) -> JSON:
        item = {"post": {"requestBody": {"required": True, **body(schema)}, "responses": {}}}
        if place == "webhooks":
            return document(webhooks={"done": item})
        return document({"callbacks": {"done": {"{$url}": item}}})

    assert breaks(spec(TEXTUAL), spec({"type": ["string", "null"]})) is True
    assert breaks(spec(TEXTUAL), spec(TEXTUAL | {"maxLength": 3})) is False
    assert breaks(spec(TEXTUAL), document()) is True


def test_prose_is_counted_and_is_no_change(root: Path) -> None:
    """The two languages have one contract and two sets of sentences."""
    base, other = (
        json.loads((root / name).read_text(encoding="utf-8"))
        for name in ("openapi.json", "openapi.ja.json")
    )

    assert spec_changes(base, other) == []
    assert reworded(base, other) > 0
    assert reworded(base, base) == 0


def plain_schemas() -> st.SearchStrategy[JSON]:
    """Schemas of one type, with keywords of it."""
    small = st.integers(-2, 3)
    return st.one_of(
        st.just({}),
        st.builds(dict, type=st.just("boolean")),
        st.fixed_dictionaries(
            {"type": st.sampled_from(["integer", "number", ["number", "null"]])},
            optional={"minimum": small, "exclusiveMaximum": small,
                      "multipleOf": st.sampled_from([1, 2, 3, 4, 0.5])},
        ),
        st.fixed_dictionaries(
            {"type": st.just("string")},
            optional={
                "minLength": st.integers(0, 3),
                "maxLength": st.integers(0, 3),
                "format": st.sampled_from(["date", "uuid"]),
                "pattern": st.sampled_from(["a", "b"]),
                "enum": st.lists(st.sampled_from("abc"), min_size=1, unique=True),
            },
        ),
    )  # fmt: skip


def nested(inner: st.SearchStrategy[JSON]) -> st.SearchStrategy[JSON]:
    """Arrays, objects, alternatives and negations of schemas.

    The objects all have the same properties: taking an optional one away breaks those who send
    it, and giving one breaks nobody, so there the law below does not hold on purpose.
    """
    return st.one_of(
        st.fixed_dictionaries({"type": st.just("array"), "items": inner}),
        st.fixed_dictionaries(
            {
                "type": st.just("object"),
                "properties": st.fixed_dictionaries({"a": inner, "description": inner}),
                "required": st.lists(st.sampled_from(["a", "description"]), unique=True),
            },
            optional={"additionalProperties": st.one_of(st.booleans(), inner)},
        ),
        st.builds(lambda key, each: {key: each}, st.sampled_from(["anyOf", "oneOf", "allOf"]),
                  st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda each: {"not": each}, inner),
    )  # fmt: skip


SCHEMA = st.recursive(plain_schemas(), nested, max_leaves=6)


@given(SCHEMA, SCHEMA)
def test_breaking_a_request_is_breaking_a_response_the_other_way(old: JSON, new: JSON) -> None:
    """What may no longer be sent is what may now be received, read backwards."""
    assert (breaks(sending(old), sending(new)) or False) == (
        breaks(receiving(new), receiving(old)) or False
    )


def other_words(node: Any, kind: str = "openapi") -> Any:
    """Copy a document with every order turned round and every sentence replaced."""
    if kind in PROSE:
        return f"{node}!"
    parts = {
        key: other_words(value, inner)
        for key, value, inner in reversed(list(children(node, kind)))
        if inner in PROSE or not is_set_aside(inner)
    }
    if isinstance(node, list):
        return list(parts.values()) if kind != DATA else node
    for key in ("required", "enum", "type"):
        if kind == "schema" and isinstance(parts.get(key), list):
            parts[key] = parts[key][::-1]
    return parts if isinstance(node, dict) and kind != DATA else copy.deepcopy(node)


NAMES = st.sampled_from("pqr")


@st.composite
def documents(draw: st.DrawFn) -> JSON:
    """Draw specs with several operations, parameters, answers and shared schemas."""
    schemas = draw(st.dictionaries(NAMES, SCHEMA, max_size=2))
    anywhere = st.one_of(
        SCHEMA, st.sampled_from([{"$ref": f"#/components/schemas/{name}"} for name in "pqr"])
    )
    operation = st.builds(
        lambda parameters, schema, statuses: {
            "summary": "words",
            "parameters": [parameter(name, **rest) for name, rest in parameters.items()],
            "requestBody": body(schema),
            "responses": {status: {"description": "ok", **body(schema)} for status in statuses},
        },
        st.dictionaries(
            NAMES, st.fixed_dictionaries({"required": st.booleans(), "schema": SCHEMA})
        ),
        anywhere,
        st.sets(st.sampled_from(["200", "404", "default"])),
    )
    paths = draw(
        st.dictionaries(NAMES.map("/{}".format), st.fixed_dictionaries({"get": operation}))
    )
    return document() | {"paths": paths, "components": {"schemas": schemas}}


@given(documents())
def test_document_against_itself_in_other_words_has_no_change(spec: JSON) -> None:
    """Neither order nor prose is contract."""
    assert spec_changes(spec, spec) == []
    assert spec_changes(spec, other_words(spec)) == []


@given(documents(), documents())
def test_what_is_added_one_way_is_removed_the_other_way(old: JSON, new: JSON) -> None:
    """Swapping the documents swaps the two headings, place by place."""

    def places(changes: list[Change], kind: Kind) -> set[str]:
        return {change.place for change in changes if change.kind is kind}

    there, back = spec_changes(old, new), spec_changes(new, old)

    assert places(there, Kind.ADDED) == places(back, Kind.REMOVED)
    assert places(there, Kind.REMOVED) == places(back, Kind.ADDED)
