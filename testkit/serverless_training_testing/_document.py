"""Find one's way in an OpenAPI 3 document: operations, references, merged schemas."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any
from urllib.parse import unquote

from serverless_training._language import gettext as _

from serverless_training_testing._errors import MockError

Json = Mapping[str, Any]

TEMPLATE = r"\{[^}]+\}"
"""Matches a parameter in a path."""

METHODS: tuple[str, ...] = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(frozen=True)
class Operation:
    """One method of one path.

    Attributes:
        path: The path template.
        method: The method in upper case.
        definition: The Operation Object.
        parameters: Its Parameter Objects, those of the path included, in the spec's order.
        secured: Whether a request needs credentials.
    """

    path: str
    method: str
    definition: Json
    parameters: tuple[Json, ...]
    secured: bool


def operations(document: Json) -> Iterator[Operation]:
    """List the operations of a document.

    Args:
        document: An OpenAPI 3 document.

    Yields:
        Every operation, in document order.

    Raises:
        MockError: The value is no OpenAPI 3 document, or a reference in it leads nowhere.
    """
    paths = document.get("paths")
    if not (str(document.get("openapi")).startswith("3.") and isinstance(paths, Mapping)):
        raise MockError(
            _("The spec is not an OpenAPI 3 document. It needs `openapi` (3.x) and `paths`.")
        )
    for path, unresolved in paths.items():
        if not path.startswith("/"):  # an `x-` extension
            continue
        item = resolve(unresolved, document)
        for method in METHODS:
            if method in item:
                yield _operation(path, method, item, document)


def _operation(path: str, method: str, item: Json, document: Json) -> Operation:
    definition = item[method]
    holders = [each for each in (item, definition) if isinstance(each, Mapping)]
    given = [each.get("parameters", []) for each in holders]
    found = [resolve(each, document) for some in given if isinstance(some, list) for each in some]
    if (
        not isinstance(definition, Mapping)
        or not all(isinstance(each, list) for each in given)
        or not all({"in", "name"} <= each.keys() for each in found)
    ):
        raise MockError(
            _(
                "The operation {operation} of the spec is no OpenAPI: it must be an object, and "
                "its parameters a list of objects with `in` and `name`."
            ).format(operation=f"{method.upper()} {path}")
        )
    # An operation's parameter replaces the path's of the same name and place.
    parameters = {(parameter["in"], parameter["name"]): parameter for parameter in found}
    # An empty alternative, `{}`, makes credentials optional.
    security = definition.get("security", document.get("security", ()))
    return Operation(
        path,
        method.upper(),
        definition,
        tuple(parameters.values()),
        any(security) and all(security),
    )


def path_pattern(path: str) -> re.Pattern[str]:
    """Compile a path template.

    Args:
        path: Such as `/jobs/{job_id}`.

    Returns:
        What the concrete paths match, percent-decoded; the groups are the parameters.
    """
    return re.compile("([^/]+)".join(map(re.escape, re.split(TEMPLATE, path))))


def responses(operation: Operation, document: Json) -> Iterator[tuple[int, Json]]:
    """List the documented successes of an operation.

    Args:
        operation: The operation.
        document: The document that it stands in.

    Yields:
        Status and Response Object of every 2xx, in document order; `2XX` counts as 200.
    """
    for status, response in operation.definition.get("responses", {}).items():
        if status.startswith("2"):
            yield int(status.upper().replace("X", "0")), resolve(response, document)


def json_content(holder: Json) -> Json | None:
    """Find the Media Type Object for JSON.

    Args:
        holder: A Response Object or Request Body Object.

    Returns:
        The one for `application/json` or a `+json` type; `None` if there is none.
    """
    for name, media in holder.get("content", {}).items():
        essence = name.partition(";")[0].strip().lower()
        if essence == "application/json" or essence.endswith("+json"):
            found: Json = media
            return found
    return None


def resolve(node: Any, document: Json) -> Json:
    """Follow references until there is none.

    Args:
        node: Any object of the document that may be a reference; `True`, the schema that allows
            everything, counts as `{}`.
        document: The document.

    Returns:
        The object; what stands beside a `$ref` comes before what it leads to.

    Raises:
        MockError: A reference leads nowhere, out of the document, or round in a circle.
    """
    seen: set[str] = set()
    while isinstance(node, Mapping) and isinstance(reference := node.get("$ref"), str):
        target = _lookup(reference, document)
        if reference in seen or not isinstance(target, Mapping):
            raise MockError(
                _("The reference {reference} leads nowhere in the spec.").format(
                    reference=reference
                )
            )
        seen.add(reference)
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
        if "$ref" in target:
            node["$ref"] = target["$ref"]
    return node if isinstance(node, Mapping) else {}


def _lookup(reference: str, document: Json) -> Any:
    start, *steps = reference.split("/")
    node: Any = document if start == "#" else None
    for step in steps:
        # RFC 6901, sections 3, 4 and 6.
        key = unquote(step).replace("~1", "/").replace("~0", "~")
        node = node.get(key) if isinstance(node, Mapping) else None
    return node


def flatten(schema: Any, document: Json) -> Json:
    """Follow a schema's references and merge its `allOf` into it.

    Args:
        schema: A Schema Object.
        document: The document that it stands in.

    Returns:
        A schema with neither `$ref` nor `allOf` at its top.
    """
    resolved = resolve(schema, document)
    own = {key: value for key, value in resolved.items() if key != "allOf"}
    members = (flatten(member, document) for member in resolved.get("allOf", ()))
    return reduce(_merge, [*members, own])


_TIGHTER = {
    **dict.fromkeys(("minimum", "exclusiveMinimum", "minLength", "minItems"), max),
    **dict.fromkeys(("maximum", "exclusiveMaximum", "maxLength", "maxItems"), min),
}


def _merge(first: Json, second: Json) -> Json:
    merged = {**first, **second}
    for key in first.keys() & second.keys():
        ours, theirs = first[key], second[key]
        if key in _TIGHTER:
            merged[key] = _TIGHTER[key](ours, theirs)
        elif key == "required":
            merged[key] = list(dict.fromkeys([*ours, *theirs]))
        elif key == "properties":
            both = {name: {"allOf": [ours[name], theirs[name]]} for name in ours if name in theirs}
            merged[key] = {**ours, **theirs, **both}
    return merged


def types(schema: Json) -> Iterable[str]:
    """Name the JSON types that a flattened schema allows; empty if it does not say."""
    kinds = schema.get("type")
    if kinds is None:
        telling = {"properties": "object", "additionalProperties": "object", "items": "array"}
        return [kind for key, kind in telling.items() if key in schema][:1]
    named = [kinds] if isinstance(kinds, str) else list(kinds)
    return [*named, "null"] if schema.get("nullable") is True else named


def bounds(schema: Json) -> dict[str, float]:
    """Read the bounds of a number.

    Args:
        schema: A flattened schema.

    Returns:
        Those of `ge`, `gt`, `le` and `lt` that it sets. OpenAPI 3.0 writes an exclusive bound as
        `minimum` with `exclusiveMinimum: true`, 3.1 as a number of its own.
    """
    found: dict[str, float] = {}
    for inclusive, exclusive, at, beyond in (
        ("minimum", "exclusiveMinimum", "ge", "gt"),
        ("maximum", "exclusiveMaximum", "le", "lt"),
    ):
        limit, strict = schema.get(inclusive), schema.get(exclusive, False)
        if limit is not None:
            found[beyond if strict is True else at] = limit
        if not isinstance(strict, bool):
            found[beyond] = strict
    return found
