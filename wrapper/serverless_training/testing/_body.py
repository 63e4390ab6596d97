"""Check a request's JSON body as FastAPI does, with its words for what is wrong."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from serverless_training.testing._document import Json, Operation, flatten, json_content, resolve
from serverless_training.testing._parameters import (
    Fault,
    Parameter,
    annotation,
    check,
    missing,
    validate,
)


@dataclass(frozen=True)
class Body:
    """The JSON body that an operation takes.

    Attributes:
        required: Whether there must be one.
        properties: Its top-level properties, if it is an object that names any.
        adapter: Checks the body as a whole, if it is not.
    """

    required: bool
    properties: tuple[Parameter, ...]
    adapter: TypeAdapter[Any]

    @classmethod
    def of(cls, operation: Operation, document: Json) -> "Body | None":
        """Read the body's definition; `None` if the operation takes no JSON."""
        definition = resolve(operation.definition.get("requestBody"), document)
        media = json_content(definition)
        if media is None:
            return None
        schema = flatten(media.get("schema", {}), document)
        demanded = schema.get("required", ())
        properties = tuple(
            Parameter.of(
                {"in": "body", "name": name, "required": name in demanded, "schema": part}, document
            )
            for name, part in schema.get("properties", {}).items()
        )
        adapter = TypeAdapter(annotation(schema, document))
        return cls(definition.get("required", False), properties, adapter)


def parse(content: bytes) -> tuple[Any, list[Fault]]:
    """Parse JSON.

    Args:
        content: The body.

    Returns:
        The value and no fault, or `None` and the fault.

    Raises:
        ValueError: The bytes are no text, which FastAPI answers with 400.
        RecursionError: It is nested too deeply; likewise.
    """
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
    """List what is wrong with a body.

    Args:
        body: What the operation takes.
        value: The parsed body.
        given: Whether the request had one at all.

    Returns:
        The faults; properties of properties are not looked into.
    """
    if not given:
        return [missing("body")] if body.required else []
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
