"""The two clients: thin shells around what `_operations`, `_pages` and `_transport` decide."""

import os
from functools import cached_property
from typing import Any, Self, TypeVar

import httpx
from serverless_training_client.models import Checkpoint

from serverless_training import _settings
from serverless_training._checkpoints import Checkpoints
from serverless_training._errors import TransportError
from serverless_training._operations import (
    Operation,
    P,
    bind,
    check_pages,
    operation_name,
    read,
)
from serverless_training._pages import AsyncPager, PageModel, Pager
from serverless_training._transport import (
    answer,
    build_request,
    check_open,
    client_options,
    transport_errors,
)

T = TypeVar("T")


class _Shared:
    """What both clients do, all of it without I/O."""

    def __init__(
        self,
        api_key: str | None,
        base_url: str | httpx.URL | None,
        timeout: float | httpx.Timeout,
    ) -> None:
        self._settings = _settings.resolve(api_key, base_url, timeout, os.environ)

    @property
    def base_url(self) -> str:
        """Address of the service, without a slash at the end."""
        return str(self._settings.base_url)

    def __repr__(self) -> str:
        # A constructor that failed leaves an object that tracebacks still want to show.
        address = repr(self.base_url) if hasattr(self, "_settings") else "..."
        return f"{type(self).__name__}(base_url={address})"


