"""How each public entry of the clients fails: the table of `tests/wrapper/test_client_language.py`.

A way to fail is written once, for both clients.
"""

import ast
import asyncio
import inspect
import os
from collections.abc import AsyncIterable, Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import FunctionType, SimpleNamespace
from typing import Any
from unittest.mock import patch

import httpx
import serverless_training
from serverless_training import AsyncClient, Client
from serverless_training_client.api.models import list_model_checkpoints
from serverless_training_client.types import UNSET

from tests.fakes import KEY, URL, Handler, answers, listing, page, uuid

PAIRS = [
    (getattr(serverless_training, name.removeprefix("Async")), getattr(serverless_training, name))
    for name in serverless_training.__all__
    if name.startswith("Async")
]
_SYNC_NAMES = {
    "__aenter__": "__enter__",
    "__aexit__": "__exit__",
    "__aiter__": "__iter__",
    "aclose": "close",
}


def entries(kind: type) -> set[str]:
    """Find what callers may use of a class, inherited ones too, under synchronous names."""
    found = {
        name
        for each in inspect.getmro(kind)
        for name, value in vars(each).items()
        if each.__module__.startswith("serverless_training")
        if isinstance(value, FunctionType | property | cached_property)
        if not name.startswith("_") or name in {"__init__", *_SYNC_NAMES, *_SYNC_NAMES.values()}
    }
    owner = kind.__name__.removeprefix("Async")
    return {f"{owner}.{_SYNC_NAMES.get(name, name)}" for name in found}


def sentences() -> set[str]:
    """Find what the core can say: the sentences that its source marks for translation."""
    folder = Path(inspect.getfile(serverless_training)).parent
    return {
        node.args[0].value
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "gettext", "mark"}
        if isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    }


async def done(thing: Any) -> Any:
    """Bring to its end what a client gave: await it, or read it to its end."""
    if isinstance(thing, Awaitable):
        return await thing
    if isinstance(thing, AsyncIterable):
        return [each async for each in thing]
    return list(thing) if isinstance(thing, Iterable) else thing


Do = Callable[[Any], Any]


@dataclass(frozen=True)
class Way:
    """A way to fail.

    Attributes:
        detail: What goes wrong.
        do: What is done with a client; nothing where making it is what fails.
        answer: What the service answers.
        options: Arguments of the client.
        variables: The environment.
    """

    detail: str
    do: Do = lambda _: None
    answer: Handler = field(default=listing(3))
    options: dict[str, Any] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.detail

    async def take(self, kind: type[Client | AsyncClient], **more: Any) -> None:
        """Go this way with a client of this kind and with these arguments more."""
        given: dict[str, Any] = {"api_key": KEY, "base_url": URL, "max_retries": 0}
        given |= self.options | more
        make = httpx.Client if kind is Client else httpx.AsyncClient
        given = {"http_client": make(transport=httpx.MockTransport(self.answer))} | given
        await done(self.do(kind(**given)))


def status(code: int, content: bytes = b"", **headers: str) -> Handler:
    """Answer with a status."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: httpx.Response(code, content=content, headers={"x-request-id": "r7"} | names)


def encoded(coding: str) -> Handler:
    """Answer with a body in a coding, and leave it to the client to read it."""
    headers = {"content-encoding": coding}
    return lambda _: httpx.Response(200, headers=headers, stream=httpx.ByteStream(b"body"))


def fails(error: httpx.RequestError) -> Handler:
    """Answer nothing."""

    def handle(_: httpx.Request) -> httpx.Response:
        raise error

    return handle


def later(handler: Handler) -> Handler:
    """Answer so after a first page, whichever end it is of."""
    first = answers(page([0, 1], more=True))
    return lambda request: (handler if "after" in request.url.params else first)(request)


def forward(*numbers: list[int]) -> Handler:
    """Answer with these pages; fail after them, and for who reads from the other end."""
    cursors = ["", *(uuid(each[-1]) for each in numbers)]
    pages = {("asc", at): page(each, more=True) for at, each in zip(cursors, numbers, strict=False)}

    def handle(request: httpx.Request) -> httpx.Response:
        query = request.url.params
        body = pages.get((query["order"], query.get("after", "")))
        return httpx.Response(200 if body else 500, json=body)

    return handle


def measured(**metrics: float | None) -> Handler:
    """Answer with one checkpoint that has these metrics."""
    return answers({"data": [FIRST | {"metrics": metrics}], "has_more": False})


def operation(**body: Any) -> Any:
    """Make an operation that pages, with a default for `limit`, whose answer is always this."""

    def build(*, after: Any = UNSET) -> dict[str, Any]:  # noqa: ARG001
        return {"method": "get", "url": "/texts"}

    return SimpleNamespace(
        _get_kwargs=build,
        _parse_response=lambda client, response: SimpleNamespace(**body),  # noqa: ARG005
        _success=lambda parsed: parsed,
        _PAGING=list_model_checkpoints._PAGING,
    )


async def close(client: Any) -> None:
    """Close a client."""
    await done(client.aclose() if isinstance(client, AsyncClient) else client.close())


async def enter_closed(client: Any) -> None:
    """Enter a client that was closed."""
    await close(client)
    await done(client.__aenter__() if isinstance(client, AsyncClient) else client.__enter__())


async def call_closed(client: Any) -> None:
    """Call with a client that was closed."""
    await close(client)
    await done(client.call(OPERATION, "m"))


async def call_forked(client: Any) -> None:
    """Call with a client that another process made, over connections of the caller's."""
    with patch.object(os, "getpid", lambda: -1):
        await done(client.call(OPERATION, "m"))


