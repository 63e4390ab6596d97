"""The checkpoints of a model."""

import builtins
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Generic, Literal, Never, TypeVar
from uuid import UUID

from serverless_training_client.models import Checkpoint

from serverless_training._best import best, check_metric
from serverless_training._checks import check_count, kind, plain
from serverless_training._errors import InvalidArgumentError, ServerlessTrainingError
from serverless_training._language import check_language, speaking
from serverless_training._language import gettext as _
from serverless_training._many import (
    ModelCheckpoints,
    check_many,
    run_in_tasks,
    run_in_threads,
)
from serverless_training._pagers import AsyncPager, Pager
from serverless_training._watch import ASYNC_CLOCK, CLOCK, Clock, Watch, follow, follow_async

PagerT = TypeVar("PagerT")

LARGEST_PAGE = 100
"""The most items that the service sends in one response (`list_model_checkpoints`, `limit`)."""


def _cursor(after: str | UUID | None) -> str | None:
    if after == "":
        # An id that was lost on the way must not start the listing anew.
        raise InvalidArgumentError(
            _("after is empty: it must be the ID of an item, or None for the start."),
            argument="after",
        )
    if after is not None and not isinstance(after, str | UUID):
        raise InvalidArgumentError(
            _("after is of type {type}: it must be the ID of an item.").format(type=kind(after)),
            argument="after",
        )
    return None if after is None else str(plain(after))


def _unknown(name: str) -> TypeError:
    if name == "limit":
        return TypeError(
            "list takes no `limit`: `page_size` is the number of items per request, `max_items` "
            "that of the whole listing."
        )
    return TypeError(f"list got an unexpected keyword argument {name!r}")


def _limit(page_size: int, max_items: int | None) -> int:
    check_count(page_size, "page_size", 1, LARGEST_PAGE)
    # No more than wanted; what `max_items` may be is for the pager to say.
    wanted = max_items if type(max_items) is int and max_items > 0 else page_size
    return min(page_size, wanted)


class _Shared(Generic[PagerT]):
    """What both resources do, all of it without I/O."""

    def __init__(
        self, listing: Callable[..., PagerT], language: str | None, redact: Callable[[str], str]
    ) -> None:
        self._listing = listing
        self._redact = redact
        self._language = check_language(language, "language")

    def _list(
        self,
        model_id: str,
        *,
        order: Literal["asc", "desc"] = "asc",
        after: str | UUID | None = None,
        page_size: int = LARGEST_PAGE,
        max_items: int | None = None,
        **unknown: Never,
    ) -> PagerT:
        # Imported here, since it brings httpx.
        from serverless_training_client.api.models import list_model_checkpoints  # noqa: PLC0415

        with speaking(self._language):
            for name in unknown:
                raise _unknown(name)
            cursor, limit = _cursor(after), _limit(page_size, max_items)
        return self._listing(
            list_model_checkpoints,
            max_items,
            model_id,
            order=order,
            limit=limit,
            **({} if cursor is None else {"after": cursor}),
        )

    def _newest(self, model_id: str) -> PagerT:
        return self._list(model_id, order="desc", page_size=1, max_items=1)

    def _watch(
        self, model_id: str, after: str | UUID | None, interval: float, timeout: float | None
    ) -> tuple[Watch, Callable[..., PagerT]]:
        self._list(model_id)  # checks the ID, and sends nothing
        with speaking(self._language):
            return Watch(_cursor(after), interval, timeout), partial(self._list, model_id)

    def _check_metric(self, metric: str, mode: str) -> None:
        with speaking(self._language):
            check_metric(metric, mode)

    def _best(self, found: Sequence[Checkpoint], metric: str, mode: str) -> Checkpoint | None:
        with speaking(self._language):
            return best(found, metric, mode, self._redact)

    def _many(self, model_ids: Iterable[str], concurrency: int) -> builtins.list[str]:
        with speaking(self._language):
            check_many(model_ids, concurrency)
        # An iterator runs code of the caller's.
        return [*model_ids]


