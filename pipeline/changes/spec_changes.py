"""What changed for users between two OpenAPI documents, and whether it breaks them."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.changes.access import compare_access
from pipeline.changes.change import Change, Edit, Kind, Step, code
from pipeline.changes.exchange import Exchange, compare_calls
from pipeline.changes.findings import Direction, Findings
from pipeline.changes.joined import joined
from pipeline.changes.schema_forms import Place, digest
from pipeline.generate.generator import identifier, operation_identifier
from pipeline.generate.names import fold, short_id
from pipeline.parity.defaults import without_defaults
from pipeline.parity.document import operations, pointer, prose

_NOTHING: dict[str, Any] = {"openapi": "3.1.0", "paths": {}}


@dataclass(frozen=True)
class SpecOperation:
    """An operation and where it stands.

    Attributes:
        method: In lower case.
        path: The path template.
        item: The Path Item Object around it.
        place: The Operation Object.
        name: Its name in Python.
    """

    method: str
    path: str
    item: Place
    place: Place
    name: str

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same operation: a parameter in a path is no part of its address."""
        return self.method, re.sub(r"\{[^}]*\}", "{}", self.path)

    @property
    def parameters(self) -> list[str]:
        """The names of the parameters in the path, in its order."""
        return re.findall(r"\{([^}]*)\}", self.path)


def spec_changes(old: dict[str, Any] | None, new: dict[str, Any]) -> list[Change]:
    """List what changed for users between two OpenAPI documents.

    Args:
        old: The document before; `None` where there was none.
        new: The document after.

    Returns:
        The changes, prose and spelled-out defaults set aside: operations first, then schemas that
        no operation uses.
    """
    old, new = old and without_defaults(old), without_defaults(new)
    used = [_used(each or {}) for each in (old, new)]
    if old:
        old, new = joined(old, new)
    before, after = (_operations(document) for document in (old or _NOTHING, new))
    pairs, gone, fresh = _matched(before, after)
    found = [_whole(each, "removed", Kind.REMOVED, Step.MAJOR) for each in gone]
    found += [_whole(each, "added", Kind.ADDED, Step.MINOR) for each in fresh]
    if old is None:
        return found
    findings = Findings(old, new)
    for a, b in pairs:
        for edit in _identity(a, b):
            findings.add(edit, Direction.SENT, str(b))
        compare_access(findings, (a.item, a.place), (b.item, b.place), str(b))
        renamed = dict(zip(a.parameters, b.parameters, strict=False)) if a.key == b.key else {}
        Exchange(findings, str(b)).compare((a.item, a.place), (b.item, b.place), renamed)
    _webhooks(findings, old, new)
    return [*found, *findings.changes(), *_unused(findings, old, new, used), *_versions(old, new)]


def _webhooks(findings: Findings, old: dict[str, Any], new: dict[str, Any]) -> None:
    sides = [Place(each, "").child("webhooks", absent={}) for each in (old, new)]
    for name in dict.fromkeys((*sides[0].value, *sides[1].value)):
        a, b = (side.child(name) for side in sides)
        compare_calls(findings, a, b, f"webhook {name}", Direction.RECEIVED)


def reworded(old: dict[str, Any] | None, new: dict[str, Any] | None) -> int:
    """Count the sentences that changed between two documents, wherever they stand.

    Args:
        old: The document before; `None` where there was none.
        new: The document after, likewise.

    Returns:
        The number of sentences that are new or gone; one that was reworded counts once.
    """
    before, after = (Counter(prose(document or {}).values()) for document in (old, new))
    return max((before - after).total(), (after - before).total())


def _operations(document: dict[str, Any]) -> list[SpecOperation]:
    paths = Place(document.get("paths"), "/paths")
    return [
        SpecOperation(
            method,
            path,
            paths.child(path),
            paths.child(path, method),
            identifier(short_id(str(operation["operationId"]), path, method))
            if operation.get("operationId")
            else operation_identifier(path, method),
        )
        for path, method, operation in operations(document)
    ]


