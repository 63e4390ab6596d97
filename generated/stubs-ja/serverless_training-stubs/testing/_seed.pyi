# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import random
from _typeshed import Incomplete
from collections.abc import Iterable, Iterator
from serverless_training.testing._document import (
    Json as Json,
    TEMPLATE as TEMPLATE,
    flatten as flatten,
)
from serverless_training.testing._examples import (
    example as example,
    fit_number as fit_number,
    fit_text as fit_text,
    plain as plain,
)
from serverless_training.testing._listing import Listing as Listing
from serverless_training.testing._parameters import Parameter as Parameter
from serverless_training.testing._store import Store as Store
from typing import Any

_START: Incomplete

def fill(
    store: Store, listings: Iterable[Listing], *, models: int, count: int, seed: int
) -> None: ...
def _paths(listing: Listing, models: int, seed: int) -> list[str]: ...
def _ids(definition: Json, prefix: str, count: int, document: Json, seed: int) -> list[str]: ...
def _filled(path: str, parents: Iterable[str]) -> str: ...
def items(collection: str, schema: Any, document: Json, seed: int) -> Iterator[dict[str, Any]]: ...

class _Leaves:
    _rng: random.Random
    _index: int
    _document: Json

    def __init__(self, rng: random.Random, index: int, document: Json) -> None: ...
    def __call__(self, kind: str, schema: Json) -> Any: ...
    def _text(self, schema: Json) -> Any: ...
    def _measures(self, schema: Json) -> bool: ...

def metrics(index: int, rng: random.Random) -> dict[str, float]: ...
