"""A process may be forked while its other threads make requests."""

import logging
import os
import signal
import sys
import threading
from pathlib import Path
from queue import SimpleQueue
from types import FrameType
from typing import Any

import httpx
import pytest
import serverless_training
from serverless_training import AuthenticationError
from serverless_training._auth import BearerAuth
from serverless_training_client.api.models import list_model_checkpoints

from tests.fakes import URL, client, listing

PATIENCE_SECONDS = 8
CORE = str(Path(serverless_training.__file__).parent)


def work() -> None:
    """Make a client, let it succeed and fail, and log what httpx would."""
    # Without `client.checkpoints`: until Python 3.12, functools keeps a lock while it is made.
    with client(listing(1)) as sync:
        sync.paginate(list_model_checkpoints, "m").first()
    with client(lambda _: httpx.Response(401)) as sync, pytest.raises(AuthenticationError):
        sync.paginate(list_model_checkpoints, "m").first()
    BearerAuth("another-key", httpx.URL(URL))
    logging.getLogger("httpx").info("HTTP Request")


class Stepper:
    """A thread that does the work and stops before every line of the core, once.

    Attributes:
        stops: The places where it stops; `None` when it is done.
        go: Lets it go on.
    """

    def __init__(self) -> None:
        self.stops = SimpleQueue[str | None]()
        self.go = SimpleQueue[None]()
        self._known = set[tuple[str, int]]()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        sys.settrace(self._enter)
        try:
            work()
        finally:
            sys.settrace(None)
            self.stops.put(None)

    def _enter(self, frame: FrameType, _event: str, _value: Any) -> Any:
        return self._step if frame.f_code.co_filename.startswith(CORE) else None

    def _step(self, frame: FrameType, event: str, _value: Any) -> Any:
        place = frame.f_code.co_filename, frame.f_lineno
        if event == "line" and place not in self._known:
            self._known.add(place)
            self.stops.put(f"{place[0]}:{place[1]}")
            self.go.get()
        return self._step


def child() -> int:
    """Fork a child that does the same work, and return how it ended."""
    pid = os.fork()
    if pid:
        return os.waitpid(pid, 0)[1]
    signal.alarm(PATIENCE_SECONDS)  # which ends a child that waits for a lock
    try:
        work()
    except BaseException:  # noqa: BLE001  a child must never return into pytest
        os._exit(1)
    os._exit(0)


@pytest.mark.thorough
@pytest.mark.unwatched
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system forks no processes")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_child_that_is_forked_within_any_step_of_another_thread_can_work(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A lock that the other thread has stays taken in the child, where nothing gives it back."""
    caplog.set_level(logging.DEBUG)
    work()  # imports what it needs: Python does not renew the locks of imports in a child
    other = Stepper()
    ends: dict[str, int] = {}
    while place := other.stops.get():
        ends[place] = child()
        if ends[place]:
            break
        other.go.put(None)

    assert [place for place, end in ends.items() if end] == []
    assert len(ends) > 100
