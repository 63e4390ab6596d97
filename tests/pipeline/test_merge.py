"""Pages that each hold a part of an API merge: nothing is lost, contradictions are errors."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import PipelineError
from pipeline.pull.merge import merge
from pipeline.pull.pages import SourcePage
from tests.documentation import document, operation

Change = Callable[[dict[str, Any]], Any]


def pages(*documents: dict[str, Any]) -> list[SourcePage]:
    """Name documents `one`, `two`, `three`."""
    names = ("one", "two", "three")
    return [SourcePage(name, "en", each) for name, each in zip(names, documents, strict=False)]


def full() -> dict[str, Any]:
    """Build a document with something of every kind that merges."""
    found = document("/a", schemas={"S": {"type": "object", "description": "about"}})
    found["paths"]["/a"] |= {"summary": "A", "parameters": [{"name": "q", "in": "query"}]}
    found["components"] |= {
        "examples": {"E": {"value": 1}},
        "securitySchemes": {"H": {"type": "http", "scheme": "bearer"}},
        "x-kept": [1],
    }
    found |= {
        "servers": [{"url": "/api"}],
        "security": [{"H": []}],
        "tags": [
            {"name": "t", "description": "T", "x-order": 1},
            {"name": "u", "externalDocs": {"url": "https://host/"}},
        ],
        "webhooks": {"/hook": {"post": operation("Hook")}},
        "x-top": {"a": 1},
    }
    return found


def changed(change: Change) -> dict[str, Any]:
    """Build `full`, but for one change."""
    other = full()
    change(other)
    return other


def test_single_page_stays_as_it_is() -> None:
    """Byte for byte."""
    one = full()

    assert (one, []) == merge(pages(one))
    assert json.dumps(full()) == json.dumps(merge(pages(one))[0])


def test_pages_are_not_changed() -> None:
    """Who merges keeps what was read."""
    given_pages = pages(full(), changed(lambda d: d["paths"].update({"/b": {"get": {}}})))
    before = copy.deepcopy(given_pages)
    merged, _ = merge(given_pages)

    assert "/b" in merged["paths"]
    assert before == given_pages


def test_names_unite_in_order_of_first_appearance() -> None:
    """Paths, methods, components, tags, webhooks."""
    one, two = full(), full()
    two["paths"] = {"/b": {"put": operation("B")}, "/a": copy.deepcopy(two["paths"]["/a"])}
    two["paths"]["/a"]["post"] = two["paths"]["/a"].pop("get")
    two["components"] = {"schemas": {"R": {}, "S": {"type": "object", "description": "about"}}}
    two["components"] |= {"examples": {"F": {"value": 2}}, "headers": {"H": {}}}
    two["tags"] = [{"name": "v"}, {"name": "t", "description": "T", "x-order": 1}]
    two["webhooks"] = {"/other": {"post": operation("Other")}}
    merged, notes = merge(pages(one, two))

    assert notes == []
    assert list(merged["paths"]) == ["/a", "/b"]
    assert list(merged["paths"]["/a"]) == ["get", "summary", "parameters", "post"]
    assert list(merged["components"]["schemas"]) == ["S", "R"]
    assert merged["components"]["examples"] == {"E": {"value": 1}, "F": {"value": 2}}
    assert merged["components"]["headers"] == {"H": {}}
    assert merged["components"]["x-kept"] == [1]
    assert [tag["name"] for tag in merged["tags"]] == ["t", "u", "v"]
    assert list(merged["webhooks"]) == ["/hook", "/other"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda d: d.update(openapi="3.0.3"), "/openapi"),
        (lambda d: d["info"].update(version="2"), "/info/version"),
        (lambda d: d.update(servers=[{"url": "/v1"}]), "/servers/0"),
        (lambda d: d.pop("servers"), "/servers"),
        (lambda d: d.update({"x-new": 1}), "/x-new"),
        (lambda d: d["x-top"].update(a=True), "/x-top/a"),
        (lambda d: d.update(security=[]), "/security/0"),
        (lambda d: d["paths"]["/a"]["get"].update(deprecated=True), "/paths/~1a/get/deprecated"),
        (lambda d: d["paths"]["/a"]["get"].update(security=[]), "/paths/~1a/get/security"),
        (lambda d: d["paths"]["/a"].pop("parameters"), "/paths/~1a/parameters"),
        (lambda d: d["paths"]["/a"].update(servers=[]), "/paths/~1a/servers"),
        (lambda d: d["paths"]["/a"]["parameters"].clear(), "/paths/~1a/parameters/0"),
        (lambda d: d["webhooks"]["/hook"]["post"].update(tags=["t"]), "/webhooks/~1hook/post/tags"),
        (lambda d: d["components"]["schemas"]["S"].update(type="string"), "/components/schemas/S"),
        (
            lambda d: d["components"]["schemas"]["S"].update(properties={"description": {}}),
            "/components/schemas/S/properties",
        ),
        (lambda d: d["components"]["securitySchemes"]["H"].update(scheme="basic"), "/scheme"),
        (lambda d: d["components"].update({"x-kept": [2]}), "/components/x-kept/0"),
        (lambda d: d["tags"][0].update({"x-order": 2}), "/tags/0/x-order"),
        (lambda d: d.update(tags=[d["tags"][1] | {"x-new": 1}]), "/tags/1/x-new"),
    ],
)
def test_parts_that_disagree_are_an_error_naming_both_pages(change: Change, place: str) -> None:
    """With the pointer of the place; either way round."""
    for documents in ((full(), changed(change)), (changed(change), full())):
        with pytest.raises(PipelineError) as caught:
            merge(pages(*documents))

        assert str(caught.value).startswith("one and two disagree: ")
        if documents[0] == full():
            assert place in str(caught.value)


def test_error_names_the_page_that_the_part_came_from() -> None:
    """Not just the first page, nor the one before."""
    two = document("/b", schemas={"S": {"type": "object"}})
    three = document("/c", schemas={"S": {"type": "string"}})
    with pytest.raises(PipelineError, match=r"^two and three disagree: .*/components/schemas/S/"):
        merge(pages(document("/a"), two, three))


@pytest.mark.parametrize(
    ("change", "note"),
    [
        (lambda d: d["info"].update(title="U"), "/info: 1 sentence of two in place of one's."),
        (
            lambda d: d["paths"]["/a"]["get"].update(summary="B", description="more"),
            "/paths/~1a/get: 2 sentences of two in place of one's.",
        ),
        (
            lambda d: d["paths"]["/a"].update(summary="B"),
            "/paths/~1a/summary: 1 sentence of two in place of one's.",
        ),
        (
            lambda d: d["components"]["schemas"]["S"].pop("description"),
            "/components/schemas/S: 1 sentence of two in place of one's.",
        ),
        (
            lambda d: d["components"]["examples"]["E"].update(value=2),
            "/components/examples/E: an example of two in place of one's.",
        ),
        (
            lambda d: d["tags"].reverse() or d["tags"][1].update(description="U"),
            "/tags/0: 1 sentence of two in place of one's.",
        ),
    ],
)
def test_of_prose_that_differs_the_later_stands_and_a_line_says_so(
    change: Change, note: str
) -> None:
    """A page that was corrected need not wait for the others."""
    two = changed(change)
    merged, notes = merge(pages(full(), two))
    by_name = {tag["name"]: tag for tag in two["tags"]}

    assert [note] == notes
    assert two | {"tags": [by_name["t"], by_name["u"]]} == merged


def test_prose_that_only_one_page_has_is_kept() -> None:
    """A summary is not structure; one that is missing elsewhere contradicts nothing."""
    two = changed(lambda d: d["paths"]["/a"].pop("summary"))

    assert (full(), []) == merge(pages(full(), two))
    assert (full(), []) == merge(pages(two, full()))


def test_order_of_keys_is_no_difference() -> None:
    """Objects have none."""
    two = json.loads(json.dumps(full(), sort_keys=True))
    two["tags"] = full()["tags"]

    assert (full(), []) == merge(pages(full(), two))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d.update(paths=[]), "two: /paths is not an object."),
        (lambda d: d["paths"].update({"/a": None}), "two: /paths/~1a is not an object."),
        (lambda d: d.update(components=1), "two: /components is not an object."),
        (lambda d: d["components"].update(schemas=[]), "two: /components/schemas is not an object"),
        (lambda d: d.update(tags={}), "two: /tags is not a list of objects with names."),
        (lambda d: d.update(tags=["t"]), "two: /tags is not a list of objects with names."),
        (lambda d: d.update(tags=[{"name": 1}]), "two: /tags is not a list of objects with names."),
    ],
)
def test_part_of_another_type_is_an_error(change: Change, said: str) -> None:
    """What has no members cannot be merged."""
    with pytest.raises(PipelineError, match=said):
        merge(pages(full(), changed(change)))


# Names that JSON pointers, grammar and merging could stumble over.
NAMES = st.sampled_from(
    ["get", "tags", "0", "a/b", "~1", "x-a", "description", "", "parameters", "日本"]
)
PATHS = st.sampled_from(["/", "/a", "/a/{b}", "/get", "/~0", "/x-a"])
PROSE = st.sampled_from(["", "One", "二"])


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a document with operations, components and tags, each with a name of its own."""

    def components(*values: Any) -> dict[str, Any]:
        return draw(st.dictionaries(NAMES, st.sampled_from(values), min_size=1, max_size=4))

    methods = st.sampled_from(["get", "put", "post", "delete"])
    items = st.dictionaries(methods, st.builds(operation, PROSE), min_size=1, max_size=3)
    closed: list[dict[str, Any]] = [
        {},
        {"parameters": []},
        {"summary": "S", "x-a": {"get": {}}},
    ]
    shared = st.sampled_from(closed)
    paths = draw(st.dictionaries(PATHS, items, min_size=1, max_size=4))
    return {
        "openapi": "3.1.0",
        "info": {"title": draw(PROSE), "version": "1"},
        "security": draw(st.sampled_from([[], [{"H": []}]])),
        "paths": {path: draw(shared) | item for path, item in paths.items()},
        "components": {
            "schemas": components({}, {"type": "string", "description": "S"}, True),
            "examples": components({"value": 1}, {"value": None}),
            "securitySchemes": components({"type": "http", "scheme": "bearer"}),
        },
        "tags": [
            {"name": name, "description": draw(PROSE)}
            for name in draw(st.lists(NAMES, unique=True, min_size=1, max_size=3))
        ],
    }


