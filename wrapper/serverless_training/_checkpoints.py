"""The checkpoints of a model: what the spec cannot know about their list."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from operator import itemgetter
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, TypeVar
from uuid import UUID

from attrs import frozen
from serverless_training_client import models
from serverless_training_client._text import shown

from serverless_training._arguments import check_count, check_seconds, refusal, wrong_type
from serverless_training._auth import BearerAuth
from serverless_training._errors import MetricNotFoundError
from serverless_training._language import gettext as _
from serverless_training._pagers import AsyncPager, Pager
from serverless_training._pages import watch
from serverless_training._request import follow, follow_async

if TYPE_CHECKING:
    from serverless_training_client.models import Checkpoint

    from serverless_training._client import AsyncClient, Client
else:
    Checkpoint = getattr(models, "Checkpoint", Any)  # a spec may call it otherwise

ClientT = TypeVar("ClientT", "Client", "AsyncClient")
PagerT = TypeVar("PagerT")
WatchT = TypeVar("WatchT")

LARGEST_PAGE = 100
"""The most items that the service sends in one response (`list_model_checkpoints`, `limit`)."""


@frozen
class _Checkpoints(Generic[ClientT, PagerT, WatchT]):
    """What both resources share, and their docstrings."""

    _follow: ClassVar[Callable[..., Any]]
    _client: ClientT

    def list(
        self,
        model_id: str,
        *,
        order: Literal["asc", "desc"] = "asc",
        after: str | UUID | None = None,
        page_size: int = LARGEST_PAGE,
        max_items: int | None = None,
    ) -> PagerT:
        """List Model Checkpoints.

        Nothing is sent until the listing is iterated; each iteration starts over. The spec's
        operation is `list_model_checkpoints`.

        Args:
            model_id: ID of the model, which is not its name (in ART, `model.id`).
            order: Sort order. `"asc"` by default, the oldest first; `"desc"` for the newest first.
            after: Cursor for pagination - ID of the last item from previous page. From the start
                by default.
            page_size: Number of items to return. This is per request and is sent as `limit`; 100
                by default, the most the service allows.
            max_items: The most items that the whole listing returns; all of them by default.

        Returns:
            A lazy listing of checkpoints, to iterate, or to take with `.pages()`, `.first()` or
            `.collect()`.

        Raises:
            InvalidArgumentError: An argument cannot be used; nothing was sent.
            RequestError: While iterating: a request failed.
            PaginationError: While iterating: going on would lose or repeat items.
        """
        check_count(page_size, "page_size", 1, LARGEST_PAGE)
        # No more than wanted; what `max_items` may be is for the pager to say.
        wanted = max(1, max_items) if isinstance(max_items, int) else page_size
        more: dict[str, Any] = {} if after is None else {"after": after}
        listing: Any = self._client.models.list_checkpoints(
            model_id, order=order, limit=min(page_size, wanted), **more
        )
        bounded: PagerT = listing.bounded(max_items)
        return bounded

    def latest(self, model_id: str) -> Any:
        """Fetch the newest checkpoint of a model, with one request.

        Args:
            model_id: ID of the model, which is not its name (in ART, `model.id`).

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
            model_id: ID of the model, which is not its name (in ART, `model.id`).
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
        to the first request, or, with `after`, what follows that checkpoint. Each is given once,
        even if others are deleted meanwhile.

        A request that finds no connection, no answer in time, or 408, 429 or 500 to 599 is made
        again at the next poll, or when the service asked for it, and logged.

        Args:
            model_id: ID of the model, which is not its name (in ART, `model.id`).
            after: ID of the last checkpoint that is not new. The newest one by default.
            interval: Seconds from one poll to the next; 10 by default.
            timeout: Seconds after which the watch ends, with a last poll; never by default.

        Returns:
            An iterator of the new checkpoints, the oldest first.

        Raises:
            InvalidArgumentError: An argument cannot be used; nothing was sent.
            RequestError: While iterating: a request failed in another way.
        """
        check_seconds(interval, "interval")
        if timeout not in {None, 0}:
            check_seconds(timeout, "timeout")
        listing: Any = self.list(model_id, after=after)
        listings: dict[str, Any] = {"asc": listing, "desc": self.list(model_id, order="desc")}
        steps = watch(listing._reading(), "desc" if after is None else "asc", interval, timeout)
        watched: WatchT = self._follow(steps, lambda ask: listings[ask[0]]._ask(ask[1]))
        return watched


class Checkpoints(_Checkpoints["Client", Pager[Checkpoint], Iterator[Checkpoint]]):
    """Checkpoints, as `client.checkpoints` of a client."""

    _follow = staticmethod(follow)

    def latest(self, model_id: str) -> Checkpoint | None:
        return self.list(model_id, order="desc", max_items=1).first()

    def best(self, model_id: str, metric: str, *, mode: Literal["max", "min"]) -> Checkpoint | None:
        _check(metric, mode)
        return _best(self.list(model_id).collect(), metric, mode, self._client._settings.auth)


class AsyncCheckpoints(
    _Checkpoints["AsyncClient", AsyncPager[Checkpoint], AsyncIterator[Checkpoint]]
):
    """Checkpoints, as `client.checkpoints` of an asynchronous client."""

    _follow = staticmethod(follow_async)

    async def latest(self, model_id: str) -> Checkpoint | None:
        return await self.list(model_id, order="desc", max_items=1).first()

    async def best(
        self, model_id: str, metric: str, *, mode: Literal["max", "min"]
    ) -> Checkpoint | None:
        _check(metric, mode)
        return _best(await self.list(model_id).collect(), metric, mode, self._client._settings.auth)


def _check(metric: object, mode: object) -> None:
    if not isinstance(metric, str):
        raise wrong_type("metric", metric, "str")
    if mode not in ("max", "min"):
        raise refusal(_('mode is {value}: it must be "max" or "min".'), "mode", mode)


def _best(found: list[Checkpoint], metric: str, mode: str, auth: BearerAuth) -> Checkpoint | None:
    """Choose the first of the best; `None` if there are no checkpoints at all."""
    values = [(each.metrics.get(metric), each) for each in found]
    # NaN equals nothing, not even itself; `isnan` refuses integers that no float can hold.
    usable = [(value, each) for value, each in values if value is not None and value == value]  # noqa: PLR0124
    if usable:
        choose = max if mode == "max" else min  # both keep the first of equals
        return choose(usable, key=itemgetter(0))[1]
    if not found:
        return None
    names = sorted({auth.redact(name) for each in found for name in each.metrics})
    problem = _("No checkpoint has the metric {metric!r}. There are: {names}.")
    if metric in names:
        problem = _("All values of the metric {metric!r} are NaN or null.")
    elif not names:
        problem = _("No checkpoint has the metric {metric!r}: none has any metrics.")
    text = problem.format(metric=metric, names=shown(", ".join(names)))
    raise MetricNotFoundError(text, metric=metric, available=tuple(names))
