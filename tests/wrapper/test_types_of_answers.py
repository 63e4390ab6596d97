"""A success is what the spec promises, down to each value; else an error says where it is not."""

import datetime as dt
import math
from io import BytesIO
from typing import Any, Literal
from uuid import UUID

import attrs
import httpx
import pytest
from serverless_training import DecodeError
from serverless_training_client._mismatch import Mismatch, find_mismatch, locate
from serverless_training_client.types import UNSET, File, Unset

from tests.fakes import KEY, client, page, uuid

pytestmark = pytest.mark.any_spec

ITEM: dict[str, Any] = {"id": uuid(1), "step": 1, "metrics": {"loss": 0.5}}


def listed(*items: dict[str, Any], **extra: Any) -> Any:
    """List one page of these items, as they would come from the service."""
    body = page([], more=False) | {"data": list(items)} | extra
    with client(lambda _: httpx.Response(200, json=body)) as sync:
        return sync.checkpoints.list("m").collect()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"step": "1"}, "data[1].step: expected int, found str"),
        ({"step": 1.5}, "data[1].step: expected int, found float"),
        ({"step": True}, "data[1].step: expected int, found bool"),
        ({"step": None}, "data[1].step: expected int, found NoneType"),
        ({"metrics": {"loss": "0.5"}}, "['loss']: expected None | float | int, found str"),
        ({"metrics": {"loss": [1]}}, "found list"),
        ({"metrics": {"loss": True}}, "found bool"),
        ({"metrics": []}, "data[1].metrics: expected object, found list"),
        ({"metrics": ""}, "data[1].metrics: expected object, found str"),
        ({"metrics": None}, "data[1].metrics: expected object, found NoneType"),
        ({"id": 7}, "data[1].id: expected UUID, found int"),
        ({"id": "seven"}, "data[1].id: expected UUID, found str"),
    ],
)
def test_value_of_another_type_is_named_with_its_place(change: dict[str, Any], said: str) -> None:
    """The generated code would take most of them as they are."""
    with pytest.raises(DecodeError) as caught:
        listed(ITEM, ITEM | {"id": uuid(2)} | change)

    assert said in str(caught.value)


@pytest.mark.parametrize("missing", ["id", "step", "metrics"])
def test_key_that_is_missing_is_named(missing: str) -> None:
    """As the spec writes it."""
    with pytest.raises(DecodeError, match=rf"data\[0\]\.{missing} is missing"):
        listed({name: value for name, value in ITEM.items() if name != missing})


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ({"data": {}}, "data: expected array, found dict"),
        ({"data": ""}, "data: expected array, found str"),
        ({"data": None}, "data: expected array, found NoneType"),
        ({"data": [[]]}, "data[0]: expected object, found list"),
        ({"has_more": "no"}, "has_more: expected bool, found str"),
        ({"object": 7}, "object_: expected str, found int"),
        ({"last_id": 7}, "last_id: expected str, found int"),
    ],
)
def test_page_itself_is_judged_too(extra: dict[str, Any], said: str) -> None:
    """`"no"` is true to Python."""
    with pytest.raises(DecodeError) as caught:
        listed(**extra)

    assert said in str(caught.value)


def test_number_of_thousands_of_digits_is_no_number() -> None:
    """Python refuses to read it; the error is ours all the same."""
    content = b'{"data": [], "has_more": false, "x": ' + b"1" * 5000 + b"}"
    with (
        client(lambda _: httpx.Response(200, content=content)) as sync,
        pytest.raises(DecodeError, match="does not match the spec: ValueError"),
    ):
        sync.checkpoints.list("m").collect()


def test_harmless_departures_are_kept() -> None:
    """NaN and null metrics, whole numbers written as 1.0, fields that the spec does not know."""
    content = (
        b'{"data": [{"id": "%s", "step": 10.0, "new": {"a": [1]}, "metrics": '
        b'{"loss": NaN, "best": Infinity, "later": null, "count": 3}}], "has_more": false, "x": 1}'
    ) % uuid(1).encode()
    with client(lambda _: httpx.Response(200, content=content)) as sync:
        [item] = sync.checkpoints.list("m").collect()

    assert item.step == 10
    assert item["new"] == {"a": [1]}
    assert math.isnan(item.metrics["loss"])
    assert item.metrics["best"] == math.inf
    assert dict(item.metrics)["later"] is None
    assert item.metrics["count"] == 3


@attrs.define
class Leaf:
    """A made-up model."""

    value: int


@attrs.define
class Tree:
    """A made-up model of everything that a generated one may hold."""

    name: str
    leaves: "list[Leaf]"
    next_: "Tree | Unset | None" = UNSET
    kind: "Literal['a', 'b'] | Unset" = UNSET
    mixed: "Leaf | list[Leaf] | str | Unset" = UNSET
    either: "list[Leaf] | str | Unset" = UNSET
    table: "dict[str, list[int]] | Unset" = UNSET
    anything: Any = UNSET
    rest: "dict[str, Any]" = attrs.field(factory=dict)


def tree(**more: Any) -> Tree:
    """Make a tree that is right but for what is given."""
    return Tree(**{"name": "n", "leaves": [Leaf(1), Leaf(2)]} | more)


