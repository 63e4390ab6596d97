# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from collections.abc import Iterable
from serverless_training.testing._document import flatten as flatten
from serverless_training.testing._listing import Listing as Listing
from serverless_training.testing._store import NotStoredError as NotStoredError, Store as Store
from typing import Any

_LIMIT: int

def page_before(listings: Iterable[Listing], store: Store, path: str, query: str) -> str | None: ...
def _defaults(listing: Listing) -> dict[str, Any]: ...
