# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from collections.abc import Awaitable, Callable, Iterator
from serverless_training.testing._document import (
    Json as Json,
    Operation as Operation,
    json_content as json_content,
    resolve as resolve,
)
from serverless_training.testing._examples import example as example
from serverless_training.testing._schemas import validator as validator
from starlette.responses import Response
from typing import Any

Endpoint = Callable[..., Awaitable[Response]]

def documented(endpoint: Endpoint, operation: Operation, document: Json) -> Endpoint: ...
def _shapes(operation: Operation, document: Json) -> Iterator[tuple[str, "_Shape"]]: ...

class _Shape:
    _media: Json
    _document: Json
    _validator: Any

    def __init__(self, media: Json, document: Json) -> None: ...
    def fitting(self, body: Any) -> Any: ...
