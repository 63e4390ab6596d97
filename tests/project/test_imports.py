"""Who may import whom, as ARCHITECTURE.md says."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from pipeline.packages import CLIENT, CORE, SOURCES, package_folder

pytestmark = pytest.mark.any_spec

WRITTEN = [folder for package, folder in SOURCES.items() if package != CLIENT]
OF_EXTRAS = (
    *("typer", "rich", "starlette", "uvicorn", "pydantic", "sqlite3", "httptools", "uvloop"),
    *("hypothesis", "schemathesis", "jsonschema_rs", "requests"),
)


def tree(path: Path) -> ast.Module:
    """Read the syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def at_run_time(node: ast.AST) -> Iterator[ast.AST]:
    """List the nodes below one, but for what only type checkers see."""
    unseen: list[ast.AST] = []
    if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
        unseen = [*node.body]
    for child in (each for each in ast.iter_child_nodes(node) if each not in unseen):
        yield child
        yield from at_run_time(child)


def imported(path: Path) -> Iterator[str]:
    """List what a file imports at run time, within functions too, each name with its module."""
    for node in at_run_time(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def offenders(folder: Path, *forbidden: str) -> list[str]:
    """List the imports of forbidden modules in a folder."""
    return [
        f"{path.relative_to(folder)}: {name}"
        for path in sorted(folder.rglob("*.py"))
        for name in imported(path)
        if any(f"{name}.".startswith(f"{module}.") for module in forbidden)
    ]


@pytest.mark.parametrize("package", SOURCES)
def test_package_imports_none_that_stands_above_it(root: Path, package: str) -> None:
    """Generated, core, testkit, command line; the pipeline is in no wheel."""
    names = list(SOURCES)
    above = names[names.index(package) + 1 :]

    assert offenders(package_folder(root, package), *above, "pipeline") == []


def test_core_imports_nothing_that_only_extras_bring(root: Path) -> None:
    """It works without them."""
    assert offenders(package_folder(root, CORE), *OF_EXTRAS) == []


def test_testkit_draws_nothing(root: Path) -> None:
    """A test server needs no terminal."""
    assert offenders(root / "testkit", "typer", "rich") == []


def test_pipeline_imports_none_of_the_packages(root: Path) -> None:
    """It makes them; it must run when they are missing or broken."""
    template = f"generate/templates/.*: {CLIENT}\\."  # of a module that stands in that package

    found = offenders(root / "pipeline", *SOURCES)
    assert [each for each in found if not re.match(template, each)] == []


def test_modules_of_the_core_import_each_other_in_one_direction(root: Path) -> None:
    """No circle, at the top of modules or within functions: each can be read after its imports."""
    folder = package_folder(root, CORE)
    modules = {
        CORE if path.stem == "__init__" else f"{CORE}.{path.stem}": path
        for path in folder.glob("*.py")
    }
    graph = {
        name: {
            module
            for each in imported(path)
            for module in modules
            if module != CORE and f"{each}.".startswith(f"{module}.")
        }
        for name, path in modules.items()
    }

    assert len(graph) > 10
    assert circle(graph) == []


def circle(graph: Mapping[str, AbstractSet[str]]) -> list[str]:
    """Name the modules of a circle of imports, the first one again at the end."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


def test_circle_of_imports_is_found() -> None:
    """Of two modules, and of three."""
    assert len(circle({"a": {"b"}, "b": {"a"}})) == 3
    assert len(circle({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}})) == 4
    assert circle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def foreign(path: Path, ours: set[str]) -> Iterator[str]:
    """List the private names that a file takes from packages of others."""
    for node in ast.walk(tree(path)):
        match node:
            case ast.Attribute(value, name):
                if not (isinstance(value, ast.Name) and value.id in ("self", "cls")):
                    yield from [f"{ast.unparse(node)}"] * (is_private(name) and name not in ours)
            case ast.Call(ast.Name("getattr" | "hasattr" | "setattr"), [_, ast.Constant(name), *_]):
                yield from [ast.unparse(node)] * (is_private(str(name)) and name not in ours)
            case ast.Import(names) | ast.ImportFrom(names=names):
                module = getattr(node, "module", None)
                for each in (f"{module}.{alias.name}" if module else alias.name for alias in names):
                    top, *inner = each.split(".")
                    if top not in (*SOURCES, "pipeline") and any(map(is_private, inner)):
                        yield each


def is_private(name: str) -> bool:
    """Tell whether a name begins with one underscore."""
    return name.startswith("_") and not name.startswith("__")


def defined(path: Path) -> Iterator[str]:
    """List what a file defines: functions, classes, attributes, and what it sets on `self`."""
    for node in ast.walk(tree(path)):
        match node:
            case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
                yield name
            case ast.Name(name, ast.Store()) | ast.Attribute(ast.Name("self"), name, ast.Store()):
                yield name


def test_no_private_name_of_another_package_is_used(root: Path) -> None:
    """Such names go without notice; httpx, httpcore and Typer have many that would be handy."""
    folders = [root / folder for folder in (*WRITTEN, "pipeline")]
    paths = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    known = [*paths, *(root / SOURCES[CLIENT]).rglob("*.py")]
    ours = {name for path in known for name in defined(path)}

    assert [
        f"{path.relative_to(root)}: {name}" for path in paths for name in foreign(path, ours)
    ] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import httpx._client", ["httpx._client"]),
        ("from httpcore._async import x", ["httpcore._async.x"]),
        ("from typer import _click", ["typer._click"]),
        ("def f(transport): return transport._pool", ["transport._pool"]),
        ("getattr(transport, '_pool')", ["getattr(transport, '_pool')"]),
        ("class A:\n    def f(self, other): return self._x, other._own", []),
        ("from serverless_training._auth import x", []),
    ],
)
def test_private_name_of_another_package_is_found(
    tmp_path: Path, source: str, found: list[str]
) -> None:
    """Imported, as an attribute, or by a text; names of ours are ours to use."""
    path = tmp_path / "module.py"
    path.write_text(source, encoding="utf-8")

    assert list(foreign(path, {"_own"})) == found


def test_core_is_small(root: Path) -> None:
    """Small enough to be read as a whole: docstrings and blank lines count."""
    paths = sorted(package_folder(root, CORE).rglob("*.py"))
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]

    assert len(lines) <= 2500
    assert len(paths) <= 18


def test_what_is_written_names_no_path_of_the_spec(root: Path) -> None:
    """Paths are known to the generated package and to nobody else; docstrings may show one."""
    spec = json.loads((root / "openapi.json").read_text(encoding="utf-8"))
    known = [path.partition("{")[0] for path in spec["paths"]]
    for path in (path for folder in WRITTEN for path in sorted((root / folder).rglob("*.py"))):
        for node in ast.walk(tree(path)):
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
    api = package_folder(root, CLIENT) / "api"
    modules = [path for path in api.rglob("*.py") if path.name != "__init__.py"]

    assert modules
    for path in modules:
        functions = {node.name for node in tree(path).body if isinstance(node, ast.FunctionDef)}
        assert {"_get_kwargs", "_parse_response", "_success"} <= functions
