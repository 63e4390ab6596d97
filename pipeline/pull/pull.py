"""Bring the specs up to date from the documentation: pages, indexes of pages, OpenAPI files."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.files import replace_files
from pipeline.generate.templates.text import printable
from pipeline.parity.compare import compare
from pipeline.parity.coverage import Topic, coverage
from pipeline.parity.freshness import FILE, all_digests, read_digests, write_digests
from pipeline.parity.languages import BASE, languages, spec_language, spec_path
from pipeline.parity.reader import dump, load, parse
from pipeline.pull.cache import Cache
from pipeline.pull.fetch import Limits
from pipeline.pull.gather import gather
from pipeline.pull.merge import merge
from pipeline.pull.pages import SourcePage
from pipeline.pull.progress import progress
from pipeline.pull.sources import parse_source
from pipeline.pull.summary import summary

CACHE = ".pipeline-cache"


@dataclass(frozen=True)
class Pulled:
    """What sources say the specs should be.

    Attributes:
        contents: Each spec file and its whole content.
        notes: What the user should know, a line each.
    """

    contents: dict[Path, bytes]
    notes: list[str]


def pull(
    sources: Iterable[str],
    root: Path,
    *,
    include: tuple[str, ...] = (),
    limits: Limits | None = None,
) -> list[str]:
    """Write the specs that the sources hold: all of them, or none.

    Args:
        sources: Pages, indexes (`llms.txt`) and OpenAPI files, by path or URL; `ja=SOURCE` names
            the language where nothing in the source does.
        root: The folder of the spec files.
        include: Glob patterns; of an index only links whose path matches one are followed.
        limits: What the pull may cost.

    Returns:
        A line for each file, after those that say what was passed over or overruled.

    Raises:
        PipelineError: A source is unusable, or two contradict each other; nothing is written.
    """
    try:
        named = [parse_source(each) for each in sources]
        with progress("pages") as bar:
            cache = Cache(root / CACHE)
            found = asyncio.run(gather(named, cache, limits or Limits(), include, bar))
        new = pulled(found.pages, root)
        lines = [summary(path.name, _read(path), each) for path, each in new.contents.items()]
        digests, stale = translated_from(root, new.contents)
    except PipelineError as error:
        raise PipelineError(printable(str(error))) from error
    left = {BASE: spec_path(root, BASE), **languages(root)}.values() - new.contents.keys()
    lines += [
        f"{path.name}: no source is in this language; left as it is"
        for path in sorted(left)
        if path.exists()
    ]
    replace_files(root, new.contents | digests)
    return [printable(line) for line in (*found.notes, *new.notes, *lines, *stale)]


def pulled(pages: Sequence[SourcePage], root: Path) -> Pulled:
    """Decide what the spec files should hold.

    Args:
        pages: In the order in which their operations shall stand.
        root: The folder of the spec files.

    Returns:
        The files in the order in which the pages first name their languages.

    Raises:
        PipelineError: Pages contradict each other, or hold what JSON cannot.
    """
    languages: dict[str, list[SourcePage]] = {}
    for page in pages:
        languages.setdefault(page.language, []).append(page)
    contents, notes = {}, []
    for language, group in languages.items():
        _check_whole(language, [page.source for page in group if page.whole])
        document, said = merge(group)
        notes += said
        try:
            contents[spec_path(root, language)] = dump(document).encode("utf-8")
        except ValueError as error:  # infinity, or half a surrogate pair
            names = " or ".join(page.source for page in group)
            raise PipelineError(f"{names}: a value has no place in JSON: {error}.") from error
    return Pulled(contents, notes)


def translated_from(
    root: Path, contents: Mapping[Path, bytes]
) -> tuple[dict[Path, bytes], list[str]]:
    """Remember from which English each translation was made.

    Args:
        root: The folder of the spec files.
        contents: Those that are about to be written.

    Returns:
        The file with the digests, where there is English to remember; and a line for each language
        with translations that are older than their English.
    """
    old = {}
    for language, path in {BASE: spec_path(root, BASE), **languages(root)}.items():
        with suppress(PipelineError):  # what cannot be read has no sentences to remember
            old[language] = load(path)
    fresh = {
        spec_language(path): parse(content.decode("utf-8"), str(path), as_json=True)
        for path, content in contents.items()
    }
    new = old | fresh
    if BASE not in new:
        return {}, []
    digests = all_digests(old, new, read_digests(root))
    lines = []
    for language, each in digests.items():
        found = coverage(compare(new[BASE], new[language]).sentences, each).findings
        if stale := sum(finding.topic == Topic.STALE for finding in found):
            lines.append(
                f"{spec_path(root, language).name}: translations older than their English: {stale} "
                "(`nox -s parity` lists them)"
            )
    return {root / FILE: write_digests(digests).encode("utf-8")}, lines


def _check_whole(language: str, specs: list[str]) -> None:
    # A translation whose address does not name its language would overrule the English prose.
    if len(set(specs)) > 1:
        raise PipelineError(
            f"{specs[0]} and {specs[1]} are both whole specs in {language!r}. "
            f"Give one for each language; `ja={specs[1]}` names the language of a source."
        )


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
