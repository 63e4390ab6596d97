"""Give named schemas that are no class a name in the generated package all the same.

The generator writes what they stand for wherever they are used, and nothing under their own name.
"""

import ast
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openapi_python_client.config import Config
from openapi_python_client.parser.properties import Class, Property

from pipeline.generate.generator import named_properties, parse_spec, schema_classes

# What a type may name that the generator's own templates import for themselves.
_TEMPLATES = ("from typing import Any", "from typing import Literal", "from ..types import File")


def write_aliases(document: Mapping[str, Any], config: Config, package: Path) -> None:
    """Write a module with a type alias for each named schema that is no class.

    Args:
        document: The document that the package was generated from.
        config: The generator's settings.
        package: The generated package; `models` gains modules, its `__init__` their names.
    """
    made = named_properties(document, config)
    _, classes = parse_spec(document, config)
    written = {each.class_info.name for each in classes}
    aliases = {
        name: (schema_class, made[name])
        for name, schema_class in schema_classes(document, config).items()
        if name in made and schema_class.name not in written
    }
    models = package / "models"
    for schema_class, value in aliases.values():
        path = models / f"{schema_class.module_name}.py"
        path.write_text(_module(schema_class, value), encoding="utf-8", newline="\n")
    if aliases:
        _export(models / "__init__.py", [schema_class for schema_class, _ in aliases.values()])


def _module(schema_class: Class, value: Property) -> str:
    meaning = value.get_type_string(no_optional=True).as_unembedded_code()
    offered = {*_TEMPLATES, *value.get_imports(prefix=".."), *value.get_lazy_imports(prefix="..")}
    used = sorted(line for line in offered if line.split()[-1] in re.findall(r"\w+", meaning))
    foreign = [line for line in used if not line.startswith("from .")]
    own = [line for line in used if line.startswith("from .")]
    blocks = [[*foreign, "from typing import TypeAlias"], own]
    imports = "\n\n".join("\n".join(block) for block in blocks if block)
    return f"{imports}\n\n{schema_class.name}: TypeAlias = {meaning}\n"


def _export(path: Path, classes: list[Class]) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstring = ast.get_docstring(tree)
    imports = [ast.unparse(node) for node in tree.body if isinstance(node, ast.ImportFrom)]
    names = [
        alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names
    ]
    imports += [f"from .{each.module_name} import {each.name}" for each in classes]
    names += [str(each.name) for each in classes]
    rows = "\n".join(imports)
    listing = "".join(f"    {name!r},\n" for name in sorted(names))
    path.write_text(
        f'"""{docstring}"""\n\n{rows}\n\n__all__ = (\n{listing})\n', encoding="utf-8", newline="\n"
    )
