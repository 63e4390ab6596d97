"""Read the operations and references of an OpenAPI 3 document."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from serverless_training._language import gettext as _

from serverless_training_testing._errors import MockError

Json = Mapping[str, Any]

TEMPLATE = r"\{[^}]+\}"
"""Matches a parameter in a path."""

METHODS: tuple[str, ...] = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(frozen=True)
class SpecOperation:
    """One method of one path."""

    path: str  # the path template
    method: str  # the method in upper case
    definition: Json  # the Operation Object
    # Its Parameter Objects, those of the path included, in the spec's order.
    parameters: tuple[Json, ...]
    secured: bool  # whether a request needs credentials


def operations(document: Json) -> Iterator[SpecOperation]:
    """List the operations of a document."""
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


def _operation(path: str, method: str, item: Json, document: Json) -> SpecOperation:
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
    return SpecOperation(
        path,
        method.upper(),
        definition,
        tuple(parameters.values()),
        any(security) and all(security),
    )


def path_pattern(path: str) -> re.Pattern[str]:
    """Compile a path template."""
    return re.compile("([^/]+)".join(map(re.escape, re.split(TEMPLATE, path))))


def responses(operation: SpecOperation, document: Json) -> Iterator[tuple[int, Json]]:
    """List the documented successes of an operation."""
    for status, response in operation.definition.get("responses", {}).items():
        if status.startswith("2"):
            yield int(status.upper().replace("X", "0")), resolve(response, document)


def json_content(holder: Json) -> Json | None:
    """Find the Media Type Object for JSON."""
    for name, media in holder.get("content", {}).items():
        essence = name.partition(";")[0].strip().lower()
        if essence == "application/json" or essence.endswith("+json"):
            found: Json = media
            return found
    return None


def resolve(node: Any, document: Json) -> Json:
    """Follow references until there is none."""
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
