# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from serverless_training.testing._body import Body as Body, check_body as check_body, parse as parse
from serverless_training.testing._document import (
    Json as Json,
    Operation as Operation,
    TEMPLATE as TEMPLATE,
    json_content as json_content,
    operations as operations,
    path_pattern as path_pattern,
    responses as responses,
)
from serverless_training.testing._examples import example as example
from serverless_training.testing._listing import (
    Envelope as Envelope,
    Listing as Listing,
    listing as listing,
)
from serverless_training.testing._parameters import (
    Fault as Fault,
    Parameter as Parameter,
    check as check,
)
from serverless_training.testing._problems import documented as documented
from serverless_training.testing._store import NotStoredError as NotStoredError, Store as Store
from starlette.datastructures import QueryParams
from starlette.responses import Response
from starlette.types import ASGIApp as ASGIApp, Receive, Scope, Send as Send
from typing import Any

Endpoint = Callable[[Scope, Receive, Sequence[str]], Awaitable[Response]]
Values = Mapping[tuple[str, str], Any]
_Reply = Callable[[Scope, Values], Response]
_Reader = Callable[[Scope], Mapping[str, Any]]
_DEFAULT_LIMIT: Incomplete
_LARGEST_LIMIT: Incomplete

def create_app(document: Json, store: Store, *, api_key: str) -> ASGIApp: ...

class _Application:
    _routes: Incomplete

    def __init__(self, paths: Mapping[str, Mapping[str, Endpoint]]) -> None: ...
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None: ...
    def _find(self, path: str, method: str) -> tuple[Endpoint, Sequence[str]]: ...

def _templated_segments(path: str) -> list[bool]: ...
def _with_head(endpoints: Mapping[str, Endpoint]) -> Mapping[str, Endpoint]: ...
def _other_slash(path: str) -> str: ...
async def _redirect(scope: Scope, _receive: Receive, _parents: Sequence[str]) -> Response: ...
def _endpoint(operation: Operation, document: Json, store: Store, api_key: str) -> Endpoint: ...
def _readers(parameters: Sequence[Parameter]) -> Mapping[str, _Reader]: ...
def _query_lists(scope: Scope) -> QueryParams: ...
def _query(scope: Scope) -> Mapping[str, str]: ...
def authenticate(headers: Iterable[tuple[bytes, bytes]], api_key: str) -> None: ...
def _parsed(content: bytes) -> tuple[Any, list[Fault]]: ...
def _page(paged: Listing, store: Store) -> _Reply: ...
def _canned(operation: Operation, document: Json) -> _Reply: ...
