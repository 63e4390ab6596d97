"""Tell what says no more than its absence would: a default that a document spells out, by place.

A property that is *named* `required` or `deprecated`, and what stands in a `default`, an `enum` or
an extension, is structure all the same.
"""

from collections.abc import Callable
from typing import Any

from pipeline.parity.document import (
    DATA,
    GRAMMAR,
    children,
    find,
    is_set_aside,
    structure,
)

Values = tuple[Any, ...]

_OFF: Values = (False,)
_NONE: Values = ([],)
_EMPTY: Values = ({},)
ANY: Values = ({}, True)  # the schemas that take every value: JSON Schema 2020-12, Core, 4.3.2


def _required(node: dict[str, Any]) -> Values:
    return () if node.get("in") == "path" else _OFF  # it must be true there


def _style(node: dict[str, Any]) -> Values:
    # Headers of responses and parts have no `in`, and are written as those of requests.
    return ("form",) if node.get("in") in ("query", "cookie") else ("simple",)


def _explode(node: dict[str, Any]) -> Values:
    return (node.get("style", *_style(node)) == "form",)


def _explode_part(node: dict[str, Any]) -> Values:
    return (node["style"] == "form",) if "style" in node else ()


def _reserved_part(node: dict[str, Any]) -> Values:
    return _OFF if "style" in node else ()


# Kind of object -> key -> what it may say and mean no more than its absence. Sections: OpenAPI
# 3.1.1, where nothing else is named, and JSON Schema 2020-12, Core (C) and Validation (V). Lists
# and maps that may be absent hold nothing then.
DEFAULTS: dict[str, dict[str, Values | Callable[[dict[str, Any]], Values]]] = {
    "openapi": {  # 4.8.1.1
        "jsonSchemaDialect": ("https://spec.openapis.org/oas/3.1/dialect/base",),  # 4.8.24
        "servers": ([], [{"url": "/"}]),
        "security": _NONE,
        "tags": _NONE,
        **dict.fromkeys(("paths", "webhooks", "components"), _EMPTY),
    },
    "server": {"variables": _EMPTY},  # 4.8.5.1
    "components": dict.fromkeys(  # 4.8.7.1
        (
            *("schemas", "responses", "parameters", "requestBodies", "headers"),
            *("securitySchemes", "links", "callbacks", "pathItems"),
        ),
        _EMPTY,
    ),
    "path": {"parameters": _NONE},  # 4.8.9.1
    "operation": {  # 4.8.10.1
        "tags": _NONE,
        "parameters": _NONE,
        "callbacks": _EMPTY,
        "deprecated": _OFF,
    },
    "parameter": {  # 4.8.12.2; of headers 4.8.21
        "required": _required,
        **dict.fromkeys(("deprecated", "allowEmptyValue", "allowReserved"), _OFF),
        "style": _style,
        "explode": _explode,
    },
    "body": {"required": _OFF},  # 4.8.13.1
    "media": {"encoding": _EMPTY},  # 4.8.14.1
    # 4.8.15.1: as soon as one of `style`, `explode` and `allowReserved` is said, `contentType`
    # counts no longer. So `style` is never idle, and the other two are beside it.
    "encoding": {
        "headers": _EMPTY,
        "explode": _explode_part,
        "allowReserved": _reserved_part,
    },
    "response": dict.fromkeys(("headers", "content", "links"), _EMPTY),  # 4.8.17.1
    "link": {"parameters": _EMPTY},  # 4.8.20.1
    "discriminator": {"mapping": _EMPTY},  # 4.8.25.1
    "xml": {"attribute": _OFF, "wrapped": _OFF},  # 4.8.26.1
    "schema": {
        # OpenAPI 3.0.4, Schema Object: in 3.1 the first means nothing, the others are numbers.
        **dict.fromkeys(("nullable", "exclusiveMinimum", "exclusiveMaximum"), _OFF),
        "xml": _EMPTY,  # 4.8.24.2
        "deprecated": _OFF,  # V 9.3
        "readOnly": _OFF,  # V 9.4
        "writeOnly": _OFF,
        "uniqueItems": _OFF,  # V 6.4.3
        "minLength": (0,),  # V 6.3.2
        "minItems": (0,),  # V 6.4.2
        "minContains": (1,),  # V 6.4.5
        "minProperties": (0,),  # V 6.5.2
        "required": _NONE,  # V 6.5.3
        "dependentRequired": _EMPTY,  # V 6.5.4
        "$defs": _EMPTY,  # C 8.2.4
        "definitions": _EMPTY,  # its older name
        "dependentSchemas": _EMPTY,  # C 10.2.2.4
        "prefixItems": _NONE,  # C 10.3.1.1
        "items": ANY,  # C 10.3.1.2
        "properties": _EMPTY,  # C 10.3.2.1
        "patternProperties": _EMPTY,  # C 10.3.2.2
        "additionalProperties": ANY,  # C 10.3.2.3
        "propertyNames": ANY,  # C 10.3.2.4
        "unevaluatedItems": ANY,  # C 11.2
        "unevaluatedProperties": ANY,  # C 11.3
    },
}
# What is absent here is what the objects around it say: 4.8.9.1 and 4.8.10.1.
_INHERITED = {"path": ("servers",), "operation": ("servers", "security")}


