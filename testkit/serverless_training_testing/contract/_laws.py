"""A law, the cases that it is tried on, and the words for what came. No I/O of its own."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from attrs import frozen
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from serverless_training._language import gettext as _
from serverless_training_client._text import shown

from serverless_training_testing.contract._collection import (
    Collection,
    Rest,
    query,
    rest,
)
from serverless_training_testing.contract._exchange import Exchange, GetRequest, ReceivedPage
from serverless_training_testing.contract._paged_spec import PagedSpec
from serverless_training_testing.contract._report import Failure
from serverless_training_testing.contract._sender import Sender

C = TypeVar("C")

_OF_FURTHER_LISTS, _MOST_OF_EACH = 40, 100
# Where the spec sets no bound.
_LARGEST_PAGE = 100

# Shares of the allowance. The laws of pages ask for the same pages, those of walks walk the same.
PAGES: float = 1 / 3
TRAVERSALS: float = 1 / 4
OTHERS: float = 1 / 20


@frozen(eq=False)
class Subject:
    """What laws are tried on: an operation that pages, and the lists that were read of it."""

    paged: PagedSpec  # the operation
    collections: Sequence[Collection]  # its lists
    sender: Sender  # sends requests
    seed: int  # decides what is drawn
    allowance: int  # how many requests there is time for, about
    grows: bool = False  # whether items were added since the lists were read first

    @property
    def longest(self) -> int:
        """How many items the longest list has."""
        return max((len(each.ids) for each in self.collections), default=0)


class NotJudgedError(Exception):
    """A case says nothing about a law, as where no page came; another law tells of that."""


@frozen(eq=False)
class Law(Generic[C]):
    """A law of pagination."""

    name: str  # its name, the same in every language
    rule: Callable[[], str]  # says the law as a sentence, in the reader's language
    # Tries one case: the failure, or `None` where the law is kept; `NotJudgedError` if neither.
    judge: Callable[[Subject, C], Failure | None]
    cases: Callable[[Subject], Sequence[C]]  # the cases that are always tried, the simplest first
    # How much of the allowance the cases that are always tried may take.
    share: float
    # What further cases are drawn from, no larger than a given one; `None` for no others.
    drawn: Callable[[Subject, C | None], SearchStrategy[C]] | None = None
    cost: int = 1  # how many requests a case takes, about; the more, the fewer are drawn
    # Whether the spec of an operation says anything that the law is about.
    concerns: Callable[[PagedSpec], bool] = lambda _: True
    # What it would take to try the law; empty if it can be tried.
    needs: Callable[[Subject], str] = lambda _: ""


@frozen
class PageCase:
    """A request for one page."""

    collection: int  # which list
    # Which item is the cursor, counted from 0 in ascending order; `None` for none.
    after: int | None = None
    order: str | None = None  # the order that is asked for; `None` to leave it out
    limit: int | None = None  # how many items are asked for; `None` to leave it out

    def of(self, subject: Subject) -> Collection:
        """The list."""
        return subject.collections[self.collection]

    def request(self, subject: Subject) -> GetRequest:
        """The request."""
        collection = self.of(subject)
        cursor = None if self.after is None else collection.ids[self.after]
        return collection.request(query(cursor, self.order, self.limit))

    def rest(self, subject: Subject) -> Rest | None:
        """What should come; `None` where nobody can say."""
        return rest(self.of(subject), self.after, self.order, self.limit)

    def exchange(self, subject: Subject) -> Exchange:
        """Ask, or remember what was asked."""
        return subject.sender.get(self.request(subject))

    def page(self, subject: Subject) -> ReceivedPage:
        """Ask for a page."""
        page = self.exchange(subject).page
        if page is None:
            raise NotJudgedError
        return page


def thinned(cases: Sequence[C], most: int) -> Sequence[C]:
    """Choose cases, evenly from the first to the last, where there are too many."""
    if len(cases) <= most:
        return cases
    return [cases[place * len(cases) // most] for place in range(most)]


def _rank(case: PageCase) -> tuple[Any, ...]:
    return (
        (case.after is not None) + (case.order is not None) + (case.limit is not None),
        case.after or 0,
        case.order or "",
        case.limit or 0,
    )


def notable_limits(paged: PagedSpec) -> list[int]:
    """List the sizes at which servers go wrong: both bounds, the default, and those beside them."""
    if paged.sizes is None:
        return []
    sizes = paged.sizes
    least, most = sizes.smallest, sizes.largest or _LARGEST_PAGE
    wanted = {least, least + 1, sizes.default or least, most - 1, most}
    return sorted(size for size in wanted if least <= size <= most)


def page_cases(subject: Subject) -> list[PageCase]:
    """List the requests for one page that are always tried, the simplest first."""
    longest = max(subject.collections, key=lambda each: len(each.ids))
    found: list[PageCase] = []
    for index, collection in enumerate(subject.collections):
        cases = _page_cases(subject.paged, index, len(collection.ids))
        # What one list shows, the next one of its kind seldom adds to.
        most = len(cases) if collection is longest else _OF_FURTHER_LISTS
        found += thinned(cases, most)
    return found


def _page_cases(paged: PagedSpec, index: int, length: int) -> list[PageCase]:
    limits = (None, *notable_limits(paged))
    orders = (None, *paged.orders)
    return sorted(
        {
            *(
                PageCase(index, after, order, limit)
                for after in (None, *_within({0, length // 2, length - 2, length - 1}, length))
                for order in orders
                for limit in limits
            ),
            *_cases_at_the_end(paged, index, length),
            # Every size and every cursor once: some server keeps its fault for one of them.
            *(PageCase(index, limit=limit) for limit in thinned(_every_size(paged), _MOST_OF_EACH)),
            *(
                PageCase(index, place, orders[place % len(orders)])
                for place in thinned(range(length), _MOST_OF_EACH)
            ),
        },
        key=_rank,
    )


def _cases_at_the_end(paged: PagedSpec, index: int, length: int) -> Iterator[PageCase]:
    """List the pages that end where the list ends, one before that, and one after."""
    for limit in {*notable_limits(paged), length - 1, length, length + 1}:
        if limit not in _every_size(paged):
            continue
        for left in (limit - 1, limit, limit + 1):
            # Of as many items as are left, `after` is the one before the first.
            for order, place in zip((*paged.orders, None), (length - 1 - left, left), strict=False):
                if place in range(length):
                    yield PageCase(index, place, order, limit)
            if left == length:
                yield from (PageCase(index, None, order, limit) for order in (None, *paged.orders))


def _every_size(paged: PagedSpec) -> Sequence[int]:
    sizes = paged.sizes
    if sizes is None:
        return ()
    return range(sizes.smallest, (sizes.largest or _LARGEST_PAGE) + 1)


def _within(places: set[int], length: int) -> list[int]:
    return sorted(place for place in places if 0 <= place < length)


def drawn_pages(subject: Subject, within: PageCase | None) -> SearchStrategy[PageCase]:
    """Draw requests for one page, of which none is larger than a given one."""
    if within is None:
        chosen = st.integers(0, len(subject.collections) - 1)
        return chosen.flatmap(lambda index: _drawn_pages(subject, index))
    # Nothing is asked for that the given one leaves out.
    return st.builds(
        PageCase,
        collection=st.just(within.collection),
        after=_up_to(within.after, 0),
        order=st.sampled_from([None, within.order] if within.order else [None]),
        limit=_up_to(within.limit, subject.paged.sizes.smallest if subject.paged.sizes else 1),
    )


def _drawn_pages(subject: Subject, index: int) -> SearchStrategy[PageCase]:
    length = len(subject.collections[index].ids)
    sizes = subject.paged.sizes
    return st.builds(
        PageCase,
        collection=st.just(index),
        after=_up_to(length - 1, 0) if length else st.none(),
        order=st.sampled_from([None, *subject.paged.orders]),
        limit=_up_to(sizes.largest or _LARGEST_PAGE, sizes.smallest) if sizes else st.none(),
    )


def _up_to(largest: int | None, smallest: int) -> SearchStrategy[int | None]:
    return st.none() if largest is None else st.none() | st.integers(smallest, largest)


_OK = 200


def items(ids: Sequence[str | None], place: int = 0) -> str:
    """Tell how many items there are, and name those around a place."""
    if not ids:
        return _("no items")
    start = max(min(place, len(ids)) - 1, 0)
    near = [str(each) for each in ids[start : start + 3]]
    shown = [*(["…"] if start else []), *near, *(["…"] if start + 3 < len(ids) else [])]
    said = _("{count} items: {ids}") if len(ids) > 1 else _("{count} item: {ids}")
    return said.format(count=len(ids), ids=", ".join(shown))


def difference(first: Sequence[object], second: Sequence[object]) -> int:
    """Find the first place, counted from 0, where two sequences differ."""
    pairs = enumerate(zip(first, second, strict=False))
    return next(
        (place for place, (one, other) in pairs if one != other), min(len(first), len(second))
    )


def counted(exchange: Exchange, page: ReceivedPage) -> str:
    """Tell what came where it does not matter which items these are."""
    said = _("{status} with {count} items") if page.ids else _("{status} with no items")
    return said.format(status=exchange.status, count=len(page.ids))


def described(subject: Subject, exchange: Exchange, place: int = 0) -> str:
    """Tell what came."""
    if exchange.trouble:
        return _("no complete answer ({reason})").format(reason=exchange.trouble)
    page = exchange.page
    if page is not None:
        return _("{status} with {items}").format(
            status=exchange.status, items=items(page.ids, place)
        )
    text = subject.sender.redact(exchange.text).strip()
    if not text:
        return _("{status} with an empty body").format(status=exchange.status)
    if exchange.status == _OK and exchange.why_not_json:
        said = _("{status} with a body that is not JSON: {reason}")
        return said.format(
            status=exchange.status, reason=subject.sender.redact(exchange.why_not_json)
        )
    return f"{exchange.status}: {shown(' '.join(text.split()))}"
