"""Keep items in SQLite, in lists that only grow at their end."""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from serverless_training._language import gettext as _
from serverless_training.testing._errors import MockError

# Marks a file as ours (`PRAGMA application_id`), so that no other program's database is written.
_APPLICATION_ID = 0x53545243

# A list's primary key is the order of its items, so a page is one range of the b-tree.
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS collection (name TEXT PRIMARY KEY)",
    """
    CREATE TABLE IF NOT EXISTS item (
        collection TEXT NOT NULL REFERENCES collection (name),
        seq INTEGER NOT NULL,
        id TEXT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (collection, seq),
        UNIQUE (collection, id)
    ) WITHOUT ROWID
    """,
)
_KNOWN = "SELECT 1 FROM collection WHERE name = ?"
_NAMES = "SELECT name FROM collection ORDER BY rowid"
_CREATE = "INSERT INTO collection (name) VALUES (?) ON CONFLICT DO NOTHING"
_LAST = "SELECT max(seq) FROM item WHERE collection = ?"
_POSITION = "SELECT seq FROM item WHERE collection = ? AND id = ?"
_INSERT = (
    "INSERT INTO item (collection, seq, id, body) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (collection, id) DO NOTHING"
)
ASCENDING = "SELECT body FROM item WHERE collection = ? AND seq > ? ORDER BY seq LIMIT ?"
DESCENDING = "SELECT body FROM item WHERE collection = ? AND seq < ? ORDER BY seq DESC LIMIT ?"
_BEFORE_ALL, _AFTER_ALL = 0, 2**63 - 1


class NotStoredError(LookupError):
    """There is no such list, or no such item in it; the message is fit for an answer's body."""


@dataclass(frozen=True)
class StoredPage:
    """A stretch of a list.

    Attributes:
        items: The items, in the order asked for.
        has_more: Whether others follow in that order.
    """

    items: list[dict[str, Any]]
    has_more: bool


class Store:
    """Lists of items, each item with an `id` unique in its list; usable from any thread.

    Args:
        path: An SQLite file, made if need be; `None` keeps everything in memory.

    Raises:
        MockError: The file cannot be opened, or is something else than a store.
    """

    def __init__(self, path: str | Path | None = None) -> None:
        # One connection for all threads, as each connection to `:memory:` is a database of its own.
        self._lock = threading.Lock()
        try:
            self._connection = sqlite3.connect(
                path or ":memory:", check_same_thread=False, isolation_level=None
            )
        except sqlite3.Error as error:
            raise _unusable(path, error) from error
        try:
            self._prepare()
        except sqlite3.Error as error:
            self.close()
            raise _unusable(path, error) from error

    def _prepare(self) -> None:
        # Asked first: nothing is to be changed in a file that is not ours.
        (mark,) = self._connection.execute("PRAGMA application_id").fetchone()
        (tables,) = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables and mark != _APPLICATION_ID:
            raise sqlite3.DatabaseError(_("it belongs to another program"))
        self._connection.execute("PRAGMA journal_mode = WAL")
        with self._transaction():
            self._connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
            for statement in _SCHEMA:
                self._connection.execute(statement)

    def close(self) -> None:
        """Close the database; may be called again."""
        with self._lock:
            self._connection.close()

    def create(self, collection: str) -> None:
        """Make a list, empty unless it is there already.

        Args:
            collection: The list's name.
        """
        with self._transaction():
            self._connection.execute(_CREATE, [collection])

    def collections(self) -> list[str]:
        """Name the lists, oldest first."""
        with self._lock:
            return [name for (name,) in self._connection.execute(_NAMES)]

    def add(self, collection: str, items: Iterable[Mapping[str, Any]]) -> int:
        """Append items to a list, which is made if need be; all of them or none.

        Args:
            collection: The list's name.
            items: JSON objects with an `id`. Those whose id the list has already are passed over.

        Returns:
            How many were new.

        Raises:
            MockError: An item has no `id`, or is not JSON.
        """
        rows = [_row(item) for item in items]
        with self._transaction():
            self._connection.execute(_CREATE, [collection])
            (last,) = self._connection.execute(_LAST, [collection]).fetchone()
            cursor = self._connection.executemany(
                _INSERT,
                (
                    (collection, seq, identifier, body)
                    for seq, (identifier, body) in enumerate(rows, (last or _BEFORE_ALL) + 1)
                ),
            )
            return cursor.rowcount if rows else 0

    def page(
        self, collection: str, *, after: str | None, limit: int, descending: bool
    ) -> StoredPage:
        """Read the part of a list that follows an item.

        Args:
            collection: The list's name.
            after: The id of that item; `None` starts at the beginning, which is the newest item
                if `descending`.
            limit: How many items at most, from 1.
            descending: Newest first.

        Returns:
            The page.

        Raises:
            NotStoredError: There is no such list, or `after` is not in it.
        """
        query = DESCENDING if descending else ASCENDING
        with self._lock:
            if self._connection.execute(_KNOWN, [collection]).fetchone() is None:
                raise NotStoredError("Not Found")
            start = _AFTER_ALL if descending else _BEFORE_ALL
            if after is not None:
                row = self._connection.execute(_POSITION, [collection, after]).fetchone()
                if row is None:
                    raise NotStoredError("Cursor not found")
                (start,) = row
            # One more than asked for tells whether there is more.
            rows = self._connection.execute(query, [collection, start, limit + 1]).fetchall()
        return StoredPage([json.loads(body) for (body,) in rows[:limit]], len(rows) > limit)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                # SQLite has rolled back by itself when, for one, the disk is full.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")


def _row(item: Mapping[str, Any]) -> tuple[str, str]:
    given = item.get("id")
    # A number is an id too, and its text the cursor.
    identifier = str(given) if type(given) in (str, int) else ""
    if not identifier:
        raise MockError(
            _("An item has no `id`. Give each one a non-empty string or a whole number.")
        )
    try:
        body = json.dumps(dict(item), ensure_ascii=False, allow_nan=False)
        body.encode()  # no answer could carry half a surrogate pair
    except (TypeError, ValueError) as error:
        raise MockError(
            _(
                "The item {id} cannot be stored as JSON: {reason}. Use strings, numbers, "
                "lists and dicts."
            ).format(id=identifier, reason=error)
        ) from error
    return identifier, body


def _unusable(path: object, error: sqlite3.Error) -> MockError:
    return MockError(
        _(
            "{path} cannot be used as the mock server's database: {reason}. Choose another file."
        ).format(path=path, reason=error)
    )
