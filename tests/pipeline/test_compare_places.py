"""Every place where OpenAPI 3.1 has prose, once, and around it all that is structure."""

import json
from collections.abc import Iterator
from typing import Any

from pipeline.parity.compare import compare
from pipeline.parity.document import find, pointer

T = "PROSE"
TEXT = {"description": T}
SCHEMA: dict[str, Any] = {
    "title": T,
    "description": T,
    "$comment": T,
    "externalDocs": {"url": "u", **TEXT},
    "type": "object",
    "properties": {
        "title": {"type": "string", **TEXT},
        "description": {"$ref": "#/components/schemas/B", **TEXT},
        "examples": {"type": "array", "items": {"title": T}},
    },
    "patternProperties": {"^x": TEXT},
    "dependentSchemas": {"a": {"title": T}},
    "$defs": {"description": TEXT},
    "definitions": {"title": TEXT},
    **dict.fromkeys(
        ("additionalProperties", "propertyNames", "if", "then", "else", "contains", "not"), TEXT
    ),
    **dict.fromkeys(("contentSchema", "unevaluatedItems", "unevaluatedProperties"), TEXT),
    **{key: [TEXT] for key in ("prefixItems", "allOf", "anyOf", "oneOf")},
    "xml": {"name": "n"},
    "discriminator": {"propertyName": "t", "mapping": {"a": "B"}},
}
EXAMPLES = {"a": {"summary": T, "description": T, "value": {"x": T}}}
CARRIER = {**TEXT, "schema": TEXT, "example": T, "examples": EXAMPLES}
HEADER = {**CARRIER, "content": {"m": {"schema": {"title": T}}}}
ENCODING = {"p": {"contentType": "c", "headers": {"H": HEADER}}}
MEDIA = {"m": {"schema": SCHEMA, "example": T, "examples": EXAMPLES, "encoding": ENCODING}}
VARIABLES = {"v": {"default": "a", "enum": ["a", "b"], **TEXT}}
SERVER = {"url": "/", **TEXT, "variables": VARIABLES}
LINK: dict[str, Any] = {
    "operationId": "op",
    **TEXT,
    "server": SERVER,
    "parameters": {"description": "$x"},
    "requestBody": {"description": 1},
}
RESPONSE = {
    **TEXT,
    "headers": {"H": HEADER, "R": {"$ref": "#/components/headers/H", **TEXT}},
    "content": MEDIA,
    "links": {"L": LINK},
}
PARAMETERS = [
    {"name": "p", "in": "query", **TEXT, "schema": SCHEMA, "example": T},
    {"name": "q", "in": "query", "content": MEDIA, "examples": EXAMPLES},
    {"$ref": "#/components/parameters/P", "summary": T, **TEXT},
]
BODY = {**TEXT, "content": MEDIA}
OPERATION: dict[str, Any] = {
    "tags": ["t"],
    "summary": T,
    **TEXT,
    "externalDocs": {"url": "u", **TEXT},
    "parameters": PARAMETERS,
    "requestBody": BODY,
    "responses": {"200": RESPONSE, "default": {"$ref": "#/components/responses/R", "summary": T}},
    "servers": [SERVER],
    "security": [{"A": []}],
}
CALLBACKS = {"C": {"{$request.body#/url}": {"summary": T, **TEXT, "post": OPERATION}}}
WHOLE = {**OPERATION, "callbacks": CALLBACKS}
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": T, "summary": T, **TEXT, "version": "1", "license": {"name": "L"}},
    "servers": [SERVER],
    "tags": [{"name": "t", **TEXT, "externalDocs": {"url": "u", **TEXT}}],
    "externalDocs": {"url": "u", **TEXT},
    "paths": {
        "/a": {
            "summary": T,
            **TEXT,
            "servers": [SERVER],
            "parameters": PARAMETERS,
            **dict.fromkeys(METHODS, WHOLE),
        }
    },
    "webhooks": {"w": {**TEXT, "post": WHOLE}},
    "components": {
        "schemas": {"A": SCHEMA, "B": TEXT},
        "responses": {"R": RESPONSE},
        "parameters": {"P": PARAMETERS[0]},
        "examples": EXAMPLES,
        "requestBodies": {"Q": BODY},
        "headers": {"H": HEADER},
        "links": {"L": LINK},
        "callbacks": CALLBACKS,
        "pathItems": {"I": {**TEXT, "get": WHOLE}},
        "securitySchemes": {
            "A": {"type": "oauth2", **TEXT, "flows": {"implicit": {"scopes": {"r": T}}}},
            "K": {"type": "apiKey", "name": "description", "in": "header", **TEXT},
        },
    },
}
BASE = json.loads(json.dumps(DOCUMENT))
OTHER = json.dumps(DOCUMENT).replace(T, "訳")


def leaves(node: Any, at: str = "") -> Iterator[str]:
    """List the pointers of all scalars."""
    if not isinstance(node, dict | list):
        yield at
    else:
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from leaves(value, pointer(at, key))


def test_prose_may_differ_in_every_place_that_openapi_has_for_it() -> None:
    """All of it at once; and each sentence is paired, samples aside."""
    found = compare(BASE, json.loads(OTHER))
    texts = [at for at in leaves(BASE) if find(BASE, at) == T]
    samples = {at for at in texts if at.endswith(("/example", "/value/x"))}

    assert found.differences == []
    assert {each.pointer for each in found.sentences} == set(texts) - samples
    assert {each.other for each in found.sentences} == {"訳"}


def test_everything_else_is_structure() -> None:
    """One edit after the other, each of the places that hold no prose; every fortieth of them."""
    places = [at for at in leaves(BASE) if find(BASE, at) != T][::40]
    missed = []
    for at in places:
        other = json.loads(OTHER)
        parent, _, key = at.rpartition("/")
        container = find(other, parent)
        container[int(key) if isinstance(container, list) else key] = "other"
        found = {each.pointer for each in compare(BASE, other).differences}
        missed += [at] if not any(at.startswith(each) for each in found) else []

    assert len(places) > 20
    assert missed == []


def test_values_of_a_server_variable_have_no_order() -> None:
    """An `enum` is one wherever it stands."""
    other = json.loads(OTHER)
    other["servers"][0]["variables"]["v"]["enum"].reverse()

    assert compare(BASE, other).differences == []
