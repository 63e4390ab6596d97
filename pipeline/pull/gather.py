"""Read all sources, and the pages that indexes among them list."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.errors import PipelineError
from pipeline.pull.cache import Cache
from pipeline.pull.fetch import Answer, Fetcher, Limits, fetcher
from pipeline.pull.pages import SourcePage, decode, has_block, links, read_page, read_source
from pipeline.pull.sources import AbsentError, Source, is_index, is_listed_page, linked

# Called with how much has been read, and how much there is to read.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Gathered:
    """What the sources hold.

    Attributes:
        pages: In the order of the sources, those of an index in its order.
        notes: What was passed over, and how many pages each index gave; a line each.
    """

    pages: list[SourcePage]
    notes: list[str]


@dataclass(frozen=True)
class _Wanted:
    location: str
    language: str | None
    index: str | None = None


_Found = dict[str, Answer | AbsentError]


async def gather(
    sources: Sequence[Source],
    cache: Cache,
    limits: Limits,
    include: tuple[str, ...] = (),
    progress: Progress = lambda _done, _total: None,
) -> Gathered:
    """Read all sources, several at once; the result does not depend on which answers first.

    Args:
        sources: Pages, indexes and OpenAPI files.
        cache: Where answers with validators are kept.
        limits: What may be spent.
        include: Glob patterns for the paths of links to follow; any by default.
        progress: Told after each answer.

    Returns:
        The pages with an OpenAPI block, and the files.

    Raises:
        PipelineError: A source cannot be read, is broken, or is an index without any such page.
    """
    async with fetcher(cache, limits) as fetch:
        roots = [each.location for each in sources if is_index(each.location)]
        indexes = await _read_indexes(fetch, roots, progress)
        wanted = list(_wanted(sources, indexes, include))
        if len(wanted) > limits.pages:
            raise PipelineError(
                f"{len(wanted)} pages are listed, more than {limits.pages}. "
                "Narrow them by path: --include '*/api-reference/*'."
            )
        found = await _read_all(fetch, [each.location for each in wanted], progress)
    pages = [page for each in wanted if (page := _page(each, found[each.location]))]
    dead = [each for each in wanted if isinstance(found[each.location], AbsentError)]
    notes = [f"{each.location}: listed in {each.index}, but not there; left out." for each in dead]
    notes += [_yield(root, wanted, pages) for root in dict.fromkeys(roots)]
    return Gathered(pages, notes)


async def _read_all(fetch: Fetcher, locations: Sequence[str], progress: Progress) -> _Found:
    found: _Found = {}
    each_once = list(dict.fromkeys(locations))

    async def read(location: str) -> None:
        try:
            found[location] = await fetch.get(location)
        except AbsentError as error:
            found[location] = error
        progress(len(found), len(each_once))

    try:
        async with asyncio.TaskGroup() as tasks:
            for location in each_once:
                tasks.create_task(read(location))
    except ExceptionGroup as failed:
        # The others were cancelled: one sentence is enough to act on.
        raise failed.exceptions[0] from None
    return found


async def _read_indexes(
    fetch: Fetcher, roots: Sequence[str], progress: Progress
) -> dict[str, list[str]]:
    indexes: dict[str, list[str]] = {}
    wave = list(roots)
    while wave:
        found = await _read_all(fetch, wave, progress)
        indexes |= {at: _listed(at, found[at], needed=at in roots) for at in wave}
        wave = [link for at in wave for link in indexes[at] if is_index(link)]
        wave = [link for link in dict.fromkeys(wave) if link not in indexes]
        if len(indexes) + len(wave) > fetch.limits.pages:
            raise PipelineError(f"{roots[0]}: lists more than {fetch.limits.pages} indexes.")
    return indexes


def _listed(index: str, answer: Answer | AbsentError, *, needed: bool) -> list[str]:
    if isinstance(answer, AbsentError):
        if needed:
            raise answer
        return []
    # Links are relative to where the index was found in the end (RFC 3986, 5.1.3).
    targets = links(decode(answer.body, index))
    return [link for each in targets if (link := linked(answer.location, each))]


def _wanted(
    sources: Sequence[Source], indexes: dict[str, list[str]], include: tuple[str, ...]
) -> Iterator[_Wanted]:
    for source in sources:
        if not is_index(source.location):
            yield _Wanted(source.location, source.language)
            continue
        for link in dict.fromkeys(_walk(source.location, indexes, set())):
            if is_listed_page(link, include):
                yield _Wanted(link, source.language, source.location)


def _walk(index: str, indexes: dict[str, list[str]], seen: set[str]) -> Iterator[str]:
    seen.add(index)
    for link in indexes[index]:
        if link not in indexes:
            yield link
        elif link not in seen:
            yield from _walk(link, indexes, seen)


def _page(wanted: _Wanted, answer: Answer | AbsentError) -> SourcePage | None:
    if isinstance(answer, AbsentError):
        if wanted.index is None:
            raise answer
        return None
    if wanted.index is None:
        text = decode(answer.body, wanted.location)
        return read_source(text, wanted.location, wanted.language)
    if not has_block(answer.body):
        return None
    return read_page(decode(answer.body, wanted.location), wanted.location, wanted.language)


def _yield(index: str, wanted: Sequence[_Wanted], pages: Sequence[SourcePage]) -> str:
    listed = {each.location for each in wanted if each.index == index}
    held = {page.source for page in pages} & listed
    said = f"{index}: {len(held)} of {len(listed)} listed pages"
    if not held:
        raise PipelineError(
            f"{said} hold an OpenAPI block. Only Markdown pages of its own host are read; "
            "does --include leave them out?"
        )
    return f"{said} hold an OpenAPI block."
