"""One canonical form for schemas that say the same in different spellings.

References are followed, `null` is told apart from the other values, and every schema is a list of
alternatives; a plain one is a list of one.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from urllib.parse import unquote

from pipeline.changes.change import code
from pipeline.parity.document import DATA, GRAMMAR, children, is_set_aside, pointer

ANNOTATIONS = ("default", "deprecated", "readOnly", "writeOnly")
# Names, anchors and links: they change no value.
_IDENTITY = ("$id", "$schema", "$anchor", "$vocabulary", "$defs", "definitions", "externalDocs")
TYPES = frozenset(("boolean", "object", "array", "number", "integer", "string"))


@dataclass(frozen=True)
class Place:
    """A part of a document and where it stands.

    Attributes:
        value: The part.
        at: Its JSON pointer.
        owner: What it belongs to, as Markdown: "query parameter `limit`".
        path: The way from the owner, in dots: "data[].id"; empty for the owner itself.
    """

    value: Any
    at: str
    owner: str = ""
    path: str = ""

    def child(self, *keys: str | int, absent: Any = None, path: str = "") -> "Place":
        """Go down; a part that is not there is `absent`."""
        value, at = self.value, self.at
        for key in keys:
            at = pointer(at, key)
            value = dict(_entries(value)).get(key, absent)
        return Place(value, at, self.owner, self.path + path)

    @property
    def name(self) -> str:
        """What to call the place in a sentence."""
        path = self.path.removeprefix(".")
        return f"{self.owner}, {code(path)}" if path else self.owner


def _entries(value: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


@dataclass(frozen=True)
class Form:
    """A schema in canonical form.

    Attributes:
        place: The schema, references followed.
        null: Whether `null` is a value of it.
        branches: The alternatives without `null`; none where `null` is all there is.
        exclusive: Whether exactly one alternative must hold (`oneOf`).
        notes: What is said of the schema beside its values: the keys of `ANNOTATIONS`.
    """

    place: Place
    null: bool
    branches: tuple[Place, ...]
    exclusive: bool = False
    notes: dict[str, Place] = field(default_factory=dict)


class Schemas:
    """The schemas of one document.

    Args:
        document: An OpenAPI document.
    """

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self._siblings = not str(document.get("openapi", "3.1")).startswith("3.0")

    def target(self, place: Place) -> Place | None:
        """Find what a Reference Object refers to; `None` where nothing in this document is."""
        reference = place.value.get("$ref") if isinstance(place.value, dict) else None
        if not isinstance(reference, str) or not reference.startswith("#"):
            return None
        found: Any = self.document
        at = ""
        for step in reference.removeprefix("#").removeprefix("/").split("/"):
            key: Any = unquote(step).replace("~1", "/").replace("~0", "~")
            at = pointer(at, key)
            if isinstance(found, list) and key.isdecimal() and int(key) < len(found):
                found = found[int(key)]
            elif isinstance(found, dict) and key in found:
                found = found[key]
            else:
                return None
        owner, path = place.owner, place.path
        match at.split("/")[1:]:
            case ["components", "schemas", name, *rest]:
                name = name.replace("~1", "/").replace("~0", "~")
                owner, path = f"schema {code(name)}", "".join(f".{step}" for step in rest)
        return Place(found, at, owner, path)

    def resolve(self, place: Place) -> Place:
        """Follow Reference Objects that are no schemas: parameters, bodies, responses, headers."""
        seen = {place.at}
        while (found := self.target(place)) and found.at not in seen:
            seen.add(found.at)
            place = replace(found, owner=place.owner, path=place.path)
        return place

    def follow(self, place: Place) -> tuple[Place, dict[str, Place]]:
        """Go from a schema that only points to another one to that other.

        Returns:
            The schema found, and the notes and `nullable` met on the way, the first of each.
        """
        notes: dict[str, Place] = {}
        seen: set[str] = set()
        while True:
            place = replace(place, value=mapping(place.value))
            for key in (*ANNOTATIONS, "nullable"):
                if key in place.value:
                    notes.setdefault(key, place.child(key))
            seen.add(place.at)
            inner = self._only(place)
            if inner is None or inner.at in seen:
                return place, notes
            place = inner

    def _only(self, place: Place) -> Place | None:
        keys = assertions(place.value)
        if "$ref" in keys and (len(keys) == 1 or not self._siblings):
            return self.target(place)
        if keys == ["allOf"] and len(parts := self.conjuncts(place)) == 1:
            return parts[0]
        return None

    def conjuncts(self, place: Place) -> list[Place]:
        """List what must hold beside the schema's own keywords: `$ref` and `allOf`, each once."""
        parts = list(items(place, "allOf"))
        if "$ref" in place.value and (found := self.target(place)):
            parts.insert(0, found)
        distinct = {self.digest(part): part for part in parts if assertions(mapping(part.value))}
        return list(distinct.values())

    def digest(self, place: Place) -> str:
        """Name the contract of a schema: equal for equal structure, whatever the order."""
        return digest(self.follow(place)[0].value, "schema")

    def takes_all(self, place: Place) -> bool:
        """Whether every value is one of a schema."""
        return not assertions(self.follow(place)[0].value)

    def form(self, place: Place, above: frozenset[str] = frozenset()) -> Form:
        """Bring a schema into canonical form.

        Args:
            place: The schema.
            above: The pointers of the schemas that this one is the only alternative of.

        Returns:
            Its form.
        """
        found, notes = self.follow(place)
        nullable = "nullable" in notes and notes.pop("nullable").value is True
        keys = assertions(found.value)
        for keyword in ("anyOf", "oneOf"):
            if keyword in keys and {*keys} <= {keyword, "discriminator"} and found.at not in above:
                return self._union(found, keyword, above, notes, null=nullable)
        null = nullable or self._has_null(found, above)
        nothing = found.value == {"not": {}} or _is_null(found.value)
        return Form(found, null, () if nothing else (found,), notes=notes)

    def _has_null(self, place: Place, above: frozenset[str]) -> bool:
        """Whether `null` is a value of a schema: of its own keywords, and of all its parts."""
        found, notes = self.follow(place)
        if "nullable" in notes and notes["nullable"].value is True:
            return True
        values = values_of(found.value)
        if found.at in above or "null" not in types_of(found.value):
            return found.at in above
        if values is not None and None not in values:
            return False
        below = above | {found.at}
        return all(self._has_null(part, below) for part in self.conjuncts(found)) and all(
            any(self._has_null(branch, below) for branch in items(found, key))
            for key in ("anyOf", "oneOf")
            if found.value.get(key)
        )

    def _union(
        self,
        place: Place,
        keyword: str,
        above: frozenset[str],
        notes: dict[str, Place],
        *,
        null: bool,
    ) -> Form:
        every = list(items(place, keyword))
        branches = [branch for branch in every if not _is_null(self.follow(branch)[0].value)]
        null = null or len(branches) < len(every)
        if any(self.takes_all(branch) for branch in branches):
            anything = replace(place, value={})
            return Form(anything, True, (anything,), notes=notes)
        plain = all(assertions(mapping(branch.value)) == ["type"] for branch in branches)
        if len(branches) == 1 and "discriminator" not in place.value:
            inner_form = self.form(branches[0], above | {place.at})
            merged = {**inner_form.notes, **notes}
            return replace(inner_form, null=null or inner_form.null, notes=merged)
        if branches and plain:
            types = sorted({name for each in branches for name in types_of(each.value)})
            merged_place = replace(place, value={"type": types})
            return Form(merged_place, null or "null" in types, (merged_place,), notes=notes)
        return Form(place, null, tuple(branches), keyword == "oneOf", notes)


