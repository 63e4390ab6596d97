"""Small changes to the spec before the generator reads it; the spec itself stays as published."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from pipeline.errors import PipelineError
from pipeline.parity.document import find, steps
from pipeline.parity.reader import read_text

FILE = "generator-overrides.yaml"
REMOVE: Any = object()


@dataclass(frozen=True)
class Override:
    """One change, and why it is made.

    Attributes:
        pointer: JSON pointer (RFC 6901) of what is set or removed; what it stands in must exist.
        value: What is set there; `REMOVE` takes it away.
        reason: Why the generator needs it.
    """

    pointer: str
    value: Any
    reason: str

    def __str__(self) -> str:
        short = self.value if isinstance(self.value, str | list) else ""
        change = "removed" if self.value is REMOVE else short and repr(short)
        return f"{self.pointer}: {change or 'rewritten'} ({self.reason})"

    def to_paste(self) -> str:
        """Write it as an entry of the file, whatever letters are in it: JSON is YAML."""
        at, value, reason = (
            json.dumps(each, ensure_ascii=False)
            for each in (self.pointer, None if self.value is REMOVE else self.value, self.reason)
        )
        change = "remove: true" if self.value is REMOVE else f"set: {value}"
        return f"- at: {at}\n  {change}\n  reason: {reason}"


def read_overrides(root: Path) -> list[Override]:
    """Read the overrides that are written by hand.

    Args:
        root: The project's root.

    Returns:
        The overrides in the order of the file; none where there is no file.

    Raises:
        PipelineError: The file is broken, or an entry is not `at`, `reason` and either `set` or
            `remove: true`.
    """
    path = root / FILE
    if not path.exists():
        return []
    try:
        entries = YAML(typ="safe", pure=True).load(read_text(path))
    except YAMLError as error:
        raise PipelineError(f"{path}: broken YAML: {getattr(error, 'problem', error)}.") from error
    if not isinstance(entries or [], list):
        raise PipelineError(f"{path}: a list is expected, of entries with `at` and `reason`.")
    found = []
    for number, entry in enumerate(entries or [], start=1):
        match entry:
            case {"at": str(at), "set": value, "reason": str(reason)} if len(entry) == 3:  # noqa: PLR2004
                found.append(Override(at, value, reason))
            case {"at": str(at), "remove": True, "reason": str(reason)} if len(entry) == 3:  # noqa: PLR2004
                found.append(Override(at, REMOVE, reason))
            case _:
                raise PipelineError(
                    f"{path}, entry {number}: `at`, `reason` and either `set` or `remove: true` "
                    "are expected, and nothing else."
                )
    return found


def apply(
    document: dict[str, Any], overrides: Iterable[Override], *, by_hand: bool = False
) -> None:
    """Change a document in place.

    Args:
        document: The document.
        overrides: What to change, in this order.
        by_hand: Whether somebody keeps them, and wants to know of those that change nothing.

    Raises:
        PipelineError: One leads nowhere, or changes nothing: upstream may have mended the spec.
    """
    for override in overrides:
        parent, _, _ = override.pointer.rpartition("/")
        try:
            container = find(document, parent)
            last = steps(override.pointer)[-1]
            key = int(last) if isinstance(container, list) else last
            known = range(len(container)) if isinstance(container, list) else container.keys()
        except (AttributeError, LookupError, ValueError) as error:
            raise _nowhere(override) from error
        may_add = isinstance(container, dict) and override.value is not REMOVE
        if key not in known and not may_add:
            raise _nowhere(override)
        if override.value is REMOVE:
            del container[key]
        elif by_hand and key in known and container[key] == override.value:
            raise PipelineError(
                f"{FILE}: the override of {override.pointer} changes nothing. Delete it."
            )
        else:
            container[key] = override.value


def _nowhere(override: Override) -> PipelineError:
    return PipelineError(
        f"{FILE}: {override.pointer!r} leads nowhere. Has the spec changed? Correct the pointer or "
        "delete the override."
    )
