"""Items go into the mock server and out of it as JSON Lines."""

import io
import json
import os
import ssl
import stat
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from serverless_training_testing import MockError, MockServer
from serverless_training_testing._files import lines, read
from serverless_training_testing._store import Store

from pipeline.parity.languages import languages

MODELS = "/v1/preview/models"
PATH = f"{MODELS}/model-1/checkpoints"
KEY = {"Authorization": "Bearer mock-key"}
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
GOOD = json.dumps({"path": PATH, "item": {"id": "good"}})

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture
def server() -> Iterator[MockServer]:
    """A server without items."""
    with MockServer() as server:
        yield server


def listed(server: MockServer, path: str = PATH) -> list[dict[str, Any]]:
    """Read a list, which is short."""
    answer = httpx.get(f"{server.url}{path}?limit=100", headers=KEY, verify=NO_TLS)
    found: list[dict[str, Any]] = answer.json()["data"]
    return found


def test_what_is_exported_can_be_imported(tmp_path: Path) -> None:
    """All lists in their order with all items in theirs, the empty list as well."""
    file = tmp_path / "items.jsonl"
    with MockServer(models=2, checkpoints=30) as server:
        server.add_checkpoints("空", [])
        server.export_items(file)
        paths = server.paths
        before = [listed(server, path) for path in paths]
    with MockServer() as server:
        assert server.import_items(file) == sum(map(len, before))
        assert server.paths == paths
        assert [listed(server, path) for path in paths] == before


def test_file_has_one_line_for_each_item_and_list(server: MockServer, tmp_path: Path) -> None:
    """In UTF-8, as it can be read and written by hand."""
    item = {"id": "a", "note": "損失\u2028\n"}
    server.add_checkpoints("モデル", [item])
    file = tmp_path / "items.jsonl"
    server.export_items(str(file))

    path = f"{MODELS}/モデル/checkpoints"
    *written, end = file.read_bytes().decode("utf-8").split("\n")
    assert [json.loads(line) for line in written] == [{"path": path}, {"path": path, "item": item}]
    assert end == ""
    assert "損失" in written[1]


def test_items_can_be_written_to_an_open_file(server: MockServer) -> None:
    """Such as standard output."""
    server.add_checkpoints("model-1", [{"id": "a"}])
    text = io.StringIO()

    server.export_items(text)

    assert [json.loads(line) for line in text.getvalue().splitlines()] == [
        {"path": PATH},
        {"path": PATH, "item": {"id": "a"}},
    ]


@settings(deadline=None)  # each makes two databases and a file
@given(
    st.dictionaries(
        st.text(min_size=1),
        st.lists(st.dictionaries(st.text(), JSON, max_size=3), max_size=4),
        max_size=3,
    )
)
def test_any_item_survives_the_way_out_and_in(
    tmp_path_factory: pytest.TempPathFactory, content: dict[str, list[dict[str, Any]]]
) -> None:
    """Whatever is in it, and whatever its list is called."""
    content = {
        name: [item | {"id": str(number)} for number, item in enumerate(items)]
        for name, items in content.items()
    }
    file = tmp_path_factory.mktemp("items") / "items.jsonl"
    with closing(Store()) as store, closing(Store()) as other:
        for name, items in content.items():
            store.create(name)
            store.add(name, items)
        text = "".join(
            line for name in store.collections() for line in lines(name, store.bodies(name))
        )
        file.write_bytes(text.encode("utf-8"))
        other.load(read(file, lambda _: None))

        assert {name: [json.loads(body) for body in other.bodies(name)] for name in content} == {
            name: [json.loads(json.dumps(item)) for item in items]
            for name, items in content.items()
        }
        assert other.collections() == list(content)


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"{GOOD}\r\n",
        f"\n\n  \n{GOOD}\n\n",
        f"\ufeff{GOOD}\n",
        f'{{"path": "{PATH}"}}\n{GOOD}\n{GOOD}\n',
    ],
)
def test_file_may_look_as_editors_leave_it(server: MockServer, tmp_path: Path, text: str) -> None:
    """Line ends, empty lines, a byte order mark; an item that comes twice is skipped."""
    file = tmp_path / "items.jsonl"
    file.write_bytes(text.encode("utf-8"))

    assert server.import_items(file) == 1
    assert server.import_items(file) == 0
    assert listed(server) == [{"id": "good"}]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"{", "This is not JSON: "),
        (b"\xff\xfe", "This is not JSON: 'utf-8' codec"),
        (b"[" * 100_000, "This is not JSON: "),
        (b"[]", "Each line is a JSON object such as "),
        (b'{"item": {"id": "a"}}', "Each line is a JSON object such as "),
        (b'{"path": 1, "item": {"id": "a"}}', "Each line is a JSON object such as "),
        (b'{"path": "%b", "item": ["a"]}' % PATH.encode(), "Each line is a JSON object such as "),
        (b'{"path": "%b", "item": null}' % PATH.encode(), "Each line is a JSON object such as "),
        (b'{"path": "/v1", "item": {"id": "a"}}', "The spec lists nothing at /v1. Paths with "),
        (b'{"path": "%b", "item": {}}' % PATH.encode(), "An item has no `id`"),
        (b'{"path": "%b", "item": {"id": "a", "x": NaN}}' % PATH.encode(), "The item a cannot be"),
        (b'{"path": "%b", "item": {"id": "\\ud800"}}' % PATH.encode(), "The item "),
    ],
)
def test_wrong_line_is_named_and_nothing_is_added(
    server: MockServer, tmp_path: Path, line: bytes, problem: str
) -> None:
    """The sentence has the file, the number of the line and what is wrong with it."""
    file = tmp_path / "items.jsonl"
    file.write_bytes(b"%b\n\n%b\n%b\n" % (GOOD.encode(), line, GOOD.encode()))

    with pytest.raises(MockError) as caught:
        server.import_items(file)

    assert str(caught.value).startswith(f"{file}, line 3: {problem}")
    assert server.paths == []
    server.add_checkpoints("model-1", [{"id": "later"}])
    assert listed(server) == [{"id": "later"}]


