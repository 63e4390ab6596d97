"""The checkpoints of a model: what the spec cannot know about their list."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from math import isnan
from typing import TYPE_CHECKING, Any, Generic, Literal, Never, TypeGuard, TypeVar
from uuid import UUID

from serverless_training_client._arguments import plain
from serverless_training_client._text import shown
from serverless_training_client.models import Checkpoint

from serverless_training._arguments import check_count, refusal
from serverless_training._auth import BearerAuth
from serverless_training._drivers import follow, follow_async
from serverless_training._errors import MetricNotFoundError
from serverless_training._language import gettext as _
from serverless_training._pagers import AsyncPager, Pager
from serverless_training._pages import Reading
from serverless_training._watch import check_times, decide

if TYPE_CHECKING:
    from serverless_training._client import AsyncClient, Client

ClientT = TypeVar("ClientT", "Client", "AsyncClient")
PagerT = TypeVar("PagerT")
WatchT = TypeVar("WatchT")

LARGEST_PAGE = 100
"""The most items that the service sends in one response (`list_model_checkpoints`, `limit`)."""
_MOST_NAMES = 10
_HINTS = {"limit": ": `page_size` is for each request, `max_items` for the whole listing."}


class _Checkpoints(Generic[ClientT, PagerT, WatchT]):
    """What both resources share, and their docstrings."""

    _follow: Callable[..., WatchT]

    def __init__(self, client: ClientT) -> None:
        self._client: ClientT = client

    def list(
        self,
        model_id: str,
        *,
        order: Literal["asc", "desc"] = "asc",
        after: str | UUID | None = None,
        page_size: int = LARGEST_PAGE,
        max_items: int | None = None,
        **unknown: Never,
    ) -> PagerT:
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
        for name in unknown:
            raise TypeError(f"list takes no `{name}`{_HINTS.get(name, '.')}")
        cursor = _cursor(after)
        check_count(page_size, "page_size", 1, LARGEST_PAGE)
        # No more than wanted; what `max_items` may be is for the pager to say.
        wanted = max_items if type(max_items) is int and max_items > 0 else page_size
        more = {} if cursor is None else {"after": cursor}
        listing: Any = self._client.models.list_checkpoints(
            model_id, order=order, limit=min(page_size, wanted), **more
        )
        bounded: PagerT = listing.bounded(max_items)
        return bounded

    def latest(self, model_id: str) -> Any:
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

    def best(self, model_id: str, metric: str, *, mode: Literal["max", "min"]) -> Any:
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

    def watch(
        self,
        model_id: str,
        *,
        after: str | UUID | None = None,
        interval: float = 10.0,
        timeout: float | None = None,
    ) -> WatchT:
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
        check_times(interval, timeout)
        cursor, newest = _cursor(after), self.list(model_id, order="desc")
        listings: dict[str, Any] = {"asc": self.list(model_id, after=after), "desc": newest}
        reading, order = Reading[Checkpoint](cursor, LARGEST_PAGE), "asc" if cursor else "desc"
        steps = decide(reading, order, interval, timeout)
        return self._follow(steps, lambda ask: listings[ask[0]]._ask(ask[1]))

    def _newest(self, model_id: str) -> PagerT:
        return self.list(model_id, order="desc", page_size=1, max_items=1)


class Checkpoints(_Checkpoints["Client", Pager[Checkpoint], Iterator[Checkpoint]]):
    """Checkpoints, as `client.checkpoints` of a client."""

    _follow = staticmethod(follow)

    def latest(self, model_id: str) -> Checkpoint | None:
        return self._newest(model_id).first()

    def best(self, model_id: str, metric: str, *, mode: Literal["max", "min"]) -> Checkpoint | None:
        _check_metric(metric, mode)
        return _best(self.list(model_id).collect(), metric, mode, self._client._settings.auth)


class AsyncCheckpoints(
    _Checkpoints["AsyncClient", AsyncPager[Checkpoint], AsyncIterator[Checkpoint]]
):
    """Checkpoints, as `client.checkpoints` of an asynchronous client."""

    _follow = staticmethod(follow_async)

    async def latest(self, model_id: str) -> Checkpoint | None:
        return await self._newest(model_id).first()

    async def best(
        self, model_id: str, metric: str, *, mode: Literal["max", "min"]
    ) -> Checkpoint | None:
        _check_metric(metric, mode)
        found = await self.list(model_id).collect()
        return _best(found, metric, mode, self._client._settings.auth)


def _cursor(after: object) -> str | None:
    if after == "":
        # An ID that was lost on the way must not start the listing anew.
        problem = _("after is empty: it must be the ID of an item, or None for the start.")
        raise refusal(problem, "after", after)
    if after is not None and not isinstance(after, str | UUID):
        raise refusal(_("after is of type {type}: it must be the ID of an item."), "after", after)
    return None if after is None else str(plain(after))


def _check_metric(metric: object, mode: object) -> None:
    if not isinstance(metric, str):
        problem = _("metric is {value!r}: it must be the name of a metric.")
        raise refusal(problem, "metric", metric)
    if mode not in ("max", "min"):
        raise refusal(_('mode is {value!r}: it must be "max" or "min".'), "mode", mode)


def _best(
    checkpoints: Sequence[Checkpoint], metric: str, mode: str, auth: BearerAuth
) -> Checkpoint | None:
    """Choose the first of the best; `None` if there are no checkpoints at all."""
    values = [checkpoint.metrics.get(metric) for checkpoint in checkpoints]
    usable = [(value, place) for place, value in enumerate(values) if _is_number(value)]
    if usable:
        sign = 1 if mode == "max" else -1
        # `max` keeps the first of equals.
        return checkpoints[max(usable, key=lambda pair: sign * pair[0])[1]]
    if checkpoints:
        names = {name for checkpoint in checkpoints for name in checkpoint.metrics}
        raise _not_found(metric, sorted(map(auth.redact, names)))
    return None


def _is_number(value: float | None) -> TypeGuard[float]:
    # `isnan` refuses integers that are too large for a float, and JSON has them.
    return value is not None and (type(value) is int or not isnan(value))


def _not_found(metric: str, names: Sequence[str]) -> MetricNotFoundError:
    from difflib import get_close_matches  # noqa: PLC0415  for this rare case only

    by_lower_case = {name.lower(): name for name in names}
    close = [by_lower_case[near] for near in get_close_matches(metric.lower(), by_lower_case, n=1)]
    if metric in names:
        problem = _("All values of the metric {metric!r} are NaN or null.")
    elif not names:
        problem = _("No checkpoint has the metric {metric!r}: none has any metrics.")
    elif close:
        problem = _(
            "No checkpoint has the metric {metric!r}. Did you mean {close!r}? There are: {names}."
        )
    else:
        problem = _("No checkpoint has the metric {metric!r}. There are: {names}.")
    some = ", ".join(map(shown, names[:_MOST_NAMES]))
    if len(names) > _MOST_NAMES:
        some = _("{names} and {count} more").format(names=some, count=len(names) - _MOST_NAMES)
    text = problem.format(metric=metric, close=shown((close or [""])[0]), names=some)
    return MetricNotFoundError(text, metric=metric, available=tuple(names))
