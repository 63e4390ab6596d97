"""Run schemathesis against the mock server, over a real socket.

Twice: with a model that has checkpoints, since with random ids every listing is empty and the run
is green for nothing, and briefly with one that does not exist. `nox -s contract` calls this, and
passes its own arguments on to `st run`.
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
from http import HTTPStatus
from pathlib import Path
from typing import Any

from serverless_training import Client
from serverless_training.testing import MockServer, RecordedRequest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
KNOWN_MODEL, UNKNOWN_MODEL = "model-1", "no-such-model"
# For a model that does not exist, a few requests are enough, and 404 throughout is no warning.
RUNS = ((KNOWN_MODEL, ()), (UNKNOWN_MODEL, ("--max-examples", "5", "--warnings", "off")))
UNKNOWN_CURSORS = ["00000000-0000-4000-8000-000000000000", "no-such-cursor"]


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
        # Beside its operations, a Path Item Object holds texts and lists.
        for operation in (each for each in item.values() if isinstance(each, dict)):
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


def unexercised(requests: Sequence[RecordedRequest]) -> list[str]:
    """List what a run did not ask, however green it is.

    Args:
        requests: What the server was asked, and what it answered.

    Returns:
        One line for each thing that was not seen; empty when all of them were.
    """
    full = [request for request in requests if request.items]
    seen = {
        "a page with items": bool(full),
        "a page with items, reached by a cursor": any(r.query.get("after") for r in full),
        "a page with items, newest first": any(r.query.get("order") == "desc" for r in full),
        "a cursor that names nothing (404)": any(
            r.status == HTTPStatus.NOT_FOUND and r.query.get("after") for r in requests
        ),
        "a model that does not exist (404)": any(
            r.status == HTTPStatus.NOT_FOUND and UNKNOWN_MODEL in r.path for r in requests
        ),
        "a refused key (401)": any(r.status == HTTPStatus.UNAUTHORIZED for r in requests),
        "a refused parameter (422)": any(
            r.status == HTTPStatus.UNPROCESSABLE_ENTITY for r in requests
        ),
    }
    return [what for what, was_seen in seen.items() if not was_seen]


def main(arguments: Sequence[str]) -> int:
    """Run the contract tests.

    Args:
        arguments: Further arguments of `st run`.

    Returns:
        0 when the mock keeps the contract and was asked all that counts, another number otherwise.
    """
    spec = json.loads((ROOT / "openapi.json").read_text(encoding="utf-8"))
    overlay = tomllib.loads((HERE / "overlay.toml").read_text(encoding="utf-8"))
    with (
        MockServer(models=2, checkpoints=250, seed=7) as server,
        tempfile.TemporaryDirectory() as folder,
    ):
        with Client(api_key=server.api_key, base_url=server.url) as client:
            checkpoints = client.checkpoints.list(KNOWN_MODEL).collect()
        cursors = [*(str(item.id) for item in checkpoints[::50]), *UNKNOWN_CURSORS]
        lines = "".join(f'"{cursor}"\n' for cursor in cursors)
        Path(folder, "cursors.txt").write_text(lines, encoding="utf-8")
        # The settings name cursors.txt, which schemathesis looks for beside them.
        shutil.copy(HERE / "schemathesis.toml", folder)
        schema = Path(folder, "openapi.json")
        schema.write_text(json.dumps(with_overlay(spec, overlay)), encoding="utf-8")
        st = str(Path(sys.executable).with_name("st"))
        before = len(server.requests)
        codes = [
            subprocess.run(
                [st, "run", str(schema), "--url", server.url, *chosen, *arguments],
                env=os.environ | {"CONTRACT_API_KEY": server.api_key, "CONTRACT_MODEL_ID": model},
                cwd=folder,
                check=False,
            ).returncode
            for model, chosen in RUNS
        ]
        asked = server.requests[before:]
    served = sum(bool(request.items) for request in asked)
    print(f"{len(asked)} requests reached the mock; {served} answers were pages with items.")
    for what in unexercised(asked):
        print(f"Not exercised: {what}.", file=sys.stderr)
    return max(*codes, 1 if unexercised(asked) else 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
