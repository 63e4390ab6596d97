"""Lazy listings: short loops that fetch what `_pages` asks for, one page at a time."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import Any, Generic, Self

from attrs import evolve, frozen
from serverless_training_client.types import Unset

from serverless_training._arguments import check_count
from serverless_training._auth import BearerAuth
from serverless_training._operations import PagedOperation, operation_name, start_of
from serverless_training._pages import Page, Reading, T
from serverless_training._request import follow, follow_async


@frozen(repr=False, eq=False, slots=False)
class _Pager(Generic[T]):
    """What both pagers share, and the docstrings of what they do."""

    _fetch: Callable[..., Any]
    _auth: BearerAuth
    _operation: PagedOperation[..., Any]
    _parameters: Mapping[str, Any]
    _max_items: int | None = None

    def __attrs_post_init__(self) -> None:
        if self._max_items is not None:
            check_count(self._max_items, "max_items", 0)
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

    def __repr__(self) -> str:
        shown = operation_name(self._operation)
        for name, value in {**self._parameters, "max_items": self._max_items}.items():
            if not isinstance(value, Unset | None):
                said = repr(value if isinstance(value, int | float) else str(value))
                # The key is hidden before the text is cut, since half of it is not found.
                shown += f", {name}={self._auth.redact(said)[:80]}"
        return f"{type(self).__name__}({shown})"

    def _reading(self) -> Reading[Any]:
        start = start_of(self._operation, self._parameters)
        return Reading(self._operation._PAGING, start, self._max_items)

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
        return await anext(aiter(self), None)

    async def collect(self) -> list[T]:
        return [item async for item in self]
