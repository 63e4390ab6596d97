"""A program that sends values through a generated package, and looks whether any is lost.

It makes values from the schemas of a spec, lets each class and each operation read and write them,
and compares with what the spec says. It runs in a process of its own, since it imports the package.
"""

import importlib
import json
import sys
import typing
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from email import message_from_bytes
from email.message import Message
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

import attrs
import httpx

from pipeline.generate import expected as meant
from pipeline.generate.expected import bare, is_json, is_sent
from pipeline.generate.generator import identifier, spelled
from pipeline.generate.package import UNFIT, Package
from pipeline.generate.rewriting import parameters, resolved
from pipeline.generate.samples import Sampler, is_same
from pipeline.parity.document import pointer

_MOST_CHARACTERS = 300


class LostError(Exception):
    """A value did not come through; the argument says how."""


class RoundTrip:
    """Sends values through a package.

    Args:
        document: What the package has to keep, an OpenAPI document.
        package: What it is imported as.
        more: Values beside those made of schemas, by the place that a line would name.
    """

    def __init__(
        self, document: dict[str, Any], package: str, more: Mapping[str, list[Any]]
    ) -> None:
        self._document = document
        self._more = more
        self._proven: set[str] = set()  # references to schemas whose classes were
        self._package = Package(package)
        self._received = Sampler(document, "writeOnly")
        self._sent = Sampler(document, "readOnly")

    def schema_faults(self, schema: str, name: str) -> Iterator[str]:
        """List what a class loses of a named schema.

        Args:
            schema: Its name below `components.schemas`.
            name: Name of the class.

        Yields:
            One line for the first value that is lost; nothing for a name that is no class.
        """
        model = self._package.model(name)
        if model is not None:
            at = pointer("/components/schemas", schema)
            self._proven.add(f"#{at}")
            values = self._received.values({"$ref": f"#{at}"})
            yield from self._first(at, values, partial(self.read, model, {"$ref": f"#{at}"}))

    def read(self, model: Any, schema: Any, value: Any) -> None:
        """Read a value into a model, look at its attributes, and write it again."""
        parsed = model.from_dict(value)
        _compare(value, self._package.plain(parsed))
        self.look(schema, value, parsed)

    def look(self, schema: Any, value: Any, parsed: Any) -> None:
        """Look whether each property of a value is an attribute of its model, at whatever depth."""
        resolved = self._received.resolve(schema)
        if self._received.branches(resolved):
            if (branch := self._received.branch_of(resolved, value)) is not None:
                self.look(branch, value, parsed)
        elif isinstance(value, list) and isinstance(parsed, list):
            for one, other in zip(value, parsed, strict=True):
                self.look(resolved.get("items", {}), one, other)
        elif isinstance(value, dict) and attrs.has(type(parsed)):
            properties = resolved.get("properties") or {}
            for name in sorted(properties.keys() & value.keys()):
                known = [
                    each for each in (identifier(name), spelled(name)) if hasattr(parsed, each)
                ]
                if name in getattr(parsed, "additional_properties", {}) or not known:
                    raise LostError(f"the property {name} is not one of {type(parsed).__name__}")
                self.look(properties[name], value[name], getattr(parsed, known[0]))

    def operation_faults(self, path: str, method: str, module: str) -> Iterator[str]:
        """List what an operation loses of its parameters, bodies and responses.

        Args:
            path: Its path template.
            method: Its HTTP method, in lower case.
            module: Its module.

        Yields:
            One line for the first value of each that is lost.
        """
        operation = importlib.import_module(module)
        hints = typing.get_type_hints(operation._get_kwargs)  # noqa: SLF001
        at = pointer(pointer("/paths", path), method)
        found = self._document["paths"][path][method]
        given = parameters(self._document, path, found)
        body = resolved(self._document, found.get("requestBody"))
        needed = self._needed(hints, given, body)
        for parameter in given:
            place = f"{at}, {parameter['in']} parameter {parameter['name']}"
            if name := _argument(parameter, hints):
                give = partial(self.give, operation, parameter, needed, name, hints[name])
                yield from self._first(place, self._values_of(parameter), give)
            else:
                yield f"{place}: no argument is called like it"
        if "body" in hints:
            yield from self._body_faults(f"{at}/requestBody", operation, body, needed)
        responses = found.get("responses") or {}
        for status, response in responses.items():
            code, place = _code(str(status), responses), pointer(f"{at}/responses", status)
            whole = resolved(self._document, response)
            yield from self._response_faults(place, operation, code, whole)

    def _body_faults(
        self, at: str, operation: Any, body: dict[str, Any], needed: dict[str, Any]
    ) -> Iterator[str]:
        kind = _sent_kind(body)
        if kind is not None:
            send = partial(self.send, operation, kind, needed)
            # What an encoding makes of a property is not known here.
            is_known = not (body["content"][kind] or {}).get("encoding")
            values = self._bodies(body, kind) if is_known else []
            yield from self._first(pointer(f"{at}/content", kind), values, send)
            if not body.get("required"):
                bare = {name: value for name, value in needed.items() if name != "body"}
                yield from self._first(at, [None], partial(self.leave_out, operation, bare))

    def _bodies(self, body: dict[str, Any], kind: str) -> list[Any]:
        """Make values of a body; a file has no form in JSON."""
        values = self._some(self._sent, (body["content"][kind] or {}).get("schema", {}))
        return [each for each in values if not (is_json(kind) and _holds_bytes(each))]

    def _response_faults(
        self, at: str, operation: Any, code: int, response: dict[str, Any]
    ) -> Iterator[str]:
        content = response.get("content") or {}
        # Of several media types one is read: `regenerate` names the others.
        kind = min(content, key=lambda each: not is_json(each), default="")
        schema = (content.get(kind) or {}).get("schema", {})
        receive = partial(self.receive, operation, code, kind, schema)
        values = _fitting(kind, self._some(self._received, schema))
        yield from self._first(pointer(f"{at}/content", kind), values, receive)

    def _some(self, sampler: Sampler, schema: Any) -> list[Any]:
        """Make values of a schema; of a class that is proven by itself, a whole and a least one."""
        values = sampler.values(schema)
        is_proven = isinstance(schema, dict) and schema.get("$ref") in self._proven
        return values[:2] if is_proven else values

    def give(  # noqa: PLR0913, PLR0917  one for each part
        self,
        operation: Any,
        parameter: dict[str, Any],
        needed: dict[str, Any],
        name: str,
        hint: Any,
        value: Any,
    ) -> None:
        """Call an operation with a parameter, and look what it puts into the request."""
        made = self._package.make(value, hint)
        request = self._package.request(operation, needed | {name: made})
        written = self._package.plain(made)  # the order of its properties is that of the class
        _compare(value, written)
        compare_parameter(request, parameter, written)

    def send(self, operation: Any, kind: str, needed: dict[str, Any], value: Any) -> None:
        """Call an operation with a body, and look what is sent."""
        hint = typing.get_type_hints(operation._get_kwargs)["body"]  # noqa: SLF001
        given = needed | {"body": self._package.make(value, hint)}
        compare_body(self._package.request(operation, given), kind, value)

    def leave_out(self, operation: Any, given: dict[str, Any], _: Any) -> None:
        """Call an operation without its body."""
        if kind := self._package.request(operation, given).headers.get("content-type"):
            raise LostError(f"without a body, the Content-Type {kind} is sent")

    def receive(self, operation: Any, code: int, kind: str, schema: Any, value: Any) -> None:
        """Let an operation read a response, and look at what its caller gets."""
        content = value if isinstance(value, bytes) else str(value).encode()
        if is_json(kind):
            content = json.dumps(value).encode()
        response = httpx.Response(code, content=content, headers={"content-type": kind})
        parsed = self._package.response(operation, response)
        _compare(value, self._package.plain(parsed))
        self.look(schema, value, parsed)

    def _first(self, at: str, values: list[Any], check: Callable[[Any], None]) -> Iterator[str]:
        """Check values, and yield a line for the first that is lost."""
        for value in [*values, *self._more.get(at, ())]:
            try:
                check(value)
            except LostError as error:
                yield f"{at}: {error}"
                return
            except Exception as error:  # noqa: BLE001  whatever generated code raises is its fault
                yield f"{at}: {_short(value)} raises {type(error).__name__}: {error}"
                return

    def _needed(
        self, hints: dict[str, Any], parameters: list[dict[str, Any]], body: dict[str, Any]
    ) -> dict[str, Any]:
        """Give the arguments that an operation cannot do without, and a body where it has one."""
        wanted = {
            _argument(each, hints): self._values_of(each)
            for each in parameters
            if each.get("required")
        }
        if kind := _sent_kind(body):
            wanted["body"] = self._bodies(body, kind)
        given: dict[str, Any] = {}
        for name, values in wanted.items():
            if name in hints and values:
                # Where it cannot be made, the parameter or the body has a line of its own.
                with suppress(*UNFIT):
                    given[str(name)] = self._package.make(values[0], hints[str(name)])
        return given

    def _values_of(self, parameter: dict[str, Any]) -> list[Any]:
        content = parameter.get("content") or {}
        holder = parameter if "schema" in parameter else next(iter(content.values()), None)
        values = self._sent.values((holder or {}).get("schema", {}))
        if parameter["in"] == "path":  # nothing would lead to another path
            return [each for each in values if each not in ("", [], {})]
        if parameter["in"] in ("header", "cookie"):
            # Of other letters HTTP does not say how they are sent (RFC 9110, 5.5; RFC 6265, 4.1.1).
            return [each for each in values if str(meant.header(parameter, each)).isascii()]
        return values


