# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from attrs import field, frozen
from collections.abc import Mapping, Sequence
from functools import cached_property as cached_property
from serverless_training.testing._document import TEMPLATE as TEMPLATE
from serverless_training.testing.contract._answer import Request as Request
from serverless_training.testing.contract._paged import (
    AFTER as AFTER,
    ASCENDING as ASCENDING,
    DESCENDING as DESCENDING,
    LIMIT as LIMIT,
    ORDER as ORDER,
    Paged as Paged,
)
from serverless_training.testing.contract._probe import Probe as Probe
from typing import Any

MOST_ITEMS: int
_MOST_COLLECTIONS: int

@frozen(eq=False)
class Collection:
    paged: Paged
    values: Mapping[str, str]
    ids: tuple[str, ...] = ()
    items: tuple[Any, ...] = field(default=(), repr=False)
    complete: bool = True

    @cached_property
    def by_id(self) -> Mapping[str, Any]: ...
    @property
    def name(self) -> str: ...
    def request(
        self,
        query: Mapping[str, str] | None = None,
        *,
        values: Mapping[str, str] | None = None,
        credentials: str = "own",
    ) -> Request: ...
    def request_of(self, identifier: str) -> Request: ...
    def _path(self, values: Mapping[str, str]) -> str: ...

def query(
    after: str | None = None, order: str | None = None, limit: object = None
) -> dict[str, str]: ...
def collections_of(paged: Paged, parameters: Mapping[str, Sequence[str]]) -> list[Collection]: ...
def read(probe: Probe, collection: Collection) -> Collection: ...
def largest_size(paged: Paged) -> int | None: ...

@frozen
class Rest:
    ids: tuple[str, ...]
    size: int | None

    @property
    def page(self) -> tuple[str, ...]: ...

def rest(
    collection: Collection, after: int | None, order: str | None, limit: int | None
) -> Rest | None: ...
