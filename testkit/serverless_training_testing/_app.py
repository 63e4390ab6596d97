"""Turn an OpenAPI document into an ASGI application."""

import re
import secrets
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from http import HTTPStatus
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import URL, Headers, QueryParams
from starlette.exceptions import HTTPException
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from serverless_training_testing._document import (
    TEMPLATE,
    Json,
    SpecOperation,
    json_content,
    operations,
    path_pattern,
    responses,
)
from serverless_training_testing._error_responses import documented
from serverless_training_testing._examples import example
from serverless_training_testing._paging import Envelope, PagedOperation, paged_operation
from serverless_training_testing._store import NotStoredError, Store
from serverless_training_testing._validation import (
    Body,
    Detail,
    Parameter,
    check_body,
    check_parameters,
    parse,
)

Endpoint = Callable[[Scope, Receive, Sequence[str]], Awaitable[Response]]
"""Answers a request; the texts are what stands in its path for the parameters there."""

Values = Mapping[tuple[str, str], Any]
_Reply = Callable[[Scope, Values], Response]
_Reader = Callable[[Scope], Mapping[str, Any]]

# Where the spec says nothing about `limit`.
_DEFAULT_LIMIT, _LARGEST_LIMIT = 20, 10_000


def create_app(document: Json, store: Store, *, api_key: str) -> ASGIApp:
    """Build the application."""
    paths: dict[str, dict[str, Endpoint]] = {}
    for operation in operations(document):
        endpoint = _endpoint(operation, document, store, api_key)
        paths.setdefault(operation.path, {})[operation.method] = endpoint

    async def spec(_scope: Scope, _receive: Receive, _parents: Sequence[str]) -> Response:
        return JSONResponse(document)

    paths.setdefault("/openapi.json", {"GET": spec})
    return ServerErrorMiddleware(_Application(paths))


class _Application:
    """Finds who answers a request, and sends the answer."""

    def __init__(self, paths: Mapping[str, Mapping[str, Endpoint]]) -> None:
        # OpenAPI matches concrete paths before templated ones.
        ordered = sorted(paths, key=_templated_segments)
        self._routes = [(path_pattern(path), _with_head(paths[path])) for path in ordered]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            endpoint, parents = self._find(scope["path"], scope["method"])
            response = await endpoint(scope, receive, parents)
        except HTTPException as error:
            content = {"detail": error.detail}
            response = JSONResponse(content, error.status_code, error.headers)
        await response(scope, receive, send)

    def _find(self, path: str, method: str) -> tuple[Endpoint, Sequence[str]]:
        allowed: Iterable[str] = ()
        for pattern, endpoints in self._routes:
            if match := pattern.fullmatch(path):
                if method in endpoints:
                    return endpoints[method], match.groups()
                allowed = allowed or endpoints
        if allowed:
            headers = {"Allow": ", ".join(allowed)}
            raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, headers=headers)
        other = _other_slash(path)
        if any(pattern.fullmatch(other) for pattern, _ in self._routes):
            return _redirect, ()
        raise HTTPException(HTTPStatus.NOT_FOUND)


def _templated_segments(path: str) -> list[bool]:
    return ["{" in segment for segment in path.split("/")]


def _with_head(endpoints: Mapping[str, Endpoint]) -> Mapping[str, Endpoint]:
    return {"HEAD": endpoints["GET"], **endpoints} if "GET" in endpoints else endpoints


def _other_slash(path: str) -> str:
    return path.rstrip("/") if path.endswith("/") else f"{path}/"


async def _redirect(scope: Scope, _receive: Receive, _parents: Sequence[str]) -> Response:
    """Lead to the same path with or without a slash at its end, as FastAPI does."""
    return RedirectResponse(URL(scope={**scope, "path": _other_slash(scope["path"])}))


def _endpoint(operation: SpecOperation, document: Json, store: Store, api_key: str) -> Endpoint:
    parameters = [Parameter.of(each, document) for each in operation.parameters]
    readers = _readers(parameters)
    body = Body.of(operation, document)
    names = [template[1:-1] for template in re.findall(TEMPLATE, operation.path)]
    paged = paged_operation(operation, document)
    reply = _page(paged, store) if paged else _canned(operation, document)

    async def endpoint(scope: Scope, receive: Receive, parents: Sequence[str]) -> Response:
        if operation.secured:
            authenticate(scope["headers"], api_key)
        content = await Request(scope, receive).body() if body else b""
        value, details = _parsed(content if body and body.is_json else b"")
        if not details:
            given = {where: read(scope) for where, read in readers.items()}
            given["path"] = dict(zip(names, parents, strict=True))
            values, details = check_parameters(parameters, given)
            if body:
                details += check_body(body, value, given=bool(content))
        if details:
            raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, details)  # type: ignore[arg-type]  # as FastAPI does
        return reply(scope, values)

    return documented(endpoint, operation, document)


