"""Generate a package from a few schemas, and run code in a fresh process that imports it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from pipeline.generate.regenerate import regenerate

ROOT = Path(__file__).parent.parent
INPUTS = ("generator-config.yaml", "pyproject.toml")


def reference(name: str) -> dict[str, str]:
    """Refer to a named schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def generate(root: Path, schemas: dict[str, Any], paths: dict[str, Any] | None = None) -> Path:
    """Do what `nox -s regenerate` does, in a project with a spec of these schemas.

    Args:
        root: An empty folder.
        schemas: Named schemas.
        paths: Path items by path.

    Returns:
        The folder to import `serverless_training_client` from.
    """
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": paths or {},
        "components": {"schemas": schemas},
    }
    for name in INPUTS:
        shutil.copy(ROOT / name, root)
    (root / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
    package, _ = regenerate(root)
    return package.parent


def printed(folder: Path, code: str, *options: str, stdin: str = "", **variables: str) -> str:
    """Run code in a fresh process, and give what it printed.

    Args:
        folder: What it imports from before anything else.
        code: What it runs.
        options: For the interpreter.
        stdin: What it reads.
        variables: Environment variables.

    Returns:
        Its standard output; a failure raises.
    """
    given = {"PYTHONPATH": str(folder), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, *options, "-c", code], input=stdin, env=os.environ | given | variables,
        capture_output=True, encoding="utf-8", check=True,
    ).stdout  # fmt: skip
