"""What is generated depends on the specs alone, not on the run."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.files import contents
from tests.copying import ROOT, run_python
from tests.generating import copy_settings, reference

# Whatever the generator or a step of ours keeps in sets: values, types, imports, `required`.
SCHEMAS: dict[str, Any] = {
    "Order": {"type": "string", "enum": ["asc", "desc", "ASC", "DESC", "Asc", "Desc"]},
    "Level": {"type": "integer", "enum": [10, 9, -1]},
    "FooBar": {"type": "object", "properties": {"a": {"type": "string", "format": "uuid"}}},
    "Foobar": {"type": "object", "properties": {"a": {"type": "string", "format": "date"}}},
    "GPU": {"type": "string", "enum": ["B", "b", "A", "a"]},
    "Names": {"type": "array", "items": reference("FooBar")},
    "Part": {"type": "object", "required": ["z", "y"], "properties": {"z": {}, "x": {}, "y": {}}},
    "Whole": {
        "required": ["x", "z", "w"],
        "allOf": [reference("Part"), {"properties": {"w": {"const": "W"}, "v": {"const": 1}}}],
    },
    "Either": {
        "oneOf": [reference("FooBar"), reference("Foobar"), reference("Whole"), {"type": "null"}]
    },
    "Holder": {
        "type": "object",
        "properties": {
            "either": reference("Either"),
            "order": reference("Order"),
            "gpu": {"anyOf": [reference("GPU"), reference("Level"), {"type": "boolean"}]},
            "when": {"type": "string", "format": "date-time"},
            "inner": {"type": "string", "enum": ["x", "X"], "default": "X"},
        },
        "additionalProperties": {"anyOf": [reference("Foobar"), reference("FooBar")]},
    },
}
PATHS: dict[str, Any] = {
    "/things/{id}": {
        "post": {
            "operationId": "make",
            "parameters": [
                {"name": "id", "in": "path", "required": True, "schema": reference("Level")},
                {"name": "order", "in": "query", "schema": reference("Order")},
            ],
            "requestBody": {"content": {"application/json": {"schema": reference("Holder")}}},
            "responses": {
                code: {"description": "", "content": {"application/json": {"schema": schema}}}
                for code, schema in {
                    "200": reference("Either"),
                    "201": {"anyOf": [reference("FooBar"), reference("Foobar")]},
                    "400": {"type": "string"},
                }.items()
            },
        }
    }
}
CODE = (
    "import sys, tests.generating as g; from pathlib import Path; g.regenerate(Path(sys.argv[1]))"
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a spec that is rich in what has no order."""
    folder = tmp_path_factory.mktemp("project")
    copy_settings(folder)
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": PATHS,
        "components": {"schemas": SCHEMAS},
    }
    (folder / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
    return folder


def generated(project: Path, seed: int) -> dict[str, bytes]:
    """Generate in a process whose sets have the order of a seed."""
    run = run_python(ROOT, "-c", CODE, str(project), PYTHONHASHSEED=str(seed))
    assert run.returncode == 0, run.stderr
    return contents(project / "generated")


@pytest.fixture(scope="module")
def first(project: Path) -> dict[str, bytes]:
    """What the first seed gives."""
    return generated(project, 0)


@pytest.mark.parametrize(
    "seed",
    [2, 3, *(pytest.param(each, marks=pytest.mark.thorough) for each in (1, *range(4, 10)))],
)
def test_order_of_sets_changes_no_byte(project: Path, first: dict[str, bytes], seed: int) -> None:
    """Python draws a new order for the sets of each run."""
    assert generated(project, seed) == first


def test_values_that_differ_in_case_stand_in_the_order_of_their_code_points(
    first: dict[str, bytes],
) -> None:
    """The order is a rule, so that another version of Python keeps it too."""
    text = first["serverless_training_client/models/order.py"].decode()

    assert '"ASC", "Asc", "asc", "DESC", "Desc", "desc"' in text
