"""Let models read well where people see them, and be hashed where they have ids; see `_shown`."""

import ast
from pathlib import Path

from pipeline.generate.source import Source, model_modules

_LOOK_UP = {
    "__getitem__": r"return self\.additional_properties\[key\]",
    "__delitem__": r"del self\.additional_properties\[key\]",
}
_NAMED = """\
        try:
            {}
        except KeyError:
            raise self._missing(key) from None"""
_HASH = """\

    def __hash__(self) -> int:
        return hash(self.id)"""
# An absent value stays the one that it is in copies and pickles, where it is told by identity.
_UNSET = """\

    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:
        return "UNSET\""""


def show_models(package: Path) -> None:
    """Give each model what shows it, and those with an id a hash.

    Args:
        package: The generated package, whose mappings are written already.

    Raises:
        PipelineError: A model, or the value of what is absent, is not written as expected.
    """
    for path in model_modules(package):
        source = Source(path)
        for node in source.tree.body:
            if isinstance(node, ast.ClassDef):
                _show(source, node)
                source.write()
    _keep_unset(Source(package / "types.py"))


def _show(source: Source, node: ast.ClassDef) -> None:
    for decorator in node.decorator_list:
        once = r"^@_attrs_define(?:\(eq=False\))?$"
        options = "(eq=False, repr=False)" if isinstance(decorator, ast.Call) else "(repr=False)"
        source.substitute(decorator, once, f"@_attrs_define{options}")
    old, new = (r"\(", "(_Shown, ") if node.bases else (":", "(_Shown):")
    head = f"class {node.name}"
    source.substitute(node, f"^{head}{old}", f"{head}{new}", head=True)
    source.put_after_imports("from .._shown import Shown as _Shown")
    for method in node.body:
        if isinstance(method, ast.FunctionDef) and method.name in _LOOK_UP:
            _name_keys(source, method)
    if any(map(_is_id, node.body)):
        source.put_after(node.body[-1], _HASH)


def _name_keys(source: Source, method: ast.FunctionDef) -> None:
    """Let a method that finds no value say which ones there are."""
    statement = method.body[-1]
    known = rf"^ +{_LOOK_UP[method.name]}$"
    source.substitute(statement, known, _NAMED.format(ast.unparse(statement)))


def _is_id(node: ast.stmt) -> bool:
    """Tell whether an attribute is an id that every object has."""
    match node:
        case ast.AnnAssign(ast.Name("id"), annotation):
            return not any(
                isinstance(each, ast.Name) and each.id == "Unset" for each in ast.walk(annotation)
            )
    return False


def _keep_unset(source: Source) -> None:
    match [each for each in source.tree.body if isinstance(each, ast.ClassDef)]:
        case [ast.ClassDef("Unset", body=[ast.FunctionDef("__bool__") as last]), *_]:
            source.put_after(last, _UNSET)
            source.write()
        case _:
            raise source.unexpected("its first class is not Unset")
