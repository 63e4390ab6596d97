"""Python client of the W&B Serverless Training API.

`Client` and `AsyncClient` list the checkpoints of a model and call every other operation of the
API; each failure is a `ServerlessTrainingError`.
"""

import os
import typing

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
    "ModelCheckpoints",
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
    from serverless_training._many import ModelCheckpoints
    from serverless_training._pagers import AsyncPager, Pager
    from serverless_training._pages import Page
    from serverless_training._records import to_records
    from serverless_training._response import Response

    __version__: str
else:
    # Loaded when asked for (PEP 562): importing this package costs next to nothing.
    _PLACES = {
        "AsyncCheckpoints": "serverless_training._checkpoints",
        "AsyncClient": "serverless_training._client",
        "AsyncPager": "serverless_training._pagers",
        "AsyncRawCalls": "serverless_training._client",
        "AuthenticationError": "serverless_training._errors",
        "BadRequestError": "serverless_training._errors",
        "Checkpoint": "serverless_training_client.models",
        "Checkpoints": "serverless_training._checkpoints",
        "Client": "serverless_training._client",
        "ClientClosedError": "serverless_training._errors",
        "ConflictError": "serverless_training._errors",
        "ConnectionFailedError": "serverless_training._errors",
        "DecodeError": "serverless_training._errors",
        "ErrorDetail": "serverless_training._errors",
        "EventLoopError": "serverless_training._errors",
        "InvalidArgumentError": "serverless_training._errors",
        "MetricNotFoundError": "serverless_training._errors",
        "MissingKeyError": "serverless_training._errors",
        "ModelCheckpoints": "serverless_training._many",
        "NotFoundError": "serverless_training._errors",
        "Page": "serverless_training._pages",
        "Pager": "serverless_training._pagers",
        "PaginationError": "serverless_training._errors",
        "PermissionDeniedError": "serverless_training._errors",
        "RateLimitError": "serverless_training._errors",
        "RawCalls": "serverless_training._client",
        "RequestError": "serverless_training._errors",
        "RequestTimeoutError": "serverless_training._errors",
        "Response": "serverless_training._response",
        "ServerError": "serverless_training._errors",
        "ServerlessTrainingError": "serverless_training._errors",
        "StatusError": "serverless_training._errors",
        "TransportError": "serverless_training._errors",
        "UnexpectedStatusError": "serverless_training._errors",
        "UnprocessableEntityError": "serverless_training._errors",
        "set_language": "serverless_training._language",
        "to_records": "serverless_training._records",
    }

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
        from serverless_training._language import localize_docstrings  # noqa: PLC0415

        localize_docstrings()
        return value

    def __dir__() -> list[str]:
        return sorted({*filter(_is_dunder, globals()), *__all__, "__version__"})

    def _is_dunder(name: str) -> bool:
        return name.startswith("__")

    def _is_read_in_english() -> bool:
        # Roughly, since the exact answer takes modules that those who read English never need.
        names = ("SERVERLESS_TRAINING_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
        name = next(filter(None, map(os.environ.get, names)), "C")
        return name.replace("_", ".").partition(".")[0].lower() in ("c", "posix", "en")

    # Nobody asks `__getattr__` for the docstring of the package itself.
    if not _is_read_in_english():
        from serverless_training._language import localize_docstrings

        localize_docstrings()
