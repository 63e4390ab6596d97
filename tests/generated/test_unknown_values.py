"""A value that the spec does not know is kept, and decides nothing where others can."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pipeline.errors import PipelineError
from pipeline.generate.unknown_values import keep_unknown_values
from tests.generating import generate, printed, reference

LEVEL, SIZE = {"enum": ["low", "high"]}, {"enum": [1, 2], "type": "integer"}
COLOUR = {"enum": ["red", "blue"]}
TEXT, NUMBER, NULL = {"type": "string"}, {"type": "number"}, {"type": "null"}
MOMENT = {"type": "string", "format": "date-time"}
A, B, PAIR, BOX, CRATE = map(reference, ("A", "B", "Pair", "Box", "Crate"))


def model(**properties: Any) -> dict[str, Any]:
    """Describe an object that needs all of its properties."""
    return {"type": "object", "properties": properties, "required": [*properties]}


def one_of(*branches: dict[str, Any]) -> dict[str, Any]:
    """Describe a union."""
    return {"anyOf": [*branches]}


def many(items: dict[str, Any]) -> dict[str, Any]:
    """Describe a list."""
    return {"type": "array", "items": items}


SCHEMAS = {
    "A": model(kind={"enum": ["a"]}),
    "B": model(kind={"enum": ["b"]}),
    "Pair": model(one=one_of(A, B), two=one_of(B, A)),
    "Box": model(maybe=one_of(A, NULL)),
    "Crate": model(maybe=one_of(B, NULL)),
}


class Case(NamedTuple):
    """What is sent for a schema, and what becomes of it.

    Attributes:
        schema: The schema of a property.
        sent: Its value in JSON.
        read: What is parsed from it: models with their classes, `TypeError` where none fits.
    """

    schema: dict[str, Any]
    sent: Any
    read: Any


def tagged(name: str, kind: str) -> list[Any]:
    """Expect a model that has a kind."""
    return [name, {"kind": kind}]


CASES = {
    "known": Case(LEVEL, "low", "low"),
    "unknown": Case(LEVEL, "new", "new"),
    "unknown number": Case(SIZE, 3, 3),
    "known number": Case(SIZE, 2, 2),
    "number for a text": Case(LEVEL, 3, "TypeError"),
    "text for a number": Case(SIZE, "3", "TypeError"),
    "boolean for a number": Case(SIZE, False, "TypeError"),
    "fraction for a number": Case(SIZE, 1.5, "TypeError"),
    "null": Case(LEVEL, None, "TypeError"),
    "object": Case(LEVEL, {"a": 1}, "TypeError"),
    "list": Case(LEVEL, ["low"], "TypeError"),
    "in a list": Case(many(LEVEL), ["low", "new"], ["low", "new"]),
    "in a list, of another type": Case(many(LEVEL), ["low", 1], "TypeError"),
    "null or": Case(one_of(LEVEL, NULL), "new", "new"),
    "null or, null": Case(one_of(LEVEL, NULL), None, None),
    # beside other branches, in either order
    "two enums": Case(one_of(LEVEL, COLOUR), "red", "red"),
    "two enums, unknown": Case(one_of(LEVEL, COLOUR), "new", "new"),
    "two enums, of another type": Case(one_of(LEVEL, COLOUR), 1, "TypeError"),
    "enums of two types": Case(one_of(LEVEL, SIZE), "new", "new"),
    "enums of two types, number": Case(one_of(LEVEL, SIZE), 7, 7),
    "enums of two types, neither": Case(one_of(LEVEL, SIZE), 1.5, "TypeError"),
    "number": Case(one_of(LEVEL, NUMBER), 0.5, 0.5),
    "number, unknown": Case(one_of(LEVEL, NUMBER), "new", "new"),
    "text": Case(one_of(LEVEL, TEXT), "anything", "anything"),
    "model": Case(one_of(LEVEL, A), {"kind": "a"}, tagged("A", "a")),
    "model, text": Case(one_of(LEVEL, A), "new", "new"),
    "model, unknown": Case(one_of(LEVEL, A), {"kind": "new"}, tagged("A", "new")),
    "model first": Case(one_of(A, LEVEL), {"kind": "a"}, tagged("A", "a")),
    "model first, text": Case(one_of(A, LEVEL), "new", "new"),
    "model first, neither": Case(one_of(A, LEVEL), 1, "TypeError"),
    "text and model": Case(one_of(LEVEL, TEXT, A), {"kind": "new"}, tagged("A", "new")),
    "text and model, text": Case(one_of(LEVEL, TEXT, A), "new", "new"),
    "moment": Case(one_of(LEVEL, MOMENT), "2026-01-02T00:00:00", ["datetime", "2026-01-02"]),
    "moment, unknown": Case(one_of(LEVEL, MOMENT), "new", "new"),
    "moment first": Case(one_of(MOMENT, LEVEL), "2026-01-02T00:00:00", ["datetime", "2026-01-02"]),
    "moment first, unknown": Case(one_of(MOMENT, LEVEL), "new", "new"),
    # enums that tell branches apart
    "first of two": Case(one_of(A, B), {"kind": "a"}, tagged("A", "a")),
    "second of two": Case(one_of(A, B), {"kind": "b"}, tagged("B", "b")),
    "neither of two": Case(one_of(A, B), {"kind": "new"}, tagged("A", "new")),
    "neither of two, of another type": Case(one_of(A, B), {"kind": 1}, "TypeError"),
    "second of three": Case(one_of(A, B, NULL), {"kind": "b"}, tagged("B", "b")),
    "none of three": Case(one_of(A, B, NULL), {"kind": "new"}, tagged("A", "new")),
    "list of them": Case(
        many(one_of(A, B)),
        [{"kind": "b"}, {"kind": "new"}, {"kind": "a"}],
        [tagged("B", "b"), tagged("A", "new"), tagged("A", "a")],
    ),
    "list or null": Case(one_of(many(A), NULL), [{"kind": "new"}], [tagged("A", "new")]),
    "lists": Case(one_of(many(A), many(B)), [{"kind": "b"}], [tagged("B", "b")]),
    "list of enums or of moments": Case(
        one_of(many(LEVEL), many(MOMENT)), ["2026-01-02T00:00:00"], [["datetime", "2026-01-02"]]
    ),
    "list of enums or of moments, unknown": Case(
        one_of(many(LEVEL), many(MOMENT)), ["low", "new"], ["low", "new"]
    ),
    "anything": Case(one_of(A, {}), {"kind": "new"}, {"kind": "new"}),
    "anything, known": Case(one_of(A, {}), {"kind": "a"}, tagged("A", "a")),
    "null or a model": Case(BOX, {"maybe": {"kind": "new"}}, ["Box", {"maybe": {"kind": "new"}}]),
    "unions within": Case(
        one_of(PAIR, A),
        {"one": {"kind": "b"}, "two": {"kind": "new"}},
        ["Pair", {"one": {"kind": "b"}, "two": {"kind": "new"}}],
    ),
    "told apart within": Case(
        one_of(BOX, CRATE), {"maybe": {"kind": "b"}}, ["Crate", {"maybe": {"kind": "b"}}]
    ),
    "told apart within, by nothing": Case(
        one_of(BOX, CRATE), {"maybe": None}, ["Box", {"maybe": None}]
    ),
}

CODE = """
import datetime, importlib, json, sys, types
from serverless_training_client import models

