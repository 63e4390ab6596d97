"""A seeded pair of large specs: one structure, with prose in English and in Japanese.

`python -m benchmarks.specs FOLDER` writes `openapi.json` and `openapi.ja.json`.
"""

import argparse
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.prose import NOUNS, Prose, text, title
from benchmarks.schemas import Free, error, ref, resource
from pipeline.parity.reader import dump

OPERATIONS = 2400  # about 10 MB in each language


@dataclass(frozen=True)
class Pair:
    """Two specs of one structure.

    Attributes:
        base: In English, keys in the order in which FastAPI writes them.
        other: In Japanese, keys sorted below the top, some free lists in another order.
    """

    base: dict[str, Any]
    other: dict[str, Any]


def pair(operations: int = OPERATIONS, seed: int = 1, *, shuffled: float = 0.25) -> Pair:
    """Make two specs that differ in prose and order alone.

    Args:
        operations: How many operations they have.
        seed: Same seed, same specs.
        shuffled: Share of the free lists that stand in another order in the Japanese spec, 0 to 1.

    Returns:
        The pair.
    """
    rng = random.Random(seed)
    tree = _document(rng, operations)
    other = {key: _japanese(value, rng, shuffled) for key, value in tree.items()}
    return Pair(_english(tree), other)


def _english(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _english(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_english(value) for value in node]
    return node.english if isinstance(node, Prose) else node


def _japanese(node: Any, rng: random.Random, shuffled: float) -> Any:
    if isinstance(node, dict):
        return {key: _japanese(node[key], rng, shuffled) for key in sorted(node)}
    if isinstance(node, list):
        values = [_japanese(value, rng, shuffled) for value in node]
        if isinstance(node, Free) and rng.random() < shuffled:
            rng.shuffle(values)
        return values
    return node.japanese if isinstance(node, Prose) else node


def _document(rng: random.Random, operations: int) -> dict[str, Any]:
    tags = [noun for noun, _ in NOUNS]
    flow = {"authorizationUrl": "https://auth.example.com", "scopes": {"read": text(rng, 1)}}
    schemas: dict[str, Any] = {"Error": error(rng)}
    paths: dict[str, Any] = {}
    for path, method, operation in islice(_operations(rng, schemas), operations):
        paths.setdefault(path, {})[method] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": title(rng), "description": text(rng), "version": "1.0.0"},
        "servers": [{"url": "https://api.example.com", "description": text(rng, 1)}],
        "security": [{"HTTPBearer": []}, {"OAuth": ["read"]}],
        "tags": [{"name": tag, "description": text(rng)} for tag in tags],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "HTTPBearer": {"type": "http", "scheme": "bearer", "description": text(rng, 1)},
                "OAuth": {"type": "oauth2", "flows": {"implicit": flow}},
            },
        },
    }


def _operations(
    rng: random.Random, schemas: dict[str, Any]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Write resource after resource, five operations each, and add its schemas."""
    number = 0
    while True:
        tag = NOUNS[number % len(NOUNS)][0]
        name = f"{tag.title()}{number}"
        many = f"/v1/{tag}s-{number}"
        one = f"{many}/{{{tag}_id}}"
        schemas.update(resource(rng, name))
        identifier = _parameter(rng, "path", f"{tag}_id", {"type": "string", "title": title(rng)})
        body = _content(rng, f"{name}Create") | {"required": True}
        for path, method, status, answer, extra in (
            (many, "get", "200", f"{name}Page", {"parameters": _listing(rng)}),
            (many, "post", "201", name, {"requestBody": body}),
            (one, "get", "200", name, {"parameters": Free([identifier])}),
            (one, "patch", "200", name, {"parameters": Free([identifier]), "requestBody": body}),
            (one, "delete", "204", None, {"parameters": Free([identifier])}),
        ):
            operation = {
                "tags": [tag],
                "summary": title(rng),
                "description": text(rng, 4),
                "operationId": re.sub(r"\W+", "_", f"{method}{path}").strip("_"),
                **extra,
                "responses": _responses(rng, status, answer),
            }
            yield path, method, operation
        number += 1


def _responses(rng: random.Random, status: str, answer: str | None) -> dict[str, Any]:
    success = {"description": text(rng, 1), **(_content(rng, answer) if answer else {})}
    header = {"description": text(rng, 1), "schema": {"type": "string"}}
    refusals = {
        code: {"description": text(rng, 1), **_content(rng, "Error")} for code in ("404", "422")
    }
    return {status: success | {"headers": {"X-Request-Id": header}}, **refusals}


def _content(rng: random.Random, schema: str) -> dict[str, Any]:
    media = {"schema": ref(schema), "example": {"description": text(rng, 1)}}
    return {"content": {"application/json": media}}


def _listing(rng: random.Random) -> Free:
    order = {"type": "string", "enum": Free(["asc", "desc"]), "default": "asc"}
    limit = {"type": "integer", "minimum": 1, "maximum": rng.choice([50, 100]), "default": 20}
    after = {"anyOf": Free([{"type": "string"}, {"type": "null"}])}
    schemas: dict[str, dict[str, Any]] = {"after": after, "limit": limit, "order": order}
    return Free(
        _parameter(rng, "query", name, {**schema, "title": title(rng), "description": text(rng, 1)})
        for name, schema in schemas.items()
    )


def _parameter(rng: random.Random, place: str, name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "in": place,
        "required": place == "path",
        "schema": schema,
        "description": text(rng, 2),
    }


def positive(value: str) -> int:
    """Read a number above zero from the command line."""
    number = int(value)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is not above zero")
    return number


def main() -> None:
    """Write a pair of specs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.specs", description=main.__doc__)
    parser.add_argument("folder", type=Path, help="where to write them; it is made if need be")
    parser.add_argument("--operations", type=positive, default=OPERATIONS, help="(%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="(%(default)s)")
    arguments = parser.parse_args()
    made = pair(arguments.operations, arguments.seed)
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for name, document in {"openapi.json": made.base, "openapi.ja.json": made.other}.items():
        path = arguments.folder / name
        path.write_bytes(dump(document).encode("utf-8"))
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
