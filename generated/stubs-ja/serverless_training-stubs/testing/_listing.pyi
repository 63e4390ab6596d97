# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import re
from dataclasses import dataclass
from serverless_training.testing._document import (
    Json as Json,
    Operation as Operation,
    TEMPLATE as TEMPLATE,
    flatten as flatten,
    json_content as json_content,
    operations as operations,
    responses as responses,
    types as types,
)
from serverless_training.testing._examples import example as example
from serverless_training.testing._store import StoredPage as StoredPage
from typing import Any

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
def answer(listing: Listing, page: StoredPage) -> dict[str, Any]: ...
