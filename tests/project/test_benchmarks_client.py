"""The suite that measures the client: its server tells the truth, and its table adds up."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.client import TABLE
from benchmarks.contestants import CONTESTANTS
from benchmarks.listing import Model, step
from benchmarks.page import insert, markers
from benchmarks.processes import BenchmarkError, Worker, serving, working
from benchmarks.ratios import COLUMNS, Ratio, Result, megabytes, per_second, table, take_turns
from benchmarks.rows import FULL, ROWS
from benchmarks.server import _Connection, respond
from benchmarks.worker import check

BEGIN, END = markers(TABLE)
MODELS = st.builds(Model, st.integers(1, 300), st.integers(0, 450))


@dataclass
class Checkpoint:
    """An item, as any client has them."""

    id: UUID
    step: int


def items(model: Model) -> list[Checkpoint]:
    """List what a model has."""
    return [Checkpoint(model.identify(place), step(place)) for place in range(model.count)]


def ask(model: Model | str, **query: object) -> tuple[HTTPStatus, Any]:
    """Ask the server's pure part for a page."""
    path = f"/v1/preview/models/{model}/checkpoints"
    status, body = respond(f"{path}?{'&'.join(f'{key}={value}' for key, value in query.items())}")
    return status, json.loads(body)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The address of a server without delay."""
    with serving() as address:
        yield address


@given(MODELS, st.integers(1, 100), st.sampled_from(["asc", "desc"]))
def test_pages_give_the_whole_listing_either_way(model: Model, limit: int, order: str) -> None:
    """Each page full but the last, which alone promises nothing more."""
    pages = [ask(model, limit=limit, order=order)[1]]
    while pages[-1]["has_more"] and len(pages) <= model.count:
        pages.append(ask(model, limit=limit, order=order, after=pages[-1]["last_id"])[1])
    found = [(item["id"], item["step"]) for page in pages for item in page["data"]]
    expected = [(str(item.id), item.step) for item in items(model)]

    assert found == (expected if order == "asc" else expected[::-1])
    assert all(len(page["data"]) == limit for page in pages[:-1])
    assert model.count == 0 or pages[-1]["data"]


@given(MODELS.filter(lambda model: model.count > 0), st.data())
def test_page_goes_on_after_any_checkpoint(model: Model, data: st.DataObject) -> None:
    """Also where no page ended; both ways."""
    place = data.draw(st.integers(0, model.count - 1))
    after = model.identify(place)
    up, down = (ask(model, limit=5, order=order, after=after)[1] for order in ("asc", "desc"))

    assert [item["step"] for item in up["data"]] == [
        step(each) for each in range(place + 1, min(place + 6, model.count))
    ]
    assert [item["step"] for item in down["data"]] == [
        step(each) for each in range(place - 1, max(place - 6, -1), -1)
    ]
    assert (up["has_more"], down["has_more"]) == (place + 6 < model.count, place > 5)


@given(st.integers(1, 2**63), st.integers(0, 10**6))
def test_id_tells_the_place(number: int, place: int) -> None:
    """Of this model's checkpoints, and of no other's."""
    model = Model(number, 10**6 + 1)

    assert model.find(str(model.identify(place))) == place
    with pytest.raises(LookupError):
        Model(number + 1, 10**6 + 1).find(str(model.identify(place)))


@pytest.mark.parametrize(
    ("model", "query", "status"),
    [
        ("model-1-5", {"limit": 0}, 422),
        ("model-1-5", {"limit": 101}, 422),
        ("model-1-5", {"limit": "ten"}, 422),
        ("model-1-5", {"order": "up"}, 422),
        ("model-1-5", {"after": "here"}, 422),
        ("model-1-5", {"after": Model(1, 9).identify(5)}, 422),
        ("model-1-5", {"after": Model(2, 5).identify(0)}, 422),
        ("model-5", {}, 404),
        ("model-1-5/steps", {}, 404),
    ],
)
def test_server_refuses_what_the_service_would(
    model: str, query: dict[str, object], status: int
) -> None:
    """A client that asks wrongly must not look fast."""
    found, body = ask(model, **query)

    assert (found, list(body)) == (status, ["detail"])


def test_connection_is_kept() -> None:
    """Two requests on one connection, each answered a little later."""
    with serving(0.001) as address:
        connection = HTTPConnection(urlsplit(address).netloc)
        connection.connect()
        own = connection.sock
        for _ in range(2):
            connection.request("GET", "/v1/preview/models/model-1-3/checkpoints")
            answer = json.loads(connection.getresponse().read())
            assert len(answer["data"]) == 3
        assert connection.sock is own
        connection.close()


class Wire(asyncio.Transport):
    """A connection that remembers what was sent."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[bytes] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send."""
        self.sent.append(bytes(data))


