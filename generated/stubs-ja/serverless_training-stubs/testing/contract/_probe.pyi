# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import httpx
from _typeshed import Incomplete
from attrs import field, frozen
from collections.abc import Callable as Callable
from functools import cached_property as cached_property
from serverless_training._answers import retry_after as retry_after
from serverless_training._auth import HIDDEN as HIDDEN
from serverless_training._body import ACCEPTED as ACCEPTED, Body as Body, BodyError as BodyError
from serverless_training._deadline import (
    keep_deadlines as keep_deadlines,
    limit_thread as limit_thread,
)
from serverless_training._settings import Settings as Settings
from serverless_training._transport import FAILURES as FAILURES, make_transport as make_transport
from typing import Any, NoReturn

_LARGEST_BODY_BYTES: Incomplete
_STEP_SECONDS: float
_TRIES: int
_TRIES_IF_BUSY: int
_USUAL_WAIT_SECONDS: Incomplete
_LONGEST_WAIT_SECONDS: Incomplete
_SHORTEST_KEY: int
_HEADERS: Incomplete
_TROUBLE: tuple[type[Exception], ...]

def _basic(key: str) -> str: ...
def _other(letter: str) -> str: ...

WRONG_KEY: str
CREDENTIALS: dict[str, Callable[[str], str | None]]
_SHELL: Incomplete

class OutOfBudgetError(Exception): ...

@frozen
class Request:
    path: str
    query: tuple[tuple[str, str], ...] = ()
    credentials: str = "own"

    @property
    def target(self) -> str: ...

@frozen(eq=False)
class Answer:
    request: Request
    status: int
    headers: httpx.Headers = field(factory=httpx.Headers, repr=False)
    content: bytes = field(default=b"", repr=False)
    trouble: str = ""
    may_pass: bool = False

    @property
    def content_type(self) -> str: ...
    @cached_property
    def body(self) -> Any: ...
    @cached_property
    def why_not_json(self) -> str: ...
    @property
    def text(self) -> str: ...
    def items(self) -> list[Any]: ...

def _refuse(constant: str) -> NoReturn: ...

@frozen
class Budget:
    requests: int
    seconds: float
    rate: float | None = None

class Probe:
    _settings: Settings
    key: str
    _made_of_key: Incomplete
    _budget: Budget
    _report: Callable[[int], None]
    _http: Incomplete
    _began: Incomplete
    _next: Incomplete
    _known: dict[Request, Answer]
    _echoes: dict[Request, Answer]
    sent: int
    limited: int

    def __init__(
        self, settings: Settings, key: str, budget: Budget, report: Callable[[int], None]
    ) -> None: ...
    @property
    def base_url(self) -> str: ...
    def close(self) -> None: ...
    @property
    def seconds(self) -> float: ...
    def affordable(self) -> int: ...
    def get(self, request: Request) -> Answer: ...
    def fetch(self, request: Request) -> Answer: ...
    def forget(self) -> dict[Request, Answer]: ...
    def remember(self, known: dict[Request, Answer]) -> None: ...
    def where_key_stands(self, answer: Answer) -> str: ...
    @property
    def echoes(self) -> list[Answer]: ...
    @property
    def answers(self) -> list[Answer]: ...
    @property
    def can_find_key(self) -> bool: ...
    def redact(self, text: str) -> str: ...
    def curl(self, request: Request) -> str: ...
    def _send(self, request: Request) -> Answer: ...
    def _spend(self) -> None: ...
    def _wait(self, seconds: float) -> None: ...

def _asked_seconds(answer: Answer) -> float: ...
def _made_of(key: str) -> list[str]: ...
def _spellings(key: str) -> tuple[str, ...]: ...
