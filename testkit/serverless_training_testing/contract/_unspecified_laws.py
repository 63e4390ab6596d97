"""Where the spec is silent: what the server does, and what it must not do all the same."""

from collections.abc import Iterator
from itertools import permutations

from attrs import frozen
from serverless_training._language import gettext as _

from serverless_training_testing._schemas import flatten
from serverless_training_testing.contract._collection import (
    Collection,
    largest_size,
    query,
)
from serverless_training_testing.contract._exchange import Exchange, GetRequest
from serverless_training_testing.contract._laws import (
    OTHERS,
    Law,
    NotJudgedError,
    Subject,
    counted,
    described,
)
from serverless_training_testing.contract._paged_spec import AFTER, PagedSpec
from serverless_training_testing.contract._report import Failure, Observation

_SERVER_ERROR = 500
_UNKNOWN_NAME = "no-such-one-7f3a9c"
_UNKNOWN_CURSORS = (
    "00000000-0000-4000-8000-000000000000",
    "ffffffff-ffff-4fff-bfff-ffffffffffff",
    _UNKNOWN_NAME,
    "0",
)
# What breaks those who write it into a query of their own.
_SPECIAL_CURSORS = ("", "'", "ä", "x" * 300)


@frozen
class ForeignCase:
    """Two lists of which neither may know the other's items."""

    own: int  # the list that is asked for
    other: int  # the list whose items must not come
    place: int | None = None  # which of the other's items is the cursor; `None` for none
    order: str | None = None  # the order; `None` to leave it out
    limit: int | None = None  # the size of the page; `None` to leave it out

    def request(self, subject: Subject) -> GetRequest:
        """The request."""
        ids = subject.collections[self.other].ids
        cursor = None if self.place is None else ids[self.place]
        return subject.collections[self.own].request(query(cursor, self.order, self.limit))


def _isolated(subject: Subject, case: ForeignCase) -> Failure | None:
    request = case.request(subject)
    own, other = (set(subject.collections[each].ids) for each in (case.own, case.other))
    if not subject.paged.has_unique_ids:
        # Events may be numbered anew in each job.
        other -= own
    if case.place is not None and subject.collections[case.other].ids[case.place] not in other:
        raise NotJudgedError
    exchange = subject.sender.get(request)
    page = exchange.page
    came = set(page.ids) if page else set()
    if not came & other and (case.place is None or not came):
        return None
    said = _("no items of {other}")
    if case.place is not None:
        said = _("no items, as the cursor belongs to {other}")
    expected = said.format(other=subject.collections[case.other].name)
    return Failure((subject.sender.curl(request),), expected, described(subject, exchange))


def _pairs(subject: Subject) -> list[ForeignCase]:
    filled = [index for index, each in enumerate(subject.collections) if each.ids]
    return [
        ForeignCase(own, other, place, order, limit)
        for own, other in permutations(filled, 2)
        for order in (None, *subject.paged.orders)
        for limit in dict.fromkeys((None, largest_size(subject.paged)))
        for place in (None, *_ends(subject.collections[other]))
    ]


