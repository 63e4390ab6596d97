"""Run schemathesis against the mock server, over a real socket, with a model that has checkpoints.

`nox -s contract` calls this; further arguments go to `st run`.
"""

import copy
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from serverless_training import Client
from serverless_training.testing import MockServer, RecordedRequest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


def with_overlay(spec: dict[str, Any], overlay: dict[str, Any]) -> dict[str, Any]:
    """Document statuses on which the published spec is silent.

    Args:
        spec: An OpenAPI document; not changed.
        overlay: Status to `reason` and `applies-to`: `secured` for operations that demand a key,
            `addressed` for those that take a path parameter or a cursor.

    Returns:
        A copy whose operations document these statuses too; what the spec says itself stays.
    """
    spec = copy.deepcopy(spec)
    for item in spec["paths"].values():
        for method in METHODS & item.keys():
            operation = item[method]
            parameters = item.get("parameters", []) + operation.get("parameters", [])
            applies = {
                "secured": bool(operation.get("security", spec.get("security"))),
                "addressed": any(
                    parameter["in"] == "path" or parameter["name"] == "after"
                    for parameter in parameters
                ),
            }
            for status, rule in overlay.items():
                if applies[rule["applies-to"]]:
                    operation["responses"].setdefault(status, {"description": rule["reason"]})
    return spec


def emptiness(requests: Sequence[RecordedRequest]) -> str | None:
    """Say what a run did not exercise, or `None` when it saw real pages.

    Args:
        requests: What the server was asked.

    Returns:
        One sentence when no page had items, or none was reached by a cursor.
    """
    full = [request for request in requests if request.items]
    if not full:
        return "No page with items was served: the run is green for nothing."
    if not any(request.query.get("after") for request in full):
        return "No page with items was reached by a cursor: paging was not exercised."
    return None


def main(arguments: Sequence[str]) -> int:
    """Run the contract tests.

    Args:
        arguments: Further arguments of `st run`.

    Returns:
        0 when the mock keeps the contract, another number otherwise.
    """
    spec = json.loads((ROOT / "openapi.json").read_text(encoding="utf-8"))
    overlay = tomllib.loads((HERE / "overlay.toml").read_text(encoding="utf-8"))
    with (
        MockServer(models=2, checkpoints=250, seed=7) as server,
        tempfile.TemporaryDirectory() as folder,
    ):
        model_id = server.model_ids[0]
        with Client(api_key=server.api_key, base_url=server.url) as client:
            checkpoints = client.checkpoints.list(model_id).collect()
        before = len(server.requests)
        schema, cursors = Path(folder, "openapi.json"), Path(folder, "cursors.txt")
        schema.write_text(json.dumps(with_overlay(spec, overlay)), encoding="utf-8")
        cursors.write_text("".join(f'"{item.id}"\n' for item in checkpoints), encoding="utf-8")
        # The settings name cursors.txt, which schemathesis looks for beside them.
        shutil.copy(HERE / "schemathesis.toml", folder)
        st = Path(sys.executable).with_name("st")
        command = [str(st), "run", str(schema), "--url", server.url, *arguments]
        environment = os.environ | {
            "CONTRACT_API_KEY": server.api_key,
            "CONTRACT_MODEL_ID": model_id,
        }
        run = subprocess.run(command, env=environment, cwd=folder, check=False)
        asked = server.requests[before:]
    served = sum(bool(request.items) for request in asked)
    print(f"{len(asked)} requests reached the mock; {served} answers were pages with items.")
    if run.returncode == 0 and (problem := emptiness(asked)):
        print(problem, file=sys.stderr)
        return 1
    return run.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
