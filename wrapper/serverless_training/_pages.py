"""Listings that are spread over pages: one function decides, two short loops fetch."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from attrs import evolve, frozen

from serverless_training._errors import InvalidArgumentError, PaginationError
from serverless_training._language import gettext as _

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class PageModel(Protocol[T_co]):
    """What a generated model must have to be a page; ids come from `last_id` or the items."""

    @property
    def data(self) -> Sequence[T_co]:
        """The items."""

    @property
    def has_more(self) -> bool:
        """Whether another page follows."""


@frozen
class Page(Generic[T]):
    """One page of a listing.

    Attributes:
        items: The items, in the order of the listing.
        has_more: Whether items follow this page.
        cursor: Cursor of the next page; `None` if the service gave no ID.
    """

    items: Sequence[T]
    has_more: bool
    cursor: str | None


@frozen
class Ask:
    """The next request of a listing.

    Attributes:
        after: The cursor to go on from; `None` for where the caller starts.
        left: How many items are still wanted; `None` for all.
    """

    after: str | None
    left: int | None = None


def read_page(model: PageModel[T], operation: str) -> Page[T]:
    """Take the page out of a generated model.

    Args:
        model: The answer of an operation that pages.
        operation: The operation's name, for errors.

    Returns:
        The page.

    Raises:
        PaginationError: The answer is no page, or its `last_id` is not the id of its last item.
    """
    items, has_more = getattr(model, "data", None), getattr(model, "has_more", None)
    if not isinstance(items, list) or not isinstance(has_more, bool):
        problem = _(
            "{operation}: the response is not a page; it needs a list `data` and a true "
            "or false `has_more`."
        )
        raise PaginationError(problem.format(operation=operation), operation=operation)
    told = getattr(model, "last_id", None) or None
    seen = getattr(items[-1], "id", None) if items else None
    # `after` is described as the id of the last item; `last_id` is the same id as the server
    # writes it. A UUID is compared by value, since servers differ in case and dashes.
    if told is not None and isinstance(seen, str | int | UUID) and not _same_id(told, seen):
        raise PaginationError(
            _(
                "{operation}: the page's `last_id` is {told}, but the ID of its last item "
                "is {seen}. Going on from either could lose items."
            ).format(operation=operation, told=told, seen=seen),
            operation=operation,
            cursor=str(told),
        )
    cursor = seen if told is None else told
    return Page(items, has_more, None if cursor is None else str(cursor))


def _same_id(told: object, seen: str | int | UUID) -> bool:
    try:
        return type(seen)(str(told)) == seen
    except ValueError:
        return False


def advance(
    ask: Ask, page: Page[T], asked: AbstractSet[str | None], operation: str
) -> tuple[Page[T], Ask | None]:
    """Decide what follows a page.

    Args:
        ask: The request that was made.
        page: What it brought.
        asked: Every cursor that this listing has gone on from so far.
        operation: The operation's name, for errors.

    Returns:
        The page, cut to the number of items still wanted, and the next request; `None` at the end.

    Raises:
        PaginationError: The service promises more and sends nothing, gives no cursor to go on
            from, or one that was used before: the listing would never end.
    """
    if ask.left is not None and len(page.items) >= ask.left:
        cut = len(page.items) > ask.left
        items, has_more = page.items[: ask.left], page.has_more or cut
        return evolve(page, items=items, has_more=has_more), None
    if not page.has_more:
        return page, None
    if not page.items:
        problem = _("{operation}: the service promises more, but sent an empty page.")
    elif page.cursor is None:
        problem = _(
            "{operation}: the service promises more, but its items have no id to go on from."
        )
    elif page.cursor in asked:
        problem = _(
            "{operation}: the service repeats the cursor {cursor}; the listing would not end."
        )
    else:
        left = None if ask.left is None else ask.left - len(page.items)
        return page, Ask(page.cursor, left)
    cursor = page.cursor if page.items else ask.after
    raise PaginationError(
        problem.format(operation=operation, cursor=cursor), operation=operation, cursor=cursor
    )


class _Listing(Generic[T]):
    def __init__(self, operation: str, max_items: int | None, redact: Callable[[str], str]) -> None:
        if max_items is not None and (type(max_items) is not int or max_items < 0):
            problem = _("max_items is {value!r}: it must be zero, a positive number or None.")
            raise InvalidArgumentError(problem.format(value=max_items), argument="max_items")
        self._operation = operation
        self._redact = redact
        self._start = None if max_items == 0 else Ask(None, max_items)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._operation}>"

    def _advance(
        self, ask: Ask, model: PageModel[T], asked: AbstractSet[str | None]
    ) -> tuple[Page[T], Ask | None]:
        try:
            return advance(ask, read_page(model, self._operation), asked, self._operation)
        except PaginationError as error:
            # Cursors are the service's text, and might echo the key.
            cursor = None if error.cursor is None else self._redact(error.cursor)
            message = self._redact(str(error))
            raise PaginationError(message, operation=self._operation, cursor=cursor) from None


class Pager(_Listing[T]):
    """A lazy listing: pages are fetched as their items are needed, and each iteration starts over.

    Raises:
        PaginationError: While iterating, when going on would lose or repeat items.
        RequestError: While iterating, when a request fails.
    """

    def __init__(
        self,
        fetch: Callable[[str | None], Any],
        operation: str,
        max_items: int | None = None,
        redact: Callable[[str], str] = str,
    ) -> None:
        super().__init__(operation, max_items, redact)
        self._fetch = fetch

    def pages(self) -> Iterator[Page[T]]:
        """Walk the listing page by page.

        Yields:
            The pages in order; the last one is cut where `max_items` ends the listing.
        """
        ask, asked = self._start, set[str | None]()
        while ask:
            asked.add(ask.after)
            page, ask = self._advance(ask, self._fetch(ask.after), asked)
            yield page

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
            The items in the order of the listing.
        """
        return list(self)


class AsyncPager(_Listing[T]):
    """A lazy listing: pages are fetched as their items are needed, and each iteration starts over.

    Raises:
        PaginationError: While iterating, when going on would lose or repeat items.
        RequestError: While iterating, when a request fails.
    """

    def __init__(
        self,
        fetch: Callable[[str | None], Awaitable[Any]],
        operation: str,
        max_items: int | None = None,
        redact: Callable[[str], str] = str,
    ) -> None:
        super().__init__(operation, max_items, redact)
        self._fetch = fetch

    async def pages(self) -> AsyncIterator[Page[T]]:
        """Walk the listing page by page.

        Yields:
            The pages in order; the last one is cut where `max_items` ends the listing.
        """
        ask, asked = self._start, set[str | None]()
        while ask:
            asked.add(ask.after)
            page, ask = self._advance(ask, await self._fetch(ask.after), asked)
            yield page

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in page.items:
                yield item

    async def first(self) -> T | None:
        """Fetch one page and return its first item.

        Returns:
            The first item of the listing, or `None` when it is empty.
        """
        return await anext(aiter(self), None)

    async def collect(self) -> list[T]:
        """Fetch all items.

        Returns:
            The items in the order of the listing.
        """
        return [item async for item in self]
