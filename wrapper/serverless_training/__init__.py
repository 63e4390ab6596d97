"""Python client of the W&B Serverless Training API.

`Client` and `AsyncClient` have a method for every operation of the API, and list the checkpoints
of a model; each failure is a `ServerlessTrainingError`.
"""

import typing
from importlib import import_module as _import_module

from serverless_training_client._docstrings import localize as _localize

from serverless_training._errors import (
    AuthenticationError,
    BadRequestError,
    ClientClosedError,
    ConflictError,
    ConnectionFailedError,
    DecodeError,
    ErrorDetail,
    EventLoopError,
    InvalidArgumentError,
    MetricNotFoundError,
    MissingKeyError,
    NotFoundError,
    PaginationError,
    PermissionDeniedError,
    RateLimitError,
    RequestError,
    RequestTimeoutError,
    ServerError,
    ServerlessTrainingError,
    StatusError,
    TransportError,
    UnexpectedStatusError,
    UnprocessableEntityError,
)
from serverless_training._language import set_language

__all__ = [
    "AsyncCheckpoints",
    "AsyncClient",
    "AsyncPager",
    "AsyncRawCalls",
    "AuthenticationError",
    "BadRequestError",
    "Checkpoint",
    "Checkpoints",
    "Client",
    "ClientClosedError",
    "ConflictError",
    "ConnectionFailedError",
    "DecodeError",
    "ErrorDetail",
    "EventLoopError",
    "InvalidArgumentError",
    "MetricNotFoundError",
    "MissingKeyError",
    "NotFoundError",
    "Page",
    "Pager",
    "PaginationError",
    "PermissionDeniedError",
    "RateLimitError",
    "RawCalls",
    "RequestError",
    "RequestTimeoutError",
    "Response",
    "ServerError",
    "ServerlessTrainingError",
    "StatusError",
    "TransportError",
    "UnexpectedStatusError",
    "UnprocessableEntityError",
    "set_language",
]

if typing.TYPE_CHECKING:
    from serverless_training_client.models import Checkpoint

    from serverless_training._checkpoints import AsyncCheckpoints, Checkpoints
    from serverless_training._client import AsyncClient, AsyncRawCalls, Client, RawCalls
    from serverless_training._pagers import AsyncPager, Pager
    from serverless_training._pages import Page
    from serverless_training._responses import Response

    __version__: str
else:

    def __getattr__(name: str) -> object:
        if name == "__version__":
            return _import_module("importlib.metadata").version("serverless-training")
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        # Loaded when asked for (PEP 562): who only imports this package does not wait for httpx.
        for module in ("_client", "_checkpoints", "_pages"):
            found = vars(_import_module(f"{__name__}.{module}"))
            globals().update({each: found[each] for each in __all__ if each in found})
        _adopt()
        return globals()[name]

    def __dir__() -> list[str]:
        dunder = (name for name in globals() if name.startswith("__"))
        return sorted({*dunder, *__all__, "__version__"})


def _adopt() -> None:
    """Name what people import by this package in tracebacks and `help`, in their language."""
    for value in filter(None, map(globals().get, __all__)):
        if value.__module__.startswith(f"{__name__}."):
            value.__module__ = __name__
    _localize(__name__)


_adopt()
