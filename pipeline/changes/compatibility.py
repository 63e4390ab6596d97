"""Compare two schemas one level at a time: what changed there, and which schemas stand below."""

import re
from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace

from pipeline.changes import constraints
from pipeline.changes.change import Edit, Kind, code, limit, listed
from pipeline.changes.schema_forms import (
    TYPES,
    Form,
    Place,
    Schemas,
    assertions,
    items,
    mapping,
    types_of,
)
from pipeline.parity.document import GRAMMAR, pointer

_OPEN = ("items", "additionalProperties", "unevaluatedItems", "unevaluatedProperties")


@dataclass(frozen=True)
class Pair:
    """Two schemas to compare next, one of each document.

    Attributes:
        old: The schema before.
        new: The schema after.
        flipped: Whether the directions change places below it (`not`).
        sent: Whether clients send it where they send what is around it.
        received: The same for what they receive.
    """

    old: Place
    new: Place
    flipped: bool = False
    sent: bool = True
    received: bool = True


Found = Iterator[Edit | Pair]
_Matches = tuple[list[tuple[Place, Place]], list[Place], list[Place]]


class Comparer:
    """Compares schemas of two documents.

    Args:
        old: The schemas before.
        new: The schemas after.
    """

    def __init__(self, old: Schemas, new: Schemas) -> None:
        self._old, self._new = old, new

    def compare(self, old: Place, new: Place) -> Found:
        """Compare two schemas.

        Args:
            old: The schema before.
            new: The schema after.

        Yields:
            The edits of the schema itself, and the pairs below it that are still to compare.
        """
        before, after = self._old.form(old), self._new.form(new)
        # A component is called by its own name wherever it is met.
        name = after.place.name
        yield from constraints.notes(before, after, name)
        anything = [_takes_all(form) for form in (before, after)]
        if anything[0] != anything[1]:
            yield from _any_value(before, after, wider=anything[1])
            return
        if before.null != after.null and not any(anything):
            said = f"may {'now' if after.null else 'no longer'} be {code(None)}"
            yield limit(after.place.at, name, said, wider=after.null)
        if len(before.branches) == len(after.branches) == 1:
            yield from self._plain(before.branches[0], after.branches[0])
        else:
            yield from self._alternatives(before, after)

    def _alternatives(self, old: Form, new: Form) -> Found:
        name = new.place.name
        matched, gone, fresh = self._match(old.branches, new.branches)
        yield from (Pair(*pair) for pair in matched)
        for each in gone:
            said = f"{self._called(each)} is no alternative any more"
            yield limit(each.at, name, said, wider=False, kind=Kind.REMOVED)
        for each in fresh:
            said = f"{self._called(each)} is a new alternative"
            yield limit(each.at, name, said, wider=True, kind=Kind.ADDED)
        if old.exclusive != new.exclusive and min(len(old.branches), len(new.branches)) > 1:
            said = "may match several alternatives now" if old.exclusive else "must match just one"
            yield limit(new.place.at, name, said, wider=old.exclusive)
        yield from self._discriminators(old.place, new.place)

    def _discriminators(self, old: Place, new: Place) -> Found:
        tables = [side.value.get("discriminator") for side in (old, new)]
        before, after = (each if isinstance(each, dict) else {} for each in tables)
        if before.get("propertyName") != after.get("propertyName"):
            yield from constraints.rule(old, new, "discriminator")
            return
        mappings = [each.get("mapping") or {} for each in (before, after)]
        at = pointer(pointer(new.at, "discriminator"), "mapping")
        for key in dict.fromkeys((*mappings[0], *mappings[1])):
            was, now = (
                # A renamed schema is found behind another reference.
                side.digest(Place({"$ref": str(mapping[key])}, "")) if key in mapping else None
                for side, mapping in zip((self._old, self._new), mappings, strict=True)
            )
            if was is None or now is None:
                kind, said = (Kind.ADDED, "new") if was is None else (Kind.REMOVED, "gone")
                text = f"the discriminator value {code(key)} is {said}"
                yield limit(pointer(at, key), new.name, text, wider=was is None, kind=kind)
            elif was != now and mappings[0][key] != mappings[1][key]:
                text = f"{new.name}: the discriminator value {code(key)} means another schema."
                yield Edit(pointer(at, key), text, sent=True, received=True)

    def _called(self, branch: Place) -> str:
        for schemas in (self._new, self._old):
            if found := schemas.target(branch):
                return found.name
        if _is_component(branch.at):
            return branch.name
        types = types_of(branch.value if isinstance(branch.value, dict) else {})
        return listed(sorted(types)) if types <= TYPES else "an inline schema"

    def _match(self, old: tuple[Place, ...], new: tuple[Place, ...]) -> _Matches:
        """Pair alternatives: by name, by equal structure, by a JSON type that no other one has."""
        pairs: list[tuple[Place, Place]] = []
        gone, fresh = list(old), list(new)
        for key, unique in ((_component, False), (Schemas.digest, False), (_type, True)):
            found, gone, fresh = _matched(
                [(key(self._old, each), each) for each in gone],
                [(key(self._new, each), each) for each in fresh],
                unique=unique,
            )
            pairs += found
        return pairs, gone, fresh

    def _plain(self, old: Place, new: Place) -> Found:
        parts = self._old.conjuncts(old), self._new.conjuncts(new)
        if bool(parts[0]) != bool(parts[1]):
            # A schema that becomes a part of another is still there.
            sides = [
                each and each + _own(side) for each, side in zip(parts, (old, new), strict=True)
            ]
            matches = self._match(tuple(sides[0] or [old]), tuple(sides[1] or [new]))
            if matches[0]:
                yield from self._parts(matches, new.name)
                return
        yield from constraints.types(old, new)
        if not constraints.share_a_type(old, new):
            return  # nothing that is said of the one holds for the other
        yield from self._parts(self._match(tuple(parts[0]), tuple(parts[1])), new.name)
        yield from constraints.values(old, new)
        yield from constraints.bounds(old, new)
        yield from constraints.formats(old, new)
        yield from self._properties(old, new)
        for key in dict.fromkeys((*assertions(old.value), *assertions(new.value))):
            yield from self._below(old, new, key)
        yield from constraints.others(old, new)

    def _parts(self, matches: _Matches, name: str) -> Found:
        matched, gone, fresh = matches
        yield from (Pair(*pair) for pair in matched)
        for each in gone:
            said = f"need no longer be {self._called(each)} as well"
            yield limit(each.at, name, said, wider=True)
        for each in fresh:
            yield limit(each.at, name, f"must be {self._called(each)} as well", wider=False)

    def _properties(self, old: Place, new: Place) -> Found:
        before, after = _map(old, "properties"), _map(new, "properties")
        needed = [_required(side) for side in (old, new)]
        for name in dict.fromkeys((*before, *after, *needed[0], *needed[1])):
            path = f".{name}"
            a, b = (side.child("properties", name, path=path) for side in (old, new))
            there = [name in before, name in after]
            hidden = self._hidden(a if there[0] else None, b if there[1] else None)
            if all(there):
                yield Pair(a, b, sent="readOnly" not in hidden, received="writeOnly" not in hidden)
            was, now = name in needed[0], name in needed[1]
            if there == [False, True]:
                text = f"{new.name}: the {_need(now)} property {code(name)} was added."
                edit = Edit(b.at, text, sent=now, kind=Kind.ADDED)
            elif there == [True, False]:
                # Asymmetric on purpose: readers pass over what is new to them, but a caller
                # who still sends it is no longer understood.
                text = f"{new.name}: the {_need(was)} property {code(name)} was removed."
                edit = Edit(a.at, text, sent=True, received=was, kind=Kind.REMOVED)
            elif was != now:
                text = f"{new.name}: the property {code(name)} is now {_need(now)}."
                edit = Edit(pointer((new if now else old).at, "required"), text, now, was)
            else:
                continue
            sent = edit.sent and "readOnly" not in hidden
            yield replace(edit, sent=sent, received=edit.received and "writeOnly" not in hidden)

    def _hidden(self, old: Place | None, new: Place | None) -> set[str]:
        """Which of `readOnly` and `writeOnly` a property is on every side that has it."""
        sides = [
            {key for key, note in schemas.follow(place)[1].items() if note.value is True}
            for schemas, place in ((self._old, old), (self._new, new))
            if place
        ]
        return set.intersection(*sides) if sides else set()

    def _below(self, old: Place, new: Place, key: str) -> Found:
        kind = GRAMMAR["schema"].get(key, "data")
        both = key in old.value and key in new.value
        if key in ("properties", "allOf", "if", "then", "else"):
            return
        if kind == "schema" and (both or key in _OPEN):
            yield from _schemas_below(old, new, key)
        elif key in ("anyOf", "oneOf") and both:
            yield from self._alternatives(_union(old, key), _union(new, key))
        elif kind in ("{schema}", "[schema]") and both:
            a, b = (side.child(key, path=f".{key}") for side in (old, new))
            for name in dict.fromkeys((*_steps(a), *_steps(b))):
                yield Pair(*_below_both(a, b, name, path=f".{name}"))
        elif kind in ("schema", "{schema}", "[schema]"):
            yield from constraints.rule(old, new, key)


