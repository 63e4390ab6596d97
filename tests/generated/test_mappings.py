"""A model that has nothing but additional properties is the mapping that it stands for."""

import copy
import importlib
import inspect
import pickle
import pkgutil
import shutil
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any

import pytest
import serverless_training_client.models
from attrs import fields, has
from hypothesis import given
from hypothesis import strategies as st
from serverless_training import set_language
from serverless_training_client.models import Checkpoint, CheckpointMetrics, CheckpointPage

from pipeline.errors import PipelineError
from pipeline.generate.mappings import write_mappings
from tests.generating import generate, printed, reference

pytestmark = pytest.mark.any_spec

METRICS = st.dictionaries(st.text(max_size=3), st.floats(allow_nan=False), max_size=4)
MODELS = [
    each
    for module in pkgutil.iter_modules(serverless_training_client.models.__path__)
    for each in vars(
        importlib.import_module(f"serverless_training_client.models.{module.name}")
    ).values()
    if inspect.isclass(each) and has(each) and each.__module__.endswith(f".{module.name}")
]


def metrics(content: dict[str, float]) -> CheckpointMetrics:
    """Parse metrics."""
    return CheckpointMetrics.from_dict(content)


@given(METRICS)
def test_model_reads_as_the_object_that_was_sent(content: dict[str, float]) -> None:
    """Every way of reading a dictionary gives what it gives of that one."""
    model = metrics(content)

    assert isinstance(model, MutableMapping)
    assert dict(model) == {**model} == model.to_dict() == content
    assert list(model) == list(model.keys()) == list(content)
    assert list(model.values()) == list(content.values())
    assert list(model.items()) == list(content.items())
    assert len(model) == len(content)
    assert bool(model) == bool(content)
    assert [model[name] for name in content] == [model.get(name) for name in content]
    assert all(name in model for name in content)


def test_name_that_is_not_there_is_missing_as_in_a_dictionary() -> None:
    """A `KeyError` for brackets, the default for `get`; anything hashable may be asked for."""
    model = metrics({"loss": 0.5})
    with pytest.raises(KeyError, match="accuracy"):
        model["accuracy"]

    assert "accuracy" not in model
    assert not model.__contains__(1)
    assert model.get("accuracy") is None
    assert model.get("accuracy", 0.25) == 0.25


def test_model_is_written_like_a_dictionary() -> None:
    """What is set there is what is sent."""
    model = CheckpointMetrics()
    model.update({"loss": 1.0}, accuracy=0.5)
    model["loss"] = 0.25
    model.setdefault("steps", 3.0)
    del model["accuracy"]

    assert model.to_dict() == {"loss": 0.25, "steps": 3.0}
    assert model.pop("steps") == 3.0
    assert model.additional_keys == ["loss"]


@given(METRICS, METRICS)
def test_models_are_equal_when_their_content_is(
    one: dict[str, float], two: dict[str, float]
) -> None:
    """Or that of any other mapping."""
    assert (metrics(one) == metrics(two)) == (metrics(one) == two) == (one == two)
    assert metrics(one) == one


@given(METRICS)
def test_copies_and_pickles_are_equal_and_apart(content: dict[str, float]) -> None:
    """Slots and all."""
    model = metrics(content)
    for again in (copy.deepcopy(model), pickle.loads(pickle.dumps(model))):  # noqa: S301  our own
        assert again == model
        again["more"] = 1.0
        assert again != model
    assert model.to_dict() == content
    with pytest.raises(AttributeError):
        model.other = 1  # type: ignore[attr-defined]


def test_pattern_of_a_mapping_matches() -> None:
    """`match` asks for a mapping."""
    match metrics({"loss": 0.5, "accuracy": 1.0}):
        case {"loss": loss, **rest}:
            assert (loss, rest) == (0.5, {"accuracy": 1.0})
        case _:
            pytest.fail("no mapping")


