"""The models that the measured clients list: any size, each checkpoint computed from its place.

Nothing is kept, so a model of a million checkpoints costs as little as one of ten.
"""

import re
from dataclasses import dataclass
from typing import Self
from uuid import UUID

# Odd, hence with an inverse: ids look random, and still tell their place.
_FACTOR = 0x9E3779B97F4A7C15F39CC0605CEDC835
_INVERSE = pow(_FACTOR, -1, 2**128)
_MASK = 2**128 - 1


@dataclass(frozen=True)
class Model:
    """A model, known by its name alone.

    Attributes:
        number: Tells it from others of the same size; 1 or more.
        count: How many checkpoints it has.
    """

    number: int
    count: int

    def __str__(self) -> str:
        return f"model-{self.number}-{self.count}"

    @classmethod
    def parse(cls, name: str) -> Self:
        """Read a model's name.

        Args:
            name: As `str` of a model gives it.

        Returns:
            The model.

        Raises:
            LookupError: There is no such model.
        """
        found = re.fullmatch(r"model-([1-9]\d*)-(\d+)", name)
        if not found:
            raise LookupError(name)
        return cls(*map(int, found.groups()))

    def identify(self, place: int) -> UUID:
        """Compute the id of a checkpoint.

        Args:
            place: Which one, from 0 in ascending order.

        Returns:
            Its id.
        """
        return UUID(int=(self.number << 64 | place) * _FACTOR & _MASK)

    def find(self, identifier: str) -> int:
        """Undo `identify`.

        Args:
            identifier: A checkpoint's id, as a UUID is written.

        Returns:
            Its place.

        Raises:
            LookupError: This model has no such checkpoint.
        """
        try:
            number, place = divmod(UUID(identifier).int * _INVERSE & _MASK, 2**64)
        except ValueError as error:
            raise LookupError(identifier) from error
        if number != self.number or place >= self.count:
            raise LookupError(identifier)
        return place


def step(place: int) -> int:
    """Compute the training step of a checkpoint."""
    return place * 10


def page(model: Model, limit: int, after: str | None, *, descending: bool = False) -> bytes:
    """Write one page of a model's checkpoints.

    Args:
        model: The model.
        limit: The most items on the page.
        after: Id of the checkpoint before the first; `None` for the beginning.
        descending: Whether the listing runs from the last checkpoint to the first.

    Returns:
        JSON, as the spec has it.

    Raises:
        LookupError: The model has no checkpoint `after`.
    """
    places = range(model.count)[:: -1 if descending else 1]
    start = 0 if after is None else places.index(model.find(after)) + 1
    chosen = places[start : start + limit]
    ids = [str(model.identify(place)) for place in chosen]
    data = ",".join(map(_checkpoint, ids, chosen))
    more = "true" if start + limit < model.count else "false"
    ends = f'"first_id":"{ids[0]}","last_id":"{ids[-1]}",' if ids else ""
    return f'{{"object":"list","data":[{data}],{ends}"has_more":{more}}}'.encode()


def _checkpoint(identifier: str, place: int) -> str:
    # As many digits as real measurements have.
    loss, reward = 4 / (place + 1.7), place / (place + 977.3)
    return (
        f'{{"id":"{identifier}","step":{step(place)},'
        f'"metrics":{{"loss":{loss!r},"reward":{reward!r}}}}}'
    )
