"""A documentation site on a real socket, and the pages that it serves."""

import json
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

Answer = Callable[["Exchange"], None]

ADDRESSES = {"en": "/training/openapi.json", "ja": "/ja/serverless-training/openapi.json"}


class Seen(NamedTuple):
    """A request that a site has answered."""

    path: str
    headers: Mapping[str, str]
    status: int


class Exchange(BaseHTTPRequestHandler):
    """One request and its answer."""

    protocol_version = "HTTP/1.1"
    site: "Site"

    def do_GET(self) -> None:
        """Answer as the site was told to, else with the page of that path and its ETag."""
        if self.path in self.site.answers:
            self.site.answers[self.path](self)
            return
        body = self.site.pages.get(self.path)
        etag = f'"{sha256(body or b"").hexdigest()[:8]}"'
        if body is None:
            self.answer(404)
        elif self.headers.get("If-None-Match") == etag:
            self.answer(304, ETag=etag)
        else:
            self.answer(200, body, ETag=etag)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Send a whole answer; `_` in the name of a header stands for `-`."""
        # Written down first: who has the answer may look at once.
        self.site.seen.append(Seen(self.path, dict(self.headers), status))
        self.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: `Site.seen` remembers."""


class Server(ThreadingHTTPServer):
    """A server that takes it well when somebody hangs up."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report what is an error of a test's own."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@dataclass
class Site:
    """What a documentation server serves, and what it was asked.

    Attributes:
        url: Where it answers, without a slash at the end.
        pages: Path to body; served with ETag, other paths are 404.
        answers: Path to any other kind of answer.
        seen: The requests so far.
    """

    url: str = ""
    pages: dict[str, bytes] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)

    def statuses(self) -> dict[str, int]:
        """The last status of each path; the list of requests starts anew."""
        found = {each.path: each.status for each in self.seen}
        self.seen.clear()
        return found


@contextmanager
def serving() -> Iterator[Site]:
    """Serve an empty site on a free port of the loopback interface."""
    site = Site()
    handler = type("Handler", (Exchange,), {"site": site})
    server = Server(("127.0.0.1", 0), handler)
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def page(document: object, address: str = ADDRESSES["en"]) -> bytes:
    """Write a documentation page that holds a document."""
    block = json.dumps(document, indent=2, ensure_ascii=False)
    return f"# Title\n\n````yaml {address} get /x\n{block}\n````\n".encode()


def index(*targets: str) -> bytes:
    """Write an index that links to targets, as https://llmstxt.org has it."""
    lines = "".join(f"- [{number}]({target}): a page\n" for number, target in enumerate(targets))
    return f"# Site\n\n> About it\n\n## Docs\n\n{lines}".encode()


def document(
    *paths: str, word: str = "Read", schemas: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Build a document with one GET for each path, and schemas."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "servers": [],
        "paths": {path: {"get": operation(f"{word} {path}")} for path in paths},
        **({"components": {"schemas": schemas}} if schemas else {}),
    }


def operation(summary: str) -> dict[str, Any]:
    """Build an operation."""
    return {"summary": summary, "responses": {"200": {"description": "ok"}}}