class Checkpoints(_Shared[Pager[Checkpoint]]):
    """Checkpoints, as `client.checkpoints` of a client.

    Args:
        listing: Starts a listing of an operation that pages, as the client does.
        clock: Tells and passes the time of `watch`; the system's by default.
        language: Language of the messages of errors, as for the client; that of the process by
            default.
        redact: Hides the API key in names of metrics that an error shows; without it, nothing is
            hidden.
    """

    def __init__(
        self,
        listing: Callable[..., Pager[Checkpoint]],
        clock: Clock[None] = CLOCK,
        *,
        language: str | None = None,
        redact: Callable[[str], str] = str,
    ) -> None:
        super().__init__(listing, language, redact)
        self._clock = clock

    def list(
        self,
        model_id: str,
        *,
        order: Literal["asc", "desc"] = "asc",
        after: str | UUID | None = None,
        page_size: int = LARGEST_PAGE,
        max_items: int | None = None,
        **unknown: Never,
    ) -> Pager[Checkpoint]:
        """List Model Checkpoints.

        Nothing is sent until the listing is iterated; each iteration starts over. The spec's
        operation is `list_model_checkpoints`.

        Args:
            model_id: ID of the model: the `id` that creating it returned (in ART, `model.id`), not
                its name.
            order: Sort order. `"asc"` by default, the oldest first; `"desc"` for the newest first.
            after: Cursor for pagination - ID of the last item from previous page. From the start
                by default.
            page_size: Number of items to return. This is per request and is sent as `limit`; 100
                by default, the most the service allows.
            max_items: The most items that the whole listing returns; all of them by default.
            **unknown: Nothing else is taken. What the API calls `limit` is `page_size` here.

        Returns:
            A lazy listing of checkpoints, to iterate, or to take with `.pages()`, `.first()` or
            `.collect()`.

        Raises:
            InvalidArgumentError: An argument cannot be used; nothing was sent.
            RequestError: While iterating: a request failed.
            PaginationError: While iterating: going on would lose or repeat items.
            TypeError: An argument is unknown; nothing was sent.
        """
        return self._list(
            model_id, order=order, after=after, page_size=page_size, max_items=max_items, **unknown
        )

    def latest(self, model_id: str) -> Checkpoint | None:
        """Fetch the newest checkpoint of a model, with one request.

        Args:
            model_id: ID of the model: the `id` that creating it returned (in ART, `model.id`), not
                its name.

        Returns:
            The checkpoint; `None` if the model has none.

        Raises:
            InvalidArgumentError: An argument cannot be used; nothing was sent.
            RequestError: A request failed.
        """
        return self._newest(model_id).first()

    def best(self, model_id: str, metric: str, *, mode: Literal["max", "min"]) -> Checkpoint | None:
        """Find the checkpoint with the best value of a metric.

        All checkpoints of the model are read. Those without the metric, or where it is NaN or null,
        do not count; of equal ones the oldest is taken.

        Args:
            model_id: ID of the model: the `id` that creating it returned (in ART, `model.id`), not
                its name.
            metric: Name of the metric, such as `"loss"`.
            mode: Which value is best: the highest, `"max"`, or the lowest, `"min"`, as of a loss.

        Returns:
            The checkpoint; `None` if the model has none at all.

        Raises:
            InvalidArgumentError: An argument cannot be used; nothing was sent.
            MetricNotFoundError: There are checkpoints, but none has a number for the metric.
            RequestError: A request failed.
        """
        self._check_metric(metric, mode)
        return self._best(self._list(model_id).collect(), metric, mode)

    def watch(
        self,
        model_id: str,
        *,
        after: str | UUID | None = None,
        interval: float = 10.0,
        timeout: float | None = None,
    ) -> Iterator[Checkpoint]:
        """Wait for new checkpoints of a model.

        Nothing is sent until the first step of the loop. New is what is created after the response
        to the first request, or, with `after`, what follows that checkpoint, however old. Each new
        checkpoint is given once, even if others are deleted meanwhile.

        Requests that fail for want of a connection or of an answer in time, or with 408, 429 or 500
        to 599, are made again at the next poll, and not before the time that the service asked to
        wait; each failure is a line on the logger `serverless_training`.

        Args:
            model_id: ID of the model: the `id` that creating it returned (in ART, `model.id`), not
                its name.
            after: ID of the last checkpoint that is not new. The newest one by default.
            interval: Seconds from one poll to the next; 10 by default.
            timeout: Seconds after which the watch ends, with a last poll; never by default.

        Returns:
            An iterator of the new checkpoints, the oldest first.

        Raises:
            InvalidArgumentError: An argument cannot be used; nothing was sent.
            RequestError: While iterating: a request failed in another way.
        """
        watch, ask = self._watch(model_id, after, interval, timeout)
        return follow(watch, ask, self._clock)

    def list_many(
        self, model_ids: Iterable[str], *, concurrency: int = 16
    ) -> builtins.list[ModelCheckpoints]:
        """List the checkpoints of many models at once.

        Args:
            model_ids: IDs of the models.
            concurrency: The most requests at a time; 16 by default.

        Returns:
            One result for each ID, in the same order. A model that cannot be listed does not stop
            the others: its result has the `error`, and raises it instead of giving `checkpoints`.

        Raises:
            InvalidArgumentError: `model_ids` is no collection of IDs, or `concurrency` no whole
                number above zero; nothing was sent.
        """
        todo = self._many(model_ids, concurrency)

        def fetch(model_id: str) -> ModelCheckpoints:
            try:
                found = self._list(model_id).collect()
            except ServerlessTrainingError as error:
                return ModelCheckpoints(model_id, error)
            return ModelCheckpoints(model_id, None, found)

        return run_in_threads(fetch, todo, concurrency)


