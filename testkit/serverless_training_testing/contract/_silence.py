"""Where the spec is silent: what the server does, and what it must not do all the same."""

from collections.abc import Iterator
from itertools import permutations

from attrs import frozen
from serverless_training._language import gettext as _

from serverless_training_testing._schemas import flatten
from serverless_training_testing.contract._answer import Answer, Request
from serverless_training_testing.contract._collection import (
    Collection,
    largest_size,
    query,
)
from serverless_training_testing.contract._law import OTHERS, Law, NotJudgedError, Subject
from serverless_training_testing.contract._paged import AFTER
from serverless_training_testing.contract._report import Failure, Observation
from serverless_training_testing.contract._saying import answered, counted

_SERVER_ERROR = 500
_NOBODY = "no-such-one-7f3a9c"
_STRANGE_CURSORS = (
    "00000000-0000-4000-8000-000000000000",
    "ffffffff-ffff-4fff-bfff-ffffffffffff",
    _NOBODY,
    "0",
)
# What breaks those who write it into a query of their own.
_AWKWARD_CURSORS = ("", "'", "ä", "x" * 300)


@frozen
class ForeignCase:
    """Two lists of which neither may know the other's items."""

    own: int  # the list that is asked for
    other: int  # the list whose items must not come
    place: int | None = None  # which of the other's items is the cursor; `None` for none
    order: str | None = None  # the order; `None` to leave it out
    limit: int | None = None  # the size of the page; `None` to leave it out

    def request(self, subject: Subject) -> Request:
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
    answer = subject.probe.get(request)
    page = answer.page
    came = set(page.ids) if page else set()
    if not came & other and (case.place is None or not came):
        return None
    said = _("no items of {other}")
    if case.place is not None:
        said = _("no items, as the cursor belongs to {other}")
    expected = said.format(other=subject.collections[case.other].name)
    return Failure((subject.probe.curl(request),), expected, answered(subject, answer))


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


@frozen
class UnknownCase:
    """A request that names what there is not."""

    collection: int  # which list
    cursor: str | None = None  # a cursor that is none; `None` for none
    parent: str | None = None  # the parameter that names nobody; `None` if all are right
    order: str | None = None  # the order; `None` to leave it out
    limit: int | None = None  # the size of the page; `None` to leave it out

    def request(self, subject: Subject) -> Request:
        """The request."""
        collection = subject.collections[self.collection]
        values = {self.parent: f"{collection.values[self.parent]}-{_NOBODY}"} if self.parent else {}
        return collection.request(query(self.cursor, self.order, self.limit), values=values)


def _nothing(subject: Subject, case: UnknownCase) -> Failure | None:
    answer = subject.probe.get(case.request(subject))
    # An empty cursor may count as none.
    allowed = case.cursor == "" or not answer.items()
    if answer.status and answer.status < _SERVER_ERROR and allowed:
        return None
    curl = subject.probe.curl(answer.request)
    return Failure((curl,), _("404, 422, or 200 with no items"), answered(subject, answer))


def _unknown(subject: Subject) -> list[UnknownCase]:
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
            *((cursor, None) for cursor in _strange(collection)),
            *((cursor, name) for name in parents for cursor in collection.ids[:1]),
        )
    ]


def _strange(collection: Collection) -> list[str]:
    """List cursors that are none, those among them that nearly are one."""
    # Beside a number there may be another one, further down than was read.
    known = collection.ids[:1] if collection.paged.has_unique_ids else ()
    near = [write(each) for each in known for write in (_shortened, _changed)]
    wanted = dict.fromkeys([*_STRANGE_CURSORS, *_AWKWARD_CURSORS, *near])
    return [each for each in wanted if each not in collection.ids]


def _shortened(identifier: str) -> str:
    return identifier[:-1]


def _changed(identifier: str) -> str:
    return identifier[:-1] + ("1" if identifier.endswith("0") else "0")


def observe(subject: Subject) -> Iterator[Observation]:
    """Look at what the spec leaves open."""
    collection = next((each for each in subject.collections if each.ids), subject.collections[0])
    index = list(subject.collections).index(collection)

    def told(name: str, question: str, request: Request) -> Observation:
        answer = subject.probe.get(request)
        page = answer.page
        # Which items these are depends on the data and not on the server.
        said = answered(subject, answer) if page is None else counted(answer, page)
        return Observation(name, subject.paged.name, question, said)

    for name, where in subject.paged.needed.items():
        if where == "path":
            question = _("What answers a {parameter} that nobody has?").format(parameter=name)
            yield told("unknown-parent", question, UnknownCase(index, parent=name).request(subject))
    uuid, word = _STRANGE_CURSORS[0], _NOBODY
    question = _("What answers an unknown cursor, written as a UUID?")
    yield told("unknown-cursor", question, UnknownCase(index, uuid).request(subject))
    question = _("What answers an unknown cursor that is a word?")
    yield told("unknown-cursor-word", question, UnknownCase(index, word).request(subject))
    yield told("empty-cursor", _("What answers an empty cursor?"), collection.request({AFTER: ""}))
    question = _("What answers a parameter that the spec does not know?")
    yield told("unknown-parameter", question, collection.request({"no_such_parameter": "1"}))
    if subject.paged.secured:
        question = _("What answers a request without a key?")
        yield told("no-key", question, collection.request(credentials="none"))
        question = _("What answers a wrong key?")
        yield told("wrong-key", question, collection.request(credentials="wrong"))
    yield from _fields(subject, subject.probe.get(collection.request()))
    if subject.probe.limited:
        said = _("{count} times 429, and then asked again").format(count=subject.probe.limited)
        yield Observation(
            "too-many-requests", subject.paged.name, _("Were there too many requests?"), said
        )


def _fields(subject: Subject, answer: Answer) -> Iterator[Observation]:
    listing = subject.paged.listing
    page = answer.page
    known = {"": listing.envelope["properties"]}
    present = {"": answer.body if isinstance(answer.body, dict) else {}}
    if page and page.items and isinstance(page.items[0], dict):
        known["data[]."] = flatten(listing.item, listing.document).get("properties", {})
        present["data[]."] = page.items[0]
    left_out = [f"{at}{name}" for at in known for name in known[at] if name not in present[at]]
    extra = [f"{at}{name}" for at in known for name in present[at] if name not in known[at]]
    for name, question, names in (
        ("left-out", _("Which optional fields are left out?"), left_out),
        ("extra", _("Which fields does the spec not know?"), extra),
    ):
        told = subject.probe.redact(", ".join(names)) or _("none")
        yield Observation(name, subject.paged.name, question, told)


SILENCE_LAWS: tuple[Law[ForeignCase], Law[UnknownCase]] = (
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
        _nothing,
        _unknown,
        OTHERS,
    ),
)
