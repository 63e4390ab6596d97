"""Find the page that comes before another, which a service answers with by mistake."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from serverless_training_testing._listing import Listing
from serverless_training_testing._schemas import flatten
from serverless_training_testing._store import NotStoredError, Store

# Where neither the request nor the spec says anything.
_LIMIT = 20


def page_before(listings: Iterable[Listing], store: Store, path: str, query: str) -> str | None:
    """Say how to ask for the page before."""
    listing = next((each for each in listings if each.matches(path)), None)
    if listing is None:
        return None
    asked = _defaults(listing) | dict(parse_qsl(query))
    try:
        cursor = store.cursor_before(
            path,
            asked["after"],
            distance=max(int(asked.get("limit", _LIMIT)), 1),
            descending=asked.get("order") == "desc",
        )
    except (NotStoredError, ValueError, OverflowError):
        return None
    kept = [(name, value) for name, value in parse_qsl(query) if name != "after"]
    return urlencode(kept if cursor is None else [*kept, ("after", cursor)])


def _defaults(listing: Listing) -> dict[str, Any]:
    schemas = {
        each["name"]: flatten(each.get("schema", {}), listing.document)
        for each in listing.operation.parameters
        if each["in"] == "query"
    }
    return {name: schema["default"] for name, schema in schemas.items() if "default" in schema}
