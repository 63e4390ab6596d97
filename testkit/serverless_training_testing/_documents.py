"""Serve the translations of the spec beside it."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from importlib.resources import files
from importlib.resources.abc import Traversable

from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

_NAME = re.compile(r"openapi\.[^.]+\.json")


def translations() -> dict[str, Traversable]:
    """Find the packaged spec in the languages that it is published in, besides English."""
    package = files("serverless_training_client")
    return {f"/{file.name}": file for file in package.iterdir() if _NAME.fullmatch(file.name)}


class Documents:
    """Answer some paths with JSON files, and leave the others to an application."""

    def __init__(self, app: ASGIApp, found: Mapping[str, Traversable]) -> None:
        self._app = app
        self._found = found

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        file = self._found.get(scope["path"])
        answer = _answer(file, scope["method"]) if file else self._app
        await answer(scope, receive, send)


def _answer(file: Traversable, method: str) -> Response:
    if method in ("GET", "HEAD"):
        return Response(file.read_bytes(), media_type="application/json")
    status = HTTPStatus.METHOD_NOT_ALLOWED
    return JSONResponse({"detail": status.phrase}, status, {"Allow": "GET, HEAD"})
