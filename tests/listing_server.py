"""A server of one listing, on the standard library alone, that is right or wrong as it is told."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

KEY = "a-key-with-#-and-%"
PATH = "/v1/preview/models/model-1/checkpoints"
ITEMS = [
    {"id": str(UUID(int=number)), "step": number, "metrics": {"loss": 1 / number}}
    for number in range(1, 61)
]

Answer = tuple[int, Mapping[str, str], Any]
Reply = Callable[["Asked"], Answer]


class Asked:
    """A request.

    Attributes:
        method: Its method.
        path: Its path, as it was sent.
        query: Its parameters.
        authorization: The header, empty if there is none.
    """

    def __init__(self, method: str, target: str, authorization: str) -> None:
        parts = urlsplit(target)
        self.method = method
        self.path = parts.path
        self.query = dict(parse_qsl(parts.query, keep_blank_values=True))
        self.authorization = authorization


@contextmanager
def listening(reply: Reply) -> Iterator[tuple[str, list[Asked]]]:
    """Serve; give the URL, and the list of what was asked."""
    requests: list[Asked] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # An answer leaves in one piece, and at once.
        wbufsize = -1
        disable_nagle_algorithm = True

        def __getattr__(self, name: str) -> Callable[[], None]:
            if name.startswith("do_"):
                return self._answer
            raise AttributeError(name)

        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked = Asked(self.command, self.path, self.headers.get("Authorization", ""))
            requests.append(asked)
            status, headers, content = reply(asked)
            body = json.dumps(content).encode()
            self.send_response(status)
            kind = {"Content-Type": "application/json", "Content-Length": str(len(body))}
            for name, value in (kind | dict(headers)).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", requests
    finally:
        server.shutdown()
        server.server_close()


def otherwise_right() -> Reply:
    """Make a right server that chose otherwise than the mock wherever the spec is silent.

    403 without a key; an unknown model has nothing; 422 for an unknown cursor, 400 for other
    values; `object` is left out and a field added; 501 for other methods; 429 now and then, and
    often to those without a key.
    """
    numbers = count(1)

    def reply(asked: Asked) -> Answer:
        number, keyless = next(numbers), f"Bearer {KEY}" != asked.authorization
        if number % 7 == 0 or (keyless and number % 2):
            return 429, {"Retry-After": "0"}, {"detail": "slow down"}
        if asked.method != "GET":
            return 501, {"Content-Type": "text/html"}, "no such method"
        if keyless:
            return 403, {}, {"detail": "no"}
        if asked.path.startswith("/jobs/"):
            return 404, {}, {"detail": "no such job"}
        return _listed(asked.query, ITEMS if asked.path == PATH else [])

    return reply


def _listed(query: Mapping[str, str], items: list[dict[str, Any]]) -> Answer:
    limit, order = query.get("limit", "20"), query.get("order", "asc")
    digits = limit.removeprefix("+")
    if not (digits.isascii() and digits.isdecimal() and 1 <= int(digits) <= 100):
        return 400, {}, {"detail": "limit"}
    if order not in ("asc", "desc"):
        return 400, {}, {"detail": "order"}
    ids = [item["id"] for item in items]
    if order == "desc":
        items, ids = items[::-1], ids[::-1]
    start = 0
    if after := query.get("after"):
        if after not in ids:
            fault = {"loc": ["query", "after"], "msg": "unknown", "type": "value_error"}
            return 422, {}, {"detail": [fault]}
        start = ids.index(after) + 1
    page = items[start : start + int(digits)]
    more = start + len(page) < len(items)
    return 200, {}, {"data": page, "has_more": more, "total": len(items)}


def wrong(elsewhere: str) -> Reply:
    """Make a server that is wrong in many ways, and sends those who ask for `desc` elsewhere."""

    def reply(asked: Asked) -> Answer:
        if asked.query.get("order") == "desc":
            return 302, {"Location": f"{elsewhere}{PATH}"}, None
        item = {**ITEMS[0], "step": f"you sent {asked.authorization}"}
        return 200, {}, {"data": [item], "has_more": False}

    return reply
