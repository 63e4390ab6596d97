"""Listings that are spread over pages: what to ask for next, and what an answer means. No I/O."""

from collections import deque
from collections.abc import Callable, Hashable, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from typing import Any, Generic, Protocol, TypeVar
from urllib.parse import quote
from uuid import UUID

from attrs import field, frozen
from serverless_training_client._shown import plain, table, text

from serverless_training._errors import PaginationError, StatusError
from serverless_training._language import gettext as _
from serverless_training._language import speaking
from serverless_training._response import Response, evidence
from serverless_training._showing import shown
from serverless_training._trail import Trail

REMEMBERED = 10_000
"""How many of the last items a listing remembers at least, to find one that comes again."""

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

# What an id may be; anything else is none.
_ID = (str, int, UUID)
# A URL of 8,000 characters is what every server should take (RFC 9110, section 4.1).
_LONGEST_CURSOR = 8_000
# What services answer to a cursor that they do not know, or no longer.
UNKNOWN_CURSOR: frozenset[int] = frozenset({400, 404, 410, 422})


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
        response: Status, headers, request ID and more of the answer that brought it.
    """

    items: Sequence[T] = field(repr=lambda items: repr(plain(items)))
    has_more: bool
    cursor: str | None
    response: Response[PageModel[T]] = field(repr=False, eq=False)

    def _repr_html_(self) -> str:
        rest = f"has_more={self.has_more}, cursor={self.cursor!r}"
        return f"{table(self.items)}<p>{text(rest)}</p>"


@frozen
class Ask:
    """The next request of a listing.

    Attributes:
        after: The cursor to go on from; `None` for where the caller starts.
        left: How many items are still wanted; `None` for all.
    """

    after: str | None
    left: int | None = None


class Walk(Generic[T]):
    """One way through a listing, request by request.

    Args:
        operation: The operation's name, for errors.
        after: The cursor that the caller starts from; `None` for the start of the listing.
        page_size: The most items that a page may hold; `None` where that was not said.
        max_items: How many items are wanted; `None` for all.
        redact: Hides the key in what the service wrote.
        language: Code of the language of messages; `None` for the process's.

    Attributes:
        ask: The next request; `None` at the end.
    """

    def __init__(  # noqa: PLR0913  settings, all by keyword
        self,
        operation: str,
        *,
        after: str | None = None,
        page_size: int | None = None,
        max_items: int | None = None,
        redact: Callable[[str], str] = str,
        language: str | None = None,
    ) -> None:
        self.ask: Ask | None = None if max_items == 0 else Ask(None, max_items)
        self._operation = operation
        self._after = after
        self._page_size = page_size
        self._redact = redact
        self._language = language
        self._trail = Trail()
        self._asked: Ask | None = None
        self._given: list[object] = []
        self._recent: deque[AbstractSet[Hashable]] = deque()
        self._seen: set[Hashable] = set()
        self._known: AbstractSet[Hashable] = frozenset()
        self._ahead: AbstractSet[Hashable] = frozenset()
        self._lost: StatusError | None = None
        self._steps_back: list[str | None] = []

    def take(self, response: Response[Any]) -> Page[T]:
        """Take the answer to `ask`, and decide what to ask for next.

        Args:
            response: The answer.

        Returns:
            The page, cut to the number of items still wanted.

        Raises:
            PaginationError: The answer is no page, holds more than was asked for or items that came
                before, or promises more without a way to go on: the listing would lose or repeat
                items, or never end.
        """
        ask = self.ask or Ask(None)
        with speaking(self._language):
            items, has_more = self._read(response)
            cursor = self._cursor(response, items)
            ids = self._ids(response, items)
            self._remember_start(items)
            if self._repeats(ids):
                problem = _("the page repeats items that come before it")
                raise self._error(response, problem, ask.after or self._after)
            items = self._unknown(ask, items)
            if has_more:
                self._go_on(response, ask, cursor)
        left = None if ask.left is None else ask.left - len(items)
        cut = left is not None and left <= 0
        if cut:
            items, has_more = items[: ask.left], has_more or (left or 0) < 0
        self._asked, self._lost = ask, None
        self._given = [*response.parsed.data] if ids else []
        self._remember(ids)
        self.ask = None if cut or not has_more else Ask(cursor, left)
        return Page(items, has_more, cursor, response)

    def is_over(self) -> bool:
        """Whether there is nothing more to ask for."""
        return self.ask is None

    @property
    def after(self) -> str | None:
        """The cursor of the next request; `None` for where the caller starts."""
        return self.ask.after if self.ask else None

    def retreat(self, error: StatusError) -> bool:
        """Go back a little after the service refused a cursor whose item was deleted meanwhile.

        Args:
            error: The service's answer to `ask`.

        Returns:
            Whether `ask` is changed: it goes on from an item before the one that is gone, and what
            the caller has will not be given again. `False` if there is no way out; the error stands
            then.
        """
        if error.status_code not in UNKNOWN_CURSOR or self.ask is None:
            return False
        if self._lost is None:
            self._lost, self._steps_back = error, self._ways_back()
        if not self._steps_back:
            return False
        self.ask = Ask(self._steps_back.pop(0), self.ask.left)
        return True

    def _ways_back(self) -> list[str | None]:
        """List the cursors to try: items of the last page, nearest first, then what it followed.

        The distance doubles, since whoever deletes a thousand items should not cost as many
        requests. An item of the page is better than what the page followed: the first page
        follows nothing, and others may have been put before it.
        """
        if self._asked is None or not self._given:
            return []
        last = len(self._given) - 1
        distances = [2**step for step in range(last.bit_length())]
        return [
            *(str(_id(self._given[last - each])) for each in distances if each <= last),
            self._asked.after,
        ]

    def _read(self, response: Response[Any]) -> tuple[Sequence[T], bool]:
        model = response.parsed
        items, has_more = getattr(model, "data", None), getattr(model, "has_more", None)
        if not isinstance(items, list) or not isinstance(has_more, bool):
            problem = _(
                "the response is not a page; it needs a list `data` and a true or false `has_more`"
            )
            raise self._error(response, problem, None)
        if self._page_size is not None and len(items) > self._page_size:
            problem = _("the page holds {count} items, but at most {limit} were asked for").format(
                count=len(items), limit=self._page_size
            )
            raise self._error(response, problem, None)
        return items, has_more

    def _cursor(self, response: Response[Any], items: Sequence[T]) -> str | None:
        told = getattr(response.parsed, "last_id", None) or None
        seen = _id(items[-1]) if items else None
        # `after` is described as the id of the last item; `last_id` is the same id as the server
        # writes it. A UUID is compared by value, since servers differ in case and dashes.
        if told is not None and isinstance(seen, _ID) and not _same_id(told, seen):
            problem = _(
                "the page's `last_id` is {told}, but the ID of its last item is {seen}"
            ).format(told=self._show(told), seen=self._show(seen))
            raise self._error(response, problem, str(told))
        cursor = seen if told is None else told
        return None if cursor in (None, "") else str(cursor)

    def _ids(self, response: Response[Any], items: Sequence[T]) -> AbstractSet[Hashable]:
        found = [_id(item) for item in items]
        if not found or not isinstance(found[0], _ID):
            return frozenset()
        ids = set(found)
        if len(ids) < len(found):
            raise self._error(response, _("a page holds the same item twice"), None)
        return ids

    def _repeats(self, ids: AbstractSet[Hashable]) -> bool:
        """Tell whether a page holds items that came before, other than after a step back."""
        if self._lost is not None:
            self._known |= {_id(item) for item in self._given}
        return not self._seen.isdisjoint(ids - self._known)

    def _remember_start(self, items: Sequence[T]) -> None:
        """Remember the item that the caller goes on from, in the type that the items have."""
        first = _id(items[0]) if items and self._after is not None else None
        if isinstance(first, _ID):
            with suppress(ValueError):  # a cursor that is not an ID
                self._seen.add(type(first)(str(self._after)))

    def _remember(self, ids: AbstractSet[Hashable]) -> None:
        """Remember the items of a page, and forget those of old pages."""
        # Between sets, Python does not hash again; UUIDs compute their hashes in Python, each time.
        if fresh := ids - self._seen:
            self._recent.append(fresh)
            self._seen |= fresh
        while self._recent and len(self._seen) - len(self._recent[0]) >= REMEMBERED:
            self._seen -= self._recent.popleft()

    def _unknown(self, ask: Ask, items: Sequence[T]) -> Sequence[T]:
        """Leave out what the caller has, after a step back: all up to the last item known."""
        if self._lost is not None and ask.after is None:
            # From the start of the listing, what was put before these comes first.
            self._ahead = self._ahead or self._known
        known = [place for place, item in enumerate(items) if _id(item) in self._known]
        if not self._ahead.isdisjoint(_id(items[place]) for place in known):
            self._ahead = frozenset()
        if known:
            items = items[known[-1] + 1 :]
        if items and not self._ahead:
            self._known = frozenset()  # behind; from here on, an item that comes again is an error
        return items

    def _go_on(self, response: Response[Any], ask: Ask, cursor: str | None) -> None:
        if not response.parsed.data:
            problem = _("the service promises more, but sent an empty page")
            raise self._error(response, problem, ask.after)
        if cursor is None:
            problem = _("the service promises more, but its items have no ID to go on from")
            raise self._error(response, problem, None)
        if not _can_be_sent(cursor):
            problem = _("the service sent a cursor that cannot be sent back: {cursor}")
            raise self._error(response, problem.format(cursor=self._show(cursor)), cursor)
        if not self._trail.add(cursor):
            if self._lost is not None:  # the same page again: it was not the cursor's item
                raise self._lost
            problem = _("the service repeats the cursor {cursor}; the listing would not end")
            raise self._error(response, problem.format(cursor=self._show(cursor)), cursor)

    def _error(self, response: Response[Any], problem: str, cursor: str | None) -> PaginationError:
        message = _("{operation}: {problem}. Page: {method} {url}").format(
            operation=self._operation,
            problem=problem,
            method=response.method,
            url=response.url,
        )
        body = response.body.decode("utf-8", errors="replace")
        error = PaginationError(message, **evidence(response, body, self._redact))
        error.cursor = None if cursor is None else self._redact(cursor)
        return error

    def _show(self, cursor: object) -> str:
        # The service's text, which might echo the key.
        return shown(self._redact(str(cursor)))


def _id(item: object) -> object:
    return getattr(item, "id", None)


def _can_be_sent(cursor: str) -> bool:
    try:
        return len(quote(cursor, safe="")) <= _LONGEST_CURSOR
    except UnicodeEncodeError:  # a lone surrogate
        return False


def _same_id(told: object, seen: str | int | UUID) -> bool:
    try:
        return type(seen)(str(told)) == seen
    except ValueError:
        return False
