"""Compare the keywords of two schemas that constrain values without schemas below them.

Keywords and their meaning: JSON Schema 2020-12 (Validation), 6; for OpenAPI 3.0 its section 4.7.24.
"""

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from pipeline.changes.change import Edit, Kind, code, limit, listed
from pipeline.changes.schema_forms import (
    TYPES,
    Form,
    Place,
    assertions,
    digest,
    types_of,
    values_of,
)
from pipeline.parity.document import GRAMMAR, pointer

_LOWER = ("minimum", "minLength", "minItems", "minProperties", "minContains")
_UPPER = ("maximum", "maxLength", "maxItems", "maxProperties", "maxContains")
_EXCLUSIVE = {"minimum": "exclusiveMinimum", "maximum": "exclusiveMaximum"}
# Formats of the OpenAPI registry whose values are all values of another one.
_INSIDE = {"int32": "int64", "float": "double"}
# Compared elsewhere, or here by a rule of their own.
_KNOWN = {
    *("type", "enum", "const", "multipleOf", "uniqueItems", "format", "required", "$ref"),
    *(*_LOWER, *_UPPER, *_EXCLUSIVE.values()),
}


def notes(old: Form, new: Form, name: str) -> Iterator[Edit]:
    """Compare what is said of a schema beside its values.

    Args:
        old: The schema before.
        new: The schema after.
        name: What to call it.

    Yields:
        An edit for each of `default`, `deprecated`, `readOnly` and `writeOnly` that changed.
    """
    for key in dict.fromkeys((*old.notes, *new.notes)):
        before, after = old.notes.get(key), new.notes.get(key)
        place = after or before
        values = [side.value if side else None for side in (before, after)]
        if place is None or digest(values[0]) == digest(values[1]):
            continue
        if key == "default":
            yield _default(before, after, place.at, name)
        elif bool(values[0]) == bool(values[1]):
            continue
        elif key == "deprecated":
            yield Edit(place.at, *_deprecation(name, deprecated=bool(values[1])))
        else:
            # It is no longer sent, or no longer received.
            said = f"{name}: is {'now' if values[1] else 'no longer'} {code(key)}."
            narrower = bool(values[1])
            yield Edit(
                place.at,
                said,
                sent=narrower and key == "readOnly",
                received=narrower and key == "writeOnly",
            )


def _deprecation(name: str, *, deprecated: bool) -> tuple[str, bool, bool, Kind]:
    said = "is deprecated" if deprecated else "is no longer deprecated"
    return f"{name}: {said}.", False, False, Kind.DEPRECATED if deprecated else Kind.CHANGED


def _default(before: Place | None, after: Place | None, at: str, name: str) -> Edit:
    if before is None and after is not None:
        return Edit(at, f"{name}: the default {code(after.value)} is now documented.")
    if after is None and before is not None:
        return Edit(at, f"{name}: the default {code(before.value)} is no longer documented.")
    values = [side.value if side else None for side in (before, after)]
    said = f"{name}: the default changed from {code(values[0])} to {code(values[1])}."
    return Edit(at, said, sent=True)  # requests without it mean something else


def types(old: Place, new: Place) -> Iterator[Edit]:
    """Compare the JSON types of two schemas, `null` apart; an integer is a number."""
    before, after = (_expanded(types_of(side.value)) for side in (old, new))
    if before != after:
        text = f"{new.name}: the type changed from {_type_names(old)} to {_type_names(new)}."
        yield Edit(
            pointer(new.at, "type") if "type" in new.value else new.at,
            text,
            sent=bool(before - after),
            received=bool(after - before),
        )


def share_a_type(old: Place, new: Place) -> bool:
    """Whether any value can be of both schemas, to judge by their types."""
    return bool(_expanded(types_of(old.value)) & _expanded(types_of(new.value)))


def _expanded(names: frozenset[str]) -> frozenset[str]:
    return (names | {"integer"} if "number" in names else names) - {"null"}


def _type_names(place: Place) -> str:
    names = types_of(place.value) - {"null"}
    return "any" if names == TYPES else listed(sorted(names))


def values(old: Place, new: Place) -> Iterator[Edit]:
    """Compare the values that `enum` or `const` allow, `null` apart."""
    before, after = (_by_digest(values_of(side.value)) for side in (old, new))
    olds, news = (
        pointer(side.at, "const" if "const" in side.value else "enum") for side in (old, new)
    )
    if before is None and after is not None:
        said = f"only the values {listed(after.values())} are allowed now"
        yield limit(news, new.name, said, wider=False)
    elif before is not None and after is None:
        yield limit(olds, new.name, f"not only {listed(before.values())} may stand now", wider=True)
    elif before is not None and after is not None:
        gone = [value for key, value in before.items() if key not in after]
        more = [value for key, value in after.items() if key not in before]
        if gone:
            said = f"{_values(gone)} {listed(gone)} removed"
            yield limit(olds, new.name, said, wider=False, kind=Kind.REMOVED)
        if more:
            said = f"{_values(more)} {listed(more)} added"
            yield limit(news, new.name, said, wider=True, kind=Kind.ADDED)