@pytest.mark.parametrize(("delay", "waits"), [(0.0, []), (0.5, [0.5, 0.5])])
def test_each_answer_waits_as_long_as_told(
    monkeypatch: pytest.MonkeyPatch, delay: float, waits: list[float]
) -> None:
    """By the timers of its event loop."""
    found: list[float] = []

    def call_later(seconds: float, send: Callable[[bytes], None], message: bytes) -> None:
        found.append(seconds)
        send(message)

    monkeypatch.setattr(asyncio, "get_running_loop", lambda: SimpleNamespace(call_later=call_later))
    connection, wire = _Connection(delay), Wire()
    connection.connection_made(wire)
    connection.data_received(2 * b"GET /v1/preview/models/model-1-3/checkpoints HTTP/1.1\r\n\r\n")

    assert found == waits
    assert len(wire.sent) == 2


@pytest.mark.parametrize("name", CONTESTANTS)
def test_contestant_lists_everything(url: str, name: str) -> None:
    """All of them do the same work, over several pages and models."""
    with working(name, url) as worker:
        figures = worker.run("loop", [Model(1, 250), Model(2, 0), Model(3, 100)], check=True)

    assert figures.seconds > 0


def wrong(change: str, model: Model) -> list[Any]:
    """List a model's checkpoints as a faulty client would."""
    found = items(model)
    if change == "lost":
        del found[3]
    elif change == "cut":
        found.pop()
    elif change == "twice":
        found.append(found[-1])
    elif change == "turned":
        found.reverse()
    elif change == "step":
        found[2].step += 1
    else:
        found = items(Model(model.number + 1, model.count))
    return found


@pytest.mark.parametrize("change", ["lost", "cut", "twice", "turned", "step", "other model"])
def test_list_that_is_not_the_servers_is_told(change: str) -> None:
    """So nobody is fast by losing items."""
    models = [Model(1, 7), Model(2, 7)]

    assert check([items(model) for model in models], models) is None
    assert str(models[1]) in str(check([items(models[0]), wrong(change, models[1])], models))
    assert check([items(models[0])], models) == "1 of 2 models came"
    assert check(13, models) == "13 of 14 checkpoints came"


def worker_saying(stack: ExitStack, answer: str) -> Worker:
    """Start a process that answers the first job with a line."""
    code = f"input(); print({answer!r})" if answer else "pass"
    process = stack.enter_context(
        subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            encoding="utf-8",
        )
    )  # fmt: skip
    stack.callback(process.communicate)
    return Worker("Somebody", process)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ('{"fault": "6 of 7 came"}', "Somebody does not list everything: 6 of 7"),
        ("", "Somebody ended early"),
    ],
)
def test_worker_that_fails_is_named(answer: str, message: str) -> None:
    """In one sentence."""
    with ExitStack() as stack, pytest.raises(BenchmarkError, match=message):
        worker_saying(stack, answer).run("loop", [Model(1, 7)])


def test_peak_of_memory_is_the_processs_own(url: str) -> None:
    """Neither what started it counts, nor does another unit: 150 MB here, far less there."""
    ballast = b"x" * 150_000_000
    with working("http.client and orjson", url) as worker:
        small = worker.run("loop", [Model(1, 100)])
        large = worker.run("loop", [Model(1, 20_000)], trace=True)

    assert len(ballast) == 150_000_000
    assert 5_000_000 < small.peak < 100_000_000
    assert small.traced == 0
    # 20,000 dicts of dicts take at least this.
    assert large.traced > 5_000_000
    assert large.peak > small.peak + 5_000_000


def test_ratio_is_that_of_the_medians_with_the_rounds_around_it() -> None:
    """A round that noise has hit shows in the spread alone."""
    ratio = Ratio.of([1.0, 2.0, 9.0], [4.0, 4.0, 5.0])

    assert ratio == Ratio(0.5, 0.25, 1.8)
    assert str(ratio) == "0.5 (0.25-1.8)"


@pytest.mark.parametrize(
    ("ours", "aim", "verdict"),
    [(2.0, 0.5, "yes"), (3.0, 0.5, "missed by 0.25"), (3.0, None, "")],
)
def test_missed_aim_is_told_in_figures(ours: float, aim: float | None, verdict: str) -> None:
    """An aim that is just met is met."""
    assert Result("work", "we", [ours], "they", [4.0], aim).verdict() == verdict


