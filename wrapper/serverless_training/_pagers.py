"""Lazy listings: short loops that fetch what `_pages` and `_meeting` ask for."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import frozen

from serverless_training._checks import show
from serverless_training._errors import (
    InvalidArgumentError,
    ServerlessTrainingError,
    StatusError,
)
from serverless_training._language import gettext as _
from serverless_training._language import speaking
from serverless_training._meeting import Meeting
from serverless_training._pages import Page, Walk
from serverless_training._records import to_records

if TYPE_CHECKING:
    import asyncio
    from concurrent.futures import Future

    from serverless_training._response import Response

# asyncio and threads are imported where they are needed: importing asyncio takes a third as long as
# importing httpx.

T = TypeVar("T")
FetchT = TypeVar("FetchT")


@frozen
class Listing(Generic[FetchT]):
    """What a pager lists, and how.

    Attributes:
        operation: The operation's name.
        fetch: Fetches the page after a cursor; the first one for `None`.
        fetch_back: The same from the other end of the listing, in the opposite order; `None` where
            the service cannot.
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
    fetch_back: FetchT | None = None
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
        """Begin at the caller's end."""
        return Walk(
            self.operation,
            after=self.after,
            page_size=self.page_size,
            max_items=self.max_items,
            redact=self.redact,
            language=self.language,
        )

    def walk_back(self) -> Walk[Any]:
        """Begin at the other end."""
        return Walk(
            self.operation,
            page_size=self.page_size,
            redact=self.redact,
            language=self.language,
        )

    def has_two_ends(self, walk: Walk[Any]) -> bool:
        """Tell whether the rest of a listing can be read from both ends.

        Args:
            walk: The walk, after its first page.

        Returns:
            Whether there is a rest, the service can turn it round, and its items can be told apart.
        """
        rest = not walk.is_over() and self.max_items is None
        return rest and bool(walk.ids) and self.fetch_back is not None


class _Pager(Generic[FetchT]):
    def __init__(self, listing: Listing[FetchT]) -> None:
        self._listing = listing

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._listing.operation}>"

    def _to_records(self, items: list[Any]) -> list[dict[str, Any]]:
        with speaking(self._listing.language):
            return to_records(items)


_Fetch = Callable[[str | None], "Response[Any]"]


class Pager(_Pager[_Fetch], Generic[T]):
    """A lazy listing: pages are fetched as their items are needed, and each iteration starts over.

    While the caller works on a page, the next one is fetched in a thread; never more than one.

    Args:
        listing: What to list, and how; `list` and `paginate` know.

    Raises:
        PaginationError: While iterating, when going on would lose or repeat items.
        RequestError: While iterating, when a request fails.
    """

    def pages(self) -> Iterator[Page[T]]:
        """Walk the listing page by page.

        Yields:
            The pages in order; the last one is cut where `max_items` ends the listing.
        """
        return self._pages(self._listing.walk())

    def _pages(self, walk: Walk[T]) -> Iterator[Page[T]]:
        from serverless_training._background import spawn  # noqa: PLC0415

        ahead: Future[Response[Any]] | None = None
        while not walk.is_over():
            page = self._page(walk, self._listing.fetch, ahead)
            ahead = None if walk.is_over() else spawn(self._listing.fetch, walk.after)
            yield page

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page.items

    def first(self) -> T | None:
        """Fetch one page and return its first item.

        Returns:
            The first item of the listing, or `None` when it is empty.
        """
        walk = self._listing.walk()
        items = [] if walk.is_over() else self._page(walk, self._listing.fetch).items
        return items[0] if items else None

    def collect(self) -> list[T]:
        """Fetch all items, as fast as the network allows.

        Where the operation takes an `order`, and `max_items` does not end the listing, it is read
        from both of its ends at once, which takes half the time. The result is the same, except
        that items created after the first requests may be missing. A listing whose ends do not
        agree is read from its start to its end.

        Returns:
            The items in the order of the listing, each one once.

        Raises:
            PaginationError: Going on would lose or repeat items.
            RequestError: A request failed.
        """
        walk = self._listing.walk()
        if walk.is_over():
            return []
        meeting = Meeting[T]()
        page = self._page(walk, self._listing.fetch)
        walk.join(meeting, page)
        if self._listing.has_two_ends(walk):
            self._meet(meeting, walk)
        for page in self._pages(walk) if not meeting.is_complete else ():
            walk.join(meeting, page)
        return meeting.items

    def _meet(self, meeting: Meeting[T], walk: Walk[T]) -> None:
        from serverless_training._background import spawn  # noqa: PLC0415

        lock, over = threading.Lock(), threading.Event()

        def ahead() -> None:
            try:
                while not (meeting.is_complete or over.is_set()):
                    page = self._page(walk, self._listing.fetch)
                    with lock:
                        walk.join(meeting, page)
            finally:
                over.set()

        def back() -> None:
            walk_back = self._listing.walk_back()
            fetch = self._listing.fetch_back or self._listing.fetch
            try:
                while not (walk_back.is_over() or meeting.is_alone or over.is_set()):
                    page = self._page(walk_back, fetch)
                    with lock:
                        meeting.back(page.items, is_last=walk_back.is_over())
                    if meeting.is_complete:
                        over.set()
            except ServerlessTrainingError:
                with lock:
                    meeting.alone()

        try:
            both = spawn(ahead), spawn(back)
            over.wait()
        finally:
            over.set()
        with lock:
            if both[1].done():
                both[1].result()  # raises what only a mistake of ours can have raised
            if not meeting.is_complete:
                both[0].result()

    @staticmethod
    def _page(walk: Walk[T], fetch: _Fetch, ahead: Future[Response[Any]] | None = None) -> Page[T]:
        while True:
            try:
                response = ahead.result() if ahead else fetch(walk.after)
            except StatusError as error:
                if not walk.retreat(error):
                    raise
                ahead = None
            else:
                return walk.take(response)

    def to_records(self) -> list[dict[str, Any]]:
        """Fetch all items as flat dictionaries, ready for a data frame.

        Returns:
            One dictionary for each item, as `serverless_training.to_records` makes them.

        Raises:
            PaginationError: Going on would lose or repeat items.
            RequestError: A request failed.
        """
        return self._to_records(self.collect())


