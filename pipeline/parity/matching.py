"""Decide which items of two lists belong together."""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from pipeline.parity.defaults import says_nothing
from pipeline.parity.document import SCOPE, children, is_set_aside

# Indices of the two items; None on the side that has no such item.
Match = tuple[int | None, int | None]

MAX_CANDIDATES = 10_000  # pairs of changed items that are weighed against each other in one list
MAX_LEAVES = 500  # of one item, enough to tell it from its likes


class Identities:
    """Gives equal structures equal numbers, prose and defaults set aside; looks at each value once.

    It knows values by their address, so they must neither change nor vanish while it lives.
    """

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self._known: dict[tuple[int, str], int] = {}

    def of(self, node: Any, kind: str) -> int:
        """Number a value of a kind; equal numbers mean equal structure."""
        if not isinstance(node, dict | list):
            return self._number((json_type(node), node))
        key = (id(node), kind)
        if key not in self._known:
            parts = self.parts(node, kind)
            if isinstance(node, dict):
                self._known[key] = self._number(("object", frozenset(parts)))
            elif kind[0] == "<":
                self._known[key] = self._number(("set", *sorted(number for _, number in parts)))
            else:
                self._known[key] = self._number(("list", *(number for _, number in parts)))
        return self._known[key]

    def parts(self, node: Any, kind: str) -> list[tuple[str | int, int]]:
        """Number the direct children of a value."""
        return [
            (key, self.of(None if inner == SCOPE else value, inner))
            for key, value, inner in children(node, kind)
            if not is_set_aside(inner) and not says_nothing(node, kind, key)
        ]

    def _number(self, content: Hashable) -> int:
        return self._numbers.setdefault(content, len(self._numbers))


def json_type(value: object) -> str:
    """Name the JSON type of a value; Python's `bool` is an `int`, JSON's is no number."""
    return "number" if type(value) in (int, float) else type(value).__name__


def name_of(item: Any, kind: str) -> Hashable:
    """Say by what name an item of a list is known, if its kind has names.

    Args:
        item: The item.
        kind: Its kind.

    Returns:
        For a tag its name, for a parameter its name and place, for a reference in the place of one
        what it says; `None` for all else.
    """
    if kind not in ("parameter", "tag") or not isinstance(item, dict):
        return None
    if isinstance(reference := item.get("$ref"), str):
        return reference
    name, place = item.get("name"), item.get("in", "")
    if not (isinstance(name, str) and isinstance(place, str)):
        return None
    # RFC 9110, 5.1: names of header fields have no case.
    return (name.lower() if place == "header" else name, place)


def align(
    base: Sequence[Any], other: Sequence[Any], kind: str, identities: Identities
) -> list[Match]:
    """Match the items of lists whose order means something.

    Args:
        base: Items of the base document.
        other: Items of the other document.
        kind: Kind of the items.
        identities: Of both documents.

    Returns:
        Every item once. In lists of one length items of one index belong together; else what is
        equal at the start and at the end does, and the rest in order. Tags of other names are
        matched by name.
    """
    names = [{name_of(item, kind) for item in items} for items in (base, other)]
    if names[0] != names[1]:
        return match(base, other, kind, identities)
    start, end = 0, 0
    if len(base) != len(other):
        one, two = ([identities.of(item, kind) for item in items] for items in (base, other))
        shorter = min(len(one), len(two))
        while start < shorter and one[start] == two[start]:
            start += 1
        while end < shorter - start and one[-1 - end] == two[-1 - end]:
            end += 1
    middle = zip_longest(range(start, len(base) - end), range(start, len(other) - end))
    return [
        *((index, index) for index in range(start)),
        *middle,
        *((len(base) - back, len(other) - back) for back in range(end, 0, -1)),
    ]


def match(
    base: Sequence[Any], other: Sequence[Any], kind: str, identities: Identities
) -> list[Match]:
    """Match the items of lists whose order means nothing.

    Args:
        base: Items of the base document.
        other: Items of the other document.
        kind: Kind of the items.
        identities: Of both documents.

    Returns:
        Every item once, by index in the base, then those of the other alone. What has a name
        belongs together by it, all else by equal structure. What is left is matched by
        likeness, so that a change inside one is found there.
    """
    one, two = ([_label(item, kind, identities) for item in items] for items in (base, other))
    if one == two:
        return [(index, index) for index in range(len(one))]
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for index in reversed(range(len(two))):
        waiting[two[index]].append(index)
    found = {index: waiting[label].pop() for index, label in enumerate(one) if waiting[label]}
    left = [index for index in range(len(one)) if index not in found]
    right = sorted(index for indices in waiting.values() for index in indices)
    changed = {index: base[index] for index in left}, {index: other[index] for index in right}
    found |= _alike(*changed, kind, identities)
    taken = set(found.values())
    return [
        *((index, found.get(index)) for index in range(len(one))),
        *((None, index) for index in right if index not in taken),
    ]


def _label(item: Any, kind: str, identities: Identities) -> Hashable:
    if isinstance(item, str):
        return item  # most items of `required` and `enum`; an identity is a number
    name = name_of(item, kind)
    return identities.of(item, kind) if name is None else name


def _alike(
    left: Mapping[int, Any], right: Mapping[int, Any], kind: str, identities: Identities
) -> dict[int, int]:
    if len(left) * len(right) > MAX_CANDIDATES:
        return dict(zip(left, right, strict=False))
    if len(left) == len(right) == 1:
        return dict(zip(left, right, strict=True))
    theirs = {index: _Likeness.of(item, kind, identities) for index, item in right.items()}
    candidates = []
    for one, item in left.items():
        own = _Likeness.of(item, kind, identities)
        for two, other in theirs.items():
            shared = len(own.parts & other.parts)
            most = max(len(own.parts), len(other.parts))
            # Branches of a union have no names to be known by, so any may have become any other;
            # of all else those that have half in common.
            if kind == "schema" or (shared and 2 * shared >= most):
                below = len(own.leaves & other.leaves)
                candidates.append((-shared, -below, abs(one - two), one, two))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for *_, one, two in sorted(candidates):
        if one not in found and two not in taken:
            found[one] = two
            taken.add(two)
    return found


@dataclass(frozen=True)
class _Likeness:
    parts: set[tuple[str | int, int]]  # what it holds
    leaves: set[Hashable]  # what stands where below it

    @classmethod
    def of(cls, item: Any, kind: str, identities: Identities) -> "_Likeness":
        return cls(set(identities.parts(item, kind)), set(_below(item, kind, identities)))


def _below(item: Any, kind: str, identities: Identities) -> Iterator[Hashable]:
    """List what stands where below an item, level by level, as far as `MAX_LEAVES`."""
    waiting: deque[tuple[Any, str, tuple[Hashable, ...]]] = deque([(item, kind, ())])
    left = MAX_LEAVES
    while waiting and left > 0:
        node, inner, at = waiting.popleft()
        for key, value, each in children(node, inner):
            if not is_set_aside(each) and each != SCOPE:
                place = (*at, "*" if inner[0] == "<" else key)
                waiting.append((value, each, place))
                left -= 1
                yield place, identities.of(value, each)