def test_file_that_is_not_there_is_one_clear_error(server: MockServer, tmp_path: Path) -> None:
    """As is a folder."""
    with pytest.raises(MockError, match=r"none\.jsonl cannot be read: No such file"):
        server.import_items(tmp_path / "none.jsonl")
    with pytest.raises(MockError, match="cannot be read: Is a directory"):
        server.import_items(tmp_path)


def test_file_that_cannot_be_written_is_one_clear_error(server: MockServer, tmp_path: Path) -> None:
    """And no draft of it stays."""
    with pytest.raises(MockError, match=r"items\.jsonl cannot be written: No such file"):
        server.export_items(tmp_path / "none" / "items.jsonl")
    with pytest.raises(MockError, match="cannot be written: Is a directory"):
        server.export_items(tmp_path)

    assert list(tmp_path.iterdir()) == list(tmp_path.parent.glob("*.tmp")) == []


def test_export_that_breaks_off_leaves_the_file_as_it_was(
    server: MockServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever reads it has the old items or the new ones."""
    file = tmp_path / "items.jsonl"
    file.write_text("old", encoding="utf-8")
    server.add_checkpoints("model-1", [{"id": "a"}])

    def broken(_store: Store, _collection: str) -> Iterator[str]:
        yield '{"id": "a"}'
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "bodies", broken)
    with pytest.raises(KeyboardInterrupt):
        server.export_items(file)

    assert [path.name for path in tmp_path.iterdir()] == ["items.jsonl"]
    assert file.read_text(encoding="utf-8") == "old"


@pytest.mark.skipif(os.name != "posix", reason="Windows has neither.")
def test_file_has_the_usual_rights_and_a_link_stays_one(server: MockServer, tmp_path: Path) -> None:
    """As if it had been opened and written."""
    usual = tmp_path / "usual"
    usual.touch()
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "items.jsonl")

    server.export_items(link)

    assert link.is_symlink()
    assert stat.S_IMODE(link.stat().st_mode) == stat.S_IMODE(usual.stat().st_mode)


def test_long_files_are_read_and_written_in_little_memory(tmp_path: Path) -> None:
    """What Python holds at once does not grow with the items: a quarter of the file is far more."""
    file, copy = tmp_path / "items.jsonl", tmp_path / "copy.jsonl"
    count = 8_000
    with file.open("w", encoding="utf-8") as text:
        for number in range(count):
            item = {"id": str(number), "note": "x" * 100}
            text.write(json.dumps({"path": PATH, "item": item}) + "\n")
    with MockServer(db=tmp_path / "mock.db") as server:
        tracemalloc.start()
        assert server.import_items(file) == count
        server.export_items(copy)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert peak < file.stat().st_size / 4
    assert len(copy.read_text(encoding="utf-8").splitlines()) == count + 1


def test_items_are_added_in_the_middle_of_an_export(server: MockServer) -> None:
    """What is read is what there was or a little more; nothing is locked meanwhile."""
    server.add_checkpoints("model-1", ({"id": f"a{number}"} for number in range(2500)))
    seen: list[str] = []

    class Slow(io.StringIO):
        def writelines(self, content: Any) -> None:
            for number, line in enumerate(content):
                seen.append(line)
                if number % 1000 == 0:
                    server.add_checkpoints("model-1", [{"id": f"b{number}"}])

    server.export_items(Slow())

    ids = [json.loads(line)["item"]["id"] for line in seen[1:]]
    assert ids[:2500] == [f"a{number}" for number in range(2500)]
    assert set(ids[2500:]) <= {f"b{number}" for number in (0, 1000, 2000)}


def test_spec_is_served_in_every_language(root: Path, server: MockServer) -> None:
    """Those that the package has, without a key; `/openapi.json` is the English one."""
    codes = languages(root)
    assert "ja" in codes

    for code in codes:
        answer = httpx.get(f"{server.url}/openapi.{code}.json", verify=NO_TLS)

        assert answer.headers["Content-Type"] == "application/json"
        assert answer.json() == json.loads(
            (root / f"openapi.{code}.json").read_text(encoding="utf-8")
        )
    english = httpx.get(f"{server.url}/openapi.json", verify=NO_TLS).json()
    assert english == json.loads((root / "openapi.json").read_text(encoding="utf-8"))


def test_spec_takes_no_other_method(server: MockServer) -> None:
    """In either language: 405 with those that it takes."""
    for name in ("openapi.json", "openapi.ja.json"):
        answer = httpx.post(f"{server.url}/{name}", verify=NO_TLS)

        assert answer.status_code == 405
        assert answer.json() == {"detail": "Method Not Allowed"}
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}
        assert httpx.head(f"{server.url}/{name}", verify=NO_TLS).status_code == 200


def test_spec_of_ones_own_has_no_translations() -> None:
    """Ours would be those of another API."""
    spec: dict[str, Any] = {"openapi": "3.1.0", "paths": {}}
    with MockServer(spec=spec) as server:
        assert httpx.get(f"{server.url}/openapi.ja.json", verify=NO_TLS).status_code == 404
        assert httpx.get(f"{server.url}/openapi.json", verify=NO_TLS).json() == spec
