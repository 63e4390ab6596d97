"""One list on the server: how its pages are asked for, and what was read of it."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import Any
from urllib.parse import quote

from attrs import evolve, field, frozen

from serverless_training_testing._document import TEMPLATE
from serverless_training_testing.contract._exchange import GetRequest
from serverless_training_testing.contract._paged_spec import (
    AFTER,
    ASCENDING,
    DESCENDING,
    LIMIT,
    ORDER,
    PagedSpec,
)
from serverless_training_testing.contract._sender import Sender

# Lists of more are judged by their first items and by what follows these.
MOST_ITEMS = 2000
# More lists than these would only repeat what the first ones show.
_MOST_COLLECTIONS = 8


@frozen(eq=False)
class Collection:
    """One list."""

    paged: PagedSpec  # the operation that lists it
    values: Mapping[str, str]  # the parameters that every request for it carries
    ids: tuple[str, ...] = ()  # the ids of its items, the order being ascending where there is one
    items: tuple[Any, ...] = field(default=(), repr=False)  # the items
    complete: bool = True  # whether this is all of it

    @cached_property
    def by_id(self) -> Mapping[str, Any]:
        """The items, by their ids."""
        return dict(zip(self.ids, self.items, strict=True))

    @property
    def name(self) -> str:
        """The concrete path."""
        return self._path(self.values)

    def request(
        self,
        query: Mapping[str, str] | None = None,
        *,
        values: Mapping[str, str] | None = None,
        credentials: str = "own",
    ) -> GetRequest:
        """Ask for a page."""
        said = {**self.values, **(values or {})}
        carried = {
            name: said[name] for name, where in self.paged.needed.items() if where == "query"
        }
        return GetRequest(
            self._path(said), tuple({**carried, **(query or {})}.items()), credentials
        )

    def request_of(self, identifier: str) -> GetRequest:
        """Ask for the page on which an item stood when the list was read."""
        size = largest_size(self.paged)
        place = self.ids.index(identifier)
        start = place - place % size if size else 0
        order = ASCENDING if self.paged.orders else None
        return self.request(query(self.ids[start - 1] if start else None, order, size))

    def _path(self, values: Mapping[str, str]) -> str:
        return re.sub(
            TEMPLATE,
            lambda match: quote(values[match[0][1:-1]], safe=""),
            self.paged.operation.path,
        )


def query(
    after: str | None = None, order: str | None = None, limit: object = None
) -> dict[str, str]:
    """Name what a query says; `None` is left out."""
    said = {AFTER: after, ORDER: order, LIMIT: None if limit is None else str(limit)}
    return {name: value for name, value in said.items() if value is not None}


def collections_of(paged: PagedSpec, parameters: Mapping[str, Sequence[str]]) -> list[Collection]:
    """List the collections that the given parameters name."""
    choices = [parameters.get(name, ()) for name in paged.needed]
    chosen = (dict(zip(paged.needed, values, strict=True)) for values in product(*choices))
    return [Collection(paged, values) for values in chosen][:_MOST_COLLECTIONS]


def read(sender: Sender, collection: Collection) -> Collection:
    """Read a collection by the ids of its items alone, in the largest pages that are served."""
    # What the server says about the end is not relied on, but a page that brings nothing new.
    order = ASCENDING if collection.paged.orders else None
    size = largest_size(collection.paged)
    if sender.get(collection.request(query(None, order, size))).page is None:
        size = None
    found: dict[str, Any] = {}
    cursor = None
    while len(found) < MOST_ITEMS:
        page = sender.get(collection.request(query(cursor, order, size))).page
        items = zip(page.ids, page.items, strict=True) if page else ()
        new = {name: item for name, item in items if name is not None and name not in found}
        if not new:
            break
        found |= new
        cursor = next(reversed(new))
    complete = page is not None and len(found) < MOST_ITEMS
    return evolve(collection, ids=tuple(found), items=tuple(found.values()), complete=complete)


def largest_size(paged: PagedSpec) -> int | None:
    """Say how many items a page may have; `None` where the spec does not say."""
    return paged.sizes.largest if paged.sizes else None


@frozen
class Rest:
    """What follows a cursor, in the order that was asked for."""

    ids: tuple[str, ...]  # the ids of all known items that follow
    size: int | None  # how many of them the page should hold at most; `None` where nothing says

    @property
    def page(self) -> tuple[str, ...]:
        """The ids that the page should hold."""
        return self.ids[: self.size]


def rest(
    collection: Collection, after: int | None, order: str | None, limit: int | None
) -> Rest | None:
    """Say what a request should give."""
    paged = collection.paged
    direction = order or paged.default_order
    if paged.orders and direction is None:
        return None
    size = limit if limit is not None else (paged.sizes.default if paged.sizes else None)
    backwards = direction == DESCENDING
    ids = collection.ids[::-1] if backwards else collection.ids
    place = -1 if after is None else (len(ids) - 1 - after if backwards else after)
    found = Rest(ids[place + 1 :], size)
    beyond = after is None if backwards else size is None or len(found.ids) <= size
    return None if beyond and not collection.complete else found
