"""How the pages of a listing follow each other, as a spec tells: one rule for all who page."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Generic, NamedTuple, TypeVar

T_co = TypeVar("T_co", covariant=True)

_CURSORS = ("after", "cursor", "pagetoken")
_ITEMS = ("data", "items", "results")
_NEXT = ("nextcursor", "nextpagetoken")
# Where pages have one of these, the ID of the last item would be a guess.
_OTHER_NEXT = ("cursor", "after", "endcursor", "lastcursor")


class Paging(NamedTuple, Generic[T_co]):
    """The names that paging goes by.

    Attributes:
        cursor: The query parameter that takes a cursor.
        items: The property of a page that holds its items.
        more: The property that says whether items follow; empty where only the next cursor does.
        next: The property with the cursor of the next page; empty where that is an ID.
        last: The property with the ID of the last item; empty where only the item has it.
        argument: What `cursor` is called in Python.
    """

    cursor: str
    items: str
    more: str = ""
    next: str = ""
    last: str = ""
    argument: str = ""

    def read(self, page: object) -> tuple[object, object, object]:
        """Take a page apart.

        Args:
            page: The model of a page.

        Returns:
            What stands for its items, for whether others follow, and for the cursor, which is the
            ID of the last item where no other is told; `None` for what is not there.
        """
        # An empty text, and what stands for a property that is missing, are no cursor.
        cursor = getattr(page, self.next or self.last, None) or None
        more = getattr(page, self.more, None) if self.more else cursor is not None
        return getattr(page, self.items, None), more, cursor


def read_paging(
    method: str, queries: AbstractSet[str], page: Mapping[str, AbstractSet[str]]
) -> Paging[object] | None:
    """Read from what a spec says of an operation how it pages.

    It is a GET with a cursor, `after`, `cursor` or `page_token`. Its items are the list `data`,
    `items` or `results`, or else the only one. What follows is told by `next_cursor` or
    `next_page_token`; without them `after` takes the ID of the last item, where `has_more` says
    whether anything follows. Names may be written as `nextCursor` too.

    Args:
        method: The HTTP method.
        queries: The names of its query parameters.
        page: The properties of its one success, each with the JSON types that it may have; empty
            where a type is unknown.

    Returns:
        The names; `None` where it does not page, or in a way that is not known here.
    """
    parameters = {_plain(name): name for name in sorted(queries)}
    names = {_plain(name): name for name in sorted(page)}
    cursor = next((parameters[each] for each in _CURSORS if each in parameters), None)
    lists = [name for name in page if page[name] == {"array"}]
    preferred = [names[each] for each in _ITEMS if names.get(each) in lists]
    items = next(iter(preferred or (lists if len(lists) == 1 else ())), None)
    if method.upper() != "GET" or cursor is None or items is None:
        return None
    more = names.get("hasmore", "")
    if more and page[more] != {"boolean"}:
        return None
    if following := next((names[each] for each in _NEXT if each in names), ""):
        kinds = page[following]
        is_text = bool(kinds - {"null"}) and kinds <= {"string", "integer", "null"}
        return Paging(cursor, items, more, next=following) if is_text else None
    last = names.get("lastid", "")
    is_unknown = any(name.startswith("next") or name in _OTHER_NEXT for name in names)
    if _plain(cursor) != "after" or not more or (is_unknown and not last):
        return None
    return Paging(cursor, items, more, last=last)


def _plain(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()
