# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete
from attrs import frozen
from collections.abc import Callable as Callable
from serverless_training._answers import retry_after as retry_after
from serverless_training._auth import HIDDEN as HIDDEN
from serverless_training._body import ACCEPTED as ACCEPTED, Body as Body, BodyError as BodyError
from serverless_training._deadline import (
    keep_deadlines as keep_deadlines,
    limit_thread as limit_thread,
)
from serverless_training._settings import Settings as Settings
from serverless_training._transport import FAILURES as FAILURES
from serverless_training._ways import (
    environment_proxy as environment_proxy,
    make_transport as make_transport,
)
from serverless_training.testing.contract._answer import Answer as Answer, Request as Request
from serverless_training.testing.contract._credentials import (
    CREDENTIALS as CREDENTIALS,
    SHELL as SHELL,
    SHORTEST_SECRET as SHORTEST_SECRET,
    WRONG_KEY as WRONG_KEY,
    secrets as secrets,
)

_LARGEST_BODY_BYTES: Incomplete
_STEP_SECONDS: float
_TRIES: int
_TRIES_IF_BUSY: int
_USUAL_WAIT_SECONDS: Incomplete
_LONGEST_WAIT_SECONDS: Incomplete
_HEADERS: Incomplete
_TROUBLE: tuple[type[Exception], ...]

class OutOfBudgetError(Exception): ...

@frozen
class Budget:
    requests: int
    seconds: float
    rate: float | None = None

class Probe:
    _settings: Settings
    key: str
    _secrets: Incomplete
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
