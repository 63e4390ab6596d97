"""Let models that have nothing but additional properties be read as the mappings they are."""

import ast
from collections.abc import Iterator
from pathlib import Path

from pipeline.generate.source import Source, model_modules

_DOCSTRING = "Values by name, to be read and written like a dictionary."
_METHODS = """\

    def __iter__(self) -> Iterator[str]:
        return iter(self.additional_properties)

    def __len__(self) -> int:
        return len(self.additional_properties)"""
# What the generator gives such a class; the rest of a mapping stands upon these and ours.
_GIVEN = ("__getitem__", "__setitem__", "__delitem__", "__contains__")


def write_mappings(package: Path) -> None:
    """Make each model without properties of its own a `collections.abc.MutableMapping`.

    Others stay as they are: one of their properties may be called `items`.

    Args:
        package: The generated package.

    Raises:
        PipelineError: Such a class is not written as expected.
    """
    for path in model_modules(package):
        source = Source(path)
        for node in source.tree.body:
            if isinstance(node, ast.ClassDef) and (value := _value_type(source, node)):
                _make_mapping(source, node, value)
                source.write()


def _value_type(source: Source, node: ast.ClassDef) -> ast.expr | None:
    """Give the type of the values of a class that is a mapping."""
    match [each for each in node.body if isinstance(each, ast.AnnAssign)]:
        case [ast.AnnAssign(ast.Name("additional_properties"), annotation)]:
            match annotation:
                case ast.Subscript(ast.Name("dict"), ast.Tuple([ast.Name("str"), value])):
                    return value
            raise source.unexpected(f"additional_properties is {ast.unparse(annotation)}")
    return None


def _make_mapping(source: Source, node: ast.ClassDef, value: ast.expr) -> None:
    methods = {each.name: each for each in node.body if isinstance(each, ast.FunctionDef)}
    if lacking := [name for name in _GIVEN if name not in methods]:
        raise source.unexpected(f"{node.name} has no {lacking[0]}")
    source.substitute(
        source.only_import("collections.abc"), r"\bMapping\b", "Iterator, Mapping, MutableMapping"
    )
    # Bases are evaluated at once, unlike annotations, and other models come later than this one.
    later = _names(value) & {node.name, *_guarded_names(source)}
    text = f'"{ast.unparse(value)}"' if later else ast.unparse(value)
    # Equal to whatever mapping has the same content, dictionaries among them.
    for decorator in node.decorator_list:
        source.substitute(decorator, r"^@_attrs_define$", "@_attrs_define(eq=False)")
    head = f"class {node.name}(MutableMapping[str, {text}]):"
    source.substitute(node, rf"^class {node.name}:", head, head=True)
    if not ast.get_docstring(node):  # else `help` would show that of MutableMapping
        source.put_before(node.body[0], f'    """{_DOCSTRING}"""\n')
    contains = methods["__contains__"]
    source.substitute(contains, r"\bkey: str\b", "key: object", head=True)
    source.put_after(node.body[-1], _METHODS)


def _names(expression: ast.expr) -> set[str]:
    return {each.id for each in ast.walk(expression) if isinstance(each, ast.Name)}


def _guarded_names(source: Source) -> Iterator[str]:
    for guard in source.tree.body:
        if isinstance(guard, ast.If):
            for node in guard.body:
                if isinstance(node, ast.ImportFrom):
                    yield from (alias.asname or alias.name for alias in node.names)
