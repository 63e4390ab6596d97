"""The laws that one page must keep."""

import json
from collections.abc import Callable
from http import HTTPStatus

from hypothesis import strategies as st
from serverless_training._language import gettext as _

from serverless_training_testing.contract._collection import Rest, largest_size
from serverless_training_testing.contract._exchange import Exchange, ReceivedPage
from serverless_training_testing.contract._laws import (
    OTHERS,
    PAGES,
    Law,
    NotJudgedError,
    PageCase,
    Subject,
    described,
    difference,
    drawn_pages,
    items,
    page_cases,
    thinned,
)
from serverless_training_testing.contract._paged_spec import DESCENDING, PagedSpec
from serverless_training_testing.contract._report import Failure

_STEP, _FEW = 20, 12


def at_least(count: int) -> Callable[[Subject], str]:
    """Make the `needs` of a law that wants lists of some length."""

    def needs(subject: Subject) -> str:
        return wants_items(subject, count)

    return needs


def wants_items(subject: Subject, count: int) -> str:
    """Say what is missing if no list has as many items; empty if one has."""
    if subject.longest >= count:
        return ""
    if count == 1:
        return _("It needs a list that has an item.")
    said = _("It needs a list with at least {count} items; the longest one has {length}.")
    return said.format(count=count, length=subject.longest)


def _failure(subject: Subject, case: PageCase, expected: str, place: int = 0) -> Failure:
    exchange = case.exchange(subject)
    curl = subject.sender.curl(exchange.request)
    return Failure((curl,), expected, described(subject, exchange, place))


def _served(subject: Subject, case: PageCase) -> Failure | None:
    if case.exchange(subject).page:
        return None
    return _failure(subject, case, _("200 with a page in JSON"))


def _success(subject: Subject, case: PageCase) -> Exchange:
    exchange = case.exchange(subject)
    if exchange.status != HTTPStatus.OK:
        raise NotJudgedError
    return exchange


def _content_type(subject: Subject, case: PageCase) -> Failure | None:
    exchange = _success(subject, case)
    if exchange.content_type in subject.paged.content_types:
        return None
    return Failure(
        (subject.sender.curl(exchange.request),),
        " / ".join(sorted(subject.paged.content_types)),
        subject.sender.redact(str(exchange.headers.get("content-type", _("no content type")))),
    )


def _valid(subject: Subject, case: PageCase) -> Failure | None:
    exchange = _success(subject, case)
    problem = exchange.why_not_json or next(subject.paged.problems_of_page(exchange.body), "")
    if not problem:
        return None
    curl = subject.sender.curl(exchange.request)
    expected = _("a page that is valid to its schema, formats included")
    return Failure((curl,), expected, subject.sender.redact(problem))


def _whole_page(subject: Subject, case: PageCase) -> tuple[ReceivedPage, Rest]:
    """Ask for a page of which it is known what it should hold."""
    expected = case.rest(subject)
    if expected is None:
        raise NotJudgedError
    return case.page(subject), expected


def _full(subject: Subject, case: PageCase) -> Failure | None:
    page, expected = _whole_page(subject, case)
    if expected.size is None:
        raise NotJudgedError
    if len(page.ids) == len(expected.page):
        return None
    return _failure(subject, case, items(expected.page), len(page.ids))


def _full_at_maximum(subject: Subject, case: PageCase) -> Failure | None:
    if case.limit != largest_size(subject.paged):
        raise NotJudgedError
    return _full(subject, case)


def _has_more(subject: Subject, case: PageCase) -> Failure | None:
    page, expected = _whole_page(subject, case)
    last = page.ids[-1] if page.ids else None
    # Counted from the last item that came, so that a page of another length is not told of twice.
    place = expected.ids.index(last) + 1 if last in expected.ids else len(page.ids)
    more = place < len(expected.ids)
    if page.has_more is more:
        return None
    wanted = _("has_more: false, as nothing follows")
    if more:
        wanted = _("has_more: true, as {id} follows").format(id=expected.ids[place])
    came = f"has_more: {_json(page.has_more)}"
    curl = subject.sender.curl(case.request(subject))
    return Failure((curl,), wanted, subject.sender.redact(came))


