"""Models read well wherever people see them: prompts, Rich, notebooks, and errors."""

import copy
import io
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest
import serverless_training_client.models
from IPython.core.formatters import DisplayFormatter
from rich.console import Console
from serverless_training._auth import BearerAuth
from serverless_training import AsyncClient, Client, Page, Pager, Response, set_language
from serverless_training_client.models import Checkpoint, CheckpointMetrics, CheckpointPage
from serverless_training_client.types import UNSET
from serverless_training_testing._examples import example

from pipeline.errors import PipelineError
from pipeline.generate.generator import read_config, schema_classes
from pipeline.generate.mend import mend
from pipeline.generate.overrides import read_overrides
from pipeline.generate.shown import show_models
from tests.generating import generate, printed, reference

pytestmark = pytest.mark.any_spec

ID = "0f8fad5b-d9cb-469f-a165-70867728950e"
TEXT = f"Checkpoint(id='{ID}', step=10, metrics={{'loss': 0.5}})"
HOSTILE = "<script>alert(1)</script>\x1b[2J\u202e&"


def checkpoint(**fields: Any) -> Checkpoint:
    """Parse a checkpoint."""
    return Checkpoint.from_dict({"id": ID, "step": 10, "metrics": {"loss": 0.5}} | fields)


def checkpoints(count: int) -> list[Any]:
    """Make what a service sends for so many checkpoints."""
    return [
        {"id": f"{number:032x}", "step": number, "metrics": {"loss": 1.0}}
        for number in range(count)
    ]


def page(count: int) -> CheckpointPage:
    """Parse a page of so many checkpoints."""
    return CheckpointPage.from_dict({"data": checkpoints(count), "has_more": False})


def pages(count: int) -> Page[Any]:
    """Make what a listing gives for such a page."""
    model = page(count)
    auth = BearerAuth("key", httpx.URL("http://x"))
    evidence = (200, httpx.Headers(), "id", "list", "GET", "http://x", 1, b"secret")
    response = Response[Any](*evidence, auth, model)
    return Page(model.data, has_more=True, cursor=HOSTILE, response=response)


def rich(value: object) -> str:
    """Print a value by Rich, on a line that is wide enough."""
    console = Console(file=io.StringIO(), record=True, width=10_000)
    console.print(value)
    return console.export_text().strip()


def pickled(value: Any) -> Any:
    """Give what comes of a value by way of a pickle."""
    return pickle.loads(pickle.dumps(value))  # noqa: S301  our own


FORMATTER: Any = DisplayFormatter()