@pytest.mark.parametrize(
    "value",
    [
        tree(),
        tree(next_=tree(next_=None)),
        tree(kind="c"),
        tree(mixed=Leaf(1)),
        tree(mixed=[Leaf(1)]),
        tree(mixed="text"),
        # The generated code takes the first branch that may be one, and another may be right.
        tree(mixed=[Leaf("x")]),  # type: ignore[arg-type]
        tree(table={"a": [1], "b": None}),
        tree(anything=object(), rest={"x": object()}),
    ],
)
def test_what_fits_its_annotation_conforms(value: Tree) -> None:
    """Models within models, lists, maps, unions, literals, and what may be left out."""
    assert find_mismatch(value, Tree) is None


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (7, Mismatch("", "Tree", "int")),
        (tree(name=None), Mismatch("name", "str", "NoneType")),
        (tree(leaves=[Leaf(1), 2]), Mismatch("leaves[1]", "Leaf", "int")),
        (tree(leaves=[Leaf(1), Leaf("2")]), Mismatch("leaves[1].value", "int", "str")),  # type: ignore[arg-type]
        (tree(leaves=()), Mismatch("leaves", "list", "tuple")),
        (tree(next_=tree(name=1)), Mismatch("next_.name", "str", "int")),
        (tree(kind=7), Mismatch("kind", "str", "int")),
        (tree(mixed=7), Mismatch("mixed", "Leaf | list | str", "int")),
        (tree(either=[Leaf("x")]), Mismatch("either[0].value", "int", "str")),  # type: ignore[arg-type]
        (tree(table={"a": [1, "b"]}), Mismatch("table['a'][1]", "int", "str")),
        (tree(rest=[]), Mismatch("rest", "dict", "list")),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(value: object, said: Mismatch) -> None:
    """The innermost place that can be named."""
    assert find_mismatch(value, Tree) == said


def test_text_of_an_id_is_not_an_id() -> None:
    """UUIDs are made by the generated code, and judged all the same."""
    assert find_mismatch(UUID(int=1), UUID) is None
    assert find_mismatch("1", UUID) == Mismatch("", "UUID", "str")


@attrs.define
class Entry:
    """A made-up model as the generator writes one: what may be missing is parsed where it is."""

    low: "int | str"
    parent_id: "UUID | Unset" = UNSET

    @classmethod
    def from_dict(cls, content: dict[str, Any]) -> "Entry":
        """Read it, and refuse one value."""
        if content["low"] == 0:
            raise ValueError
        return cls(content["low"], UUID(content["parentId"]) if "parentId" in content else UNSET)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"low": 1, "parentId": uuid(1)}, None),
        ({"low": 1, "parentId": 7}, Mismatch("[1].parent_id", "UUID", "int")),
        ({"low": 1, "parentId": None}, Mismatch("[1].parent_id", "UUID", "NoneType")),
        ({"low": 0}, Mismatch("[1]", "Entry", "dict")),
        ({}, Mismatch("[1].low", "", None)),
    ],
)
def test_place_is_found_in_what_may_be_missing(
    content: dict[str, Any], said: Mismatch | None
) -> None:
    """Where no value alone is to blame, the object around it is named."""
    assert locate([{"low": "2"}, content], list[Entry]) == said


@pytest.mark.parametrize("value", [None, 7, [], {}])
@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        (Literal["a"], "str"),
        (Literal["a"] | Unset, "str"),
        (Literal["a"] | UUID, "UUID | str"),
        (dt.datetime, "datetime"),
        (dt.date | Unset, "date"),
        (dt.date | dt.datetime, "date | datetime"),
        (UUID, "UUID"),
    ],
)
def test_place_of_a_text_that_is_parsed_is_found_at_any_depth(
    value: object, annotation: Any, expected: str
) -> None:
    """In lists and maps, and where null may be instead."""
    found = type(value).__name__

    assert locate(value, annotation) == Mismatch("", expected, found)
    assert locate([value], list[annotation]) == Mismatch("[0]", expected, found)
    assert locate({"a": [value]}, dict[str, list[annotation]]) == Mismatch(
        "['a'][0]", expected, found
    )
    or_null = locate([value], list[annotation | None])
    if value is None:
        assert or_null is None
    else:
        assert or_null is not None
        assert or_null.place == "[0]"


def test_anything_conforms_to_anything() -> None:
    """Operations whose answer the spec does not describe, and files, whose content is open."""
    assert find_mismatch(object(), Any) is None
    assert find_mismatch(File(BytesIO(b"1")), File) is None


def test_response_of_another_type_is_named_as_a_whole() -> None:
    """It has no place."""
    with (
        client(lambda _: httpx.Response(200, json=7)) as sync,
        pytest.raises(DecodeError, match="the response: expected object, found int"),
    ):
        sync.checkpoints.latest("m")


def test_key_that_stands_in_the_place_is_hidden() -> None:
    """An answer may name its fields as it likes."""
    with pytest.raises(DecodeError, match=r"\['\[hidden\]'\]: expected") as caught:
        listed(ITEM | {"metrics": {KEY: "x"}})

    assert KEY not in str(caught.value)
