"""Schemas whose parts were moved between `allOf` and themselves say what they said before."""

import copy
from typing import Any
from urllib.parse import unquote

from pipeline.parity.document import find, values

JSON = dict[str, Any]
_PROSE = ("title", "description")
_PLAIN = {"type", "properties", "required", "allOf", "$ref", *_PROSE}


def joined(old: JSON, new: JSON) -> tuple[JSON, JSON]:
    """Write out the objects whose `allOf` differs, so that their properties can be compared.

    All others stay as they are: a schema that several share is told of once.

    Args:
        old: The document before; not changed.
        new: The document after, likewise.

    Returns:
        Copies. Where `allOf` of one place differs, and joins plain objects on both sides, their
        properties and `required` stand in the schema itself.
    """
    copies = copy.deepcopy(old), copy.deepcopy(new)
    sides = [
        {
            at: schema
            for at, schema, kind in values(each)
            if kind == "schema" and isinstance(schema, dict)
        }
        for each in copies
    ]
    for at in sides[0].keys() & sides[1].keys():
        a, b = (side[at] for side in sides)
        if a.get("allOf") != b.get("allOf"):
            plain = [_plain(document, find(document, at)) for document in (old, new)]
            for schema, whole in zip((a, b), plain, strict=True):
                if None not in plain and whole is not None:
                    schema.clear()
                    schema.update(copy.deepcopy(whole))
    return copies


def _plain(document: JSON, schema: Any, above: tuple[str, ...] = ()) -> JSON | None:
    """Join the parts of an object; `None` where one has what cannot be joined."""
    is_plain = isinstance(schema, dict) and schema.keys() <= _PLAIN
    if not is_plain or schema.get("type", "object") != "object":
        return None
    properties, required = dict(schema.get("properties", {})), list(schema.get("required", []))
    parts = [(part, above) for part in schema.get("allOf", [])]
    if "$ref" in schema:
        reference = str(schema["$ref"])
        target = None if reference in above else _target(document, reference)
        parts.append((target, (*above, reference)))
    for part, seen in parts:
        whole = _plain(document, part, seen)
        if whole is None:
            return None
        for name, value in whole["properties"].items():
            if properties.setdefault(name, value) != value:
                return None
        required += [name for name in whole["required"] if name not in required]
    prose = {key: schema[key] for key in _PROSE if key in schema}
    return {**prose, "type": "object", "properties": properties, "required": required}


def _target(document: JSON, reference: str) -> Any:
    """Follow a reference within the document; `None` where it leads nowhere."""
    try:
        return find(document, unquote(reference[1:])) if reference.startswith("#/") else None
    except (LookupError, TypeError, ValueError):
        return None
