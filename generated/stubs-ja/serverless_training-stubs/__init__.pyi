# Written by `nox -s regenerate` from the source and its translations. Do not edit.
"""W&B Serverless Training API の Python クライアント。

`Client` and `AsyncClient` have a method for every operation of the API, and list the checkpoints of a model; each failure is a `ServerlessTrainingError`.
"""

from serverless_training._checkpoints import (
    AsyncCheckpoints as AsyncCheckpoints,
    Checkpoints as Checkpoints,
)
from serverless_training._client import (
    AsyncClient as AsyncClient,
    AsyncRawCalls as AsyncRawCalls,
    Client as Client,
    RawCalls as RawCalls,
)
from serverless_training._errors import (
    AuthenticationError as AuthenticationError,
    BadRequestError as BadRequestError,
    ClientClosedError as ClientClosedError,
    ConflictError as ConflictError,
    ConnectionFailedError as ConnectionFailedError,
    DecodeError as DecodeError,
    ErrorDetail as ErrorDetail,
    EventLoopError as EventLoopError,
    InvalidArgumentError as InvalidArgumentError,
    MetricNotFoundError as MetricNotFoundError,
    MissingKeyError as MissingKeyError,
    NotFoundError as NotFoundError,
    PaginationError as PaginationError,
    PermissionDeniedError as PermissionDeniedError,
    RateLimitError as RateLimitError,
    RequestError as RequestError,
    RequestTimeoutError as RequestTimeoutError,
    ServerError as ServerError,
    ServerlessTrainingError as ServerlessTrainingError,
    StatusError as StatusError,
    TransportError as TransportError,
    UnexpectedStatusError as UnexpectedStatusError,
    UnprocessableEntityError as UnprocessableEntityError,
)
from serverless_training._language import set_language as set_language
from serverless_training._pagers import AsyncPager as AsyncPager, Pager as Pager
from serverless_training._pages import Page as Page
from serverless_training._responses import Response as Response
from serverless_training_client._records import to_records as to_records
from serverless_training_client.models import Checkpoint as Checkpoint

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
__version__: str
