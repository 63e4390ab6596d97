"""Python client of the W&B Serverless Training API.

`Client` and `AsyncClient` list the checkpoints of a model and call every other operation of the
API; each failure is a `ServerlessTrainingError`.
"""

from importlib.metadata import version as _version

from serverless_training_client.models import Checkpoint

from serverless_training._checkpoints import Checkpoints
from serverless_training._client import AsyncClient, Client
from serverless_training._errors import (
    AuthenticationError,
    BadRequestError,
    ClientClosedError,
    ConflictError,
    ConnectionFailedError,
    DecodeError,
    ErrorDetail,
    InvalidArgumentError,
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
from serverless_training._pages import AsyncPager, Page, Pager

__all__ = [
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
    "InvalidArgumentError",
    "MissingKeyError",
    "NotFoundError",
    "Page",
    "Pager",
    "PaginationError",
    "PermissionDeniedError",
    "RateLimitError",
    "RequestError",
    "RequestTimeoutError",
    "ServerError",
    "ServerlessTrainingError",
    "StatusError",
    "TransportError",
    "UnexpectedStatusError",
    "UnprocessableEntityError",
    "set_language",
]

__version__ = _version("serverless-training")

# Tracebacks and `help` name what people import, not the module it happens to stand in.
for _name in __all__:
    if _name != "Checkpoint":
        globals()[_name].__module__ = __name__

_localize_docstrings()
