"""How an operation pages is read from its spec; what is not known does not page."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.generate.templates.paging import Paging, read_paging
from tests.generating import generate, printed, reference

ITEMS, TEXT, FLAG = {"array"}, {"string"}, {"boolean"}
OR_NULL = {"string", "null"}


@pytest.mark.parametrize(
    ("cursor", "page", "expected"),
    [
        ("after", {"data": ITEMS, "has_more": FLAG}, Paging("after", "data", "has_more")),
        (
            "after",
            {"data": ITEMS, "has_more": FLAG, "last_id": TEXT, "next": TEXT},
            Paging("after", "data", "has_more", last="last_id"),
        ),
        (
            "after",
            {"data": ITEMS, "has_more": FLAG, "next_cursor": OR_NULL, "last_id": TEXT},
            Paging("after", "data", "has_more", next="next_cursor"),
        ),
        (
            "pageToken",
            {"results": ITEMS, "nextPageToken": TEXT},
            Paging("pageToken", "results", next="nextPageToken"),
        ),
        (
            "cursor",
            {"widgets": ITEMS, "next_cursor": {"integer", "null"}, "total": {"integer"}},
            Paging("cursor", "widgets", next="next_cursor"),
        ),
        (
            "cursor",
            {"warnings": ITEMS, "items": ITEMS, "next_cursor": TEXT},
            Paging("cursor", "items", next="next_cursor"),
        ),
    ],
)
def test_names_of_paging_are_read(
    cursor: str, page: dict[str, set[str]], expected: Paging[object]
) -> None:
    """The cursor that a page tells goes before an ID; names may be in camel case."""
    assert read_paging("get", {"limit", cursor}, page) == expected


KNOWN = {"data": ITEMS, "has_more": FLAG, "next_cursor": OR_NULL}
BY_ID = {"data": ITEMS, "has_more": FLAG}


@pytest.mark.parametrize(
    ("method", "cursor", "page"),
    [
        ("POST", "cursor", KNOWN),
        ("GET", "page", KNOWN),
        ("GET", "offset", KNOWN),
        ("GET", "before", KNOWN),
        ("GET", "after", {}),
        ("GET", "after", {"data": ITEMS}),
        ("GET", "cursor", BY_ID),
        ("GET", "after", BY_ID | {"end_cursor": TEXT}),
        ("GET", "after", BY_ID | {"next": TEXT}),
        ("GET", "after", BY_ID | {"has_more": {"boolean", "null"}}),
        ("GET", "after", BY_ID | {"data": {"array", "null"}}),
        ("GET", "cursor", KNOWN | {"next_cursor": {"object"}}),
        ("GET", "cursor", KNOWN | {"next_cursor": {"null"}}),
        ("GET", "cursor", {"a": ITEMS, "b": ITEMS, "next_cursor": TEXT}),
    ],
)
def test_what_is_not_known_does_not_page(
    method: str, cursor: str, page: dict[str, set[str]]
) -> None:
    """A guess would lose or repeat items."""
    assert read_paging(method, {cursor}, page) is None


STRING, NUMBER = {"type": "string"}, {"type": "integer"}
NULLABLE = {"anyOf": [STRING, {"type": "null"}]}
WIDGETS = {"type": "array", "items": reference("Widget")}
MORE = {"has_more": {"type": "boolean"}}
LISTINGS: dict[str, tuple[str, dict[str, Any]]] = {
    "told": ("after", {"data": WIDGETS, **MORE, "next_cursor": NULLABLE}),
    "tokens": ("page_token", {"results": WIDGETS, "next_page_token": STRING}),
    "cursors": ("cursor", {"items": WIDGETS, "nextCursor": NULLABLE}),
    "numbers": ("after", {"data": WIDGETS, **MORE, "last_id": NUMBER}),
}
OTHERS: dict[str, tuple[str, dict[str, Any]]] = {
    "pages": ("page", {"data": WIDGETS, **MORE}),
    "offsets": ("offset", {"data": WIDGETS, **MORE}),
    "backwards": ("before", {"data": WIDGETS, **MORE}),
    "links": ("cursor", {"data": WIDGETS}),
}


def listing(name: str, cursor: str, page: dict[str, Any]) -> dict[str, Any]:
    """Build the path item of a listing; what may be missing at the end of it is not required."""
    required = [each for each in page if not each.startswith("next")]
    schema = {"title": f"{name} page", "type": "object", "properties": page, "required": required}
    content = {"application/json": {"schema": schema}}
    return {
        "get": {
            "operationId": f"list_{name}",
            "tags": ["widgets"],
            "parameters": [{"name": cursor, "in": "query", "schema": STRING}],
            "responses": {"200": {"description": "", "content": content}},
        }
    }


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package with all of these."""
    widget = {"type": "object", "required": ["id"], "properties": {"id": NUMBER}}
    paths = {f"/{name}": listing(name, *each) for name, each in (LISTINGS | OTHERS).items()}
    return generate(tmp_path_factory.mktemp("paging"), {"Widget": widget}, paths)


