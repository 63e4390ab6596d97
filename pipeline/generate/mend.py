"""Mend a spec before the generator reads it, so that it loses nothing."""

import copy
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from openapi_python_client.config import Config

from pipeline.generate.generator import claims, schema_classes
from pipeline.generate.locate import located
from pipeline.generate.media import json_first, supported_bodies, supported_responses, untyped
from pipeline.generate.names import (
    SHORTENED,
    ascii_tags,
    inline_titles,
    operation_ids,
    schema_titles,
)
from pipeline.generate.overrides import Override, apply
from pipeline.generate.schemas import (
    aliases,
    all_of,
    named_branches,
    pattern_properties,
    references,
)
from pipeline.generate.shapes import (
    ignored_headers,
    no_responses,
    optional_bodies,
    path_items,
    path_parameters,
)
from pipeline.generate.values import (
    dates_first,
    discriminators,
    literals,
    null_in_enums,
    one_way,
    same_names,
)
from pipeline.generate.wire import content_parameters
from pipeline.parity.document import find, pointer, steps

RULES = (
    *(path_items, ignored_headers, no_responses, path_parameters, content_parameters),
    *(json_first, supported_responses, supported_bodies, untyped),
    *(references, pattern_properties, null_in_enums, literals, discriminators, one_way),
    *(all_of, named_branches, aliases, dates_first, optional_bodies, same_names),
    *(ascii_tags, operation_ids, schema_titles, inline_titles),
)
# These say the same in another way, and a published spec needs them by the hundred.
LOSSLESS = {
    *(path_parameters, content_parameters, untyped, references, pattern_properties, null_in_enums),
    *(discriminators, all_of, named_branches, aliases, dates_first),
}
ROUNDS = 20  # clashes that another title only moves elsewhere


@dataclass(frozen=True)
class Mended:
    """A document that the generator loses nothing of, as far as rules can see to it.

    Attributes:
        document: The changed copy.
        changes: What was changed, in order: overrides by hand, then those by rule.
        told: Those of them that lose something, or change a name.
        meant: The copy as the spec and the overrides by hand have it, which the package must keep.
    """

    document: dict[str, Any]
    changes: list[Override]
    told: list[Override]
    meant: dict[str, Any]

    def notable(self) -> list[Override]:
        """List the changes that are worth a line; shortened operation ids are not."""
        return [change for change in self.told if change.reason != SHORTENED]


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
    made, told = list(overrides), list(overrides)
    apply(mended, made, by_hand=True)
    meant = copy.deepcopy(mended)
    apply(meant, path_items(meant, config))
    apply(meant, ignored_headers(meant, config))
    for rule in RULES:
        changes = list(rule(mended, config))
        apply(mended, changes)
        made += changes
        told += [] if rule in LOSSLESS else changes
    for number in range(2, ROUNDS):
        changes = list(class_clashes(mended, config, number))
        if not changes:
            break
        apply(mended, changes)
        made += changes
        told += changes
    return Mended(mended, made, told, meant)


def class_clashes(document: dict[str, Any], config: Config, number: int) -> Iterator[Override]:
    """Give another title to schemas whose classes the generator could not tell apart.

    Args:
        document: An OpenAPI document, whose named schemas have classes of their own.
        config: The generator's settings.
        number: What the first title of a class ends with; from 2, and never the same twice.

    Yields:
        A change for each schema without a name that meets another class.
    """
    modules: dict[str, set[str]] = defaultdict(set)
    for module, place in claims(located(document), config):
        modules[module].add(place)
    named = {
        pointer("/components/schemas", name): each
        for name, each in schema_classes(document, config).items()
    }
    for place, schema_class in named.items():
        modules[schema_class.module_name].add(place)
    endings: dict[str, int] = {}
    for _, met in sorted(modules.items()):
        for ending, place in enumerate(_losers(met, named), start=number):
            endings.setdefault(place, ending)
    for place, ending in sorted(endings.items()):
        schema = find(document, place)
        title = f"{schema.get('title') or _last_name(place)} {ending}"
        yield Override(pointer(place, "title"), title, "another class would have the same name")


def _losers(met: set[str], named: Container[str]) -> list[str]:
    # Named schemas keep their names, since people import them; else the first place does.
    return sorted(met, key=lambda place: (place not in named, place))[1:]


def _last_name(place: str) -> str:
    """Name a schema after the last step of its place that is a name and no keyword."""
    keywords = {"schema", "items", "content", "properties", "additionalProperties", "responses"}
    names = [step for step in steps(place) if step not in keywords and not step.isdecimal()]
    return names[-1]
