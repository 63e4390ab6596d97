"""Two walks through one listing, from both of its ends, until they meet. No I/O."""

from collections.abc import Hashable, Sequence
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
        self._back: list[T] = []
        # Sets know the hashes of their members; UUIDs compute theirs in Python, each time.
        self._forward_ids: set[Hashable] = set()
        self._back_ids: set[Hashable] = set()

    def ahead(self, items: Sequence[T], *, is_last: bool) -> None:
        """Take a page of the forward walk.

        Args:
            items: Its items; those without an `id` cannot be told apart.
            is_last: Whether the walk is over with it.
        """
        if self.is_complete:
            return
        ids = set(_ids(items))
        if not ids.isdisjoint(self._forward_ids):
            self.has_repeated = True
            return
        self._forward_ids |= ids
        self._forward.extend(items)
        if is_last:
            self.alone()
            self.is_complete = True
        else:
            self._compare(ids, self._back_ids)

    def back(self, items: Sequence[T], *, is_last: bool) -> None:
        """Take a page of the walk back.

        Args:
            items: Its items, the last of the listing first.
            is_last: Whether the walk is over with it.
        """
        if self.is_alone or self.is_complete:
            return
        ids = set(_ids(items))
        self._back_ids |= ids
        self._back.extend(items)
        if len(self._back_ids) < len(self._back):  # something came twice
            self.alone()
        self._compare(ids, self._forward_ids)
        if is_last and not self.is_complete:
            self.alone()

    def alone(self) -> None:
        """Give up the walk back."""
        self.is_alone = True
        self._back, self._back_ids = [], set()

    @property
    def items(self) -> list[T]:
        """The listing as far as it is known: in order, each item once."""
        return self._forward + self._back[::-1]

    def _compare(self, fresh: set[Hashable], others: set[Hashable]) -> None:
        if self.is_alone or others.isdisjoint(fresh):
            return
        forward, back = _ids(self._forward), _ids(self._back)
        if back[-1] not in self._forward_ids:
            self.alone()
            return
        both = 1 + forward[::-1].index(back[-1])
        shared = self._forward_ids & self._back_ids
        # A walk back that begins within the walk ahead, where more is to follow, is at no end.
        mirrored = forward[-both:] == back[: -both - 1 : -1]
        if len(shared) == both < len(back) and mirrored:
            # From where they meet, the walk back has it all.
            del self._forward[-both:]
            self.is_complete = True
        else:
            self.alone()


def _ids(items: Sequence[Any]) -> list[Hashable]:
    return [found for item in items if (found := getattr(item, "id", None)) is not None]
