"""Check parameters and bodies of requests as FastAPI does, in its words."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Annotated, Any, Literal, Union
from uuid import UUID

from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import to_jsonable_python
from starlette.datastructures import Headers, QueryParams

from serverless_training_testing._document import Json, SpecOperation, json_content, resolve
from serverless_training_testing._schemas import bounds, flatten, problems, types, validator

Detail = dict[str, Any]
"""One entry of the `detail` of a 422."""

_ABSENT: Any = object()
_FORMATS: Mapping[str, Any] = {"uuid": UUID, "date-time": datetime, "date": date}
# Lists in lists in lists are checked no deeper, so that a schema may contain itself.
_DEPTH = 3


@dataclass(frozen=True)
class Parameter:
    """A value that a request may carry."""

    where: str  # `path`, `query`, `header`, `cookie`, or `body` for a top-level property of it
    name: str  # the name in the request
    required: bool  # whether it must be there
    default: Any  # what holds where it is absent
    many: bool  # whether it is a list
    adapter: TypeAdapter[Any]  # checks and converts a given value

    @classmethod
    def of(cls, definition: Json, document: Json) -> "Parameter":
        """Make a parameter from its Parameter Object, or from one that is like it."""
        schema = flatten(definition.get("schema", {}), document)
        return cls(
            where=definition["in"],
            name=definition["name"],
            required=definition.get("required", False),
            default=schema.get("default"),
            many=_is_list(schema, document),
            adapter=TypeAdapter(annotation(schema, document)),
        )

    def read(self, value: Any) -> tuple[Any, list[Detail]]:
        """Convert a given value: the result and no fault, or `None` and the faults."""
        return validate(self.adapter, value, self.where, self.name)


def _is_list(schema: Json, document: Json) -> bool:
    # FastAPI writes an optional list as `anyOf` of the list and null.
    branches = schema.get("anyOf") or schema.get("oneOf") or ()
    return "array" in types(schema) or any(
        _is_list(flatten(branch, document), document) for branch in branches
    )


def annotation(schema: Any, document: Json, depth: int = _DEPTH) -> Any:
    """Say which Python type checks values against a schema, as a FastAPI signature would."""
    flat = flatten(schema, document)
    if not depth:
        return Any
    if branches := flat.get("anyOf") or flat.get("oneOf"):
        return Union[tuple(annotation(branch, document, depth - 1) for branch in branches)]  # noqa: UP007  the members are known at run time
    choices = [flat["const"]] if "const" in flat else flat.get("enum", [])
    known = [choice for choice in choices if choice is not None]
    if known and all(isinstance(choice, str) for choice in known):
        return Literal[tuple(choices)]
    if known and all(type(choice) is int for choice in known):
        # A `Literal` of numbers would refuse the text that a query holds.
        members = {f"VALUE_{choice}": choice for choice in known}
        return Union[(IntEnum("Choice", members), *({None} & set(choices)))]
    kinds = [_typed(kind, flat, document, depth) for kind in types(flat)]
    return Union[tuple(kinds)] if kinds else Any  # noqa: UP007  as above


def _typed(kind: str, schema: Json, document: Json, depth: int) -> Any:
    match kind:
        case "integer" | "number":
            number = int if kind == "integer" else float
            limits: dict[str, Any] = {**bounds(schema), "multiple_of": schema.get("multipleOf")}
            return Annotated[number, Field(**limits)]
        case "string" if schema.get("format") in _FORMATS:
            return _FORMATS[schema["format"]]
        case "string":
            size = Field(min_length=schema.get("minLength"), max_length=schema.get("maxLength"))
            return Annotated[str, size, Field(pattern=schema.get("pattern"))]
        case "array":
            item = annotation(schema.get("items", {}), document, depth - 1)
            size = Field(min_length=schema.get("minItems"), max_length=schema.get("maxItems"))
            return Annotated[list[item], size]  # type: ignore[valid-type]  # known at run time
        case _:
            return {"boolean": bool, "object": dict[str, Any], "null": None}.get(kind, Any)


def check_parameters(
    parameters: Iterable[Parameter], sources: Mapping[str, Mapping[str, Any]]
) -> tuple[dict[tuple[str, str], Any], list[Detail]]:
    """Check what a request carries."""
    values: dict[tuple[str, str], Any] = {}
    details: list[Detail] = []
    for parameter in parameters:
        where, name = parameter.where, parameter.name
        given = _given(parameter, sources[where])
        if given is not _ABSENT:
            values[where, name], found = parameter.read(given)
            details += found
        elif parameter.required:
            # FastAPI shows the body that lacks a property, but nothing for other parameters.
            details.append(missing(where, name, shown=sources[where] if where == "body" else None))
        else:
            values[where, name] = parameter.default
    return values, details


def _given(parameter: Parameter, source: Mapping[str, Any]) -> Any:
    if parameter.many and isinstance(source, Headers | QueryParams):
        return source.getlist(parameter.name) or _ABSENT
    value = source.get(parameter.name, _ABSENT)
    if parameter.many and parameter.where in ("path", "cookie") and isinstance(value, str):
        return value.split(",")
    return value


def validate(adapter: TypeAdapter[Any], value: Any, *loc: str) -> tuple[Any, list[Detail]]:
    """Check one value."""
    try:
        return adapter.validate_python(value), []
    except ValidationError as error:
        found = error.errors(include_url=False)
        details = [{**each, "loc": [*loc, *each["loc"]]} for each in found]
        return None, to_jsonable_python(details)


def missing(*loc: str, shown: Any = None) -> Detail:
    """Say that a required value is not there."""
    return {"type": "missing", "loc": list(loc), "msg": "Field required", "input": shown}


@dataclass(frozen=True)
class Body:
    """The JSON body that an operation takes."""

    required: bool  # whether there must be one
    properties: tuple[Parameter, ...]  # its top-level properties, if it is an object that names any
    adapter: TypeAdapter[Any]  # checks the body as a whole, if it is not
    # Checks all of it to the letter: FastAPI reads `"1"` as a number, the spec does not. `None` if
    # the body is not JSON.
    strict: Any

    @property
    def is_json(self) -> bool:
        """Whether it is JSON; of anything else is known only whether it is there."""
        return self.strict is not None

    @classmethod
    def of(cls, operation: SpecOperation, document: Json) -> "Body | None":
        """Read the body's definition; `None` if the operation takes none."""
        definition = resolve(operation.definition.get("requestBody"), document)
        if "content" not in definition:
            return None
        required = definition.get("required", False)
        media = json_content(definition)
        if media is None:
            return cls(required, (), TypeAdapter(Any), None)
        schema = flatten(media.get("schema", {}), document)
        demanded = schema.get("required", ())
        properties = tuple(
            Parameter.of(
                {"in": "body", "name": name, "required": name in demanded, "schema": part}, document
            )
            for name, part in schema.get("properties", {}).items()
        )
        adapter = TypeAdapter(annotation(schema, document))
        return cls(required, properties, adapter, validator(media.get("schema"), document))


def parse(content: bytes) -> tuple[Any, list[Detail]]:
    """Parse JSON."""
    try:
        return json.loads(content), []
    except json.JSONDecodeError as error:
        return None, [
            {
                "type": "json_invalid",
                "loc": ["body", error.pos],
                "msg": "JSON decode error",
                "input": {},
                "ctx": {"error": error.msg},
            }
        ]


def check_body(body: Body, value: Any, *, given: bool) -> list[Detail]:
    """List what is wrong with a body."""
    if not given:
        return [missing("body")] if body.required else []
    if not body.is_json:
        return []
    return _as_fastapi(body, value) or [
        {
            "type": "json_schema",
            "loc": ["body", *path],
            "msg": message,
            "input": value,
        }
        for path, message in problems(body.strict, value)
    ]


def _as_fastapi(body: Body, value: Any) -> list[Detail]:
    if not body.properties:
        return validate(body.adapter, value, "body")[1]
    if isinstance(value, Mapping):
        return check_parameters(body.properties, {"body": value})[1]
    return [
        {
            "type": "model_attributes_type",
            "loc": ["body"],
            "msg": "Input should be a valid dictionary or object to extract fields from",
            "input": value,
        }
    ]
