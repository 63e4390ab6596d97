"""Prove that the generated package holds all that the spec names, exactly once."""

import ast
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openapi_python_client.config import Config

from pipeline.errors import PipelineError
from pipeline.generate.generator import identifier, schema_classes
from pipeline.generate.mend import Mended
from pipeline.generate.names import without_names
from pipeline.generate.overrides import FILE
from pipeline.generate.resources import KINDS, resource_class
from pipeline.generate.rewriting import parameters
from pipeline.generate.source import endpoint_modules
from pipeline.parity.document import operations, values

# Imports the modules named on standard input, from the folder that its argument names, and looks
# up what their classes' annotations name and what they list in `__all__`.
_IMPORT = """
import importlib, sys, typing
sys.path.insert(0, sys.argv[1])
for name in sys.stdin.read().split():
    try:
        module = importlib.import_module(name)
        for each in vars(module).values():
            if isinstance(each, type) and each.__module__ == name:
                typing.get_type_hints(each)
        for each in getattr(module, "__all__", ()):
            getattr(module, each)
    except (Exception, SystemExit) as error:
        print(f"module {name}: {type(error).__name__}: {error}")
"""

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Endpoint:
    """What a generated module sends.

    Attributes:
        method: HTTP method, in lower case.
        url: Path template; parameters are called as in Python.
        parameters: Names of its arguments, `body` last where it has one.
    """

    method: str
    url: str
    parameters: tuple[str, ...]


def prove(mended: Mended, config: Config, package: Path) -> None:
    """Compare a generated package with its spec.

    Args:
        mended: The spec, and the document that the package was generated from.
        config: The generator's settings.
        package: The package's folder.

    Raises:
        PipelineError: An operation, its methods, a parameter or a named schema is missing or there
            twice, a module cannot be imported, or a value is lost or changed on its way; all of
            them are listed.
    """
    if found := faults(mended, config, package):
        raise PipelineError(
            "The generated package is not what the spec says:\n"
            + "".join(f"  {line}\n" for line in found)
            + f"Rename or rewrite what the generator trips over in {FILE}."
        )


def faults(mended: Mended, config: Config, package: Path) -> list[str]:
    """List what a generated package has lost, or has twice.

    Args:
        mended: The spec, and the document that the package was generated from.
        config: The generator's settings.
        package: The package's folder.

    Returns:
        One line for each operation, schema, property and module; none where the package is whole.
        Values are sent through a package only where it is whole otherwise.
    """
    document = mended.document
    found = [
        *operation_faults(document, [read_endpoint(path) for path in endpoint_modules(package)]),
        *method_faults(package),
        *schema_faults(document, config, package / "models"),
        *property_faults(document),
        *import_faults(package),
    ]
    return found or round_trip_faults(mended, config, package)


def operation_faults(document: dict[str, Any], endpoints: list[Endpoint]) -> Iterator[str]:
    """List operations that are not in exactly one module, or have lost a parameter there.

    Args:
        document: The document that was generated from.
        endpoints: What the generated modules send.

    Yields:
        One line for each.
    """
    modules: dict[tuple[str, str], list[Endpoint]] = {}
    for endpoint in endpoints:
        modules.setdefault((endpoint.method, without_names(endpoint.url)), []).append(endpoint)
    for path, method, operation in operations(document):
        name = f"operation {method.upper()} {path}"
        found = modules.get((method, without_names(path)), [])
        if len(found) != 1:
            yield f"{name}: in {len(found)} modules"
            continue
        wanted, got = _parameters(document, path, operation), found[0].parameters
        if len(wanted) != len(got):
            yield f"{name}: takes {', '.join(got) or 'nothing'} instead of {', '.join(wanted)}"


def _parameters(document: dict[str, Any], path: str, operation: dict[str, Any]) -> list[str]:
    names = [str(each["name"]) for each in parameters(document, path, operation)]
    return [*names, "body"] if "requestBody" in operation else names


