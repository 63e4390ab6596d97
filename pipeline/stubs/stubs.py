"""Write the stub packages of every language (PEP 561), as editors read them."""

import ast
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.files import contents
from pipeline.packages import CLIENT, WRAPPER
from pipeline.parity.languages import languages
from pipeline.stubs.distribution import describe
from pipeline.stubs.fill import fill
from pipeline.translate.catalogs import read_catalog
from pipeline.translate.translate import wrapper_docstrings

HEADER = "# Written by `nox -s regenerate` from the source and its translations. Do not edit.\n"
# Editors wrap by themselves, and put a space where a line ended: wrong between Japanese letters.
UNWRAPPED = math.inf

Texts = Mapping[str, Mapping[str, str]]  # language -> `module:qualified.name` -> docstring


def wrapper_stubs(root: Path) -> dict[Path, bytes]:
    """Make the stubs of the wrapper alone, which is what a translation changes.

    Args:
        root: The project's root.

    Returns:
        What each file should hold.

    Raises:
        PipelineError: As `build_stubs` does.
    """
    # Both are drafted, since stubgen writes imports otherwise of a package that it does not see.
    packages = {root / "wrapper" / WRAPPER: _wrapper_texts(root), root / "generated" / CLIENT: {}}
    with tempfile.TemporaryDirectory() as folder:
        _stubs(packages, Path(folder))
        found = contents(Path(folder))
        return {root / "generated" / name: content for name, content in found.items()}


def build_stubs(root: Path, package: Path, texts: Texts, folder: Path) -> None:
    """Make a distribution with the stubs of both packages for every language but English.

    Args:
        root: The project's root; without a wrapper in it, as where generation alone is tried, there
            is nothing to make.
        package: The generated package.
        texts: Its docstrings, not wrapped.
        folder: Where to put the distributions, a folder for each: `stubs-ja`.

    Raises:
        PipelineError: The stub generator failed, or left something out.
    """
    wrapper = root / "wrapper" / WRAPPER
    if not (texts and (wrapper / "__init__.py").is_file()):
        return
    _stubs({wrapper: _wrapper_texts(root), package: texts}, folder)
    names = [f"{name}-stubs" for name in (WRAPPER, CLIENT)]
    for language in texts:
        catalog = read_catalog(root, language)
        for name, text in describe(root, language, catalog, names).items():
            path = folder / f"stubs-{language}" / name
            path.write_text(text, encoding="utf-8", newline="\n")


def _wrapper_texts(root: Path) -> Texts:
    return {language: wrapper_docstrings(root, language, UNWRAPPED) for language in languages(root)}


def _stubs(packages: Mapping[Path, Texts], folder: Path) -> list[Path]:
    targets = []
    with tempfile.TemporaryDirectory() as drafts:
        _draft(packages, Path(drafts))
        for package, texts in packages.items():
            for language, docstrings in texts.items():
                target = folder / f"stubs-{language}" / f"{package.name}-stubs"
                _complete(Path(drafts) / package.name, package, target, docstrings)
                targets.append(target)
    _format(targets)
    return targets


def _draft(packages: Iterable[Path], folder: Path) -> None:
    # It is compiled, so that `-m` does not find it. Private names too: what is public inherits from
    # them, and `client.call` needs those of an operation.
    command = ["-c", "from mypy.stubgen import main; main()", "--include-private", "--quiet"]
    _run("stubgen", [*command, "-o", str(folder), *map(str, packages)])


def _complete(draft: Path, package: Path, target: Path, docstrings: Mapping[str, str]) -> None:
    for path in sorted(package.rglob("*.py")):
        place = path.relative_to(package).with_suffix("")
        module = ".".join(part for part in place.parts if part != "__init__")
        own = {
            name.partition(":")[2]: text
            for name, text in docstrings.items()
            if name.partition(":")[0] == module
        }
        stub = ast.parse((draft / place).with_suffix(".pyi").read_text(encoding="utf-8"))
        try:
            fill(stub, ast.parse(path.read_text(encoding="utf-8")), own)
        except PipelineError as error:
            raise PipelineError(f"{package.name}/{place}.py: {error}") from None
        written = (target / place).with_suffix(".pyi")
        written.parent.mkdir(parents=True, exist_ok=True)
        text = HEADER + ast.unparse(ast.fix_missing_locations(stub)) + "\n"
        written.write_text(text, encoding="utf-8", newline="\n")
    # Pyright prefers typed packages to stubs if it finds both on different paths.
    (target / "py.typed").touch()


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
