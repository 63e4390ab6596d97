# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import sqlite3
from _typeshed import Incomplete
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from serverless_training.testing._errors import MockError as MockError
from typing import Any

_APPLICATION_ID: int
_SCHEMA: Incomplete
_KNOWN: str
_NAMES: str
_CREATE: str
_LAST: str
_POSITION: str
_INSERT: str
ASCENDING: str
DESCENDING: str
_BEFORE_ALL: Incomplete
_AFTER_ALL: Incomplete

class NotStoredError(LookupError): ...

@dataclass(frozen=True)
class StoredPage:
    items: list[dict[str, Any]]
    has_more: bool

class Store:
    _lock: Incomplete
    _connection: Incomplete

    def __init__(self, path: str | Path | None = None) -> None: ...
    def _prepare(self) -> None: ...
    def close(self) -> None: ...
    def create(self, collection: str) -> None: ...
    def collections(self) -> list[str]: ...
    def add(self, collection: str, items: Iterable[Mapping[str, Any]]) -> int: ...
    def page(
        self, collection: str, *, after: str | None, limit: int, descending: bool
    ) -> StoredPage: ...
    @contextmanager
    def _transaction(self) -> Iterator[None]: ...

def _row(item: Mapping[str, Any]) -> tuple[str, str]: ...
def _unusable(path: object, error: sqlite3.Error) -> MockError: ...
