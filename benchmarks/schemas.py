"""Component schemas of an imagined service; every keyword that the real one uses, and more."""

import random
from typing import Any

from benchmarks.prose import NOUNS, text, title


class Free(list[Any]):
    """A list whose order means nothing, such as `required`."""


def ref(name: str) -> dict[str, str]:
    """Refer to a component schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def resource(rng: random.Random, name: str) -> dict[str, Any]:
    """Write the schemas of a resource.

    Args:
        rng: Where the choices come from.
        name: What the resource is called.

    Returns:
        The resource itself, its state, what creates it, and a page of it, each by its name.
    """
    states = [f"{state}_{rng.randint(0, 99)}" for state in ("queued", "active", "done", "failed")]
    items = {"type": "array", "items": ref(name), "title": title(rng)}
    return {
        f"{name}State": {"type": "string", "enum": Free(states), "description": text(rng)},
        name: _object(rng, name, rng.randint(9, 14)),
        f"{name}Create": _object(rng, name, rng.randint(4, 8)),
        f"{name}Page": {
            "type": "object",
            "required": Free(["data", "has_more"]),
            "properties": {
                "data": items,
                "has_more": {"type": "boolean", "description": text(rng, 1)},
                "id": {"type": "string", "maxLength": 64},
            },
            "title": title(rng),
        },
    }


def error(rng: random.Random) -> dict[str, Any]:
    """Write the schema that every documented failure answers with."""
    place = {"anyOf": Free([{"type": "string"}, {"type": "integer"}])}
    return {
        "type": "object",
        "required": ["detail"],
        "properties": {
            "detail": {"type": "string", "description": text(rng)},
            "id": {"type": "string", "maxLength": 64},
            "loc": {"type": "array", "items": place},
        },
    }


def _object(rng: random.Random, name: str, size: int) -> dict[str, Any]:
    # Properties that are called as prose is: a tool that goes by names alone loses them.
    names = [
        "title",
        "description",
        "example",
        *(f"{noun}_{rng.randint(0, 9)}" for noun, _ in NOUNS),
    ]
    chosen = sorted(rng.sample(names, size))
    properties = {
        "id": {"type": "string", "maxLength": rng.randint(8, 64), "description": text(rng)},
        "state": ref(f"{name}State"),
        **{key: _property(rng, name) for key in chosen},
    }
    return {
        "type": "object",
        "required": Free(["id", "state", *chosen[: size // 2]]),
        "properties": properties,
        "additionalProperties": rng.random() < 0.5,
        "title": title(rng),
        "description": text(rng, 4),
        "examples": [{"title": title(rng)}],
    }


def _property(rng: random.Random, name: str) -> dict[str, Any]:
    schema: dict[str, Any] = rng.choice(
        [
            {"type": "string", "minLength": 1, "maxLength": rng.randint(2, 500)},
            {"type": "string", "format": "date-time"},
            {"type": "integer", "minimum": 0, "maximum": rng.randint(1, 10**6)},
            {"type": "number", "exclusiveMinimum": 0, "default": rng.randint(1, 99) / 4},
            {"type": "boolean", "default": False},
            {"type": "string", "enum": Free(["small", "medium", "large", "x-large"])},
            {"type": "array", "items": {"type": "string", "pattern": "^[a-z]+$"}, "maxItems": 8},
            {"type": "object", "additionalProperties": ref(f"{name}State")},
            {"type": "object", "default": {"description": "data", "title": rng.randint(0, 9)}},
            {"anyOf": Free([ref(f"{name}State"), {"type": "integer"}, {"type": "null"}])},
            {"oneOf": Free([{"type": "string", "format": "uuid"}, {"type": "boolean"}])},
            {"allOf": [ref(f"{name}State"), {"description": text(rng, 1)}]},
        ]
    )
    return {**schema, "title": title(rng), "description": text(rng)}
