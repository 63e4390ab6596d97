"""Mend a spec before the generator reads it, so that it loses nothing."""

import copy
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from openapi_python_client.config import Config

from pipeline.generate.generator import claims, schema_classes
from pipeline.generate.names import (
    SHORTENED,
    ascii_tags,
    inline_titles,
    operation_ids,
    schema_titles,
)
from pipeline.generate.overrides import Override, apply
from pipeline.generate.shapes import json_first, named_references, optional_bodies, path_items
from pipeline.parity.document import find, pointer, steps, values

RULES = (
    *(path_items, named_references, json_first, optional_bodies),
    *(ascii_tags, operation_ids, schema_titles, inline_titles),
)
ROUNDS = 20  # clashes that another title only moves elsewhere


@dataclass(frozen=True)
class Mended:
    """A document that the generator loses nothing of, as far as rules can see to it.

    Attributes:
        document: The changed copy.
        changes: What was changed, in order: overrides by hand, then those by rule.
    """

    document: dict[str, Any]
    changes: list[Override]

    def notable(self) -> list[Override]:
        """List the changes that are worth a line; shortened operation ids are not."""
        return [change for change in self.changes if change.reason != SHORTENED]


def mend(document: dict[str, Any], config: Config, overrides: Sequence[Override]) -> Mended:
    """Apply overrides and rules to a copy of a document.

    Args:
        document: An OpenAPI document; not changed.
        config: The generator's settings.
        overrides: Those written by hand; they come first.

    Returns:
        The copy and what was changed.

    Raises:
        PipelineError: An override leads nowhere, or the generator refuses the document.
    """
    mended = copy.deepcopy(document)
    made = list(overrides)
    apply(mended, made, by_hand=True)
    for rule in RULES:
        changes = list(rule(mended, config))
        apply(mended, changes)
        made += changes
    for number in range(2, ROUNDS):
        changes = list(class_clashes(mended, config, number))
        if not changes:
            break
        apply(mended, changes)
        made += changes
    return Mended(mended, made)


def class_clashes(document: dict[str, Any], config: Config, number: int) -> Iterator[Override]:
    """Give another title to schemas whose classes the generator could not tell apart.

    Args:
        document: An OpenAPI document, whose named schemas have classes of their own.
        config: The generator's settings.
        number: What the titles end with; from 2, and never the same twice.

    Yields:
        A change for each schema without a name that meets another class.
    """
    modules: dict[str, set[str]] = defaultdict(set)
    for module, place in claims(_located(document), config):
        modules[module].add(place)
    named = {
        pointer("/components/schemas", name): each
        for name, each in schema_classes(document, config).items()
    }
    for place, schema_class in named.items():
        modules[schema_class.module_name].add(place)
    for place in sorted({place for met in modules.values() for place in _losers(met, named)}):
        schema = find(document, place)
        title = f"{schema.get('title') or _last_name(place)} {number}"
        yield Override(pointer(place, "title"), title, "another class would have the same name")


def _losers(met: set[str], named: Container[str]) -> list[str]:
    # Named schemas keep their names, since people import them; else the first place does.
    return sorted(met, key=lambda place: (place not in named, place))[1:]


def _located(document: dict[str, Any]) -> dict[str, Any]:
    # An example is the one thing that the generator hands through and makes nothing of.
    located = copy.deepcopy(document)
    for place, schema, kind in list(values(located)):
        if kind == "schema" and isinstance(schema, dict):
            schema["example"] = place
    return located


def _last_name(place: str) -> str:
    """Name a schema after the last step of its place that is a name and no keyword."""
    keywords = {"schema", "items", "content", "properties", "additionalProperties", "responses"}
    names = [step for step in steps(place) if step not in keywords and not step.isdecimal()]
    return names[-1]
