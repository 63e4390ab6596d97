"""Keep items in SQLite, in lists that only grow at their end."""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any

from serverless_training._language import gettext as _

from serverless_training_testing._errors import MockError

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
_BODIES = "SELECT seq, body FROM item WHERE collection = ? AND seq > ? ORDER BY seq LIMIT ?"
_ID_BEFORE = (
    "SELECT id FROM item WHERE collection = ? AND seq < ? ORDER BY seq DESC LIMIT 1 OFFSET ?"
)
_ID_BEHIND = (
    "SELECT id FROM item WHERE collection = ? AND seq > ? ORDER BY seq ASC LIMIT 1 OFFSET ?"
)
_POSITION = "SELECT seq FROM item WHERE collection = ? AND id = ?"
_INSERT = (
    "INSERT INTO item (collection, seq, id, body) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (collection, id) DO NOTHING"
)
_ALL = "SELECT id, body FROM item WHERE collection = ?1"
_CURSOR = "(SELECT seq FROM item WHERE collection = ?1 AND id = ?3)"
# One statement a page, for where it begins too: what is asked of SQLite is most of its work.
ASCENDING: str = f"{_ALL} ORDER BY seq LIMIT ?2"
DESCENDING: str = f"{_ALL} ORDER BY seq DESC LIMIT ?2"
ASCENDING_AFTER: str = f"{_ALL} AND seq > {_CURSOR} ORDER BY seq LIMIT ?2"
DESCENDING_AFTER: str = f"{_ALL} AND seq < {_CURSOR} ORDER BY seq DESC LIMIT ?2"
_BEFORE_ALL = 0
_READ_AT_ONCE = 500

# As FastAPI writes it, since this is what an answer is made of.
_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode

# Of items that are added at once; more go through a file.
_KEPT_BYTES = 4_000_000

Row = tuple[str, str]
"""The id of an item, and the item as JSON on one line."""


class NotStoredError(LookupError):
    """There is no such list, or no such item in it; the message is fit for an answer's body."""


@dataclass(frozen=True)
class StoredPage:
    """A stretch of a list."""

    ids: Sequence[str]  # the ids of its items, in the order asked for
    bodies: Sequence[str]  # the items as JSON, likewise
    has_more: bool  # whether others follow in that order


class Store:
    """Lists of items, each item with an `id` unique in its list; usable from any thread."""

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
        # A commit is one write to the log, which the system has when the process is killed. It is
        # not waited for until the disk has it: when the power fails, the last commits may be gone,
        # whole ones, and never a part of one. Tests add thousands of items; no mock is an archive.
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        with self._transaction():
            self._connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
            for statement in _SCHEMA:
                self._connection.execute(statement)

    def close(self) -> None:
        """Close the database; may be called again."""
        with self._lock:
            self._connection.close()

    def create(self, collection: str) -> None:
        """Make a list, empty unless it is there already."""
        with self._transaction():
            self._connection.execute(_CREATE, [collection])

    def collections(self) -> list[str]:
        """Name the lists, oldest first."""
        with self._lock:
            return [name for (name,) in self._connection.execute(_NAMES)]

    def add(self, collection: str, items: Iterable[Mapping[str, Any]]) -> int:
        """Append items to a list, which is made if need be; all of them or none."""
        # All items are taken before the lock is: whoever makes them may ask this store meanwhile.
        with SpooledTemporaryFile(_KEPT_BYTES, "w+", encoding="utf-8", newline="\n") as spool:
            for identifier, body in map(row, items):
                spool.write(f"{_json(identifier)}\n{body}\n")
            spool.seek(0)
            lines = iter(spool)
            pairs = zip(lines, lines, strict=True)
            return self._append(collection, ((json.loads(one), two[:-1]) for one, two in pairs))

    def _append(self, collection: str, rows: Iterable[Row]) -> int:
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
            return max(cursor.rowcount, 0)  # -1 where there was no row

    def load(self, rows: Iterable[tuple[str, Row | None]]) -> int:
        """Append rows to lists as they come, in bounded memory; all of them or none."""
        last: dict[str, int] = {}
        new = 0
        with self._transaction():
            for collection, content in rows:
                if collection not in last:
                    self._connection.execute(_CREATE, [collection])
                    (seq,) = self._connection.execute(_LAST, [collection]).fetchone()
                    last[collection] = seq or _BEFORE_ALL
                if content is not None:
                    values = (collection, last[collection] + 1, *content)
                    added = self._connection.execute(_INSERT, values).rowcount
                    last[collection] += added
                    new += added
        return new

    def bodies(self, collection: str) -> Iterator[str]:
        """Read a list from its beginning, in bounded memory, while others may append to it."""
        seq = _BEFORE_ALL
        while True:
            with self._lock:
                found = self._connection.execute(_BODIES, [collection, seq, _READ_AT_ONCE])
                part = found.fetchall()
            if not part:
                return
            yield from (body for _, body in part)
            seq = part[-1][0]

    def cursor_before(
        self, collection: str, cursor: str, *, distance: int, descending: bool
    ) -> str | None:
        """Find the cursor of the page that ends with an item."""
        query = _ID_BEHIND if descending else _ID_BEFORE
        with self._lock:
            position = self._connection.execute(_POSITION, [collection, cursor]).fetchone()
            if position is None:
                raise NotStoredError("Cursor not found")
            found = self._connection.execute(query, [collection, *position, distance - 1])
            before: tuple[str] | None = found.fetchone()
        return before[0] if before else None

    def page(
        self, collection: str, *, after: str | None, limit: int, descending: bool
    ) -> StoredPage:
        """Read the part of a list that follows an item."""
        first, following = (
            (DESCENDING, DESCENDING_AFTER) if descending else (ASCENDING, ASCENDING_AFTER)
        )
        # One more than asked for tells whether there is more.
        asked = (collection, limit + 1) if after is None else (collection, limit + 1, after)
        with self._lock:
            rows = self._connection.execute(first if after is None else following, asked).fetchall()
            if not rows:
                self._look_for(collection, after)
        ids, bodies = zip(*rows[:limit], strict=True) if rows else ((), ())
        return StoredPage(ids, bodies, len(rows) > limit)

    def _look_for(self, collection: str, cursor: str | None) -> None:
        if not self._connection.execute(_KNOWN, (collection,)).fetchone():
            raise NotStoredError("Not Found")
        held = (
            cursor is None or self._connection.execute(_POSITION, (collection, cursor)).fetchone()
        )
        if not held:
            raise NotStoredError("Cursor not found")

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


def row(item: Mapping[str, Any]) -> Row:
    """Check an item, and write it as it is stored."""
    given = item.get("id")
    # A number is an id too, and its text the cursor.
    identifier = str(given) if type(given) in (str, int) else ""
    if not identifier:
        raise MockError(
            _("An item has no `id`. Give each one a non-empty string or a whole number.")
        )
    try:
        body = _json(dict(item))
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
