# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from collections.abc import Hashable, Sequence
from typing import Any, Generic, TypeVar

T = TypeVar("T")

class Meeting(Generic[T]):
    is_alone: bool
    is_complete: bool
    has_repeated: bool
    _forward: list[T]
    _back: list[T]
    _forward_ids: set[Hashable]
    _back_ids: set[Hashable]

    def __init__(self) -> None: ...
    def ahead(self, items: Sequence[T], *, is_last: bool) -> None: ...
    def back(self, items: Sequence[T], *, is_last: bool) -> None: ...
    def alone(self) -> None: ...
    @property
    def items(self) -> list[T]: ...
    def _compare(self, fresh: set[Hashable], others: set[Hashable]) -> None: ...

def _ids(items: Sequence[Any]) -> list[Hashable]: ...
