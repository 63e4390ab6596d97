"""What tests share: a clean environment, and a server that says exactly what it is told to."""

import re
import socketserver
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from functools import cache
from pathlib import Path

import pytest
import serverless_training
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent

Serve = Callable[[bytes], str]

# Laws say nothing of time, and a machine may be busy.
settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")

# What brings the core into a test: itself, or something that tests share.
_CORE = r"serverless_training\b"
_SHARED = r"tests\.(?:failures|fakes|network|service|speaking)\b"
_OF_THE_PACKAGE = re.compile(rf"^(?:from|import) (?:{_CORE}|{_SHARED})", re.MULTILINE)


@cache
def _reaches_the_core(path: Path) -> bool:
    return bool(_OF_THE_PACKAGE.search(path.read_text(encoding="utf-8")))


def _is_watched(item: pytest.Item) -> bool:
    """Tell whether the branches count that a test reaches; not those reached by chance."""
    drawn = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
    marked = item.get_closest_marker("unwatched")
    return _reaches_the_core(item.path) and not (drawn or marked)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Watch branches only in tests that must reach them: it takes twice as long.

    The mark `no_cover` does nothing in processes of pytest-xdist: pytest-cov watches twice there,
    and pauses once.
    """
    if _is_watched(item):
        return (yield)
    watching = sys.gettrace(), threading.gettrace()
    sys.settrace(None)
    threading.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(watching[0])
        threading.settrace(watching[1])


@pytest.fixture
def root() -> Path:
    """The project's root."""
    return ROOT


@pytest.fixture(autouse=True)
def _no_traces_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Neither key, language nor proxy of whoever runs the tests may reach them."""
    for name in (
        *("WANDB_API_KEY", "SERVERLESS_TRAINING_BASE_URL", "SERVERLESS_TRAINING_LANG"),
        *("LC_ALL", "LC_MESSAGES", "LANG"),
        *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"),
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", str(ROOT / "no-netrc"))
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