def _ends(subject: Subject, case: PageCase) -> Failure | None:
    page = case.page(subject)
    for name, came, place in (("first_id", page.first, 0), ("last_id", page.last, -1)):
        if ReceivedPage.is_absent(came):
            continue
        wanted = page.ids[place] if page.ids else subject.paged.end_of_empty_page(name)
        if came != wanted:
            said = "{name}: {value}" if page.ids else _("{name}: {value}, as the page is empty")
            return Failure(
                (subject.sender.curl(case.request(subject)),),
                said.format(name=name, value=_json(wanted)),
                subject.sender.redact(f"{name}: {_json(came)}"),
            )
    return None


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _other_items(subject: Subject, case: PageCase, page: ReceivedPage, expected: Rest) -> Failure:
    place = difference(page.ids, expected.page)
    return _failure(subject, case, items(expected.page, place), place)


def _same_items(subject: Subject, case: PageCase) -> Failure | None:
    """Compare those items that came with the first that should have."""
    page, expected = _whole_page(subject, case)
    if page.ids == expected.ids[: len(page.ids)] and bool(page.ids) == bool(expected.page):
        return None
    return _other_items(subject, case, page, expected)


def _after(subject: Subject, case: PageCase) -> Failure | None:
    if case.after is None:
        raise NotJudgedError
    return _same_items(subject, case)


def _newest_first(subject: Subject, case: PageCase) -> Failure | None:
    if case.after is not None or case.order != DESCENDING:
        raise NotJudgedError
    return _same_items(subject, case)


def _combined(subject: Subject, case: PageCase) -> Failure | None:
    page, expected = _whole_page(subject, case)
    return None if page.ids == expected.page else _other_items(subject, case, page, expected)


def _defaults(subject: Subject, case: PageCase) -> Failure | None:
    sizes, order = subject.paged.sizes, subject.paged.default_order
    spelt = PageCase(
        case.collection,
        case.after,
        case.order or order,
        case.limit or (sizes.default if sizes else None),
    )
    if spelt == case:
        raise NotJudgedError
    page, same = case.page(subject), spelt.page(subject)
    if page == same:
        return None
    curls = tuple(subject.sender.curl(each.request(subject)) for each in (case, spelt))
    place = difference(page.ids, same.ids)
    said = _("twice the same page: {items}").format(items=items(same.ids, place))
    return Failure(curls, said, described(subject, case.exchange(subject), place))


def _same_item(subject: Subject, case: PageCase) -> Failure | None:
    """Compare the items of a page with what they were when the list was read."""
    page, collection = case.page(subject), case.of(subject)
    for identifier, item in zip(page.ids, page.items, strict=True):
        if identifier is None or identifier not in collection.by_id:
            continue
        now, before = map(subject.paged.known_part, (item, collection.by_id[identifier]))
        if now != before:
            curls = (case.request(subject), collection.request_of(identifier))
            return Failure(
                tuple(subject.sender.curl(each) for each in curls),
                subject.sender.redact(_json(before)),
                subject.sender.redact(_json(now)),
            )
    return None


def _wants_default(subject: Subject) -> str:
    sizes = subject.paged.sizes
    return wants_items(subject, max(((sizes.default if sizes else None) or 0) + 1, 2))


def _wants_largest(subject: Subject) -> str:
    return wants_items(subject, (largest_size(subject.paged) or 0) + 1)


def _read_twice(subject: Subject, case: PageCase) -> Failure | None:
    request = case.request(subject)
    first, second = subject.sender.fetch(request), subject.sender.fetch(request)
    one, other = (subject.paged.known_part_of_page(each.body) for each in (first, second))
    if first.status == second.status and one == other:
        return None
    ids = [page.ids if page else () for page in (first.page, second.page)]
    place = difference(*ids)
    curl = subject.sender.curl(request)
    return Failure(
        (curl, curl), described(subject, first, place), described(subject, second, place)
    )