class Table(HTMLParser):
    """Read HTML: tags, attributes, and the texts of cells by row; a paragraph is a row of one."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.rows: list[list[str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a row or a cell."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        elif tag == "p":
            self.rows.append([""])

    def handle_data(self, data: str) -> None:
        """Take a text."""
        if self.rows:
            self.rows[-1][-1] += data


def html(value: object) -> str:
    """Let IPython make what a notebook shows."""
    formats, _ = FORMATTER.format(value)
    return str(formats["text/html"])


def test_checkpoint_reads_as_what_was_sent() -> None:
    """In an f-string, by `print`, in a container, by Rich and by IPython alike."""
    found = checkpoint()
    formats, _ = FORMATTER.format(found)

    assert f"{found}" == str(found) == repr(found) == rich(found) == formats["text/plain"] == TEXT
    assert f"{[found]}" == rich([found]) == f"[{TEXT}]"


def test_what_the_spec_does_not_know_stands_last_and_only_where_it_is() -> None:
    """By the name of the attribute that has it."""
    more = ", additional_properties={'owner': {'ids': [1, None]}})"
    found = checkpoint(owner={"ids": [1, None]})

    assert repr(found) == rich(found) == TEXT[:-1] + more


def test_mapping_reads_as_a_dictionary() -> None:
    """Rich says the name of its class as well, unless another model holds it."""
    assert repr(checkpoint().metrics) == "{'loss': 0.5}"
    assert rich(checkpoint().metrics) == "CheckpointMetrics({'loss': 0.5})"
    assert html(checkpoint().metrics) == "<table><tr><th>loss</th><td>0.5</td></tr></table>"


def test_absent_fields_are_left_out() -> None:
    """And an absent value, where one is seen as in a signature, is called by its name."""
    assert repr(page(0)) == rich(page(0)) == "CheckpointPage(data=[], has_more=False)"
    assert repr(UNSET) == "UNSET"


@pytest.mark.parametrize("make", [page, pages])
def test_pages_show_their_first_items_and_how_many_follow(make: Any) -> None:
    """Of ten items all, of a hundred ten."""
    for shown in (repr(make(100)), rich(make(100))):
        assert shown.count("Checkpoint(id=") == 10
        assert ", ... 90 more]" in shown
    for shown in (repr(make(10)), rich(make(10))):
        assert shown.count("Checkpoint(id=") == 10
        assert "more]" not in shown


def test_long_texts_and_objects_are_cut() -> None:
    """A service may send as much as it likes."""
    text = "x" * 201
    many = {f"m{number}": 1 for number in range(1_101)}
    found = repr(checkpoint(text=text, many=many))

    assert f"'{text[:-1]}…'" in found
    assert "'m99': 1, ...: 1,001 more}" in found
    assert "m100" not in found


def test_deep_and_endless_values_are_cut() -> None:
    """Neither raises `RecursionError`."""
    deep: list[Any] = []
    for _ in range(10_000):
        deep = [deep]
    found = checkpoint(deep=deep)
    found["me"] = found

    assert "[[...]]" in repr(found)
    assert repr(found).endswith("'me': ...})")
    assert Table(html(found)).rows[-1] == ["additional_properties.me", repr(found)]


def test_notebook_shows_a_checkpoint_as_a_table() -> None:
    """A row for each field and each metric."""
    found = Table(html(checkpoint(metrics={"loss": 0.5, "accuracy": 0.25}, note="n")))

    assert found.rows == [
        ["id", ID],
        ["step", "10"],
        ["metrics.loss", "0.5"],
        ["metrics.accuracy", "0.25"],
        ["additional_properties.note", "n"],
    ]


def test_notebook_shows_a_page_as_a_table_of_its_items() -> None:
    """A row for each, twenty at the most, and how many follow."""
    head, first = ["id", "step", "metrics.loss"], [f"{0:032x}", "0", "1.0"]
    found = Table(html(page(100)))
    start = found.rows.index(head)

    assert [each.replace("-", "") for each in found.rows[start + 1]] == first
    assert found.rows[start + 20][1] == "19"
    assert found.rows[start + 21] == ["... 80 more"]
    assert "more" not in html(page(20)).replace("has_more", "")
    assert "has_more" in html(page(1))


def test_tables_are_bounded() -> None:
    """Rows of an object, columns of a table, letters of a cell."""
    many = checkpoint(metrics={f"m{number}": 1.0 for number in range(1_000)})
    whole = CheckpointPage.from_dict({"data": [many.to_dict()], "has_more": False})

    assert Table(html(many)).rows[-1] == ["...", "902 more"]
    assert Table(html(whole)).rows[1][-1] == "... 902 more"
    assert len(Table(html(checkpoint(text=[["x" * 150] * 9]))).rows[-1][-1]) == 201


@pytest.mark.parametrize("make", [checkpoint, page])
def test_nothing_that_a_service_sends_is_html(make: Any) -> None:
    """Neither names nor values, nor a control character in either."""
    found = make(1) if make is not checkpoint else make()
    items = getattr(found, "items", getattr(found, "data", [found]))
    for each in items:
        each.metrics[HOSTILE] = HOSTILE
        each[HOSTILE] = HOSTILE
    shown = html(found)

    assert "<script" not in shown
    assert {"table", "tr", "th", "td"} <= Table(shown).tags <= {"table", "tr", "th", "td", "p"}
    assert not Table(shown).attributes
    assert shown.isprintable()
    assert repr(found).isprintable()
    assert r"\x1b[2J\u202e&amp;" in shown


def test_response_shows_status_and_request_but_no_body() -> None:
    """A service may echo the key there."""
    response = pages(1).response
    text = (
        "Response(status_code=200, request_id='id', operation='list', method='GET', "
        "url='http://x', attempts=1)"
    )

    assert repr(response) == rich(response) == text


SESSION = f"""
from serverless_training_client.models import Checkpoint
found = Checkpoint.from_dict({{"id": "{ID}", "step": 10, "metrics": {{"loss": 0.5, "lr": 1}}}})
shell = get_ipython()
shell.run_cell("found")
shell.run_cell("display(found)")
for text in ('found.metrics["', 'found.metrics["lo', "[found][0].metrics['"):
    print(shell.complete(text)[1])
