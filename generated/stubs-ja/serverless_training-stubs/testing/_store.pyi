# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import sqlite3
from _typeshed import Incomplete
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
_BODIES: str
_ID_BEFORE: str
_ID_BEHIND: str
_POSITION: str
_INSERT: str
_ALL: str
_CURSOR: str
ASCENDING: str
DESCENDING: str
ASCENDING_AFTER: str
DESCENDING_AFTER: str
_BEFORE_ALL: int
_READ_AT_ONCE: int
_json: Incomplete
_KEPT_BYTES: int
Row = tuple[str, str]

class NotStoredError(LookupError): ...

@dataclass(frozen=True)
class StoredPage:
    ids: Sequence[str]
    bodies: Sequence[str]
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
    def _append(self, collection: str, rows: Iterable[Row]) -> int: ...
    def load(self, rows: Iterable[tuple[str, Row | None]]) -> int: ...
    def bodies(self, collection: str) -> Iterator[str]: ...
    def cursor_before(
        self, collection: str, cursor: str, *, distance: int, descending: bool
    ) -> str | None: ...
    def page(
        self, collection: str, *, after: str | None, limit: int, descending: bool
    ) -> StoredPage: ...
    def _look_for(self, collection: str, cursor: str | None) -> None: ...
    @contextmanager
    def _transaction(self) -> Iterator[None]: ...

def row(item: Mapping[str, Any]) -> Row: ...
def _unusable(path: object, error: sqlite3.Error) -> MockError: ...