def _by_digest(allowed: list[Any] | None) -> dict[str, Any] | None:
    if allowed is None:
        return None
    return {digest(value): value for value in allowed if value is not None}


def _values(found: list[Any]) -> str:
    return "value" if len(found) == 1 else "values"


def bounds(old: Place, new: Place) -> Iterator[Edit]:
    """Compare minimum and maximum, lengths, numbers of items and properties, and steps."""
    for key in (*_LOWER, *_UPPER):
        before, after = (_bound(side.value, key) for side in (old, new))
        if before == after:
            continue
        at = _at(old, new, _EXCLUSIVE[key] if key in _EXCLUSIVE and key not in new.value else key)
        said = _moved(code(key), _shown(before), _shown(after))
        tight = [_tightness(bound, key) for bound in (before, after)]
        yield limit(at, new.name, said, wider=tight[1] < tight[0])
    yield from _multiple(old, new)
    unique = [side.value.get("uniqueItems") is True for side in (old, new)]
    if unique[0] != unique[1]:
        said = "items must differ from each other" if unique[1] else "items may repeat now"
        yield limit(_at(old, new, "uniqueItems"), new.name, said, wider=unique[0])


def _bound(schema: dict[str, Any], key: str) -> tuple[float, bool] | None:
    # OpenAPI 3.0 writes `exclusiveMinimum: true` beside `minimum`, 3.1 a number of its own.
    exclusive = schema.get(_EXCLUSIVE.get(key, ""))
    found = []
    if _is_number(schema.get(key)):
        found.append((schema[key], exclusive is True))
    if _is_number(exclusive):
        found.append((exclusive, True))
    if key in _LOWER:
        # A length below zero, or of zero at least, says nothing.
        said = [each for each in found if key == "minimum" or each[0] > 0]
        return max(said, default=None)
    return min(found, key=lambda each: (each[0], not each[1]), default=None)


def _tightness(bound: tuple[float, bool] | None, key: str) -> tuple[float, bool]:
    if bound is None:
        return (-math.inf, False)
    return (bound[0] if key in _LOWER else -bound[0], bound[1])


def _is_number(value: Any) -> bool:
    return type(value) in (int, float)


def _shown(bound: tuple[float, bool] | None) -> str | None:
    return None if bound is None else code(bound[0]) + (" (exclusive)" if bound[1] else "")


def _moved(what: str, before: str | None, after: str | None) -> str:
    if before is None:
        return f"a {what} of {after} was set"
    return (
        f"the {what} of {before} was dropped"
        if after is None
        else (f"{what} changed from {before} to {after}")
    )


def _multiple(old: Place, new: Place) -> Iterator[Edit]:
    before, after = (
        Fraction(str(value))
        if _is_number(value := side.value.get("multipleOf")) and value
        else None
        for side in (old, new)
    )
    if before == after:
        return
    said = _moved(
        code("multipleOf"),
        None if before is None else code(old.value["multipleOf"]),
        None if after is None else code(new.value["multipleOf"]),
    )
    # Multiples of 4 are multiples of 2.
    narrower = before is None or (after is not None and (after / before).denominator == 1)
    wider = after is None or (before is not None and (before / after).denominator == 1)
    unlike = not narrower and not wider
    at = _at(old, new, "multipleOf")
    yield Edit(at, f"{new.name}: {said}.", sent=narrower or unlike, received=wider or unlike)


def formats(old: Place, new: Place) -> Iterator[Edit]:
    """Compare the formats of two schemas."""
    before, after = (side.value.get("format") for side in (old, new))
    if before == after:
        return
    shown = [None if side is None else code(side) for side in (before, after)]
    said = _moved(code("format"), *shown)
    text, at = f"{new.name}: {said}.", _at(old, new, "format")
    narrower = after is not None and _INSIDE.get(str(before)) != after
    wider = before is not None and _INSIDE.get(str(after)) != before
    yield Edit(at, text, sent=narrower, received=wider)


def others(old: Place, new: Place) -> Iterator[Edit]:
    """Compare the keywords that no rule knows: set is narrower, dropped is wider, changed both."""
    for key in dict.fromkeys((*assertions(old.value), *assertions(new.value))):
        if key in _KNOWN or (key in GRAMMAR["schema"] and key not in ("if", "then", "else")):
            continue
        yield from rule(old, new, key)


def rule(old: Place, new: Place, key: str) -> Iterator[Edit]:
    """Compare one keyword as a whole, as `others` does."""
    kind = GRAMMAR["schema"].get(key, "data")
    before, after = (
        digest(side.value[key], kind) if key in side.value else None for side in (old, new)
    )
    if before != after:
        said = "set" if before is None else "dropped" if after is None else "changed"
        yield Edit(
            _at(old, new, key),
            f"{new.name}: {code(key)} was {said}.",
            sent=after is not None,
            received=before is not None,
        )


def _at(old: Place, new: Place, key: str) -> str:
    return pointer((old if key in old.value and key not in new.value else new).at, key)
