"""Tell which operations page through a list, and write their pages."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode

from serverless_training_client._paging import Paging, read_paging

from serverless_training_testing._document import (
    TEMPLATE,
    Json,
    SpecOperation,
    json_content,
    operations,
    path_pattern,
    responses,
)
from serverless_training_testing._examples import example
from serverless_training_testing._schemas import flatten, types
from serverless_training_testing._store import NotStoredError, Store, StoredPage

_ENDS = ("first_id", "last_id")


@dataclass(frozen=True, eq=False)
class PagedOperation:
    """An operation that pages through a list."""

    operation: SpecOperation
    envelope: Json  # the flattened schema of its answer
    document: Json  # the document that both stand in
    paging: Paging[object]  # the names that its paging goes by

    @property
    def item(self) -> Any:
        """The schema of one item; it may be a reference."""
        return self.envelope["properties"][self.paging.items].get("items", {})

    @cached_property
    def queries(self) -> Mapping[str, Json]:
        """The flattened schemas of its query parameters, by name."""
        return {
            each["name"]: flatten(each.get("schema", {}), self.document)
            for each in self.operation.parameters
            if each["in"] == "query"
        }

    @property
    def is_by_id(self) -> bool:
        """Whether it pages as the W&B service does, by the ID of the last item."""
        return self.paging[:4] == ("after", "data", "has_more", "")

    @property
    def parents(self) -> tuple[Json, ...]:
        """The path parameters, which say whose list it is."""
        return tuple(each for each in self.operation.parameters if each["in"] == "path")

    def path_of(self, parent: str) -> str:
        """Name the list of one parent, where the path has one parameter."""
        return re.sub(TEMPLATE, lambda _: parent, self.operation.path)

    def matches(self, path: str) -> re.Match[str] | None:
        """Match a concrete path; the groups are the parents."""
        return path_pattern(self.operation.path).fullmatch(path)

    def parent_at(self, path: str) -> str | None:
        """Say whose list stands at a path; `None` if it is none of these, or no one parent's."""
        match = self.matches(path)
        return match[1] if match and len(match.groups()) == 1 else None


def paged_operations(document: Json) -> list[PagedOperation]:
    """Find the paged operations of a document."""
    found = (paged_operation(operation, document) for operation in operations(document))
    return [each for each in found if each]


def paged_operation(operation: SpecOperation, document: Json) -> PagedOperation | None:
    """Recognise an operation that pages, by the rule that the client has.

    Where a cursor cannot be an ID that is a text, it is answered as any other operation.
    """
    queries = {each["name"] for each in operation.parameters if each["in"] == "query"}
    success = dict(responses(operation, document)).get(200, {})
    envelope = flatten((json_content(success) or {}).get("schema", {}), document)
    properties = envelope.get("properties", {})
    kinds = {name: _kinds(each, document) for name, each in properties.items()}
    paging = read_paging(operation.method, queries, kinds)
    if paging is None or (paging.next and "string" not in kinds[paging.next]):
        return None
    listed = flatten(properties[paging.items], document)
    whole = {**envelope, "properties": {**properties, paging.items: listed}}
    return PagedOperation(operation, whole, document, paging)


def _kinds(schema: Any, document: Json) -> set[str]:
    """Name the JSON types that a schema allows."""
    flat = flatten(schema, document)
    branches = flat.get("anyOf") or flat.get("oneOf")
    if not branches:
        return {*types(flat)}
    return {kind for each in branches for kind in _kinds(each, document)}


@dataclass(frozen=True)
class Envelope:
    """Writes the answers of a paged operation; items stay the text that the store holds."""

    template: str  # the JSON of an answer, with `%(name)s` where pages differ
    empty: Mapping[str, str]  # JSON of the ids that an empty page has
    numbers: frozenset[str]  # which of these ids are numbers
    paging: Paging[object]
    end: str  # JSON of the next cursor where nothing follows

    @classmethod
    def of(cls, paged: PagedOperation) -> "Envelope":
        """Take those properties of the schema that a page has, a default, or a rule for."""
        members, paging = [], paged.paging
        decided = {paging.items, paging.more, paging.next, *_ENDS}
        fixed = {name: _fixed(name, paged) for name in paged.envelope["properties"]}
        for name, text in fixed.items():
            if name in decided:
                members.append(f"{_text(name)}:".replace("%", "%%") + f"%({name})s")
            elif text is not None:
                members.append(f"{_text(name)}:{text}".replace("%", "%%"))
        empty = {name: text for name, text in fixed.items() if name in _ENDS and text}
        numbers = frozenset(name for name in empty if _is_number(name, paged))
        can_be_null = paging.next and "null" in _kinds_of(paging.next, paged)
        end = _text(None if can_be_null else "")
        return cls(f"{{{','.join(members)}}}", empty, numbers, paging, end)

    def around(self, page: StoredPage) -> str:
        """Write an answer."""
        known = {
            **self.empty,
            self.paging.items: f"[{','.join(page.bodies)}]",
            self.paging.more: "true" if page.has_more else "false",
            self.paging.next: _text(page.ids[-1]) if page.has_more else self.end,
        }
        if page.ids:
            for name, identifier in zip(_ENDS, (page.ids[0], page.ids[-1]), strict=True):
                known[name] = identifier if name in self.numbers else _text(identifier)
        return self.template % known


def _fixed(name: str, paged: PagedOperation) -> str | None:
    schema = paged.envelope["properties"][name]
    flat = flatten(schema, paged.document)
    if "default" in flat:
        return _text(flat["default"])
    if name in _ENDS:
        return _text("" if list(types(flat)) == ["string"] else None)
    if name in paged.envelope.get("required", ()):
        return _text(example(schema, paged.document))
    return None


def _is_number(name: str, paged: PagedOperation) -> bool:
    kinds = _kinds_of(name, paged)
    return "integer" in kinds and "string" not in kinds


def _kinds_of(name: str, paged: PagedOperation) -> set[str]:
    return _kinds(paged.envelope["properties"][name], paged.document)


_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


# Where neither the request nor the spec says anything.
_LIMIT = 20


def page_before(
    paged_operations: Iterable[PagedOperation], store: Store, path: str, query: str
) -> str | None:
    """Say how to ask for the page before."""
    paged = next((each for each in paged_operations if each.matches(path)), None)
    if paged is None:
        return None
    defaults = {name: each["default"] for name, each in paged.queries.items() if "default" in each}
    asked = defaults | dict(parse_qsl(query))
    try:
        cursor = store.cursor_before(
            path,
            asked[paged.paging.cursor],
            distance=max(int(asked.get("limit", _LIMIT)), 1),
            descending=asked.get("order") == "desc",
        )
    except (NotStoredError, ValueError, OverflowError):
        return None
    name = paged.paging.cursor
    kept = [each for each in parse_qsl(query) if each[0] != name]
    return urlencode(kept if cursor is None else [*kept, (name, cursor)])
