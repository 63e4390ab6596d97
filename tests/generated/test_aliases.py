"""A named schema that is no class has its name in the generated package all the same."""

import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any, Literal

import pytest

from pipeline.generate.aliases import write_aliases
from pipeline.generate.generator import read_config
from pipeline.generate.mend import mend
from pipeline.generate.program import main
from pipeline.generate.proof import prove

SETTINGS = Path(__file__).parents[2] / "generator-config.yaml"
REFERENCE = {"$ref": "#/components/schemas/Model"}
SCHEMAS: dict[str, Any] = {
    "Model": {"type": "object", "properties": {"any": {"$ref": "#/components/schemas/Anything"}}},
    "Anything": {},
    "Constant": {"const": "v1"},
    "Text": {"type": "string"},
    "Moment": {"type": "string", "format": "date-time"},
    "Upload": {"type": "string", "format": "binary"},
    "Listed": {"type": "array", "items": REFERENCE},
    "Maybe": {"anyOf": [REFERENCE, {"type": "null"}]},
    "Same": REFERENCE,
    "Titled": REFERENCE | {"title": "Other name"},
    "Wrapped": {"allOf": [REFERENCE]},
    "Level": {"enum": ["low", "high"]},
    "NullableLevel": {"type": ["string", "null"], "enum": ["low", None], "title": "Given"},
}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Generate a package from the schemas, prove it, and import its models."""
    folder = tmp_path_factory.mktemp("aliases")
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": SCHEMAS},
    }
    config = read_config(SETTINGS)
    mended = mend(document, config, [])
    spec = folder / "openapi.json"
    spec.write_text(json.dumps(mended.document), encoding="utf-8")
    package = folder / "made_for_aliases"

    with pytest.MonkeyPatch.context() as patch:  # the formatter that the generator calls
        patch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)

        assert main([str(SETTINGS), str(spec), str(package)]) == 0

    write_aliases(mended.document, config, package)
    prove(mended, config, package)
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module("made_for_aliases.models")
    finally:
        sys.path.remove(str(folder))


def test_alias_means_what_the_schema_says(models: Any) -> None:
    """As the generator would write it where the schema is used."""
    assert models.Anything is Any
    assert models.Constant == Literal["v1"]
    assert models.Text is str
    assert models.Moment.__name__ == "datetime"
    assert models.Upload.__name__ == "File"
    assert models.Listed == list[models.Model]
    assert models.Maybe == models.Model | None


def test_schema_that_is_another_is_the_same_class(models: Any) -> None:
    """By a reference with or without a title, or by `allOf` of one."""
    assert models.Same is models.OtherName is models.Wrapped is models.Model


def test_schema_that_is_a_class_has_no_alias(models: Any) -> None:
    """Enums among them, even where null is allowed beside their values."""
    assert models.Level == Literal["high", "low"]
    assert models.Given == Literal["low"]


def test_every_name_is_exported_once(models: Any) -> None:
    """For `from … import *` and for documentation."""
    assert len(models.__all__) == len(set(models.__all__)) == len(SCHEMAS)
