"""Find parameters of the public API that no docstring describes."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.translate.docstrings import blocks

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_DATA_CLASSES = {"define", "frozen", "mutable", "dataclass"}


def undescribed(
    package: Path, docstrings: Mapping[str, str], *, empty: bool = False
) -> Iterator[tuple[str, str]]:
    """List the parameters that no entry of a docstring describes.

    Those of a class count as described by its `Args:` or `Attributes:`. An error is raised by us,
    so its message and whatever it passes on (`**evidence`) need no entry, but what it keeps does.

    Args:
        package: The package's folder.
        docstrings: Qualified name to docstring of what is public in it.
        empty: Whether an entry without words is enough, as where the spec has none.

    Yields:
        Qualified name of the function or class, and the parameter.
    """
    modules = {module: _definitions(path) for module, path in _modules(package)}
    for name, docstring in docstrings.items():
        module, _, place = name.partition(":")
        definitions = modules[module]
        match definitions.get(place):
            case ast.ClassDef() as node:
                parameters = list(_of_class(node, definitions))
            case ast.FunctionDef() | ast.AsyncFunctionDef() as node:
                parameters = list(_of_function(node))
            case _:
                continue
        described = set(_entries(docstring, empty=empty))
        for parameter in parameters:
            if parameter not in described and not parameter.startswith("_"):
                yield name, parameter


def _modules(package: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        yield ".".join(part for part in parts if part != "__init__"), path


def _definitions(path: Path) -> dict[str, ast.stmt]:
    found: dict[str, ast.stmt] = {}

    def enter(body: list[ast.stmt], prefix: str) -> None:
        for node in body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                found[prefix + node.name] = node
            if isinstance(node, ast.ClassDef):
                enter(node.body, f"{prefix}{node.name}.")

    enter(ast.parse(path.read_text(encoding="utf-8")).body, "")
    return found


def _of_class(node: ast.ClassDef, definitions: Mapping[str, ast.stmt]) -> Iterator[str]:
    """List what a class is made with: the parameters of its own `__init__`, or its fields."""
    match definitions.get(f"{node.name}.__init__"):
        case ast.FunctionDef() as function if ast.get_docstring(function):
            pass  # which describes them itself
        case ast.FunctionDef() as function if node.name.endswith("Error"):
            yield from (each.arg for each in function.args.kwonlyargs)
        case ast.FunctionDef() as function:
            yield from _of_function(function)
        case _ if _names(node.decorator_list) & _DATA_CLASSES:
            yield from _fields(node)
    for base in node.bases:
        name = base.value if isinstance(base, ast.Subscript) else base
        # What a public class inherits from, and describes itself.
        match definitions.get(name.id) if isinstance(name, ast.Name) else None:
            case ast.ClassDef(parent) as private if parent.startswith("_"):
                yield from _of_class(private, definitions)


def _fields(node: ast.ClassDef) -> Iterator[str]:
    for each in node.body:
        match each:
            case ast.AnnAssign(ast.Name(name), annotation, value):
                given = ast.unparse(value) if value else ""
                if "ClassVar" not in ast.unparse(annotation) and "init=False" not in given:
                    yield name


def _of_function(node: _Function) -> Iterator[str]:
    if _names(node.decorator_list) & {"overload"}:
        return
    found = node.args
    variable = [each for each in (found.vararg, found.kwarg) if each]
    for each in [*found.posonlyargs, *found.args, *found.kwonlyargs, *variable]:
        if each.arg not in ("self", "cls"):
            yield each.arg


def _names(decorators: list[ast.expr]) -> set[str]:
    calls = [each.func if isinstance(each, ast.Call) else each for each in decorators]
    return {ast.unparse(each).rpartition(".")[2] for each in calls}


def _entries(docstring: str, *, empty: bool) -> Iterator[str]:
    for block in blocks(docstring):
        if block.lead.strip() and (block.text or empty):
            yield entry_name(block.lead)


def entry_name(lead: str) -> str:
    """Read the name of an argument off the beginning of its entry, `    **order (str): `."""
    return lead.strip().partition(" (")[0].strip(":*")
