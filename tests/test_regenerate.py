"""generated/ comes from the specs alone, whole or not at all."""

import json
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest

from pipeline import regenerate as step
from pipeline.document import operations
from pipeline.errors import PipelineError
from pipeline.names import short_operation_ids

ROOT = Path(__file__).parent.parent
SPECS = ["openapi.json", *(path.name for path in step.languages(ROOT).values())]
INPUTS = (*SPECS, "generator-config.yaml", "pyproject.toml")
CATALOGS = Path("wrapper/serverless_training/locale")


@pytest.fixture
def project(root: Path, tmp_path: Path) -> Path:
    """A copy of everything that generation reads, and of what it wrote last."""
    copy = tmp_path / "project"
    copy.mkdir()
    for name in INPUTS:
        shutil.copy(root / name, copy)
    shutil.copytree(root / CATALOGS, copy / CATALOGS)
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(root / "generated", copy / "generated", ignore=ignore)
    return copy


def content(folder: Path) -> dict[str, bytes]:
    """Read a tree."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def listing(folder: Path) -> list[str]:
    """Name what stands in a folder, hidden files included."""
    return sorted(path.name for path in folder.iterdir())


def edit(path: Path, old: str, new: str) -> None:
    """Change a text file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_regeneration_from_nothing_gives_the_checked_in_tree(root: Path, project: Path) -> None:
    """Byte for byte, and nothing is left beside it."""
    shutil.rmtree(project / "generated")
    step.regenerate(project)

    assert content(root / "generated") == content(project / "generated")
    assert listing(project / "generated") == [step.PACKAGE]


def test_every_file_says_which_command_wrote_it(root: Path) -> None:
    """Python files and py.typed in their first line; the JSON files in their first key."""
    package = root / "generated" / step.PACKAGE
    files = [path for path in content(package) if not path.startswith("openapi")]

    assert "py.typed" in files
    assert "docstrings.ja.json" in files
    for name in files:
        assert "nox -s regenerate" in (package / name).read_text(encoding="utf-8")[:100], name


@pytest.mark.parametrize("name", SPECS)
def test_package_carries_the_specs(root: Path, name: str) -> None:
    """The mock server is built from them wherever the wheel is installed."""
    assert (root / name).read_bytes() == (root / "generated" / step.PACKAGE / name).read_bytes()


def test_translated_title_renames_nothing(root: Path, project: Path) -> None:
    """Package, module and class names are the same whatever `info.title` says."""
    for name in SPECS:
        spec = json.loads((project / name).read_text(encoding="utf-8"))
        spec["info"]["title"] = "サーバーレス トレーニング class ../x"
        (project / name).write_text(json.dumps(spec), encoding="utf-8")
    step.regenerate(project)
    here, there = content(root / "generated"), content(project / "generated")
    changed = {name.partition("/")[2] for name in here if here[name] != there[name]}

    assert here.keys() == there.keys()
    assert all(name == "__init__.py" or name.endswith(".json") for name in changed)


def test_fresh_generation_does_not_drift(root: Path) -> None:
    """What is checked in is what the specs say."""
    assert step.drift(root) == []


def test_drift_names_every_file_that_differs(project: Path) -> None:
    """Edited, added and removed files."""
    package = project / "generated" / step.PACKAGE
    edit(package / "models" / "checkpoint.py", "step: int", "step: float")
    (package / "extra.py").write_text("", encoding="utf-8")
    (package / "py.typed").unlink()
    (project / "generated" / "stray.py").write_text("", encoding="utf-8")

    assert step.drift(project) == [
        "extra   ../stray.py",
        "missing py.typed",
        "extra   extra.py",
        "changed models/checkpoint.py",
    ]


def test_drift_of_a_package_that_is_not_there_names_its_files(project: Path) -> None:
    """Deleted, or never generated."""
    shutil.rmtree(project / "generated")

    assert "missing models/checkpoint.py" in step.drift(project)


def test_what_a_killed_regeneration_left_behind_is_not_drift(project: Path) -> None:
    """It works in a hidden folder beside the package."""
    (project / "generated" / ".left" / step.PACKAGE).mkdir(parents=True)

    assert step.drift(project) == []


