"""What a watch has seen, so that it finds back when the item that it goes on from is deleted."""

from collections.abc import Sequence

from serverless_training_client.models import Checkpoint

REMEMBERED = 1000  # ids, so that a watch of weeks stays small


class Seen:
    """The last ids that a watch has seen: what to go on from, and what not to give twice.

    Args:
        ids: The ids so far, the oldest first. `None` stands for the start of the listing; it is a
            place to go back to for as long as nothing that follows it is forgotten.
    """

    def __init__(self, ids: Sequence[str | None]) -> None:
        self._ids = list(ids)
        self._place = len(self._ids) - 1
        self._step = 1

    @property
    def cursor(self) -> str | None:
        """The id to go on from."""
        return self._ids[self._place]

    def add(self, items: Sequence[Checkpoint]) -> tuple[list[Checkpoint], bool]:
        """Take in what follows the cursor.

        Args:
            items: The items, the oldest first.

        Returns:
            Those that are new, and whether the cursor has moved on.
        """
        known, before = set(self._ids), self._place
        new = [item for item in items if str(item.id) not in known]
        self._ids += [str(item.id) for item in new]
        if items:
            self._place = max(before, self._ids.index(str(items[-1].id)))
        self._step = 1
        forgotten = max(0, len(self._ids) - REMEMBERED)
        del self._ids[:forgotten]
        moved = self._place > before
        self._place -= forgotten
        return new, moved

    def step_back(self) -> bool:
        """Go back to an earlier id, in steps that double until `add` is called.

        Returns:
            Whether there was one.
        """
        found = self._place > 0
        self._place = max(0, self._place - self._step)
        self._step *= 2
        return found
