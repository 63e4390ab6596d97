"""The laws of what must be refused: parameters out of bounds, and requests without the key."""

import string

from attrs import frozen
from hypothesis import strategies as st
from serverless_training._language import gettext as _

from serverless_training_testing.contract._collection import largest_size, query
from serverless_training_testing.contract._credentials import CREDENTIALS
from serverless_training_testing.contract._exchange import Exchange, GetRequest
from serverless_training_testing.contract._laws import OTHERS, Law, Subject, described
from serverless_training_testing.contract._paged_spec import LIMIT, ORDER, PagedSpec
from serverless_training_testing.contract._report import Failure

_UNPROCESSABLE = 422
# `st.text` would read all of Unicode first.
_LETTERS = st.sampled_from(string.ascii_lowercase)
# Some languages read 1e1 and 0x10 as whole numbers, and right servers may be written in them.
_NO_NUMBERS = ("ten", "1.5", "10x", "true", "null", "NaN")
_SUCCESS, _REFUSAL, _SERVER_ERROR = 200, 400, 500


@frozen
class RefusalCase:
    """A request with one parameter that the spec does not allow."""

    parameter: str  # the parameter
    value: str  # its value
    collection: int = 0  # which list
    after: bool = False  # whether a cursor that is right stands beside it
    beside: bool = False  # whether the other parameters stand beside it, all right

    def request(self, subject: Subject) -> GetRequest:
        """The request."""
        collection = subject.collections[self.collection]
        cursor = collection.ids[0] if self.after and collection.ids else None
        order, limit = _other_order(subject.paged), largest_size(subject.paged)
        right = query(cursor, order, limit) if self.beside else query(cursor)
        return collection.request({**right, self.parameter: self.value})


def _refused(subject: Subject, case: RefusalCase) -> Failure | None:
    exchange = subject.sender.get(case.request(subject))
    expected = _("422 in the documented shape, which names {parameter}")
    failure = Failure(
        (subject.sender.curl(exchange.request),),
        expected.format(parameter=case.parameter),
        described(subject, exchange),
    )
    if exchange.status != _UNPROCESSABLE:
        return failure
    if not subject.paged.documents_refusals:
        return None
    valid = (
        exchange.content_type in subject.paged.refusal_types
        and not exchange.why_not_json
        and not exchange.items()
        and not any(subject.paged.problems_of_refusal(exchange.body))
    )
    return None if valid and _names(exchange.body, case.parameter) else failure


def _names(body: object, parameter: str) -> bool:
    """Tell whether the body of a 422 is about one parameter and no other."""
    detail = body.get("detail") if isinstance(body, dict) else None
    entries = detail if isinstance(detail, list) else [body]
    return bool(entries) and all(_is_about(entry, parameter) for entry in entries)


def _is_about(entry: object, parameter: str) -> bool:
    place = entry.get("loc") if isinstance(entry, dict) else None
    # Where the spec documents another shape, it is enough that the name is said.
    return parameter in (place if isinstance(place, list) else str(entry))


def _refusals(subject: Subject) -> list[RefusalCase]:
    values = [(LIMIT, value) for value in _wrong_limits(subject.paged)]
    if subject.paged.orders:
        values += [(ORDER, value) for value in _wrong_orders(subject.paged)]
    return [
        RefusalCase(parameter, value, index, after, beside)
        for index, collection in enumerate(subject.collections)
        for after, beside in (
            (False, False),
            *([(True, False)] if collection.ids else []),
            # What one list shows beside other parameters, the others do as well.
            *([(bool(collection.ids), True)] if index == 0 else []),
        )
        for parameter, value in values
    ]


def _wrong_orders(paged: PagedSpec) -> list[str]:
    right = [each for each in paged.queries[ORDER]["enum"] if isinstance(each, str)]
    changed = (write(each) for each in right for write in (str.upper, str.title, _lengthened))
    words = ["sideways", "0", "-1", "ascending", "descending", "aufwärts", *changed]
    return [each for each in dict.fromkeys(words) if each not in right]


def _lengthened(word: str) -> str:
    return f"{word}x"


def _other_order(paged: PagedSpec) -> str | None:
    """Choose the direction that leaving out `order` does not mean."""
    return next((each for each in reversed(paged.orders) if each != paged.default_order), None)


def _wrong_limits(paged: PagedSpec) -> list[str]:
    if paged.sizes is None:
        return []
    largest = paged.sizes.largest
    beyond = () if largest is None else (largest + 1, largest * 2, largest * 1000, largest * 10**24)
    numbers = [paged.sizes.smallest - 1, *beyond, -1, -paged.sizes.smallest - 20]
    return [*dict.fromkeys(map(str, numbers)), *_NO_NUMBERS]


