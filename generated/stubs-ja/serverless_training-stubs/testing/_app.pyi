# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete
from collections.abc import Awaitable, Callable, Mapping
from serverless_training.testing._body import Body as Body, check_body as check_body, parse as parse
from serverless_training.testing._document import (
    Json as Json,
    Operation as Operation,
    TEMPLATE as TEMPLATE,
    json_content as json_content,
    operations as operations,
    responses as responses,
)
from serverless_training.testing._examples import example as example
from serverless_training.testing._listing import (
    Listing as Listing,
    answer as answer,
    listing as listing,
)
from serverless_training.testing._parameters import (
    Fault as Fault,
    Parameter as Parameter,
    check as check,
)
from serverless_training.testing._recorder import (
    RecordedRequest as RecordedRequest,
    Recorder as Recorder,
)
from serverless_training.testing._store import NotStoredError as NotStoredError, Store as Store
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp as ASGIApp
from typing import Any

Endpoint = Callable[[Request], Awaitable[Response]]
Values = Mapping[tuple[str, str], Any]
_Reply = Callable[[Request, Values], Response]
_DEFAULT_LIMIT: Incomplete
_LARGEST_LIMIT: Incomplete

def create_app(
    document: Json, store: Store, *, api_key: str, requests: list[RecordedRequest]
) -> ASGIApp: ...
def _templated_segments(path: str) -> list[bool]: ...
def _route(path: str, endpoints: Mapping[str, Endpoint]) -> Route: ...
def _endpoint(operation: Operation, document: Json, store: Store, api_key: str) -> Endpoint: ...
def authenticate(authorization: str, api_key: str) -> None: ...
def _parsed(content: bytes) -> tuple[Any, list[Fault]]: ...
def _page(paged: Listing, store: Store) -> _Reply: ...
def _canned(operation: Operation, document: Json) -> _Reply: ...
def _invalid(faults: list[Fault]) -> Response: ...
async def _problem(_: Request, error: Exception) -> Response: ...
