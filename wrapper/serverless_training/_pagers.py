"""Lazy listings: short loops that fetch what `_pages` asks for, one page at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import field, frozen
from serverless_training_client._shown import text

from serverless_training._checks import show
from serverless_training._errors import InvalidArgumentError, StatusError
from serverless_training._language import gettext as _
from serverless_training._language import speaking
from serverless_training._pages import Page, Walk
from serverless_training._records import to_records

if TYPE_CHECKING:
    from serverless_training._response import Response

T = TypeVar("T")
FetchT = TypeVar("FetchT")

_PLAIN = (bool, float, int, str)


@frozen
class Listing(Generic[FetchT]):
    """What a pager lists, and how.

    Attributes:
        operation: The operation's name.
        fetch: Fetches the page after a cursor; the first one for `None`.
        parameters: The arguments of the operation, by name.
        after: The cursor that the caller starts from; `None` for the start.
        page_size: The most items that a page may hold; `None` where that was not said.
        max_items: The most items that the whole listing returns; `None` for all.
        redact: Hides the key in what the service wrote.
        language: Code of the language of messages; `None` for the process's.

    Raises:
        InvalidArgumentError: `max_items` cannot be used.
    """

    operation: str
    fetch: FetchT
    parameters: Mapping[str, Any] = field(factory=dict)
    after: str | None = None
    page_size: int | None = None
    max_items: int | None = None
    redact: Callable[[str], str] = str
    language: str | None = None

    def __attrs_post_init__(self) -> None:
        if self.max_items is not None and (type(self.max_items) is not int or self.max_items < 0):
            problem = _("max_items is {value!r}: it must be zero, a positive number or None.")
            raise InvalidArgumentError(
                problem.format(value=show(self.max_items)), argument="max_items"
            )

    def walk(self) -> Walk[Any]:
        """Begin to read it."""
        return Walk(
            self.operation,
            after=self.after,
            page_size=self.page_size,
            max_items=self.max_items,
            redact=self.redact,
            language=self.language,
        )


class _Pager(Generic[FetchT]):
    def __init__(self, listing: Listing[FetchT]) -> None:
        self._listing = listing

    def __repr__(self) -> str:
        listing = self._listing
        shown = dict(listing.parameters)
        if listing.max_items is not None:
            shown["max_items"] = listing.max_items
        # An enum, a UUID and the like are shown as the text that is sent.
        given = "".join(
            # The key is hidden before the text is cut, since half of it is not found.
            f", {name}={listing.redact(repr(value if type(value) in _PLAIN else str(value)))[:80]}"
            for name, value in shown.items()
        )
        return f"{type(self).__name__}({listing.operation}{given})"

    def _repr_html_(self) -> str:
        call = f"<code>{'await ' if hasattr(self, '__aiter__') else ''}listing.collect()</code>"
        with speaking(self._listing.language):
            how = _("The listing sends requests only when it is read, for example with {call}.")
        return f"<p>{text(repr(self))}</p><p>{text(how).format(call=call)}</p>"

    def _to_records(self, items: list[Any]) -> list[dict[str, Any]]:
        with speaking(self._listing.language):
            return to_records(items)


class Pager(_Pager[Callable[[str | None], "Response[Any]"]], Generic[T]):
    """A lazy listing: each page is fetched when its items are needed; each iteration starts over.

    Args:
        listing: What to list, and how; `list` and `paginate` set it.

    Raises:
        PaginationError: While iterating, when going on would lose or repeat items.
        RequestError: While iterating, when a request fails.
    """

    def pages(self) -> Iterator[Page[T]]:
        """Read the listing page by page.

        Yields:
            The pages in order; the last one is cut where `max_items` ends the listing.
        """
        walk = self._listing.walk()
        while not walk.is_over():
            try:
                response = self._listing.fetch(walk.after)
            except StatusError as error:
                if not walk.retreat(error):
                    raise
            else:
                yield walk.take(response)

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page.items

    def first(self) -> T | None:
        """Fetch one page and return its first item.

        Returns:
            The first item of the listing, or `None` when it is empty.
        """
        return next(iter(self), None)

    def collect(self) -> list[T]:
        """Fetch all items.

        Returns:
            The items in the order of the listing, each one once, as iterating returns them.

        Raises:
            PaginationError: Going on would lose or repeat items.
            RequestError: A request failed.
        """
        return list(self)

    def to_records(self) -> list[dict[str, Any]]:
        """Fetch all items as flat dictionaries, ready for a data frame.

        Returns:
            One dictionary for each item, as `serverless_training.to_records` makes them.

        Raises:
            PaginationError: Going on would lose or repeat items.
            RequestError: A request failed.
        """
        return self._to_records(self.collect())


class AsyncPager(_Pager[Callable[[str | None], Awaitable["Response[Any]"]]], Generic[T]):
    """A lazy listing: each page is fetched when its items are needed; each iteration starts over.

    Args:
        listing: What to list, and how; `list` and `paginate` set it.

    Raises:
        PaginationError: While iterating, when going on would lose or repeat items.
        RequestError: While iterating, when a request fails.
    """

    async def pages(self) -> AsyncIterator[Page[T]]:
        """Read the listing page by page.

        Yields:
            The pages in order; the last one is cut where `max_items` ends the listing.
        """
        walk = self._listing.walk()
        while not walk.is_over():
            try:
                response = await self._listing.fetch(walk.after)
            except StatusError as error:
                if not walk.retreat(error):
                    raise
            else:
                yield walk.take(response)

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in page.items:
                yield item

    async def first(self) -> T | None:
        """Fetch one page and return its first item.

        Returns:
            The first item of the listing, or `None` when it is empty.
        """
        async for item in self:
            return item
        return None

    async def collect(self) -> list[T]:
        """Fetch all items.

        Returns:
            The items in the order of the listing, each one once, as iterating returns them.

        Raises:
            PaginationError: Going on would lose or repeat items.
            RequestError: A request failed.
        """
        return [item async for item in self]

    async def to_records(self) -> list[dict[str, Any]]:
        """Fetch all items as flat dictionaries, ready for a data frame.

        Returns:
            One dictionary for each item, as `serverless_training.to_records` makes them.

        Raises:
            PaginationError: Going on would lose or repeat items.
            RequestError: A request failed.
        """
        return self._to_records(await self.collect())
