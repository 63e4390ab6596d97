# Written by `nox -s regenerate` from the source and its translations. Do not edit.
"""W&B Serverless Training API にアクセスするためのクライアントライブラリ"""

from collections.abc import Iterator
from serverless_training_client.client import (
    AuthenticatedClient as AuthenticatedClient,
    Client as Client,
)
from typing import Any, Generic, TypeVar

__all__ = ("AuthenticatedClient", "Client")
_T_co = TypeVar("_T_co", covariant=True)

class _Shown:
    def __repr__(self) -> str: ...
    def __rich_repr__(self) -> Iterator[Any]: ...

class _Paging(Generic[_T_co]): ...