async def call_without_loop(client: Any) -> None:
    """Call where no event loop runs."""
    await asyncio.to_thread(lambda: client.call(OPERATION, "m").send(None))


def elsewhere(then: Do) -> Do:
    """Do something with a client whose connections belong to another event loop."""

    async def do(client: Any) -> None:
        await asyncio.to_thread(lambda: asyncio.run(client.call(OPERATION, "m")))
        await then(client)

    return do


def listed(**options: Any) -> Do:
    """List with these arguments."""
    return lambda client: client.checkpoints.list(**{"model_id": "m"} | options)


def best(metric: Any = "loss", **options: Any) -> Do:
    """Look for the best."""
    return lambda client: client.checkpoints.best(
        **{"model_id": "m", "metric": metric, "mode": "min"} | options
    )


def watched(**options: Any) -> Do:
    """Watch with these arguments."""
    return lambda client: client.checkpoints.watch(**{"model_id": "m"} | options)


def paginated(each: Any, *arguments: Any, read: Do = lambda pager: pager) -> Do:
    """List the items of an operation, and read them in a way."""
    return lambda client: read(client.paginate(each, *arguments))


def made(**options: Any) -> Way:
    """Make a client with arguments that none can have."""
    return Way(str(options), options=options)


def changed(**options: Any) -> Way:
    """Ask for options that no client can have."""
    return Way(str(options), lambda client: client.with_options(**options))


def raw(way: Way) -> Way:
    """Go a way of `call` through `with_raw_response`."""
    return replace(way, do=lambda client: way.do(client.with_raw_response))


def read(read: Do) -> list[Way]:
    """List the ways in which reading a listing fails."""
    ways = [Way(detail, lambda client: read(PAGES_OF(client)), each) for detail, each in PAGES]
    return [
        *ways,
        *(Way(detail, paginated(each, read=read), status(200)) for detail, each in TEXTS),
    ]


OWN = {"http_client": None}
NO_NETRC = str(Path(__file__).parent.parent / "pyproject.toml")
OPERATION = list_model_checkpoints
FIRST = {"id": uuid(0), "step": 0, "metrics": {}}
TWICE = answers(page([0, 0], more=False))
PAGES_OF = listed(page_size=2)
PAGES: list[tuple[str, Handler]] = [
    ("the first page", status(500)),
    ("a later page", later(status(500))),
    ("no connection for a later page", later(fails(httpx.ConnectError("refused")))),
    ("a page twice", answers(page([0, 1], more=True))),
    ("an item of two pages ago", forward([0, 1], [2, 3], [0, 4])),
    ("an empty page", answers(page([], more=True))),
    ("an item twice in a page", TWICE),
    ("a wrong last ID", answers(page([0], more=True, last_id=uuid(7)))),
]
TEXTS = [
    ("no page", operation(data="a", has_more=False)),
    ("nothing to go on from", operation(data=["a"], has_more=True)),
    ("a long cursor", operation(data=["a"], has_more=True, last_id="x" * 9_000)),
    ("the same cursor", operation(data=["a"], has_more=True, last_id="x")),
]
NO_LISTING: Any = SimpleNamespace(_get_kwargs=lambda **_: {})
FAILED: list[tuple[str, Handler, dict[str, Any]]] = [
    ("401", status(401), {}),
    ("403", status(403), {}),
    ("407", status(407), {}),
    ("404", status(404), {}),
    ("422", status(422, b'{"detail": [{"loc": ["query"], "msg": "bad"}]}'), {}),
    ("302", status(302, location="/there"), {}),
    ("429", status(429, retry_after="9"), {}),
    ("503 twice", status(503), {"max_retries": 1}),
    ("no connection", fails(httpx.ConnectError("refused")), {}),
    ("no way through a proxy", fails(httpx.ProxyError("407 Proxy")), {}),
    ("no answer in time", fails(httpx.ReadTimeout("late")), {}),
    ("no time at all", listing(1), {"deadline": 1e-9}),
    ("no UTF-8", status(200, b'{"\xff": 1}'), {}),
    ("no JSON", status(200, b"<html>"), {}),
    ("nested JSON", status(200, b"[" * 100_000), {}),
    ("no page", status(200, b"[]"), {}),
    ("no items", status(200, b'{"has_more": false}'), {}),
    ("a step as text", answers({"data": [FIRST | {"step": "1"}], "has_more": False}), {}),
    ("a status that the spec lacks", status(201, b"{}"), {}),
    ("a large body", listing(3), {"max_body_bytes": 9}),
    ("an unknown encoding", encoded("rot13"), {}),
]
CALLS = [
    Way("no ID", lambda calls: calls.call(OPERATION, "..")),
    Way("what cannot be sent", lambda calls: calls.call(OPERATION, "m" * 100_000)),
    Way("no operation", lambda calls: calls.call(OPERATION.sync, "m")),
    *(
        Way(detail, lambda calls: calls.call(OPERATION, "m"), answer, options)
        for detail, answer, options in FAILED
    ),
]

