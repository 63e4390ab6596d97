"""Python client of the W&B Serverless Training API.

`Client` and `AsyncClient` have a method for every operation of the API, and list the checkpoints
of a model; each failure is a `ServerlessTrainingError`.
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
    from serverless_training_client._records import to_records
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
    from serverless_training._pagers import AsyncPager, Pager
    from serverless_training._pages import Page
    from serverless_training._responses import Response

    __version__: str
else:
    # Loaded when asked for (PEP 562): importing this package costs next to nothing. Each module
    # needs only those before it.
    _MODULES = ("_errors", "_language", "_responses", "_pages", "_pagers", "_client")
    _GENERATED = {"Checkpoint": "models", "to_records": "_records"}

    def __getattr__(name: str) -> object:
        from importlib import import_module  # noqa: PLC0415

        if name == "__version__":
            from importlib.metadata import version  # noqa: PLC0415

            return version("serverless-training")
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        places = (f"{__name__}.{each}" for each in _MODULES)
        if name in _GENERATED:
            places = (f"serverless_training_client.{_GENERATED[name]}",)
        found = (getattr(import_module(each), name, None) for each in places)
        value = globals()[name] = next(filter(None, found))
        # Tracebacks and `help` name what people import, not the module it happens to stand in.
        if value.__module__.startswith(__name__ + "."):
            value.__module__ = __name__
        from serverless_training._language import localize_docstrings  # noqa: PLC0415

        localize_docstrings(__name__)
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

    # `__getattr__` is not asked for the docstring of the package itself.
    if not _is_read_in_english():
        from serverless_training._language import localize_docstrings

        localize_docstrings(__name__)