class AsyncCheckpoints(_Shared[AsyncPager[Checkpoint]]):
    """Checkpoints, as `client.checkpoints` of an asynchronous client.

    Args:
        listing: Starts a listing of an operation that pages, as the client does.
        clock: Tells and passes the time of `watch`; the system's by default.
        language: Language of the messages of errors, as for the client; that of the process by
            default.
        redact: Hides the API key in names of metrics that an error shows; without it, nothing is
            hidden.
    """

    def __init__(
        self,
        listing: Callable[..., AsyncPager[Checkpoint]],
        clock: Clock[Awaitable[None]] = ASYNC_CLOCK,
        *,
        language: str | None = None,
        redact: Callable[[str], str] = str,
    ) -> None:
        super().__init__(listing, language, redact)
        self._clock = clock

    def list(
        self,
        model_id: str,
        *,
        order: Literal["asc", "desc"] = "asc",
        after: str | UUID | None = None,
        page_size: int = LARGEST_PAGE,
        max_items: int | None = None,
        **unknown: Never,
    ) -> AsyncPager[Checkpoint]:
        """List Model Checkpoints.

        Nothing is sent until the listing is iterated; each iteration starts over. The spec's
        operation is `list_model_checkpoints`.

        Args:
            model_id: ID of the model: the `id` that creating it returned (in ART, `model.id`), not
                its name.
            order: Sort order. `"asc"` by default, the oldest first; `"desc"` for the newest first.
            after: Cursor for pagination - ID of the last item from previous page. From the start
                by default.
            page_size: Number of items to return. This is per request and is sent as `limit`; 100
                by default, the most the service allows.
            max_items: The most items that the whole listing returns; all of them by default.
            **unknown: Nothing else is taken. What the API calls `limit` is `page_size` here.

        Returns:
            A lazy listing of checkpoints, to iterate, or to take with `.pages()`, `.first()` or
            `.collect()`.

        Raises:
            InvalidArgumentError: An argument cannot be used; nothing was sent.
            RequestError: While iterating: a request failed.
            PaginationError: While iterating: going on would lose or repeat items.
            TypeError: An argument is unknown; nothing was sent.
        """
        return self._list(
            model_id, order=order, after=after, page_size=page_size, max_items=max_items, **unknown
        )

    async def latest(self, model_id: str) -> Checkpoint | None:
        """Fetch the newest checkpoint of a model, with one request.

        Args:
            model_id: ID of the model: the `id` that creating it returned (in ART, `model.id`), not
                its name.

        Returns:
            The checkpoint; `None` if the model has none.

        Raises:
            InvalidArgumentError: An argument cannot be used; nothing was sent.
            RequestError: A request failed.
        """
        return await self._newest(model_id).first()

    async def best(
        self, model_id: str, metric: str, *, mode: Literal["max", "min"]
    ) -> Checkpoint | None:
        """Find the checkpoint with the best value of a metric.

        All checkpoints of the model are read. Those without the metric, or where it is NaN or null,
        do not count; of equal ones the oldest is taken.

        Args:
            model_id: ID of the model: the `id` that creating it returned (in ART, `model.id`), not
                its name.
            metric: Name of the metric, such as `"loss"`.
            mode: Which value is best: the highest, `"max"`, or the lowest, `"min"`, as of a loss.

        Returns:
            The checkpoint; `None` if the model has none at all.

        Raises:
            InvalidArgumentError: An argument cannot be used; nothing was sent.
            MetricNotFoundError: There are checkpoints, but none has a number for the metric.
            RequestError: A request failed.
        """
        self._check_metric(metric, mode)
        return self._best(await self._list(model_id).collect(), metric, mode)

    def watch(
        self,
        model_id: str,
        *,
        after: str | UUID | None = None,
        interval: float = 10.0,
        timeout: float | None = None,
    ) -> AsyncIterator[Checkpoint]:
        """Wait for new checkpoints of a model.

        Nothing is sent until the first step of the loop. New is what is created after the response
        to the first request, or, with `after`, what follows that checkpoint, however old. Each new
        checkpoint is given once, even if others are deleted meanwhile.

        Requests that fail for want of a connection or of an answer in time, or with 408, 429 or 500
        to 599, are made again at the next poll, and not before the time that the service asked to
        wait; each failure is a line on the logger `serverless_training`.

        Args:
            model_id: ID of the model: the `id` that creating it returned (in ART, `model.id`), not
                its name.
            after: ID of the last checkpoint that is not new. The newest one by default.
            interval: Seconds from one poll to the next; 10 by default.
            timeout: Seconds after which the watch ends, with a last poll; never by default.

        Returns:
            An iterator of the new checkpoints, the oldest first.

        Raises:
            InvalidArgumentError: An argument cannot be used; nothing was sent.
            RequestError: While iterating: a request failed in another way.
        """
        watch, ask = self._watch(model_id, after, interval, timeout)
        return follow_async(watch, ask, self._clock)

    async def list_many(
        self, model_ids: Iterable[str], *, concurrency: int = 16
    ) -> builtins.list[ModelCheckpoints]:
        """List the checkpoints of many models at once.

        Args:
            model_ids: IDs of the models.
            concurrency: The most requests at a time; 16 by default.

        Returns:
            One result for each ID, in the same order. A model that cannot be listed does not stop
            the others: its result has the `error`, and raises it instead of giving `checkpoints`.

        Raises:
            InvalidArgumentError: `model_ids` is no collection of IDs, or `concurrency` no whole
                number above zero; nothing was sent.
        """
        todo = self._many(model_ids, concurrency)

        async def fetch(model_id: str) -> ModelCheckpoints:
            try:
                found = await self._list(model_id).collect()
            except ServerlessTrainingError as error:
                return ModelCheckpoints(model_id, error)
            return ModelCheckpoints(model_id, None, found)

        return await run_in_tasks(fetch, todo, concurrency)