def shown(value):
    if isinstance(value, list):
        return [shown(each) for each in value]
    if isinstance(value, datetime.datetime):
        return ["datetime", f"{value:%Y-%m-%d}"]
    return [type(value).__name__, value.to_dict()] if hasattr(value, "to_dict") else value

def read(parse):
    try:
        return shown(parse())
    except TypeError:
        return "TypeError"

def answered(number, sent):
    module = importlib.import_module(f"serverless_training_client.api.default.get_{number}")
    answer = types.SimpleNamespace(status_code=200, json=lambda: sent)
    return module._parse_response(client=None, response=answer)

found = {}
for number, (name, sent) in enumerate(json.load(sys.stdin).items()):
    found[name] = [
        *(read(lambda: getattr(models, f"{kind}{number}").from_dict({"value": sent}).value)
          for kind in ("Needed", "Optional")),
        read(lambda: answered(number, sent)),
    ]
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Parse all cases: as a property that is needed, as one that is not, and as an answer."""
    schemas, paths = {**SCHEMAS}, {}
    for number, case in enumerate(CASES.values()):
        holder = model(value=case.schema)
        schemas |= {f"Needed{number}": holder, f"Optional{number}": {**holder, "required": []}}
        content = {"application/json": {"schema": case.schema}}
        answer = {"responses": {"200": {"description": "", "content": content}}}
        paths[f"/{number}"] = {"get": {"operationId": f"get_{number}", **answer}}
    folder = generate(tmp_path_factory.mktemp("unknown"), schemas, paths)
    sent = json.dumps({name: case.sent for name, case in CASES.items()})
    return json.loads(printed(folder, CODE, stdin=sent))


@pytest.mark.parametrize("name", CASES)
def test_value_is_read_by_the_branch_that_describes_it(found: Any, name: str) -> None:
    """With known values alone where one fits so, else with unknown ones of the right type."""
    assert found[name] == [CASES[name].read] * 3


def test_read_value_is_written_as_it_came(found: Any) -> None:
    """What is parsed can be sent again; `shown` has asked `to_dict` of every model."""
    assert found["neither of two"][0][1] == CASES["neither of two"].sent


def test_union_that_no_enum_decides_is_left_alone(tmp_path: Path) -> None:
    """Looking twice costs time; models that hold one another count with what they hold."""
    schemas = {
        "Plain": model(text=TEXT, inner=one_of(reference("Plain"), NULL)),
        "Ring": model(inner=one_of(reference("Square"), NULL)),
        "Square": model(inner=one_of(reference("Ring"), NULL), level=LEVEL),
    }
    models = generate(tmp_path, schemas) / "serverless_training_client" / "models"
    decorated = {
        path.stem
        for path in models.glob("*.py")
        if "@known_first" in path.read_text(encoding="utf-8")
    }

    assert decorated == {"ring", "square"}


ENUM = """\
from typing import Literal

Level = Literal["high", "low"]

LEVEL_VALUES: set[Level] = {
    "high",
    "low",
}


def check_level(value: str) -> Level:
    if value in LEVEL_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LEVEL_VALUES!r}")
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("value: str", "value: object"),
        ("if value in", "if value not in"),
        ("    raise", "    return value\n    raise"),
        ("def check_level(value", "def check_level(text"),
    ],
)
def test_enum_of_another_shape_is_refused(tmp_path: Path, old: str, new: str) -> None:
    """Nothing is skipped in silence."""
    path = tmp_path / "models" / "level.py"
    path.parent.mkdir()
    path.write_text(ENUM, encoding="utf-8")
    keep_unknown_values(tmp_path)

    assert "if keeps(value, str, len(" in path.read_text(encoding="utf-8")
    assert old in ENUM

    path.write_text(ENUM.replace(old, new), encoding="utf-8")
    with pytest.raises(PipelineError, match="check_level is of another form"):
        keep_unknown_values(tmp_path)
