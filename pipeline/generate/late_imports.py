"""Let models import each other once, after their classes, and not each time one is parsed."""

import ast
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.generate.source import Source, model_modules

_COMMENT = (
    "# Last, since models may refer to each other: an import that comes back here finds the class."
)


def move_imports_to_end(package: Path) -> None:
    """Move the imports that stand in functions, and those for type checkers, to the end.

    Annotations can be resolved then (`typing.get_type_hints`), and `from_dict` imports nothing.

    Args:
        package: The generated package.

    Raises:
        PipelineError: A model imports others in another way than expected.
    """
    for path in model_modules(package):
        source = Source(path)
        guards = [each for each in source.tree.body if isinstance(each, ast.If)]
        inner = list(_imports_of_functions(source))
        if guards or inner:
            _move(source, guards, inner)
            source.write()


def _move(source: Source, guards: list[ast.If], inner: list[ast.stmt]) -> None:
    match guards:
        case [ast.If(ast.Name("TYPE_CHECKING"), [*lines], [])] if _are_imports(lines):
            guarded = {ast.unparse(each) for each in lines}
        case _:
            raise source.unexpected("its imports for type checkers are not one block")
    if foreign := {ast.unparse(each) for each in inner} - guarded:
        raise source.unexpected(f"only a function has `{min(foreign)}`")
    for node in (*guards, *inner):
        source.drop(node)
    source.substitute(source.only_import("typing"), r"\bTYPE_CHECKING,\s*", "")
    block = textwrap.dedent("\n".join(map(source.segment, lines)))
    source.put_at_end(f"\n\n{_COMMENT}\n{block}")


def _imports_of_functions(source: Source) -> Iterator[ast.stmt]:
    for function in ast.walk(source.tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    if node not in function.body or not _are_imports([node]):
                        raise source.unexpected(f"line {node.lineno} imports in another way")
                    yield node


def _are_imports(nodes: Sequence[ast.stmt]) -> bool:
    return all(isinstance(each, ast.ImportFrom) and each.level for each in nodes)