_AsyncFetch = Callable[[str | None], Awaitable["Response[Any]"]]


class AsyncPager(_Pager[_AsyncFetch], Generic[T]):
    """A lazy listing: pages are fetched as their items are needed, and each iteration starts over.

    While the caller works on a page, the next one is fetched in a task; never more than one.

    Args:
        listing: What to list, and how; `list` and `paginate` know.

    Raises:
        PaginationError: While iterating, when going on would lose or repeat items.
        RequestError: While iterating, when a request fails.
    """

    def pages(self) -> AsyncIterator[Page[T]]:
        """Walk the listing page by page.

        Yields:
            The pages in order; the last one is cut where `max_items` ends the listing.
        """
        return self._pages(self._listing.walk())

    async def _pages(self, walk: Walk[T]) -> AsyncIterator[Page[T]]:
        ahead: asyncio.Future[Response[Any]] | None = None
        try:
            while not walk.is_over():
                page = await self._page(walk, self._listing.fetch, ahead)
                ahead = None if walk.is_over() else _start(self._listing.fetch(walk.after))
                yield page
        finally:
            if ahead:
                ahead.cancel()

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in page.items:
                yield item

    async def first(self) -> T | None:
        """Fetch one page and return its first item.

        Returns:
            The first item of the listing, or `None` when it is empty.
        """
        walk = self._listing.walk()
        items = [] if walk.is_over() else (await self._page(walk, self._listing.fetch)).items
        return items[0] if items else None

    async def collect(self) -> list[T]:
        """Fetch all items, as fast as the network allows.

        Where the operation takes an `order`, and `max_items` does not end the listing, it is read
        from both of its ends at once, which takes half the time. The result is the same, except
        that items created after the first requests may be missing. A listing whose ends do not
        agree is read from its start to its end.

        Returns:
            The items in the order of the listing, each one once.

        Raises:
            PaginationError: Going on would lose or repeat items.
            RequestError: A request failed.
        """
        walk = self._listing.walk()
        if walk.is_over():
            return []
        meeting = Meeting[T]()
        page = await self._page(walk, self._listing.fetch)
        walk.join(meeting, page)
        if self._listing.has_two_ends(walk):
            await self._meet(meeting, walk)
        if not meeting.is_complete:
            async for page in self._pages(walk):
                walk.join(meeting, page)
        return meeting.items

    async def _meet(self, meeting: Meeting[T], walk: Walk[T]) -> None:
        import asyncio  # noqa: PLC0415

        async def ahead() -> None:
            while not meeting.is_complete:
                walk.join(meeting, await self._page(walk, self._listing.fetch))

        async def back() -> None:
            walk_back = self._listing.walk_back()
            fetch = self._listing.fetch_back or self._listing.fetch
            try:
                while not (walk_back.is_over() or meeting.is_alone or meeting.is_complete):
                    page = await self._page(walk_back, fetch)
                    meeting.back(page.items, is_last=walk_back.is_over())
            except ServerlessTrainingError:
                meeting.alone()

        both = _start(ahead()), _start(back())
        try:
            while not (meeting.is_complete or both[0].done()):
                running = [task for task in both if not task.done()]
                await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in both:
                task.cancel()
            await asyncio.wait(both)
        if not both[1].cancelled():
            both[1].result()  # raises what only a mistake of ours can have raised
        if not meeting.is_complete:
            both[0].result()

    @staticmethod
    async def _page(
        walk: Walk[T], fetch: _AsyncFetch, ahead: Awaitable[Response[Any]] | None = None
    ) -> Page[T]:
        while True:
            try:
                response = await (ahead or fetch(walk.after))
            except StatusError as error:
                if not walk.retreat(error):
                    raise
                ahead = None
            else:
                return walk.take(response)

    async def to_records(self) -> list[dict[str, Any]]:
        """Fetch all items as flat dictionaries, ready for a data frame.

        Returns:
            One dictionary for each item, as `serverless_training.to_records` makes them.

        Raises:
            PaginationError: Going on would lose or repeat items.
            RequestError: A request failed.
        """
        return self._to_records(await self.collect())


def _start(work: Awaitable[Any]) -> asyncio.Future[Any]:
    import asyncio  # noqa: PLC0415

    task = asyncio.ensure_future(work)
    # What comes of work that nobody waits for any more is nobody's business.
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    return task
