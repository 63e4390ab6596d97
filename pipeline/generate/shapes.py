"""Rules for shapes: what the generator passes over or cannot write is said in another way."""

import copy
from collections.abc import Iterator
from typing import Any

from openapi_python_client.config import Config

from pipeline.generate.overrides import Override
from pipeline.parity.document import children, find, pointer, values

JSON = "application/json"


def path_items(document: dict[str, Any], _: Config) -> Iterator[Override]:
    """Write referenced path items out, since the generator passes over them without a word.

    Args:
        document: An OpenAPI document.

    Yields:
        A change for each path that is a reference.
    """
    for path, item, kind in children(document.get("paths"), "(path)"):
        whole = item
        while kind == "path" and isinstance(whole, dict) and isinstance(whole.get("$ref"), str):
            beside = {key: value for key, value in whole.items() if key != "$ref"}
            whole = find(document, whole["$ref"].removeprefix("#")) | beside
        if whole is not item:
            reason = "the generator does not follow the reference"
            yield Override(pointer("/paths", path), copy.deepcopy(whole), reason)


def named_references(document: dict[str, Any], _: Config) -> Iterator[Override]:
    """Wrap named schemas that are a reference, since the generator would write a class twice.

    Args:
        document: An OpenAPI document.

    Yields:
        A change for each; it becomes an alias.
    """
    for name, schema in (document.get("components", {}).get("schemas") or {}).items():
        if isinstance(schema, dict) and isinstance(schema.get("$ref"), str):
            beside = {key: value for key, value in schema.items() if key != "$ref"}
            whole = {"allOf": [{"$ref": schema["$ref"]}], **beside}
            at = pointer("/components/schemas", name)
            yield Override(at, whole, "the generator would write the class that it refers to twice")


def json_first(document: dict[str, Any], _: Config) -> Iterator[Override]:
    """Put JSON before other media types of an answer, since the generator reads the first alone.

    Args:
        document: An OpenAPI document.

    Yields:
        A change for each answer that has JSON, but not first.
    """
    for at, response, kind in values(document):
        content = response.get("content") if isinstance(response, dict) else None
        if kind == "response" and isinstance(content, dict) and JSON in list(content)[1:]:
            ordered = {JSON: content[JSON]} | content
            reason = "the generator reads the first media type alone"
            yield Override(pointer(at, "content"), copy.deepcopy(ordered), reason)


def optional_bodies(document: dict[str, Any], _: Config) -> Iterator[Override]:
    """Take null from bodies that may be left out, since the generator cannot write both.

    Args:
        document: An OpenAPI document.

    Yields:
        A change for each body whose schema is something or null.
    """
    for at, body, kind in values(document):
        content = body.get("content") if isinstance(body, dict) else None
        if kind != "body" or not isinstance(content, dict) or body.get("required"):
            continue
        for media, holder in content.items():
            schema: Any = holder.get("schema") if isinstance(holder, dict) else None
            branches = schema.get("anyOf") if isinstance(schema, dict) else None
            if not isinstance(branches, list):
                continue
            rest = [branch for branch in branches if branch != {"type": "null"}]
            if len(rest) == 1 and len(branches) > 1:
                beside = {key: value for key, value in schema.items() if key != "anyOf"}
                place = pointer(pointer(pointer(at, "content"), media), "schema")
                whole = copy.deepcopy(beside | rest[0])
                yield Override(place, whole, "a body may be left out instead of null")
