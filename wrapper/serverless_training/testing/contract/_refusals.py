"""What must be refused: parameters out of bounds, and whoever has no key."""

import string

from attrs import frozen
from hypothesis import strategies as st

from serverless_training._language import gettext as _
from serverless_training.testing.contract._collection import query
from serverless_training.testing.contract._law import OTHERS, Law, Subject
from serverless_training.testing.contract._paged import LIMIT, ORDER, Paged
from serverless_training.testing.contract._probe import CREDENTIALS, Answer, Request
from serverless_training.testing.contract._report import Failure
from serverless_training.testing.contract._saying import answered

_UNPROCESSABLE = 422
_SUCCESS, _REFUSAL, _SERVER_ERROR = 200, 400, 500


@frozen
class RefusalCase:
    """A request with one parameter that the spec does not allow.

    Attributes:
        parameter: The parameter.
        value: Its value.
        collection: Which list.
        after: Whether a cursor that is right stands beside it.
    """

    parameter: str
    value: str
    collection: int = 0
    after: bool = False

    def request(self, subject: Subject) -> Request:
        """The request."""
        collection = subject.collections[self.collection]
        cursor = collection.ids[0] if self.after and collection.ids else None
        return collection.request({**query(cursor), self.parameter: self.value})


def _refused(subject: Subject, case: RefusalCase) -> Failure | None:
    answer = subject.probe.get(case.request(subject))
    expected = _("422 in the documented shape, which names {parameter}")
    failure = Failure(
        (subject.probe.curl(answer.request),),
        expected.format(parameter=case.parameter),
        answered(subject, answer),
    )
    if answer.status != _UNPROCESSABLE:
        return failure
    if not subject.paged.documents_refusals:
        return None
    valid = not answer.why_not_json and not any(subject.paged.problems_of_refusal(answer.body))
    return None if valid and _names(answer.body, case.parameter) else failure


def _names(body: object, parameter: str) -> bool:
    """Tell whether the body of a 422 is about one parameter and no other."""
    detail = body.get("detail") if isinstance(body, dict) else None
    entries = detail if isinstance(detail, list) else []
    return bool(entries) and all(parameter in entry.get("loc", ()) for entry in entries)


def _refusals(subject: Subject) -> list[RefusalCase]:
    values = [(LIMIT, value) for value in _wrong_limits(subject.paged)]
    if subject.paged.orders:
        values += [(ORDER, value) for value in ("sideways", "0", "ascending")]
    return [
        RefusalCase(parameter, value, index, after)
        for index, collection in enumerate(subject.collections)
        for after in ((False, True) if collection.ids else (False,))
        for parameter, value in values
    ]


def _wrong_limits(paged: Paged) -> list[str]:
    if paged.sizes is None:
        return []
    beyond = (
        () if paged.sizes.largest is None else (paged.sizes.largest + 1, paged.sizes.largest * 1000)
    )
    numbers = [paged.sizes.smallest - 1, *beyond, -1, -paged.sizes.smallest - 20]
    return [*dict.fromkeys(map(str, numbers)), "ten", "1.5", "10x"]


def _drawn_refusals(subject: Subject, within: RefusalCase | None) -> st.SearchStrategy[RefusalCase]:
    sizes = subject.paged.sizes
    words = st.text(string.ascii_lowercase, min_size=1, max_size=8)
    limits = words
    if sizes:
        too_small = st.integers(max_value=sizes.smallest - 1, min_value=-(10**9)).map(str)
        limits = limits | too_small
        if sizes.largest is not None:
            limits |= st.integers(sizes.largest + 1, 10**9).map(str)
    choices = {LIMIT: limits} if sizes else {}
    if subject.paged.orders:
        choices[ORDER] = words.filter(lambda word: word not in subject.paged.queries[ORDER]["enum"])
    wanted = [within.parameter] if within else sorted(choices)
    collection = (
        st.just(within.collection) if within else st.integers(0, len(subject.collections) - 1)
    )
    after = st.just(False) if within and not within.after else st.booleans()
    return st.sampled_from(wanted).flatmap(
        lambda name: st.builds(
            RefusalCase,
            parameter=st.just(name),
            value=choices[name],
            collection=collection,
            after=after,
        )
    )


@frozen
class KeyCase:
    """A request that has not the right key.

    Attributes:
        credentials: What it has instead.
        limit: The size of the page that it asks for; `None` to leave it out.
        collection: Which list.
        after: Whether it asks for what follows the first item.
    """

    credentials: str
    limit: int | None = None
    collection: int = 0
    after: bool = False

    def request(self, subject: Subject) -> Request:
        """The request."""
        collection = subject.collections[self.collection]
        cursor = collection.ids[0] if self.after and collection.ids else None
        return collection.request(query(cursor, None, self.limit), credentials=self.credentials)


def _refused_key(subject: Subject, case: KeyCase) -> Failure | None:
    answer = subject.probe.get(case.request(subject))
    known = {each for collection in subject.collections for each in collection.ids}
    text = answer.text
    shows_data = bool(answer.items()) or any(each in text for each in known)
    refused = (
        _REFUSAL <= answer.status < _SERVER_ERROR or _SUCCESS + 100 <= answer.status < _REFUSAL
    )
    if refused and not shows_data:
        return None
    curl = subject.probe.curl(answer.request)
    return Failure((curl,), _("401 or 403, and no data"), answered(subject, answer))


def _forms(subject: Subject) -> list[str]:
    key = subject.probe.key
    right = CREDENTIALS["own"](key)
    # One letter has no beginning, and digits have no other case.
    return [form for form, write in CREDENTIALS.items() if write(key) not in (right, "Bearer ")]


def _key_cases(subject: Subject) -> list[KeyCase]:
    sizes = subject.paged.sizes
    largest = sizes.largest if sizes else None
    return [
        KeyCase(form, limit, index, after)
        for index, collection in enumerate(subject.collections)
        for limit, after in ((None, False), (largest, bool(collection.ids)))
        for form in _forms(subject)
    ]


def _not_echoed(subject: Subject, answer: Answer) -> Failure | None:
    curl = subject.probe.curl(answer.request)
    came = subject.probe.where_key_stands(answer)
    return Failure((curl,), _("an answer without the key that was sent"), came) if came else None


def _wants_key(subject: Subject) -> str:
    return (
        ""
        if subject.probe.can_find_key
        else _("A key of at least six characters, which cannot stand in an answer by chance.")
    )


def _secured(paged: Paged) -> bool:
    return paged.secured


def _takes_parameters(paged: Paged) -> bool:
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
ECHO_LAW: Law[Answer] = Law(
    "key-not-echoed",
    lambda: _("No answer repeats the key that was sent."),
    _not_echoed,
    lambda subject: subject.probe.echoes,
    OTHERS,
    concerns=_secured,
    needs=_wants_key,
)
