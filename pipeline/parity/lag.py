"""Tell a translation that lags behind from one that contradicts.

A part that bears a name (a path, an operation, a parameter, a property, a schema, a response, …)
and stands in one document only lags: it is new, or the other has dropped it. All else, such as
another type, bound or value of an `enum`, is a contradiction.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from pipeline.generate.templates.text import printable
from pipeline.parity.compare import Comparison, Difference, Kind, compare
from pipeline.parity.document import (
    DATA,
    GRAMMAR,
    children,
    find,
    is_set_aside,
    pointer,
    steps,
)
from pipeline.parity.languages import BASE, languages, spec_path
from pipeline.parity.matching import name_of
from pipeline.parity.reader import load
from pipeline.text import count

_LISTS = ("<parameter>", "[tag]")
# Lists and maps of what bears a name of its own.
_NAMED = (
    *_LISTS,
    *("(path)", "{path}", "{(path)}", "(response)", "{response}", "{parameter}", "{schema}"),
    *("{media}", "{body}", "{link}", "{scheme}", "{flow}"),
)
# Maps of schemas whose keys are no names of parts, but say where the schema is to hold.
_CONDITIONS = ("patternProperties", "dependentSchemas")


@dataclass(frozen=True)
class Lag:
    """What one document lacks, and still has, of another.

    Attributes:
        lacking: JSON pointers, in the base, of parts that the other lacks.
        dropped: JSON pointers, in the other, of parts that the base lacks.
        contradictions: The differences that are none of these.
    """

    lacking: list[str]
    dropped: list[str]
    contradictions: list[Difference]

    def __str__(self) -> str:
        lacking, dropped = (count(len(each), "part") for each in (self.lacking, self.dropped))
        return f"it lacks {lacking} and still has {dropped} that English has not"

    def lines(self, name: str) -> Iterator[str]:
        """Say of each part what becomes of it, a line each.

        Args:
            name: What to call the other document.

        Yields:
            The lines.
        """
        for place in self.lacking:
            yield printable(f"{name} lacks {place}: English stands in")
        for place in self.dropped:
            yield printable(f"{name} still has {place}: left out")


def lag(base: dict[str, Any], other: dict[str, Any], found: Comparison) -> Lag:
    """Sort the differences of two documents.

    Args:
        base: The document that decides.
        other: The document that may lag behind.
        found: Their comparison.

    Returns:
        All differences, sorted.
    """
    lacking: dict[str, None] = {}
    dropped: dict[str, None] = {}
    contradictions = []
    for each in found.differences:
        sides = _one_sided(base, other, each)
        if sides is None:
            contradictions.append(each)
        else:
            lacking |= dict.fromkeys(sides[0])
            dropped |= dict.fromkeys(sides[1])
    return Lag(list(lacking), list(dropped), contradictions)


def lags(root: Path) -> dict[str, Lag]:
    """Say how far the translated specs lag behind.

    Args:
        root: The project's root.

    Returns:
        Name of the spec to what it lacks and still has; those that differ in nothing are not in it.

    Raises:
        PipelineError: A spec is unusable.
    """
    base = load(spec_path(root, BASE))
    found = {}
    for path in languages(root).values():
        other = load(path)
        comparison = compare(base, other)
        if comparison.differences:
            found[path.name] = lag(base, other, comparison)
    return found


_Sides = tuple[list[str], list[str]]  # pointers of parts in the base only, and in the other only


class _Step(NamedTuple):
    """One step of a pointer: what stands there, of which kind, and the kind of what holds it."""

    place: str
    key: str
    value: Any
    kind: str
    within: str


def _one_sided(base: Any, other: Any, each: Difference) -> _Sides | None:
    """List the parts that a difference is all about; `None` where it contradicts."""
    here, there = _way(base, each.pointer), _way(other, each.other_pointer)
    # Where one document has nothing, what stands at that place of its list is something else.
    mates = len(steps(each.pointer)) - (each.kind in (Kind.MISSING, Kind.EXTRA))
    for one, two in zip(here[:mates], there[:mates], strict=False):
        if one.within in _LISTS and _name(base, one) != _name(other, two):
            return [one.place], [two.place]
    if each.kind == Kind.MISSING and not _has_namesake(base, here, other, there):
        parts = _parts(here[-1])
        if parts is not None:
            return parts, []
    if each.kind == Kind.EXTRA and not _has_namesake(other, there, base, here):
        parts = _parts(there[-1])
        if parts is not None:
            return [], parts
    return ([], []) if _is_of_properties(base, other, each) else None


def _way(document: Any, place: str) -> list[_Step]:
    """Follow a pointer as far as it leads."""
    way: list[_Step] = []
    at, node, kind = "", document, "openapi"
    for key in steps(place):
        found = {str(name): (value, inner) for name, value, inner in children(node, kind)}
        if key not in found:
            break
        within = DATA if way and _is_condition(way[-1]) else kind
        at = pointer(at, key)
        node, kind = found[key]
        way.append(_Step(at, key, node, kind, within))
    return way


def _is_condition(step: _Step) -> bool:
    return step.within == "schema" and step.key in _CONDITIONS


def _parts(step: _Step) -> list[str] | None:
    """List the parts that a place is made of; `None` where it holds anything else."""
    is_named = step.within in _NAMED and (step.kind in GRAMMAR or step.kind == "(path)")
    of_path = (step.within, step.kind) in (("path", "operation"), ("operation", "body"))
    if is_named or of_path:
        return [step.place]
    if (step.kind not in _NAMED and step.kind != "components") or _is_condition(step):
        return None
    found = []
    for key, value, kind in children(step.value, step.kind):
        if not is_set_aside(kind):
            inner = _parts(_Step(pointer(step.place, key), str(key), value, kind, step.kind))
            if inner is None:
                return None
            found += inner
    return found


def _name(document: Any, step: _Step) -> Hashable:
    """Say by what name an item of a list is known, references followed."""
    value = step.value
    while isinstance(value, dict) and isinstance(value.get("$ref"), str):
        value = find(document, unquote(value["$ref"].removeprefix("#")))
    return name_of(value, step.kind)


def _has_namesake(document: Any, way: list[_Step], other: Any, mates: list[_Step]) -> bool:
    """Whether an item without a mate stands in the other list too, there as a reference or here."""
    at = len(way) - 2  # where the list is
    if way[-1].within not in _LISTS or len(mates) <= at:
        return False
    own, (place, _, items, within, _) = _name(document, way[-1]), mates[at]
    return own is not None and own in (
        _name(other, _Step(place, str(key), value, kind, within))
        for key, value, kind in children(items, within)
    )


def _is_of_properties(base: Any, other: Any, each: Difference) -> bool:
    """Whether a difference is about entries of `required` that name what one document lacks."""
    places = [each.pointer, each.other_pointer]
    one, two = each.base, each.other
    if each.pointer.endswith("/required"):  # all entries of a schema
        names = one or [], two or []
    else:
        places = [place.rpartition("/")[0] for place in places]
        names = [one] if one is not None else [], [two] if two is not None else []
    above = [place.rpartition("/")[0] for place in places]
    way = _way(base, above[0])
    if not (places[0].endswith("/required") and way and way[-1].kind == "schema"):
        return False
    own, theirs = (
        list(find(document, place).get("properties", ()))
        for document, place in zip((base, other), above, strict=True)
    )
    return all(name in own and name not in theirs for name in names[0]) and all(
        name in theirs and name not in own for name in names[1]
    )
