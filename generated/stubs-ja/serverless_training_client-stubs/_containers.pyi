# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from collections.abc import Mapping
from typing import Any

class ContainerError(TypeError):
    expected: str
    found: str

    def __init__(self, expected: str, value: object) -> None: ...

def as_array(value: Any) -> list[Any]: ...
def as_object(value: Any) -> Mapping[str, Any]: ...