def test_bound_that_changes_in_every_language_is_drift(project: Path) -> None:
    """A new maximum reaches the package, if only through the spec that it carries."""
    for name in SPECS:
        edit(project / name, '"maximum": 100', '"maximum": 1000')

    assert {f"changed {name}" for name in SPECS} <= set(step.drift(project))


def test_spec_that_differs_between_languages_is_not_generated_from(project: Path) -> None:
    """The pointer is named, and the old tree stays."""
    before = content(project / "generated")
    edit(project / "openapi.json", '"maximum": 100', '"maximum": 1000')
    with pytest.raises(PipelineError, match="parameters/2/schema/maximum"):
        step.regenerate(project)

    assert before == content(project / "generated")


def broken(spec: dict[str, Any]) -> None:
    """Make operations that the generator would drop with a warning."""
    absent = {"schema": {"$ref": "#/components/schemas/Absent"}}
    for _, _, operation in operations(spec):
        operation["responses"] = {
            "200": {"description": "", "content": {"application/json": absent}}
        }


def test_warning_of_the_generator_fails_and_leaves_the_old_tree(project: Path) -> None:
    """By itself it drops the endpoint and ends with 0."""
    before = content(project / "generated")
    for name in SPECS:
        spec = json.loads((project / name).read_text(encoding="utf-8"))
        broken(spec)
        (project / name).write_text(json.dumps(spec), encoding="utf-8")
    with pytest.raises(PipelineError, match="openapi-python-client failed"):
        step.regenerate(project)

    assert before == content(project / "generated")
    assert listing(project / "generated") == [step.PACKAGE]


def test_operations_that_would_overwrite_each_other_are_refused(project: Path) -> None:
    """The generator writes both into one module and ends with 0."""
    before = content(project / "generated")
    for name in SPECS:
        spec = json.loads((project / name).read_text(encoding="utf-8"))
        _, _, operation = next(operations(short_operation_ids(spec)))
        twin = operation | {"operationId": operation["operationId"].replace("_", "-", 1)}
        spec["paths"]["/v1/twins/{model_id}"] = {"get": twin}
        (project / name).write_text(json.dumps(spec), encoding="utf-8")
    with pytest.raises(PipelineError, match="names collide"):
        step.regenerate(project)

    assert content(project / "generated") == before


def test_swap_that_fails_brings_the_old_tree_back(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rename of the new tree is the only step that can fail after the old one moved."""
    before = content(project / "generated")
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name == step.PACKAGE and self.parent.parent.name == "generated":
            raise PermissionError(stat.filemode(0))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PermissionError):
        step.regenerate(project)

    assert before == content(project / "generated")


def test_other_version_of_a_tool_is_refused(project: Path) -> None:
    """Another ruff writes other bytes."""
    edit(project / "pyproject.toml", '"openapi-python-client==', '"openapi-python-client==9.')
    with pytest.raises(PipelineError, match=r"openapi-python-client 9\..* is needed"):
        step.drift(project)


def spec(*entries: tuple[str, str, str]) -> dict[str, Any]:
    """Build a document from path, method and operation id."""
    paths: dict[str, Any] = {}
    for path, method, name in entries:
        paths.setdefault(path, {})[method] = {"operationId": name}
    return {"paths": paths}


@pytest.mark.parametrize(
    ("entries", "names"),
    [
        ([("/v1/models/{id}", "get", "get_model_v1_models__id__get")], ["get_model"]),
        ([("/v1/models", "get", "listModels")], ["listModels"]),
        ([("/v1/models", "get", "_v1_models_get")], [""]),
        (
            [("/v1/a", "get", "show_v1_a_get"), ("/v2/a", "get", "show_v2_a_get")],
            ["show_v1_a_get", "show_v2_a_get"],
        ),
        (
            [("/v1/a", "get", "show"), ("/v2/a", "get", "show_v2_a_get")],
            ["show", "show_v2_a_get"],
        ),
    ],
)
def test_operation_ids_lose_what_fastapi_appends(
    entries: list[tuple[str, str, str]], names: list[str]
) -> None:
    """Unless they would no longer be unique, or nothing would be left."""
    short = short_operation_ids(spec(*entries))
    expected = [name or entry[2] for name, entry in zip(names, entries, strict=True)]

    assert expected == [
        operation["operationId"] for item in short["paths"].values() for operation in item.values()
    ]
