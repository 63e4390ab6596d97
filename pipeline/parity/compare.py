"""Compare the structure of two OpenAPI documents, and pair their sentences on the way.

Both documents are walked side by side, once. Where order means nothing, items are matched before
they are entered, so that a change inside one of them is found there and the sentences of the two
languages still stand against each other.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pipeline.generate.templates.text import printable
from pipeline.parity.defaults import ANY, DEFAULTS, is_implied
from pipeline.parity.document import (
    PROSE,
    SAMPLE,
    SCOPE,
    TITLE,
    children,
    inner_kind,
    item_kind,
    pointer,
    says_something,
)
from pipeline.parity.matching import Identities, align, json_type, match, name_of
from pipeline.text import shown


class Kind(StrEnum):
    """How two values differ."""

    MISSING = "missing"  # in the base only
    EXTRA = "extra"  # in the other only
    CHANGED = "changed"  # same JSON type, other value
    TYPE = "type"  # other JSON type


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two documents differ in structure.

    Attributes:
        pointer: JSON pointer (RFC 6901) of the place in the base; for `extra`, where it would stand
            there, by its key or index in the other.
        other_pointer: The same place in the other document, which may keep lists in another order;
            for `missing`, where it would stand there.
        kind: What is different there.
        base: The base document's value; `None` for `extra`.
        other: The other document's value; `None` for `missing`.
    """

    pointer: str
    other_pointer: str
    kind: Kind
    base: Any
    other: Any

    def __str__(self) -> str:
        return f"{self.kind} {self.place}  {self.values}"

    @property
    def place(self) -> str:
        """The pointer, fit to be shown."""
        return printable(self.pointer) or "(whole document)"

    @property
    def values(self) -> str:
        """Both values, or the one that there is, cut to one line."""
        one, two = shown(self.base), shown(self.other)
        return {Kind.MISSING: one, Kind.EXTRA: two}.get(self.kind, f"{one} -> {two}")


@dataclass(frozen=True, slots=True)
class Note:
    """Something that differs and is no fault, yet reaches the names or types of generated code.

    Attributes:
        pointer: JSON pointer of the place in the base.
        other_pointer: The same place in the other document.
        topic: `title` of the API or of a schema, `order` of the branches of an `anyOf`, `oneOf` or
            `allOf`, or `default` where a schema says that it takes all values and the other does
            not say so.
        base: The base document's value; `None` where it has none.
        other: The other document's value; `None` where it has none.
    """

    pointer: str
    other_pointer: str
    topic: str
    base: Any
    other: Any


