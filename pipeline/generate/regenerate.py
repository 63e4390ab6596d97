"""Generate the client package from the specs, beside the old one, and swap when it succeeded."""

import importlib.metadata
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from openapi_python_client.config import Config

from pipeline.errors import PipelineError
from pipeline.files import contents, replace_folder, work_folder
from pipeline.generate.aliases import write_aliases
from pipeline.generate.complaints import explained
from pipeline.generate.containers import check_containers
from pipeline.generate.generator import class_of, read_config
from pipeline.generate.late_imports import move_imports_to_end
from pipeline.generate.lazy import import_lazily
from pipeline.generate.mappings import write_mappings
from pipeline.generate.mend import Mended, mend
from pipeline.generate.overrides import FILE as OVERRIDES
from pipeline.generate.overrides import Override, read_overrides
from pipeline.generate.proof import prove
from pipeline.generate.resources import check_names
from pipeline.generate.shown import show_models
from pipeline.generate.unknown_values import keep_unknown_values
from pipeline.generate.wire import check_wire
from pipeline.packages import CLIENT
from pipeline.parity.compare import Comparison, compare
from pipeline.parity.document import with_prose
from pipeline.parity.lag import Lag, lag
from pipeline.parity.languages import languages
from pipeline.parity.reader import dump, load
from pipeline.stubs.stubs import UNWRAPPED, build_stubs
from pipeline.text import count
from pipeline.told import told
from pipeline.translate.catalogs import (
    docstring_catalog,
    localized_docstrings,
    lookup,
    read_catalog,
)
from pipeline.translate.docstrings import package_docstrings

FOLDER = "generated"
CONFIG = "generator-config.yaml"
HEADER = "# Written by `nox -s regenerate` from openapi.json. Do not edit.\n"
# The generator writes this into a docstring, which is translated: it must not change with the spec.
TITLE = "the W&B Serverless Training API"
# What every module ends with; English returns at once.
LOCALIZE = f"""
from {CLIENT}._docstrings import localize as _localize

_localize({CLIENT!r}, __name__)
"""


def regenerate(root: Path, *, incomplete: bool = False) -> tuple[Path, list[Override]]:
    """Write `generated/` anew: the package, and the stubs of all packages.

    The old one stays until the new one is complete and proven, and then gives way in one step.

    Args:
        root: The project's root, with the specs, `generator-config.yaml` and overrides.
        incomplete: Whether a language may lag behind: English stands in for what it lacks, and what
            English has dropped is left out.

    Returns:
        The package's folder, and what had to be changed in the spec before it was generated.

    Raises:
        PipelineError: A spec is unusable, a language differs in structure, or the generator failed,
            warned, or lost something.
    """
    (root / FOLDER).mkdir(exist_ok=True)
    with work_folder(root) as work:
        fresh, mended = build(root, work, incomplete=incomplete)
        replace_folder(root, work, fresh, root / FOLDER)
    return root / FOLDER / CLIENT, mended.notable()


def drift(root: Path, *, incomplete: bool = False) -> list[str]:
    """Compare `generated/` as it is checked in with a fresh generation.

    Args:
        root: The project's root; nothing in it is changed.
        incomplete: As `regenerate` has it.

    Returns:
        `missing`, `extra` or `changed` with each file's path below `generated/`; empty when equal.

    Raises:
        PipelineError: As `regenerate` does.
    """
    target = root / FOLDER
    with tempfile.TemporaryDirectory() as folder:
        fresh, _ = build(root, Path(folder), incomplete=incomplete)
        here, there = contents(target), contents(fresh)
        return [
            *(f"missing {name}" for name in sorted(there.keys() - here)),
            *(f"extra   {name}" for name in sorted(here.keys() - there)),
            *(
                f"changed {name}"
                for name in sorted(here.keys() & there)
                if here[name] != there[name]
            ),
        ]


def build(root: Path, folder: Path, *, incomplete: bool = False) -> tuple[Path, Mended]:
    """Generate the whole package: English code, and the docstrings of every other language.

    Args:
        root: The project's root.
        folder: An empty folder to work in.
        incomplete: As `regenerate` has it.

    Returns:
        The new `generated/`, below `folder`, and the document that it was generated from.

    Raises:
        PipelineError: As `regenerate` does.
    """
    _check_tools(root)
    config_file = root / CONFIG
    config, overrides = read_config(config_file), read_overrides(root)
    base = load(root / "openapi.json")
    mended = mend(base, config, overrides)
    check_names(mended.document)
    check_wire(mended.document)
    documents = {"base": mended.document}
    texts = {"openapi.json": dump(base), "py.typed": HEADER}
    for language, path in languages(root).items():
        other = load(path)
        found = compare(base, other)
        if found.differences:
            _check_lag(path.name, found, lag(base, other, found), incomplete=incomplete)
        localized = with_prose(base, found.translations())
        documents[language] = mend(localized, config, overrides).document
        texts[path.name] = dump(other)
    with told(f"Generating {count(len(documents), 'package')}"):
        packages = _generate(documents, config_file, folder)
    package = _finish(packages, mended, config)
    _check_classes(config, package)
    for_stubs = {}
    for language in languages(root):
        wrapped, for_stubs[language] = _docstrings(root, language, package, packages[language])
        texts[f"docstrings.{language}.json"] = docstring_catalog(wrapped, HEADER)
    _write(package, texts)
    try:
        with told("Looking for each part of the spec in what was generated"):
            prove(mended, config, package)
    except PipelineError as error:
        raise PipelineError(explained(str(error), mended.document, config)) from error
    fresh = folder / FOLDER
    fresh.mkdir()
    package = package.rename(fresh / CLIENT)
    with told("Writing stubs for editors"):
        build_stubs(root, package, for_stubs, fresh)
    return fresh, mended


