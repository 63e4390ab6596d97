"""Flat records of any model, for tables."""

import asyncio
import csv
import io
import math
import subprocess
import sys
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import pytest
import serverless_training_client.models
from attrs import has
from hypothesis import given
from hypothesis import strategies as st
from serverless_training import InvalidArgumentError, to_records
from serverless_training_client.models import Checkpoint

from tests.fakes import async_client, client, uuid
from tests.service import Service
from tests.wrapper.test_every_operation import value

pytestmark = pytest.mark.any_spec

MODELS = [
    each
    for name in serverless_training_client.models.__all__
    if isinstance(each := getattr(serverless_training_client.models, name), type) and has(each)
]
KEYS = st.text(alphabet="ab._2", max_size=4)
JSON = st.recursive(
    st.none() | st.integers() | st.lists(st.integers(), max_size=2),
    lambda inner: st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def leaves(content: Any) -> list[Any]:
    """List the values that are no objects."""
    if not isinstance(content, dict):
        return [content]
    return [leaf for each in content.values() for leaf in leaves(each)]


def known(values: Iterable[Any]) -> list[str]:
    """Leave out `None`, which also stands for what is missing, and set the order aside."""
    return sorted(repr(value) for value in values if value is not None)


def checkpoint(number: int, metrics: dict[str, Any], **extra: Any) -> Checkpoint:
    """Make a checkpoint as the service sends it."""
    content = {"id": uuid(number), "step": number, "metrics": metrics} | extra
    return Checkpoint.from_dict(content)


def test_nested_fields_are_joined_by_a_dot_and_others_stay_as_they_are() -> None:
    """IDs are text; NaN, null and lists stay; fields that the spec does not know come last."""
    item = checkpoint(1, {"loss": math.nan, "kl": None}, tags=["a", "b"], run={"name": "r"})

    [record] = to_records([item])

    assert list(record) == ["id", "step", "metrics.loss", "metrics.kl", "tags", "run.name"]
    assert math.isnan(record.pop("metrics.loss"))
    assert record == {
        "id": uuid(1),
        "step": 1,
        "metrics.kl": None,
        "tags": ["a", "b"],
        "run.name": "r",
    }


@pytest.mark.parametrize(
    ("items", "records"),
    [
        (
            [{"metrics": {"loss": 1}, "metrics.loss": 2}],
            [{"metrics.loss": 1, "metrics.loss_2": 2}],
        ),
        (
            [{"metrics.loss": 2}, {"metrics": {"loss": 1}}],
            [
                {"metrics.loss_2": 2, "metrics.loss": None},
                {"metrics.loss_2": None, "metrics.loss": 1},
            ],
        ),
        (
            [{"a": {"b": 1}, "a.b": 2, "a.b_2": 3}],
            [{"a.b": 1, "a.b_3": 2, "a.b_2": 3}],
        ),
        ([{"a": {}}, {"a": {"b": 1}}], [{"a.b": None}, {"a.b": 1}]),
    ],
    ids=["both", "apart", "taken", "empty"],
)
def test_fields_of_one_name_are_told_apart(
    items: list[dict[str, Any]], records: list[dict[str, Any]]
) -> None:
    """The deeper one keeps its name; a name means the same field in every record."""
    assert records == to_records(items)


@given(items=st.lists(st.dictionaries(KEYS, JSON, max_size=5), max_size=4))
def test_no_value_is_lost(items: list[dict[str, Any]]) -> None:
    """Each record has the values of its item, whatever the names, and the keys of all records."""
    records = to_records(items)

    assert [known(leaves(item)) for item in items] == [known(each.values()) for each in records]
    assert len({tuple(record) for record in records}) <= 1


@pytest.mark.parametrize("model", MODELS, ids=lambda model: str(model.__name__))
def test_every_model_becomes_a_record(model: Any) -> None:
    """Not checkpoints alone: whatever has `to_dict`."""
    item = value(model)

    [record] = to_records([item])

    assert len(leaves(item.to_dict())) == len(record)
    assert not any(isinstance(each, dict) for each in record.values())


def test_models_are_all_there() -> None:
    """Else what holds for every model would hold for none."""
    assert Checkpoint in MODELS


def test_pagers_make_records() -> None:
    """Of all pages, in order."""
    service = Service.of(range(250))
    with client(service) as sync:
        found = sync.checkpoints.list("m").to_records()

    async def again() -> list[dict[str, Any]]:
        async with async_client(service) as other:
            return await other.checkpoints.list("m").to_records()

    assert [record["step"] for record in found] == list(range(250))
    assert found[3] == {"id": uuid(3), "step": 3, "metrics.loss": 0.25}
    assert found == asyncio.run(again())


def test_ragged_records_make_a_table() -> None:
    """The first record names every column, as `csv` and data frames take them; gaps are empty."""
    records = to_records([checkpoint(0, {"loss": 1.0}), checkpoint(1, {"kl": 2.0}, best=True)])
    file = io.StringIO()
    writer = csv.DictWriter(file, records[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)

    assert file.getvalue().splitlines() == [
        "id,step,metrics.loss,metrics.kl,best",
        f"{uuid(0)},0,1.0,,",
        f"{uuid(1)},1,,2.0,True",
    ]


@pytest.mark.parametrize("item", [3, "text", None, UUID(int=1), ["a"]], ids=repr)
def test_item_that_is_no_model_is_refused(item: object) -> None:
    """The error says which."""
    with pytest.raises(InvalidArgumentError, match=r"items\[1\] is of type") as caught:
        to_records([{}, item])

    assert caught.value.argument == "items"


def test_fields_may_be_nested_deeper_than_calls() -> None:
    """A service may nest what the spec does not know as deep as JSON goes."""
    depth = 5 * sys.getrecursionlimit()
    content: Any = 1
    for _ in range(depth):
        content = {"a": content}

    [record] = to_records([checkpoint(0, {}, unknown=content)])

    assert record.popitem() == (".".join(["unknown", *"a" * depth]), 1)


def test_object_that_contains_itself_is_refused() -> None:
    """It has no last field; one that only occurs twice has."""
    twice: dict[str, Any] = {"c": 1}
    assert to_records([{"a": twice, "b": twice}]) == [{"a.c": 1, "b.c": 1}]

    twice["d"] = {"e": twice}
    with pytest.raises(InvalidArgumentError, match=r"items\[1\] contains itself") as caught:
        to_records([{}, {"a": twice}])

    assert caught.value.argument == "items"


def test_pandas_is_not_imported() -> None:
    """Records are plain Python."""
    code = (
        "import sys, serverless_training as s; "
        "s.to_records([s.Checkpoint.from_dict({'id': '0' * 32, 'step': 1, 'metrics': {}})]); "
        "sys.exit('pandas' in sys.modules or 'numpy' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
