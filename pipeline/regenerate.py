"""Generate the client package from the specs, beside the old one, and swap when it succeeded."""

import filecmp
import importlib.metadata
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.catalogs import docstring_catalog, lookup, read_catalog
from pipeline.compare import compare
from pipeline.docstrings import package_docstrings
from pipeline.document import operations, with_prose
from pipeline.errors import PipelineError
from pipeline.names import short_operation_ids
from pipeline.reader import dump, load
from pipeline.results import declare_results, endpoint_modules, successes_only

PACKAGE = "serverless_training_client"
HEADER = "# Written by `nox -s regenerate` from openapi.json. Do not edit.\n"
# What every module ends with; English returns at once.
LOCALIZE = f"""
from {PACKAGE}._docstrings import localize as _localize

_localize({PACKAGE!r}, __name__)
"""


def languages(root: Path) -> dict[str, Path]:
    """Find the translated specs beside `openapi.json`.

    Args:
        root: The project's root.

    Returns:
        Language code to path, sorted by code; English is not among them.
    """
    paths = sorted(root.glob("openapi.*.json"))
    return {path.name.removeprefix("openapi.").removesuffix(".json"): path for path in paths}


def regenerate(root: Path) -> Path:
    """Write `generated/serverless_training_client` anew.

    The old package stays until the new one is complete, and comes back if the swap fails.

    Args:
        root: The project's root, with the specs and `generator-config.yaml`.

    Returns:
        The package's folder.

    Raises:
        PipelineError: A spec is unusable, a language differs in structure, or the generator failed
            or warned.
    """
    target = root / "generated" / PACKAGE
    target.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".") as folder:
        fresh = build(root, Path(folder))
        retired = Path(folder) / "retired"
        if target.exists():
            target.rename(retired)
        try:
            fresh.rename(target)
        except OSError:
            if retired.exists():
                retired.rename(target)
            raise
    return target


def drift(root: Path) -> list[str]:
    """Compare the checked-in package with a fresh generation.

    Args:
        root: The project's root; nothing in it is changed.

    Returns:
        `missing`, `extra` or `changed` with each file's path below the package; empty when equal.

    Raises:
        PipelineError: As `regenerate` does.
    """
    target = root / "generated" / PACKAGE
    with tempfile.TemporaryDirectory() as folder:
        fresh = build(root, Path(folder))
        here, there = _files(target), _files(fresh)
        return [
            *(f"extra   ../{name}" for name in _beside(target)),
            *(f"missing {name}" for name in sorted(there - here)),
            *(f"extra   {name}" for name in sorted(here - there)),
            *(
                f"changed {name}"
                for name in sorted(here & there)
                if not filecmp.cmp(target / name, fresh / name, shallow=False)
            ),
        ]


def build(root: Path, folder: Path) -> Path:
    """Generate the whole package: English code, and the docstrings of every other language.

    Args:
        root: The project's root.
        folder: An empty folder to work in.

    Returns:
        The package's folder, below `folder`.

    Raises:
        PipelineError: As `regenerate` does.
    """
    _check_tools(root)
    config = root / "generator-config.yaml"
    base = load(root / "openapi.json")
    named = short_operation_ids(base)
    package = _generate(named, config, folder / PACKAGE)
    _check_operations(base, package)
    declare_results(package, _generate(successes_only(named), config, folder / "2xx" / PACKAGE))
    texts = {"openapi.json": dump(base), "py.typed": HEADER}
    for language, path in languages(root).items():
        other = load(path)
        found = compare(base, other)
        if found.differences:
            raise PipelineError(
                f"{path.name} differs from openapi.json in {len(found.differences)} place(s), "
                f"first at {found.differences[0].pointer}. See `nox -s parity`."
            )
        document = short_operation_ids(with_prose(base, found.translations()))
        translated = _generate(document, config, folder / language / PACKAGE)
        texts[path.name] = dump(other)
        texts[f"docstrings.{language}.json"] = docstring_catalog(
            package_docstrings(package),
            package_docstrings(translated),
            # The spec's sentences are translated by now; what is left is the generator's own.
            lookup({}, read_catalog(root, language)),
            HEADER,
        )
    for path in package.rglob("*.py"):
        text = HEADER + path.read_text(encoding="utf-8") + LOCALIZE
        path.write_text(text, encoding="utf-8", newline="\n")
    template = Path(__file__).parent / "templates" / "docstrings.py"
    texts["_docstrings.py"] = HEADER + template.read_text(encoding="utf-8")
    for name, text in texts.items():
        (package / name).write_text(text, encoding="utf-8", newline="\n")
    return package


def _generate(document: dict[str, Any], config: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    spec = target.with_suffix(".json")
    spec.write_text(dump(document), encoding="utf-8")
    scripts = str(Path(sys.executable).parent)
    command = [
        *(sys.executable, "-m", "openapi_python_client", "generate", "--fail-on-warning"),
        *("--meta", "none", "--config", str(config)),
        *("--path", str(spec), "--output-path", str(target)),
    ]
    # The generator calls the first ruff on PATH, and reads its config in the locale's encoding.
    environment = os.environ | {
        "PATH": os.pathsep.join([scripts, os.environ.get("PATH", "")]),
        "PYTHONUTF8": "1",
    }
    run = subprocess.run(  # noqa: S603  our own interpreter, arguments from this function
        command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if run.returncode:
        raise PipelineError(f"openapi-python-client failed:\n{(run.stdout + run.stderr).strip()}")
    shutil.rmtree(target / ".ruff_cache", ignore_errors=True)
    return target


def _check_operations(document: dict[str, Any], package: Path) -> None:
    # Two operations whose names become one module overwrite each other without a warning.
    wanted = len(list(operations(document)))
    found = len(list(endpoint_modules(package)))
    if found != wanted:
        raise PipelineError(
            f"The spec has {wanted} operations, the generated package {found}: names collide. "
            "Compare the operation ids and tags that differ in case or punctuation alone."
        )


def _check_tools(root: Path) -> None:
    for name, wanted in _pins(root):
        try:
            found = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found = "none"
        if found != wanted:
            raise PipelineError(
                f"{name} {wanted} is needed, {found} is installed: other versions write other "
                "bytes. `nox -s regenerate` brings the right ones."
            )


def _pins(root: Path) -> Iterator[tuple[str, str]]:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    for requirement in project["dependency-groups"]["pipeline"]:
        if "==" in requirement:
            name, _, version = requirement.partition("==")
            yield name, version


def _beside(package: Path) -> list[str]:
    # Hidden folders are where `regenerate` works; one that was killed leaves its own behind.
    names = sorted(path.name for path in package.parent.glob("*"))
    return [name for name in names if name not in (PACKAGE, "__pycache__") and name[0] != "."]


def _files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
