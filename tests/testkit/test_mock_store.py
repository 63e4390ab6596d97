"""The mock server's store keeps items in order, in SQLite."""

import json
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serverless_training_testing import MockError
from serverless_training_testing._store import (
    ASCENDING,
    ASCENDING_AFTER,
    DESCENDING,
    DESCENDING_AFTER,
    NotStoredError,
    Store,
)

NINTH_ITEM_FAILS = """
    CREATE TRIGGER trouble BEFORE INSERT ON item WHEN NEW.seq = 9
    BEGIN SELECT RAISE (ABORT, 'ninth'); END
"""


@pytest.fixture
def store() -> Iterator[Store]:
    """Make a store in memory."""
    with closing(Store()) as opened:
        yield opened


def ids(store: Store, collection: str, limit: int = 1000, *, descending: bool = False) -> list[str]:
    """Walk a list to its end."""
    found: list[str] = []
    more = True
    while more:
        after = found[-1] if found else None
        page = store.page(collection, after=after, limit=limit, descending=descending)
        found += page.ids
        assert len(found) == len(set(found))  # else it might not end
        more = page.has_more
    return found


@given(
    names=st.lists(st.text(min_size=1, max_size=5), unique=True, max_size=40),
    limit=st.integers(1, 45),
    descending=st.booleans(),
)
def test_walking_gives_each_item_once_in_order(
    names: list[str], limit: int, descending: bool
) -> None:
    """Whatever the ids, the page size and the order."""
    with closing(Store()) as store:
        store.add("list", ({"id": name} for name in names))
        store.add("other", ({"id": name} for name in reversed(names)))

        walked = ids(store, "list", limit, descending=descending)

    assert walked == (names[::-1] if descending else names)


@pytest.mark.parametrize("query", [ASCENDING, DESCENDING, ASCENDING_AFTER, DESCENDING_AFTER])
def test_page_is_read_by_index(store: Store, query: str) -> None:
    """However long a list grows, a page costs a search, neither a scan nor a sort."""
    after = ["a"] if "?3" in query else []
    plan = store._connection.execute(f"EXPLAIN QUERY PLAN {query}", ["list", 10, *after]).fetchall()

    page, *cursor = [row[-1] for row in plan]
    assert page.startswith(f"SEARCH item USING PRIMARY KEY (collection=?{' AND seq' * len(after)}")
    assert len(cursor) == 2 * len(after)
    assert all("SCALAR" in step or step.endswith("(collection=? AND id=?)") for step in cursor)


def test_items_that_are_there_already_are_passed_over(store: Store) -> None:
    """An id stands once in a list, with the body that came first, and at its first place."""
    assert store.add("list", [{"id": "a", "n": 1}, {"id": "b"}]) == 2
    assert store.add("list", [{"id": "a", "n": 2}, {"id": "c"}]) == 1
    assert store.add("list", []) == 0

    page = store.page("list", after=None, limit=5, descending=False)
    assert page.ids == ("a", "b", "c")
    assert [*map(json.loads, page.bodies)] == [{"id": "a", "n": 1}, {"id": "b"}, {"id": "c"}]


def test_list_may_be_empty_but_must_exist(store: Store) -> None:
    """A list that was made is empty; one that was not is an error, and so is a foreign cursor."""
    store.create("empty")
    store.create("empty")
    store.add("full", [{"id": "a"}])

    assert ids(store, "empty") == []
    assert store.collections() == ["empty", "full"]
    with pytest.raises(NotStoredError, match="Not Found"):
        ids(store, "other")
    with pytest.raises(NotStoredError, match="Cursor not found"):
        store.page("empty", after="a", limit=1, descending=False)


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ({}, "has no `id`"),
        ({"id": ""}, "has no `id`"),
        ({"id": True}, "has no `id`"),
        ({"id": 1.5}, "has no `id`"),
        ({"id": "x", "loss": float("nan")}, "x cannot be stored as JSON"),
        ({"id": "x", "when": object()}, "x cannot be stored as JSON"),
        ({"id": "\ud800"}, "surrogates not allowed"),
    ],
)
def test_item_that_no_server_could_send_is_refused(
    store: Store, item: dict[str, object], message: str
) -> None:
    """The sentence says which and why; the items before it are not kept either."""
    with pytest.raises(MockError, match=message):
        store.add("list", [{"id": "good"}, item])

    assert store.collections() == []


@pytest.mark.parametrize(
    ("trouble", "message"),
    [
        ("PRAGMA max_page_count = 10", "full"),  # SQLite rolls back
        (NINTH_ITEM_FAILS, "ninth"),  # we do
    ],
)
def test_adding_is_all_or_nothing(store: Store, trouble: str, message: str) -> None:
    """When it fails in the middle, nothing of the addition stays, and the store works on."""
    store.add("list", [{"id": "first"}])
    store._connection.execute(trouble)

    with pytest.raises(sqlite3.Error, match=message):
        store.add("list", ({"id": str(n), "text": "x" * 1000} for n in range(1000)))

    assert ids(store, "list") == ["first"]
    assert store.add("list", [{"id": "second"}]) == 1


def test_threads_share_a_store(store: Store) -> None:
    """Additions from several threads, with reads between them, lose nothing."""

    def add(thread: int) -> None:
        for number in range(50):
            store.add("list", [{"id": f"{thread}-{number}"}])
            ids(store, "list", 7)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(4)))

    found = ids(store, "list")
    assert sorted(found) == sorted(
        f"{thread}-{number}" for thread in range(4) for number in range(50)
    )


def test_file_keeps_items(tmp_path: Path) -> None:
    """A store that is opened again goes on where it stood, in WAL mode."""
    path = tmp_path / "mock.db"
    with closing(Store(path)) as store:
        store.add("list", [{"id": "a"}])
    with closing(Store(path)) as store:
        store.add("list", [{"id": "b"}])

        assert ids(store, "list", 1) == ["a", "b"]
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_file_of_another_kind_is_refused_untouched(tmp_path: Path) -> None:
    """Neither a text file nor another program's database is written to."""
    text = tmp_path / "notes.txt"
    text.write_text("These are notes, not a database. " * 40, encoding="utf-8")
    foreign = tmp_path / "foreign.db"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE item (name TEXT)")
    before = text.read_bytes(), foreign.read_bytes()

    with pytest.raises(MockError, match=r"notes\.txt cannot be used .* not a database"):
        Store(text)
    with pytest.raises(MockError, match=r"foreign\.db cannot be used .* another program"):
        Store(foreign)
    with pytest.raises(MockError, match="unable to open"):
        Store(tmp_path / "nowhere" / "mock.db")

    assert (text.read_bytes(), foreign.read_bytes()) == before
