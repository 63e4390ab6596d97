"""Environments that have what the tests import, with and without the stubs of a language."""

import subprocess
import sys
import sysconfig
import venv
from importlib.metadata import distributions
from pathlib import Path

import serverless_training
import serverless_training_client

from pipeline.parity.languages import languages

ROOT = Path(__file__).parent.parent
STUBS = {language: ROOT / "generated" / f"stubs-{language}" for language in languages(ROOT)}
PACKAGES = {
    package.__name__: Path(str(package.__file__)).parent
    for package in (serverless_training, serverless_training_client)
}


def environment(folder: Path, language: str) -> Path:
    """Make an environment with the stubs of a language.

    What the tests import, be it a wheel, an editable install or a folder, can be imported there.

    Args:
        folder: An empty folder.
        language: Language code; one that has no stubs, such as English, gets none.

    Returns:
        Its interpreter.
    """
    for each in STUBS:
        # Where it is found at all, no environment would be without it.
        assert not list(distributions(name=f"serverless-training-{each}")), "uninstall it"
    venv.create(folder, symlinks=True)
    variables = {"base": str(folder), "platbase": str(folder)}
    site = Path(sysconfig.get_path("purelib", "venv", variables))
    paths = [*(str(package.parent) for package in PACKAGES.values()), sysconfig.get_path("purelib")]
    (site / "tests.pth").write_text("\n".join(dict.fromkeys(paths)), encoding="utf-8")
    if language in STUBS:
        _install(STUBS[language], site)
    return Path(sysconfig.get_path("scripts", "venv", variables), "python")


def _install(project: Path, site: Path) -> None:
    # Without a network.
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(site)]
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check"]
    subprocess.run([*command, *options, str(project)], check=True)
