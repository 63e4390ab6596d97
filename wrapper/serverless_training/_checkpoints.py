"""The checkpoints of a model."""

from collections.abc import Callable
from typing import Generic, Literal, TypeVar
from uuid import UUID

from serverless_training_client.models import Checkpoint

from serverless_training._errors import InvalidArgumentError
from serverless_training._language import gettext as _
from serverless_training._pagers import AsyncPager, Pager

PagerT = TypeVar("PagerT")


def _cursor(after: str | UUID | None) -> dict[str, str]:
    if after == "":
        # An id that was lost on the way must not start the listing anew.
        raise InvalidArgumentError(
            _("after is empty: it must be the ID of an item, or None for the start."),
            argument="after",
        )
    return {} if after is None else {"after": str(after)}


def _limit(page_size: int, max_items: int | None) -> int:
    if type(page_size) is not int or page_size < 1:
        raise InvalidArgumentError(
            _("page_size is {value!r}: it must be a whole number, 1 or more.").format(
                value=page_size
            ),
            argument="page_size",
        )
    # No more than wanted; what `max_items` may be is for the pager to say.
    wanted = max_items if type(max_items) is int and max_items > 0 else page_size
    return min(page_size, wanted)


class _Shared(Generic[PagerT]):
    """Checkpoints, as `client.checkpoints` of either client.

    Args:
        listing: Starts a listing of an operation that pages, as the client does.
    """

    def __init__(self, listing: Callable[..., PagerT]) -> None:
        self._listing = listing

    def list(
        self,
        model_id: str,
        *,
        order: Literal["asc", "desc"] = "asc",
        after: str | UUID | None = None,
        page_size: int = 100,
        max_items: int | None = None,
    ) -> PagerT:
        """List Model Checkpoints.

        Nothing is sent until the listing is iterated; each iteration starts over. The spec's
        operation is `list_model_checkpoints`.

        Args:
            model_id: ID of the model.
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
        from serverless_training_client.api.models import list_model_checkpoints  # noqa: PLC0415

        return self._listing(
            list_model_checkpoints,
            max_items,
            model_id,
            order=order,
            limit=_limit(page_size, max_items),
            **_cursor(after),
        )


class Checkpoints(_Shared[Pager[Checkpoint]]):
    """Checkpoints, as `client.checkpoints` of either client."""


class AsyncCheckpoints(_Shared[AsyncPager[Checkpoint]]):
    """Checkpoints, as `client.checkpoints` of either client."""
