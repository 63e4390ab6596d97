"""What a schema says: merged, with its types and bounds, or compiled to judge values.

Schemas of OpenAPI 3.0 are read as JSON Schema 2020-12, which OpenAPI 3.1 has.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import reduce
from itertools import product
from typing import Any

import jsonschema_rs
from serverless_training._language import gettext as _

from serverless_training_testing._document import Json, resolve
from serverless_training_testing._errors import MockError

_EXCLUSIVE = {"minimum": "exclusiveMinimum", "maximum": "exclusiveMaximum"}
_BOUNDS = {"minimum": "ge", "exclusiveMinimum": "gt", "maximum": "le", "exclusiveMaximum": "lt"}
_TIGHTER = {
    **dict.fromkeys(("minimum", "exclusiveMinimum", "minLength", "minItems"), max),
    **dict.fromkeys(("maximum", "exclusiveMaximum", "maxLength", "maxItems"), min),
}
_COMPOSED = {"$ref", "allOf", "anyOf", "oneOf", "not"}
_ANNOTATIONS = ("title", "description", "default", "example", "deprecated", "readOnly", "writeOnly")


def _is_older(document: Json) -> bool:
    """Tell whether a document is of OpenAPI 3.0, which has schemas of its own."""
    return str(document.get("openapi")).startswith("3.0")


def _modern(schema: Any) -> Any:
    """Write one schema of OpenAPI 3.0 as JSON Schema 2020-12; those within it stay as they are."""
    if not isinstance(schema, Mapping):
        return schema
    # What else stands beside a reference is ignored there.
    modern = {"$ref": schema["$ref"]} if "$ref" in schema else dict(schema)
    modern.pop("nullable", None)
    for bound, exclusive in _EXCLUSIVE.items():
        if isinstance(modern.get(exclusive), bool) and modern.pop(exclusive) and bound in modern:
            modern[exclusive] = modern.pop(bound)
    # `nullable` counts beside `allOf` and the like too, as schemathesis and generators read it. An
    # `enum` without null forbids null all the same (OpenAPI 3.0.4, Schema Object).
    if schema.get("nullable") is not True:
        return modern
    if modern.keys() & _COMPOSED or not modern.keys() & {"type", "enum"}:
        about = {name: modern.pop(name) for name in _ANNOTATIONS if name in modern}
        return {**about, "anyOf": [modern, {"type": "null"}]}
    return {**modern, "type": [*types(modern), "null"]} if "type" in modern else modern


def _closed(schema: Any, document: Json) -> dict[str, Any]:
    """Write a schema of OpenAPI 3.0, with all that it refers to, as one of JSON Schema 2020-12."""
    names: dict[str, str] = {}
    found: dict[str, Any] = {}

    def write(node: Any) -> Any:
        modern = _modern(node)
        if not isinstance(modern, Mapping):
            return modern
        if isinstance(reference := modern.get("$ref"), str):
            if reference not in names:
                names[reference] = str(len(names))
                found[names[reference]] = write(resolve(modern, document))
            return {"$ref": f"#/$defs/{names[reference]}"}
        return {key: part(key, value) for key, value in modern.items()}

    def part(key: str, value: Any) -> Any:
        if key in ("items", "additionalProperties", "not"):
            return write(value)
        if key in ("allOf", "anyOf", "oneOf") and isinstance(value, list):
            return [write(each) for each in value]
        if key == "properties" and isinstance(value, Mapping):
            return {name: write(each) for name, each in value.items()}
        return value

    whole = write(schema)
    return {**(whole if isinstance(whole, Mapping) else {}), "$defs": found}


def flatten(schema: Any, document: Json) -> Json:
    """Follow a schema's references and merge its `allOf` into it."""
    if _is_older(document):
        resolved = _modern(resolve(_modern(schema), document))
    else:
        resolved = resolve(schema, document)
    own = {key: value for key, value in resolved.items() if key != "allOf"}
    members = (flatten(member, document) for member in resolved.get("allOf", ()))
    return reduce(_merge, [*members, own])


def _merge(first: Json, second: Json) -> Json:
    """Write two flattened schemas as one that only what fits both fits."""
    merged = {**first, **second}
    for key in first.keys() & second.keys():
        one, other = first[key], second[key]
        if key in _TIGHTER:
            merged[key] = _TIGHTER[key](one, other)
        elif key == "required":
            merged[key] = list(dict.fromkeys([*one, *other]))
        elif key == "enum":
            merged[key] = [value for value in one if value in other]
        elif key == "type":
            merged[key] = _common(types(first), types(second))
        elif key in ("anyOf", "oneOf"):
            merged[key] = [{"allOf": list(pair)} for pair in product(one, other)]
        elif key == "properties":
            both = {name: {"allOf": [one[name], other[name]]} for name in one if name in other}
            merged[key] = {**one, **other, **both}
    return merged


def _common(first: Collection[str], second: Collection[str]) -> list[str]:
    """List the types that both allow; each integer is a number."""
    one, other = (
        {*kinds, *(["integer"] if "number" in kinds else [])} for kinds in (first, second)
    )
    common = one & other
    return sorted(common - {"integer"} if "number" in common else common)


def types(schema: Json) -> list[str]:
    """Name the JSON types that a flattened schema allows; empty if it does not say."""
    kinds = schema.get("type")
    if kinds is None:
        telling = {"properties": "object", "additionalProperties": "object", "items": "array"}
        return [kind for key, kind in telling.items() if key in schema][:1]
    return [kinds] if isinstance(kinds, str) else list(kinds)


def bounds(schema: Json) -> dict[str, float]:
    """Read the bounds of a number off a flattened schema, as `ge`, `gt`, `le` and `lt`."""
    return {name: schema[key] for key, name in _BOUNDS.items() if key in schema}


def validator(schema: Any, document: Json) -> Any:
    """Compile a schema."""
    if _is_older(document):
        whole = _closed(schema, document)
    else:
        # References lead to places of the document, which has no keyword of a schema at its top.
        whole = {**document, **(schema if isinstance(schema, Mapping) else {})}
    try:
        return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
    except (ValueError, jsonschema_rs.ReferencingError) as error:
        reason = str(error).splitlines()[0]
        raise MockError(
            _("A schema of the spec is not valid: {reason}").format(reason=reason)
        ) from error


def problems(compiled: Any, value: object) -> Iterator[tuple[Sequence[str | int], str]]:
    """Say where a value differs from a schema."""
    try:
        errors = list(compiled.iter_errors(value))
    except UnicodeEncodeError:
        whole = json.dumps(value, ensure_ascii=False, default=float).encode("utf-8", "replace")
        errors = list(compiled.iter_errors(json.loads(whole)))
    except ValueError as too_deep:  # for the library
        yield (), str(too_deep)
        return
    for error in errors:
        yield error.instance_path, error.message