DRIVE = """
import importlib, json, sys
import httpx
from serverless_training import Client, InvalidArgumentError
name, cursor, page = json.loads(sys.stdin.read())
sent = []
def handle(request):
    sent.append(request.url.params.get(cursor))
    number = int((sent[-1] or "c0").lstrip("c"))
    more = number < 4
    follows = f"c{number + 2}" if more else None
    items = [{"id": number + 1}, {"id": number + 2}]
    body = {"has_more": more, "last_id": number + 2}
    body |= {each: follows for each in page if each.startswith("next") and follows}
    body |= {each: items for each in ("data", "items", "results")}
    return httpx.Response(200, json={each: body[each] for each in page if each in body})
http = httpx.Client(transport=httpx.MockTransport(handle))
client = Client(api_key="k" * 40, base_url="https://api.test", http_client=http, max_retries=0)
operation = importlib.import_module(f"serverless_training_client.api.widgets.list_{name}")
method = getattr(client.widgets, f"list_{name}")
"""


def drive(package: Path, name: str, code: str) -> list[str]:
    """Run code with a client of a service that lists six widgets, two a page."""
    given = json.dumps([name, *(LISTINGS | OTHERS)[name]])
    return printed(package, DRIVE + code, stdin=given).splitlines()


@pytest.mark.parametrize("name", LISTINGS)
def test_every_item_comes_once_and_in_order(package: Path, name: str) -> None:
    """By `paginate` and by the operation's method, whatever the names of cursor and items."""
    code = """
print([each.id for each in client.paginate(operation)])
print([each.id for each in method()], sent[3:])
print([each.id for each in method(**{cursor: sent[1]})])
"""
    cursors = "[None, '2', '4']" if name == "numbers" else "[None, 'c2', 'c4']"

    assert drive(package, name, code) == [
        "[1, 2, 3, 4, 5, 6]",
        f"[1, 2, 3, 4, 5, 6] {cursors}",
        "[3, 4, 5, 6]",
    ]


@pytest.mark.parametrize("name", OTHERS)
def test_what_does_not_page_is_refused_and_its_method_gives_a_page(
    package: Path, name: str
) -> None:
    """Nothing is sent by `paginate`."""
    code = """
try: client.paginate(operation)
except InvalidArgumentError as error: print(error, sent)
print(type(method()).__name__, len(method().data))
"""
    refused, page = drive(package, name, code)

    assert refused == (f"list_{name} pages in no way known here. Use `client.call` instead. []")
    assert page.endswith("Page 2")


def test_empty_page_with_a_cursor_is_not_the_end(package: Path) -> None:
    """A service that filters may find nothing up to a cursor; one that repeats it is refused."""
    code = """
from serverless_training import PaginationError
bodies = [{"items": [], "nextCursor": "a"}, {"items": [{"id": 1}], "nextCursor": ""}]
def handle(request): return httpx.Response(200, json=bodies["cursor" in request.url.params])
http = httpx.Client(transport=httpx.MockTransport(handle))
client = Client(api_key="k" * 40, base_url="https://api.test", http_client=http)
print([each.id for each in client.paginate(operation)])
bodies[1]["nextCursor"] = "a"
try: client.paginate(operation).collect()
except PaginationError as error: print("repeats" in str(error))
"""
    assert drive(package, "cursors", code) == ["[1]", "True"]