"""


def test_ipython_shows_models_and_completes_the_names_of_metrics(tmp_path: Path) -> None:
    """With its own settings, in a home of its own."""
    (tmp_path / "session.ipy").write_text(SESSION, encoding="utf-8")
    options = ("--colors=NoColor", "--no-banner", "--HistoryManager.enabled=False")
    places = {"HOME": str(tmp_path), "IPYTHONDIR": str(tmp_path / "profiles")}
    output = subprocess.run(
        [sys.executable, "-m", "IPython", *options, str(tmp_path / "session.ipy")],
        env=os.environ | places | {"PYTHONUTF8": "1"},
        capture_output=True, encoding="utf-8", check=True,
    ).stdout  # fmt: skip
    lines = [line.split(": ", 1)[-1] if "Out[" in line else line for line in output.splitlines()]
    text = f"Checkpoint(id='{ID}', step=10, metrics={{'loss': 0.5, 'lr': 1}})"

    assert [line for line in lines if line] == [
        text,
        text,
        str(['found.metrics["loss', 'found.metrics["lr']),
        str(['found.metrics["loss']),
        str(["[found][0].metrics['loss", "[found][0].metrics['lr"]),
    ]


def complete() -> CheckpointMetrics:
    """Parse some metrics."""
    return CheckpointMetrics.from_dict({"loss": 0.5, "accuracy": 0.25})


@pytest.mark.parametrize(
    ("model", "key", "message"),
    [
        (complete(), "los", "'los': there are 'loss', 'accuracy'. Did you mean 'loss'?"),
        (complete(), "reward", "'reward': there are 'loss', 'accuracy'"),
        (complete(), 1, "1: there are 'loss', 'accuracy'"),
        (checkpoint().metrics, "reward", "'reward': there is 'loss'"),
        (CheckpointMetrics(), HOSTILE, f"{HOSTILE!r}: there is nothing"),
        (checkpoint(), "step", "'step': there are .id, .step, .metrics. Did you mean .step?"),
        (checkpoint(new=1), "old", "'old': there are .id, .step, .metrics, 'new'"),
    ],
)
def test_absent_name_is_an_error_that_names_those_there_are(
    model: Any, key: Any, message: str
) -> None:
    """However it is asked for; it is a `KeyError` of the key, also when it comes from a pickle."""
    for ask in (model.__getitem__, model.__delitem__, getattr(model, "pop", model.__getitem__)):
        with pytest.raises(KeyError) as caught:
            ask(key)
        for error in (caught.value, pickled(caught.value)):
            assert error.args == (key,)
            assert str(error) == message
        assert caught.value.__suppress_context__


def test_error_of_an_absent_name_is_bounded() -> None:
    """Ten names, and none at its full length."""
    metrics = CheckpointMetrics.from_dict({"x" * 9_999: 1.0, HOSTILE: 1.0})
    metrics.update({f"m{number}": 1.0 for number in range(2_000)})
    with pytest.raises(KeyError) as caught:
        metrics["x" * 9_998]
    message = str(caught.value)

    assert message.endswith("'m7', ... 1,992 more")
    assert len(message) < 700
    assert message.isprintable()


def test_checkpoints_are_told_apart_in_sets_and_dictionaries() -> None:
    """Equal ones have equal ids, and so equal hashes; without an id there is none."""
    one, same, later = checkpoint(), checkpoint(id=ID.upper()), checkpoint(step=20)

    assert one == same != later
    assert hash(one) == hash(same) == hash(later)
    assert {one, same, later} == {one, later}
    assert {one: 1}[copy.deepcopy(same)] == 1
    for model in (one.metrics, page(0)):
        with pytest.raises(TypeError, match="unhashable"):
            hash(model)


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, pickled])
def test_copies_and_pickles_lack_what_the_original_lacks(again: Any) -> None:
    """An absent value is told by identity."""
    assert again(UNSET) is UNSET
    assert again(page(1)) == page(1)
    assert again(page(1)).to_dict() == page(1).to_dict()


def test_reading_a_value_imports_nothing(root: Path) -> None:
    """What shows models is at hand when it is asked for, and costs nothing before."""
    code = """
