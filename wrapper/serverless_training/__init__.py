"""Python client of the W&B Serverless Training API.

`Client` and `AsyncClient` list the checkpoints of a model and call every other operation of the
API; each failure is a `ServerlessTrainingError`.
"""

from typing import Any as _Any

from serverless_training_client.models import Checkpoint

from serverless_training._checkpoints import AsyncCheckpoints, Checkpoints
from serverless_training._client import AsyncClient, Client
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
from serverless_training._language import localize_docstrings as _localize_docstrings
from serverless_training._language import set_language
from serverless_training._many import ModelCheckpoints
from serverless_training._pagers import AsyncPager, Pager
from serverless_training._pages import Page
from serverless_training._records import to_records
from serverless_training._response import Response

__all__ = [
    "AsyncCheckpoints",
    "AsyncClient",
    "AsyncPager",
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
    "ModelCheckpoints",
    "NotFoundError",
    "Page",
    "Pager",
    "PaginationError",
    "PermissionDeniedError",
    "RateLimitError",
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

# Tracebacks and `help` name what people import, not the module it happens to stand in.
for _name in __all__:
    if _name != "Checkpoint":
        globals()[_name].__module__ = __name__

_localize_docstrings()


def __getattr__(name: str) -> _Any:
    if name == "__version__":
        # Looked up when asked for: reading the metadata takes longer than all the rest.
        from importlib.metadata import version  # noqa: PLC0415

        return version("serverless-training")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
