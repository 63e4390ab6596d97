"""Listings that are spread over pages: what to ask for next, and what came back. No I/O."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from typing import Any, Generic, NoReturn, TypeVar
from urllib.parse import quote
from uuid import UUID

from attrs import Factory, define, field, frozen
from serverless_training_client._paging import Paging
from serverless_training_client._shown import plain

from serverless_training._errors import PaginationError, RequestError, StatusError, TransportError
from serverless_training._language import gettext as _
from serverless_training._request import Ask
from serverless_training._responses import Response, error_about
from serverless_training._retries import logger, untrusted

REMEMBERED = 10_000  # of the last items, to find one that comes again

T = TypeVar("T")

_ID = (str, int, UUID)
_LONGEST_CURSOR = 8_000  # every server should take a URL of as much (RFC 9110, section 4.1)
_UNKNOWN_CURSOR = {400, 404, 410, 422}  # what services answer where its item was deleted


@frozen
class Page(Generic[T]):
    """One page of a listing.

    Attributes:
        items: The items, in the order of the listing.
        has_more: Whether items follow this page.
        cursor: Cursor of the next page; `None` if the service gave none, and no ID.
        response: Status, headers, request ID and more of the response that brought it.
    """

    items: Sequence[T] = field(repr=lambda items: repr(plain(items)))
    has_more: bool
    cursor: str | None
    response: Response[Any] = field(repr=False, eq=False)


@define
class Reading(Generic[T]):
    """One reading of a listing: it asks for what follows `cursor` until it `is_over`."""

    _paging: Paging[T]
    _after: str | None = None
    _left: int | None = None  # of the items that are wanted; `None` for all
    is_over: bool = Factory(lambda self: self._left == 0, takes_self=True)
    cursor: str | None = None  # for where the caller starts
    _cursors: set[str] = Factory(set)
    _recent: OrderedDict[object, None] = Factory(OrderedDict)  # ids of the last items
    _has_forgotten: bool = False
    # After the service refused a cursor: the error, other cursors to try, and what came then.
    _lost: StatusError | None = None
    _earlier: list[str | None] = Factory(list)
    _retraced: set[object] = Factory(set)
    _held: Sequence[T] = ()
    _is_from_start: bool = False

    def steps(self) -> Generator[Ask | Page[T], Any, None]:
        """Decide what to ask for, for `follow`, and yield the pages."""
        while not self.is_over:
            outcome = yield Ask(self.cursor)
            if not isinstance(outcome, RequestError):
                yield self.take(outcome)
            elif not (isinstance(outcome, StatusError) and self.retreat(outcome)):
                raise outcome

    def take(self, response: Response[Any]) -> Page[T]:
        """Take the page after `cursor`, cut to what is wanted; refuse one that loses or repeats."""
        items, has_more, told = self._read(response)
        ids = self._ids(response, items)
        cursor = self._next(response, items, told)
        if ids and self._after is not None and not (self._recent or self._paging.next):
            # The item that the caller goes on from, in the type that the items have.
            make: Callable[[str], object] = type(_id(items[0]))
            with suppress(ValueError):  # a cursor that is not an ID
                self._recent[make(self._after)] = None
        is_new = self._recent.keys().isdisjoint(ids)
        if not (is_new if self._lost is None else self._retraced.isdisjoint(ids)):
            problem = _("the page repeats items that come before it")
            self._refuse(response, problem, self.cursor or self._after)
        if has_more:
            self._check_progress(response, items, cursor)
        if self._lost is not None:
            # The caller has all up to the last item that is known. What follows it waits for the
            # next page: where that holds known items, it was put before them meanwhile.
            known = [place for place, item in enumerate(items) if _id(item) in self._recent]
            items = items[known[-1] + 1 :] if known else [*self._held, *items]
            self._held, items = (items, []) if known and has_more else ([], items)
            self._is_from_start = self._is_from_start and is_new
            self._retraced.update(ids)
            ids = self._ids(response, items)
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
        """Go back from a cursor whose item was deleted; `False` where there is no other to try."""
        if error.status_code not in _UNKNOWN_CURSOR or self._paging.next:
            return False
        if self._lost is None:
            ids = [*self._recent]
            # The distance doubles, since to delete a thousand items should not cost as many
            # requests. The start is the last to try.
            places = (len(ids) - 1 - 2**step for step in range(len(ids).bit_length()))
            self._lost, self._earlier = error, [str(ids[each]) for each in places if each >= 0]
            if ids and not self._has_forgotten:
                self._earlier.append(None)
        if not self._earlier:
            return False
        self.cursor = self._earlier.pop(0)
        self._retraced, self._held, self._is_from_start = set(), (), self.cursor is None
        return True

    def begin_at_end(self, response: Response[Any]) -> None:
        """Begin with what comes after the newest items, which `response` brings in reverse."""
        items, self._has_forgotten, _told = self._read(response)
        self._remember(dict.fromkeys(reversed(self._ids(response, items))))
        self.cursor = str(_id(items[0])) if items else None

    def _read(self, response: Response[Any]) -> tuple[Sequence[T], bool, object]:
        items, has_more, told = self._paging.read(response.parsed)
        if not isinstance(items, list) or not isinstance(has_more, bool):
            problem = _("the response is no page: `{name}` must be a list, `has_more` a boolean")
            self._refuse(response, problem, name=self._paging.items)
        return items, has_more, told

    def _ids(self, response: Response[Any], items: Sequence[T]) -> dict[object, None]:
        """List the ids of a page; a dictionary keeps their order, and hashes each only once."""
        if not items or not isinstance(_id(items[0]), _ID):
            return {}
        ids = dict.fromkeys(map(_id, items))
        if len(ids) < len(items):
            self._refuse(response, _("a page holds the same item twice"))
        return ids

    def _next(self, response: Response[Any], items: Sequence[T], told: object) -> str | None:
        """Find the cursor of the next page: the one given, or the ID of the last item."""
        seen = _id(items[-1]) if items and not self._paging.next else None
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
        """Remember the items of a page, and forget the oldest."""
        self._recent.update(ids)
        while len(self._recent) > REMEMBERED:
            self._recent.popitem(last=False)
            self._has_forgotten = True

    def _check_progress(
        self, response: Response[Any], items: Sequence[T], cursor: str | None
    ) -> None:
        """Refuse a page that promises more, but gives no new cursor to go on from."""
        if not items and not self._paging.next:
            problem = _("the service promises more, but sent an empty page")
            self._refuse(response, problem, self.cursor)
        if cursor is None:
            problem = _("the service promises more, but gives no cursor and no ID to go on from")
            self._refuse(response, problem)
        sent = cursor.encode("utf-8", errors="ignore")  # without lone surrogates
        if sent.decode("utf-8") != cursor or len(quote(sent, safe="")) > _LONGEST_CURSOR:
            problem = _("the service sent a cursor that cannot be sent back: {cursor}")
            self._refuse(response, problem, cursor)
        if self._lost is None and cursor in self._cursors:
            problem = _("the service repeats the cursor {cursor}; the listing would not end")
            self._refuse(response, problem, cursor)
        self._cursors.add(cursor)

    def _refuse(
        self, response: Response[Any], problem: str, cursor: str | None = None, **words: object
    ) -> NoReturn:
        """Raise the error of a page; words are of the service, and might echo the key."""
        words = {name: response._auth.show(word) for name, word in words.items()}
        problem = problem.format(cursor=response._auth.show(cursor or ""), **words)
        line = _("{operation}: {problem}. Page: {method} {url}")
        error = error_about(PaginationError, response, line, problem=problem)
        error.cursor = None if cursor is None else response._auth.redact(cursor)
        raise error


def watch(
    reading: Reading[T], order: str, interval: float, timeout: float | None
) -> Generator[Ask | float | T, Any, None]:
    """Decide when and what to ask for, for `follow`, and yield new items, the oldest first.

    With the order "desc", the first response says what is not new.
    """
    end = math.inf if timeout is None else time.monotonic() + timeout
    is_last = False
    while True:
        due, least = time.monotonic() + interval, 0.0
        outcome = yield Ask((order, reading.cursor))
        if not isinstance(outcome, RequestError):
            if order == "desc":
                reading.begin_at_end(outcome)
                order = "asc"
            else:
                yield from reading.take(outcome).items
                if not reading.is_over:
                    continue
                reading.is_over = False
        elif order == "asc" and isinstance(outcome, StatusError) and reading.retreat(outcome):
            continue
        elif _is_transient(outcome):
            least = getattr(outcome, "retry_after", None) or 0.0
            due = time.monotonic() + max(interval, least)
        else:
            raise outcome
        left = end - time.monotonic()
        if is_last or left <= 0 or left < least:
            return
        # The last poll finds what came until the end; no rounding may give it a successor.
        is_last = due >= end
        if (wait := min(due - time.monotonic(), left)) > 0:
            yield wait


def _is_transient(error: RequestError) -> bool:
    """Tell whether a failure may pass until the next poll, and log it."""
    is_transient = isinstance(error, TransportError) and not untrusted(error)
    if isinstance(error, StatusError):
        is_transient = error.status_code in {408, 429, *range(500, 600)}
    if is_transient:
        text = "watch: %s failed with %s; it is tried again at the next poll"
        logger.info(text, error.operation, type(error).__name__)
    return is_transient


def _id(item: object) -> object:
    return getattr(item, "id", None)
