"""Make values that are valid to a schema."""

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from serverless_training_testing._document import Json
from serverless_training_testing._schemas import bounds, flatten, types

Leaf = Callable[[str, Json], Any]
"""Makes a value of a JSON type that fits a flattened schema without parts."""

_TEXTS = {
    "uuid": "00000000-0000-4000-8000-000000000001",
    "date-time": "2026-01-01T00:00:00Z",
    "date": "2026-01-01",
    "time": "00:00:00Z",
    "duration": "PT1S",
    "email": "user@example.com",
    "uri": "https://example.com/",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
}


class _EndlessError(Exception):
    """The schema demands itself inside itself."""


def example(schema: Any, document: Json, leaf: Leaf | None = None) -> Any:
    """Make one value by rule, the same at each call; `None` if no finite one is valid."""
    # What the spec names comes first. Only required properties are made, no text by a `pattern`.
    try:
        return _make(schema, document, leaf or plain, frozenset())
    except _EndlessError:
        return None


def plain(kind: str, schema: Json) -> Any:
    """Make the simplest value of a type: zero, `"string"`, `False`, `{}` or `None`, made to fit."""
    if kind == "string":
        return _TEXTS.get(schema.get("format", "")) or fit_text("string", schema)
    if kind in ("integer", "number"):
        return fit_number(0 if kind == "integer" else 0.0, schema)
    return {"boolean": False, "object": {}}.get(kind)


def fit_text(text: str, schema: Json) -> str:
    """Cut or lengthen a text to a schema's `minLength` and `maxLength`."""
    return text.ljust(schema.get("minLength", 0), "x")[: schema.get("maxLength")]


def fit_number(value: float, schema: Json) -> float:
    """Find a number that a schema allows."""
    limits = bounds(schema)
    whole = isinstance(value, int)
    low, high = limits.get("ge", -math.inf), limits.get("le", math.inf)
    if (above := limits.get("gt")) is not None:
        low = max(low, math.floor(above) + 1 if whole else math.nextafter(above, math.inf))
    if (below := limits.get("lt")) is not None:
        high = min(high, math.ceil(below) - 1 if whole else math.nextafter(below, -math.inf))
    step = schema.get("multipleOf") or (1 if whole else 0)
    fitted = min(max(value, low), high)
    if step:
        above, below = math.ceil(fitted / step) * step, math.floor(fitted / step) * step
        fitted = above if above <= high else below
    return int(fitted) if whole else fitted


def _make(schema: Any, document: Json, leaf: Leaf, within: frozenset[str]) -> Any:
    here = _references(schema)
    if here & within:
        raise _EndlessError
    within |= here
    flat = flatten(schema, document)
    for key in ("example", "default", "const"):
        if key in flat:
            return flat[key]
    for key in ("examples", "enum"):
        if values := flat.get(key):
            return values[0]
    if branches := flat.get("anyOf") or flat.get("oneOf"):
        rest = {key: value for key, value in flat.items() if key not in ("anyOf", "oneOf")}
        merged = [{"allOf": [rest, branch]} for branch in branches]
        return _first_finite(merged, document, leaf, within)
    kind = next(iter(types(flat)), "null")
    if kind == "object":
        return _object(flat, document, leaf, within)
    if kind == "array":
        fixed = flat.get("prefixItems", ())
        free = max(flat.get("minItems", 0) - len(fixed), 0)
        parts = [*fixed, *[flat.get("items", {})] * free]
        return [_make(part, document, leaf, within) for part in parts]
    return leaf(kind, flat)


def _first_finite(
    branches: Iterable[Json], document: Json, leaf: Leaf, within: frozenset[str]
) -> Any:
    for branch in branches:
        try:
            return _make(branch, document, leaf, within)
        except _EndlessError:
            continue
    raise _EndlessError


def _object(schema: Json, document: Json, leaf: Leaf, within: frozenset[str]) -> dict[str, Any]:
    properties = schema.get("properties", {})
    made = {} if properties else leaf("object", schema)
    for name in schema.get("required", ()):
        part = properties.get(name, schema.get("additionalProperties", {}))
        made[name] = _make(part, document, leaf, within)
    return made


def _references(schema: Any) -> frozenset[str]:
    if not isinstance(schema, Mapping):
        return frozenset()
    own = {schema["$ref"]} if "$ref" in schema else set()
    return frozenset(own).union(*map(_references, schema.get("allOf", ())))