def _matched(
    old: list[SpecOperation], new: list[SpecOperation]
) -> tuple[list[tuple[SpecOperation, SpecOperation]], list[SpecOperation], list[SpecOperation]]:
    """Pair operations by address, then those that moved by name."""
    pairs: list[tuple[SpecOperation, SpecOperation]] = []
    gone, fresh = list(old), list(new)
    for attribute in ("key", "name"):
        waiting = {getattr(each, attribute): each for each in reversed(fresh)}
        for each in list(gone):
            wanted = getattr(each, attribute)
            if wanted is not None and wanted in waiting:
                pairs.append((each, waiting.pop(wanted)))
                gone.remove(each)
                fresh.remove(pairs[-1][1])
    return pairs, gone, fresh


def _whole(operation: SpecOperation, said: str, kind: Kind, step: Step) -> Change:
    text = f"The operation was {said}."
    return Change("API", operation.place.at, text, kind, step, (str(operation),))


def _identity(old: SpecOperation, new: SpecOperation) -> Iterator[Edit]:
    at = new.place.at
    if old.key != new.key:
        yield Edit(at, f"The operation moved from {code(str(old))}.", sent=True)
    else:
        for before, after in zip(old.parameters, new.parameters, strict=True):
            if before != after:
                said = f"path parameter {code(before)} is now called {code(after)}"
                yield Edit(at, f"{said}; it is an argument in Python.", sent=True)
    if old.name != new.name:
        said = f"the operation is named {code(new.name)} instead of {code(old.name)} in Python."
        yield Edit(pointer(at, "operationId"), said, sent=True)
    folders = [
        identifier(fold(str((each.place.value.get("tags") or ["default"])[0])))
        for each in (old, new)
    ]
    if folders[0] != folders[1]:
        said = f"by its first tag its module moves from {code(folders[0])} to {code(folders[1])}."
        yield Edit(pointer(at, "tags"), said, sent=True)


def _unused(
    findings: Findings, old: dict[str, Any], new: dict[str, Any], used: list[set[str]]
) -> Iterator[Change]:
    sides = [
        Place(document, "").child("components", "schemas", absent={}) for document in (old, new)
    ]
    for name in dict.fromkeys((*sides[0].value, *sides[1].value)):
        a, b = (side.child(name) for side in sides)
        if name in sides[0].value and name in sides[1].value:
            owner = f"schema {code(name)}"
            pair = [Place(side.value, side.at, owner) for side in (a, b)]
            why = "used it before" if b.at in used[1] else "uses it"
            for edit in findings.unused(*pair):
                text = edit.text[0].upper() + edit.text[1:]
                yield Change("API", edit.at, f"{text} No operation {why}.", edit.kind, Step.PATCH)
        elif name in sides[0].value and a.at not in used[0]:
            text = f"Schema {code(name)} was removed; no operation used it."
            yield Change("API", a.at, text, Kind.REMOVED, Step.PATCH)
        elif name in sides[1].value and b.at not in used[1]:
            text = f"Schema {code(name)} was added; no operation uses it."
            yield Change("API", b.at, text, Kind.ADDED, Step.PATCH)


def _used(document: dict[str, Any]) -> set[str]:
    """Collect the pointers of what the operations refer to, however indirectly."""
    found: set[str] = set()
    waiting: list[Any] = [document.get("paths"), document.get("webhooks")]
    findings = Findings(document, document)
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            waiting += node.values()
            target = findings.new.target(Place(node, ""))
            if target and target.at not in found:
                found.add(target.at)
                waiting.append(target.value)
    return found


def _versions(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    for at, what in (("/openapi", "OpenAPI version"), ("/info/version", "version of the API")):
        values = [_at(document, at) for document in (old, new)]
        if digest(values[0]) != digest(values[1]):
            text = f"The {what} changed from {code(values[0])} to {code(values[1])}."
            yield Change("API", at, text, step=Step.PATCH)


def _at(document: dict[str, Any], at: str) -> Any:
    return Place(document, "").child(*at.split("/")[1:]).value
