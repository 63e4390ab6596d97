"""Each way in which a listing fails, on real sockets: the table of `docs/failures.md`."""

import gzip
import json
import socket
import ssl
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import trustme
from serverless_training import (
    AuthenticationError,
    BadRequestError,
    ConflictError,
    ConnectionFailedError,
    DecodeError,
    NotFoundError,
    PaginationError,
    PermissionDeniedError,
    RateLimitError,
    RequestError,
    RequestTimeoutError,
    ServerError,
    StatusError,
    UnexpectedStatusError,
    UnprocessableEntityError,
)

from tests import network
from tests.fakes import KEY, Clock, page, uuid
from tests.network import always, drip, head, raw, rounds, serving

# What any answer carries: an id, and the key, as a careless service would echo it.
HEADERS = {
    "X_Request_Id": "req-7",
    "X_Echo": f"Bearer {KEY}",
    KEY: "as a name",
    "Set_Cookie": f"session={KEY}",
    "Location": f"/login?key={KEY}#{KEY}",
    "Retry_After": KEY,
    "Content_Type": f"text/html; charset={KEY}",
}
CHUNKED = head(200, Transfer_Encoding="chunked", **HEADERS)
# The last resort of cases that would go on without end.
DEADLINE_WITHIN = {"deadline": 60.0}


@dataclass(frozen=True)
class Case:
    """One way in which a listing fails.

    Attributes:
        row: The first cell of the row in `docs/failures.md`.
        error: The class that is raised, exactly.
        situation: Brings it about and yields the base URL.
        detail: What sets it apart from the other cases of its row.
        retried: Whether the request is sent again.
        answered: Whether headers arrive, and with them a request id.
        says: What stands in the message beside operation, URL and request id.
        options: Arguments of the client.
    """

    row: str
    error: type[RequestError]
    situation: Callable[[], AbstractContextManager[str]]
    detail: str = ""
    retried: bool = False
    answered: bool = True
    says: tuple[str, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.row}: {self.detail}" if self.detail else self.row


def served(
    choose: network.Choice, tls: Callable[[], ssl.SSLContext] | None = None, scheme: str = ""
) -> Callable[[], AbstractContextManager[str]]:
    """Bring about a situation in which every request is answered as chosen."""

    @contextmanager
    def situation() -> Iterator[str]:
        with serving(choose, tls=tls and tls()) as site:
            scheme_there, _, rest = site.url.partition(":")
            yield f"{scheme or scheme_there}:{rest}"

    return situation


def without_end(start: bytes, drop: bytes) -> Callable[[], AbstractContextManager[str]]:
    """Bring about a body that never ends; all of the deadline has passed once it begins."""

    @contextmanager
    def situation() -> Iterator[str]:
        def late(read: Callable[[httpx.Response], Any]) -> Callable[[httpx.Response], Any]:
            def begin(response: httpx.Response) -> Any:
                clock.sleep(DEADLINE_WITHIN["deadline"])
                return read(response)

            return begin

        with pytest.MonkeyPatch.context() as patch, serving(always(drip(start, drop))) as site:
            clock = Clock(patch)
            for name in ("iter_bytes", "aiter_bytes"):
                patch.setattr(httpx.Response, name, late(getattr(httpx.Response, name)))
            yield site.url

    return situation


def answered(code: int, body: bytes, **headers: str) -> Callable[[], AbstractContextManager[str]]:
    """Bring about a situation in which every answer is this one."""
    return served(always(network.status(code, body, **HEADERS | headers)))


def told(*bodies: Any) -> Callable[[], AbstractContextManager[str]]:
    """Bring about a situation in which the answers are these values, round and round."""
    steps = [network.status(200, json.dumps(body).encode("utf-8"), **HEADERS) for body in bodies]

    @contextmanager
    def situation() -> Iterator[str]:
        with serving(rounds(*steps)) as site:
            yield site.url

    return situation


