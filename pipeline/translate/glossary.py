"""The terms of each language: a `.po` file of its own, which is never shipped.

`terms.pot` holds the English terms; what it says of where the service's own documentation uses one,
`#. spec: SENTENCE`, holds for every language. In `<language>.po` a translator gives the words for
each term, separated by ` | `, and may refuse others: `# never: WORD | WORD`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Message

from pipeline.errors import PipelineError
from pipeline.translate.marks import HIDDEN, words
from pipeline.translate.po import Po, english, new_po, po_bytes, read_po, translation

FOLDER = Path("pipeline", "translate", "glossaries")
TEMPLATE = "terms.pot"
_EXEMPT = "glossary:"  # before the terms that an entry of a catalog need not have


@dataclass(frozen=True)
class Term:
    """A term and its words in another language.

    Attributes:
        english: The term, as in the middle of a sentence.
        accepted: The words that may stand for it; empty where it is not translated yet.
        refused: Words that may not.
        sentence: The sentence of the English spec that has the term; "" for a term of ours.
        line: Where it stands in the glossary.
    """

    english: str
    accepted: tuple[str, ...]
    refused: tuple[str, ...]
    sentence: str
    line: int


def glossary_path(root: Path, language: str) -> Path:
    """Where the glossary of a language stands."""
    return root / FOLDER / f"{language}.po"


def write_glossary(root: Path, language: str) -> bytes:
    """Bring the glossary of a language in step with the terms.

    Args:
        root: The project's root.
        language: Language code, as in the name of the spec.

    Returns:
        What the file should hold: new terms empty, those that are no longer listed gone.

    Raises:
        PipelineError: The terms are missing, or a file is damaged.
    """
    path = glossary_path(root, language)
    template = _template(root)
    glossary = new_po(language, f"# The terms of serverless-training: {language}.")
    if path.exists():
        glossary = read_po(path, language)
    glossary.update(template, no_fuzzy_matching=True)
    glossary.obsolete.clear()
    return po_bytes(glossary)


def _template(root: Path) -> Po:
    path = root / FOLDER / TEMPLATE
    if not path.exists():
        raise PipelineError(f"{path}: there is no such file. Take it from Git.")
    return read_po(path)


def read_glossary(root: Path, language: str) -> list[Term]:
    """Read the glossary of a language.

    Args:
        root: The project's root.
        language: Language code, as in the name of the spec.

    Returns:
        The terms, those of several words first, as `departures` wants them.

    Raises:
        PipelineError: The file is missing or damaged.
    """
    terms = [_term(message) for message in read_po(glossary_path(root, language), language)]
    return sorted(
        (term for term in terms if term.english),
        key=lambda term: (-len(term.english.split()), -len(term.english)),
    )


def _term(message: Message) -> Term:
    told = [*message.auto_comments, *message.user_comments]
    return Term(
        english=english(message),
        accepted=_split(translation(message)),
        refused=tuple(word for each in _told(told, "never:") for word in _split(each)),
        sentence=next(_told(told, "spec:"), ""),
        line=message.lineno or 0,
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (each.strip() for each in text.split("|"))))


def _told(comments: Iterable[str], key: str) -> Iterator[str]:
    return (each.removeprefix(key).strip() for each in comments if each.startswith(key))


def exempted(message: Message) -> set[str]:
    """Name the terms that a translator excuses an entry of a catalog from."""
    told = ",".join(_told(message.user_comments, _EXEMPT))
    return {name.strip() for name in told.split(",") if name.strip()}


def departures(
    text: str, other: str, terms: Sequence[Term], exempt: Iterable[str] = ()
) -> Iterator[str]:
    """Say where a translation departs from the glossary.

    Args:
        text: The English sentence. Code, names, options and placeholders in it are no terms.
        other: Its translation.
        terms: The terms, longest first: a term within a longer one does not count.
        exempt: Terms that this sentence is excused from.

    Yields:
        What is wrong, one line each; a needless excuse too.
    """
    left, seen = words(text), words(other)
    needed = set()
    for term in terms:
        left, count = _pattern(term.english).subn(HIDDEN, left)
        if not (count and term.accepted):
            continue
        # The longest first: プロキシー is not プロキシ, nor is ヘッダー ヘッダ.
        known = sorted({*term.accepted, *term.refused}, key=len, reverse=True)
        found = re.findall("|".join(map(re.escape, known)), seen)
        used = next((word for word in found if word in term.refused), None)
        if found and used is None:
            continue
        needed.add(term.english)
        if term.english not in exempt:
            wanted = " or ".join(term.accepted)
            yield f"{term.english!r} is {wanted}" + (f", never {used}" if used else "")
    for name in sorted(set(exempt) - needed):
        yield f"the comment `glossary: {name}` is not needed"


def _pattern(term: str) -> re.Pattern[str]:
    *before, last = term.split()
    stem, ending = (last[:-1], "(?:ys?|ies)") if last.endswith("y") else (last, "(?:e?s)?")
    text = r"\s+".join([*map(re.escape, before), re.escape(stem) + ending])
    first, rest = re.escape(term[0]), text[len(re.escape(term[0])) :]
    if term[0].islower():
        # With a capital in the middle of a sentence it is the name of a class.
        first = rf"(?:{first}|(?:(?<=^)|(?<=[.:?!]\s)|(?<=[(*]))(?-i:{term[0].upper()}))"
    return re.compile(rf"(?<![\w-]){first}{rest}(?![\w-])")


def unfounded(terms: Iterable[Term], sentences: Mapping[str, str]) -> Iterator[tuple[Term, str]]:
    """Find terms that the specs do not use as the glossary says.

    Args:
        terms: The glossary.
        sentences: The English spec's sentences, each to its translation.

    Yields:
        The term, and what is wrong.
    """
    for term in terms:
        if not term.sentence:
            continue
        other = sentences.get(term.sentence)
        # Titles such as `Validation Error` have capitals.
        if other is None or not _pattern(term.english.lower()).search(term.sentence.lower()):
            yield term, f"the English spec does not say {term.english!r} in {term.sentence!r}"
        elif term.accepted and not any(word in other for word in term.accepted):
            yield term, f"the spec does not say {' or '.join(term.accepted)} but {other!r}"