def _any_value(old: Form, new: Form, *, wider: bool) -> Found:
    plain = len(old.branches) == len(new.branches) == 1
    edits = list(constraints.types(old.branches[0], new.branches[0])) if plain else []
    if edits:
        yield from edits
    else:
        said = f"may {'now' if wider else 'no longer'} be any value"
        yield limit(new.place.at, new.place.name, said, wider=wider)


def _schemas_below(old: Place, new: Place, key: str) -> Found:
    path = {"items": "[]", "additionalProperties": ".*"}.get(key, f".{key}")
    a, b = _below_both(old, new, key, path=path)
    if (a.value is False) != (b.value is False):
        said = "are allowed now" if a.value is False else "are not allowed any more"
        yield limit(b.at, new.name, f"{code(key)} {said}", wider=a.value is False)
    else:
        yield Pair(a, b, flipped=key == "not")


def _below_both(old: Place, new: Place, key: str | int, path: str) -> tuple[Place, Place]:
    """Go down on both sides; a schema that one side has not is any value, where the other's is."""
    a, b = (side.child(key, absent=True, path=path) for side in (old, new))
    if key not in _steps(new):
        return a, replace(b, at=a.at)
    return (a if key in _steps(old) else replace(a, at=b.at)), b


def _steps(place: Place) -> list[str | int]:
    value = place.value
    if isinstance(value, dict):
        return list(value)
    return list(range(len(value))) if isinstance(value, list) else []