def says_nothing(node: Any, kind: str, key: Any) -> bool:
    """Tell whether a member of an object says what its absence says, wherever the object stands.

    Args:
        node: The object.
        kind: Its kind, as `document.children` has it.
        key: The member's key.

    Returns:
        Whether it does.
    """
    rule = DEFAULTS[kind].get(key) if kind in DEFAULTS else None
    if rule is None or key not in node:
        return False
    values = rule(node) if callable(rule) else rule
    inner = GRAMMAR[kind].get(key, DATA)
    return any(_same(node[key], value, inner) for value in values)


def is_implied(node: Any, kind: str, key: Any, document: Any, at: str) -> bool:
    """Tell whether a member of an object says what its absence says, in its document.

    Args:
        node: The object.
        kind: Its kind.
        key: The member's key.
        document: The document.
        at: The object's pointer there.

    Returns:
        Whether it does: by itself, or as it repeats what it would inherit.
    """
    if key not in _INHERITED.get(kind, ()):
        return says_nothing(node, kind, key)
    around = [document]
    if kind == "operation":
        # Of `security`, path items say nothing.
        around = [find(document, at.rpartition("/")[0]), document]
    outer: Any = next((each[key] for each in around if key in each), [])
    return bool(_alternatives(node[key], key) == _alternatives(outer, key))


def without_defaults(node: Any, kind: str = "openapi") -> Any:
    """Copy a document without what says no more than its absence would, wherever it stands.

    Args:
        node: A document or, with `kind`, a part of one.
        kind: The kind of `node`; the whole document by default.

    Returns:
        The copy. No item of a list is left out, so pointers into it hold.
    """
    parts = {
        key: without_defaults(value, inner)
        for key, value, inner in children(node, kind)
        if not says_nothing(node, kind, key)
    }
    if isinstance(node, list):
        return list(parts.values())
    return parts if isinstance(node, dict) else node


def _same(value: Any, wanted: Any, kind: str) -> bool:
    if isinstance(value, dict) and isinstance(wanted, dict):
        return wanted.keys() <= value.keys() and all(
            key in wanted and _same(each, wanted[key], inner)
            for key, each, inner in children(value, kind)
            if not is_set_aside(inner) and not says_nothing(value, kind, key)
        )
    if isinstance(value, list) and isinstance(wanted, list):
        return len(value) == len(wanted) and all(
            _same(each, wanted[index], inner) for index, each, inner in children(value, kind)
        )
    return bool(value == wanted) and isinstance(value, bool) == isinstance(wanted, bool)


def _alternatives(value: Any, key: str) -> Any:
    if says_nothing({key: value}, "openapi", key):
        return []
    return structure({key: value})[key]
