"""Write the stub packages of every language (PEP 561), as editors read them."""

import ast
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.files import contents
from pipeline.packages import CLIENT, package_folder
from pipeline.parity.languages import languages
from pipeline.stubs.distribution import describe
from pipeline.stubs.modules import Module
from pipeline.stubs.public import Library
from pipeline.translate.catalogs import read_catalog
from pipeline.translate.translate import written_docstrings

HEADER = "# Written by `nox -s regenerate` from the source and its translations. Do not edit.\n"
# Editors wrap by themselves, and put a space where a line ended: wrong between Japanese letters.
UNWRAPPED = math.inf

Texts = Mapping[str, Mapping[str, str]]  # language -> `module:qualified.name` -> docstring


def written_stubs(root: Path) -> dict[Path, bytes]:
    """Make the stubs of what is written by hand, which is what a translation changes.

    Args:
        root: The project's root.

    Returns:
        What each file should hold.

    Raises:
        PipelineError: As `build_stubs` does.
    """
    with tempfile.TemporaryDirectory() as folder:
        _stubs({**_written_texts(root), package_folder(root, CLIENT): {}}, Path(folder))
        found = contents(Path(folder))
        return {root / "generated" / name: content for name, content in found.items()}


def build_stubs(root: Path, package: Path, texts: Texts, folder: Path) -> None:
    """Make a distribution with the stubs of all packages for every language but English.

    Args:
        root: The project's root; without the core in it, as where generation alone is tried, there
            is nothing to make.
        package: The generated package.
        texts: Its docstrings, not wrapped.
        folder: Where to put the distributions, a folder for each: `stubs-ja`.

    Raises:
        PipelineError: The stub generator failed, or left something out.
    """
    written = _written_texts(root)
    if not (texts and written):
        return
    _stubs({**written, package: texts}, folder)
    names = [f"{each.name}-stubs" for each in (*written, package)]
    for language in texts:
        catalog = read_catalog(root, language)
        for name, text in describe(root, language, catalog, names).items():
            path = folder / f"stubs-{language}" / name
            path.write_text(text, encoding="utf-8", newline="\n")


def _written_texts(root: Path) -> dict[Path, Texts]:
    found: dict[Path, dict[str, Mapping[str, str]]] = {}
    for language in languages(root):
        for package, texts in written_docstrings(root, language, UNWRAPPED).items():
            found.setdefault(package, {})[language] = texts
    return {**found}


def _stubs(packages: Mapping[Path, Texts], folder: Path) -> None:
    """Write the stubs of all public modules, in each language that a package has texts in."""
    with tempfile.TemporaryDirectory() as drafts:
        _draft(packages, Path(drafts))
        modules = {each.name: each for package in packages for each in _read(package, Path(drafts))}
    targets = set()
    for language in sorted({language for texts in packages.values() for language in texts}):
        docstrings: dict[str, dict[str, str]] = {}
        for package, texts in packages.items():
            for name, text in texts.get(language, {}).items():
                module, _, place = name.partition(":")
                full = f"{package.name}.{module}".rstrip(".")
                docstrings.setdefault(full, {})[place] = text
        for name, stub in Library(modules, docstrings).write().items():
            top, *inner = name.split(".")
            if any(
                package.name == top and language in texts for package, texts in packages.items()
            ):
                target = folder / f"stubs-{language}" / f"{top}-stubs"
                targets.add(target)
                _write(target.joinpath(*inner), stub, is_package=modules[name].is_package)
                # Pyright prefers typed packages to stubs if it finds both on different paths.
                (target / "py.typed").touch()
    _format(sorted(targets))


def _read(package: Path, drafts: Path) -> Iterator[Module]:
    for path in sorted(package.rglob("*.py")):
        place = path.relative_to(package.parent)
        draft = (drafts / place).with_suffix(".pyi").read_text(encoding="utf-8")
        parts = place.with_suffix("").parts
        is_package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if is_package else parts)
        source = ast.parse(path.read_text(encoding="utf-8"))
        yield Module(name, ast.parse(draft), source, is_package=is_package)


def _write(place: Path, stub: ast.Module, *, is_package: bool) -> None:
    path = place / "__init__.pyi" if is_package else place.with_suffix(".pyi")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{HEADER}{ast.unparse(stub)}\n", encoding="utf-8", newline="\n")


def _draft(packages: Iterable[Path], folder: Path) -> None:
    # It is compiled, so that `-m` does not find it. Private names too: what is public inherits from
    # them, and `client.call` needs those of an operation.
    command = ["-c", "from mypy.stubgen import main; main()", "--include-private", "--quiet"]
    _run("stubgen", [*command, "-o", str(folder), *map(str, packages)])


def _format(folders: Sequence[Path]) -> None:
    # As for the package itself: nothing around may change a byte.
    settings = ("--isolated", "--no-cache", "--no-respect-gitignore", "--config", "exclude=[]")
    places = map(str, folders)
    _run("ruff", ["-m", "ruff", "format", "--quiet", "--line-length=100", *settings, *places])


def _run(name: str, command: Sequence[str]) -> None:
    run = subprocess.run(  # noqa: S603  our own interpreter, arguments from this module
        [sys.executable, *command],
        env=os.environ | {"PYTHONUTF8": "1"}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if run.returncode:
        raise PipelineError(f"{name} failed: {(run.stdout + run.stderr).strip()}")