def _union(place: Place, key: str) -> Form:
    return Form(place, null=False, branches=tuple(items(place, key)), exclusive=key == "oneOf")


def _takes_all(form: Form) -> bool:
    return len(form.branches) == 1 and not assertions(mapping(form.branches[0].value))


def _map(place: Place, key: str) -> dict[str, object]:
    found = place.value.get(key)
    return found if isinstance(found, dict) else {}


def _required(place: Place) -> list[str]:
    names = place.value.get("required")
    return [str(name) for name in names] if isinstance(names, list) else []


def _need(needed: bool) -> str:
    return "required" if needed else "optional"


def _own(place: Place) -> list[Place]:
    """What a schema says beside its parts, as one more part."""
    own = {key: value for key, value in place.value.items() if key not in ("allOf", "$ref")}
    return [replace(place, value=own)] if assertions(own) else []


def _matched(
    old: list[tuple[Hashable, Place]], new: list[tuple[Hashable, Place]], *, unique: bool
) -> _Matches:
    counts = [Counter(key for key, _ in side) for side in (old, new)]
    waiting = list(new)
    pairs: list[tuple[Place, Place]] = []
    gone: list[Place] = []
    for key, place in old:
        same = [pair for pair in waiting if pair[0] == key]
        if key is None or not same or (unique and max(side[key] for side in counts) > 1):
            gone.append(place)
        else:
            waiting.remove(same[0])
            pairs.append((place, same[0][1]))
    return pairs, gone, [place for _, place in waiting]


def _component(schemas: Schemas, place: Place) -> str | None:
    at = schemas.follow(place)[0].at
    return at if _is_component(at) else None


def _is_component(at: str) -> bool:
    return re.fullmatch("/components/schemas/[^/]*", at) is not None


def _type(schemas: Schemas, place: Place) -> frozenset[str] | None:
    if _component(schemas, place):
        return None
    return types_of(schemas.follow(place)[0].value) - {"null"}
