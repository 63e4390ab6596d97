"""Let a package import its names when they are first asked for (PEP 562).

Type checkers, editors and griffe see the very imports that the generator wrote.
"""

import ast
from pathlib import Path

from pipeline.generate.source import Source

_LAZY = """\
from typing import TYPE_CHECKING

if TYPE_CHECKING:
{imports}
else:
    _MODULES = {{
{modules}
    }}

    def __getattr__(name):
        from importlib import import_module

        if name in _MODULES:
            module = import_module(f".{{_MODULES[name]}}", __name__)
            value = globals()[name] = getattr(module, name)
            return value
        if name in _MODULES.values():
            return import_module(f".{{name}}", __name__)
        raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")

    def __dir__():
        # Without these two functions, which `help` would list.
        return sorted({{*globals(), *_MODULES}} - {{"__dir__", "__getattr__"}})
"""


def import_lazily(package: Path) -> None:
    """Make a package and its models import nothing until a name is asked for.

    A module of theirs is found as an attribute, too, as if it had been imported.

    Args:
        package: The generated package; `__all__` of both is kept.

    Raises:
        PipelineError: One of the two holds other things than a docstring, imports from its own
            modules, and `__all__`.
    """
    for path in (package / "__init__.py", package / "models" / "__init__.py"):
        source = Source(path)
        match source.tree.body:
            case [ast.Expr(ast.Constant(str()))]:
                pass  # a spec without schemas
            case [
                ast.Expr(ast.Constant(str())),
                *imports,
                ast.Assign([ast.Name("__all__")]) as end,
            ]:
                _make_lazy(source, imports, end)
            case _:
                raise source.unexpected("it has no docstring or no __all__")


def _make_lazy(source: Source, imports: list[ast.stmt], end: ast.Assign) -> None:
    owners: dict[str, str] = {}
    for node in imports:
        match node:
            case ast.ImportFrom(str(module), names, level=1) if "." not in module:
                owners |= {alias.asname or alias.name: module for alias in names}
            case _:
                raise source.unexpected(f"line {node.lineno} is no import of its own")
        source.drop(node)
    if sorted(owners) != sorted(ast.literal_eval(end.value)):
        raise source.unexpected("what it imports is not what __all__ lists")
    text = _LAZY.format(
        imports="\n".join(f"    {ast.unparse(node)}" for node in imports),
        modules="\n".join(f'        "{name}": "{owners[name]}",' for name in sorted(owners)),
    )
    source.put_before(end, text)
    source.write()
