"""Compare who may call an operation, and where: security requirements and servers."""

from collections.abc import Iterator
from typing import Any

from pipeline.changes.change import Edit, Kind, code
from pipeline.changes.findings import Direction, Findings
from pipeline.changes.schema_forms import Place, digest
from pipeline.parity.document import pointer

_Way = frozenset[tuple[str, str]]  # one alternative: pairs of scheme and scope, "" for none
_Side = tuple[Place, Place]
_LOOSE = ("description", "summary", "bearerFormat", "flows")


def compare_access(findings: Findings, old: _Side, new: _Side, operation: str) -> None:
    """Compare security and servers of one operation.

    Args:
        findings: Takes what is found.
        old: The Path Item Object and the Operation Object before.
        new: The same after.
        operation: What to call the operation.
    """
    for edit in (*_security(findings, old[1], new[1]), *_servers(findings, old, new)):
        findings.add(edit, Direction.SENT, operation)


def _security(findings: Findings, old: Place, new: Place) -> Iterator[Edit]:
    """Hold the ways in against each other: one stays where another asks for no more than it."""
    sides = [(findings.old.document, old), (findings.new.document, new)]
    places = [_nearest("security", side, Place(document, "")) for document, side in sides]
    before, after = (
        {_way(each, document): each for each in place.value or [{}] if isinstance(each, dict)}
        for place, (document, _) in zip(places, sides, strict=True)
    )
    for way, each in before.items():
        if not any(other <= way for other in after):
            text = f"security: {_named(each, sides[0][0])} does not suffice any more."
            yield Edit(places[0].at, text, sent=True, kind=Kind.REMOVED)
    for way, each in after.items():
        if not any(other <= way for other in before):
            text = f"security: {_named(each, sides[1][0])} suffices now."
            yield Edit(places[1].at, text, kind=Kind.ADDED)


def _named(requirement: dict[str, Any], document: dict[str, Any]) -> str:
    if not requirement:
        return "no key at all"
    names = []
    for name, scopes in requirement.items():
        scheme = _scheme(name, document)
        what = " ".join(
            str(scheme[key]) for key in ("type", "scheme", "in", "name") if key in scheme
        )
        asked = f" with {', '.join(map(code, scopes))}" if scopes else ""
        names.append(f"{code(name)} ({code(what)}){asked}")
    return " and ".join(names)


def _scheme(name: str, document: dict[str, Any]) -> dict[str, Any]:
    found = Place(document, "").child("components", "securitySchemes", name, absent={}).value
    return found if isinstance(found, dict) else {}


def _way(requirement: dict[str, Any], document: dict[str, Any]) -> _Way:
    """Name an alternative by what its schemes are, since their own names are free."""
    found = set()
    for name, scopes in requirement.items():
        scheme = _scheme(name, document)
        flows = scheme.get("flows") or {}
        contract = {key: value for key, value in scheme.items() if key not in _LOOSE}
        # Which scopes there are is no matter; which are asked for is.
        contract["flows"] = {key: {**flow, "scopes": None} for key, flow in flows.items()}
        identity = digest(contract, "security") if scheme else name
        found |= {(identity, str(scope)) for scope in ("", *(scopes or ()))}
    return frozenset(found)


def _servers(findings: Findings, old: _Side, new: _Side) -> Iterator[Edit]:
    places = [
        _nearest("servers", side[1], side[0], Place(schemas.document, ""))
        for side, schemas in ((old, findings.old), (new, findings.new))
    ]
    # Without any there is one at the root of where the spec came from (OpenAPI 3.1.1, 4.8.1).
    before, after = (
        {digest(each, "server"): each.get("url") for each in place.value or [{"url": "/"}]}
        for place in places
    )
    for key, url in before.items():
        if key not in after:
            text = f"server {code(url)} was removed."
            yield Edit(places[0].at, text, sent=True, kind=Kind.REMOVED)
    for key, url in after.items():
        if key not in before:
            yield Edit(places[1].at, f"server {code(url)} was added.", kind=Kind.ADDED)


def _nearest(key: str, *places: Place) -> Place:
    """Find the first place that says it; an empty list says it too."""
    for place in places:
        if isinstance(place.value, dict) and isinstance(place.value.get(key), list):
            return place.child(key)
    return Place(None, pointer("", key))
