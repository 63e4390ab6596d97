"""How well the sentences of a spec are translated."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from pipeline.parity.compare import Sentence
from pipeline.parity.freshness import digest


class Topic(StrEnum):
    """What there is to say of a translation."""

    STALE = "stale"  # the base has changed since the translation was touched
    LOST = "lost"  # a placeholder, number or code span of the base is not in it
    VARIED = "varied"  # one sentence of the base, translated in several ways
    MISSING = "missing"  # in the base only
    EXTRA = "extra"  # in the translation only
    UNTRANSLATED = "untranslated"  # identical to the base
    SAME_TITLE = "untranslated title"  # likewise; titles often stay, since classes are named so


@dataclass(frozen=True)
class Finding:
    """One place where a translation wants a look; none of them is a fault of structure.

    Attributes:
        topic: What there is to say.
        pointer: JSON pointer of the place in the base; for `varied`, of the first one.
        other_pointer: The same place in the translation.
        base: The sentence; `None` for `extra`.
        other: Its translation; `None` for `missing`.
        lost: For `lost`: what is not in the translation, in the order of the base.
        ways: For `varied`: each translation and the pointers where it stands.
    """

    topic: Topic
    pointer: str
    other_pointer: str
    base: str | None
    other: str | None
    lost: tuple[str, ...] = ()
    ways: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Coverage:
    """The state of a translation.

    Attributes:
        total: Number of sentences in the base.
        translated: JSON pointers, in the base, of sentences that have other words in the
            translation; some of them may be among the findings.
        findings: What wants a look; by topic, then in the order of the base.
    """

    total: int
    translated: list[str]
    findings: list[Finding]


def coverage(sentences: Iterable[Sentence], digests: Mapping[str, str]) -> Coverage:
    """Tell how well sentences are translated.

    Args:
        sentences: Paired sentences, as `compare` gives them.
        digests: Pointer in the base to the digest of the English from which the translation there
            was made, as `freshness` keeps them; places that are not in it are taken as fresh.

    Returns:
        What is translated, and what wants a look.
    """
    pairs = list(sentences)
    order = list(Topic)
    findings = [finding for pair in pairs for finding in _findings(pair, digests)]
    return Coverage(
        total=sum(pair.base is not None for pair in pairs),
        translated=[pair.pointer for pair in pairs if _is_translated(pair)],
        findings=sorted([*findings, *_varied(pairs)], key=lambda each: order.index(each.topic)),
    )


def _is_translated(pair: Sentence) -> bool:
    return None not in (pair.base, pair.other) and pair.base != pair.other


def _findings(pair: Sentence, digests: Mapping[str, str]) -> Iterator[Finding]:
    place = (pair.pointer, pair.other_pointer, pair.base, pair.other)
    if pair.base is None:
        yield Finding(Topic.EXTRA, *place)
    elif pair.other is None:
        yield Finding(Topic.MISSING, *place)
    else:
        if pair.base == pair.other:
            is_title = pair.pointer.endswith("/title")  # no other prose stands below this key
            yield Finding(Topic.SAME_TITLE if is_title else Topic.UNTRANSLATED, *place)
        elif lost := tuple(token for token in tokens(pair.base) if token not in tokens(pair.other)):
            yield Finding(Topic.LOST, *place, lost=lost)
        if digests.get(pair.pointer, digest(pair.base)) != digest(pair.base):
            yield Finding(Topic.STALE, *place)


def _varied(pairs: Iterable[Sentence]) -> Iterator[Finding]:
    ways: dict[str, dict[str, list[Sentence]]] = defaultdict(lambda: defaultdict(list))
    for pair in pairs:
        if _is_translated(pair):
            ways[str(pair.base)][str(pair.other)].append(pair)
    for found in ways.values():
        if len(found) > 1:
            first = next(iter(found.values()))[0]
            places = {text: [each.pointer for each in same] for text, same in found.items()}
            yield Finding(
                Topic.VARIED,
                *(first.pointer, first.other_pointer, first.base, first.other),
                ways=places,
            )


# What a translation must keep as it is: a code span, `{name}`, `${name}`, `%s`, `<name>`, a number.
_TOKEN = re.compile(
    r"(?P<code>(?<!`)(`+)(?!`).+?(?<!`)\2(?!`))"
    r"|\$?\{+[^{}\s]+\}+"
    r"|%(?:\(\w+\))?[sdif]\b"
    r"|</?[A-Za-z][\w-]*>"
    r"|(?P<number>\d+(?:[.,]\d+)*)",
    re.DOTALL,
)


@cache
def tokens(text: str) -> tuple[str, ...]:
    """List what a translation of a text must keep.

    Args:
        text: A sentence.

    Returns:
        Placeholders, code spans and numbers, each once, in the order of the text; numbers in ASCII
        digits and without separators of thousands, for languages write them in several ways.
    """
    found: dict[str, None] = {}
    for match in _TOKEN.finditer(unicodedata.normalize("NFKC", text)):
        number = match["number"]
        found[re.sub(r",(?=\d{3})", "", number) if number else match[0]] = None
    return tuple(found)
