# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from collections.abc import Callable as Callable, Iterable, Iterator
from pathlib import Path
from serverless_training.testing._errors import MockError as MockError
from serverless_training.testing._store import Row as Row, row as row

_EXAMPLE: str
_BYTE_ORDER_MARK: bytes

def read(file: Path, check: Callable[[str], None]) -> Iterator[tuple[str, Row | None]]: ...
def _entry(line: bytes, check: Callable[[str], None]) -> tuple[str, Row | None]: ...
def lines(path: str, bodies: Iterable[str]) -> Iterator[str]: ...
