"""A translation that lags behind, in either direction, is told from one that contradicts."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.parity.compare import compare
from pipeline.parity.coverage import Topic, coverage
from pipeline.parity.document import find
from pipeline.parity.lag import Lag, lag, lags

JSON = dict[str, Any]
Change = Callable[[JSON], Any]
A, S = "/paths/~1a", "/components/schemas/S"


def path(text: str, **further: Any) -> JSON:
    """Build a path with one operation."""
    responses = {"200": {"description": f"{text} ok", "content": {"application/json": {}}}}
    return {"get": {"description": text, "responses": responses} | further}


def pair() -> tuple[JSON, JSON]:
    """Build an English spec, and a translation of it that lags behind as published ones do.

    The translation has its keys sorted, `0` for `0.0` and its titles in English; it still has a
    path that differs from another by a slash, and lacks four optional properties of two schemas.
    """
    numbers = {"type": "number", "title": "Number", "default": 0.0}
    texts = {"type": "string", "title": "Text", "description": "a text"}
    base: JSON = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/b": path("list"), "/b/{id}": path("one"), "/a": path("other")},
        "components": {
            "schemas": {
                "One": {
                    "title": "One",
                    "properties": {"kept": numbers, **{f"new_{n}": texts for n in range(3)}},
                    "required": ["kept"],
                },
                "Another": {"title": "Another", "properties": {"kept": texts, "new": numbers}},
            }
        },
    }
    other = json.loads(json.dumps(base, sort_keys=True).replace("0.0", "0").replace("a text", "文"))
    other["paths"]["/b/"] = path("古い", operationId="old")
    for name, new in (("One", ["new_0", "new_1", "new_2"]), ("Another", ["new"])):
        for each in new:
            del other["components"]["schemas"][name]["properties"][each]
    return base, other


LACKING = [
    *(f"/components/schemas/One/properties/new_{number}" for number in range(3)),
    "/components/schemas/Another/properties/new",
]


def test_pair_that_lags_as_published_ones_do_differs_in_that_only() -> None:
    """A path extra and four properties missing; the titles are told among the translations."""
    base, other = pair()
    comparison = compare(base, other)
    topics = [each.topic for each in coverage(comparison.sentences, {}).findings]

    assert [(str(each.kind), each.pointer) for each in comparison.differences] == [
        ("extra", "/paths/~1b~1"),
        *(("missing", place) for place in LACKING),
    ]
    assert comparison.notes == []
    assert topics.count(Topic.SAME_TITLE) == 5
    assert lag(base, other, comparison) == Lag(LACKING, ["/paths/~1b~1"], [])


def test_lags_of_a_project_are_told_by_spec(tmp_path: Path) -> None:
    """What there is to say of each that lags; of the others nothing."""
    base, other = pair()
    for name, document in {"": base, ".ja": other, ".fr": base}.items():
        (tmp_path / f"openapi{name}.json").write_text(json.dumps(document), encoding="utf-8")
    found = lags(tmp_path)

    assert list(found) == ["openapi.ja.json"]
    assert list(found["openapi.ja.json"].lines("openapi.ja.json")) == [
        *(f"openapi.ja.json lacks {place}: English stands in" for place in LACKING),
        "openapi.ja.json still has /paths/~1b~1: left out",
    ]


PARAMETER = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
BASE: JSON = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "tags": [{"name": "s"}, {"name": "t", "description": "T"}, {"name": "u"}],
    "paths": {
        "/a": {
            "parameters": [{"$ref": "#/components/parameters/P"}],
            "get": {
                "parameters": [PARAMETER, {"name": "after", "in": "query", "schema": {}}],
                "responses": {
                    "200": {
                        "description": "ok",
                        "headers": {"H": {"schema": {}}, "I": {"schema": {}}},
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/S"}},
                            "text/plain": {},
                        },
                        "links": {"L": {"operationId": "o"}},
                    },
                    "422": {"description": "wrong"},
                },
                "callbacks": {"C": {"{$request.body#/url}": path("call")}},
            },
            "post": {
                "requestBody": {"content": {"application/json": {}}},
                "responses": {"200": {"description": "ok"}},
            },
        },
        "/b": path("b"),
    },
    "webhooks": {"w": path("w")},
    "components": {
        "schemas": {
            "S": {
                "type": "object",
                "properties": {"a": {"type": "string", "maxLength": 9}, "b": {"enum": ["x", "y"]}},
                "patternProperties": {"^x": {"type": "string"}},
                "required": ["a", "b"],
                "$defs": {"D": {"type": "string"}},
            },
            "R": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        },
        "parameters": {"P": {"name": "p", "in": "header", "schema": {}}},
        "securitySchemes": {
            "K": {"type": "http", "scheme": "bearer"},
            "O": {"type": "oauth2", "flows": {"implicit": {"scopes": {"read": "R"}}}},
        },
    },
}


def without(*places: str) -> Change:
    """Take parts out of a document."""

    def change(document: JSON) -> None:
        for place in places:
            above, _, key = place.rpartition("/")
            container = find(document, above)
            del container[int(key) if isinstance(container, list) else key.replace("~1", "/")]

    return change


def entry(*names: str) -> Change:
    """Take properties and their entries of `required` out of the schema `S`."""

    def change(document: JSON) -> None:
        schema = find(document, S)
        schema["required"] = [each for each in schema["required"] if each not in names]
        for name in names:
            del schema["properties"][name]
        if not schema["required"]:
            del schema["required"]

    return change


# What a document may lack -> how, and the parts that are told.
LAGS: dict[str, tuple[Change, list[str]]] = {
    "path": (without("/paths/~1b"), ["/paths/~1b"]),
    "operation": (without(f"{A}/post"), [f"{A}/post"]),
    "parameter": (without(f"{A}/get/parameters/0"), [f"{A}/get/parameters/0"]),
    "all parameters": (
        without(f"{A}/get/parameters"),
        [f"{A}/get/parameters/0", f"{A}/get/parameters/1"],
    ),
    "parameter by reference": (without(f"{A}/parameters/0"), [f"{A}/parameters/0"]),
    "request body": (without(f"{A}/post/requestBody"), [f"{A}/post/requestBody"]),
    "response": (without(f"{A}/get/responses/422"), [f"{A}/get/responses/422"]),
    "media type": (
        without(f"{A}/get/responses/200/content/text~1plain"),
        [f"{A}/get/responses/200/content/text~1plain"],
    ),
    "header": (without(f"{A}/get/responses/200/headers/H"), [f"{A}/get/responses/200/headers/H"]),
    "link": (without(f"{A}/get/responses/200/links"), [f"{A}/get/responses/200/links/L"]),
    "callback": (without(f"{A}/get/callbacks"), [f"{A}/get/callbacks/C"]),
    "webhook": (without("/webhooks"), ["/webhooks/w"]),
    "schema": (without("/components/schemas/R"), ["/components/schemas/R"]),
    "schema within another": (without(f"{S}/$defs/D"), [f"{S}/$defs/D"]),
    "named parameter": (without("/components/parameters"), ["/components/parameters/P"]),
    "security scheme": (
        without("/components/securitySchemes/K"),
        ["/components/securitySchemes/K"],
    ),
    "flow": (
        without("/components/securitySchemes/O/flows/implicit"),
        ["/components/securitySchemes/O/flows/implicit"],
    ),
    "all components": (
        without("/components"),
        [
            *("/components/schemas/S", "/components/schemas/R", "/components/parameters/P"),
            *("/components/securitySchemes/K", "/components/securitySchemes/O"),
        ],
    ),
    "tag in the middle": (without("/tags/1"), ["/tags/1"]),
    "all tags": (without("/tags"), ["/tags/0", "/tags/1", "/tags/2"]),
    "property that is required": (entry("a"), [f"{S}/properties/a"]),
    "all properties that are required": (
        entry("a", "b"),
        [f"{S}/properties/a", f"{S}/properties/b"],
    ),
}


def changed(change: Change, base: JSON = BASE) -> JSON:
    """Copy a document, and change the copy."""
    document = copy.deepcopy(base)
    change(document)
    return document


def sorted_out(base: JSON, other: JSON) -> Lag:
    """Compare, and sort what differs."""
    return lag(base, other, compare(base, other))


@pytest.mark.parametrize(("change", "parts"), LAGS.values(), ids=list(LAGS))
def test_part_that_one_document_has_is_lag_in_either_direction(
    change: Change, parts: list[str]
) -> None:
    """It is lacking where English has it, and dropped where it has not."""
    other = changed(change)
    lacking, dropped = sorted_out(BASE, other), sorted_out(other, BASE)

    assert (sorted(lacking.lacking), lacking.dropped) == (sorted(parts), [])
    assert (dropped.lacking, sorted(dropped.dropped)) == ([], sorted(parts))
    assert lacking.contradictions == dropped.contradictions == []


def put(place: str, value: Any) -> Change:
    """Set what stands at a place."""

    def change(document: JSON) -> None:
        above, _, key = place.rpartition("/")
        container = find(document, above)
        container[int(key) if isinstance(container, list) else key] = value

    return change


CONTRADICTIONS: dict[str, Change] = {
    "type": put(f"{S}/properties/a/type", "integer"),
    "bound": put(f"{S}/properties/a/maxLength", 10),
    "bound in one only": without(f"{S}/properties/a/maxLength"),
    "value of an enum": without(f"{S}/properties/b/enum/1"),
    "translated value of an enum": put(f"{S}/properties/b/enum/1", "訳"),
    "entry of required": without(f"{S}/required/1"),
    "whole of required": without(f"{S}/required"),
    "branch": without("/components/schemas/R/anyOf/1"),
    "pattern of properties": without(f"{S}/patternProperties/^x"),
    "patterns of properties": without(f"{S}/patternProperties"),
    "required parameter": put(f"{A}/get/parameters/0/required", True),
    "place of a header": put("/components/parameters/P/in", "query"),
    "reference written out": put(f"{A}/parameters/0", {"name": "p", "in": "header", "schema": {}}),
    "schema of a media type": without(f"{A}/get/responses/200/content/application~1json/schema"),
    "operation id": put(f"{A}/get/operationId", "x"),
    "tags of an operation": put(f"{A}/get/tags", ["t"]),
    "scope": put("/components/securitySchemes/O/flows/implicit/scopes", {}),
    "extension": put("/paths/x-extension", {}),
    "version": put("/info/version", "2"),
    "security": put("/security", [{"K": []}]),
    "servers": put("/servers", [{"url": "/v1"}]),
}


@pytest.mark.parametrize("change", CONTRADICTIONS.values(), ids=list(CONTRADICTIONS))
def test_anything_else_contradicts(change: Change) -> None:
    """Either way round; what lags beside it is told apart."""
    other = changed(change)
    both = changed(without("/paths/~1b"), other)

    for documents in ((BASE, other), (other, BASE)):
        found = sorted_out(*documents)
        assert found.contradictions == compare(*documents).differences
        assert found.contradictions
    assert sorted_out(BASE, both) == Lag(["/paths/~1b"], [], sorted_out(BASE, other).contradictions)


@pytest.mark.parametrize(
    ("change", "sides"),
    [
        (put(f"{A}/get/parameters/1/name", "cursor"), [f"{A}/get/parameters/1"] * 2),
        (put(f"{A}/get/parameters/1/in", "header"), [f"{A}/get/parameters/1"] * 2),
        (put("/tags/1/name", "v"), ["/tags/1"] * 2),
        (
            put("/tags", [{"name": "s"}, {"name": "u"}, {"name": "v"}]),
            ["/tags/1", "/tags/2"],
        ),
        (
            lambda document: [
                entry("a")(document),
                find(document, S)["properties"].update(c={}),
                find(document, S)["required"].append("c"),
            ],
            [f"{S}/properties/a", f"{S}/properties/c"],
        ),
    ],
)
def test_part_of_another_name_is_lacking_and_another_is_dropped(
    change: Change, sides: list[str]
) -> None:
    """Much as they may be alike."""
    assert sorted_out(BASE, changed(change)) == Lag(sides[:1], sides[1:], [])


def test_parameter_written_out_in_one_of_two_is_neither_lacking_nor_dropped() -> None:
    """It has the same name there, and so the documents contradict; another beside it lags."""
    named: JSON = {"in": "query", "schema": {}}
    here, there = named | {"name": "l"}, named | {"name": "m"}
    written_out = {"name": "p", "in": "header", "schema": {}}
    base = changed(put(f"{A}/parameters", [{"$ref": "#/components/parameters/P"}, here]))
    other = changed(put(f"{A}/parameters", [written_out, there]))
    for documents in ((base, other), (other, base)):
        found = sorted_out(*documents)

        assert (found.lacking, found.dropped) == ([f"{A}/parameters/1"], [f"{A}/parameters/1"])
        assert [each.pointer for each in found.contradictions] == [f"{A}/parameters/0"] * 2


def test_words_about_a_part_of_another_name_are_not_its_translation() -> None:
    """A reader would be told something else than what the parameter does."""
    base, other = (
        changed(put(f"{A}/get/parameters/1", {"name": name, "in": "query", "description": text}))
        for name, text in (("cursor", "The cursor."), ("after", "最後の ID。"))
    )
    comparison = compare(base, other)

    assert [each.pointer for each in comparison.differences] == [f"{A}/get/parameters/1/name"]
    assert "最後の ID。" not in comparison.translations().values()
