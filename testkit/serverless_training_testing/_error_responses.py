"""Give the failures of an operation the shape that the spec documents for them."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from serverless_training_testing._document import Json, SpecOperation, json_content, resolve
from serverless_training_testing._examples import example
from serverless_training_testing._schemas import validator

Endpoint = Callable[..., Awaitable[Response]]


def documented(endpoint: Endpoint, operation: SpecOperation, document: Json) -> Endpoint:
    """Give the failures of an endpoint their documented shape."""
    shapes = dict(_shapes(operation, document))

    async def shaped(*arguments: Any) -> Response:
        try:
            return await endpoint(*arguments)
        except HTTPException as error:
            status, detail, headers = error.status_code, error.detail, error.headers
        named = (str(status), f"{status // 100}XX", "DEFAULT")
        shape = next((shapes[name] for name in named if name in shapes), None)
        body = {"detail": detail}
        return JSONResponse(shape.fitting(body) if shape else body, status, headers)

    return shaped


def _shapes(operation: SpecOperation, document: Json) -> Iterator[tuple[str, "_Shape"]]:
    for status, unresolved in operation.definition.get("responses", {}).items():
        media = json_content(resolve(unresolved, document))
        if media and not status.startswith("2"):
            yield status.upper(), _Shape(media, document)


class _Shape:
    """What a response documents; compiled when it is first asked for, which few are."""

    def __init__(self, media: Json, document: Json) -> None:
        self._media = media
        self._document = document
        self._validator: Any = None

    def fitting(self, body: Any) -> Any:
        """Give back a body that fits, and else one that does."""
        schema = self._media.get("schema")
        if self._validator is None:
            self._validator = validator(schema, self._document)
        if self._validator.is_valid(body):
            return body
        return (
            self._media["example"] if "example" in self._media else example(schema, self._document)
        )