@contextmanager
def refused() -> Iterator[str]:
    """Bring about a port that nobody listens on: it is taken, but no server is behind it."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


def through(choose: network.Choice | None) -> Callable[[], AbstractContextManager[str]]:
    """Bring about a proxy that answers as chosen, or none where it should be, with `None`."""

    @contextmanager
    def situation() -> Iterator[str]:
        there = refused() if choose is None else served(choose)()
        with there as url, pytest.MonkeyPatch.context() as patch:
            patch.setenv("https_proxy", url.replace("//", "//user:pass@"))
            for name in ("no_proxy", "NO_PROXY"):
                patch.delenv(name, raising=False)
            yield "https://service.invalid"

    return situation


@contextmanager
def unknown_host() -> Iterator[str]:
    """Bring about a name that no resolver knows, without asking one."""

    def fail(*_: object, **__: object) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", fail)
        yield "https://service.invalid"


def untrusted() -> ssl.SSLContext:
    """Make a certificate for the right host from an authority that nobody has heard of."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    return context


def bomb(mebibytes: int) -> bytes:
    """Make a gzip body that inflates to so many mebibytes of blanks, a thousandth of it in size."""
    deflate = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    # A full flush ends on a byte and forgets what came before, so that the block can be repeated.
    block = deflate.compress(b" " * 2**20) + deflate.flush(zlib.Z_FULL_FLUSH)
    return gzip.compress(b"", mtime=0)[:10] + block * mebibytes


def item(**changes: Any) -> dict[str, Any]:
    """Make a checkpoint with other values; `...` leaves one out."""
    whole = {"id": uuid(0), "step": 0, "metrics": {"loss": 0.5}} | changes
    return {name: value for name, value in whole.items() if value is not Ellipsis}


def listed(*items: Any, **changes: Any) -> dict[str, Any]:
    """Make a page of these items, and with other values."""
    return {"data": list(items), "has_more": False} | changes


RIGHT = json.dumps(page([0], more=False)).encode("utf-8")
LATE = {"timeout": 0.15}
BODIES = {
    "JSON": json.dumps({"detail": f"Not with {KEY}"}).encode("utf-8"),
    "text": f"Not with {KEY}".encode(),
    "HTML": f"<html><h1>Not with {KEY}</h1></html>".encode(),
    "nothing": b"",
}
STATUSES: dict[int, tuple[type[StatusError], bool]] = {
    400: (BadRequestError, False),
    401: (AuthenticationError, False),
    403: (PermissionDeniedError, False),
    404: (NotFoundError, False),
    408: (UnexpectedStatusError, True),
    409: (ConflictError, False),
    422: (UnprocessableEntityError, False),
    429: (RateLimitError, True),
    500: (ServerError, True),
    501: (ServerError, False),
    502: (ServerError, True),
    503: (ServerError, True),
    504: (ServerError, True),
    505: (ServerError, False),
}
OTHERS: dict[int, type[StatusError]] = {
    418: UnexpectedStatusError,
    499: UnexpectedStatusError,
    302: UnexpectedStatusError,
    520: ServerError,
}
ROWS_OF_OTHERS = {
    UnexpectedStatusError: "Any other status that is no success",
    ServerError: "Any other status from 500 to 599",
}

