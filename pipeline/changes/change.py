"""One change that users may notice, and the step of the version number that it asks for.

What clients send breaks when fewer values are allowed than before; what they receive breaks when
more values may come. So an edit of the spec says of each direction whether it breaks it; it becomes
a change once it is known where the place is used.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

from pipeline.text import code as span
from pipeline.text import cut


class Step(IntEnum):
    """The number of a version that must rise (Semantic Versioning 2.0.0, items 6 to 8)."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    def __str__(self) -> str:
        return self.name.lower()


class Kind(StrEnum):
    """What happened, in the headings of Keep a Changelog."""

    ADDED = "Added"
    CHANGED = "Changed"
    DEPRECATED = "Deprecated"
    REMOVED = "Removed"


@dataclass(frozen=True)
class Edit:
    """One edit of the spec.

    Attributes:
        at: The JSON pointer (RFC 6901) of the place, in the new spec if that has it.
        text: One sentence of Markdown; whatever comes from outside stands in code spans.
        sent: Whether it breaks clients that send what stands there.
        received: Whether it breaks clients that receive it.
        kind: What happened.
        step: The step due where it breaks no user.
    """

    at: str
    text: str
    sent: bool = False
    received: bool = False
    kind: Kind = Kind.CHANGED
    step: Step = Step.MINOR


def limit(at: str, name: str, said: str, *, wider: bool, kind: Kind = Kind.CHANGED) -> Edit:
    """Describe a limit that was drawn wider or narrower.

    Args:
        at: The JSON pointer of the place.
        name: What to call it, as Markdown.
        said: What happened to it, as Markdown without a full stop.
        wider: Whether more is allowed than before.
        kind: What happened.

    Returns:
        The edit: wider breaks those who receive, narrower those who send.
    """
    return Edit(at, f"{name}: {said}.", sent=not wider, received=wider, kind=kind)


@dataclass(frozen=True)
class Change:
    """One change between two revisions.

    Attributes:
        side: `API` for the spec, `Python` for the packages, `Package` for pyproject.toml.
        place: A JSON pointer (RFC 6901) into the spec that has it, the new one if both have; for
            Python the name that users import; for the package the key.
        text: One sentence of Markdown; whatever comes from outside stands in code spans.
        kind: What happened.
        step: The step that this change asks for by itself; `MAJOR` where it breaks users.
        operations: The operations that it touches, such as `GET /v1/models`; empty for Python.
    """

    side: str
    place: str
    text: str
    kind: Kind = Kind.CHANGED
    step: Step = Step.MINOR
    operations: tuple[str, ...] = ()

    @property
    def breaking(self) -> bool:
        """Whether code or requests that worked may fail."""
        return self.step is Step.MAJOR


def due(changes: Iterable[Change]) -> Step:
    """Find the step that all changes together ask for."""
    return max((change.step for change in changes), default=Step.NONE)


def code(value: Any, width: int = 80) -> str:
    """Write something from a spec as a Markdown code span.

    Args:
        value: Text as it is, anything else as JSON.
        width: The most characters to show.

    Returns:
        The span; nothing in it can end it.
    """
    return span(
        cut(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), width)
    )


def listed(values: Iterable[Any], most: int = 5) -> str:
    """Join code spans with commas; after the first few, say how many more there are."""
    spans = [code(value) for value in values]
    rest = len(spans) - most
    return ", ".join(spans[:most]) + (f" and {rest} more" if rest > 0 else "")
