"""What makes a folder of stub packages a distribution that pip installs."""

import json
import tomllib
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog

from pipeline.translate.catalogs import lookup

ABOUT = (
    "Docstrings of {project} for editors and type checkers, in this language: {language}. The stub "
    "packages (PEP 561) have the same signatures as the packages themselves; nothing changes at "
    "run time."
)
INSTALL = (
    "Two languages exclude each other, since their stub packages have the same names. Before you "
    "install another one, uninstall this one: `pip uninstall {distribution}`."
)
SENTENCES = (ABOUT, INSTALL)


def name_of(root: Path, language: str) -> str:
    """Name the distribution with the stubs of a language, after the project's."""
    return f"{_project(root)['name']}-{language.lower()}"


def describe(root: Path, language: str, catalog: Catalog, packages: list[str]) -> dict[str, str]:
    """Write the files beside the stub packages.

    Args:
        root: The project's root.
        language: Language code, as in the name of the spec.
        catalog: Its catalog, for the text that people see.
        packages: Names of the stub packages.

    Returns:
        `pyproject.toml`, `README.md` in the language and in English, and the project's `LICENSE`.
    """
    project = _project(root)
    code = catalog.locale or Locale(language)
    own, english = code.get_display_name(), code.get_display_name("en")
    name = name_of(root, language)
    values = {"project": project["name"], "distribution": name}
    translated = lookup({}, catalog)
    paragraphs = [
        *(translated(text).format(language=own, **values) for text in SENTENCES),
        *(text.format(language=english, **values) for text in SENTENCES),
    ]
    readme = "\n\n".join([f"# {name}", *paragraphs]) + "\n"
    settings = f"""\
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"

[project]
name = {_toml(name)}
version = {_toml(project["version"])}
description = {_toml(f"Docstrings of {project['name']} for editors: {english} ({own})")}
readme = "README.md"
license = {_toml(project["license"])}
license-files = ["LICENSE"]
requires-python = {_toml(project["requires-python"])}
classifiers = ["Typing :: Stubs Only"]

[tool.hatch.build.targets.wheel]
packages = {_toml(packages)}
"""
    licence = (root / "LICENSE").read_text(encoding="utf-8")
    return {"pyproject.toml": settings, "README.md": readme, "LICENSE": licence}


def _toml(value: object) -> str:
    # A JSON string or list of strings is TOML as well (TOML 1.0, "Basic strings").
    return json.dumps(value, ensure_ascii=False)


def _project(root: Path) -> dict[str, Any]:
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    project: dict[str, Any] = settings["project"]
    return project
