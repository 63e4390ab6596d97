"""What a spec says of an operation that pages."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from attrs import frozen

from serverless_training_testing._document import Json, json_content, resolve
from serverless_training_testing._paging import PagedOperation, paged_operations
from serverless_training_testing._schemas import bounds, flatten, problems, types, validator

AFTER: str = "after"
LIMIT: str = "limit"
ORDER: str = "order"
ASCENDING: str = "asc"
DESCENDING: str = "desc"


@frozen
class Sizes:
    """How many items a page may be asked to have."""

    smallest: int  # the least that the spec allows
    largest: int | None  # the most that it allows; `None` where it does not say
    default: int | None  # what leaving it out means; `None` where the spec does not say


class PagedSpec(PagedOperation):
    """What may be asked of an operation that pages, and what its responses must be."""

    @property
    def name(self) -> str:
        """Method and path template."""
        return f"{self.operation.method} {self.operation.path}"

    @property
    def secured(self) -> bool:
        """Whether it demands a key."""
        return self.operation.secured

    @cached_property
    def needed(self) -> Mapping[str, str]:
        """The parameters that every request must carry: where each stands, by name."""
        return {
            each["name"]: each["in"]
            for each in self.operation.parameters
            if each.get("required") and each["name"] not in (AFTER, LIMIT, ORDER)
        }

    @cached_property
    def sizes(self) -> Sizes | None:
        """What `limit` may be; `None` where the operation takes none that is a whole number."""
        schema = self.queries.get(LIMIT, {})
        branches = (flatten(each, self.document) for each in schema.get("anyOf", ()))
        whole = next((each for each in (schema, *branches) if "integer" in types(each)), None)
        if whole is None:
            return None
        limits = bounds(whole)
        least = limits["gt"] + 1 if "gt" in limits else limits.get("ge", 1)
        most = limits["lt"] - 1 if "lt" in limits else limits.get("le")
        default = whole.get("default", schema.get("default"))
        return Sizes(int(least), None if most is None else int(most), default)

    @cached_property
    def orders(self) -> tuple[str, ...]:
        """The two directions, where the operation takes both by their usual names."""
        choices = self.queries.get(ORDER, {}).get("enum", ())
        return (ASCENDING, DESCENDING) if {ASCENDING, DESCENDING} <= set(choices) else ()

    @cached_property
    def default_order(self) -> str | None:
        """What leaving out `order` means; `None` where the spec does not say."""
        default = self.queries.get(ORDER, {}).get("default")
        return default if default in self.orders else None

    @cached_property
    def has_ends(self) -> bool:
        """Whether its pages name their first and last item."""
        return {"first_id", "last_id"} <= set(self.envelope["properties"])

    @cached_property
    def has_unique_ids(self) -> bool:
        """Whether two lists cannot have an id in common, as those of UUIDs cannot."""
        identifier = flatten(self._of_item.get("id", {}), self.document)
        return identifier.get("format") == "uuid"

    @cached_property
    def content_types(self) -> frozenset[str]:
        """What a page may be written in, without parameters such as the charset."""
        return _types(self._media)

    @cached_property
    def refusal_types(self) -> frozenset[str]:
        """What a 422 may be written in; empty where the spec does not say."""
        return _types(self._response("422").get("content", {}))

    def problems_of_page(self, body: object) -> Iterator[str]:
        """Say where a page differs from its schema, formats included."""
        return _problems(self._page_validator, body)

    def problems_of_refusal(self, body: object) -> Iterator[str]:
        """Say where the body of a 422 differs from what the spec documents."""
        return _problems(self._refusal_validator, body)

    @property
    def documents_refusals(self) -> bool:
        """Whether the spec says what a 422 looks like."""
        return bool(json_content(self._response("422")))

    def end_of_empty_page(self, name: str) -> Any:
        """Say what `first_id` or `last_id` of an empty page is by default; `None` if unsaid."""
        schema = self.envelope["properties"].get(name, {})
        return flatten(schema, self.document).get("default")

    def known_part(self, item: object) -> object:
        """Leave out of an item what the spec does not know, which may be a time stamp."""
        return _only(item, self._of_item)

    def known_part_of_page(self, body: object) -> object:
        """Leave out of a page, and of its items, what the spec does not know."""
        page = _only(body, self.envelope["properties"])
        if isinstance(page, dict) and isinstance(page.get("data"), list):
            page["data"] = [self.known_part(item) for item in page["data"]]
        return page

    @cached_property
    def _of_item(self) -> Mapping[str, Json]:
        properties = flatten(self.item, self.document).get("properties", {})
        return dict(properties)

    @property
    def _media(self) -> Mapping[str, Json]:
        content: Mapping[str, Json] = self._response("200").get("content", {})
        return content

    def _response(self, status: str) -> Json:
        found = self.operation.definition.get("responses", {})
        return resolve(found.get(status, found.get(f"{status[0]}XX")), self.document)

    @cached_property
    def _page_validator(self) -> Any:
        return self._validator(json_content(self._response("200")))

    @cached_property
    def _refusal_validator(self) -> Any:
        return self._validator(json_content(self._response("422")))

    def _validator(self, media: Json | None) -> Any:
        return validator((media or {}).get("schema", {}), self.document)


def paged_specs(document: Json) -> list[PagedSpec]:
    """Find the operations that page by the ID of the last item."""
    found = [each for each in paged_operations(document) if each.is_by_id]
    return [PagedSpec(each.operation, each.envelope, each.document, each.paging) for each in found]


def _types(media: Iterable[str]) -> frozenset[str]:
    return frozenset(name.partition(";")[0].strip().lower() for name in media)


def _only(value: object, names: Iterable[str]) -> object:
    if not (names and isinstance(value, dict)):
        return value
    return {name: value[name] for name in names if name in value}


def _problems(compiled: Any, body: object) -> Iterator[str]:
    for path, message in problems(compiled, body):
        place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
        yield f"{place.lstrip('.')}: {message}".removeprefix(": ")