def _ends(collection: Collection) -> list[int]:
    length = len(collection.ids)
    return sorted({0, length // 2, length - 1})


def _wants_two(subject: Subject) -> str:
    filled = [each for each in subject.collections if each.ids]
    names = {each.name for each in filled}
    return (
        ""
        if len(names) > 1
        else _("It needs two lists that have items: give the ids of two models.")
    )


def _unknown(collection: Collection, parent: str) -> dict[str, str]:
    """Give a parameter of the path a value that names nothing."""
    return {parent: f"{collection.values[parent]}-{_UNKNOWN_NAME}"}


@frozen
class UnknownCase:
    """A request that names what there is not."""

    collection: int  # which list
    cursor: str | None = None  # a cursor that is none; `None` for none
    parent: str | None = None  # the parameter that names nobody; `None` if all are right
    order: str | None = None  # the order; `None` to leave it out
    limit: int | None = None  # the size of the page; `None` to leave it out

    def request(self, subject: Subject) -> GetRequest:
        """The request."""
        collection = subject.collections[self.collection]
        values = _unknown(collection, self.parent) if self.parent else {}
        return collection.request(query(self.cursor, self.order, self.limit), values=values)


def _no_data(subject: Subject, case: UnknownCase) -> Failure | None:
    exchange = subject.sender.get(case.request(subject))
    # An empty cursor may count as none.
    allowed = case.cursor == "" or not exchange.items()
    if exchange.status and exchange.status < _SERVER_ERROR and allowed:
        return None
    curl = subject.sender.curl(exchange.request)
    return Failure((curl,), _("404, 422, or 200 with no items"), described(subject, exchange))


def _unknown_cases(subject: Subject) -> list[UnknownCase]:
    parents = [name for name, where in subject.paged.needed.items() if where == "path"]
    return [
        UnknownCase(index, cursor, parent, order, limit)
        for index, collection in enumerate(subject.collections)
        for order, limit in (
            (None, None),
            (next(reversed(subject.paged.orders), None), largest_size(subject.paged)),
        )
        for cursor, parent in (
            *((None, name) for name in parents),
            *((cursor, None) for cursor in _unknown_cursors(collection)),
            *((cursor, name) for name in parents for cursor in collection.ids[:1]),
        )
    ]


def _unknown_cursors(collection: Collection) -> list[str]:
    """List cursors that are none, those among them that nearly are one."""
    # Beside a number there may be another one, further down than was read.
    known = collection.ids[:1] if collection.paged.has_unique_ids else ()
    near = [write(each) for each in known for write in (_shortened, _changed)]
    wanted = dict.fromkeys([*_UNKNOWN_CURSORS, *_SPECIAL_CURSORS, *near])
    return [each for each in wanted if each not in collection.ids]


def _shortened(identifier: str) -> str:
    return identifier[:-1]


def _changed(identifier: str) -> str:
    return identifier[:-1] + ("1" if identifier.endswith("0") else "0")


def observe(subject: Subject) -> Iterator[Observation]:
    """Look at what the spec leaves open, question by question."""
    paged, sender = subject.paged, subject.sender
    collection = next((each for each in subject.collections if each.ids), subject.collections[0])
    for name, question, request in _questions(paged, collection):
        exchange = sender.get(request)
        page = exchange.page
        # Which items these are depends on the data and not on the server.
        seen = described(subject, exchange) if page is None else counted(exchange, page)
        yield Observation(name, paged.name, question, seen)
    for name, question, fields in _fields(paged, sender.get(collection.request())):
        seen = sender.redact(", ".join(fields)) or _("none")
        yield Observation(name, paged.name, question, seen)
    if sender.limited:
        seen = _("{count} times 429, and then asked again").format(count=sender.limited)
        question = _("Were there too many requests?")
        yield Observation("too-many-requests", paged.name, question, seen)


def _questions(paged: PagedSpec, collection: Collection) -> Iterator[tuple[str, str, GetRequest]]:
    """Name what the spec leaves open, the question and the request that answers it."""
    for name in (name for name, where in paged.needed.items() if where == "path"):
        question = _("What answers a {parameter} that nobody has?").format(parameter=name)
        yield "unknown-parent", question, collection.request(values=_unknown(collection, name))

    def after(cursor: str) -> GetRequest:
        return collection.request({AFTER: cursor})

    question = _("What answers an unknown cursor, written as a UUID?")
    yield "unknown-cursor", question, after(_UNKNOWN_CURSORS[0])
    question = _("What answers an unknown cursor that is a word?")
    yield "unknown-cursor-word", question, after(_UNKNOWN_NAME)
    yield "empty-cursor", _("What answers an empty cursor?"), after("")
    question = _("What answers a parameter that the spec does not know?")
    yield "unknown-parameter", question, collection.request({"no_such_parameter": "1"})
    if paged.secured:
        question = _("What answers a request without a key?")
        yield "no-key", question, collection.request(credentials="none")
        question = _("What answers a wrong key?")
        yield "wrong-key", question, collection.request(credentials="wrong")


def _fields(paged: PagedSpec, exchange: Exchange) -> Iterator[tuple[str, str, list[str]]]:
    """List the fields of a page and its first item that are left out, and those unknown."""
    page = exchange.page
    known = {"": paged.envelope["properties"]}
    present = {"": exchange.body if isinstance(exchange.body, dict) else {}}
    if page and page.items and isinstance(page.items[0], dict):
        known["data[]."] = flatten(paged.item, paged.document).get("properties", {})
        present["data[]."] = page.items[0]
    left_out = [f"{at}{name}" for at in known for name in known[at] if name not in present[at]]
    extra = [f"{at}{name}" for at in known for name in present[at] if name not in known[at]]
    yield "left-out", _("Which optional fields are left out?"), left_out
    yield "extra", _("Which fields does the spec not know?"), extra


UNSPECIFIED_LAWS: tuple[Law[ForeignCase], Law[UnknownCase]] = (
    Law(
        "isolation",
        lambda: _("The items of one model are not another's, whatever the cursor."),
        _isolated,
        _pairs,
        OTHERS,
        concerns=lambda paged: "path" in paged.needed.values(),
        needs=_wants_two,
    ),
    Law(
        "unknown",
        lambda: _("A model or cursor that does not exist gives no data and no server error."),
        _no_data,
        _unknown_cases,
        OTHERS,
    ),
)
