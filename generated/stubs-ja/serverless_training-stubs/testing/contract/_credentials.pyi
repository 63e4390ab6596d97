# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from collections.abc import Callable as Callable

SHORTEST_SECRET: int

def _basic(key: str) -> str: ...
def _other(letter: str) -> str: ...

WRONG_KEY: str
CREDENTIALS: dict[str, Callable[[str], str | None]]
SHELL: dict[str, str]

def secrets(key: str) -> tuple[str, ...]: ...
