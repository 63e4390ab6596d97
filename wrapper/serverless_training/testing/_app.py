"""Turn an OpenAPI document into an ASGI application."""

import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from itertools import count
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from serverless_training.testing._body import Body, check_body, parse
from serverless_training.testing._document import (
    TEMPLATE,
    Json,
    Operation,
    json_content,
    operations,
    responses,
)
from serverless_training.testing._examples import example
from serverless_training.testing._listing import Listing, answer, listing
from serverless_training.testing._parameters import Fault, Parameter, check
from serverless_training.testing._problems import documented
from serverless_training.testing._store import NotStoredError, Store

Endpoint = Callable[[Request], Awaitable[Response]]
Values = Mapping[tuple[str, str], Any]
_Reply = Callable[[Request, Values], Response]

# Where the spec says nothing about `limit`.
_DEFAULT_LIMIT, _LARGEST_LIMIT = 20, 10_000


def create_app(document: Json, store: Store, *, api_key: str) -> ASGIApp:
    """Build the application.

    Args:
        document: An OpenAPI 3 document.
        store: Holds the items of the paged operations.
        api_key: The key that secured operations ask for.

    Returns:
        The ASGI application.

    Raises:
        MockError: The document cannot be used.
    """
    methods: dict[str, dict[str, Endpoint]] = {}
    for operation in operations(document):
        endpoint = _endpoint(operation, document, store, api_key)
        methods.setdefault(operation.path, {})[operation.method] = endpoint

    async def spec(_: Request) -> Response:
        return JSONResponse(document)

    methods.setdefault("/openapi.json", {"GET": spec})
    # OpenAPI matches concrete paths before templated ones, Starlette the first that fits.
    routes = [_route(path, methods[path]) for path in sorted(methods, key=_templated_segments)]
    return Starlette(routes=routes, exception_handlers={HTTPException: _problem})


def _templated_segments(path: str) -> list[bool]:
    return ["{" in segment for segment in path.split("/")]


def _route(path: str, endpoints: Mapping[str, Endpoint]) -> Route:
    """Make one route for all methods of a path, so that a 405 can name every one of them."""

    async def dispatch(request: Request) -> Response:
        method = request.method if request.method in endpoints else "GET"  # HEAD
        return await endpoints[method](request)

    # Starlette takes Python identifiers for names, OpenAPI takes anything.
    names = count()
    pattern = re.sub(TEMPLATE, lambda _: f"{{p{next(names)}}}", path)
    return Route(pattern, dispatch, methods=list(endpoints))


def _endpoint(operation: Operation, document: Json, store: Store, api_key: str) -> Endpoint:
    parameters = [Parameter.of(each, document) for each in operation.parameters]
    body = Body.of(operation, document)
    names = [template[1:-1] for template in re.findall(TEMPLATE, operation.path)]
    paged = listing(operation, document)
    reply = _page(paged, store) if paged else _canned(operation, document)

    async def endpoint(request: Request) -> Response:
        if operation.secured:
            authenticate(request.headers.get("authorization", ""), api_key)
        content = await request.body() if body else b""
        value, faults = _parsed(content if body and body.is_json else b"")
        if not faults:
            sources: dict[str, Mapping[str, Any]] = {
                "path": dict(zip(names, request.path_params.values(), strict=True)),
                "query": request.query_params,
                "header": request.headers,
                "cookie": request.cookies,
            }
            values, faults = check(parameters, sources)
            if body:
                faults += check_body(body, value, given=bool(content))
        if faults:
            raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, faults)  # type: ignore[arg-type]  # as FastAPI does
        return reply(request, values)

    return documented(endpoint, operation, document)


def authenticate(authorization: str, api_key: str) -> None:
    """Check an `Authorization` header.

    Args:
        authorization: The header's value; empty if there is none.
        api_key: The key to ask for.

    Raises:
        HTTPException: 401, as FastAPI's `HTTPBearer` raises it.
    """
    scheme, _, given = authorization.partition(" ")
    bearer = scheme.lower() == "bearer" and bool(given)
    # Headers arrive as bytes and are shown as Latin-1; comparing bytes works for any key.
    if bearer and secrets.compare_digest(given.strip().encode("latin-1"), api_key.encode()):
        return
    detail = "Invalid API key" if bearer else "Not authenticated"
    raise HTTPException(HTTPStatus.UNAUTHORIZED, detail, {"WWW-Authenticate": "Bearer"})


def _parsed(content: bytes) -> tuple[Any, list[Fault]]:
    try:
        return parse(content) if content else (None, [])
    except (ValueError, RecursionError) as error:
        detail = "There was an error parsing the body"
        raise HTTPException(HTTPStatus.BAD_REQUEST, detail) from error


def _page(paged: Listing, store: Store) -> _Reply:
    def reply(request: Request, values: Values) -> Response:
        after, limit = values["query", "after"], values.get(("query", "limit"))
        try:
            page = store.page(
                request.scope["path"],
                after=None if after in (None, "") else str(after),
                limit=min(max(_DEFAULT_LIMIT if limit is None else limit, 1), _LARGEST_LIMIT),
                descending=values.get(("query", "order")) == "desc",
            )
        except NotStoredError as error:
            raise HTTPException(HTTPStatus.NOT_FOUND, str(error)) from error
        request.state.items = len(page.items)
        return JSONResponse(answer(paged, page))

    return reply


def _canned(operation: Operation, document: Json) -> _Reply:
    status, success = next(responses(operation, document), (HTTPStatus.OK.value, {}))
    offered = success.get("content")
    if not offered:
        return lambda _request, _values: Response(status_code=status)
    as_json = json_content(success)
    name, first = next(iter(offered.items()))
    media = first if as_json is None else as_json
    content = media["example"] if "example" in media else example(media.get("schema"), document)
    if as_json is None:
        text = content if isinstance(content, str) else ""
        return lambda _request, _values: Response(text, status, media_type=name)
    return lambda _request, _values: JSONResponse(content, status)


async def _problem(_: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):  # which Starlette's types do not promise
        raise error
    return JSONResponse({"detail": error.detail}, error.status_code, error.headers)
