# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import httpx
from _typeshed import Incomplete
from collections.abc import AsyncIterator
from serverless_training._answers import (
    Answer as Answer,
    decode_error as decode_error,
    status_error as status_error,
)
from serverless_training._body import (
    Body as Body,
    BodyError as BodyError,
    TooLargeError as TooLargeError,
    TruncatedError as TruncatedError,
    UnknownCodingError as UnknownCodingError,
)
from serverless_training._errors import RequestError as RequestError
from serverless_training._transport import Call as Call

class Reading:
    _call: Call
    _problem: RequestError | None
    _answer: Incomplete
    ready: list[bytes] | None
    _body: Incomplete

    def __init__(self, call: Call, response: httpx.Response) -> None: ...
    def __aiter__(self) -> AsyncIterator[bytes]: ...
    def feed(self, chunk: bytes) -> bool: ...
    def fail(self, error: httpx.RequestError) -> None: ...
    def expire(self) -> None: ...
    def stop(self, problem: RequestError) -> None: ...
    def answer(self) -> Answer: ...
    def _unreadable(self, error: BodyError) -> RequestError: ...
