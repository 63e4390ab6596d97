"""Generate a package from a few schemas, and run code in a fresh process that imports it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from pipeline.generate.regenerate import regenerate

ROOT = Path(__file__).parent.parent


def reference(name: str) -> dict[str, str]:
    """Refer to a named schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def copy_settings(root: Path) -> None:
    """Copy what generation reads beside the specs, without names for classes of the project's own.

    Args:
        root: An empty folder.
    """
    shutil.copy(ROOT / "pyproject.toml", root)
    settings = YAML().load((ROOT / "generator-config.yaml").read_text(encoding="utf-8"))
    del settings["class_overrides"]
    with (root / "generator-config.yaml").open("w", encoding="utf-8") as file:
        YAML().dump(settings, file)


def generate(
    root: Path, schemas: dict[str, Any], paths: dict[str, Any] | None = None, **components: Any
) -> Path:
    """Do what `nox -s regenerate` does, in a project with a spec of these schemas.

    Args:
        root: An empty folder.
        schemas: Named schemas.
        paths: Path items by path.
        components: Components of other kinds.

    Returns:
        The folder to import `serverless_training_client` from.
    """
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": paths or {},
        "components": {"schemas": schemas, **components},
    }
    copy_settings(root)
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
