"""What tests share: a clean environment, and a server that says exactly what it is told to."""

import re
import socketserver
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import serverless_training

ROOT = Path(__file__).parent.parent

Serve = Callable[[bytes], str]

# What brings the core into a test: itself, or something that tests share.
_CORE = r"serverless_training\b(?!\.testing)"
_SHARED = r"tests\.(?:failures|fakes|network|service|speaking)\b"
_OF_THE_PACKAGE = re.compile(rf"^(?:from|import) (?:{_CORE}|{_SHARED})", re.MULTILINE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Watch no branches in tests of the pipeline: that takes half as long again, for nothing."""
    watched = {
        path: _OF_THE_PACKAGE.search(path.read_text(encoding="utf-8"))
        for path in {item.path for item in items}
    }
    for item in items:
        if not watched[item.path]:
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture
def root() -> Path:
    """The project's root."""
    return ROOT


@pytest.fixture(autouse=True)
def _no_traces_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Neither key, language nor proxy of whoever runs the tests may reach them."""
    for name in (
        *("WANDB_API_KEY", "SERVERLESS_TRAINING_BASE_URL", "SERVERLESS_TRAINING_LANG"),
        *("LC_ALL", "LC_MESSAGES", "LANG"),
        *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"),
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "no-netrc"))
    yield
    serverless_training.set_language(None)


@pytest.fixture(autouse=True)
def _no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries do not wait, unless a test or a server asks for it."""
    monkeypatch.setattr("serverless_training._retries.FIRST_WAIT_SECONDS", 0.0)


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start servers that read one request, answer it with given bytes, and hang up."""
    servers: list[socketserver.TCPServer] = []

    def start(answer: bytes) -> str:
        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                received = b""
                while b"\r\n\r\n" not in received and (chunk := self.request.recv(65536)):
                    received += chunk
                self.request.sendall(answer)

        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