@dataclass(frozen=True, slots=True)
class Sentence:
    """A piece of prose in both languages.

    Attributes:
        pointer: JSON pointer of the place in the base.
        other_pointer: The same place in the other document.
        base: The base document's words; `None` where it has none.
        other: The other document's words; `None` where it has none.
    """

    pointer: str
    other_pointer: str
    base: str | None
    other: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two documents have in common and what not.

    Attributes:
        differences: Every difference in structure, in the order of the base document; empty when
            the structures are equal.
        notes: What differs and is no fault.
        sentences: The prose of both, paired; of parts that one document lacks, there is none.
    """

    differences: list[Difference]
    notes: list[Note]
    sentences: list[Sentence]

    def translations(self) -> dict[str, str]:
        """Give translations by their place in the base, for `document.with_prose`."""
        return {
            pair.pointer: pair.other
            for pair in self.sentences
            if pair.base is not None and pair.other is not None
        }


def compare(base: dict[str, Any], other: dict[str, Any]) -> Comparison:
    """Compare two OpenAPI documents.

    Spelling out a default says nothing. Mappings have no order, nor have `required`, `enum`, type
    arrays, `parameters` (matched by name and place), `security`, `anyOf`, `oneOf` and `allOf`. `1`
    equals `1.0`, `true` is not `1` (JSON Schema 2020-12, 4.2.2).

    Args:
        base: The document that decides, usually the English one.
        other: The document to hold against it.

    Returns:
        All that differs, and the paired prose.
    """
    comparer = _Comparer(Identities(), (base, other))
    comparer.pair(base, other, "openapi", "", "")
    return Comparison(comparer.differences, comparer.notes, comparer.sentences)


_ABSENT: Any = object()


class _Comparer:
    def __init__(
        self, identities: Identities, documents: tuple[dict[str, Any], dict[str, Any]]
    ) -> None:
        self.differences: list[Difference] = []
        self.notes: list[Note] = []
        self.sentences: list[Sentence] = []
        self.identities = identities
        self.documents = documents

    def pair(self, base: Any, other: Any, kind: str, here: str, there: str) -> None:
        """Compare two values of one kind; `here` and `there` are their pointers."""
        if isinstance(base, dict) and isinstance(other, dict):
            self.objects(base, other, kind, here, there)
        elif isinstance(base, list) and isinstance(other, list):
            self.lists(base, other, kind, here, there)
        elif base is _ABSENT:
            self.differences.append(Difference(here, there, Kind.EXTRA, None, other))
        elif other is _ABSENT:
            self.differences.append(Difference(here, there, Kind.MISSING, base, None))
        elif json_type(base) != json_type(other):
            self.differences.append(Difference(here, there, Kind.TYPE, base, other))
        elif base != other:
            self.differences.append(Difference(here, there, Kind.CHANGED, base, other))

    def objects(
        self, base: dict[str, Any], other: dict[str, Any], kind: str, here: str, there: str
    ) -> None:
        """Compare key by key; keys of the other alone come last."""
        for key, value, inner in children(base, kind):
            mate = other.get(key, _ABSENT)
            if type(value) is str and value == mate and inner not in PROSE:
                continue  # the most frequent case, decided without any further call
            place = pointer(here, key)
            # One string for both, wherever it can be, is also how a walk knows that it can be.
            other_place = place if here is there else pointer(there, key)
            if (mate is _ABSENT or _unlike(value, mate)) and self.default(
                (base, other), kind, key, here, there
            ):
                continue
            self.member(value, mate, inner, place, other_place)
        if other.keys() != base.keys():
            for key, value, inner in children(other, kind):
                if key not in base and not self.default((base, other), kind, key, here, there):
                    place, other_place = pointer(here, key), pointer(there, key)
                    self.member(_ABSENT, value, inner, place, other_place)

    def default(self, nodes: tuple[Any, Any], kind: str, key: str, here: str, there: str) -> bool:
        """Tell whether two objects say the same below a key: what an absent one means."""
        sides = zip(nodes, self.documents, (here, there), strict=True)
        if not all(
            is_implied(node, kind, key, document, at) for node, document, at in sides if key in node
        ):
            return False
        if kind == "schema" and DEFAULTS[kind][key] is ANY:
            place, other_place = pointer(here, key), pointer(there, key)
            values = (node.get(key) for node in nodes)
            self.notes.append(Note(place, other_place, "default", *values))
        return True

    def member(self, base: Any, other: Any, kind: str, here: str, there: str) -> None:
        """Compare what two objects have below one key."""
        if kind == SCOPE and (base is _ABSENT or other is _ABSENT):
            self.pair(base, other, kind, here, there)
        elif kind in PROSE:
            self.prose(base, other, kind, here, there)
        elif kind[0] == "?":
            # Samples may differ, but those that both have are described in both languages.
            aside = _Comparer(self.identities, self.documents)
            aside.pair(base, other, f"{{{inner_kind(kind)}}}", here, there)
            self.sentences += aside.sentences
        elif kind != SAMPLE:
            self.pair(base, other, kind, here, there)

    def item(self, base: Any, other: Any, kind: str, here: str, there: str) -> None:
        """Compare what belongs together in two lists."""
        if kind in PROSE:
            self.prose(base, other, kind, here, there)
        elif name_of(base, kind) == name_of(other, kind):
            self.pair(base, other, kind, here, there)
        else:
            # Much alike, but known by other names: the words of one are not about the other.
            aside = _Comparer(self.identities, self.documents)
            aside.pair(base, other, kind, here, there)
            self.differences += aside.differences

    def prose(self, base: Any, other: Any, kind: str, here: str, there: str) -> None:
        """Pair two pieces of prose; a value that says nothing counts as absent."""
        one, two = (text if says_something(text) else None for text in (base, other))
        if one is None and two is None:
            return
        self.sentences.append(Sentence(here, there, one, two))
        if kind == TITLE and one != two:
            self.notes.append(Note(here, there, "title", one, two))

    def lists(self, base: list[Any], other: list[Any], kind: str, here: str, there: str) -> None:
        """Compare item by item, once it is clear which belong together."""
        inner = item_kind(kind)
        matches = (match if kind[0] == "<" else align)(base, other, inner, self.identities)
        for one, two in matches:
            # Where one side has no such item, its pointer says where it would stand.
            place = pointer(here, str(two) if one is None else one)
            other_place = pointer(there, str(one) if two is None else two)
            mates = (
                _ABSENT if one is None else base[one],
                _ABSENT if two is None else other[two],
            )
            other_place = place if place == other_place else other_place
            self.item(*mates, inner, place, other_place)
        order = [two for one, two in matches if one is not None and two is not None]
        if inner == "schema" and order != sorted(order):
            self.notes.append(Note(here, there, "order", base, other))


def _unlike(one: Any, two: Any) -> bool:
    """Whether two values can both be what an absent one means, and yet differ."""
    return json_type(one) != json_type(two) or (not one) != (not two)