def compare_parameter(request: httpx.Request, parameter: dict[str, Any], value: Any) -> None:
    """Compare what stands in a request with what the spec says of a parameter.

    Raises:
        LostError: They differ.
    """
    found: Any
    expected: Any
    match parameter["in"]:
        case "query":
            expected = meant.query(parameter, value)
            names = {key for key, _ in expected or ()}
            pairs = parse_qsl(request.url.query.decode("ascii"), keep_blank_values=True)
            found = [pair for pair in pairs if pair[0] in names]
        case "path":
            expected = meant.segment(parameter, value)
            path = unquote(request.url.raw_path.decode("ascii").partition("?")[0])
            found = expected if expected and expected in path else path
        case "header":
            expected = meant.header(parameter, value)
            found = request.headers.get(parameter["name"])
        case _:
            expected = meant.header(parameter, value)
            cookies = request.headers.get("cookie", "").split("; ")
            found = dict(each.partition("=")[::2] for each in cookies).get(parameter["name"])
    if parameter.get("content") and expected is not None:
        expected, found = _parsed(expected), _parsed(found)
    if expected is not None and expected != found:
        raise LostError(f"{value!r} is sent as {found!r} instead of {expected!r}")


def _parsed(text: Any) -> Any:
    """Read what a parameter with `content` is written as, since blanks in JSON mean nothing."""
    if isinstance(text, list):
        return [(name, json.loads(each)) for name, each in text]
    return json.loads(text)


