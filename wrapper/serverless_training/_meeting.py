"""Two walks through one listing, from both of its ends, until they meet. No I/O."""

from collections.abc import Hashable, Sequence
from collections.abc import Set as AbstractSet
from itertools import count
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Meeting(Generic[T]):
    """Joins what two walks bring, and finds out when it is complete.

    The forward walk is the truth; the one back saves time. Once both hold the same items, what both
    hold must be mirrored exactly and nothing else may be held twice. If it is not, or the walk back
    fails, the forward walk goes on to its end alone.

    Attributes:
        is_alone: Whether the forward walk is alone now.
        is_complete: Whether `items` is the whole listing.
        has_repeated: Whether the forward walk brought an item twice.
    """

    def __init__(self) -> None:
        self.is_alone = False
        self.is_complete = False
        self.has_repeated = False
        self._forward: list[T] = []
        self._places: dict[Hashable, int] = {}
        self._back: list[T] = []
        self._back_ids: dict[Hashable, None] = {}

    def ahead(self, items: Sequence[T], *, is_last: bool) -> None:
        """Take a page of the forward walk.

        Args:
            items: Its items; those without an `id` cannot be told apart.
            is_last: Whether the walk is over with it.
        """
        if self.is_complete:
            return
        ids = _ids(items)
        if not self._places.keys().isdisjoint(ids):
            self.has_repeated = True
            return
        self._places.update(zip(ids, count(len(self._forward)), strict=False))
        self._forward.extend(items)
        if is_last:
            self.alone()
            self.is_complete = True
        else:
            self._compare(ids, self._back_ids.keys())

    def back(self, items: Sequence[T], *, is_last: bool) -> None:
        """Take a page of the walk back.

        Args:
            items: Its items, the last of the listing first.
            is_last: Whether the walk is over with it.
        """
        if self.is_alone or self.is_complete:
            return
        ids = _ids(items)
        self._back_ids.update(dict.fromkeys(ids))
        self._back.extend(items)
        if len(self._back_ids) < len(self._back):  # something came twice
            self.alone()
        self._compare(ids, self._places.keys())
        if is_last and not self.is_complete:
            self.alone()

    def alone(self) -> None:
        """Give up the walk back."""
        self.is_alone = True
        self._back, self._back_ids = [], {}

    @property
    def items(self) -> list[T]:
        """The listing as far as it is known: in order, each item once."""
        return self._forward + self._back[::-1]

    def _compare(self, fresh: Sequence[Hashable], others: AbstractSet[Hashable]) -> None:
        if self.is_alone or others.isdisjoint(fresh):
            return
        forward, back = list(self._places), list(self._back_ids)
        place = self._places.get(back[-1])
        if place is None:
            self.alone()
            return
        both = forward[place:]
        shared = self._places.keys() & self._back_ids.keys()
        if len(shared) == len(both) and both == back[: -len(both) - 1 : -1]:
            # From where they meet, the walk back has it all.
            del self._forward[place:]
            self.is_complete = True
        else:
            self.alone()


def _ids(items: Sequence[Any]) -> list[Hashable]:
    return [item.id for item in items if getattr(item, "id", None) is not None]
