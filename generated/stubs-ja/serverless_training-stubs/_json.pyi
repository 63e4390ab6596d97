# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from collections.abc import Callable as Callable
from typing import Any

_decode: Callable[[bytes], Any]

def loads(content: bytes) -> Any: ...
