# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete
from collections.abc import Iterator
from contextlib import contextmanager

_OURS: Incomplete

class MissingExtraError(ModuleNotFoundError): ...

@contextmanager
def extra(names: str) -> Iterator[None]: ...
def missing(package: str, names: str) -> str: ...
