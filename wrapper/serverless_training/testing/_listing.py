"""Tell which operations page through a list, and what their answers look like."""

import re
from dataclasses import dataclass
from typing import Any

from serverless_training.testing._document import (
    TEMPLATE,
    Json,
    Operation,
    flatten,
    json_content,
    operations,
    responses,
    types,
)
from serverless_training.testing._examples import example
from serverless_training.testing._store import StoredPage


@dataclass(frozen=True)
class Listing:
    """An operation that pages through a list.

    Attributes:
        operation: The operation.
        envelope: The flattened schema of its answer.
        document: The document that both stand in.
    """

    operation: Operation
    envelope: Json
    document: Json

    @property
    def item(self) -> Any:
        """The schema of one item; it may be a reference."""
        return self.envelope["properties"]["data"].get("items", {})

    @property
    def parents(self) -> tuple[Json, ...]:
        """The path parameters, which say whose list it is."""
        return tuple(each for each in self.operation.parameters if each["in"] == "path")

    def path_of(self, parent: str) -> str:
        """Name the list of one parent, where the path has one parameter."""
        return re.sub(TEMPLATE, lambda _: parent, self.operation.path)

    def matches(self, path: str) -> re.Match[str] | None:
        """Match a concrete path; the groups are the parents."""
        literals = re.split(TEMPLATE, self.operation.path)
        return re.fullmatch("([^/]+)".join(map(re.escape, literals)), path)

    def parent_at(self, path: str) -> str | None:
        """Say whose list stands at a path; `None` if it is none of these, or no one parent's."""
        match = self.matches(path)
        return match[1] if match and len(match.groups()) == 1 else None


def listings(document: Json) -> list[Listing]:
    """Find the paged operations of a document.

    Args:
        document: An OpenAPI 3 document.

    Returns:
        Those of its operations that page, in document order.

    Raises:
        MockError: The document cannot be used.
    """
    found = (listing(operation, document) for operation in operations(document))
    return [each for each in found if each]


def listing(operation: Operation, document: Json) -> Listing | None:
    """Recognise a paged operation: GET, a query parameter `after`, `data` and `has_more`.

    Args:
        operation: The operation.
        document: The document that it stands in.

    Returns:
        What is needed to serve it; `None` if it does not page.
    """
    queries = {each["name"] for each in operation.parameters if each["in"] == "query"}
    if operation.method != "GET" or "after" not in queries:
        return None
    success = dict(responses(operation, document)).get(200, {})
    envelope = flatten((json_content(success) or {}).get("schema", {}), document)
    properties = envelope.get("properties", {})
    if "has_more" not in properties or "data" not in properties:
        return None
    data = flatten(properties["data"], document)
    if "array" not in types(data):
        return None
    return Listing(operation, {**envelope, "properties": {**properties, "data": data}}, document)


def answer(listing: Listing, page: StoredPage) -> dict[str, Any]:
    """Put a page into its envelope.

    Args:
        listing: The operation that answers.
        page: The items.

    Returns:
        The body: the properties of the schema that a page has, a default, or a rule for.
    """
    ids = [item["id"] for item in page.items]
    known = {"data": page.items, "has_more": page.has_more}
    if ids:
        known |= {"first_id": str(ids[0]), "last_id": str(ids[-1])}
    body: dict[str, Any] = {}
    for name, schema in listing.envelope["properties"].items():
        flat = flatten(schema, listing.document)
        if name in known:
            body[name] = known[name]
        elif "default" in flat:
            body[name] = flat["default"]
        elif name in ("first_id", "last_id"):
            body[name] = "" if list(types(flat)) == ["string"] else None
        elif name in listing.envelope.get("required", ()):
            body[name] = example(schema, listing.document)
    return body
