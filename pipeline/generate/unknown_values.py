"""Let values that the spec does not know pass where an answer is parsed; the how is in `_enums`."""

import ast
from collections.abc import Iterator
from pathlib import Path

from pipeline.generate.source import Source, endpoint_modules, model_modules

_KEEP = "    if keeps(value, {kind}, len({values})):\n        return cast({name}, value)"


def keep_unknown_values(package: Path) -> None:
    """Let enums keep unknown values, and unions look for known ones first.

    Args:
        package: The generated package.

    Raises:
        PipelineError: An enum is not written as expected.
    """
    decisive = _models_with_enums(package)
    for path in (*model_modules(package), *endpoint_modules(package)):
        source = Source(path)
        depth = len(path.relative_to(package).parts)
        used = {*_open_enums(source), *_decorate_unions(source, decisive)}
        if used:
            _import(source, f"from {'.' * depth}_enums import {', '.join(sorted(used))}")
            source.write()


def _open_enums(source: Source) -> Iterator[str]:
    for node in source.tree.body:
        if isinstance(node, ast.FunctionDef) and _is_enum(node.name):
            match node:
                case ast.FunctionDef(
                    args=ast.arguments(args=[ast.arg("value", ast.Name("str" | "int" as kind))]),
                    body=[
                        ast.If(ast.Compare(ast.Name("value"), [ast.In()], [ast.Name(values)])),
                        ast.Raise() as end,
                    ],
                    returns=ast.Name(name),
                ):
                    source.put_before(end, _KEEP.format(kind=kind, values=values, name=name))
                case _:
                    raise source.unexpected(f"{node.name} is of another form")
            source.substitute(source.only_import("typing"), r"\bLiteral\b", "Literal, cast")
            yield "keeps"


def _decorate_unions(source: Source, decisive: set[str]) -> Iterator[str]:
    """Decorate each `def _parse_…(data: object)` that an enum may decide, at whatever depth."""
    for node in ast.walk(source.tree):
        match node:
            case ast.FunctionDef(
                args=ast.arguments(args=[ast.arg("data", ast.Name("object"))]),
                returns=ast.expr() as result,
            ) if any(_is_enum(each) or each in decisive for each in _read(node)):
                names = {each.id for each in ast.walk(result) if isinstance(each, ast.Name)}
                decorator = "known_first_or_raw" if "Any" in names else "known_first"
                source.put_before(node, f"{' ' * node.col_offset}@{decorator}")
                yield decorator


def _models_with_enums(package: Path) -> set[str]:
    """Name the models that hold an enum, at whatever depth."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in model_modules(package))
    classes = (node for tree in trees for node in tree.body if isinstance(node, ast.ClassDef))
    parts = {each.name: set(_read(each)) for each in classes}
    found = {name for name, inner in parts.items() if any(map(_is_enum, inner))}
    while more := {name for name, inner in parts.items() if inner & found} - found:
        found |= more
    return found


def _read(node: ast.AST) -> Iterator[str]:
    """Name what is called to read a value: `check_level` of an enum, `Model` of a model."""
    for each in ast.walk(node):
        match each:
            case ast.Call(ast.Name(name)) if _is_enum(name):
                yield name
            case ast.Call(ast.Attribute(ast.Name(name), "from_dict")):
                yield name


def _is_enum(name: str) -> bool:
    return name.startswith("check_")


def _import(source: Source, statement: str) -> None:
    last = None
    for node in source.tree.body[1:] if ast.get_docstring(source.tree) else source.tree.body:
        if not isinstance(node, ast.Import | ast.ImportFrom):
            break
        last = node
    if last is None:
        raise source.unexpected("it does not begin with imports")
    own = isinstance(last, ast.ImportFrom) and last.level
    source.put_after(last, statement if own else f"\n{statement}")
