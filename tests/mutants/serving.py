"""The right server, in process and on a socket, for mutants to stand in front of."""

import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from http import HTTPStatus
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode

from serverless_training_testing._app import create_app
from serverless_training_testing._paging import paged_operations
from serverless_training_testing._seed import fill
from serverless_training_testing._server import packaged_spec
from serverless_training_testing._serving import listen, serving
from serverless_training_testing._store import Store
from starlette.types import ASGIApp, Message, Receive, Scope, Send

KEY = "a-key-of-twenty-char"
MODELS = ("model-1", "model-2")
COUNT = 250
SHORT, EMPTY = ("short-1", "short-2"), "empty"

JSON = "application/json"


@dataclass(frozen=True)
class Asked:
    """A request, without its body.

    Attributes:
        method: In upper case.
        path: Percent-decoded.
        query: The last value of each parameter.
        authorization: The header; `None` if there is none.
        number: How many requests came before this one.
    """

    method: str
    path: str
    query: Mapping[str, str]
    authorization: str | None
    number: int = 0

    def but(self, **query: object) -> Self:
        """Change query parameters; `None` takes one out."""
        changed = {**self.query, **query}
        return replace(self, query={k: str(v) for k, v in changed.items() if v is not None})

    def to(self, model: str) -> Self:
        """Change the model."""
        return replace(self, path=self.path.replace(f"/{self.model}/", f"/{model}/"))

    @property
    def model(self) -> str:
        """The model that is asked about; empty where the path has none."""
        return self.path.split("/")[-2] if self.path.endswith("/checkpoints") else ""

    @property
    def after(self) -> str | None:
        """The cursor."""
        return self.query.get("after")

    @property
    def descending(self) -> bool:
        """Whether the newest item comes first."""
        return self.query.get("order") == "desc"

    @property
    def limit(self) -> int | None:
        """How many items are asked for; `None` where that is left out, or no number."""
        given = self.query.get("limit", "")
        return int(given) if given.isdecimal() else None


@dataclass(frozen=True)
class Answer:
    """A whole answer.

    Attributes:
        status: The status.
        headers: By names in lower case.
        body: The bytes.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes

    @classmethod
    def of(cls, status: int, body: Any) -> Self:
        """Make one of JSON; NaN may stand in it."""
        return cls(status, {"content-type": JSON}, json.dumps(body).encode())

    @property
    def is_page(self) -> bool:
        """Whether it is a page of a listing."""
        return self.status == HTTPStatus.OK and b'"has_more"' in self.body

    @property
    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.body)

    def saying(self, body: Any) -> Self:
        """Change the body."""
        return replace(self, body=json.dumps(body).encode())

    def but(self, **body: object) -> Self:
        """Change properties of the body."""
        return self.saying({**self.json, **body})

    def under(self, name: str, value: str) -> Self:
        """Change a header."""
        return replace(self, headers={**self.headers, name: value})


Right = Callable[[Asked], Awaitable[Answer]]
Change = Callable[[Asked, Right], Awaitable[Answer]]


@cache
def _store() -> Store:
    """Fill a store once; no mutant writes to it."""
    store = Store(None)
    document = packaged_spec()
    fill(store, paged_operations(document), models=len(MODELS), count=COUNT, seed=7)
    for path, short in zip(store.collections(), SHORT, strict=True):
        (model,) = (each for each in MODELS if f"/{each}/" in path)
        page = store.page(path, after=None, limit=3, descending=False)
        store.add(path.replace(f"/{model}/", f"/{short}/"), map(json.loads, page.bodies))
        store.create(path.replace(f"/{model}/", f"/{EMPTY}/"))
    return store


@cache
def right_app() -> ASGIApp:
    """Make the application that mutants change: two models of 250, two of three, one of none."""
    return create_app(packaged_spec(), _store(), api_key=KEY)


def changed_app(change: Change) -> ASGIApp:
    """Put a change in front of the right application.

    Args:
        change: Answers a request, and may ask the right application first, as often as it likes.

    Returns:
        The application.
    """
    app, number = right_app(), iter(range(10**9))

    async def changed(scope: Scope, receive: Receive, send: Send) -> None:
        async def right(asked: Asked) -> Answer:
            return await _ask(app, scope, asked)

        while (await receive()).get("more_body"):
            pass
        answer = await change(_asked(scope, next(number)), right)
        headers = {**answer.headers, "content-length": str(len(answer.body))}
        raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": answer.status, "headers": raw})
        body = b"" if scope["method"] == "HEAD" else answer.body
        await send({"type": "http.response.body", "body": body})

    return changed


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """Serve an application on a free port; gives its URL."""
    with closing(listen("127.0.0.1", 0)) as listener, serving(app, listener):
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def _asked(scope: Scope, number: int) -> Asked:
    headers = dict(scope["headers"])
    given = headers.get(b"authorization")
    query = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
    authorization = None if given is None else given.decode("latin-1")
    return Asked(scope["method"], scope["path"], query, authorization, number)


async def _ask(app: ASGIApp, scope: Scope, asked: Asked) -> Answer:
    headers = [each for each in scope["headers"] if each[0] != b"authorization"]
    if asked.authorization is not None:
        headers.append((b"authorization", asked.authorization.encode("latin-1")))
    inner = {
        **scope,
        "method": asked.method,
        "path": asked.path,
        "raw_path": asked.path.encode(),
        "query_string": urlencode(asked.query).encode(),
        "headers": headers,
        "state": {},
    }
    messages: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        messages.append(message)

    await app(inner, receive, send)
    start, *parts = messages
    named = {name.decode().lower(): value.decode("latin-1") for name, value in start["headers"]}
    return Answer(start["status"], named, b"".join(part.get("body", b"") for part in parts))