class Client(_Shared):
    """A client of the Serverless Training API; use it in a `with` block, or call `close`.

    Args:
        api_key: W&B API key. By default `WANDB_API_KEY`, then the `api.wandb.ai` entry that
            `wandb login` writes to netrc.
        base_url: URL of the service. By default `SERVERLESS_TRAINING_BASE_URL`, then the W&B
            service.
        timeout: Seconds to wait for each step of a request (at most 10 of them for connecting), or
            an `httpx.Timeout`; 60 by default.
        transport: A custom httpx transport to send requests with, for tests or proxies.

    Raises:
        MissingKeyError: There is no API key; the message says how to provide one.
        InvalidArgumentError: An argument cannot be used.
    """

    def __init__(
        self,
        *,
        api_key: str | None = None,
        base_url: str | httpx.URL | None = None,
        timeout: float | httpx.Timeout = _settings.TIMEOUT_SECONDS,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        super().__init__(api_key, base_url, timeout)
        self._http = httpx.Client(**client_options(self._settings), transport=transport)

    @cached_property
    def checkpoints(self) -> Checkpoints[Pager[Checkpoint]]:
        """The checkpoints of a model."""
        return Checkpoints(self._listing)

    def call(self, operation: Operation[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call any operation of the API.

        Args:
            operation: A module under `serverless_training_client.api`.
            *args: The operation's path parameters, by position or by name.
            **kwargs: The operation's other parameters, under the names of the spec.

        Returns:
            The response, as the type that the spec defines for it; `None` where it defines none.

        Raises:
            TypeError: A parameter is missing or unknown.
            InvalidArgumentError: A parameter cannot be used; nothing was sent.
            TransportError: No complete response arrived.
            StatusError: The service answered with a status other than success.
            DecodeError: The response does not match the spec.
        """
        return self._call(operation, bind(operation, *args, **kwargs))

    def paginate(
        self, operation: Operation[P, PageModel[T]], /, *args: P.args, **kwargs: P.kwargs
    ) -> Pager[T]:
        """List the items of any paginated operation.

        Nothing is sent until the listing is iterated; each iteration starts over.

        Args:
            operation: A module under `serverless_training_client.api` that takes `after`.
            *args: The operation's path parameters, by position or by name.
            **kwargs: The operation's other parameters, under the names of the spec; `limit` is the
                size of a page.

        Returns:
            A lazy listing of the items.

        Raises:
            TypeError: A parameter is missing or unknown.
            InvalidArgumentError: A parameter cannot be used, or the operation is not paginated.
        """
        return self._listing(operation, None, *args, **kwargs)

    def _listing(
        self,
        operation: Operation[P, PageModel[T]],
        max_items: int | None,
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Pager[T]:
        check_pages(operation)
        parameters = bind(operation, *args, **kwargs)

        def fetch(cursor: str | None) -> PageModel[T]:
            return self._call(operation, parameters, cursor)

        return Pager(fetch, operation_name(operation), max_items, self._settings.auth.redact)

    def _call(
        self, operation: Operation[..., T], parameters: dict[str, Any], cursor: str | None = None
    ) -> T:
        name = operation_name(operation)
        request = build_request(self._http, operation, parameters, cursor)
        redact, broken = self._settings.auth.redact, None
        with transport_errors(name, request, redact):
            response = self._http.send(request, stream=True)
        chunks: list[bytes] = []
        try:
            with transport_errors(name, request, redact):
                for chunk in response.iter_bytes():
                    chunks.append(chunk)  # noqa: PERF402  what came before a cut must stay
        except TransportError as error:
            broken = error
        finally:
            response.close()
        return read(operation, answer(name, response, b"".join(chunks), redact), broken)

    def close(self) -> None:
        """Close the connections; the client cannot be used afterwards."""
        self._http.close()

    def __enter__(self) -> Self:
        check_open(self._http)
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


class AsyncClient(_Shared):
    """An asynchronous client of the Serverless Training API; use it in an `async with` block.

    Args:
        api_key: W&B API key. By default `WANDB_API_KEY`, then the `api.wandb.ai` entry that
            `wandb login` writes to netrc.
        base_url: URL of the service. By default `SERVERLESS_TRAINING_BASE_URL`, then the W&B
            service.
        timeout: Seconds to wait for each step of a request (at most 10 of them for connecting), or
            an `httpx.Timeout`; 60 by default.
        transport: A custom httpx transport to send requests with, for tests or proxies.

    Raises:
        MissingKeyError: There is no API key; the message says how to provide one.
        InvalidArgumentError: An argument cannot be used.
    """

    def __init__(
        self,
        *,
        api_key: str | None = None,
        base_url: str | httpx.URL | None = None,
        timeout: float | httpx.Timeout = _settings.TIMEOUT_SECONDS,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        super().__init__(api_key, base_url, timeout)
        self._http = httpx.AsyncClient(**client_options(self._settings), transport=transport)

    @cached_property
    def checkpoints(self) -> Checkpoints[AsyncPager[Checkpoint]]:
        """The checkpoints of a model."""
        return Checkpoints(self._listing)

    async def call(self, operation: Operation[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call any operation of the API.

        Args:
            operation: A module under `serverless_training_client.api`.
            *args: The operation's path parameters, by position or by name.
            **kwargs: The operation's other parameters, under the names of the spec.

        Returns:
            The response, as the type that the spec defines for it; `None` where it defines none.

        Raises:
            TypeError: A parameter is missing or unknown.
            InvalidArgumentError: A parameter cannot be used; nothing was sent.
            TransportError: No complete response arrived.
            StatusError: The service answered with a status other than success.
            DecodeError: The response does not match the spec.
        """
        return await self._call(operation, bind(operation, *args, **kwargs))

    def paginate(
        self, operation: Operation[P, PageModel[T]], /, *args: P.args, **kwargs: P.kwargs
    ) -> AsyncPager[T]:
        """List the items of any paginated operation.

        Nothing is sent until the listing is iterated; each iteration starts over.

        Args:
            operation: A module under `serverless_training_client.api` that takes `after`.
            *args: The operation's path parameters, by position or by name.
            **kwargs: The operation's other parameters, under the names of the spec; `limit` is the
                size of a page.

        Returns:
            A lazy listing of the items.

        Raises:
            TypeError: A parameter is missing or unknown.
            InvalidArgumentError: A parameter cannot be used, or the operation is not paginated.
        """
        return self._listing(operation, None, *args, **kwargs)

    def _listing(
        self,
        operation: Operation[P, PageModel[T]],
        max_items: int | None,
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> AsyncPager[T]:
        check_pages(operation)
        parameters = bind(operation, *args, **kwargs)

        async def fetch(cursor: str | None) -> PageModel[T]:
            return await self._call(operation, parameters, cursor)

        return AsyncPager(fetch, operation_name(operation), max_items, self._settings.auth.redact)

    async def _call(
        self, operation: Operation[..., T], parameters: dict[str, Any], cursor: str | None = None
    ) -> T:
        name = operation_name(operation)
        request = build_request(self._http, operation, parameters, cursor)
        redact, broken = self._settings.auth.redact, None
        with transport_errors(name, request, redact):
            response = await self._http.send(request, stream=True)
        chunks: list[bytes] = []
        try:
            with transport_errors(name, request, redact):
                async for chunk in response.aiter_bytes():
                    chunks.append(chunk)  # noqa: PERF401  what came before a cut must stay
        except TransportError as error:
            broken = error
        finally:
            await response.aclose()
        return read(operation, answer(name, response, b"".join(chunks), redact), broken)

    async def aclose(self) -> None:
        """Close the connections; the client cannot be used afterwards."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        check_open(self._http)
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.aclose()
