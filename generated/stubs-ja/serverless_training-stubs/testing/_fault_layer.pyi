# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from attrs import frozen
from collections.abc import Callable
from serverless_training.testing._connection import RESET as RESET, wait as wait
from serverless_training.testing._fault_rules import FaultRules as FaultRules
from serverless_training.testing._faults import Fault as Fault, WITHOUT_BODY as WITHOUT_BODY
from starlette.types import (
    ASGIApp as ASGIApp,
    Message as Message,
    Receive as Receive,
    Scope as Scope,
    Send as Send,
)

PageBefore = Callable[[str, str], str | None]
Headers = tuple[tuple[bytes, bytes], ...]

@frozen
class _Answer:
    status: int
    headers: Headers
    body: bytes

class FaultLayer:
    _app: ASGIApp
    _rules: FaultRules
    _latency: float
    _page_before: PageBefore

    def __init__(
        self, app: ASGIApp, rules: FaultRules, *, latency: float, page_before: PageBefore
    ) -> None: ...
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None: ...
    def _fault(self, scope: Scope) -> Fault | None: ...
    async def _suffer(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None: ...
    def _turn_back(self, scope: Scope) -> None: ...

async def _answer_of(app: ASGIApp, scope: Scope, receive: Receive) -> _Answer: ...
def _own(fault: Fault) -> _Answer: ...
def _phrase(status: int) -> str: ...
def spoiled(fault: Fault, answer: _Answer) -> _Answer: ...
def cut_off(body: bytes) -> bytes: ...