@pytest.mark.parametrize("model", MODELS)
def test_models_without_properties_are_mappings_and_others_are_not(model: Any) -> None:
    """Whatever the spec holds; one with properties may have one that is called `items`."""
    bare = [each.name for each in fields(model)] == ["additional_properties"]

    assert issubclass(model, Mapping) == bare
    if bare:
        assert len(model()) == 0
        assert list(model.from_dict({})) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Values by name, to be read and written like a dictionary."),
        ("ja", "名前ごとの値です。辞書と同じように読み書きできます。"),
    ],
)
def test_model_without_a_description_says_what_it_is(language: str, text: str) -> None:
    """In the reader's language; else `help` would describe mappings in general."""
    set_language(language)

    assert inspect.getdoc(CheckpointMetrics) == text


def test_there_are_both_kinds() -> None:
    """Else what stands above would be true of nothing."""
    assert {Checkpoint, CheckpointMetrics, CheckpointPage} <= {*MODELS}


SCHEMAS: dict[str, Any] = {
    "Tree": {"type": "object", "additionalProperties": reference("Tree")},
    "Forest": {
        "type": "object",
        "additionalProperties": {"type": "array", "items": reference("Tree")},
    },
    "Iterator": {"type": "object", "additionalProperties": reference("MutableMapping")},
    "MutableMapping": {"type": "object", "additionalProperties": reference("Self")},
    "Self": {"type": "object", "additionalProperties": reference("Iterator")},
    "Named": {"type": "object", "properties": {"items": {"type": "integer"}}},
    "Closed": {"type": "object", "additionalProperties": False},
    "Mixed": {
        "type": "object",
        "additionalProperties": {"anyOf": [reference("Named"), {"type": "string"}]},
    },
}
CODE = """
from collections.abc import Mapping
from serverless_training_client import models
forest = models.Forest.from_dict({"a": [{"b": {"c": {}}}]})
assert list(forest["a"][0]["b"]["c"].items()) == []
assert forest.to_dict() == {"a": [{"b": {"c": {}}}]}
around = models.Iterator_.from_dict({"a": {"b": {"c": {}}}})
assert [type(each).__name__ for each in (around, around["a"], around["a"]["b"])] == [
    "Iterator_", "MutableMapping_", "Self_"
]
assert models.Named.from_dict({"items": 1}).items == 1
assert not issubclass(models.Named, Mapping) and not issubclass(models.Closed, Mapping)
mixed = models.Mixed.from_dict({"a": "x", "b": {"items": 2}})
print(mixed["a"], mixed["b"].items, *mixed)
"""


def test_mappings_of_models_and_of_themselves_work(tmp_path: Path) -> None:
    """Recursive ones too, and those whose names are those of the templates."""
    assert printed(generate(tmp_path, SCHEMAS), CODE) == "x 2 a b\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("def __contains__", "def contains", "CheckpointMetrics has no __contains__"),
        ("dict[str, float] =", "defaultdict[str, float] =", "additional_properties is defaultdict"),
        ("key: str) -> bool", "name: str) -> bool", "stands 0 times"),
        ("from collections.abc import", "from typing import", "collections.abc is imported 0"),
    ],
)
def test_class_of_another_shape_is_refused(
    root: Path, tmp_path: Path, old: str, new: str, said: str
) -> None:
    """The generator is pinned; whoever moves the pin is told, and nothing is skipped."""
    models = tmp_path / "models"
    models.mkdir()
    path = models / "checkpoint_metrics.py"
    shutil.copy(root / "generated/serverless_training_client/models/checkpoint_metrics.py", path)
    text = path.read_text(encoding="utf-8")
    for written, before in (
        ("Iterator, Mapping, MutableMapping", "Mapping"),
        ("(eq=False, repr=False)", ""),
        ("(_Shown, MutableMapping[str, float])", ""),
        ("key: object", "key: str"),
    ):
        text = text.replace(written, before)
    path.write_text(text, encoding="utf-8")
    write_mappings(tmp_path)

    assert "MutableMapping[str, float]" in path.read_text(encoding="utf-8")
    assert old in text

    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(PipelineError, match=said):
        write_mappings(tmp_path)
