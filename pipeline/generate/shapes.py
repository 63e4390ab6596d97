"""Rules for shapes: what the generator passes over or cannot write is said in another way."""

import copy
from collections.abc import Iterator
from typing import Any

from openapi_python_client.config import Config

from pipeline.errors import PipelineError
from pipeline.generate.overrides import REMOVE, Override
from pipeline.generate.rewriting import resolved, target
from pipeline.parity.document import children, pointer, values


def path_items(document: dict[str, Any], _: Config) -> Iterator[Override]:
    """Write referenced path items out, since the generator passes over them without a word.

    Args:
        document: An OpenAPI document.

    Yields:
        A change for each path that is a reference.

    Raises:
        PipelineError: The reference leads nowhere.
    """
    for path, item, kind in children(document.get("paths"), "(path)"):
        whole, seen = item, list[str]()
        while kind == "path" and isinstance(whole, dict) and isinstance(whole.get("$ref"), str):
            beside = {key: value for key, value in whole.items() if key != "$ref"}
            found = target(document, whole["$ref"])
            seen.append(whole["$ref"])
            if not isinstance(found, dict) or len({*seen}) < len(seen):
                at = pointer("/paths", path)
                raise PipelineError(f"{at}: no path item stands at {whole['$ref']}.")
            whole = found | beside
        if whole is not item:
            reason = "the generator does not follow the reference"
            yield Override(pointer("/paths", path), copy.deepcopy(whole), reason)


def path_parameters(document: dict[str, Any], _: Config) -> Iterator[Override]:
    """Take defaults from parameters in the path, which is never without them.

    Args:
        document: An OpenAPI document.

    Yields:
        A change for each that has a default, or does not say that it is required.
    """
    for at, each, kind in values(document):
        if kind == "parameter" and isinstance(each, dict) and each.get("in") == "path":
            schema = each.get("schema")
            if isinstance(schema, dict) and "default" in schema:
                place = pointer(pointer(at, "schema"), "default")
                yield Override(place, REMOVE, "a parameter in the path has no default")
            if each.get("required") is not True:
                yield Override(pointer(at, "required"), True, "a parameter in the path is required")


def ignored_headers(document: dict[str, Any], _: Config) -> Iterator[Override]:
    """Leave out parameters that OpenAPI ignores (3.1.1, 4.8.12.2.1), since the generator does not.

    Args:
        document: An OpenAPI document.

    Yields:
        A change for each list that has such a parameter.
    """
    for at, holder, kind in values(document):
        given = holder.get("parameters") if isinstance(holder, dict) else None
        if kind in ("path", "operation") and isinstance(given, list):
            kept = [each for each in given if not _is_ignored(resolved(document, each))]
            if len(kept) < len(given):
                reason = "OpenAPI ignores Accept, Content-Type and Authorization as parameters"
                yield Override(pointer(at, "parameters"), copy.deepcopy(kept), reason)


def _is_ignored(parameter: dict[str, Any]) -> bool:
    name = str(parameter.get("name")).lower()
    return parameter.get("in") == "header" and name in ("accept", "content-type", "authorization")


def no_responses(document: dict[str, Any], _: Config) -> Iterator[Override]:
    """Give operations without `responses` none, since the generator refuses what 3.1 allows.

    Args:
        document: An OpenAPI document.

    Yields:
        A change for each such operation.
    """
    for at, operation, kind in values(document):
        if kind == "operation" and isinstance(operation, dict) and "responses" not in operation:
            reason = "the generator refuses an operation without responses"
            yield Override(pointer(at, "responses"), {}, reason)


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