def items(place: Place, key: str) -> Iterator[Place]:
    """List the schemas of `allOf`, `anyOf` or `oneOf`."""
    for index, _ in _entries(place.value.get(key)):
        yield place.child(key, index)


def mapping(schema: Any) -> dict[str, Any]:
    """Write a boolean schema as a mapping (JSON Schema 2020-12, 4.3.2)."""
    if schema is False:
        return {"not": {}}
    return schema if isinstance(schema, dict) else {}


def _is_null(schema: dict[str, Any]) -> bool:
    return types_of(schema) == {"null"} or values_of(schema) == [None]


def assertions(schema: dict[str, Any]) -> list[str]:
    """List the keywords of a schema that decide which values it has."""
    kinds = GRAMMAR["schema"]
    return [
        key
        for key, value in schema.items()
        if not is_set_aside(kinds.get(key, DATA))
        and key not in (*ANNOTATIONS, *_IDENTITY, "nullable")
        and not key.startswith("x-")
        and not (key == "allOf" and not any(assertions(mapping(part)) for part in value))
    ]


def types_of(schema: dict[str, Any]) -> frozenset[str]:
    """List the JSON types of a schema, `null` among them; all where it names none."""
    named = schema.get("type")
    if named is None:
        return TYPES | {"null"}
    return frozenset(map(str, named if isinstance(named, list) else [named]))


def values_of(schema: dict[str, Any]) -> list[Any] | None:
    """List the values that a schema allows by `enum` or `const`; `None` where it does not say."""
    if "const" in schema:
        return [schema["const"]]
    values = schema.get("enum")
    return values if isinstance(values, list) else None


def digest(node: Any, kind: str = DATA) -> str:
    """Name the structure of a part of a document.

    Args:
        node: The part.
        kind: Its kind, a key of `document.GRAMMAR`.

    Returns:
        JSON without prose, annotations apart; the same for another order of keys, alternatives,
        `required` and `enum`, and for `1` and `1.0`.
    """
    return json.dumps(_canonical(node, kind), sort_keys=True)


def _canonical(node: Any, kind: str) -> Any:
    if not isinstance(node, dict | list):
        return int(node) if isinstance(node, float) and node.is_integer() else node
    parts = {
        key: _canonical(value, inner)
        for key, value, inner in children(node, kind)
        if not is_set_aside(inner)
    }
    if isinstance(node, dict):
        return parts
    items = list(parts.values())
    return sorted(items, key=partial(json.dumps, sort_keys=True)) if kind[0] == "<" else items