def _some_pages(subject: Subject) -> list[PageCase]:
    """Choose pages that hold all items together, and a few that differ in every respect."""
    size, order = largest_size(subject.paged), next(iter(subject.paged.orders), None)
    whole = [
        PageCase(index, place - 1 if place else None, order, size)
        for index, collection in enumerate(subject.collections)
        for place in range(0, len(collection.ids), size or _STEP)
    ]
    return [*whole, *thinned(page_cases(subject), _FEW)]


def _drawn_defaults(subject: Subject, within: PageCase | None) -> st.SearchStrategy[PageCase]:
    return drawn_pages(subject, within).filter(lambda case: None in (case.order, case.limit))


def _has_default(paged: PagedSpec) -> bool:
    return bool(paged.default_order or (paged.sizes and paged.sizes.default is not None))


def _sized(paged: PagedSpec) -> bool:
    return paged.sizes is not None


PAGE_LAWS: tuple[Law[PageCase], ...] = (
    Law(
        "served",
        lambda: _(
            "Every page that the spec allows to ask for is served, from the smallest size on."
        ),
        _served,
        page_cases,
        PAGES,
        drawn_pages,
    ),
    Law(
        "content-type",
        lambda: _("Pages have the documented content type."),
        _content_type,
        page_cases,
        PAGES,
    ),
    Law(
        "valid-items",
        lambda: _("Every page is valid to its schema: ids and all other fields, formats included."),
        _valid,
        page_cases,
        PAGES,
        drawn_pages,
        needs=at_least(1),
    ),
    Law(
        "full-page",
        lambda: _("A page is full unless it is the last, and never larger than asked for."),
        _full,
        page_cases,
        PAGES,
        drawn_pages,
        concerns=_sized,
        needs=at_least(2),
    ),
    Law(
        "full-page-at-maximum",
        lambda: _("A page of the largest size is full as well."),
        _full_at_maximum,
        page_cases,
        PAGES,
        concerns=lambda paged: largest_size(paged) is not None,
        needs=_wants_largest,
    ),
    Law(
        "has-more",
        lambda: _("has_more is true exactly when an item follows."),
        _has_more,
        page_cases,
        PAGES,
        drawn_pages,
        needs=at_least(2),
    ),
    Law(
        "ends",
        lambda: _(
            "first_id and last_id are the ends of the page; of an empty one, the spec's default."
        ),
        _ends,
        page_cases,
        PAGES,
        drawn_pages,
        concerns=lambda paged: paged.has_ends,
        needs=at_least(1),
    ),
    Law(
        "after",
        lambda: _("after=x gives what follows x, in either order."),
        _after,
        page_cases,
        PAGES,
        drawn_pages,
        needs=at_least(2),
    ),
    Law(
        "defaults",
        lambda: _("Leaving out limit or order means the default that the spec names."),
        _defaults,
        lambda subject: [case for case in page_cases(subject) if None in (case.order, case.limit)],
        PAGES,
        _drawn_defaults,
        concerns=_has_default,
        needs=_wants_default,
    ),
    Law(
        "newest-first",
        lambda: _("Descending begins at the end of the list."),
        _newest_first,
        page_cases,
        PAGES,
        concerns=lambda paged: bool(paged.orders),
        needs=at_least(2),
    ),
    Law(
        "combinations",
        lambda: _("after, order and limit hold together, in every combination."),
        _combined,
        page_cases,
        PAGES,
        drawn_pages,
        needs=at_least(2),
    ),
    Law(
        "same-item",
        lambda: _("An item is the same on every page that holds it."),
        _same_item,
        page_cases,
        PAGES,
        needs=at_least(1),
    ),
    Law(
        "read-twice",
        lambda: _("Reading twice reads the same."),
        _read_twice,
        _some_pages,
        OTHERS,
    ),
)
