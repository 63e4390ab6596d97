"""Compare what an operation exchanges: parameters, bodies, responses, headers, callbacks.

In an ordinary operation the client sends the request and receives the response. In a callback and a
webhook (OpenAPI 3.1.1, 4.8.18) the service asks and the client answers, so both directions turn.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from pipeline.changes.change import Edit, Kind, code
from pipeline.changes.findings import Direction, Findings
from pipeline.changes.schema_forms import Place, Schemas, digest, items
from pipeline.parity.document import children, pointer

# How a parameter is written where it does not say (OpenAPI 3.1.1, 4.8.12.2).
_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}

Side = tuple[Place, Place]  # a Path Item Object and one of its Operation Objects
_Key = tuple[str, str]


class Exchange:
    """One operation in two documents.

    Args:
        findings: Takes what is found.
        operation: What to call the operation.
        requests: Who writes the requests.
    """

    def __init__(
        self, findings: Findings, operation: str, requests: Direction = Direction.SENT
    ) -> None:
        self._findings, self._operation, self._requests = findings, operation, requests

    def compare(self, old: Side, new: Side, renamed: dict[str, str] | None = None) -> None:
        """Compare the operation as a whole.

        Args:
            old: The operation before.
            new: The operation after.
            renamed: Path parameters that have another name now, old name to new.
        """
        before, after = (
            _parameters(schemas, *side)
            for schemas, side in ((self._findings.old, old), (self._findings.new, new))
        )
        for name, now in (renamed or {}).items():
            if ("path", name) in before:
                before["path", now] = before.pop(("path", name))
        self._carriers(before, after, self._requests)
        a, b = old[1], new[1]
        self._deprecation(a, b, "the operation")
        self._body(a.child("requestBody"), b.child("requestBody"))
        self._responses(a.child("responses", absent={}), b.child("responses", absent={}))
        self._callbacks(a.child("callbacks"), b.child("callbacks"))

    def _add(self, edit: Edit, direction: Direction) -> None:
        self._findings.add(edit, direction, self._operation)

    def _carriers(
        self, old: dict[_Key, Place], new: dict[_Key, Place], direction: Direction
    ) -> None:
        """Compare parameters, or the headers of a response, which are much the same."""
        gone = {key: place for key, place in old.items() if key not in new}
        fresh = {key: place for key, place in new.items() if key not in old}
        for key, place in old.items():
            if key in new:
                self._carrier(place, new[key], direction)
        for a, b in [*_moved(gone, fresh, _name), *_moved(gone, fresh, _shape)]:
            text = f"{a.owner} became {b.owner}."
            self._add(Edit(b.at, text, sent=True, received=True), direction)
            self._carrier(a, b, direction)
        for place in gone.values():
            self._gone(place, direction)
        for place in fresh.values():
            self._fresh(place, direction)

    def _gone(self, place: Place, direction: Direction) -> None:
        text = f"{place.owner} was removed."
        received = _required(place)
        edit = Edit(place.at, text, sent=True, received=received, kind=Kind.REMOVED)
        self._add(edit, direction)

    def _fresh(self, place: Place, direction: Direction) -> None:
        needed = _required(place)
        text = f"{place.owner} ({'required' if needed else 'optional'}) was added."
        self._add(Edit(place.at, text, sent=needed, kind=Kind.ADDED), direction)

    def _carrier(self, old: Place, new: Place, direction: Direction) -> None:
        was, now = _required(old), _required(new)
        if was != now:
            text = f"{new.owner} is now {'required' if now else 'optional'}."
            at = pointer((new if "required" in new.value else old).at, "required")
            self._add(Edit(at, text, sent=now, received=was), direction)
        before, after = _written(old), _written(new)
        if before != after and old.value.get("in") == new.value.get("in"):
            text = f"{new.owner} is written in another way: {code(after)}, not {code(before)}."
            self._add(Edit(new.at, text, sent=True, received=True), direction)
        self._deprecation(old, new, new.owner)
        if "schema" in old.value or "schema" in new.value:
            a, b = (side.child("schema", absent=True) for side in (old, new))
            self._findings.schemas(a, b, direction, self._operation)
        self._media(old, new, new.owner, direction)

    def _deprecation(self, old: Place, new: Place, name: str) -> None:
        was, now = (side.value.get("deprecated") is True for side in (old, new))
        if was != now:
            at = pointer((new if "deprecated" in new.value else old).at, "deprecated")
            text = f"{name} is {'' if now else 'no longer '}deprecated."
            kind = Kind.DEPRECATED if now else Kind.CHANGED
            self._add(Edit(at, text, kind=kind), self._requests)

    def _body(self, old: Place, new: Place) -> None:
        a = _resolved(self._findings.old, old, "request body")
        b = _resolved(self._findings.new, new, "request body")
        if a.value and b.value:
            self._carrier(a, b, self._requests)
        elif a.value:
            self._gone(a, self._requests)
        elif b.value:
            self._fresh(b, self._requests)

    def _media(self, old: Place, new: Place, name: str, direction: Direction) -> None:
        before, after = _named(old, "content"), _named(new, "content")
        for media in dict.fromkeys((*before, *after)):
            a, b = before.get(media), after.get(media)
            if a and b:
                self._medium(a, b, f"{name} as {code(media)}", direction)
            elif a:
                text = f"{name}: the media type {code(media)} was removed."
                edit = Edit(a.at, text, sent=True, received=True, kind=Kind.REMOVED)
                self._add(edit, direction)
            elif b:
                text = f"{name}: the media type {code(media)} was added."
                self._add(Edit(b.at, text, kind=Kind.ADDED), direction)

    def _medium(self, old: Place, new: Place, name: str, direction: Direction) -> None:
        a, b = (replace(side.child("schema", absent=True), owner=name) for side in (old, new))
        self._findings.schemas(a, b, direction, self._operation)
        before, after = (
            digest(side.value.get("encoding", {}), "{encoding}") for side in (old, new)
        )
        if before != after:
            at = pointer((new if "encoding" in new.value else old).at, "encoding")
            text = f"{name}: {code('encoding')} changed."
            self._add(Edit(at, text, sent=True, received=True), direction)

    def _responses(self, old: Place, new: Place) -> None:
        direction = self._requests.other
        before, after = (
            {key.upper(): side.child(key) for key in side.value if not key.startswith("x-")}
            for side in (old, new)
        )
        for status in dict.fromkeys((*before, *after)):
            a, b = before.get(status), after.get(status)
            name = f"response {code(status)}"
            # Failures may be documented one by one; they happened before.
            success = status.startswith("2")
            if a and b:
                self._response(a, b, name)
            elif a:
                text = f"{name} was removed."
                self._add(
                    Edit(a.at, text, sent=success, received=success, kind=Kind.REMOVED), direction
                )
            elif b:
                edit = Edit(b.at, f"{name} was added.", received=success, kind=Kind.ADDED)
                self._add(edit, direction)

    def _response(self, old: Place, new: Place, name: str) -> None:
        direction = self._requests.other
        a = _resolved(self._findings.old, old, name)
        b = _resolved(self._findings.new, new, name)
        self._carriers(_headers(self._findings.old, a), _headers(self._findings.new, b), direction)
        self._media(a, b, name, direction)

    def _callbacks(self, old: Place, new: Place) -> None:
        before = _addresses(self._findings.old, old)
        after = _addresses(self._findings.new, new)
        nowhere = Place(None, "")
        for key in dict.fromkeys((*before, *after)):
            a, b = (side.get(key, nowhere) for side in (before, after))
            label = f"{self._operation} callback {key[0]}"
            compare_calls(self._findings, a, b, label, self._requests.other)


def compare_calls(
    findings: Findings, old: Place, new: Place, label: str, requests: Direction
) -> None:
    """Compare the calls that the service makes to one address.

    Args:
        findings: Takes what is found.
        old: The Path Item Object before; its value is `None` where there was none.
        new: The Path Item Object after, likewise.
        label: What to call it.
        requests: Who writes the requests.
    """
    sides = [_resolved(findings.old, old, ""), _resolved(findings.new, new, "")]
    before, after = (
        {str(key): side.child(key) for key, _, kind in children(side.value, "path")
         if kind == "operation"}
        for side in sides
    )  # fmt: skip
    for method in dict.fromkeys((*before, *after)):
        name = f"{label} {method.upper()}"
        a, b = before.get(method), after.get(method)
        if a and b:
            Exchange(findings, name, requests).compare((sides[0], a), (sides[1], b))
        elif a:
            text = "The service does not send it any more."
            edit = Edit(a.at, text, sent=True, received=True, kind=Kind.REMOVED)
            findings.add(edit, requests, name)
        elif b:
            edit = Edit(b.at, "The service may send it now.", kind=Kind.ADDED)
            findings.add(edit, requests, name)


def _resolved(schemas: Schemas, place: Place, owner: str) -> Place:
    found = schemas.resolve(place)
    return replace(found, value=found.value if isinstance(found.value, dict) else {}, owner=owner)


def _parameters(schemas: Schemas, item: Place, operation: Place) -> dict[_Key, Place]:
    """List the parameters of an operation; its own come before those of its path."""
    found = {}
    for side in (item, operation):
        for each in items(side, "parameters"):
            place = _resolved(schemas, each, "")
            where, name = str(place.value.get("in")), str(place.value.get("name"))
            owner = f"{where} parameter {code(name)}"
            # Names of headers have no case (RFC 9110, 5.1).
            key = where, name.lower() if where == "header" else name
            found[key] = replace(place, owner=owner)
    return found


def _headers(schemas: Schemas, response: Place) -> dict[_Key, Place]:
    return {
        ("header", name.lower()): _resolved(
            schemas, place, f"header {code(name)} of {response.owner}"
        )
        for name, place in _named(response, "headers").items()
    }


def _named(place: Place, key: str) -> dict[str, Place]:
    values = place.value.get(key)
    names = values if isinstance(values, dict) else {}
    return {str(name): place.child(key, name) for name in names}


def _addresses(schemas: Schemas, callbacks: Place) -> dict[_Key, Place]:
    names = callbacks.value if isinstance(callbacks.value, dict) else {}
    found = {}
    for name in names:
        callback = _resolved(schemas, callbacks.child(name), "")
        for address in callback.value:
            if not address.startswith("x-"):
                found[name, address] = callback.child(address)
    return found


def _required(place: Place) -> bool:
    return place.value.get("required") is True


def _name(place: Place) -> str:
    return str(place.value.get("name"))


def _shape(place: Place) -> str:
    return digest({key: value for key, value in place.value.items() if key != "name"}, "parameter")


def _written(place: Place) -> str:
    style = place.value.get("style", _STYLES.get(str(place.value.get("in")), "simple"))
    explode = place.value.get("explode", style == "form")
    reserved = place.value.get("allowReserved", False)
    return f"{style}{', exploded' if explode else ''}{', reserved' if reserved else ''}"


def _moved(
    gone: dict[_Key, Place], fresh: dict[_Key, Place], same: Callable[[Place], str]
) -> Iterator[tuple[Place, Place]]:
    """Take out of both tables what is the same but for its place or its name."""
    for key, place in list(gone.items()):
        alike = [other for other, each in fresh.items() if same(each) == same(place)]
        if len(alike) == 1 and [same(each) for each in gone.values()].count(same(place)) == 1:
            yield gone.pop(key), fresh.pop(alike[0])
