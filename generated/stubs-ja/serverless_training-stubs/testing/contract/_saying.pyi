# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete
from collections.abc import Sequence
from serverless_training.testing.contract._collection import Page as Page
from serverless_training.testing.contract._law import Subject as Subject
from serverless_training.testing.contract._probe import Answer as Answer

_LONGEST_BODY: Incomplete
_OK: Incomplete

def items(ids: Sequence[str | None], place: int = 0) -> str: ...
def difference(first: Sequence[object], second: Sequence[object]) -> int: ...
def counted(answer: Answer, page: Page) -> str: ...
def answered(subject: Subject, answer: Answer, place: int = 0) -> str: ...
