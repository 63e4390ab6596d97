"""Read an OpenAPI 3.0/3.1 document and tell its prose from its structure, by place.

A key is prose only where the specification says so: `description` of a schema is prose,
a *property named* `description` is structure, and a `description` inside a `default` is data.
"""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.resolver import VersionedResolver

from pipeline.errors import PipelineError

TEXT = "text"  # prose, translated
SAMPLE = "sample"  # an example: may be translated, may differ
DATA = "data"  # literal structure

_DESCRIBED = {"description": TEXT}
_SUMMARISED = {"summary": TEXT, "description": TEXT}
_CARRIER = {  # what parameters and headers share; `summary` may stand beside a `$ref`
    **_SUMMARISED,
    "schema": "schema",
    "content": "{media}",
    "example": SAMPLE,
    "examples": SAMPLE,
}
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

# Kind of object -> key -> kind of value; a key that is not listed holds data.
# `[kind]` is a list of them, `{kind}` a map whose keys are names, `(kind)` a map that may also
# hold `x-` extensions. Sections: OpenAPI 3.1.1, 4.8.1 to 4.8.30, and JSON Schema 2020-12.
GRAMMAR: dict[str, dict[str, str]] = {
    "openapi": {
        "info": "info",
        "servers": "[server]",
        "paths": "(path)",
        "webhooks": "{path}",
        "components": "components",
        "tags": "[tag]",
        "externalDocs": "described",
    },
    "info": {"title": TEXT, **_SUMMARISED},
    "described": _DESCRIBED,
    "server": {**_DESCRIBED, "variables": "{described}"},
    "tag": {**_SUMMARISED, "externalDocs": "described"},
    "components": {
        "schemas": "{schema}",
        "responses": "{response}",
        "parameters": "{parameter}",
        "examples": SAMPLE,
        "requestBodies": "{body}",
        "headers": "{parameter}",
        "securitySchemes": "{security}",
        "links": "{link}",
        "callbacks": "{(path)}",
        "pathItems": "{path}",
    },
    "path": {
        **_SUMMARISED,
        "parameters": "[parameter]",
        "servers": "[server]",
        **dict.fromkeys(_METHODS, "operation"),
    },
    "operation": {
        **_SUMMARISED,
        "externalDocs": "described",
        "parameters": "[parameter]",
        "requestBody": "body",
        "responses": "(response)",
        "callbacks": "{(path)}",
        "servers": "[server]",
    },
    "parameter": _CARRIER,
    "body": {**_SUMMARISED, "content": "{media}"},
    "media": {
        "schema": "schema",
        "example": SAMPLE,
        "examples": SAMPLE,
        "encoding": "{encoding}",
    },
    "encoding": {"headers": "{parameter}"},
    "response": {
        **_SUMMARISED,
        "headers": "{parameter}",
        "content": "{media}",
        "links": "{link}",
    },
    "link": {**_SUMMARISED, "server": "server"},
    "security": {**_SUMMARISED, "flows": "{flow}"},
    "flow": {"scopes": "{text}"},
    "schema": {
        "title": TEXT,
        "description": TEXT,
        "$comment": TEXT,
        "example": SAMPLE,
        "examples": SAMPLE,
        "externalDocs": "described",
        **dict.fromkeys(
            ("properties", "patternProperties", "dependentSchemas", "$defs", "definitions"),
            "{schema}",
        ),
        **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), "[schema]"),
        **dict.fromkeys(
            (
                "items",
                "additionalProperties",
                "unevaluatedItems",
                "unevaluatedProperties",
                "contains",
                "propertyNames",
                "contentSchema",
                "not",
                "if",
                "then",
                "else",
            ),
            "schema",
        ),
    },
}


def children(node: object, kind: str) -> Iterator[tuple[str | int, Any, str]]:
    """List the direct children of `node` with the kind of each.

    Args:
        node: A value of the document.
        kind: Its kind, a key of `GRAMMAR` or a bracketed one.

    Yields:
        Key or index, value, kind; in document order. Nothing for scalars and for data.
    """
    inner = kind[1:-1]
    if isinstance(node, list) and kind[0] == "[":
        yield from ((index, value, inner) for index, value in enumerate(node))
    elif isinstance(node, dict) and kind[0] == "{":
        yield from ((key, value, inner) for key, value in node.items())
    elif isinstance(node, dict) and kind[0] == "(":
        yield from (
            (key, value, DATA if key.startswith("x-") else inner) for key, value in node.items()
        )
    elif isinstance(node, dict) and kind in GRAMMAR:
        known = GRAMMAR[kind]
        yield from ((key, value, known.get(key, DATA)) for key, value in node.items())


def structure(node: Any, kind: str = "openapi") -> Any:
    """Copy `node` without its prose and samples.

    Args:
        node: A document or, with `kind`, a part of one.
        kind: The kind of `node`; the whole document by default.

    Returns:
        The same values in the same order; `node` itself is not changed.
    """
    parts = {
        # The name of an OAuth scope is structure, its text is not.
        key: None if kind == "{text}" else structure(value, inner)
        for key, value, inner in children(node, kind)
        if kind == "{text}" or inner not in (TEXT, SAMPLE)
    }
    if isinstance(node, list) and kind[0] == "[":
        return list(parts.values())
    return parts if isinstance(node, dict) and kind != DATA else node


