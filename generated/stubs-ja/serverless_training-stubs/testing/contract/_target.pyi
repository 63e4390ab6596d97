# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from attrs import field, frozen
from collections.abc import Mapping
from typing import Any

MODEL_ID: str

def option_for(name: str) -> str: ...

@frozen
class Target:
    base_url: str
    api_key: str = field(repr=False)
    spec: Mapping[str, Any] = field(repr=False)
    parameters: Mapping[str, tuple[str, ...]]
    cursors: tuple[str, ...] = ()
    probe_methods: bool = False
    operations: frozenset[str] | None = None

    def may_send(self, operation: str) -> bool: ...