@pytest.mark.parametrize(("ours", "verdict"), [(12.0, "yes"), (10.0, "missed by 0.5")])
def test_aim_may_be_the_lowest_ratio_that_is_wanted(ours: float, verdict: str) -> None:
    """Where more is better."""
    result = Result("work", "we", [ours], "they", [4.0], 3, per_second, least=True)

    assert result.verdict() == verdict
    assert result.cells()[1:3] + result.cells()[4:5] == [f"we: {ours:.0f} /s", "they: 4 /s", "≥ 3"]


def test_table_shows_figures_beside_their_ratio() -> None:
    """In Markdown, one line for each result, each with its unit."""
    lines = table([
        Result("list", "Client", [0.04, 0.05, 0.06], "loop", [1.0, 1.25, 2.0], 1 / 12),
        Result("keep", "Client", [3e6], "few", [2e6], 1.1, megabytes),
    ]).splitlines()  # fmt: skip

    assert lines == [
        f"| {' | '.join(COLUMNS)} |",
        "| --- | --- | --- | --- | --- | --- |",
        "| list | Client: 50 ms | loop: 1.25 s | 0.04 (0.03-0.04) | ≤ 0.083 | yes |",
        "| keep | Client: 3.0 MB | few: 2.0 MB | 1.5 (1.5-1.5) | ≤ 1.1 | missed by 0.4 |",
    ]


def test_contestants_take_turns() -> None:
    """Noise that lasts hits all of them."""
    clock = iter([1.0, 2.0, 3.0, 4.0])
    contestants = {name: lambda: next(clock) for name in "ab"}

    assert take_turns(contestants, 2) == {"a": [1.0, 3.0], "b": [2.0, 4.0]}


def test_table_replaces_what_stands_between_the_markers() -> None:
    """And nothing else; twice is as once."""
    page = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    new = f"before\n{BEGIN}\nnew\n{END}\nafter\n"

    assert insert(page, "new", TABLE) == insert(new, "new", TABLE) == new


@pytest.mark.parametrize("page", ["", BEGIN, END, END + BEGIN, BEGIN + BEGIN + END])
def test_page_without_the_markers_is_refused(page: str) -> None:
    """Each is needed once, in their order."""
    with pytest.raises(BenchmarkError, match="each once"):
        insert(page, "table", TABLE)


def test_full_run_has_medians_of_five_and_more() -> None:
    """Fewer say little on a noisy machine."""
    assert min(FULL.rounds, FULL.short_rounds) >= 5


def command(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the suite."""
    return subprocess.run(
        [sys.executable, "-m", "benchmarks.client", *options],
        cwd=root, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.mark.thorough
def test_quick_run_writes_the_table_between_the_markers(root: Path, tmp_path: Path) -> None:
    """Every row, with figures, whatever they are; what stands around the table stays."""
    page = tmp_path / "page.md"
    text = (root / "benchmarks" / "README.md").read_text(encoding="utf-8")
    page.write_text(text, encoding="utf-8")
    process = command(root, "--quick", "--write", str(page))
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    content, _, after = rest.partition(END)
    rows = [line for line in content.splitlines() if line.startswith("|")][2:]

    assert process.returncode == 0, process.stderr
    assert process.stdout.strip() == content.strip()
    assert (before, after) == (text.partition(BEGIN)[0], text.partition(END)[2])
    for work in (
        "500 checkpoints, 5 ms",
        "500 checkpoints, no delay",
        "iterate 2,000",
        "8 models",
        "import",
    ):
        assert any(line.startswith(f"| {work}") for line in rows)
    assert all(line.count("|") == len(COLUMNS) + 1 for line in rows)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--only", "nothing"], "invalid choice: 'nothing'"),
        (["--only", "import", "--write"], "leave out --only"),
        (["--write", "no/such/page.md"], "No such file"),
        (["--write", "LICENSE"], "each once"),
    ],
)
def test_wrong_arguments_are_refused_before_anything_is_measured(
    root: Path, options: list[str], message: str
) -> None:
    """With the usage and one sentence."""
    process = command(root, *options)

    assert (process.returncode, process.stdout) == (2, "")
    assert message in process.stderr
    assert "Traceback" not in process.stderr
    assert "measuring" not in process.stderr


def test_page_of_the_benchmarks_has_the_markers_and_names_every_row(root: Path) -> None:
    """So `--write` finds its place, and a reader the names that `--only` takes."""
    text = (root / "benchmarks" / "README.md").read_text(encoding="utf-8")

    assert insert(text, "", TABLE).startswith("# Benchmarks")
    assert all(f"`{row}`" in text for row in ROWS)
