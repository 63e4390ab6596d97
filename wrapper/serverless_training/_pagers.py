"""Lazy listings: short loops that fetch what `_pages` asks for, one page at a time."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import Any, Generic, Self, TypeVar

from attrs import evolve, field, frozen
from serverless_training_client._shown import text
from serverless_training_client.types import Unset

from serverless_training._arguments import refusal
from serverless_training._auth import BearerAuth
from serverless_training._drivers import follow, follow_async
from serverless_training._language import gettext as _
from serverless_training._operations import Operation, operation_name, paging
from serverless_training._pages import Page, Reading
from serverless_training._records import to_records

T = TypeVar("T")

_PLAIN = (bool, float, int, str)


def _check_max_items(_pager: object, _attribute: object, value: int | None) -> None:
    if value is not None and (type(value) is not int or value < 0):
        problem = _("max_items is {value!r}: it must be zero, a positive number or None.")
        raise refusal(problem, "max_items", value)


@frozen(repr=False, eq=False, slots=False)
class _Pager(Generic[T]):
    """What both pagers share, and the docstrings of what they do."""

    _fetch: Callable[..., Any]
    _auth: BearerAuth
    _operation: Operation[..., Any]
    _parameters: Mapping[str, Any]
    _max_items: int | None = field(default=None, validator=_check_max_items)

    def __attrs_post_init__(self) -> None:
        self._reading()  # refuses parameters that do not page

    def bounded(self, max_items: int | None) -> Self:
        """List fewer items.

        Args:
            max_items: The most items that the whole listing returns; `None` for all.

        Returns:
            A new listing; this one stays as it is.

        Raises:
            InvalidArgumentError: `max_items` is neither a whole number, zero or more, nor `None`.
        """
        return evolve(self, max_items=max_items)

    def pages(self) -> Any:
        """Read the listing page by page.

        Yields:
            The pages in order; the last one is cut where `max_items` ends the listing.
        """

    def first(self) -> Any:
        """Fetch one page and return its first item.

        Returns:
            The first item of the listing, or `None` when it is empty.
        """

    def collect(self) -> Any:
        """Fetch all items.

        Returns:
            The items in the order of the listing, each one once, as iterating returns them.
        """

    def to_records(self) -> Any:
        """Fetch all items as flat dictionaries, ready for a data frame.

        Returns:
            One dictionary for each item, as `serverless_training.to_records` makes them.
        """

    def __repr__(self) -> str:
        given = dict(self._parameters)
        if self._max_items is not None:
            given["max_items"] = self._max_items
        # An enum, a UUID and the like are shown as the text that is sent.
        shown = "".join(
            # The key is hidden before the text is cut, since half of it is not found.
            f", {name}={self._auth.redact(repr(v if type(v) in _PLAIN else str(v)))[:80]}"
            for name, v in given.items()
            if not isinstance(v, Unset)
        )
        return f"{type(self).__name__}({operation_name(self._operation)}{shown})"

    def _repr_html_(self) -> str:
        call = f"<code>{'await ' if hasattr(self, '__aiter__') else ''}listing.collect()</code>"
        how = _("The listing sends requests only when it is read, for example with {call}.")
        return f"<p>{text(repr(self))}</p><p>{text(how).format(call=call)}</p>"

    def _reading(self) -> Reading[Any]:
        after, page_size = paging(self._operation, self._parameters)
        return Reading(after, page_size, self._max_items)

    def _ask(self, cursor: str | None) -> Any:
        return self._fetch(self._operation, self._parameters, cursor)


class Pager(_Pager[T]):
    """A lazy listing: each page is fetched when its items are needed; each iteration starts over.

    Raises:
        PaginationError: While iterating, when going on would lose or repeat items.
        RequestError: While iterating, when a request fails.
    """

    def pages(self) -> Iterator[Page[T]]:
        return follow(self._reading().steps(), self._ask)

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page.items

    def first(self) -> T | None:
        return next(iter(self), None)

    def collect(self) -> list[T]:
        return list(self)

    def to_records(self) -> list[dict[str, Any]]:
        return to_records(self)


class AsyncPager(_Pager[T]):
    """A lazy listing: each page is fetched when its items are needed; each iteration starts over.

    Raises:
        PaginationError: While iterating, when going on would lose or repeat items.
        RequestError: While iterating, when a request fails.
    """

    def pages(self) -> AsyncIterator[Page[T]]:
        return follow_async(self._reading().steps(), self._ask)

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in page.items:
                yield item

    async def first(self) -> T | None:
        async for item in self:
            return item
        return None

    async def collect(self) -> list[T]:
        return [item async for item in self]

    async def to_records(self) -> list[dict[str, Any]]:
        return to_records(await self.collect())
