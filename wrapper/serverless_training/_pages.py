"""Listings that are spread over pages: what to ask for next, and what came back. No I/O."""

from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from typing import Any, Generic, NoReturn, Protocol, TypeVar
from urllib.parse import quote
from uuid import UUID

from attrs import field, frozen
from serverless_training_client._shown import plain, table, text

from serverless_training._drivers import Ask
from serverless_training._errors import PaginationError, RequestError, StatusError
from serverless_training._language import gettext as _
from serverless_training._responses import Response, error_about

REMEMBERED = 10_000
"""How many of the last items a listing remembers at least, to find one that comes again."""

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

_ID = (str, int, UUID)
# A URL of 8,000 characters is what every server should take (RFC 9110, section 4.1).
_LONGEST_CURSOR = 8_000
# What services answer to a cursor that they do not know, or no longer.
_UNKNOWN_CURSOR = frozenset({400, 404, 410, 422})


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
        response: Status, headers, request ID and more of the response that brought it.
    """

    items: Sequence[T] = field(repr=lambda items: repr(plain(items)))
    has_more: bool
    cursor: str | None
    response: Response[PageModel[T]] = field(repr=False, eq=False)

    def _repr_html_(self) -> str:
        rest = f"has_more={self.has_more}, cursor={self.cursor!r}"
        return f"{table(self.items)}<p>{text(rest)}</p>"


class Reading(Generic[T]):
    """One reading of a listing: it asks for what follows `cursor` until it `is_over`."""

    def __init__(
        self,
        after: str | None = None,
        page_size: int | None = None,
        max_items: int | None = None,
    ) -> None:
        self.is_over: bool = max_items == 0
        self.cursor: str | None = None  # for where the caller starts
        self._after = after
        self._page_size = page_size
        self._left = max_items
        self._cursors: set[str] = set()
        # The ids of the last pages: in order, and in one set to find them.
        self._recent = deque[dict[object, None]]()
        self._known: set[object] = set()
        self._has_forgotten = False
        # After the service refused a cursor: the error, other cursors to try, and those tried.
        self._lost: StatusError | None = None
        self._earlier: list[str | None] = []
        self._retraced: set[str] = set()
        self._is_from_start = False

    def steps(self) -> Generator[Ask | Page[T], Any, None]:
        """Decide what to ask for, for `follow`, and yield the pages."""
        while not self.is_over:
            outcome = yield Ask(self.cursor)
            if not isinstance(outcome, RequestError):
                yield self.take(outcome)
            elif not (isinstance(outcome, StatusError) and self.retreat(outcome)):
                raise outcome

    def take(self, response: Response[Any]) -> Page[T]:
        """Take the page after `cursor`, cut to what is wanted, and decide what to ask for next.

        A `PaginationError` is raised where going on would lose or repeat items, or never end.
        """
        items, has_more = self._read(response)
        ids = self._ids(response, items)
        cursor = self._next(response, items)
        if ids and self._after is not None:
            # The item that the caller goes on from, in the type that the items have.
            make: Callable[[str], object] = type(_id(items[0]))
            with suppress(ValueError):  # a cursor that is not an ID
                self._known.add(make(self._after))
        is_new = self._known.isdisjoint({*ids})
        if self._lost is None and not is_new:
            problem = _("the page repeats items that come before it")
            self._refuse(response, problem, self.cursor or self._after)
        if has_more:
            self._check_progress(response, items, cursor)
        if self._lost is not None:
            # After a step back, the caller has all up to the last item that is known.
            known = [place for place, item in enumerate(items) if _id(item) in self._known]
            items = items[known[-1] + 1 :] if known else items
        self._remember(ids)
        if self._left is not None:
            has_more = has_more or len(items) > self._left
            items = items[: self._left]
            self._left -= len(items)
        # From the start of the listing, what was put before the known items may come first.
        if not has_more or (items and not (is_new and self._is_from_start)):
            self._lost = None
        self.is_over = not has_more or self._left == 0
        self.cursor = cursor or self.cursor
        return Page(items, has_more, cursor, response)

    def retreat(self, error: StatusError) -> bool:
        """Go back after the service refused a cursor whose item was deleted meanwhile.

        `False` says that there is no other cursor to try. What the caller has is not given again.
        """
        if error.status_code not in _UNKNOWN_CURSOR:
            return False
        if self._lost is None:
            ids = [each for page in self._recent for each in page]
            # The distance doubles, since to delete a thousand items should not cost as many
            # requests. The start is the last to try.
            places = (len(ids) - 1 - 2**step for step in range(len(ids).bit_length()))
            self._lost, self._earlier = error, [str(ids[each]) for each in places if each >= 0]
            if ids and not self._has_forgotten:
                self._earlier.append(None)
        if not self._earlier:
            return False
        self.cursor = self._earlier.pop(0)
        self._retraced, self._is_from_start = set(), self.cursor is None
        return True

    def begin_at_end(self, response: Response[Any]) -> None:
        """Begin with what comes after the newest items, which `response` brings in reverse."""
        items, self._has_forgotten = self._read(response)
        self._remember(dict.fromkeys(reversed(self._ids(response, items))))
        self.cursor = str(_id(items[0])) if items else None

    def resume(self) -> None:
        """Go on after the end, for what is added there."""
        self.is_over = False

    def _read(self, response: Response[Any]) -> tuple[Sequence[T], bool]:
        model = response.parsed
        items, has_more = getattr(model, "data", None), getattr(model, "has_more", None)
        if not isinstance(items, list) or not isinstance(has_more, bool):
            problem = _(
                "the response is not a page; it needs a list `data` and a true or false `has_more`"
            )
            self._refuse(response, problem)
        if self._page_size is not None and len(items) > self._page_size:
            problem = _("the page holds {count} items, but at most {limit} were asked for")
            self._refuse(response, problem, count=len(items), limit=self._page_size)
        return items, has_more

    def _ids(self, response: Response[Any], items: Sequence[T]) -> dict[object, None]:
        """List the ids of a page; a dictionary keeps their order, and hashes each only once."""
        if not items or not isinstance(_id(items[0]), _ID):
            return {}
        ids = dict.fromkeys(map(_id, items))
        if len(ids) < len(items):
            self._refuse(response, _("a page holds the same item twice"))
        return ids

    def _next(self, response: Response[Any], items: Sequence[T]) -> str | None:
        """Find the cursor of the next page: `last_id`, which is the ID of the last item."""
        told = getattr(response.parsed, "last_id", None) or None
        seen = _id(items[-1]) if items else None
        if told is None or not isinstance(seen, _ID):
            told = seen if told is None else told
            return None if told in (None, "") else str(told)
        is_same = False
        with suppress(ValueError):
            # A UUID is compared by value, since servers differ in case and dashes.
            is_same = type(seen)(str(told)) == seen
        if not is_same:
            problem = _("the page's `last_id` is {told}, but the ID of its last item is {seen}")
            self._refuse(response, problem, str(told), told=told, seen=seen)
        return str(told)

    def _remember(self, ids: dict[object, None]) -> None:
        """Remember the items of a page, and forget those of old pages."""
        if self._lost is not None:
            ids = dict.fromkeys(each for each in ids if each not in self._known)
        if ids:
            self._recent.append(ids)
            self._known.update(ids)
        while self._recent and len(self._known) - len(self._recent[0]) >= REMEMBERED:
            self._known.difference_update(self._recent.popleft())
            self._has_forgotten = True

    def _check_progress(
        self, response: Response[Any], items: Sequence[T], cursor: str | None
    ) -> None:
        """Refuse a page that promises more, but gives no new cursor to go on from."""
        if not items:
            problem = _("the service promises more, but sent an empty page")
            self._refuse(response, problem, self.cursor)
        if cursor is None:
            problem = _("the service promises more, but its items have no ID to go on from")
            self._refuse(response, problem)
        sent = cursor.encode("utf-8", errors="ignore")  # without lone surrogates
        if sent.decode("utf-8") != cursor or len(quote(sent, safe="")) > _LONGEST_CURSOR:
            problem = _("the service sent a cursor that cannot be sent back: {cursor}")
            self._refuse(response, problem, cursor)
        used = self._cursors if self._lost is None else self._retraced
        if cursor in used:
            if self._lost is not None:  # the same page again: it was not the cursor's item
                raise self._lost
            problem = _("the service repeats the cursor {cursor}; the listing would not end")
            self._refuse(response, problem, cursor)
        used.add(cursor)

    def _refuse(
        self, response: Response[Any], problem: str, cursor: str | None = None, **words: object
    ) -> NoReturn:
        """Raise the error of a page; words are of the service, and might echo the key."""
        words = {name: response._show(word) for name, word in words.items()}
        problem = problem.format(cursor=response._show(cursor or ""), **words)
        line = _("{operation}: {problem}. Page: {method} {url}")
        error = error_about(PaginationError, response, line, problem=problem)
        error.cursor = None if cursor is None else response._auth.redact(cursor)
        raise error


def _id(item: object) -> object:
    return getattr(item, "id", None)
