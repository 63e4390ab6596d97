"""What rules for schemas share: following references, and changing schemas from the inside out."""

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pipeline.generate.overrides import Override
from pipeline.parity.document import find, pointer, steps, values

Schema = dict[str, Any]

SCHEMAS = "#/components/schemas/"
NULL = "null"
UNIONS = ("oneOf", "anyOf")
# What says something of the members of an object.
MEMBERS = ("properties", "patternProperties", "additionalProperties", "required")
_HOPS = 50  # references that follow one another; more are a circle


def is_3_0(document: Mapping[str, Any]) -> bool:
    """Tell whether a document is of OpenAPI 3.0, where what stands beside a `$ref` is ignored."""
    return str(document.get("openapi", "")).startswith("3.0")


def rewritten(
    document: Schema, change: Callable[[str, Schema], Schema], reason: str, kind: str = "schema"
) -> Iterator[Override]:
    """Change schemas, those within others first, so that no change undoes another.

    Args:
        document: An OpenAPI document; not changed.
        change: Takes pointer and schema, and returns what stands there instead; the same if
            nothing is to be changed. It must not change what it is given.
        reason: Why.
        kind: The kind of object to change, of those that `values` tells.

    Yields:
        A change for each schema that is another afterwards.
    """
    work = copy.deepcopy(document)
    found = [at for at, each, known in values(work) if known == kind and isinstance(each, dict)]
    for at in sorted(found, key=lambda place: place.count("/"), reverse=True):
        before = find(work, at)
        after = change(at, before)
        if after != before:
            parent, _, _ = at.rpartition("/")
            container: Any = find(work, parent)
            last = steps(at)[-1]
            container[int(last) if isinstance(container, list) else last] = after
            yield Override(at, copy.deepcopy(after), reason)


def resolved(document: Schema, node: object) -> Schema:
    """Follow the references of a schema, or of another object that may be a reference.

    Args:
        document: The document that it stands in.
        node: The object.

    Returns:
        What is referred to; nothing where that is not in the document, or no object.
    """
    for _ in range(_HOPS):
        if not isinstance(node, dict):
            return {}
        reference = node.get("$ref")
        if not isinstance(reference, str):
            return node
        node = target(document, reference)
    return {}


def target(document: Schema, reference: str) -> object:
    """Give what a reference names; nothing where that is not in the document."""
    try:
        return find(document, reference.removeprefix("#")) if reference.startswith("#/") else None
    except LookupError:
        return None


def objects(value: object) -> list[Schema]:
    """List the objects of a list; none where it is no list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def by_name(value: object) -> Schema:
    """Take a map for what it is; where it is something else, it is empty."""
    return value if isinstance(value, dict) else {}


def texts(value: object) -> list[str]:
    """List the texts of a list; none where it is no list."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def types(schema: Mapping[str, Any]) -> list[str]:
    """List the types that a schema names."""
    given = schema.get("type")
    return [given] if isinstance(given, str) else texts(given)


def without(schema: Mapping[str, Any], *keys: str) -> Schema:
    """Copy a schema but for some of its keys."""
    return {key: value for key, value in schema.items() if key not in keys}


def only(schema: Mapping[str, Any], *keys: str) -> Schema:
    """Copy some keys of a schema."""
    return {key: value for key, value in schema.items() if key in keys}


def group(document: Schema, schema: object, seen: tuple[int, ...] = ()) -> Iterator[Schema]:
    """List a schema, without its references, and all that it takes in by `allOf`, at any depth."""
    whole = resolved(document, schema)
    if whole and id(whole) not in seen:
        yield whole
        for part in objects(whole.get("allOf")):
            yield from group(document, part, (*seen, id(whole)))


def inside(document: Schema, schema: object, seen: set[int]) -> Iterator[Schema]:
    """List the schemas that a value may meet on its way in, through references, at any depth."""
    todo = [schema]
    while todo:
        whole = resolved(document, todo.pop())
        if whole and id(whole) not in seen:
            seen.add(id(whole))
            yield whole
            todo += [each for _, each, kind in values(whole, "schema") if kind == "schema"]


def parameters(document: Schema, path: str, operation: Schema) -> list[Schema]:
    """List the parameters of an operation and of its path, without references.

    One of the operation stands in for its like of the path (OpenAPI 3.1.1, 4.8.9.1).
    """
    listed = [*document["paths"][path].get("parameters", []), *operation.get("parameters", [])]
    found = (resolved(document, each) for each in listed)
    return [*{(each["in"], each["name"]): each for each in found}.values()]


def below(at: str, *keys: str | int) -> str:
    """Extend a JSON pointer by several steps."""
    for key in keys:
        at = pointer(at, key)
    return at
