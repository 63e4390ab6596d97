"""The mock's store does as much for a page of a long list as for one of a short list."""

import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from serverless_training_testing import MockServer
from serverless_training_testing._store import Store

from tests.network import finish

PAGE = 20


def items(count: int, size: int = 0) -> Iterator[dict[str, Any]]:
    """Invent items of at least a size in bytes."""
    for number in range(count):
        yield {"id": f"{number * 7919 % count:07}", "text": "x" * size}


def steps(store: Store, after: str, *, descending: bool) -> int:
    """Count the steps of SQLite's machine that a page takes."""
    taken = 0

    def step() -> None:
        nonlocal taken
        taken += 1

    store._connection.set_progress_handler(step, 1)
    page = store.page("list", after=after, limit=PAGE, descending=descending)
    store._connection.set_progress_handler(None, 1)
    assert len(page.ids) == PAGE
    return taken


@pytest.mark.parametrize("descending", [False, True])
def test_page_takes_the_same_steps_however_long_the_list_is_and_wherever_it_begins(
    descending: bool,
) -> None:
    """Times vary with the machine, steps do not."""
    taken = set()
    for count in (100, 10_000):
        with closing(Store()) as store:
            store.add("list", items(count))
            names = [item["id"] for item in items(count)]
            for place in (2 * PAGE, count // 2, count - 2 * PAGE):
                taken.add(steps(store, names[place], descending=descending))

    assert len(taken) == 1


def test_many_items_are_added_in_bounded_memory(tmp_path: Path) -> None:
    """Beyond some megabytes they wait in a file until all of them have come."""
    with closing(Store(tmp_path / "mock.db")) as store:
        tracemalloc.start()
        added = store.add("list", items(1_500, 10_000))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        page = store.page("list", after=None, limit=1_500, descending=False)

    assert added == 1_500
    assert page.ids == tuple(item["id"] for item in items(1_500))
    assert peak < 8_000_000  # of 15 MB


def test_whoever_makes_the_items_may_ask_the_server_meanwhile() -> None:
    """They are all taken before anything is locked; what failed in between has added nothing."""
    with MockServer(models=1, checkpoints=3) as server:
        found: list[list[str]] = []

        def copies() -> Iterator[dict[str, Any]]:
            for number in range(3):
                found.append(server.model_ids)
                yield {"id": str(number)}

        finish(lambda: server.add_checkpoints("copy", copies()))

        assert found == [["model-1"]] * 3
        assert server.model_ids == ["model-1", "copy"]


def test_ids_of_every_kind_pass_through_the_file(tmp_path: Path) -> None:
    """Line ends in an id are no line ends of the file."""
    names = ["a\nb", "c\r", "d\u2028", "\x85", '"', "\\", "é", "7"]
    with closing(Store(tmp_path / "mock.db")) as store:
        store.add("list", ({"id": name} for name in names))
        page = store.page("list", after=None, limit=10, descending=False)

    assert list(page.ids) == names
