"""Python client of the W&B Serverless Training API.

`Client` and `AsyncClient` have a method for every operation of the API, and list the checkpoints
of a model; each failure is a `ServerlessTrainingError`.
"""

import typing

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
    "to_records",
]

if typing.TYPE_CHECKING:
    from serverless_training_client.models import Checkpoint

    from serverless_training._checkpoints import AsyncCheckpoints, Checkpoints
    from serverless_training._client import AsyncClient, AsyncRawCalls, Client, RawCalls
    from serverless_training._pagers import AsyncPager, Pager
    from serverless_training._pages import Page
    from serverless_training._records import to_records
    from serverless_training._responses import Response

    __version__: str
else:
    # Loaded when asked for (PEP 562): who only imports this package does not wait for httpx.
    _MODULES = {
        "_checkpoints": ("AsyncCheckpoints", "Checkpoints"),
        "_client": ("AsyncClient", "AsyncRawCalls", "Client", "RawCalls"),
        "_pagers": ("AsyncPager", "Pager"),
        "_pages": ("Page",),
        "_records": ("to_records",),
        "_responses": ("Response",),
    }
    _PLACES = {name: f"{__name__}.{each}" for each, names in _MODULES.items() for name in names}
    _PLACES["Checkpoint"] = "serverless_training_client.models"

    def __getattr__(name: str) -> object:
        from importlib import import_module  # noqa: PLC0415

        if name == "__version__":
            from importlib.metadata import version  # noqa: PLC0415

            return version("serverless-training")
        if name not in _PLACES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(_PLACES[name]), name)
        # Tracebacks and `help` name what people import, not the module it happens to stand in.
        if value.__module__.startswith(__name__ + "."):
            value.__module__ = __name__
        _localize(__name__)
        return value

    def __dir__() -> list[str]:
        dunder = (name for name in globals() if name.startswith("__"))
        return sorted({*dunder, *__all__, "__version__"})


set_language.__module__ = __name__
_localize(__name__)
