"""What one language lacks: entries, docstrings, terms, files."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from babel.messages.catalog import Message

from pipeline.errors import PipelineError
from pipeline.generate.templates.text import printable
from pipeline.packages import CLIENT, package_folder, written_packages
from pipeline.parity.compare import Comparison, compare
from pipeline.parity.document import TITLE, prose
from pipeline.parity.reader import load
from pipeline.text import cut
from pipeline.translate.catalogs import catalog_path, paired
from pipeline.translate.docstrings import HEADINGS
from pipeline.translate.glossary import (
    departures,
    exempted,
    glossary_path,
    read_glossary,
    unfounded,
)
from pipeline.translate.marks import changed_marks
from pipeline.translate.po import english, read_po, translation
from pipeline.translate.sentences import Piece, messages, of_spec, pieces


@dataclass(frozen=True)
class Finding:
    """One thing that is not complete.

    Attributes:
        place: `file:line`, or `module:qualified.name` with the argument of an entry.
        problem: What is wrong there.
        fails: Whether it is ours to mend; the words of a spec are not.
    """

    place: str
    problem: str
    fails: bool = True


class Language:
    """One language, held against the English of all packages.

    Args:
        root: The project's root.
        code: Language code, as in the name of the spec.
        spec: Its spec.

    Raises:
        PipelineError: The catalog, the glossary or a spec is missing or damaged.
    """

    def __init__(self, root: Path, code: str, spec: Path) -> None:
        self.root = root
        self.code = code
        self.spec = spec
        document = load(root / "openapi.json")
        self.base = prose(document)
        self.comparison: Comparison = compare(document, load(spec))
        self.sentences = paired(self.base, self.comparison.translations())
        self.path = catalog_path(root, code)
        self.catalog = read_po(self.path, code)
        self.terms = read_glossary(root, code)

    def findings(self, written: Mapping[Path, bytes]) -> Iterator[Finding]:
        """List what is not complete, by file.

        Args:
            written: What `translate` would write.

        Yields:
            The findings; one may come twice.
        """
        yield from self._entries()
        yield from self._docstrings()
        yield from self._spec()
        yield from self._glossary()
        yield from self._files(written)

    def counts(self) -> dict[str, int]:
        """Say how many of what were looked at."""
        return {
            "docstrings": len({piece.place.partition(" ")[0] for piece in self._pieces}),
            "descriptions": sum(1 for piece in self._pieces if piece.entry),
            "sentences": len(self.catalog),
            "sentences of the spec": len(self.base),
            "terms": len(self.terms),
        }

    @cached_property
    def _pieces(self) -> list[Piece]:
        return list(pieces(self.root, self.base, self.sentences))

    def _at(self, path: Path, line: int | None = None) -> str:
        place = path.relative_to(self.root).as_posix()
        return f"{place}:{line}" if line else place

    # The catalog: each sentence of ours, once, with a translation.

    def _entries(self) -> Iterator[Finding]:
        wanted = dict.fromkeys(text for _, text in self._messages)
        for message in self.catalog:
            if message.id:
                place = self._at(self.path, message.lineno)
                for problem in self._of_entry(message, wanted):
                    yield Finding(place, f"{problem}: {_shown(english(message))}")
        for line, text in self.catalog.repeated:
            yield Finding(self._at(self.path, line), f"a second entry for {_shown(text)}")
        for message in self.catalog.obsolete.values():
            place = self._at(self.path, message.lineno)
            yield Finding(place, f"obsolete: {_shown(english(message))}. Run `nox -s translate`")
        for place, text in self._messages:
            if self.catalog.get(text) is None:
                problem = f"no entry for {_shown(text)} of {place}. Run `nox -s translate`"
                yield Finding(self._at(self.path), problem)

    @cached_property
    def _messages(self) -> list[tuple[str, str]]:
        found = messages(self.root, self._pieces, self.sentences)
        return [(place, text) for text, place in {text: place for place, text in found}.items()]

    def _of_entry(self, message: Message, wanted: Iterable[str]) -> Iterator[str]:
        text, other = english(message), translation(message)
        if of_spec(text, self.sentences):
            yield f"translated twice, {self.spec.name} says it too"
        elif text not in wanted:
            yield "no longer in the source, run `nox -s translate`"
        if not other:
            yield "not translated"
            return
        if message.fuzzy:
            yield "fuzzy, the English has changed or is near another one's"
        if other == text and " " in text:
            yield "the translation is the English"
        for change in changed_marks(text, other):
            yield f"the translation has {change}"
        yield from departures(text, other, self.terms, exempted(message))

    # Docstrings: what is translated is also in the files that `help` and editors read.

    def _docstrings(self) -> Iterator[Finding]:
        for piece in self._pieces:
            if piece.text in HEADINGS:
                continue  # told once, of the catalog
            if problem := self._of_piece(piece):
                yield Finding(piece.place, f"{problem}: {_shown(piece.text)}")

    def _of_piece(self, piece: Piece) -> str:
        text = self._texts[piece.package].get(piece.name, piece.text)
        if piece.of_spec:
            if piece.text in self.sentences and not of_spec(piece.text, self.sentences):
                # One word may be the same in both languages.
                verb = "leaves it in English" if piece.text in self._shared else "lacks it"
                return f"{self.spec.name} {verb}" if " " in piece.text else ""
            other = self.sentences.get(piece.text, "")
        else:
            message = self.catalog.get(piece.text)
            other = translation(message) if message and not message.fuzzy else ""
            if not other:
                return "no translation"
        if _says(text, piece.text) and not _says(other, piece.text):
            verb = "regenerate" if piece.package == CLIENT else "translate"
            return f"in English in docstrings.{self.code}.json, run `nox -s {verb}`"
        return ""

    @cached_property
    def _shared(self) -> set[str | None]:
        return {pair.base for pair in self.comparison.sentences if pair.other is not None}

    @cached_property
    def _texts(self) -> dict[str, dict[str, str]]:
        found = {}
        for package in (*written_packages(self.root), package_folder(self.root, CLIENT)):
            found[package.name] = _read_docstrings(package / f"docstrings.{self.code}.json")
        return found

    # The spec: its words are not ours, but what must stay as it is must.

    def _spec(self) -> Iterator[Finding]:
        for pair in self.comparison.sentences:
            if pair.base is None or pair.other is None or pair.base == pair.other:
                continue
            place = f"{self.spec.name}#{pair.other_pointer}"
            for change in changed_marks(pair.base, pair.other, everything=False):
                yield Finding(place, f"the translation has {change}: {_shown(pair.base)}")
            if not pair.pointer.endswith(f"/{TITLE}"):
                for departure in departures(pair.base, pair.other, self.terms):
                    yield Finding(place, f"{departure}: {_shown(pair.base)}", fails=False)

    def _glossary(self) -> Iterator[Finding]:
        path = glossary_path(self.root, self.code)
        for term in self.terms:
            if not term.accepted:
                yield Finding(self._at(path, term.line), f"not translated: {term.english!r}")
        glossary = read_po(path, self.code)
        for line, text in glossary.repeated:
            yield Finding(self._at(path, line), f"a second entry for {_shown(text)}")
        for term, problem in unfounded(self.terms, self.sentences):
            yield Finding(self._at(path, term.line), problem)

    def _files(self, written: Mapping[Path, bytes]) -> Iterator[Finding]:
        for path, content in written.items():
            if not path.exists() or path.read_bytes() != content:
                yield Finding(self._at(path), "not up to date, run `nox -s translate`")


def _read_docstrings(path: Path) -> dict[str, str]:
    if not path.exists():  # a new language
        return {}
    try:
        found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))["docstrings"]
    except (ValueError, KeyError, TypeError) as error:
        hint = "`nox -s regenerate` and `nox -s translate` write such files anew."
        raise PipelineError(f"{path}: not as it was written ({error}). {hint}") from error
    return found


def _says(text: str, sentence: str) -> bool:
    words = r"\s+".join(map(re.escape, sentence.split()))
    return re.search(rf"(?<!\w){words}(?!\w)", text, re.ASCII) is not None


def _shown(text: str) -> str:
    return cut(printable(text.replace("\n", " ")), 70)
