"""The cursors that a listing has gone on from, remembered in eight bytes each."""

from array import array
from bisect import bisect_left


class Trail:
    """A set of cursors that stays small for millions of items.

    Hashes are kept instead of the cursors. Python salts them for each process, so no server can
    make two of them equal on purpose; by chance it happens to one listing of 10,000 pages in
    300 billion.
    """

    def __init__(self) -> None:
        self._hashes = array("q")

    def add(self, cursor: str) -> bool:
        """Remember a cursor.

        Args:
            cursor: The cursor.

        Returns:
            Whether it is new.
        """
        # In order, so that finding one needs no more memory than keeping them.
        value = hash(cursor)
        place = bisect_left(self._hashes, value)
        if self._hashes[place : place + 1] == array("q", [value]):
            return False
        self._hashes.insert(place, value)
        return True