def write_package(mended: Mended, config: Config, config_file: Path, folder: Path) -> Path:
    """Generate the package alone, in English.

    Args:
        mended: The document that it is generated from.
        config: The generator's settings.
        config_file: The file that holds them.
        folder: An empty folder.

    Returns:
        The package's folder.

    Raises:
        PipelineError: The generator failed, or warned.
    """
    packages = _generate({"base": mended.document}, config_file, folder)
    package = _finish(packages, mended, config)
    _write(package, {"py.typed": HEADER})
    return package


def _finish(packages: Mapping[str, Path], mended: Mended, config: Config) -> Path:
    """Change what the generator wrote; of other languages only what has docstrings."""
    package = packages["base"]
    keep_unknown_values(package)
    for each in packages.values():
        write_mappings(each)
    check_containers(package)
    show_models(package)
    move_imports_to_end(package)
    write_aliases(mended.document, config, package)
    import_lazily(package)
    return package


def _check_classes(config: Config, package: Path) -> None:
    """Refuse names that the settings give to classes which the spec does not have (any more)."""
    made = {path.stem for path in (package / "models").glob("*.py")}
    for old in config.class_overrides:
        chosen = class_of(old, config)
        name = chosen.name
        if chosen.module_name not in made:
            raise PipelineError(
                f"{CONFIG}: class_overrides gives the schema {old} the class {name}, and no schema "
                f"of the spec would be the class {old}. Was it renamed? Write its new name in the "
                f"place of {old}, or delete the entry, and {name} where it is named by hand in "
                "wrapper/serverless_training."
            )


def _check_lag(name: str, found: Comparison, behind: Lag, *, incomplete: bool) -> None:
    """Refuse a language that contradicts English, and one that lags behind unless it may."""
    if against := behind.contradictions:
        raise PipelineError(
            f"{name} contradicts openapi.json in {count(len(against), 'place')}, first at "
            f"{against[0].place}. `nox -s parity` lists them all; its publisher has to mend them."
        )
    if not incomplete:
        raise PipelineError(
            f"{name} lags behind openapi.json, first at {found.differences[0].place}: {behind}. "
            "`nox -s regenerate -- --incomplete` lets English stand in for what it lacks, and "
            "leaves out what English has not."
        )


def _docstrings(
    root: Path, language: str, package: Path, other: Path
) -> tuple[dict[str, str], dict[str, str]]:
    """Pair the docstrings of two generations: those that `help` shows, and those for editors."""
    # The spec's sentences are translated by now; what is left is the generator's own.
    look_up = lookup({}, read_catalog(root, language))
    english, texts = package_docstrings(package), package_docstrings(other)
    translated = partial(localized_docstrings, english, texts, look_up)
    return translated(), translated(width=UNWRAPPED)


def _write(package: Path, texts: dict[str, str]) -> None:
    """Give each module its first and last lines, and put other files beside them."""
    for path in package.rglob("*.py"):
        text = HEADER + path.read_text(encoding="utf-8") + LOCALIZE
        path.write_text(text, encoding="utf-8", newline="\n")
    for template in sorted((Path(__file__).parent / "templates").glob("[a-z]*.py")):
        texts[f"_{template.name}"] = HEADER + template.read_text(encoding="utf-8")
    for name, text in texts.items():
        (package / name).write_text(text, encoding="utf-8", newline="\n")


def _generate(
    documents: Mapping[str, dict[str, Any]], config_file: Path, folder: Path
) -> dict[str, Path]:
    packages = {name: folder / name / CLIENT for name in documents}
    places = []
    for name, target in packages.items():
        target.parent.mkdir(parents=True)
        spec = target.with_suffix(".json")
        info = documents[name].get("info", {}) | {"title": TITLE}
        spec.write_text(dump(documents[name] | {"info": info}), encoding="utf-8")
        places += [str(spec), str(target)]
    # The generator calls the first ruff on PATH, reads files in the locale's encoding, and writes
    # the types of a union in the order of a set where they differ in case alone.
    scripts = str(Path(sys.executable).parent)
    environment = os.environ | {
        "PATH": os.pathsep.join([scripts, os.environ.get("PATH", "")]),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    run = subprocess.run(  # noqa: S603  our own interpreter, arguments from this function
        [sys.executable, "-m", "pipeline.generate.program", str(config_file), *places],
        env=environment, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if run.returncode:
        base, said = next(iter(documents.values())), (run.stdout + run.stderr).strip()
        raise PipelineError(
            "openapi-python-client would lose something:\n"
            f"{explained(said, base, read_config(config_file))}\n"
            f"Rename or rewrite it in {OVERRIDES}."
        )
    return packages


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
