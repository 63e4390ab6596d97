"""Values that a schema allows: a few that together use all that it says. No I/O."""

import re
from collections.abc import Iterator
from typing import Any

from pipeline.parity.document import find

MOST = 24  # values of one schema
_DEEPEST = 3  # references within references; below it objects have what is required only
_KNOWN: dict[str, list[Any]] = {
    "string": ["text", 'say "hi"\\ & 日本'],
    "integer": [7, 0, -3],
    "number": [1.5, 2],
    "boolean": [True, False],
    "null": [None],
}
_FORMATS: dict[str, list[Any]] = {
    "date": ["2024-02-29"],
    "date-time": ["2024-02-29T12:30:45.000123+09:00", "2024-02-29T12:30:45+00:00"],
    "binary": [b"bytes"],  # of a form, or a whole body
    "uuid": ["01234567-89ab-cdef-0123-456789abcdef"],
}
_ANYTHING: list[Any] = ["text", {"a": [1, None, {"b": True}]}, [], 7, True]
_NARROWING = {
    *("type", "properties", "patternProperties", "additionalProperties", "required", "items"),
    *("enum", "format"),
}
_OBJECT = ("properties", "patternProperties", "additionalProperties", "required")


class Sampler:
    """Makes values for the schemas of a document.

    Args:
        document: An OpenAPI document.
        hidden: `readOnly` for values of requests, `writeOnly` for those of responses: properties
            that these do not have.
    """

    def __init__(self, document: dict[str, Any], hidden: str) -> None:
        self.document = document
        self._hidden = hidden
        self._is_old = str(document.get("openapi", "")).startswith("3.0")
        self._kept: list[Any] = []
        self._known: dict[tuple[str | int, int], list[Any]] = {}

    def values(self, schema: Any, depth: int = 0) -> list[Any]:
        """Make values for a schema.

        Args:
            schema: A Schema Object, or a boolean.
            depth: How many references led to it.

        Returns:
            Values as JSON has them, each once, at most `MOST`; none where no value is known to fit.
        """
        if depth > _DEEPEST + 3:
            return []
        if not isinstance(schema, dict) or not schema.keys() & {"$ref", "allOf"}:
            return self._distinct(schema, depth)
        is_plain = schema.keys() == {"$ref"}
        place = (schema["$ref"] if is_plain else id(schema), depth)
        if place not in self._known:
            self._known[place] = []  # what cannot end has no values
            self._kept.append(schema)  # so that its id is not given to another
            self._known[place] = self._distinct(schema, depth + 1)
        return self._known[place]

    def resolve(self, schema: Any) -> dict[str, Any]:
        """Write a schema without `$ref` and `allOf` at its top.

        Args:
            schema: A Schema Object, or a boolean.

        Returns:
            The schema with what its parts say; of keywords that several have, properties and
            required names are joined, of others that of the last stands.
        """
        return self._resolve(schema, ())

    def branches(self, schema: dict[str, Any]) -> list[Any]:
        """List the alternatives of a schema, each with what stands beside them."""
        for word in ("oneOf", "anyOf"):
            if isinstance(schema.get(word), list):
                beside = {key: each for key, each in schema.items() if key in _NARROWING}
                kinds = schema[word]
                return [{"allOf": [beside, each]} if beside else each for each in kinds]
        return []

    def branch_of(self, schema: dict[str, Any], value: Any) -> Any:
        """Find the alternative that a value is of.

        Args:
            schema: A schema with alternatives.
            value: One of its values.

        Returns:
            The alternative, as `branches` has it; `None` where nothing tells it, such as for an
            object that is told apart by no discriminator, and so may be of any.
        """
        branches = self.branches(schema)
        discriminator = schema.get("discriminator")
        if isinstance(discriminator, dict) and isinstance(value, dict):
            tag = value.get(str(discriminator.get("propertyName")))
            kinds = schema["oneOf" if "oneOf" in schema else "anyOf"]
            pairs = zip(branches, kinds, strict=True)
            return next(
                (one for one, kind in pairs if tag in discriminated(discriminator, kind)), None
            )
        known = [self.values(each) for each in branches]
        fitting = [
            branch
            for branch, values in zip(branches, known, strict=True)
            if any(is_same(value, each) for each in values)
        ]
        objects = [values for values in known if any(isinstance(each, dict) for each in values)]
        is_told = not isinstance(value, dict) or len(objects) == 1
        return fitting[0] if len(fitting) == 1 and is_told else None

    def is_hidden(self, schema: Any) -> bool:
        """Tell whether a property is not part of these values."""
        return self.resolve(schema).get(self._hidden) is True

    def _resolve(self, schema: Any, seen: tuple[str, ...]) -> dict[str, Any]:
        if not isinstance(schema, dict):
            return {} if schema is not False else {"enum": []}
        parts = []
        reference = schema.get("$ref")
        if isinstance(reference, str):
            if reference in seen:
                return {}
            seen = (*seen, reference)
            parts.append(self._resolve(find(self.document, reference.removeprefix("#")), seen))
            if self._is_old:  # OpenAPI 3.0.4, 4.8.23: what stands beside a reference is ignored
                return parts[0]
        parts += [self._resolve(each, seen) for each in schema.get("allOf") or ()]
        own = {key: value for key, value in schema.items() if key not in ("$ref", "allOf")}
        return _joined([*parts, own])

    def _distinct(self, schema: Any, depth: int) -> list[Any]:
        found: list[Any] = []
        for value in self._values(self.resolve(schema), depth):
            if not any(is_same(value, each) for each in found):
                found.append(value)
            if len(found) == MOST:
                break
        return found

    def _values(self, schema: dict[str, Any], depth: int) -> Iterator[Any]:
        if schema.get("nullable") is True and "type" in schema:
            yield from self._values({**schema, "nullable": False}, depth)
            yield None
        elif "const" in schema:
            yield schema["const"]
        elif isinstance(schema.get("enum"), list):
            yield from list(schema["enum"])
        elif branches := self.branches(schema):
            yield from self._of_branches(schema, branches, depth)
        elif isinstance(schema.get("type"), list):
            for kind in schema["type"]:
                yield from self._values({**schema, "type": kind}, depth)
        else:
            yield from self._of_type(schema, depth)

    def _of_type(self, schema: dict[str, Any], depth: int) -> Iterator[Any]:
        kind = schema.get("type")
        if kind == "object" or (kind is None and any(word in schema for word in _OBJECT)):
            yield from self._objects(schema, depth)
        elif kind == "array":
            yield from self._lists(schema, depth)
        else:
            formats = _FORMATS if kind == "string" else {}
            yield from formats.get(str(schema.get("format")), _KNOWN.get(str(kind), _ANYTHING))

    def _of_branches(
        self, schema: dict[str, Any], branches: list[Any], depth: int
    ) -> Iterator[Any]:
        discriminator = schema.get("discriminator")
        found = [self.values(each, depth) for each in branches]
        if isinstance(discriminator, dict) and "propertyName" in discriminator:
            kinds = schema["oneOf" if "oneOf" in schema else "anyOf"]
            found = [
                _tagged(values, discriminator["propertyName"], discriminated(discriminator, branch))
                for values, branch in zip(found, kinds, strict=True)
            ]
        # In turns, so that each branch has its share.
        for place in range(MOST):
            yield from (values[place] for values in found if place < len(values))

    def _objects(self, schema: dict[str, Any], depth: int) -> Iterator[dict[str, Any]]:
        properties = {
            name: each
            for name, each in (schema.get("properties") or {}).items()
            if not self.is_hidden(each)
        }
        needed = properties.keys() & {*(schema.get("required") or ())}
        if depth >= _DEEPEST:
            properties = {name: each for name, each in properties.items() if name in needed}
        choices = {name: self.values(each, depth) for name, each in properties.items()}
        if any(not choices[name] for name in needed):
            return
        whole = {name: found[0] for name, found in choices.items() if found}
        more = self._more(schema, properties, depth) if depth < _DEEPEST else {}
        yield whole | more
        yield {name: value for name, value in whole.items() if name in needed}
        for name, found in choices.items():
            for value in found[1:]:
                yield whole | {name: value}

    def _more(
        self, schema: dict[str, Any], properties: dict[str, Any], depth: int
    ) -> dict[str, Any]:
        """Make values under names that are no properties."""
        found = {}
        patterns = schema.get("patternProperties") or {}
        for pattern, inner in patterns.items():
            name = matching(pattern)
            if name and name not in properties and (values := self.values(inner, depth)):
                found[name] = values[0]
        inner = schema.get("additionalProperties", True)
        name = "additional key"
        is_free = name not in properties and not any(re.search(each, name) for each in patterns)
        if inner is not False and is_free and (values := self.values(inner, depth)):
            found[name] = values[0]
        return found

    def _lists(self, schema: dict[str, Any], depth: int) -> Iterator[list[Any]]:
        least = schema.get("minItems", 0)
        most = schema.get("maxItems", MOST)
        values = self.values(schema.get("items", {}), depth)
        for found in (values[:most], values[:1], []):
            if isinstance(least, int) and len(found) >= least:
                yield found


