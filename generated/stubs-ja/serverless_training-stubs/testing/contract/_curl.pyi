# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete
from collections.abc import Mapping

KEY: str
_OF_THE_CLIENT: Incomplete
_PLAIN: Incomplete

def curl(method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> str: ...
def _quoted(text: str) -> str: ...
def _escaped(byte: int) -> str: ...
