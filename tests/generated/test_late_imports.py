"""Models import each other once, after their classes, whatever refers to what."""

import ast
import itertools
import typing
from pathlib import Path
from typing import Any

import pytest
from serverless_training_client.models import Checkpoint, CheckpointMetrics, CheckpointPage

from pipeline.errors import PipelineError
from pipeline.generate.late_imports import move_imports_to_end
from pipeline.generate.source import model_modules
from tests.generating import generate, printed, reference

pytestmark = pytest.mark.any_spec


def test_types_of_a_model_can_be_looked_up() -> None:
    """Without being told where its names come from."""
    assert typing.get_type_hints(Checkpoint)["metrics"] is CheckpointMetrics
    assert typing.get_type_hints(CheckpointPage)["data"] == list[Checkpoint]
    assert typing.get_type_hints(CheckpointPage.from_dict)["return"] is typing.Self


def test_no_function_of_a_model_imports(root: Path) -> None:
    """It would do so for each object of an answer."""
    paths = list(model_modules(root / "generated" / "serverless_training_client"))

    assert paths
    for path in paths:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)]
        inner = [node for each in functions for node in ast.walk(each)]
        assert not [node for node in inner if isinstance(node, ast.Import | ast.ImportFrom)]
        assert "TYPE_CHECKING" not in path.read_text(encoding="utf-8")


def model(**properties: Any) -> dict[str, Any]:
    """Describe an object."""
    return {"type": "object", "properties": properties}


SCHEMAS = {
    "Node": model(parent=reference("Node"), edges={"type": "array", "items": reference("Edge")}),
    "Edge": model(start=reference("Node"), end=reference("Node"), label=reference("Label")),
    "Label": model(of={"anyOf": [reference("Edge"), reference("Node"), {"type": "null"}]}),
}
# Attributes and what they are; `json` parses and writes a graph that goes round.
CODE = """
import importlib, sys, typing
for name in {names}:
    importlib.import_module(f"serverless_training_client.models.{{name.lower()}}")
from serverless_training_client.models import Edge, Label, Node
from serverless_training_client.types import Unset
assert typing.get_type_hints(Node)["edges"] == list[Edge] | Unset
assert typing.get_type_hints(Label)["of"] == Edge | Node | None | Unset
json = {{"edges": [{{"end": {{"parent": {{}}}}, "label": {{"of": {{"edges": []}}}}}}]}}
node = Node.from_dict(json)
assert type(node.edges[0].end.parent) is Node
assert node.to_dict() == json
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package whose models refer to themselves and to each other."""
    return generate(tmp_path_factory.mktemp("graph"), SCHEMAS)


@pytest.mark.parametrize("names", list(itertools.permutations(SCHEMAS)), ids=",".join)
def test_models_that_refer_to_each_other_can_be_imported_in_any_order(
    graph: Path, names: tuple[str, ...]
) -> None:
    """Whichever module comes first, all of them are whole in the end."""
    assert printed(graph, CODE.format(names=names)) == ""


MODULE = """\
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..models.a import A


class B:
    '''Docstring.'''

    a: A  # a comment

    def from_dict(self) -> Any:
        from ..models.a import A

        return A()
"""
MOVED = """\
from typing import Any

class B:
    '''Docstring.'''

    a: A  # a comment

    def from_dict(self) -> Any:
        return A()


# Last, since models may refer to each other: an import that comes back here finds the class.
from ..models.a import A
"""


def moved(folder: Path, text: str) -> str:
    """Move the imports of a module."""
    path = folder / "models" / "b.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    move_imports_to_end(folder)
    return path.read_text(encoding="utf-8")


def test_nothing_but_the_imports_is_changed(tmp_path: Path) -> None:
    """Comments and docstrings stay; what has been moved stays as it is."""
    assert moved(tmp_path, MODULE) == MOVED
    assert moved(tmp_path, MOVED) == MOVED


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("if TYPE_CHECKING:\n    from ..models.a import A\n", "", "not one block"),
        ("if TYPE_CHECKING:", "if Any:", "not one block"),
        ("    from ..models.a import A\n\n\n", "    import a\n\n\n", "not one block"),
        ("        from ..models.a import A", "        from ..models.c import C", "only a function"),
        ("        from ..models.a import A", "        import a", "line 13 imports in another way"),
        ("TYPE_CHECKING, ", "", "stands 0 times"),
    ],
)
def test_module_of_another_shape_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    """Nothing is skipped in silence."""
    assert old in MODULE
    with pytest.raises(PipelineError, match=said):
        moved(tmp_path, MODULE.replace(old, new))
