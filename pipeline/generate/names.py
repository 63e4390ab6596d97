"""Rules for names: what the generator would write into one place is told apart before it runs.

Each rule reads a document and says what to change; it asks the generator itself how it names
things. Names are stable: a clash is decided by the names of those that meet, and only where these
are equal by their order.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Container, Iterator
from itertools import chain, count
from typing import Any

from openapi_python_client.config import Config

from pipeline.generate.generator import class_of, identifier, is_configured, operation_identifier
from pipeline.generate.overrides import REMOVE, Override
from pipeline.parity.document import operations, pointer, values

SHORTENED = "FastAPI appends path and method to each operation id"


def ascii_tags(document: dict[str, Any], _: Config) -> Iterator[Override]:
    """Write tags in ASCII, since each becomes a folder.

    Args:
        document: An OpenAPI document.

    Yields:
        A change for each tag of an operation that is not ASCII; where nothing of it is left, it is
        removed, and the operation stands under `default`.
    """
    for path, method, operation in operations(document):
        at = pointer(pointer(pointer("/paths", path), method), "tags")
        given = operation.get("tags") or []
        folded = [name for tag in given if (name := fold(str(tag)))]
        if folded != given:
            yield Override(at, folded, "a tag that is not ASCII would name a folder")


def operation_ids(document: dict[str, Any], _: Config) -> Iterator[Override]:
    """Give each operation a short id that no other has once it is a Python name.

    `list_models_v1_models_get` of `GET /v1/models` becomes `list_models`, and with it the module
    under `serverless_training_client.api`; the rule undone is `fastapi.utils.generate_unique_id`.
    Ids that would meet stay long; if they meet even then, all but the first are told apart by the
    slash at the end of their path or by a number. Ids differ across tags too, since the names of
    inline classes begin with them.

    Args:
        document: An OpenAPI document.

    Yields:
        A change for each id.
    """
    given = {
        (path, method): fold(str(operation.get("operationId") or ""))
        or operation_identifier(path, method)
        for path, method, operation in operations(document)
    }
    short = {place: short_id(name, *place) for place, name in given.items()}
    chosen = _told_apart(given, short)
    for path, method, operation in operations(document):
        own, name = operation.get("operationId"), chosen[path, method]
        if name != own and (own or name != given[path, method]):
            at = pointer(pointer(pointer("/paths", path), method), "operationId")
            was_shortened = own and name == short[path, method] and fold(own) == own
            reason = SHORTENED if was_shortened else "another operation would have the same module"
            yield Override(at, name, reason)


def without_names(path: str) -> str:
    """Write a path template without the names of its parameters, which are others in Python."""
    return re.sub(r"{[^}]*}", "{}", path)


def short_id(name: str, path: str, method: str) -> str:
    """Take path and method off an operation id, as FastAPI appends them, unless nothing is left."""
    return name.removesuffix(re.sub(r"\W", "_", path) + f"_{method}") or name


def _told_apart(
    given: dict[tuple[str, str], str], short: dict[tuple[str, str], str]
) -> dict[tuple[str, str], str]:
    uses = Counter(identifier(name) for name in short.values())
    lengths = Counter(identifier(name) for name in given.values())
    chosen: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    for place in sorted(short):
        name = short[place]
        if uses[identifier(name)] > 1 and lengths[identifier(given[place])] == 1:
            name = given[place]
        endings = ["", "_slash"] if place[0].endswith("/") else [""]
        candidates = chain(endings, (f"_{number}" for number in count(2)))
        chosen[place] = next(
            name + ending for ending in candidates if identifier(name + ending) not in taken
        )
        taken.add(identifier(chosen[place]))
    return chosen


def schema_titles(document: dict[str, Any], config: Config) -> Iterator[Override]:
    """Give each named schema a class and module of its own.

    A title is kept where no other named schema wants the same class. Where several do, the one with
    a class of its own in `generator-config.yaml` keeps it, else the one whose component name is
    that class; the others are named after their component, with a number if that is taken as well.

    Args:
        document: An OpenAPI document.
        config: The generator's settings.

    Yields:
        A change for each title that cannot stay.
    """
    schemas = {
        name: schema
        for name, schema in (document.get("components", {}).get("schemas") or {}).items()
        if isinstance(schema, dict)
    }
    titles = {
        name: fold(str(schema.get("title") or "")) or name for name, schema in schemas.items()
    }
    modules = {name: class_of(title, config).module_name for name, title in titles.items()}
    rivals: dict[str, list[str]] = defaultdict(list)
    for name, module in modules.items():
        rivals[module].append(name)
    winners = {name for group in rivals.values() for name in _winner(group, titles, config)}
    taken = {modules[name] for name in winners}
    for name, schema in schemas.items():
        title, reason = titles[name], "a title that is not ASCII would name a class"
        if name not in winners:
            title = _free_title(name, taken, config)
            taken.add(class_of(title, config).module_name)
            reason = "another schema would have the same class"
        if title != (schema.get("title") or name):
            yield Override(pointer(pointer("/components/schemas", name), "title"), title, reason)


def _winner(group: list[str], titles: dict[str, str], config: Config) -> list[str]:
    if len(group) == 1:
        return group
    configured = [name for name in group if is_configured(titles[name], config)]
    exact = [name for name in group if name == class_of(titles[name], config).name]
    return (configured or exact)[:1]


def _free_title(name: str, taken: Container[str], config: Config) -> str:
    numbered = (f"{class_of(name, config).name}{number}" for number in count(2))
    candidates = chain([name], numbered)
    return next(each for each in candidates if class_of(each, config).module_name not in taken)


def inline_titles(document: dict[str, Any], _: Config) -> Iterator[Override]:
    """Write the titles of schemas without a name in ASCII, since they become parts of classes.

    Args:
        document: An OpenAPI document.

    Yields:
        A change for each title that is not ASCII; it is removed where nothing of it is left.
    """
    for at, schema, kind in values(document):
        title = schema.get("title") if kind == "schema" and isinstance(schema, dict) else None
        if isinstance(title, str) and fold(title) != title:
            reason = "a title that is not ASCII would name a class"
            yield Override(pointer(at, "title"), fold(title) or REMOVE, reason)


def fold(text: str) -> str:
    """Write a name in ASCII: letters without accents and of plain width, the rest left out."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKD", text).encode("ascii", errors="ignore")
    return plain.decode("ascii").strip()
