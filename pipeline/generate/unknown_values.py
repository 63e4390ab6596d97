"""Let values that the spec does not know pass where an answer is parsed; the how is in `_enums`."""

import ast
from collections.abc import Iterator
from pathlib import Path

from pipeline.generate.results import endpoint_modules
from pipeline.generate.source import Source, model_modules

_KEEP = "    if keeps(value, {kind}):\n        return cast({name}, value)"


def keep_unknown_values(package: Path) -> None:
    """Let enums keep unknown values, and unions look for known ones first.

    Args:
        package: The generated package.

    Raises:
        PipelineError: An enum is not written as expected.
    """
    for path in (*model_modules(package), *endpoint_modules(package)):
        source = Source(path)
        depth = len(path.relative_to(package).parts)
        used = {*_open_enums(source), *_decorate_unions(source)}
        if used:
            _import(source, f"from {'.' * depth}_enums import {', '.join(sorted(used))}")
            source.write()


def _open_enums(source: Source) -> Iterator[str]:
    for node in source.tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("check_"):
            match node:
                case ast.FunctionDef(
                    args=ast.arguments(args=[ast.arg("value", ast.Name("str" | "int" as kind))]),
                    body=[
                        ast.If(ast.Compare(ast.Name("value"), [ast.In()], [ast.Name()])),
                        ast.Raise() as end,
                    ],
                    returns=ast.Name(name),
                ):
                    source.put_before(end, _KEEP.format(kind=kind, name=name))
                case _:
                    raise source.unexpected(f"{node.name} is of another form")
            source.substitute(source.only_import("typing"), r"\bLiteral\b", "Literal, cast")
            yield "keeps"


def _decorate_unions(source: Source) -> Iterator[str]:
    """Decorate each `def _parse_…(data: object)` that an enum may decide, at whatever depth."""
    for node in ast.walk(source.tree):
        match node:
            case ast.FunctionDef(
                args=ast.arguments(args=[ast.arg("data", ast.Name("object"))]),
                returns=ast.expr() as result,
            ) if any(map(_reads_enums, ast.walk(node))):
                names = {each.id for each in ast.walk(result) if isinstance(each, ast.Name)}
                decorator = "known_first_or_raw" if "Any" in names else "known_first"
                source.put_before(node, f"{' ' * node.col_offset}@{decorator}")
                yield decorator


def _reads_enums(node: ast.AST) -> bool:
    match node:
        case ast.Call(ast.Name(name)):
            return name.startswith("check_")
        case ast.Call(ast.Attribute(attr="from_dict")):
            return True
    return False


def _import(source: Source, statement: str) -> None:
    last = None
    for node in source.tree.body:
        if not isinstance(node, ast.Import | ast.ImportFrom):
            break
        last = node
    if last is None:
        raise source.unexpected("it does not begin with imports")
    own = isinstance(last, ast.ImportFrom) and last.level
    source.put_after(last, statement if own else f"\n{statement}")
