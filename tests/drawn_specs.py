"""Draw specs of operations, with values of their schemas that were not made from the schemas."""

import re
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from pipeline.parity.document import pointer

# Names that the generator's code has itself, that meet Python's, or that need another spelling.
_NAMES = (
    *("title", "description", "type", "items", "class", "from", "self", "body", "client", "params"),
    *("d", "cls", "src_dict", "to_dict", "from_dict", "field_dict", "headers", "url", "response"),
    *("fooBar", "x-y", "a.b", "Capital", "1st", "_private", "datetime", "UUID", "list", "id"),
)
_TEXTS = st.sampled_from(["", "a", 'say "hi"', "back\\slash", "日本", "a&b=c", "None", "true", "1"])


@dataclass(frozen=True)
class Drawn:
    """A schema and values that fit it.

    Attributes:
        schema: The schema.
        values: One or more values of it.
    """

    schema: dict[str, Any]
    values: list[Any]


@dataclass(repr=False)
class Spec:
    """A document that is being drawn.

    Attributes:
        schemas: Its named schemas.
        paths: Its path items.
        values: Values of its bodies, responses and parameters, by the places that proofs name.
    """

    schemas: dict[str, Any] = field(default_factory=dict)
    paths: dict[str, Any] = field(default_factory=dict)
    values: dict[str, list[Any]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Spec of {', '.join(self.paths)}"  # the whole is tens of kilobytes

    def document(self) -> dict[str, Any]:
        """Write it as an OpenAPI document."""
        return {
            "openapi": "3.1.0",
            "info": {"title": "T", "version": "1"},
            "paths": self.paths,
            "components": {"schemas": self.schemas},
        }


def _drawn(schema: dict[str, Any], values: st.SearchStrategy[Any]) -> st.SearchStrategy[Drawn]:
    return st.lists(values, min_size=1, max_size=3).map(lambda found: Drawn(schema, found))


_WHEN = ["2024-02-29T12:30:45+09:00", "1999-12-31T23:59:59.999999+00:00"]
_SCALARS = st.one_of(
    _drawn({"type": "string"}, _TEXTS),
    _drawn({"type": "integer"}, st.integers(-(2**40), 2**40)),
    _drawn({"type": "number"}, st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: x + 0.0)),
    _drawn({"type": "boolean"}, st.booleans()),
    _drawn({"type": "string", "format": "date-time"}, st.sampled_from(_WHEN)),
    _drawn({"type": "string", "format": "date"}, st.dates().map(str)),
    _drawn({"type": "string", "format": "uuid"}, st.uuids().map(str)),
    _drawn(
        {"type": "string", "enum": ["a", "A", "b c", 'd"e']}, st.sampled_from(["a", "A", "b c"])
    ),
    _drawn({"type": "integer", "enum": [1, -2, 30]}, st.sampled_from([1, -2, 30])),
    _drawn({"const": "fixed"}, st.just("fixed")),
)
_NULLABLE = st.one_of(
    _drawn({"type": ["string", "null"]}, st.none() | _TEXTS),
    _drawn({"anyOf": [{"type": "integer"}, {"type": "null"}]}, st.none() | st.integers()),
    _drawn({"type": ["string", "null"], "enum": ["on", None]}, st.sampled_from(["on", None])),
    _drawn({"anyOf": [{"const": "auto"}, {"type": "integer"}]}, st.just("auto") | st.integers()),
    _drawn({}, st.sampled_from([1, "x", [1, {"a": None}], {"b": [True]}, False])),
)


