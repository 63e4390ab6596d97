"""Tell the prose of an OpenAPI 3.0/3.1 document from its structure, by place.

A key is prose only where the specification says so: `description` of a schema is prose,
a *property named* `description` is structure, and a `description` inside a `default` is data.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeGuard

TEXT = "text"  # prose, translated
TITLE = "title"  # prose as well, but generators make names of it
SCOPE = "scope"  # prose as well, but what it describes, an OAuth scope, must be there
PROSE = (TEXT, TITLE, SCOPE)
SAMPLE = "sample"  # an example: may be translated, may differ
DATA = "data"  # literal structure
EXTENSION = "extension"  # what stands below an `x-` key: structure, but for what readers see of it
REFERENCE = "reference"  # structure that names another place

_DESCRIBED = {"description": TEXT}
_SUMMARISED = {"summary": TEXT, "description": TEXT}
_CARRIER = {  # what parameters and headers share; `summary` may stand beside a `$ref`
    **_SUMMARISED,
    "schema": "schema",
    "content": "{media}",
    "example": SAMPLE,
    "examples": "?example",
}
_SECURITY = "<{<data>}>"  # alternatives, each of them schemes by name with their scopes
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

# Kind of object -> key -> kind of value; a key that is not listed holds data.
# `[kind]` is a list of them and `<kind>` a list whose order means nothing; `{kind}` is a map whose
# keys are names, `(kind)` a map that may also be a reference or hold `x-` extensions, `?kind` a map
# of samples. Sections: OpenAPI 3.1.1, 4.8.1 to 4.8.30, and JSON Schema 2020-12.
_OBJECTS: dict[str, dict[str, str]] = {
    "openapi": {
        "info": "info",
        "servers": "[server]",
        "paths": "(path)",
        "webhooks": "{path}",
        "components": "components",
        "tags": "[tag]",
        "security": _SECURITY,
        "externalDocs": "described",
    },
    "info": {"title": TITLE, **_SUMMARISED},
    "described": _DESCRIBED,
    "server": {**_DESCRIBED, "variables": "{variable}"},
    "variable": {**_DESCRIBED, "enum": "<data>"},
    "tag": {**_SUMMARISED, "externalDocs": "described"},
    "components": {
        "schemas": "{schema}",
        "responses": "{response}",
        "parameters": "{parameter}",
        "examples": "?example",
        "requestBodies": "{body}",
        "headers": "{parameter}",
        "securitySchemes": "{scheme}",
        "links": "{link}",
        "callbacks": "{(path)}",
        "pathItems": "{path}",
    },
    "path": {
        **_SUMMARISED,
        "parameters": "<parameter>",
        "servers": "[server]",
        **dict.fromkeys(_METHODS, "operation"),
    },
    "operation": {
        **_SUMMARISED,
        "externalDocs": "described",
        "parameters": "<parameter>",
        "requestBody": "body",
        "responses": "(response)",
        "callbacks": "{(path)}",
        "security": _SECURITY,
        "servers": "[server]",
    },
    "parameter": _CARRIER,
    "body": {**_SUMMARISED, "content": "{media}"},
    "media": {
        "schema": "schema",
        "example": SAMPLE,
        "examples": "?example",
        "encoding": "{encoding}",
    },
    "encoding": {"headers": "{parameter}"},
    "example": {**_SUMMARISED, "value": SAMPLE, "externalValue": SAMPLE},
    "response": {
        **_SUMMARISED,
        "headers": "{parameter}",
        "content": "{media}",
        "links": "{link}",
    },
    "link": {**_SUMMARISED, "server": "server"},
    "scheme": {**_SUMMARISED, "flows": "{flow}"},
    "flow": {"scopes": f"{{{SCOPE}}}"},
    "schema": {
        "title": TITLE,
        "description": TEXT,
        "$comment": TEXT,
        "example": SAMPLE,
        "examples": SAMPLE,
        "externalDocs": "described",
        "discriminator": "discriminator",
        "xml": "xml",
        "dependentRequired": "{<data>}",
        **dict.fromkeys(("type", "enum", "required"), "<data>"),
        **dict.fromkeys(
            ("properties", "patternProperties", "dependentSchemas", "$defs", "definitions"),
            "{schema}",
        ),
        **dict.fromkeys(("allOf", "anyOf", "oneOf"), "<schema>"),
        "prefixItems": "[schema]",
        **dict.fromkeys(
            (
                "items",
                "additionalProperties",
                "unevaluatedItems",
                "unevaluatedProperties",
                "contains",
                "propertyNames",
                "contentSchema",
                "not",
                "if",
                "then",
                "else",
            ),
            "schema",
        ),
    },
    "discriminator": {"mapping": "{reference}"},
    "xml": {},
}
# A reference may stand in the place of nearly every object, and in 3.1 beside its other keys.
_REFERENCES = {"$ref": REFERENCE}
# Texts that tools show to readers: extensions, lists or maps of texts, and keys within others.
_SHOWN = {"x-description", "x-displayName", "x-summary", "x-title"}
_SHOWN_LISTS = {"x-enum-descriptions", "x-enumDescriptions"}
_SHOWN_WITHIN = {"description", "displayName", "label", "summary", "title"}
GRAMMAR = {kind: _REFERENCES | keys for kind, keys in _OBJECTS.items()}


def children(node: object, kind: str) -> Iterator[tuple[Any, Any, str]]:
    """List the direct children of `node` with the kind of each.

    Args:
        node: A value of the document.
        kind: Its kind, a key of `GRAMMAR` or a bracketed one.

    Yields:
        Key or index, value, kind; in document order. Nothing for scalars. What stands where the
        specification has no place for it is data, and so is all that data holds.
    """
    if isinstance(node, dict):
        for key, value in node.items():
            yield key, value, _member_kind(kind, key, value)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield index, value, item_kind(kind)


def _member_kind(kind: str, key: str, value: Any) -> str:
    """Give the kind of what stands below a key of an object of kind `kind`."""
    if kind in GRAMMAR:
        return GRAMMAR[kind].get(key) or _other_kind(key, value)
    if kind[0] == "(":
        if key.startswith("x-"):
            return _other_kind(key, value)
        return _REFERENCES.get(key, kind[1:-1])
    if kind == EXTENSION:
        return TEXT if key in _SHOWN_WITHIN and isinstance(value, str) else EXTENSION
    return inner_kind(kind) if kind[0] in "{?" else DATA


def item_kind(kind: str) -> str:
    """Give the kind of the items of a list of kind `kind`."""
    return inner_kind(kind) if kind[0] in "[<" else EXTENSION if kind == EXTENSION else DATA


def _other_kind(key: str, value: Any) -> str:
    """Give the kind of what stands below a key that the specification does not have."""
    if not key.startswith("x-"):
        return DATA
    if key in _SHOWN and isinstance(value, str):
        return TEXT
    if key in _SHOWN_LISTS:
        return f"[{TEXT}]" if isinstance(value, list) else f"{{{TEXT}}}"
    return EXTENSION


def inner_kind(kind: str) -> str:
    """Give the kind of what a list or map of kind `kind` holds."""
    return kind[1:] if kind[0] == "?" else kind[1:-1]


def is_set_aside(kind: str) -> bool:
    """Tell whether values of a kind are prose or samples, and so no part of the structure."""
    return kind in (TEXT, TITLE, SAMPLE) or kind[0] == "?"


def structure(node: Any, kind: str = "openapi") -> Any:
    """Copy `node` without its prose and samples.

    Args:
        node: A document or, with `kind`, a part of one.
        kind: The kind of `node`; the whole document by default.

    Returns:
        The same values in the same order; `node` itself is not changed.
    """
    parts = {
        key: None if inner == SCOPE else structure(value, inner)
        for key, value, inner in children(node, kind)
        if not is_set_aside(inner)
    }
    if isinstance(node, list):
        return list(parts.values())
    return parts if isinstance(node, dict) else node


def values(node: Any, kind: str = "openapi", at: str = "") -> Iterator[tuple[str, Any, str]]:
    """Walk a document.

    Args:
        node: A document or, with `kind` and `at`, a part of one.
        kind: The kind of `node`; the whole document by default.
        at: The pointer of `node`.

    Yields:
        JSON pointer (RFC 6901), value and kind of everything below `node`, in document order.
    """
    for key, value, inner in children(node, kind):
        place = pointer(at, key)
        yield place, value, inner
        if isinstance(value, dict | list):
            yield from values(value, inner, place)


def prose(document: Any) -> dict[str, str]:
    """Collect the sentences of a document.

    Args:
        document: An OpenAPI document.

    Returns:
        JSON pointer to sentence, in document order.
    """
    return {
        place: value
        for place, value, kind in values(document)
        if kind in PROSE and says_something(value)
    }


def says_something(value: Any) -> TypeGuard[str]:
    """Tell whether prose is text, and not blank."""
    return isinstance(value, str) and bool(value.strip())


def with_prose(node: Any, sentences: Mapping[str, str], kind: str = "openapi", at: str = "") -> Any:
    """Copy `node` with the sentences at the given pointers put in the place of its own.

    Titles of schemas and of the API stay: the generator makes names of them.

    Args:
        node: A document or, with `kind` and `at`, a part of one.
        sentences: Pointer to sentence, as `prose` returns; pointers that lead nowhere are ignored.
        kind: The kind of `node`; the whole document by default.
        at: The pointer of `node`.

    Returns:
        A document of the same structure, key order and titles.
    """
    if kind in (TEXT, SCOPE):
        return sentences.get(at, node)
    parts = {
        key: with_prose(value, sentences, inner, pointer(at, key))
        for key, value, inner in children(node, kind)
    }
    return (list(parts.values()) if isinstance(node, list) else parts) if parts else node


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """List the operations of a document.

    Args:
        document: An OpenAPI document.

    Yields:
        Path template, method in lower case, Operation Object; in document order.
    """
    for path, item, _ in children(document.get("paths"), "(path)"):
        for method, operation, kind in children(item, "path"):
            if kind == "operation" and isinstance(operation, dict):
                yield str(path), str(method), operation


def find(document: Any, place: str) -> Any:
    """Follow a JSON pointer.

    Args:
        document: A document.
        place: The pointer.

    Returns:
        The value there.

    Raises:
        LookupError: It leads nowhere.
    """
    node = document
    for step in steps(place):
        if isinstance(node, list) and re.fullmatch("0|[1-9][0-9]{0,9}", step):
            node = node[int(step)]
        elif isinstance(node, dict):
            node = node[step]
        else:
            raise LookupError(place)
    return node


def steps(place: str) -> list[str]:
    """Split a JSON pointer into its steps, unescaped."""
    return [step.replace("~1", "/").replace("~0", "~") for step in place.split("/")[1:]]


def pointer(at: str, key: str | int) -> str:
    """Extend a JSON pointer by one step, escaped as RFC 6901 demands."""
    step = str(key)
    if "~" in step or "/" in step:
        step = step.replace("~", "~0").replace("/", "~1")
    return f"{at}/{step}"
