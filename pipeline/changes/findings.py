"""Collect the edits of a spec: each told once, with the operations that it touches.

A schema is compared once, however many operations use it. Whether an edit of it breaks anybody
depends on whether clients send it, receive it, or both.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pipeline.changes.change import Change, Edit, Step
from pipeline.changes.compatibility import Comparer, Pair
from pipeline.changes.schema_forms import Place, Schemas


class Direction(StrEnum):
    """Who writes what stands at a place."""

    SENT = "sent"  # the client
    RECEIVED = "received"  # the service

    @property
    def other(self) -> "Direction":
        """The way back."""
        return Direction.RECEIVED if self is Direction.SENT else Direction.SENT


_Key = tuple[str, str]


@dataclass
class _Uses:
    """The operations that use a place, by direction, in the order they were met."""

    operations: dict[Direction, dict[str, None]] = field(
        default_factory=lambda: {direction: {} for direction in Direction}
    )

    def add(self, direction: Direction, operation: str) -> bool:
        known = operation in self.operations[direction]
        self.operations[direction][operation] = None
        return not known


class Findings:
    """The edits between two documents.

    Args:
        old: The document before.
        new: The document after.
    """

    def __init__(self, old: dict[str, Any], new: dict[str, Any]) -> None:
        self.old, self.new = Schemas(old), Schemas(new)
        self._comparer = Comparer(self.old, self.new)
        self._compared: dict[_Key, tuple[list[Edit], list[Pair]]] = {}
        self._met: dict[_Key, _Uses] = {}
        self._edits: dict[_Key, Edit] = {}
        self._uses: dict[_Key, _Uses] = {}

    def add(self, edit: Edit, direction: Direction, operation: str) -> None:
        """Note an edit and an operation that it touches."""
        key = (edit.at, edit.text)
        self._edits.setdefault(key, edit)
        self._uses.setdefault(key, _Uses()).add(direction, operation)

    def schemas(self, old: Place, new: Place, direction: Direction, operation: str) -> None:
        """Compare two schemas, and all below them, for one operation.

        Args:
            old: The schema before.
            new: The schema after.
            direction: Who writes the values.
            operation: What to call the operation.
        """
        waiting = [(Pair(old, new), direction)]
        while waiting:
            pair, way = waiting.pop()
            if not self._met.setdefault(_key(pair), _Uses()).add(way, operation):
                continue
            edits, below = self._compare(pair)
            for edit in edits:
                self.add(edit, way, operation)
            waiting += [
                (each, way.other if each.flipped else way)
                for each in reversed(below)
                if (each.sent if way is Direction.SENT else each.received)
            ]

    def unused(self, old: Place, new: Place) -> Iterator[Edit]:
        """Compare two schemas, and all below them, that no operation of both documents uses.

        Yields:
            Their edits, without those that are told of operations anyway.
        """
        waiting = [Pair(old, new)]
        while waiting:
            pair = waiting.pop()
            if _key(pair) in self._met:
                continue
            self._met[_key(pair)] = _Uses()
            edits, below = self._compare(pair)
            yield from (edit for edit in edits if (edit.at, edit.text) not in self._edits)
            waiting += reversed(below)

    def _compare(self, pair: Pair) -> tuple[list[Edit], list[Pair]]:
        if _key(pair) not in self._compared:
            found = list(self._comparer.compare(pair.old, pair.new))
            self._compared[_key(pair)] = (
                [each for each in found if isinstance(each, Edit)],
                [each for each in found if isinstance(each, Pair)],
            )
        return self._compared[_key(pair)]

    def changes(self) -> Iterator[Change]:
        """List the edits as changes, in the order they were found."""
        for key, edit in self._edits.items():
            uses = self._uses[key].operations
            sent, received = uses[Direction.SENT], uses[Direction.RECEIVED]
            breaking = bool((edit.sent and sent) or (edit.received and received))
            text = edit.text[0].upper() + edit.text[1:]
            if sent and received and edit.sent != edit.received:
                broken = Direction.SENT if edit.sent else Direction.RECEIVED
                text += f" This breaks only where it is {broken}."
            step = Step.MAJOR if breaking else edit.step
            yield Change("API", edit.at, text, edit.kind, step, tuple({**sent, **received}))


def _key(pair: Pair) -> _Key:
    return pair.old.at, pair.new.at
