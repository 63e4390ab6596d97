"""Compare the structure of two OpenAPI documents, prose set aside."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from typing import Any

from pipeline.document import pointer, structure


class Kind(StrEnum):
    """How two values differ."""

    MISSING = "missing"  # in the base only
    EXTRA = "extra"  # in the other only
    CHANGED = "changed"  # same JSON type, other value
    TYPE = "type"  # other JSON type


@dataclass(frozen=True)
class Difference:
    """One place where two documents differ in structure.

    Attributes:
        pointer: JSON pointer (RFC 6901) of the place, valid in the document that has it.
        kind: What is different there.
        base: The base document's value; `None` for `extra`.
        other: The other document's value; `None` for `missing`.
    """

    pointer: str
    kind: Kind
    base: Any
    other: Any

    def __str__(self) -> str:
        values = {
            Kind.MISSING: _short(self.base),
            Kind.EXTRA: _short(self.other),
        }.get(self.kind, f"{_short(self.base)} -> {_short(self.other)}")
        return f"{self.kind:<8} {self.pointer or '(whole document)'}  {values}"


def compare(base: dict[str, Any], other: dict[str, Any]) -> list[Difference]:
    """List every structural difference between two OpenAPI documents.

    Args:
        base: The document that decides, usually the English one.
        other: The document to hold against it.

    Returns:
        The differences in the order of the base document; empty when the structures are equal.
        Mappings have no order; `1` equals `1.0`, `true` is not `1` (JSON Schema 2020-12, 4.2.2).
    """
    return list(_differences(structure(base), structure(other), ""))


_ABSENT: Any = object()


def _differences(base: Any, other: Any, at: str) -> Iterator[Difference]:
    if base is _ABSENT:
        yield Difference(at, Kind.EXTRA, None, other)
    elif other is _ABSENT:
        yield Difference(at, Kind.MISSING, base, None)
    elif _json_type(base) != _json_type(other):
        yield Difference(at, Kind.TYPE, base, other)
    elif isinstance(base, dict):
        for key in [*base, *(key for key in other if key not in base)]:
            inner = base.get(key, _ABSENT), other.get(key, _ABSENT)
            yield from _differences(*inner, pointer(at, key))
    elif isinstance(base, list):
        for index, inner in enumerate(zip_longest(base, other, fillvalue=_ABSENT)):
            yield from _differences(*inner, pointer(at, index))
    elif base != other:
        yield Difference(at, Kind.CHANGED, base, other)


def _json_type(value: object) -> str:
    # By exact type: Python's bool is an int, JSON's is no number.
    return "number" if type(value) in (int, float) else type(value).__name__


def _short(value: object, width: int = 60) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= width else text[: width - 1] + "…"
