"""What stands for a list or an object in an answer must be one, at any depth."""

import copy
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import PipelineError
from pipeline.generate.containers import check_containers
from tests.generating import generate, printed, reference

LEAF = {"type": "object", "properties": {"name": {"type": "string"}}}
SCHEMAS = {
    "Leaf": LEAF,
    "Tree": {
        "type": "object",
        "properties": {
            "leaves": {"type": "array", "items": reference("Leaf")},
            "rows": {"type": "array", "items": {"type": "array", "items": reference("Leaf")}},
            "table": {"type": "object", "additionalProperties": reference("Leaf")},
            "lists": {
                "type": "object",
                "additionalProperties": {"type": "array", "items": reference("Leaf")},
            },
        },
    },
}
RESPONSE = {"type": "array", "items": reference("Leaf")}
PATHS: dict[str, Any] = {
    "/leaves": {
        "get": {
            "operationId": "list_leaves",
            "responses": {
                "200": {"description": "", "content": {"application/json": {"schema": RESPONSE}}}
            },
        }
    }
}
CODE = """
from types import SimpleNamespace
from serverless_training_client.api.default import list_leaves
from serverless_training_client.models import Tree
right = {"leaves": [{"name": "a"}], "rows": [[{}], []], "table": {"x": {}}, "lists": {"y": [{}]}}
assert Tree.from_dict(right).to_dict() == right
def refused(make, *arguments, **named):
    try:
        make(*arguments, **named)
    except TypeError as error:
        return str(error)
    return "taken"
for path in ("leaves", "rows", "table", "lists"):
    other = [] if isinstance(right[path], dict) else {}
    for value in (other, "", None):
        print(path, refused(Tree.from_dict, right | {path: value}))
print("inner", refused(Tree.from_dict, right | {"rows": [{}]}))
print("inner", refused(Tree.from_dict, right | {"lists": {"y": {}}}))
print("inner", refused(Tree.from_dict, right | {"leaves": [[]]}))
for value in ({}, "", [[]]):
    response = SimpleNamespace(status_code=200, json=lambda: value)
    print("response", refused(list_leaves._parse_response, client=None, response=response))
"""


def test_nothing_else_is_taken_for_a_list_or_an_object(tmp_path: Path) -> None:
    """Empty texts, lists and objects least of all: Python iterates over each of them."""
    lines = printed(generate(tmp_path, SCHEMAS, PATHS), CODE).splitlines()

    assert len(lines) == 18
    assert [line for line in lines if "expected" not in line] == []


def test_long_names_are_parsed_like_short_ones(tmp_path: Path) -> None:
    """Their loops are spread over several lines."""
    name = "recommended_checkpoint_metadata_of_the_last_run"
    leaves = {"type": "array", "items": reference("Leaf")}
    schemas = {"Leaf": LEAF, "Tree": {"type": "object", "properties": {name: leaves}}}
    code = f"""
from serverless_training_client.models import Tree
assert Tree.from_dict({{"{name}": [{{}}]}}).to_dict() == {{"{name}": [{{}}]}}
try:
    Tree.from_dict({{"{name}": {{}}}})
except TypeError as error:
    print(error)
"""

    assert printed(generate(tmp_path, schemas), code) == "expected array, found dict\n"


def test_null_that_the_spec_allows_is_an_answer(tmp_path: Path) -> None:
    """FastAPI writes `-> Leaf | None` like this."""
    answer = {"anyOf": [reference("Leaf"), {"type": "null"}]}
    paths = copy.deepcopy(PATHS)
    paths["/leaves"]["get"]["responses"]["200"]["content"]["application/json"]["schema"] = answer
    code = """
import typing
from serverless_training_client.api.default import list_leaves
from serverless_training_client.models import Leaf
print(typing.get_type_hints(list_leaves._success)["return"] == Leaf | None)
"""

    assert printed(generate(tmp_path, {"Leaf": LEAF}, paths), code) == "True\n"


def test_parsing_of_another_shape_is_not_passed_over(tmp_path: Path) -> None:
    """Another version of the generator may write it in another way."""
    models = tmp_path / "models"
    models.mkdir()
    code = "class A:\n    def from_dict(cls, d):\n        for each in d.rest():\n            pass\n"
    (models / "a.py").write_text(code, encoding="utf-8")
    with pytest.raises(PipelineError, match=r"it iterates over d\.rest\(\)"):
        check_containers(tmp_path)