import sys
from serverless_training_client.models import CheckpointMetrics
CheckpointMetrics.from_dict({"loss": 1.0}).get("reward")
print({"difflib", "html", "IPython", "rich"} & {*sys.modules})
"""

    assert printed(root / "generated", code) == "set()\n"


def whole(node: Any) -> Any:
    """Require all properties of each object of a document."""
    if isinstance(node, list):
        return [whole(each) for each in node]
    if not isinstance(node, dict):
        return node
    node = {key: whole(each) for key, each in node.items()}
    names = node.get("properties")
    return node | {"required": [*names]} if isinstance(names, dict) and "type" in node else node


def parsed(root: Path) -> Iterator[Any]:
    """Parse an example of each named schema, with the fewest fields and with all."""
    config = read_config(root / "generator-config.yaml")
    spec = json.loads((root / "openapi.json").read_text(encoding="utf-8"))
    document = mend(spec, config, read_overrides(root)).document
    for each in (document, whole(document)):
        for name, known in schema_classes(document, config).items():
            model: Any = getattr(serverless_training_client.models, known.name, None)
            value = example(reference(name), each)
            if hasattr(model, "from_dict") and value is not None:
                # Forms with files are never read.
                with suppress(TypeError, ValueError):
                    yield model.from_dict(value)


def test_every_model_reads_well_and_is_written_as_json(root: Path) -> None:
    """Whatever the spec holds."""
    found = [*parsed(root)]

    assert len(found) >= 6
    for model in found:
        assert again(model) == model
        for shown in (repr(model), rich(model), json.dumps(model.to_dict())):
            for noise in ("UNSET", "additional_properties", "UUID(", "datetime", " object at "):
                assert noise not in shown
        assert Table(html(model)).tags <= {"table", "tr", "th", "td"}


def again(model: Any) -> Any:
    """Read what a model writes."""
    return model.from_dict(json.loads(json.dumps(model.to_dict())))


SCHEMAS: dict[str, Any] = {
    "Kinds": {
        "type": "object",
        "required": ["when", "id"],
        "additionalProperties": {"type": "string", "format": "uuid"},
        "properties": {
            "when": {"type": "string", "format": "date-time"},
            "day": {"type": "string", "format": "date"},
            "level": {"type": "string", "enum": ["low", "high"]},
            "parts": {"type": "array", "items": reference("Part")},
            "either": {"anyOf": [reference("Part"), {"type": "string", "format": "uuid"}]},
            "id": {"type": "array", "items": {"type": "string"}},
        },
    },
    "Part": {
        "type": "object",
        "properties": {"id": {"type": "string"}, "of": reference("Part")},
        "additionalProperties": False,
    },
    "Shown": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}},
    "Times": {
        "type": "object",
        "additionalProperties": {"type": "string", "format": "date-time"},
    },
}
CODE = f"""
import json, serverless_training_client.models as m
sent = {{
    "when": "2026-01-02T03:04:05+00:00", "day": "2026-01-02", "level": "unheard", "id": ["a"],
    "parts": [{{"of": {{"id": "b"}}}}], "either": "{ID}", "more": "{ID}",
}}
kinds = m.Kinds.from_dict(sent)
assert json.loads(json.dumps(kinds.to_dict())) == sent
print(kinds, m.Times.from_dict({{"t": sent["when"]}}), m.Part(), m.Shown(id=1), sep="\\n")
print(hash(m.Shown(id=1)) == hash(1), m.Part.__hash__, m.Times.__hash__)
print(m.Part._repr_html_(m.Part()), m.Part()._ipython_key_completions_())
deep = m.Part()
for _ in range(5_000):
    deep = m.Part(of=deep)
print(repr(deep).count("Part(of=") > 100, "Part(...)" in repr(deep), len(deep._repr_html_()) < 300)
try:
    hash(kinds)
except TypeError as error:
    print(error)
"""
PRINTED = f"""\
Kinds(when='2026-01-02T03:04:05+00:00', id=['a'], day='2026-01-02', level='unheard', \
parts=[Part(of=Part(id='b'))], either='{ID}', additional_properties={{'more': '{ID}'}})
{{'t': '2026-01-02T03:04:05+00:00'}}
Part()
Shown(id=1)
True None None
<table></table> []
True True True
unhashable type: 'list'
"""


def test_models_of_any_spec_read_well(tmp_path: Path) -> None:
    """Each kind of value, also one that is called as what shows it; ids that are required count."""
    assert printed(generate(tmp_path, SCHEMAS), CODE) == PRINTED


MODEL = """\
from attrs import define as _attrs_define

@_attrs_define
class Model:
    id: str

    def __getitem__(self, key: str) -> str:
        return self.additional_properties[key]
"""
TYPES = """\
class Unset:
    def __bool__(self) -> bool:
        return False
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("@_attrs_define", "@_attrs_define(order=True)", "stands 0 times in line 3"),
        ("class Model:", "class  Model:", "stands 0 times in line 4"),
        ("return self.a", "return 1 or self.a", "stands 0 times in line 8"),
        ("class Unset", "class Absent", "its first class is not Unset"),
        ("def __bool__", "def __len__", "its first class is not Unset"),
    ],
)
def test_package_of_another_shape_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    """The generator is pinned; another version that writes otherwise is refused."""
    (tmp_path / "models").mkdir()
    places = {tmp_path / "models" / "model.py": MODEL, tmp_path / "types.py": TYPES}
    for path, text in places.items():
        path.write_text(text, encoding="utf-8")
    show_models(tmp_path)

    assert [path.read_text(encoding="utf-8").count("def __") for path in places] == [2, 3]

    for path, text in places.items():
        path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(PipelineError, match=said):
        show_models(tmp_path)
