"""Who may import whom, as ARCHITECTURE.md says."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.any_spec

WRAPPER = "serverless_training"
GENERATED = "serverless_training_client"
EXTRAS = ("cli", "testing")


def imported(path: Path) -> Iterator[str]:
    """List the modules that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def offenders(folder: Path, *forbidden: str, below: tuple[str, ...] = ()) -> list[str]:
    """List the imports of forbidden modules in a folder, some subfolders left out."""
    return [
        f"{path.relative_to(folder)}: {name}"
        for path in sorted(folder.rglob("*.py"))
        if path.relative_to(folder).parts[0] not in below
        for name in imported(path)
        if any(f"{name}.".startswith(f"{module}.") for module in forbidden)
    ]


def test_generated_imports_nothing_of_ours(root: Path) -> None:
    """The generated package stands alone."""
    assert offenders(root / "generated", WRAPPER, "pipeline") == []


def test_wrapper_core_imports_neither_cli_nor_testing_nor_what_they_need(root: Path) -> None:
    """The core works without extras."""
    forbidden = [f"{WRAPPER}.{name}" for name in EXTRAS]
    heavy = [
        *("pipeline", "typer", "rich", "starlette", "uvicorn", "pydantic", "sqlite3", "httptools"),
        *("uvloop", "hypothesis", "schemathesis", "jsonschema_rs", "requests"),
    ]

    assert offenders(root / "wrapper" / WRAPPER, *forbidden, *heavy, below=EXTRAS) == []


def test_testing_does_not_import_the_command_line(root: Path) -> None:
    """A test server needs no terminal."""
    folder = root / "wrapper" / WRAPPER / "testing"

    assert offenders(folder, f"{WRAPPER}.cli", "pipeline", "typer", "rich") == []


def test_command_line_does_not_import_the_pipeline(root: Path) -> None:
    """The pipeline is not in the wheel."""
    assert offenders(root / "wrapper" / WRAPPER / "cli", "pipeline") == []


def test_pipeline_imports_none_of_the_packages(root: Path) -> None:
    """It makes them; it must run when they are missing or broken."""
    assert offenders(root / "pipeline", WRAPPER, GENERATED) == []


def test_wrapper_names_no_path_of_the_spec(root: Path) -> None:
    """Paths are known to the generated package and to nobody else; docstrings may show one."""
    spec = json.loads((root / "openapi.json").read_text(encoding="utf-8"))
    known = [path.partition("{")[0] for path in spec["paths"]]
    for path in sorted((root / "wrapper").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_docstring = isinstance(node, ast.Constant) and "\n" in str(node.value)
            if isinstance(node, ast.Constant) and not is_docstring:
                assert not any(prefix in str(node.value) for prefix in known), path


@pytest.mark.parametrize("module", ["typer", "starlette", "uvicorn", "pydantic", "babel"])
def test_import_of_the_client_loads_no_extra(module: str) -> None:
    """In a fresh interpreter, as a caller's script starts."""
    code = f"import serverless_training, sys; sys.exit({module!r} in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_generated_operations_have_the_functions_that_the_wrapper_calls(root: Path) -> None:
    """`_get_kwargs` and `_parse_response` are the generator's, which is pinned; one is ours."""
    api = root / "generated" / GENERATED / "api"
    modules = [path for path in api.rglob("*.py") if path.name != "__init__.py"]

    assert modules
    for path in modules:
        functions = {
            node.name
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.FunctionDef)
        }
        assert {"_get_kwargs", "_parse_response", "_success"} <= functions
