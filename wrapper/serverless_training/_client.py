"""The two clients: what both share, with its docstrings, and what is awaited in one of them."""

import copy
import os
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import Any, Generic, Self, TypeVar

import httpx
from attrs import frozen
from serverless_training_client import api

from serverless_training import _operations as operations
from serverless_training._checkpoints import AsyncCheckpoints, Checkpoints
from serverless_training._connection import Connection, HttpT, connect
from serverless_training._operations import Operation, P, PagedOperation, bind
from serverless_training._pagers import AsyncPager, Pager
from serverless_training._pages import T
from serverless_training._request import Request, run, run_async
from serverless_training._responses import Response, read_json, read_model
from serverless_training._settings import Settings, resolve

ClientT = TypeVar("ClientT")


class _Client(Generic[HttpT]):
    """What both clients share, all of it without I/O, and the docstrings of what they do."""

    _http_class: type[HttpT]
    _run: Callable[..., Any]
    _parsed: Callable[[Request], Any]
    _settings: Settings
    _connection: Connection[HttpT]
    _is_owner = True
    _is_closed = False

    def __init__(  # noqa: PLR0913  settings, all by keyword
        self,
        *,
        api_key: str | None = None,
        base_url: str | httpx.URL | None = None,
        timeout: float | httpx.Timeout = 60.0,
        max_retries: int = 5,
        deadline: float = 300.0,
        max_body_bytes: int = 64 * 1024 * 1024,
        allow_http: bool = False,
        http_client: HttpT | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Make a client; nothing is sent.

        Args:
            api_key: W&B API key. By default `WANDB_API_KEY`, then the `api.wandb.ai` entry that
                `wandb login` writes to netrc.
            base_url: URL of the service. By default `SERVERLESS_TRAINING_BASE_URL`, then the W&B
                service. It may have a path; segments at its end with which a path of the API
                begins, such as `/v1`, are sent once.
            timeout: Seconds to wait for each step of a request (at most 10 of them for connecting),
                or an `httpx.Timeout`; 60 by default.
            max_retries: How often a request is sent again when that is safe and may help; 5 by
                default, 0 for never.
            deadline: Seconds for a request, such as that of a page, with all retries and waits,
                kept between attempts and chunks of a body; 300 by default, `math.inf` for no limit.
            max_body_bytes: The largest response body that is read, decompressed; 64 MiB by default.
            allow_http: Whether the API key may go over plain http to another machine; `False` by
                default. This machine itself is always allowed.
            http_client: An httpx client of your own, for a proxy, say; it is not closed here.
            headers: Headers to send with every request, such as `{"User-Agent": "my-app/1.0"}`.

        Raises:
            MissingKeyError: There is no API key; the message says how to provide one.
            InvalidArgumentError: An argument cannot be used.
        """
        self._settings = resolve(
            *(api_key, base_url, os.environ),
            allow_http=allow_http,
            timeout=timeout,
            max_retries=max_retries,
            deadline=deadline,
            max_body_bytes=max_body_bytes,
            headers=headers,
        )
        self._connection = connect(self._http_class, self._settings, http_client)

    @property
    def base_url(self) -> str:
        """Address of the service, without a slash at the end."""
        return str(self._settings.base_url)

    def __repr__(self) -> str:
        # A constructor that failed leaves an object that tracebacks still want to show.
        url = repr(self.base_url) if hasattr(self, "_settings") else "..."
        return f"{type(self).__name__}(base_url={url})"

    def with_options(
        self,
        *,
        timeout: float | httpx.Timeout | None = None,
        max_retries: int | None = None,
        deadline: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """Make a client with other settings that shares the connections of this one.

        Args:
            timeout: As for the client; unchanged by default.
            max_retries: As for the client; unchanged by default.
            deadline: As for the client; unchanged by default.
            headers: Headers to send as well; they replace those of the same name.

        Returns:
            The new client. Closing it leaves this one open; closing this one closes both.

        Raises:
            InvalidArgumentError: An argument cannot be used.
        """
        settings = self._settings.change(
            headers, timeout=timeout, max_retries=max_retries, deadline=deadline
        )
        other = copy.copy(self)
        for name, value in vars(self).items():
            if getattr(value, "_client", None) is self:  # made for this client
                delattr(other, name)
        other._settings, other._is_owner = settings, False
        return other

    def call(self, operation: Operation[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Any:
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

    def paginate(
        self, operation: PagedOperation[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Any:
        """List the items of any paginated operation.

        Nothing is sent until the listing is iterated; each iteration starts over.

        Args:
            operation: A module under `serverless_training_client.api` that takes a cursor.
            *args: The operation's path parameters, by position or by name.
            **kwargs: The operation's other parameters, under the names of the spec; `limit` is the
                size of a page.

        Returns:
            A lazy listing of the items.

        Raises:
            TypeError: A parameter is missing or unknown.
            InvalidArgumentError: A parameter cannot be used, or the operation is not paginated.
        """

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Send a request that the spec does not have yet, with the key, retries and errors of all.

        Args:
            method: HTTP method, such as `"DELETE"`.
            path: Path of the service, such as `"/v1/preview/models"`, without a query.
            params: Parameters of the query, by name; none by default.
            json: The body, as `json.dumps` takes it; none by default.
            headers: Headers to send as well; none by default.

        Returns:
            The body, decoded from JSON; `None` where it is empty.

        Raises:
            InvalidArgumentError: An argument cannot be used; nothing was sent.
            TransportError: No complete response arrived.
            StatusError: The service answered with a status other than success.
            DecodeError: The body is not JSON.
        """
        options = operations.raw_options(method, path, params, self.base_url) | {"json": json}
        settings = self._settings.change(headers)
        return self._parsed(Request(self._open(), settings, "request", (), options, read_json))

    def _fetch(
        self, operation: Operation[..., Any], given: Mapping[str, Any], cursor: str | None = None
    ) -> Any:
        """Call an operation with parameters as `bind` returns them, and return the response."""
        options = operations.request_options(operation, given, cursor, self.base_url)
        about = operations.operation_name(operation), given, options, partial(read_model, operation)
        return self._run(Request(self._open(), self._settings, *about), self._open)

    def _open(self) -> HttpT:
        """Return the httpx client; refuse to go on when it or this client was closed."""
        return self._connection.open(is_closed=self._is_closed)


class Client(_Client[httpx.Client], api.Resources):
    """A client of the Serverless Training API; use it in a `with` block, or call `close`.

    Threads may share it.
    """

    _http_class = httpx.Client
    _run: Any = staticmethod(run)

    @cached_property
    def checkpoints(self) -> Checkpoints:
        """The checkpoints of a model."""
        return Checkpoints(self)

    @cached_property
    def with_raw_response(self) -> "RawCalls":
        """Calls that give the response with status, headers and request ID."""
        return RawCalls(self)

    def call(self, operation: Operation[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        response: Response[T] = self._fetch(operation, bind(operation, *args, **kwargs))
        return response.parsed

    def paginate(
        self, operation: PagedOperation[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Pager[T]:
        parameters = bind(operation, *args, **kwargs)
        return Pager(self._fetch, self._settings.auth, operation, parameters)

    def _parsed(self, request: Request) -> Any:
        return run(request, self._open).parsed

    def close(self) -> None:
        """Close the connections; the client cannot be used afterwards."""
        self._is_closed = True
        if self._is_owner and (http := self._connection.close()):
            http.close()

    def __enter__(self) -> Self:
        self._open()
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


class AsyncClient(_Client[httpx.AsyncClient], api.AsyncResources):
    """An asynchronous client of the Serverless Training API; use it in an `async with` block.

    It belongs to the event loop that it is first used in.
    """

    _http_class = httpx.AsyncClient
    _run: Any = staticmethod(run_async)

    @cached_property
    def checkpoints(self) -> AsyncCheckpoints:
        """The checkpoints of a model."""
        return AsyncCheckpoints(self)

    @cached_property
    def with_raw_response(self) -> "AsyncRawCalls":
        """Calls that give the response with status, headers and request ID."""
        return AsyncRawCalls(self)

    async def call(self, operation: Operation[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        response: Response[T] = await self._fetch(operation, bind(operation, *args, **kwargs))
        return response.parsed

    def paginate(
        self, operation: PagedOperation[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> AsyncPager[T]:
        parameters = bind(operation, *args, **kwargs)
        return AsyncPager(self._fetch, self._settings.auth, operation, parameters)

    async def _parsed(self, request: Request) -> Any:
        return (await run_async(request, self._open)).parsed

    async def aclose(self) -> None:
        """Close the connections; the client cannot be used afterwards."""
        if self._is_owner:
            self._connection.check_loop()
        self._is_closed = True
        if self._is_owner and (http := self._connection.close()):
            await http.aclose()

    async def __aenter__(self) -> Self:
        self._open()
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.aclose()


@frozen(slots=False)
class _RawCalls(Generic[ClientT]):
    """What both kinds of raw calls share, and their docstrings."""

    _client: ClientT

    def call(self, operation: Operation[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Any:
        """Call any operation of the API, as the client does.

        Args:
            operation: A module under `serverless_training_client.api`.
            *args: The operation's path parameters, by position or by name.
            **kwargs: The operation's other parameters, under the names of the spec.

        Returns:
            The response, with status, headers and request ID beside the model.
        """


class RawCalls(_RawCalls[Client], api.RawResources):
    """Calls that give the response with status, headers and request ID, as `with_raw_response`."""

    def call(self, operation: Operation[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Response[T]:
        response: Response[T] = self._client._fetch(operation, bind(operation, *args, **kwargs))
        return response


class AsyncRawCalls(_RawCalls[AsyncClient], api.AsyncRawResources):
    """Calls that give the response with status, headers and request ID, as `with_raw_response`."""

    async def call(
        self, operation: Operation[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Response[T]:
        bound = bind(operation, *args, **kwargs)
        response: Response[T] = await self._client._fetch(operation, bound)
        return response