def prose(node: Any, kind: str = "openapi", at: str = "") -> dict[str, str]:
    """Collect the sentences of `node` by JSON pointer (RFC 6901), in document order.

    Args:
        node: A document or, with `kind` and `at`, a part of one.
        kind: The kind of `node`; the whole document by default.
        at: The pointer of `node`.

    Returns:
        Pointer to sentence.
    """
    if kind == TEXT:
        return {at: node} if isinstance(node, str) else {}
    found: dict[str, str] = {}
    for key, value, inner in children(node, kind):
        found |= prose(value, inner, pointer(at, key))
    return found


def with_prose(node: Any, sentences: dict[str, str], kind: str = "openapi", at: str = "") -> Any:
    """Copy `node` with the sentences at the given pointers put in the place of its own.

    Titles of schemas and of the API stay: the generator makes names of them.

    Args:
        node: A document or, with `kind` and `at`, a part of one.
        sentences: Pointer to sentence, as `prose` returns; pointers that lead nowhere are ignored.
        kind: The kind of `node`; the whole document by default.
        at: The pointer of `node`.

    Returns:
        A document of the same structure, key order and titles.
    """
    if kind == TEXT:
        return sentences.get(at, node)
    parts = {
        key: value
        if key == "title" and kind in ("schema", "info")
        else with_prose(value, sentences, inner, pointer(at, key))
        for key, value, inner in children(node, kind)
    }
    return (list(parts.values()) if isinstance(node, list) else parts) if parts else node


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """List the operations of a document.

    Args:
        document: An OpenAPI document.

    Yields:
        Path template, method in lower case, Operation Object; in document order.
    """
    for path, item, _ in children(document.get("paths"), "(path)"):
        for method, operation, kind in children(item, "path"):
            if kind == "operation" and isinstance(operation, dict):
                yield str(path), str(method), operation


def pointer(at: str, key: str | int) -> str:
    """Extend a JSON pointer by one step, escaped as RFC 6901 demands."""
    return f"{at}/{str(key).replace('~', '~0').replace('/', '~1')}"


def load(path: Path) -> dict[str, Any]:
    """Read an OpenAPI document, JSON or (by any other suffix than `.json`) YAML 1.2.

    Args:
        path: The file, UTF-8.

    Returns:
        The document, keys in the order of the file.

    Raises:
        PipelineError: The file cannot be read or holds no OpenAPI 3 document; names file and line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise PipelineError(f"{path}: not UTF-8 (byte {error.start}).") from error
    except OSError as error:
        raise PipelineError(f"{path}: cannot be read: {error.strerror}.") from error
    return parse(text, str(path), as_json=path.suffix == ".json")


def parse(text: str, source: str, *, as_json: bool = False) -> dict[str, Any]:
    """Parse the text of an OpenAPI document.

    Args:
        text: JSON or YAML 1.2.
        source: What to call the text in errors.
        as_json: Whether it must be JSON.

    Returns:
        The document, keys in the order of the text and always strings (`200:` becomes `"200"`).

    Raises:
        PipelineError: The text is broken, repeats a key, or is no OpenAPI 3 document.
    """
    try:
        document = (
            json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
            if as_json
            else _plain(_yaml().load(io.StringIO(text)))
        )
    except json.JSONDecodeError as error:
        message = f"{source}, line {error.lineno}: broken JSON: {error.msg}."
        raise PipelineError(message) from error
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "unreadable"
        raise PipelineError(f"{source}{line}: broken YAML: {problem}.") from error
    except ValueError as error:
        raise PipelineError(f"{source}: {error}.") from error
    except RecursionError as error:
        raise PipelineError(f"{source}: nested too deeply.") from error
    version = document.get("openapi") if isinstance(document, dict) else None
    if not (isinstance(version, str) and version.startswith("3.")):
        raise PipelineError(
            f'{source}: not an OpenAPI 3 document (no `openapi: "3.…"` at the top).'
        )
    found: dict[str, Any] = document
    return found


def dump(document: dict[str, Any]) -> str:
    """Write a document as JSON: key order kept, two spaces, real characters, final newline."""
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


class _TextualDates(VersionedResolver):
    """YAML 1.2 without timestamps: `2026-11-22` stays the text it is in JSON."""

    def add_version_implicit_resolver(
        self, version: Any, tag: Any, regexp: Any, first: Any
    ) -> None:
        if tag != "tag:yaml.org,2002:timestamp":
            super().add_version_implicit_resolver(version, tag, regexp, first)


def _yaml() -> YAML:
    yaml = YAML(typ="safe", pure=True)
    yaml.Resolver = _TextualDates
    return yaml


def _plain(node: Any) -> Any:
    if isinstance(node, dict):
        return _unique([(_key(key), _plain(value)) for key, value in node.items()])
    if isinstance(node, list):
        return [_plain(value) for value in node]
    if node is None or isinstance(node, str | int | float):
        return node
    raise ValueError(f"{type(node).__name__} values have no place in JSON")


def _key(key: object) -> str:
    return key if isinstance(key, str) else json.dumps(key)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key {next(k for k in keys if keys.count(k) > 1)!r} stands twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} has no place in JSON")