def read_endpoint(path: Path) -> Endpoint:
    """Read from the source of a generated module what it sends.

    Args:
        path: A module below `api`.

    Returns:
        Method, path template and arguments of its `_get_kwargs`.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    [function] = (
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name == "_get_kwargs"
    )
    sent: dict[str, str] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Dict):
            for key, value in zip(node.value.keys, node.value.values, strict=True):
                match key, value:
                    case ast.Constant(str(name)), ast.Constant(str(text)):
                        sent[name] = text
                    # `"/v1/models/{model_id}".format(model_id=…)`, or ruff's short form of it
                    case ast.Constant(str(name)), ast.Call(ast.Attribute(ast.Constant(str(text)))):
                        sent[name] = text
                    case ast.Constant(str(name)), ast.JoinedStr(parts):
                        sent[name] = "".join(map(_template, parts))
    arguments = [*function.args.args, *function.args.kwonlyargs]
    names = [each.arg for each in arguments]
    return Endpoint(sent["method"], sent["url"], tuple(sorted(names, key="body".__eq__)))


def _template(part: ast.expr) -> str:
    """Write a part of `f"/v1/models/{write_segment(model_id)}"` as a path template has it."""
    match part:
        case ast.Constant(str(text)):
            return text
        case ast.FormattedValue(ast.Call(_, [ast.Name(name), *_])):
            return f"{{{name}}}"
    raise ValueError(ast.unparse(part))


def method_faults(package: Path) -> Iterator[str]:
    """List operations that are not exactly one method of each kind of client.

    Args:
        package: The package's folder.

    Yields:
        One line for each kind; and for each that does not have a tag.
    """
    clients = _classes(package / "api" / "__init__.py")
    modules = list(endpoint_modules(package))
    for tag in dict.fromkeys(path.parent for path in modules):
        classes = _classes(tag / "__init__.py")
        for kind in KINDS:
            resource = f"{kind}{resource_class(tag.name)}"
            called = Counter(map(_operation, classes.get(resource, ())))
            for name in (path.stem for path in modules if path.parent == tag):
                if called[name] != 1:
                    yield f"operation {name}: {called[name]} methods of {resource}"
            attributes = clients.get(f"{kind}Resources", ())
            made = {ast.unparse(each.returns) for each in attributes if each.returns}
            if f"_{tag.name}.{resource}" not in made:
                yield f"tag {tag.name}: no attribute of {kind}Resources makes {resource}"


def _classes(path: Path) -> dict[str, list[_Function]]:
    """Read the classes of a module, and the methods of each that do something."""
    return {
        node.name: [each for each in node.body if isinstance(each, _Function) and each.body[1:]]
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
    }


def _operation(method: _Function) -> str | None:
    """Read which operation a method of a resource sends."""
    for node in method.body:
        match node:
            case ast.ImportFrom(None, [ast.alias(name, "_operation")], 1):
                return name
    return None


def schema_faults(document: dict[str, Any], config: Config, models: Path) -> Iterator[str]:
    """List named schemas that the package does not define and export exactly once.

    Args:
        document: The document that was generated from.
        config: The generator's settings.
        models: The folder of the generated models.

    Yields:
        One line for each.
    """
    defined: Counter[str] = Counter()
    for path in models.glob("*.py"):
        if path.name != "__init__.py":
            defined.update(_definitions(ast.parse(path.read_text(encoding="utf-8"))))
    exported: Counter[str] = Counter()
    for node in ast.walk(ast.parse((models / "__init__.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            exported.update(alias.asname or alias.name for alias in node.names)
    classes = schema_classes(document, config)
    owners = Counter(str(each.name) for each in classes.values())
    for schema, found in classes.items():
        name = str(found.name)
        if (defined[name], exported[name], owners[name]) != (1, 1, 1):
            yield (
                f"schema {schema}: {name} is defined {defined[name]} times, exported "
                f"{exported[name]} times, for {owners[name]} schema(s)"
            )


def property_faults(document: dict[str, Any]) -> Iterator[str]:
    """List properties whose values would be lost while a model is read.

    The generator reads the items of a list `line` by way of a name `line_item`.

    Args:
        document: The document that was generated from.

    Yields:
        One line for each property that has such a name.
    """
    for at, schema, kind in values(document):
        properties = schema.get("properties") if isinstance(schema, dict) else None
        if kind != "schema" or not isinstance(properties, dict):
            continue
        names = {identifier(name): name for name in properties}
        for name in properties:
            for ending in ("_item", "_item_data"):
                if other := names.get(f"{identifier(name)}{ending}"):
                    yield f"schema {at}: the property {other} meets the items of {name}"


def _definitions(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        match node:
            case ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Subscript()):
                yield name  # `Order = Literal[…]`
            case ast.AnnAssign(target=ast.Name(id=name), annotation=ast.Name(id="TypeAlias")):
                yield name


def import_faults(package: Path) -> list[str]:
    """List modules that cannot be imported, or lack a name that they list or annotate with.

    Args:
        package: The package's folder.

    Returns:
        One line for each, with the error.
    """
    names = []
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        names.append(".".join(part for part in parts if part != "__init__"))
    run = subprocess.run(  # noqa: S603  our own interpreter and script
        [sys.executable, "-B", "-X", "utf8", "-c", _IMPORT, str(package.parent)],
        input="\n".join(names), capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return run.stdout.splitlines()


def round_trip_faults(
    mended: Mended, config: Config, package: Path, more: Mapping[str, list[Any]] | None = None
) -> list[str]:
    """List values that a package loses or changes, as `pipeline.generate.round_trip` finds them.

    Args:
        mended: The spec, and the document that the package was generated from.
        config: The generator's settings.
        package: The package's folder.
        more: Values to send beside those made of schemas, by the place that a line would name.

    Returns:
        One line for each place of the spec.
    """
    modules = {}
    for path in endpoint_modules(package):
        endpoint = read_endpoint(path)
        parts = path.relative_to(package.parent).with_suffix("").parts
        modules[endpoint.method, without_names(endpoint.url)] = ".".join(parts)
    classes = schema_classes(mended.document, config)
    known = mended.meant.get("components", {}).get("schemas") or {}  # not those that rules add
    job = {
        "folder": str(package.parent),
        "package": package.name,
        "document": mended.meant,
        "classes": {name: str(each.name) for name, each in classes.items() if name in known},
        "operations": [
            (path, method, modules[method, without_names(path)])
            for path, method, _ in operations(mended.meant)
        ],
        "more": more or {},
    }
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "job.json"
        place.write_text(json.dumps(job), encoding="utf-8")
        run = subprocess.run(  # noqa: S603  our own interpreter and program
            [sys.executable, "-B", "-m", "pipeline.generate.round_trip", str(place)],
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUTF8": "1"},
            capture_output=True, encoding="utf-8", check=True,
        )  # fmt: skip
    return [*dict.fromkeys(filter(None, run.stdout.splitlines()))]
