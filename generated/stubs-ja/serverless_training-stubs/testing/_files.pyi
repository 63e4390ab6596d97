# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from collections.abc import Iterable
from pathlib import Path

def replace(file: Path, content: Iterable[str]) -> None: ...
