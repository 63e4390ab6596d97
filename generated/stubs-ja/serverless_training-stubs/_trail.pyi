# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete

class Trail:
    _hashes: Incomplete

    def __init__(self) -> None: ...
    def add(self, cursor: str) -> bool: ...
