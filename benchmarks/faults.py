"""Known differences in structure, for what has to find them."""

import random
from itertools import cycle
from typing import Any

from pipeline.errors import PipelineError
from pipeline.parity.document import pointer


def plant(document: dict[str, Any], count: int, seed: int = 1) -> dict[str, str]:
    """Change the structure of a spec at known places.

    Args:
        document: One of a pair; changed in place.
        count: How many changes, at most one for each object among its schemas.
        seed: Same seed, same places.

    Returns:
        JSON pointer of each change to its kind as `compare` calls it, where the changed spec is
        the other one: `missing`, `extra`, `changed` and `type` in turn.

    Raises:
        PipelineError: The spec has fewer objects than changes were asked for.
    """
    schemas = document["components"]["schemas"]
    names = [name for name in sorted(schemas) if "properties" in schemas[name]]
    if count > len(names):
        raise PipelineError(f"The spec has room for {len(names)} differences, not {count}.")
    chosen = random.Random(seed).sample(names, count)
    kinds = cycle(("missing", "extra", "changed", "type"))
    return {
        pointer("/components/schemas", name) + _change(schemas[name]["properties"], kind): kind
        for name, kind in zip(chosen, kinds, strict=False)
    }


def _change(properties: dict[str, Any], kind: str) -> str:
    # Every object that `benchmarks.schemas` writes has an `id` of limited length.
    if kind == "missing":
        del properties["id"]
        return "/properties/id"
    if kind == "extra":
        properties["planted"] = {"type": "string"}
        return "/properties/planted"
    length = properties["id"]["maxLength"]
    properties["id"]["maxLength"] = length + 1 if kind == "changed" else str(length)
    return "/properties/id/maxLength"