def _drawn_refusals(subject: Subject, within: RefusalCase | None) -> st.SearchStrategy[RefusalCase]:
    sizes = subject.paged.sizes
    words = st.lists(_LETTERS, min_size=1, max_size=8).map("".join)
    limits = words
    if sizes:
        too_small = st.integers(max_value=sizes.smallest - 1, min_value=-(10**9)).map(str)
        limits = limits | too_small
        if sizes.largest is not None:
            near = st.integers(sizes.largest + 1, sizes.largest * 3)
            limits |= (near | st.integers(sizes.largest + 1, 10**9)).map(str)
    choices = {LIMIT: limits} if sizes else {}
    if subject.paged.orders:
        choices[ORDER] = words.filter(lambda word: word not in subject.paged.queries[ORDER]["enum"])
    wanted = [within.parameter] if within else sorted(choices)
    collection = (
        st.just(within.collection) if within else st.integers(0, len(subject.collections) - 1)
    )
    after = st.just(False) if within and not within.after else st.booleans()
    beside = st.just(False) if within and not within.beside else st.booleans()
    return st.sampled_from(wanted).flatmap(
        lambda name: st.builds(
            RefusalCase,
            parameter=st.just(name),
            value=choices[name],
            collection=collection,
            after=after,
            beside=beside,
        )
    )


@frozen
class KeyCase:
    """A request that has not the right key."""

    credentials: str  # what it has instead
    limit: int | None = None  # the size of the page that it asks for; `None` to leave it out
    collection: int = 0  # which list
    after: bool = False  # whether it asks for what follows the first item
    order: str | None = None  # the order that it asks for; `None` to leave it out

    def request(self, subject: Subject) -> GetRequest:
        """The request."""
        collection = subject.collections[self.collection]
        cursor = collection.ids[0] if self.after and collection.ids else None
        return collection.request(
            query(cursor, self.order, self.limit), credentials=self.credentials
        )


def _refused_key(subject: Subject, case: KeyCase) -> Failure | None:
    exchange = subject.sender.get(case.request(subject))
    known = {each for collection in subject.collections for each in collection.ids}
    text = exchange.text
    shows_data = bool(exchange.items()) or any(each in text for each in known)
    refused = (
        _REFUSAL <= exchange.status < _SERVER_ERROR or _SUCCESS + 100 <= exchange.status < _REFUSAL
    )
    if refused and not shows_data:
        return None
    curl = subject.sender.curl(exchange.request)
    return Failure((curl,), _("401 or 403, and no data"), described(subject, exchange))


def _forms(subject: Subject) -> list[str]:
    key = subject.sender.key
    right = CREDENTIALS["own"](key)
    # One letter has no beginning, and digits have no other case.
    return [form for form, write in CREDENTIALS.items() if write(key) not in (right, "Bearer ")]


def _key_cases(subject: Subject) -> list[KeyCase]:
    sizes = subject.paged.sizes
    smallest, largest = (sizes.smallest, sizes.largest) if sizes else (None, None)
    first, last = subject.paged.orders or (None, None)
    return [
        KeyCase(form, limit, index, after, order)
        for index, collection in enumerate(subject.collections)
        for limit, after, order in (
            (None, False, None),
            (largest, bool(collection.ids), None),
            (smallest, False, last),
            (largest, bool(collection.ids), first),
        )
        for form in _forms(subject)
    ]


def _not_echoed(subject: Subject, exchange: Exchange) -> Failure | None:
    curl = subject.sender.curl(exchange.request)
    came = subject.sender.where_key_stands(exchange)
    return Failure((curl,), _("an answer without the key that was sent"), came) if came else None


def _wants_key(subject: Subject) -> str:
    return (
        ""
        if subject.sender.can_find_key
        else _(
            "It needs a key of at least six characters, which cannot stand in an answer by chance."
        )
    )


def _secured(paged: PagedSpec) -> bool:
    return paged.secured


def _takes_parameters(paged: PagedSpec) -> bool:
    return paged.sizes is not None or bool(paged.orders)


REFUSAL_LAWS: tuple[Law[RefusalCase], ...] = (
    Law(
        "refused",
        lambda: _("Sizes out of bounds and words are refused with 422, which names the parameter."),
        _refused,
        _refusals,
        OTHERS,
        _drawn_refusals,
        concerns=_takes_parameters,
    ),
)
KEY_LAWS: tuple[Law[KeyCase], ...] = (
    Law(
        "key-refused",
        lambda: _("No key, a wrong one, a longer or shorter one, another scheme: all refused."),
        _refused_key,
        _key_cases,
        OTHERS,
        concerns=_secured,
    ),
)
ECHO_LAW: Law[Exchange] = Law(
    "key-not-echoed",
    lambda: _("No answer repeats the key that was sent."),
    _not_echoed,
    lambda subject: subject.sender.echoes or subject.sender.exchanges,
    1.0,
    concerns=_secured,
    needs=_wants_key,
)
