"""The laws that the pages of a listing must keep together."""

from collections.abc import Sequence

from attrs import frozen
from hypothesis import strategies as st
from serverless_training._language import gettext as _

from serverless_training_testing.contract._collection import query, rest
from serverless_training_testing.contract._exchange import GetRequest
from serverless_training_testing.contract._laws import (
    TRAVERSALS,
    Law,
    NotJudgedError,
    Subject,
    difference,
    items,
    notable_limits,
)
from serverless_training_testing.contract._page_laws import at_least
from serverless_training_testing.contract._paged_spec import DESCENDING
from serverless_training_testing.contract._report import Failure

# A listing in pages of one item would be a request for each; its beginning and its end are enough.
_MOST_PAGES = 25
_COST = 5
_SHOWN = 4


@frozen
class TraversalCase:
    """A walk from page to page, as a client goes."""

    collection: int  # which list
    limit: int | None = None  # the size of the pages; `None` to leave it out
    order: str | None = None  # the order; `None` to leave it out
    # How many items before the end it begins; `None` for the beginning of the list.
    start: int | None = None


@frozen
class Traversal:
    """What a walk met."""

    ids: tuple[str | None, ...]  # the ids of all items, page after page
    requests: tuple[GetRequest, ...]  # the requests
    ended: bool  # whether the server said that nothing follows


def traverse(subject: Subject, case: TraversalCase) -> Traversal:
    """Go from page to page while the server says that there is more."""
    collection = subject.collections[case.collection]
    cursor = _cursor(subject, case)
    met: list[str | None] = []
    requests: list[GetRequest] = []
    while len(requests) < _MOST_PAGES:
        requests.append(collection.request(query(cursor, case.order, case.limit)))
        page = subject.sender.get(requests[-1]).page
        if page is None:
            raise NotJudgedError
        met += page.ids
        cursor = page.ids[-1] if page.ids else None
        if page.has_more is not True or cursor is None:
            return Traversal(tuple(met), tuple(requests), ended=True)
    return Traversal(tuple(met), tuple(requests), ended=False)


def _cursor(subject: Subject, case: TraversalCase) -> str | None:
    place = _place(subject, case)
    return None if place is None else subject.collections[case.collection].ids[place]


def _place(subject: Subject, case: TraversalCase) -> int | None:
    if case.start is None:
        return None
    length = len(subject.collections[case.collection].ids)
    backwards = (case.order or subject.paged.default_order) == DESCENDING
    return case.start if backwards else length - 1 - case.start


def _same(subject: Subject, case: TraversalCase) -> Failure | None:
    collection = subject.collections[case.collection]
    expected = rest(collection, _place(subject, case), case.order, case.limit)
    if expected is None:
        raise NotJudgedError
    found = traverse(subject, case)
    wanted: Sequence[str] = expected.ids if found.ended else expected.ids[: len(found.ids)]
    if found.ids == wanted:
        return None
    return _failure(subject, found, wanted)


def _failure(subject: Subject, found: Traversal, wanted: Sequence[str]) -> Failure:
    place = difference(found.ids, wanted)
    said = _("in all {items}")
    # Where the first wrong item stands, a reader has seen enough.
    return Failure(
        tuple(subject.sender.curl(each) for each in found.requests[:_SHOWN]),
        said.format(items=items(wanted, place)),
        said.format(items=items(found.ids, place)),
    )


def _once(subject: Subject, case: TraversalCase) -> Failure | None:
    found = traverse(subject, case)
    if len(set(found.ids)) == len(found.ids):
        return None
    again = next(place for place, each in enumerate(found.ids) if each in found.ids[:place])
    return Failure(
        tuple(subject.sender.curl(each) for each in found.requests[:_SHOWN]),
        _("each item once"),
        _("{id} as item {first} and as item {second}").format(
            id=found.ids[again], first=found.ids.index(found.ids[again]) + 1, second=again + 1
        ),
    )


def _mirrored(subject: Subject, case: TraversalCase) -> Failure | None:
    if case.order != DESCENDING:
        raise NotJudgedError
    return _same(subject, case)


def _forward(subject: Subject, case: TraversalCase) -> Failure | None:
    if case.order == DESCENDING:
        raise NotJudgedError
    return _same(subject, case)


def _traversals(subject: Subject) -> list[TraversalCase]:
    sizes = subject.paged.sizes
    usual = (7, 50) if sizes and (sizes.largest or 50) >= 50 else ()  # noqa: PLR2004  a usual size
    limits = sorted({*notable_limits(subject.paged), *usual}, reverse=True)
    cases = [
        TraversalCase(index, limit, order, start)
        for limit in (None, *limits)
        for index, collection in enumerate(subject.collections)
        for order in subject.paged.orders or (None,)
        for start in (None, *_starts(len(collection.ids), limit))
    ]
    # Long pages first: they cost least.
    return list(dict.fromkeys(cases))


def _starts(length: int, limit: int | None) -> list[int]:
    """Say where to begin, before the end, where a walk from the beginning would be cut off."""
    reach = (limit or 1) * (_MOST_PAGES - 1)
    return [reach] if limit and reach < length - 1 else []


def _drawn(subject: Subject, within: TraversalCase | None) -> st.SearchStrategy[TraversalCase]:
    sizes = subject.paged.sizes
    index = st.just(within.collection) if within else st.integers(0, len(subject.collections) - 1)
    largest = (within.limit if within else sizes.largest) if sizes else None
    lengths = [len(each.ids) for each in subject.collections]
    start = st.integers(0, max(max(lengths) - 1, 0))
    return st.builds(
        TraversalCase,
        collection=index,
        limit=st.integers(sizes.smallest, largest or 100) if sizes else st.none(),
        order=st.just(within.order) if within else st.sampled_from(subject.paged.orders or (None,)),
        start=st.none() | start,
    ).filter(lambda case: case.start is None or case.start < lengths[case.collection])


TRAVERSAL_LAWS: tuple[Law[TraversalCase], ...] = (
    Law(
        "same-listing",
        lambda: _("The pages joined are the same listing for every page size."),
        _forward,
        _traversals,
        TRAVERSALS,
        _drawn,
        cost=_COST,
        needs=at_least(2),
    ),
    Law(
        "each-once",
        lambda: _("A listing holds each item once."),
        _once,
        _traversals,
        TRAVERSALS,
        _drawn,
        cost=_COST,
        needs=at_least(2),
    ),
    Law(
        "mirror",
        lambda: _("Descending mirrors ascending."),
        _mirrored,
        lambda subject: [case for case in _traversals(subject) if case.order == DESCENDING],
        TRAVERSALS,
        _drawn,
        cost=_COST,
        concerns=lambda paged: bool(paged.orders),
        needs=at_least(2),
    ),
)