class _Drawing:
    """Draws what belongs to one document."""

    def __init__(self, draw: Any, spec: Spec, prefix: str) -> None:
        self._draw = draw
        self._spec = spec
        self._prefix = prefix

    def schema(self, depth: int = 0) -> Drawn:
        kinds = ["scalar", "scalar", "nullable"]
        if depth < 3:
            kinds += ["array", "object", "object", "named", "all", "tagged"]
        drawn: Drawn = getattr(self, self._draw(st.sampled_from(kinds)))(depth)
        return drawn

    def scalar(self, _: int) -> Drawn:
        drawn: Drawn = self._draw(_SCALARS)
        return drawn

    def nullable(self, _: int) -> Drawn:
        drawn: Drawn = self._draw(_NULLABLE)
        return drawn

    def array(self, depth: int) -> Drawn:
        inner = self.schema(depth + 1)
        return Drawn({"type": "array", "items": inner.schema}, [inner.values, []])

    def object(self, depth: int) -> Drawn:
        names = self._draw(st.lists(st.sampled_from(_NAMES), min_size=1, max_size=4, unique=True))
        parts = {name: self.schema(depth + 1) for name in names}
        required = [name for name in names if self._draw(st.booleans())]
        schema: dict[str, Any] = {
            "type": "object",
            "properties": {name: each.schema for name, each in parts.items()},
            "required": required,
        }
        more: dict[str, Any] = {}
        match self._draw(st.sampled_from(["closed", "open", "typed", "patterns"])):
            case "closed":
                schema["additionalProperties"] = False
            case "open":
                more = {"other key": [None, {"deep": 1}]}
            case "typed":
                schema["additionalProperties"] = {"type": "integer"}
                more = {"other key": 5}
            case _:
                schema |= {"additionalProperties": False}
                schema |= {"patternProperties": {"^zz-": {"type": "string"}}}
                more = {"zz-other": "kept"}
        whole = {name: each.values[0] for name, each in parts.items()}
        least = {name: whole[name] for name in required}
        return Drawn(schema, [whole | more, least])

    def named(self, depth: int) -> Drawn:
        inner = self.schema(depth + 1)
        name = f"{self._prefix}Named{len(self._spec.schemas)}"
        self._spec.schemas[name] = inner.schema
        return Drawn({"$ref": f"#/components/schemas/{name}"}, inner.values)

    def all(self, depth: int) -> Drawn:
        base = self.object(depth + 1)
        name = f"{self._prefix}Base{len(self._spec.schemas)}"
        self._spec.schemas[name] = base.schema | {"additionalProperties": True}
        own = {"type": "object", "properties": {"own field": {"type": "integer"}}}
        own |= {"required": ["own field"]}
        reference = {"$ref": f"#/components/schemas/{name}"}
        value = {"own field": 3}
        base.schema.pop("patternProperties", None)
        values = [each | value for each in base.values]
        forms = [{"allOf": [reference, own]}, {"allOf": [reference], **own}, {**reference, **own}]
        return Drawn(self._draw(st.sampled_from(forms)), values)

    def tagged(self, _: int) -> Drawn:
        number = len(self._spec.schemas)
        names = [f"{self._prefix}Cat{number}", f"{self._prefix}Dog{number}"]
        for name in names:
            self._spec.schemas[name] = {
                "type": "object",
                "properties": {"kind": {"type": "string"}, f"own {name[-4:]}": {"type": "integer"}},
                "required": ["kind"],
            }
        references = [f"#/components/schemas/{name}" for name in names]
        discriminator: dict[str, Any] = {"propertyName": "kind"}
        tags = names
        if self._draw(st.booleans()):
            tags = ["cat", "dog"]
            discriminator["mapping"] = dict(zip(tags, references, strict=True))
        schema = {"oneOf": [{"$ref": each} for each in references], "discriminator": discriminator}
        return Drawn(schema, [{"kind": tag, "free": tag} for tag in tags])

    def parameter(self, name: str) -> tuple[dict[str, Any], list[Any]]:
        scalar = self._draw(_SCALARS)
        # The generator takes no other name for a part of a path, and says so.
        places = ["query", "header", *(["path"] if re.fullmatch(r"[a-zA-Z_]\w*", name) else [])]
        place = self._draw(st.sampled_from(places))
        found = {"name": name, "in": place, "schema": scalar.schema, "required": place == "path"}
        values = [each for each in scalar.values if each != "" or place == "query"] or ["x"]
        if values == ["x"] and scalar.values != ["x"]:
            found["schema"] = {"type": "string"}
        if place == "header":
            return found, [each for each in values if re.fullmatch(r"\w+", str(each), re.ASCII)]
        form = self._draw(st.sampled_from(["scalar", "array", "object"]))
        if form == "array":
            found["schema"] = {"type": "array", "items": found["schema"]}
            values = [values]
        elif form == "object":
            found["schema"] = {"type": "object", "properties": {"one": found["schema"]}}
            values = [{"one": each} for each in values]
        if form != "scalar":
            styles = {"query": ["form"], "path": ["simple", "label", "matrix"]}[place]
            if place == "query":
                styles = ["deepObject"] if form == "object" else ["form", "pipeDelimited"]
                styles += ["form"]
            found["style"] = self._draw(st.sampled_from(styles))
            if found["style"] != "deepObject":
                found["explode"] = self._draw(st.booleans())
        return found, values

    def operation(self, number: int) -> None:
        path = f"/{self._prefix.lower()}/{number}"
        drawn = self.schema()
        names = self._draw(st.lists(st.sampled_from(_NAMES), max_size=2, unique=True))
        found = [self.parameter(name) for name in names]
        parameters = [parameter for parameter, _ in found]
        path += "".join(f"/{{{each['name']}}}" for each in parameters if each["in"] == "path")
        at = f"{pointer('/paths', path)}/post"
        content = {"application/json": {"schema": drawn.schema}}
        self._spec.paths[path] = {
            "post": {
                "operationId": f"{self._prefix}_do_{number}",
                "tags": ["drawn"],
                "parameters": parameters,
                "requestBody": {"required": True, "content": content},
                "responses": {"200": {"description": "", "content": content}},
            }
        }
        media = f"content/{pointer('', 'application/json')[1:]}"
        for part in ("requestBody", "responses/200"):
            self._spec.values[f"{at}/{part}/{media}"] = drawn.values
        for parameter, values in found:
            place = f"{at}, {parameter['in']} parameter {parameter['name']}"
            self._spec.values[place] = values


@st.composite
def specs(draw: Any, parts: int = 10) -> Spec:
    """Draw several specs into one document, each under names of its own.

    Args:
        draw: Hypothesis' `draw`.
        parts: How many.

    Returns:
        The document, with values.
    """
    spec = Spec()
    for number in range(parts):
        drawing = _Drawing(draw, spec, f"S{number}")
        for count in range(draw(st.integers(1, 2))):
            drawing.operation(count)
    return spec