@st.composite
def split_documents(draw: st.DrawFn) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Draw a document and a page for each of its operations, in any order.

    Each component and tag is on one page at least, and on any others.
    """
    whole = draw(documents())
    keys = [
        (path, method)
        for path, item in whole["paths"].items()
        for method in item
        if method in ("get", "put", "post", "delete")
    ]
    numbers = st.sets(st.integers(0, len(keys) - 1), min_size=1)
    split: list[dict[str, Any]] = []
    for path, method in keys:
        item = {
            key: value
            for key, value in whole["paths"][path].items()
            if key == method or (path, key) not in keys
        }
        split.append({**whole, "paths": {path: item}, "components": {}, "tags": []})
    for tag in whole["tags"]:
        for number in draw(numbers):
            split[number]["tags"].append(tag)
    for section, members in whole["components"].items():
        for name, value in members.items():
            for number in draw(numbers):
                split[number]["components"].setdefault(section, {})[name] = value
    return whole, draw(st.permutations(split))


@given(split_documents())
def test_splitting_and_merging_gives_the_document_back(
    case: tuple[dict[str, Any], list[dict[str, Any]]],
) -> None:
    """One page for each operation, in any order; maps have none, and tags go by name."""
    whole, split = case
    merged, notes = merge([SourcePage(f"page {n}", "en", each) for n, each in enumerate(split)])
    order = {tag["name"]: number for number, tag in enumerate(whole["tags"])}
    merged["tags"].sort(key=lambda tag: order[tag["name"]])

    assert notes == []
    assert json.dumps(whole, sort_keys=True) == json.dumps(merged, sort_keys=True)


@given(split_documents())
def test_merging_the_same_pages_again_changes_nothing(
    case: tuple[dict[str, Any], list[dict[str, Any]]],
) -> None:
    """Byte for byte, key order included."""
    _, split = case
    once = [SourcePage(f"page {n}", "en", each) for n, each in enumerate(split)]

    assert json.dumps(merge(once)[0]) == json.dumps(merge(once + once)[0])