ON_THE_WAY = [
    Case("Nobody listens at the address", ConnectionFailedError, refused, "", True, False),
    Case("The host is unknown", ConnectionFailedError, unknown_host, "", True, False),
    Case("A proxy cannot be reached", ConnectionFailedError, through(None), "", True, False),
    *(
        Case("A proxy refuses the request", ConnectionFailedError,
             through(always(network.status(code))), f"{code}", False, False,
             ("the proxy refused", f"{code}"))
        for code in (403, 407)
    ),
    Case(
        "The certificate does not verify", ConnectionFailedError,
        served(always(network.fine), untrusted), "", False, False,
    ),
    *(
        Case("One side speaks TLS, the other does not", ConnectionFailedError, situation, detail,
             True, False)
        for detail, situation in {
            "https to a plain port": served(always(network.fine), scheme="https"),
            "http to a port with TLS": served(always(network.fine), untrusted, scheme="http"),
        }.items()
    ),
    *(
        Case("The connection ends before the answer", ConnectionFailedError, served(always(step)),
             detail, True, False)
        for detail, step in {"reset": network.reset, "end": network.hang_up}.items()
    ),
    *(
        Case("The body is cut off", ConnectionFailedError, served(always(step)), detail, True,
             False)
        for detail, step in {
            "reset": network.reset_within_body,
            "less than Content-Length": network.cut_off,
            "no last chunk": network.cut_off_chunks,
        }.items()
    ),
    *(
        Case("The answer is not HTTP", ConnectionFailedError, served(always(raw(data))), detail,
             True, False)
        for detail, data in {
            "another protocol": b"SSH-2.0-Server\r\n\r\n",
            "headers too large": head(200)[:-2] + b"X-A: " + b"a" * 200_000,
            "the key in its place": f"{KEY}\r\n\r\n".encode(),
            "a chunk of no size": head(200, Transfer_Encoding="chunked") + b"zz\r\n",
        }.items()
    ),
    Case("No connection in time", RequestTimeoutError, network.full_backlog, "", True, False,
         ("timeout",), LATE),
    Case("No answer in time", RequestTimeoutError, served(always(network.silence)), "", True,
         False, ("timeout",), LATE),
    *(
        Case("The body comes for ever", RequestTimeoutError, without_end(start, drop),
             detail, False, True, ("deadline",), DEADLINE_WITHIN)
        for detail, (start, drop) in {
            "of a known length": (head(200, Content_Length="99999", **HEADERS), b" "),
            "in chunks": (CHUNKED, b"1\r\n \r\n"),
            "until the connection ends": (head(200, **HEADERS), b" "),
        }.items()
    ),
]  # fmt: skip

FAILED = [
    *(
        Case(f"Status {code}", error, answered(code, body), detail, retried, says=(f"{code}",))
        for code, (error, retried) in STATUSES.items()
        for detail, body in BODIES.items()
    ),
    *(
        Case(ROWS_OF_OTHERS[error], error, answered(code, body), f"{code} with {detail}",
             error is ServerError, says=(f"{code}",))
        for code, error in OTHERS.items()
        for detail, body in BODIES.items()
    ),
]  # fmt: skip

