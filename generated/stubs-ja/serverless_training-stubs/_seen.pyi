# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete
from collections.abc import Sequence
from serverless_training_client.models import Checkpoint

REMEMBERED: int

class Seen:
    _ids: Incomplete
    _place: Incomplete
    _step: int

    def __init__(self, ids: Sequence[str | None]) -> None: ...
    @property
    def cursor(self) -> str | None: ...
    def add(self, items: Sequence[Checkpoint]) -> tuple[list[Checkpoint], bool]: ...
    def step_back(self) -> bool: ...
