"""Let parsing take nothing but lists for lists and objects for objects."""

import ast
from collections.abc import Iterator
from pathlib import Path

from pipeline.generate.source import Source, endpoint_modules, model_modules

_PARSERS = ("from_dict", "_parse_response")


def check_containers(package: Path) -> None:
    """Check, wherever parsing goes into a list or an object, that it is one.

    Args:
        package: The generated package.

    Raises:
        PipelineError: A model is not parsed as expected.
    """
    for path in (*model_modules(package), *endpoint_modules(package)):
        source = Source(path)
        used = {_check(source, node) for node in _statements(source)} - {""}
        if used:
            dots = "." * len(path.relative_to(package).parts)
            source.put_after_imports(f"from {dots}_containers import {', '.join(sorted(used))}")
            source.write()


def _statements(source: Source) -> Iterator[ast.stmt]:
    for function in ast.walk(source.tree):
        if isinstance(function, ast.FunctionDef) and function.name in _PARSERS:
            yield from (each for each in ast.walk(function) if isinstance(each, ast.stmt))


def _check(source: Source, node: ast.stmt) -> str:
    match node:
        case ast.Assign([ast.Name("d")], ast.Call(ast.Name("dict"), [ast.Name("src_dict")])):
            source.substitute(node, r"\bdict\(src_dict\)", "dict(as_object(src_dict))", head=True)
            return "as_object"
        case ast.For(_, ast.Name(array)):
            source.substitute(node.iter, rf"\bin {array}:", f"in as_array({array}):")
            return "as_array"
        case ast.For(_, ast.Call(ast.Attribute(ast.Name("d"), "items"))):  # checked before
            return ""
        case ast.For():
            raise source.unexpected(f"it iterates over {ast.unparse(node.iter)}")
    return ""
