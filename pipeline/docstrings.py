"""Pair the docstrings of two generated packages that differ in language only."""

import ast
from collections.abc import Iterator
from pathlib import Path

_Scope = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def pair(english: Path, translated: Path) -> dict[str, str]:
    """Find the docstrings that read differently in the second package.

    Args:
        english: A package folder.
        translated: The same package, generated from the same structure in another language.

    Returns:
        `module:qualified.name` (relative to the package; `module:` for the module itself) to the
        translated docstring, sorted.
    """
    base = dict(_package_docstrings(english))
    return {
        name: text
        for name, text in sorted(_package_docstrings(translated))
        if base.get(name, text) != text
    }


def _package_docstrings(package: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        module = ".".join(part for part in parts if part != "__init__")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        yield from ((f"{module}:{name}", text) for name, text in docstrings(tree))


def docstrings(scope: _Scope, name: str = "") -> Iterator[tuple[str, str]]:
    """List the docstrings of a syntax tree, those below attributes included (PEP 258).

    Args:
        scope: A module, class or function.
        name: Its qualified name; empty for a module.

    Yields:
        Qualified name and cleaned docstring, in the order of the source.
    """
    if text := ast.get_docstring(scope):
        yield name, text
    prefix = f"{name}." if name else ""
    for node, following in zip(scope.body, [*scope.body[1:], None], strict=True):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield from docstrings(node, prefix + node.name)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            match following:
                case ast.Expr(ast.Constant(str(text))):
                    yield prefix + node.target.id, text.strip()