def _readers(parameters: Sequence[Parameter]) -> Mapping[str, _Reader]:
    """Say how to read where the parameters stand; what none stands in is not read."""
    lists = any(each.many for each in parameters if each.where == "query")
    readers: dict[str, _Reader] = {
        "query": _query_lists if lists else _query,
        "header": lambda scope: Headers(scope=scope),
        "cookie": lambda scope: Request(scope).cookies,
    }
    wanted = {each.where for each in parameters}
    return {where: read for where, read in readers.items() if where in wanted}


def _query_lists(scope: Scope) -> QueryParams:
    return QueryParams(scope["query_string"])


def _query(scope: Scope) -> Mapping[str, str]:
    # Half of the time of the other, which keeps all values where one counts: the last.
    return dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))


def authenticate(headers: Iterable[tuple[bytes, bytes]], api_key: str) -> None:
    """Look for the key in the headers of a request."""
    found = next((value for name, value in headers if name == b"authorization"), b"")
    scheme, _, given = found.partition(b" ")
    bearer = scheme.lower() == b"bearer" and bool(given)
    # Comparing bytes works for any key.
    if bearer and secrets.compare_digest(given.strip(), api_key.encode()):
        return
    detail = "Invalid API key" if bearer else "Not authenticated"
    raise HTTPException(HTTPStatus.UNAUTHORIZED, detail, {"WWW-Authenticate": "Bearer"})


def _parsed(content: bytes) -> tuple[Any, list[Detail]]:
    try:
        return parse(content) if content else (None, [])
    except (ValueError, RecursionError) as error:
        detail = "There was an error parsing the body"
        raise HTTPException(HTTPStatus.BAD_REQUEST, detail) from error


def _page(paged: PagedOperation, store: Store) -> _Reply:
    envelope = Envelope.of(paged)

    def reply(scope: Scope, values: Values) -> Response:
        after, limit = values["query", paged.paging.cursor], values.get(("query", "limit"))
        try:
            page = store.page(
                scope["path"],
                after=None if after in (None, "") else str(after),
                limit=min(max(_DEFAULT_LIMIT if limit is None else limit, 1), _LARGEST_LIMIT),
                descending=values.get(("query", "order")) == "desc",
            )
        except NotStoredError as error:
            raise HTTPException(HTTPStatus.NOT_FOUND, str(error)) from error
        scope.setdefault("state", {})["items"] = len(page.ids)
        return Response(envelope.around(page), media_type="application/json")

    return reply


def _canned(operation: SpecOperation, document: Json) -> _Reply:
    status, success = next(responses(operation, document), (HTTPStatus.OK.value, {}))
    offered = success.get("content")
    if not offered:
        return lambda _scope, _values: Response(status_code=status)
    as_json = json_content(success)
    name, first = next(iter(offered.items()))
    media = first if as_json is None else as_json
    content = media["example"] if "example" in media else example(media.get("schema"), document)
    if as_json is None:
        text = content if isinstance(content, str) else ""
        return lambda _scope, _values: Response(text, status, media_type=name)
    return lambda _scope, _values: JSONResponse(content, status)


_NAME = re.compile(r"openapi\.[^.]+\.json")


def translations() -> dict[str, Traversable]:
    """Find the packaged spec in the languages that it is published in, besides English."""
    package = files("serverless_training_client")
    return {f"/{file.name}": file for file in package.iterdir() if _NAME.fullmatch(file.name)}


class Translations:
    """Answer some paths with JSON files, and leave the others to an application."""

    def __init__(self, app: ASGIApp, found: Mapping[str, Traversable]) -> None:
        self._app = app
        self._files = found

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        file = self._files.get(scope["path"])
        respond = _answer(file, scope["method"]) if file else self._app
        await respond(scope, receive, send)


def _answer(file: Traversable, method: str) -> Response:
    if method in ("GET", "HEAD"):
        return Response(file.read_bytes(), media_type="application/json")
    status = HTTPStatus.METHOD_NOT_ALLOWED
    return JSONResponse({"detail": status.phrase}, status, {"Allow": "GET, HEAD"})
