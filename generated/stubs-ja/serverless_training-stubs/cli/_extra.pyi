# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from collections.abc import Iterator
from contextlib import contextmanager

TESTING: tuple[str, ...]

@contextmanager
def extra(names: str, *packages: str) -> Iterator[None]: ...