def discriminated(discriminator: dict[str, Any], branch: Any) -> list[str]:
    """List the values of a discriminator that stand for a branch (OpenAPI 3.1.1, 4.8.25)."""
    reference = branch.get("$ref") if isinstance(branch, dict) else None
    if not isinstance(reference, str):
        return []
    name = reference.rpartition("/")[2]
    mapping = discriminator.get("mapping") or {}
    return [tag for tag, target in mapping.items() if target in (reference, name)] or [name]


def _tagged(values: list[Any], name: str, tags: list[str]) -> list[Any]:
    """Give the objects among values the discriminator that stands for them."""
    objects = [each for each in values if isinstance(each, dict)]
    return [{**each, name: tag} for each in objects for tag in tags] or values


def matching(pattern: str) -> str | None:
    """Find a name that a simple regular expression matches; `None` where none is found."""
    for name in (pattern.strip("^$"), f"{pattern.strip('^$')}1", "a", "1", "x-a", "a1", "A_1"):
        if re.search(pattern, name):
            return name
    return None


def is_same(value: Any, other: Any) -> bool:
    """Compare two values as JSON Schema does: `true` is not 1, and 1.0 is 1."""
    if isinstance(value, dict) and isinstance(other, dict):
        return value.keys() == other.keys() and all(is_same(value[k], other[k]) for k in value)
    if isinstance(value, list) and isinstance(other, list):
        pairs = zip(value, other, strict=False)
        return len(value) == len(other) and all(is_same(one, two) for one, two in pairs)
    return isinstance(value, bool) is isinstance(other, bool) and bool(value == other)


def _joined(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Join the parts of an `allOf`."""
    whole: dict[str, Any] = {}
    for part in parts:
        properties = dict(whole.get("properties") or {})
        for name, each in (part.get("properties") or {}).items():
            known = properties.get(name)
            properties[name] = each if known in (None, each) else {"allOf": [known, each]}
        required = [*whole.get("required", ()), *(part.get("required") or ())]
        whole |= part
        whole |= {"properties": properties} if properties else {}
        whole |= {"required": [*dict.fromkeys(required)]} if required else {}
    return whole
