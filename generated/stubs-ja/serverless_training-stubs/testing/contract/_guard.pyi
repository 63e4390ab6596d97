# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import time
import requests
from _typeshed import Incomplete
from collections.abc import Callable, Mapping
from serverless_training.testing.contract._curl import KEY as KEY
from serverless_training.testing.contract._settings import (
    KEPT_BACK as KEPT_BACK,
    SENT_AS as SENT_AS,
    pattern as pattern,
)
from typing import Any
from urllib.parse import SplitResult as SplitResult

Send = Callable[..., requests.Response]
_CASE: str

class Guard:
    _origin: Incomplete
    _operations: Incomplete
    _made_up: Incomplete
    _left: Incomplete
    _deadline: Incomplete
    _interval: Incomplete
    _next: float
    _key: str
    _count: Callable[[], object]
    statuses: dict[str, int]

    def __init__(
        self,
        limits: Mapping[str, Any],
        key: str,
        count: Callable[[], object],
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None: ...
    def allows(self, method: str, url: str) -> bool: ...
    def send(self, send: Send, session: Any, request: Any, **options: Any) -> requests.Response: ...
    def _shown(self, value: str | bytes) -> str: ...
    def _wait(self) -> None: ...

def _origin(url: SplitResult) -> tuple[str, str | None, int | None]: ...
def _filled(template: str, values: Mapping[str, str]) -> str: ...
def _kept_back(request: Any) -> requests.Response: ...
def install(guard: Guard) -> None: ...
