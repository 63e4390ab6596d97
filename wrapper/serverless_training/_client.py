"""The two clients: thin shells around what `_exchange` and `_pagers` do."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Self, TypeVar

from serverless_training._language import check_language, load, speaking

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

    from serverless_training._checkpoints import AsyncCheckpoints, Checkpoints
    from serverless_training._exchange import AsyncExchange, Exchange
    from serverless_training._operations import Operation
    from serverless_training._pagers import AsyncPager, Listing, Pager
    from serverless_training._pages import PageModel
    from serverless_training._response import Response

# httpx, attrs and the modules that import them are loaded when a client is made: a program that
# only imports this package should not wait for them.

P = ParamSpec("P")
T = TypeVar("T")
ExchangeT = TypeVar("ExchangeT", "Exchange", "AsyncExchange")

TIMEOUT_SECONDS = 60.0
MAX_RETRIES = 5
DEADLINE_SECONDS = 300.0
MAX_BODY_BYTES: int = 64 * 1024 * 1024


class _Shared(Generic[ExchangeT]):
    """What both clients do, all of it without I/O."""

    _exchange: ExchangeT

    @property
    def base_url(self) -> str:
        """Address of the service, without a slash at the end."""
        return str(self._exchange.settings.base_url)

    def __repr__(self) -> str:
        # A constructor that failed leaves an object that tracebacks still want to show.
        address = repr(self.base_url) if hasattr(self, "_exchange") else "..."
        return f"{type(self).__name__}(base_url={address})"

    def with_options(
        self,
        *,
        timeout: float | httpx.Timeout | None = None,
        max_retries: int | None = None,
        deadline: float | None = None,
        language: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """Make a client with other settings that shares the connections of this one.

        Args:
            timeout: As for the client; unchanged by default.
            max_retries: As for the client; unchanged by default.
            deadline: As for the client; unchanged by default.
            language: As for the client; unchanged by default.
            headers: Headers to send as well; they replace those of the same name. No header can be
                removed.

        Returns:
            The new client. Closing it leaves this one open; closing this one closes both.

        Raises:
            InvalidArgumentError: An argument cannot be used.
        """
        from serverless_training._settings import change  # noqa: PLC0415

        settings = self._exchange.settings
        with speaking(settings.language):
            code = check_language(language, "language") or settings.language
        with speaking(code):
            settings = change(
                settings,
                timeout=timeout,
                max_retries=max_retries,
                deadline=deadline,
                language=code,
                headers=headers,
            )
        other = object.__new__(type(self))
        # What a class of the caller's keeps goes along; what is made from the settings does not.
        made = ("_exchange", "checkpoints", "with_raw_response")
        vars(other).update({key: each for key, each in vars(self).items() if key not in made})
        other._exchange = self._exchange.share(settings)
        return other

    def _check(self) -> None:
        with speaking(self._exchange.settings.language):
            self._exchange.check()

    def _describe(
        self, operation: Operation[..., Any], max_items: int | None, /, *args: Any, **kwargs: Any
    ) -> Listing[Any]:
        from serverless_training._operations import bind, paging  # noqa: PLC0415
        from serverless_training._pagers import Listing  # noqa: PLC0415

        exchange = self._exchange
        settings = exchange.settings
        with speaking(settings.language):
            parameters = bind(operation, *args, **kwargs)
            known = paging(operation, parameters)

            def fetch(cursor: str | None) -> Any:
                return exchange(operation, parameters, cursor)

            return Listing(
                known.operation,
                fetch,
                parameters,
                known.after,
                known.page_size,
                max_items,
                settings.auth.redact,
                settings.language,
            )


class Client(_Shared["Exchange"]):
    """A client of the Serverless Training API; use it in a `with` block, or call `close`.

    Threads may share it.

    Args:
        api_key: W&B API key. By default `WANDB_API_KEY`, then the `api.wandb.ai` entry that
            `wandb login` writes to netrc.
        base_url: URL of the service. By default `SERVERLESS_TRAINING_BASE_URL`, then the W&B
            service. It may have a path, which is put before the paths of the API. Segments at its
            end with which a path of the API begins, such as `/v1`, are sent once.
        timeout: Seconds to wait for each step of a request (at most 10 of them for connecting), or
            an `httpx.Timeout`; 60 by default.
        max_retries: How often a request is sent again when that is safe and may help; 5 by default,
            0 for never.
        deadline: Seconds for a request with all its retries and waits; 300 by default, `math.inf`
            for no limit. Each page of a listing is a request.
        max_body_bytes: The largest response body that is read, decompressed; 64 MiB by default.
        allow_http: Whether the API key may go over plain http to another machine; `False` by
            default. This machine itself is always allowed.
        transport: A custom httpx transport to send requests with, for tests or proxies.
        proxy: URL of a proxy, or an `httpx.Proxy`. By default those of the environment.
        http_client: An httpx client of your own to send requests with; it is not closed here.
        language: Language of the messages of this client's errors, such as `"ja"`; that of the
            process by default, as `set_language` chooses it.
        headers: Headers to send with every request, such as `{"User-Agent": "my-app/1.0"}`, which
            replaces the client's own.

    Raises:
        MissingKeyError: There is no API key; the message says how to provide one.
        InvalidArgumentError: An argument cannot be used.
    """

    def __init__(  # noqa: PLR0913  settings, all by keyword
        self,
        *,
        api_key: str | None = None,
        base_url: str | httpx.URL | None = None,
        timeout: float | httpx.Timeout = TIMEOUT_SECONDS,
        max_retries: int = MAX_RETRIES,
        deadline: float = DEADLINE_SECONDS,
        max_body_bytes: int = MAX_BODY_BYTES,
        allow_http: bool = False,
        transport: httpx.BaseTransport | None = None,
        proxy: str | httpx.Proxy | None = None,
        http_client: httpx.Client | None = None,
        language: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        from serverless_training._exchange import Exchange  # noqa: PLC0415
        from serverless_training._settings import resolve  # noqa: PLC0415

        language = check_language(language, "language")
        with speaking(language):
            settings = resolve(
                api_key=api_key,
                base_url=base_url,
                timeout=timeout,
                max_retries=max_retries,
                deadline=deadline,
                max_body_bytes=max_body_bytes,
                allow_http=allow_http,
                language=language,
                environment=os.environ,
                headers=headers,
            )
            self._exchange = Exchange.open(settings, transport, proxy, http_client)
        load()

    @cached_property
    def checkpoints(self) -> Checkpoints:
        """The checkpoints of a model."""
        from serverless_training._checkpoints import Checkpoints  # noqa: PLC0415

        settings = self._exchange.settings
        return Checkpoints(self._listing, language=settings.language, redact=settings.auth.redact)

    @cached_property
    def with_raw_response(self) -> RawCalls:
        """Calls that give the response with status, headers and request ID."""
        return RawCalls(self._exchange)

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
        response = self.with_raw_response.call(operation, *args, **kwargs)
        return response.parsed

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
        from serverless_training._pagers import Pager  # noqa: PLC0415

        return Pager(self._describe(operation, max_items, *args, **kwargs))

    def close(self) -> None:
        """Close the connections; the client cannot be used afterwards."""
        self._exchange.close()

    def __enter__(self) -> Self:
        self._check()
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


class RawCalls:
    """Calls that give the response with status, headers and request ID, as `with_raw_response`.

    Args:
        exchange: Sends the requests, as the client does.
    """

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def call(self, operation: Operation[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Response[T]:
        """Call any operation of the API.

        Args:
            operation: A module under `serverless_training_client.api`.
            *args: The operation's path parameters, by position or by name.
            **kwargs: The operation's other parameters, under the names of the spec.

        Returns:
            The response, with status, headers and request ID beside the model.

        Raises:
            TypeError: A parameter is missing or unknown.
            InvalidArgumentError: A parameter cannot be used; nothing was sent.
            TransportError: No complete response arrived.
            StatusError: The service answered with a status other than success.
            DecodeError: The response does not match the spec.
        """
        from serverless_training._operations import bind  # noqa: PLC0415

        with speaking(self._exchange.settings.language):
            parameters = bind(operation, *args, **kwargs)
        return self._exchange(operation, parameters)


class AsyncClient(_Shared["AsyncExchange"]):
    """An asynchronous client of the Serverless Training API; use it in an `async with` block.

    It belongs to the event loop that it is first used in.

    Args:
        api_key: W&B API key. By default `WANDB_API_KEY`, then the `api.wandb.ai` entry that
            `wandb login` writes to netrc.
        base_url: URL of the service. By default `SERVERLESS_TRAINING_BASE_URL`, then the W&B
            service. It may have a path, which is put before the paths of the API. Segments at its
            end with which a path of the API begins, such as `/v1`, are sent once.
        timeout: Seconds to wait for each step of a request (at most 10 of them for connecting), or
            an `httpx.Timeout`; 60 by default.
        max_retries: How often a request is sent again when that is safe and may help; 5 by default,
            0 for never.
        deadline: Seconds for a request with all its retries and waits; 300 by default, `math.inf`
            for no limit. Each page of a listing is a request.
        max_body_bytes: The largest response body that is read, decompressed; 64 MiB by default.
        allow_http: Whether the API key may go over plain http to another machine; `False` by
            default. This machine itself is always allowed.
        transport: A custom httpx transport to send requests with, for tests or proxies.
        proxy: URL of a proxy, or an `httpx.Proxy`. By default those of the environment.
        http_client: An httpx client of your own to send requests with; it is not closed here.
        language: Language of the messages of this client's errors, such as `"ja"`; that of the
            process by default, as `set_language` chooses it.
        headers: Headers to send with every request, such as `{"User-Agent": "my-app/1.0"}`, which
            replaces the client's own.

    Raises:
        MissingKeyError: There is no API key; the message says how to provide one.
        InvalidArgumentError: An argument cannot be used.
    """

    def __init__(  # noqa: PLR0913  settings, all by keyword
        self,
        *,
        api_key: str | None = None,
        base_url: str | httpx.URL | None = None,
        timeout: float | httpx.Timeout = TIMEOUT_SECONDS,
        max_retries: int = MAX_RETRIES,
        deadline: float = DEADLINE_SECONDS,
        max_body_bytes: int = MAX_BODY_BYTES,
        allow_http: bool = False,
        transport: httpx.AsyncBaseTransport | None = None,
        proxy: str | httpx.Proxy | None = None,
        http_client: httpx.AsyncClient | None = None,
        language: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        from serverless_training._exchange import AsyncExchange  # noqa: PLC0415
        from serverless_training._settings import resolve  # noqa: PLC0415

        language = check_language(language, "language")
        with speaking(language):
            settings = resolve(
                api_key=api_key,
                base_url=base_url,
                timeout=timeout,
                max_retries=max_retries,
                deadline=deadline,
                max_body_bytes=max_body_bytes,
                allow_http=allow_http,
                language=language,
                environment=os.environ,
                headers=headers,
            )
            self._exchange = AsyncExchange.open(settings, transport, proxy, http_client)
        load()

    @cached_property
    def checkpoints(self) -> AsyncCheckpoints:
        """The checkpoints of a model."""
        from serverless_training._checkpoints import AsyncCheckpoints  # noqa: PLC0415

        settings = self._exchange.settings
        return AsyncCheckpoints(
            self._listing, language=settings.language, redact=settings.auth.redact
        )

    @cached_property
    def with_raw_response(self) -> AsyncRawCalls:
        """Calls that give the response with status, headers and request ID."""
        return AsyncRawCalls(self._exchange)

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
        response = await self.with_raw_response.call(operation, *args, **kwargs)
        return response.parsed

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
        from serverless_training._pagers import AsyncPager  # noqa: PLC0415

        return AsyncPager(self._describe(operation, max_items, *args, **kwargs))

    async def aclose(self) -> None:
        """Close the connections; the client cannot be used afterwards."""
        await self._exchange.aclose()

    async def __aenter__(self) -> Self:
        self._check()
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.aclose()


class AsyncRawCalls:
    """Calls that give the response with status, headers and request ID, as `with_raw_response`.

    Args:
        exchange: Sends the requests, as the client does.
    """

    def __init__(self, exchange: AsyncExchange) -> None:
        self._exchange = exchange

    async def call(
        self, operation: Operation[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Response[T]:
        """Call any operation of the API.

        Args:
            operation: A module under `serverless_training_client.api`.
            *args: The operation's path parameters, by position or by name.
            **kwargs: The operation's other parameters, under the names of the spec.

        Returns:
            The response, with status, headers and request ID beside the model.

        Raises:
            TypeError: A parameter is missing or unknown.
            InvalidArgumentError: A parameter cannot be used; nothing was sent.
            TransportError: No complete response arrived.
            StatusError: The service answered with a status other than success.
            DecodeError: The response does not match the spec.
        """
        from serverless_training._operations import bind  # noqa: PLC0415

        with speaking(self._exchange.settings.language):
            parameters = bind(operation, *args, **kwargs)
        return await self._exchange(operation, parameters)
