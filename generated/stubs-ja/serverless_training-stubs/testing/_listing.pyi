# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import re
from _typeshed import Incomplete
from collections.abc import Mapping
from dataclasses import dataclass
from serverless_training.testing._document import (
    Json as Json,
    Operation as Operation,
    TEMPLATE as TEMPLATE,
    flatten as flatten,
    json_content as json_content,
    operations as operations,
    path_pattern as path_pattern,
    responses as responses,
    types as types,
)
from serverless_training.testing._examples import example as example
from serverless_training.testing._store import StoredPage as StoredPage
from typing import Any

_ENDS: Incomplete
_PAGES_DECIDE: Incomplete

@dataclass(frozen=True)
class Listing:
    operation: Operation
    envelope: Json
    document: Json

    @property
    def item(self) -> Any: ...
    @property
    def parents(self) -> tuple[Json, ...]: ...
    def path_of(self, parent: str) -> str: ...
    def matches(self, path: str) -> re.Match[str] | None: ...
    def parent_at(self, path: str) -> str | None: ...

def listings(document: Json) -> list[Listing]: ...
def listing(operation: Operation, document: Json) -> Listing | None: ...

@dataclass(frozen=True)
class Envelope:
    template: str
    empty: Mapping[str, str]
    numbers: frozenset[str]

    @classmethod
    def of(cls, listing: Listing) -> Envelope: ...
    def around(self, page: StoredPage) -> str: ...

def _fixed(name: str, listing: Listing) -> str | None: ...
def _is_number(name: str, listing: Listing) -> bool: ...

_text: Incomplete