UNREADABLE = [
    *(
        Case("200 with a body that is not JSON", DecodeError, answered(200, body), detail)
        for detail, body in {
            "HTML": f"<html><h1>Log in with {KEY}</h1></html>".encode(),
            "text": b"OK",
            "nothing": b"",
            "cut JSON": RIGHT[:-9],
            "more after the JSON": RIGHT + b"}",
            "no UTF-8": RIGHT.replace(b"loss", b"l\xff\xfes"),
            "nested without end": b"[" * 100_000,
        }.items()
    ),
    Case("200 with a body that is not JSON", DecodeError,
         answered(200, gzip.compress(RIGHT, mtime=0)[:-20], Content_Encoding="gzip"), "cut gzip"),
    *(
        Case("200 with a value of another type", DecodeError, told(body), detail, says=(place,))
        for detail, place, body in [
            ("a list for all", "found list", [1]),
            ("null for all", "found NoneType", None),
            ("text for all", "found str", KEY),
            ("step as text", "data[0].step", listed(item(step="1"))),
            ("step as a fraction", "data[0].step", listed(item(step=1.5))),
            ("step as true", "data[0].step", listed(item(step=True))),
            ("step as null", "data[1].step", listed(item(), item(id=uuid(1), step=None))),
            ("id as a number", "data[0].id", listed(item(id=7))),
            ("id that is no UUID", "data[0].id", listed(item(id=KEY))),
            ("metrics as a list", "data[0].metrics", listed(item(metrics=[1]))),
            ("metric as text", "loss", listed(item(metrics={"loss": KEY}))),
            ("metric as an object", "loss", listed(item(metrics={"loss": {}}))),
            ("metric named like the key", "[hidden]", listed(item(metrics={KEY: "x"}))),
            ("time that is none", "data[0]", listed(item(created_at=KEY, step=KEY))),
            ("item as a number", "data[0]", listed(7)),
            ("data as an object", "data", listed(data={})),
            ("data as null", "data", listed(data=None)),
            ("has_more as text", "has_more", listed(has_more="no")),
            ("has_more as a number", "has_more", listed(has_more=1)),
            ("last_id as a number", "last_id", listed(item(), last_id=7)),
        ]
    ),
    *(
        Case("200 without a required value", DecodeError, told(body), detail, says=(place,))
        for detail, place, body in [
            ("nothing", "data", {}),
            ("no data", "data", {"has_more": False}),
            ("no has_more", "has_more", {"data": []}),
            ("no id", "data[0].id", listed(item(id=...))),
            ("no step", "data[0].step", listed(item(step=...))),
            ("no metrics", "data[1].metrics", listed(item(), item(id=uuid(1), metrics=...))),
        ]
    ),
    *(
        Case("A success that the spec does not know", DecodeError,
             answered(code, BODIES["HTML"]), f"{code}", says=(f"{code}",))
        for code in (201, 206)
    ),
    *(
        Case("A body that cannot be decompressed", DecodeError,
             answered(200, body, Content_Encoding=coding), detail)
        for detail, coding, body in [
            ("an unknown encoding", "rot13", RIGHT),
            ("the key as an encoding", KEY, RIGHT),
            ("no gzip", "gzip", RIGHT),
            ("no deflate", "deflate", b"\xff" + RIGHT),
            ("gzip with a wrong checksum", "gzip", gzip.compress(RIGHT, mtime=0)[:-8] + bytes(8)),
        ]
    ),
    *(
        Case("A body larger than `max_body_bytes`", DecodeError, situation, detail,
             says=("max_body_bytes",), options={"max_body_bytes": 1_000_000})
        for detail, situation in {
            "plain": answered(200, RIGHT + b" " * 1_000_000),
            "chunks without end": served(always(drip(
                CHUNKED,
                b"10000\r\n%b\r\n" % (b" " * 0x10000), 0,
            ))),
            "a gzip bomb": answered(200, bomb(50), Content_Encoding="gzip"),
        }.items()
    ),
]  # fmt: skip

IN_ODD_PAGES = [
    *(
        Case(row, PaginationError, told(*bodies), detail)
        for row, detail, bodies in [
            ("A page comes again", "at once", [page([0, 1], more=True)]),
            ("A page comes again", "after three pages",
             [page([n, n + 1], more=True) for n in (0, 2, 4)]),
            ("A page repeats an item", "the one asked after",
             [page([0, 1], more=True), page([1, 2], more=True), page([3], more=False)]),
            ("A page repeats an item", "any of the page before",
             [page([0, 1], more=True), page([0, 2], more=True), page([3], more=False)]),
            ("A page repeats an item", "within itself", [page([0, 0], more=False)]),
            ("A page is empty, yet promises more", "the first", [page([], more=True)]),
            ("A page is empty, yet promises more", "a later one",
             [page([0, 1], more=True), page([], more=True)]),
            ("`last_id` is not the last item", "more follows",
             [page([0, 1], more=True, last_id=uuid(7))]),
            ("`last_id` is not the last item", "the end",
             [page([0, 1], more=False, last_id=uuid(7))]),
            ("`last_id` is not the last item", "the key",
             [page([0, 1], more=False, last_id=KEY)]),
        ]
    ),
]  # fmt: skip

CASES = [*ON_THE_WAY, *FAILED, *UNREADABLE, *IN_ODD_PAGES]
