"""A second implementation of the API, right in another way than our mock; no code of ours in it.

FastAPI checks the parameters, the checkpoints are lists in memory. Where the spec is silent it
chose otherwise: 403 without a key, 200 with nothing for an unknown model, 422 for an unknown
cursor. It leaves out what the spec lets it leave out, and says more than the spec knows.

`python tests/other_server.py` prints its URL and serves until it is ended. With `--deletable` it
has a DELETE where checkpoints are listed, which the spec does not know; with `--busy-every N` it
answers each Nth request with 429.
"""

import argparse
import math
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import NAMESPACE_URL, uuid5

import uvicorn
from fastapi import Depends, FastAPI, Header, HTTPException, Query, Request, Response, status
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

KEY = "other-key-0123456789"
SIZES = {"model-1": 230, "model-2": 107, "tiny": 1, "untrained": 0}
PATH = "/v1/preview/models/{model_id}/checkpoints"

Item = dict[str, Any]


class Utf8(JSONResponse):
    """JSON whose content type names the encoding, as some servers do."""

    media_type = "application/json; charset=utf-8"


def checkpoint(model_id: str, index: int) -> Item:
    """Invent a checkpoint; the first has no metrics, and some steps come twice."""
    metrics = {"loss": math.exp(-index / 50), "epoch": index // 10} if index else {}
    return {
        "id": str(uuid5(NAMESPACE_URL, f"{model_id}/{index}")),
        "step": index // 2 * 7,
        "metrics": metrics,
        "created_at": f"2026-03-01T{index // 60 % 24:02}:{index % 60:02}:00Z",
    }


def authorized(authorization: Annotated[str | None, Header()] = None) -> None:
    """Let in who has the key: 403 without one, as older versions of FastAPI, 401 for another."""
    scheme, _, key = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        raise HTTPException(status.HTTP_403_FORBIDDEN, "Not authenticated")
    if key != KEY:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, headers={"WWW-Authenticate": "Bearer"})


def create_app(*, deletable: bool, busy_every: int) -> FastAPI:
    """Build the application.

    Args:
        deletable: Whether there is a DELETE where checkpoints are listed.
        busy_every: Which requests get 429; 0 for none.
    """
    app = FastAPI(default_response_class=Utf8)
    models = {
        name: [checkpoint(name, index) for index in range(size)] for name, size in SIZES.items()
    }
    numbers = count(1)

    @app.middleware("http")
    async def busy(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
        if busy_every and next(numbers) % busy_every == 0:
            return Utf8({"detail": "Slow down"}, 429, {"Retry-After": "0"})
        return await go_on(request)

    @app.get(PATH, dependencies=[Depends(authorized)])
    def list_checkpoints(
        model_id: str,
        after: str | None = None,
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
        order: Literal["asc", "desc"] = "asc",
    ) -> dict[str, Any]:
        items = models.get(model_id, [])
        if order == "desc":
            items = items[::-1]
        if after is not None and items:
            ids = [item["id"] for item in items]
            if after not in ids:
                raise RequestValidationError(
                    [{"type": "value_error", "loc": ("query", "after"), "msg": "No such item"}]
                )
            items = items[ids.index(after) + 1 :]
        data = items[:limit]
        ends = {"first_id": data[0]["id"], "last_id": data[-1]["id"]} if data else {}
        return {"data": data, "has_more": len(items) > limit, **ends, "total": len(items)}

    if deletable:

        @app.delete(PATH, dependencies=[Depends(authorized)])
        def delete_checkpoints(model_id: str) -> None:
            models.pop(model_id, None)

    return app


@contextmanager
def running(*options: str) -> Iterator[str]:
    """Run the server in a process of its own.

    Args:
        *options: As on the command line.

    Yields:
        Its URL.
    """
    command = [sys.executable, str(Path(__file__).resolve()), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            assert process.stdout
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def main() -> None:
    """Serve on a free port until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deletable", action="store_true")
    parser.add_argument("--busy-every", type=int, default=0, metavar="N")
    options = parser.parse_args()
    app = create_app(deletable=options.deletable, busy_every=options.busy_every)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
        uvicorn.Server(uvicorn.Config(app, log_level="error")).run(sockets=[listener])


if __name__ == "__main__":
    main()