WAYS: dict[str, list[Way]] = {
    "Client.__init__": [
        *(made(timeout=-1), made(max_retries=-1), made(deadline=0), made(max_body_bytes=0)),
        *(made(api_key="a b"), made(base_url="service"), made(base_url="http://a.test")),
        *(made(http_client=7), made(base_url=7), made(timeout="1")),
        *(made(headers=7), made(headers={"X": 7}), made(headers={"X": "\n"})),
        *(made(headers={"Authorization": "x"}), made(headers={"Host": "x"})),
        made(api_key=None),
        Way("a netrc that is none", options={"api_key": None}, variables={"NETRC": NO_NETRC}),
        Way("no certificates", options=OWN, variables={"SSL_CERT_FILE": __file__}),
        Way("a proxy without a port", options=OWN, variables={"HTTPS_PROXY": "http://a:b"}),
    ],
    "Client.__enter__": [Way("a closed client", enter_closed)],
    "Client.call": [
        *CALLS,
        Way("a closed client", call_closed),
        Way("a client of another process", call_forked),
    ],
    "RawCalls.call": [raw(way) for way in CALLS],
    "Client.request": [
        Way("no method", lambda client: client.request(7, "/v1")),
        Way("no path", lambda client: client.request("GET", "v1")),
        Way("a header", lambda client: client.request("GET", "/v1", headers={"X": "\n"})),
        Way("no JSON", lambda client: client.request("GET", "/v1"), status(200, b"<html>")),
    ],
    "Client.paginate": [
        Way("no listing", paginated(NO_LISTING)),
        Way("no operation", paginated(OPERATION.sync)),
        Way("no ID", paginated(OPERATION, "")),
    ],
    "Client.with_options": [
        *(changed(timeout=-1), changed(max_retries=-1), changed(deadline=0)),
        changed(headers={"X": "\n"}),
        Way(
            "a failure of the new client",
            lambda client: PAGES_OF(client.with_options(timeout=1)),
            status(500),
        ),
    ],
    "Checkpoints.list": [
        Way("an empty after", listed(after="")),
        Way("after as bytes", listed(after=b"7")),
        Way("pages of nothing", listed(page_size=0)),
        Way("an order that there is not", listed(order="newest")),
        Way("fewer than no items", listed(max_items=-1)),
        Way("no ID", listed(model_id="")),
    ],
    "Checkpoints.latest": [
        Way("no ID", lambda client: client.checkpoints.latest("..")),
        Way("a status", lambda client: client.checkpoints.latest("m"), status(500)),
        Way("an item twice", lambda client: client.checkpoints.latest("m"), TWICE),
    ],
    "Checkpoints.best": [
        Way("no name", best(7)),
        Way("no mode", best(mode="least")),
        Way("no ID", best(model_id="..")),
        Way("a status", best(), status(500)),
        Way("values that are none", best(), measured(loss=None)),
        Way("no metrics", best(), measured()),
        Way("another name", best(), measured(accuracy=1.0)),
        Way("many names", best(), measured(**{f"metric-{n}": 1.0 for n in range(11)})),
    ],
    "Checkpoints.watch": [
        Way("an empty after", watched(after="")),
        Way("no interval", watched(interval=0)),
        Way("no time", watched(timeout=-1)),
        Way("no ID", watched(model_id="..")),
        Way("a status", watched(), status(403)),
    ],
    "Pager.bounded": [Way("fewer than no items", lambda client: PAGES_OF(client).bounded(-1))],
    "Pager.first": [
        Way("a status", lambda client: PAGES_OF(client).first(), status(500)),
        Way("an item twice", lambda client: PAGES_OF(client).first(), TWICE),
    ],
    "Pager.pages": read(lambda pager: pager.pages()),
    "Pager.__iter__": read(lambda pager: pager),
    "Pager.collect": read(lambda pager: pager.collect()),
}

# What only an event loop can refuse.
ASYNC_WAYS: dict[str, list[Way]] = {
    "Client.call": [
        Way("another loop", elsewhere(lambda client: client.call(OPERATION, "m"))),
        Way("no loop", call_without_loop),
    ],
    "Client.close": [Way("another loop", elsewhere(lambda client: client.aclose()))],
    "Client.__exit__": [
        Way("another loop", elsewhere(lambda client: client.__aexit__(None, None, None)))
    ],
}

# What refuses nothing.
SILENT = {
    *("Client.base_url", "Client.checkpoints", "Client.models", "Client.with_raw_response"),
    *("Checkpoints.__init__", "Pager.__init__", "RawCalls.__init__", "RawCalls.models"),
}
