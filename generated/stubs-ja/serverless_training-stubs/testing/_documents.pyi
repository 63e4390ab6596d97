# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from starlette.responses import Response
from starlette.types import ASGIApp as ASGIApp, Receive as Receive, Scope as Scope, Send as Send

_NAME: Incomplete

def translations() -> dict[str, Traversable]: ...

class Documents:
    _app: ASGIApp
    _found: Mapping[str, Traversable]

    def __init__(self, app: ASGIApp, found: Mapping[str, Traversable]) -> None: ...
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None: ...

def _answer(file: Traversable, method: str) -> Response: ...
