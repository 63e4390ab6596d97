"""Check a request's JSON body as FastAPI does, with its words for what is wrong."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from serverless_training_testing._document import Json, Operation, json_content, resolve
from serverless_training_testing._parameters import (
    Fault,
    Parameter,
    annotation,
    check,
    missing,
    validate,
)
from serverless_training_testing._schemas import flatten, problems, validator


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
    def of(cls, operation: Operation, document: Json) -> "Body | None":
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


def parse(content: bytes) -> tuple[Any, list[Fault]]:
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


def check_body(body: Body, value: Any, *, given: bool) -> list[Fault]:
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


def _as_fastapi(body: Body, value: Any) -> list[Fault]:
    if not body.properties:
        return validate(body.adapter, value, "body")[1]
    if isinstance(value, Mapping):
        return check(body.properties, {"body": value})[1]
    return [
        {
            "type": "model_attributes_type",
            "loc": ["body"],
            "msg": "Input should be a valid dictionary or object to extract fields from",
            "input": value,
        }
    ]
