"""Tell what a reader of another language would still meet in English, or in the wrong words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.packages import CLIENT, CORE, package_folder, written_packages
from pipeline.parity.languages import languages
from pipeline.text import count
from pipeline.translate.catalogs import catalog_path
from pipeline.translate.language import Finding, Language
from pipeline.translate.parameters import undescribed
from pipeline.translate.sentences import Piece, documented
from pipeline.translate.translate import translate
from pipeline.translate.unmarked import unmarked

SOURCE = "source"  # what is wrong in English is wrong in every language


@dataclass(frozen=True)
class Completeness:
    """What was looked at, and what was found.

    Attributes:
        findings: By language; `SOURCE` for the English that no translator can mend.
        counts: By language, how many of what were looked at.
    """

    findings: dict[str, list[Finding]] = field(default_factory=dict)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def failures(self) -> int:
        """How many findings fail."""
        return sum(each.fails for found in self.findings.values() for each in found)

    @property
    def notes(self) -> int:
        """How many are about words that are not ours to mend."""
        return sum(map(len, self.findings.values())) - self.failures


def completeness(root: Path) -> Completeness:
    """Look for what a translation lacks, in every language that has a spec.

    Args:
        root: The project's root.

    Returns:
        What was found, in the order of languages and then of the files.

    Raises:
        PipelineError: There is no other language, or a spec, catalog or glossary is missing or
            damaged.
    """
    specs = languages(root)
    _check_specs(root, set(specs))
    each_language = [Language(root, language, spec) for language, spec in specs.items()]
    written = translate(root)
    found = Completeness({SOURCE: list(_source(root))})
    for each in each_language:
        found.findings[each.code] = list(dict.fromkeys(each.findings(written)))
        found.counts[each.code] = each.counts()
    return found


def _check_specs(root: Path, specs: set[str]) -> None:
    hint = "`nox -s pull` writes it; of a language that is given up, delete all files."
    if not specs:
        raise PipelineError(f"{root}: there is no openapi.<language>.json. {hint}")
    known = {catalog_path(root, language) for language in specs}
    for path in sorted((package_folder(root, CORE) / "locale").glob("*/*/*.po")):
        if path not in known:
            raise PipelineError(f"{path}: its language has no openapi.<language>.json. {hint}")


def _source(root: Path) -> Iterator[Finding]:
    written = written_packages(root)
    for path in (path for package in written for path in sorted(package.rglob("*.py"))):
        for line, problem in unmarked(path):
            yield Finding(f"{path.relative_to(root).as_posix()}:{line}", problem)
    docstrings = documented(root)
    # Of the generated package, its operations: what a model and its fields are, the spec says where
    # it does, and the rest is the same in every client that the generator writes.
    operations = {
        name: text for name, text in docstrings[CLIENT].items() if name.startswith("api.")
    }
    for package, described, empty in (
        *((package, docstrings[package.name], False) for package in written),
        (package_folder(root, CLIENT), operations, True),
    ):
        for name, parameter in undescribed(package, described, empty=empty):
            place = Piece(package.name, name, parameter, "", of_spec=False).place
            yield Finding(place, "no docstring says what this parameter is")


def as_text(found: Completeness, *, everything: bool = False) -> Iterator[str]:
    """Write what was found for a reader.

    Args:
        found: What `completeness` returns.
        everything: Whether notes are listed too; else they are counted.

    Yields:
        The findings by language, then one line that sums up.
    """
    for language, findings in found.findings.items():
        shown = [each for each in findings if each.fails or everything]
        if shown:
            yield language
            # Notes last: what is to be done comes first.
            for each in sorted(shown, key=lambda each: not each.fails):
                yield f"  {each.place}: {'' if each.fails else '(note) '}{each.problem}"
    if found.notes and not everything:
        yield f"{count(found.notes, 'note')} on the words of the specs (--all lists them)"
    if found.failures:
        per = ", ".join(
            f"{language} {sum(each.fails for each in findings)}"
            for language, findings in found.findings.items()
        )
        yield f"completeness: {count(found.failures, 'finding')} ({per})."
        return
    told = "; ".join(
        f"{language}: " + ", ".join(f"{number} {name}" for name, number in numbers.items())
        for language, numbers in found.counts.items()
    )
    yield f"completeness: nothing is lacking. {told}."