def compare_body(request: httpx.Request, media_type: str, value: Any) -> None:
    """Compare the body of a request with what the spec says.

    Raises:
        LostError: They differ.
    """
    kind = request.headers.get("content-type", "")
    if bare(kind) != bare(media_type):
        raise LostError(f"Content-Type is {kind!r} instead of {media_type!r}")
    content = request.read()
    if is_json(media_type):
        _compare(value, json.loads(content))
    elif not isinstance(value, dict):
        _compare(value, content if isinstance(value, bytes) else content.decode())
    else:
        expected, found = meant.form(value), _form(kind, content)
        if _loaded(expected) != _loaded(found):
            raise LostError(f"{value!r} is sent as {found!r} instead of {expected!r}")


def _form(kind: str, content: bytes) -> meant.Pairs:
    """Read a form of either kind."""
    if bare(kind) != "multipart/form-data":
        return parse_qsl(content.decode("ascii"), keep_blank_values=True)
    parts = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + content).get_payload()
    found = []
    for part in parts if isinstance(parts, list) else []:
        if isinstance(part, Message):
            payload = part.get_payload(decode=True)
            text = payload.decode() if isinstance(payload, bytes) else ""
            found.append((str(part.get_param("name", header="content-disposition")), text))
    return found


def _loaded(pairs: meant.Pairs) -> list[str]:
    """Write JSON among values in one way, since its blanks mean nothing."""
    found = []
    for name, value in pairs:
        is_nested = value[:1] in ("{", "[")
        text = json.dumps(json.loads(value), sort_keys=True) if is_nested else value
        found.append(f"{name}={text}")
    return sorted(found)


def _fitting(kind: str, values: list[Any]) -> list[Any]:
    """Choose the values that a body of a media type can be; none for one that is not read."""
    if is_json(kind):
        return values
    if kind.startswith("text/"):
        return [each for each in values if isinstance(each, str)]
    return [each for each in values if isinstance(each, bytes)]


def _holds_bytes(value: Any) -> bool:
    """Tell whether a value holds a file, which JSON has no form for."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return isinstance(value, bytes) or any(map(_holds_bytes, parts))


def _compare(value: Any, found: Any) -> None:
    if not is_same(value, found):
        raise LostError(f"{_short(value)} becomes {_short(found)}")


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}…"


def _argument(parameter: dict[str, Any], hints: dict[str, Any]) -> str | None:
    """Find the argument of a parameter: names that would meet are told apart by their place."""
    name = identifier(parameter["name"])
    known = (f"{name}_{parameter['in']}", f"{name}_", name)
    return next((each for each in known if each in hints), None)


def _sent_kind(body: dict[str, Any]) -> str | None:
    """Name the media type in which a body is sent, where it has several: JSON, or the first."""
    known = [kind for kind in body.get("content") or {} if is_sent(kind)]
    return min(known, key=lambda kind: not is_json(kind), default=None)


def _code(status: str, responses: dict[Any, Any]) -> int:
    """Give a status that a response stands for, and no other of the operation does."""
    known = {str(each).upper() for each in responses}
    if status.isdigit():
        return int(status)
    first = int(status[0]) * 100 if status[0].isdigit() else 200
    free = (
        code
        for code in range(first, 600)
        if str(code) not in known and (status != "default" or f"{code // 100}XX" not in known)
    )
    return next(free)


def main(job: str) -> None:
    """Print the faults of a package, one on a line.

    Args:
        job: A JSON file: `folder` to import from, `package`, `document`, `classes` (schema to
            class), `operations` (path, method and module) and `more` (place to values).
    """
    given = json.loads(Path(job).read_text(encoding="utf-8"))
    sys.path.insert(0, given["folder"])
    trip = RoundTrip(given["document"], given["package"], given["more"])
    for schema, name in given["classes"].items():
        sys.stdout.writelines(f"{line}\n" for line in trip.schema_faults(schema, name))
    for operation in given["operations"]:
        sys.stdout.writelines(f"{line}\n" for line in trip.operation_faults(*operation))


if __name__ == "__main__":
    main(*sys.argv[1:])
