# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete
from attrs import frozen
from hypothesis import strategies as st
from serverless_training.testing.contract._answer import Answer as Answer, Request as Request
from serverless_training.testing.contract._collection import (
    largest_size as largest_size,
    query as query,
)
from serverless_training.testing.contract._credentials import CREDENTIALS as CREDENTIALS
from serverless_training.testing.contract._law import (
    Law as Law,
    OTHERS as OTHERS,
    Subject as Subject,
)
from serverless_training.testing.contract._paged import (
    LIMIT as LIMIT,
    ORDER as ORDER,
    Paged as Paged,
)
from serverless_training.testing.contract._report import Failure as Failure
from serverless_training.testing.contract._saying import answered as answered

_UNPROCESSABLE: int
_LETTERS: Incomplete
_NO_NUMBERS: Incomplete
_SUCCESS: Incomplete
_REFUSAL: Incomplete
_SERVER_ERROR: Incomplete

@frozen
class RefusalCase:
    parameter: str
    value: str
    collection: int = 0
    after: bool = False
    beside: bool = False

    def request(self, subject: Subject) -> Request: ...

def _refused(subject: Subject, case: RefusalCase) -> Failure | None: ...
def _names(body: object, parameter: str) -> bool: ...
def _is_about(entry: object, parameter: str) -> bool: ...
def _refusals(subject: Subject) -> list[RefusalCase]: ...
def _wrong_orders(paged: Paged) -> list[str]: ...
def _lengthened(word: str) -> str: ...
def _other_order(paged: Paged) -> str | None: ...
def _wrong_limits(paged: Paged) -> list[str]: ...
def _drawn_refusals(
    subject: Subject, within: RefusalCase | None
) -> st.SearchStrategy[RefusalCase]: ...

@frozen
class KeyCase:
    credentials: str
    limit: int | None = None
    collection: int = 0
    after: bool = False
    order: str | None = None

    def request(self, subject: Subject) -> Request: ...

def _refused_key(subject: Subject, case: KeyCase) -> Failure | None: ...
def _forms(subject: Subject) -> list[str]: ...
def _key_cases(subject: Subject) -> list[KeyCase]: ...
def _not_echoed(subject: Subject, answer: Answer) -> Failure | None: ...
def _wants_key(subject: Subject) -> str: ...
def _secured(paged: Paged) -> bool: ...
def _takes_parameters(paged: Paged) -> bool: ...

REFUSAL_LAWS: tuple[Law[RefusalCase], ...]
KEY_LAWS: tuple[Law[KeyCase], ...]
ECHO_LAW: Law[Answer]
