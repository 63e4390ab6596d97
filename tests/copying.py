"""Copy the project, and run its steps there."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from pipeline.packages import SOURCES

ROOT = Path(__file__).parent.parent
PARTS = ("pipeline", *SOURCES.values())


def copy_project(folder: Path) -> Path:
    """Copy the specs, all packages, the pipeline and what they read.

    Args:
        folder: An empty folder.

    Returns:
        The copy's root: the folder.
    """
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for pattern in ("*.json", "*.yaml", "*.md", "LICENSE", "pyproject.toml"):
        for path in ROOT.glob(pattern):
            shutil.copy(path, folder)
    return folder


def run_step(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m pipeline` in a copy of the project, as a process."""
    return run_python(root, "-m", "pipeline", *arguments)


def run_python(root: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python with what a copy of the project has, before anything that is installed.

    Args:
        root: The copy's root.
        arguments: For the interpreter.
        variables: Environment variables.

    Returns:
        How it ended, and what it said.
    """
    places = [*(root / folder for folder in SOURCES.values()), root]
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        env=os.environ
        | {"PYTHONPATH": os.pathsep.join(map(str, places)), "PYTHONUTF8": "1"}
        | variables,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
