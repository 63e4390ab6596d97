"""Every operation is a method, and within reach of `client.call`, whatever the spec holds."""

import asyncio
import datetime as dt
import importlib
import inspect
import io
import json
import pkgutil
import types
import typing
from collections.abc import Iterator
from importlib.resources import files
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import httpx
import pytest
import serverless_training_client.api
from attrs import evolve, fields, has
from serverless_training import AsyncClient, AsyncPager, Client, Pager, Response, set_language
from serverless_training_client.types import UNSET, File, Unset
from serverless_training_testing import MockServer

from pipeline.generate.resources import attribute, method_name
from pipeline.parity.document import operations
from tests.fakes import async_client, client

pytestmark = pytest.mark.any_spec

OPERATIONS = [
    importlib.import_module(module.name)
    for module in pkgutil.walk_packages(
        serverless_training_client.api.__path__, "serverless_training_client.api."
    )
    if not module.ispkg
]
PAGED = [each for each in OPERATIONS if hasattr(each, "_PAGING")]


def name(operation: Any) -> str:
    """Name an operation for the report."""
    return str(operation.__name__).removeprefix("serverless_training_client.api.")


def method(client: Any, operation: Any) -> Any:
    """Find the method of an operation, by the rule that CONTRIBUTING states."""
    tag, _, module = name(operation).rpartition(".")
    return getattr(getattr(client, attribute(tag)), method_name(module, tag))


VALUES: dict[Any, Any] = {
    str: "model-1",
    int: 1,
    float: 0.5,
    bool: True,
    Any: {"key": 1},
    UUID: UUID(int=1),
    dt.datetime: dt.datetime(2026, 1, 2, tzinfo=dt.UTC),
    dt.date: dt.date(2026, 1, 2),
    File: File(payload=io.BytesIO(b"content"), file_name="name"),
}


SPEC = json.loads(
    files("serverless_training_client").joinpath("openapi.json").read_text(encoding="utf-8")
)
PROPERTIES = [
    each
    for schema in SPEC["components"]["schemas"].values()
    for each in schema.get("properties", {}).items()
]
# What a type does not tell: a property that may be but one value, or must be a URI.
SAID = {
    **{name: "https://host.test/" for name, each in PROPERTIES if each.get("format") == "uri"},
    **{name: each["const"] for name, each in PROPERTIES if "const" in each},
}


def value(annotation: Any, within: tuple[Any, ...] = ()) -> Any:
    """Make a value of an annotated type, optional attributes of models left out."""
    if annotation in VALUES:
        return VALUES[annotation]
    inner = typing.get_args(annotation)
    match typing.get_origin(annotation):
        case typing.Literal:
            return inner[0]
        case kind if kind is list:
            return [] if inner[0] in within else [value(inner[0], within)]
        case kind if kind is dict:
            return {"key": value(inner[1], within)}
        case kind if kind in (types.UnionType, typing.Union):
            return value(next(each for each in inner if each not in (Unset, type(None))), within)
    assert has(annotation), annotation
    hints = typing.get_type_hints(annotation)
    required = [each for each in fields(annotation) if each.init and each.default is not UNSET]
    return annotation(
        **{
            each.alias: SAID.get(each.alias, value(hints[each.name], (*within, annotation)))
            for each in required
        }
    )


def arguments(operation: Any, *, optional: bool) -> dict[str, Any]:
    """Make arguments of an operation: those that it needs, or all."""
    hints = typing.get_type_hints(operation._get_kwargs)
    parameters = inspect.signature(operation._get_kwargs).parameters.values()
    cursor = operation._PAGING.argument if operation in PAGED else None
    return {
        each.name: value(hints[each.name])
        for each in parameters
        if each.default is inspect.Parameter.empty or (optional and each.name != cursor)
    }


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    """The mock server, with a model."""
    with MockServer(models=1, checkpoints=3) as running:
        yield running


def test_there_are_operations() -> None:
    """Else what follows would be true of nothing."""
    assert OPERATIONS
    assert PAGED


@pytest.mark.parametrize("optional", [False, True], ids=["needed", "all"])
@pytest.mark.parametrize("operation", OPERATIONS, ids=name)
def test_call_reaches_every_operation(server: MockServer, operation: Any, optional: bool) -> None:
    """With the arguments that it needs and with all of them, sync and async alike."""
    given = arguments(operation, optional=optional)
    if operation in PAGED:
        server.add_items(unquote(operation._get_kwargs(**given)["url"]), [])
    with Client(api_key=server.api_key, base_url=server.url) as sync:
        found = sync.call(operation, **given)

    async def again() -> Any:
        async with AsyncClient(api_key=server.api_key, base_url=server.url) as other:
            return await other.call(operation, **arguments(operation, optional=optional))

    assert isinstance(found, success_type(operation))
    assert isinstance(asyncio.run(again()), success_type(operation))


def success_type(operation: Any) -> tuple[type, ...]:
    """List the classes that an operation's success may be of, by its annotation."""
    hint = typing.get_type_hints(operation._success)["return"]
    union = typing.get_origin(hint) in (types.UnionType, typing.Union)
    kinds = typing.get_args(hint) if union else (hint,)
    return tuple(object if each is Any else typing.get_origin(each) or each for each in kinds)


@pytest.mark.parametrize("operation", PAGED, ids=name)
def test_paginate_walks_every_listing(operation: Any) -> None:
    """Whether or not it takes an order; each item is of the class that the spec gives it."""
    page_class = typing.get_type_hints(operation._success)["return"]
    paging = operation._PAGING
    [item_class] = typing.get_args(typing.get_type_hints(page_class)[paging.items])
    item = value(item_class).to_dict()
    ids = [item["id"], 2 if isinstance(item["id"], int) else f"{item['id'][:-1]}2"]

    def handle(request: httpx.Request) -> httpx.Response:
        number = 1 if paging.cursor in request.url.params else 0
        told = {
            paging.items: [item_class.from_dict(item | {"id": ids[number]})],
            paging.more: not number,
            paging.next: "" if number else "next",
            paging.last: str(ids[number]),
        }
        told.pop("", None)  # what its pages do not have
        return httpx.Response(200, json=evolve(value(page_class), **told).to_dict())

    given = arguments(operation, optional=False)
    with client(handle) as sync:
        found = sync.paginate(operation, **given).collect()

    async def again() -> list[Any]:
        async with async_client(handle) as other:
            return [each async for each in other.paginate(operation, **given)]

    assert [type(each) for each in found] == [item_class, item_class]
    assert [each.to_dict()["id"] for each in found] == ids
    assert asyncio.run(again()) == found


@pytest.mark.parametrize("optional", [False, True], ids=["needed", "all"])
@pytest.mark.parametrize("operation", OPERATIONS, ids=name)
def test_every_operation_is_a_method(server: MockServer, operation: Any, optional: bool) -> None:
    """Of both clients, with and without the whole response; a listing is lazy."""
    kinds = success_type(operation)

    def given() -> dict[str, Any]:  # a file is read once
        return arguments(operation, optional=optional)

    if operation in PAGED:
        server.add_items(unquote(operation._get_kwargs(**given())["url"]), [])
    with Client(api_key=server.api_key, base_url=server.url) as sync:
        found = method(sync, operation)(**given())
        whole = method(sync.with_raw_response, operation)(**given())
        items = found.collect() if isinstance(found, Pager) else None

    async def again() -> tuple[Any, Any]:
        async with AsyncClient(api_key=server.api_key, base_url=server.url) as other:
            made = method(other, operation)(**given())
            awaited = await made.collect() if isinstance(made, AsyncPager) else await made
            return awaited, await method(other.with_raw_response, operation)(**given())

    other, other_whole = asyncio.run(again())

    assert [type(each) for each in (whole, other_whole)] == [Response, Response]
    assert isinstance(whole.parsed, kinds)
    assert isinstance(other_whole.parsed, kinds)
    assert isinstance(found, Pager if operation in PAGED else kinds)
    assert other == items if operation in PAGED else isinstance(other, kinds)


class Recorder:
    """A client that sends nothing.

    Attributes:
        asked: What it was asked for.
    """

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []

    def call(self, *args: Any, **kwargs: Any) -> None:
        """Note the arguments of an operation."""
        self.asked.append((*args, kwargs))

    paginate = call


@pytest.mark.parametrize("operation", OPERATIONS, ids=name)
def test_method_hands_on_what_it_was_given(operation: Any) -> None:
    """And the defaults of the spec; a body may be given by its fields as well."""
    tag, _, module = name(operation).rpartition(".")
    recorder = Recorder()
    resource = getattr(serverless_training_client.api.Resources, attribute(tag)).func(recorder)
    take = getattr(resource, method_name(module, tag))
    given = arguments(operation, optional=True)
    take(**given)
    [(found, *path, rest)] = recorder.asked
    sent = inspect.signature(operation._get_kwargs).bind(*path, **rest).arguments
    defaults = {
        each.name: each.default
        for each in inspect.signature(operation._get_kwargs).parameters.values()
        if each.default is not inspect.Parameter.empty
    }

    assert found is operation
    assert sent == defaults | given

    body = given.pop("body", None)
    if "body" in inspect.signature(take).parameters and typing.get_overloads(take):
        made = {each.alias: getattr(body, each.name) for each in fields(type(body)) if each.init}
        take(**given, **made)

        assert recorder.asked[1][-1]["body"] == body


TRANSLATIONS = {
    path.name.split(".")[1]: json.loads(path.read_text(encoding="utf-8"))
    for path in files("serverless_training_client").iterdir()
    if path.name.startswith("openapi.") and path.name != "openapi.json"
}


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_methods_are_described_in_the_words_of_the_spec(language: str) -> None:
    """In each language that has the operation."""
    theirs = {tuple(place): each for *place, each in operations(TRANSLATIONS[language])}
    summaries: dict[str, set[str]] = {}
    for *place, each in operations(SPEC):
        if words := theirs.get(tuple(place), {}).get("summary"):
            summary = "".join(each["summary"].split())
            summaries.setdefault(summary, set()).add("".join(words.split()))
    described = [
        method(getattr(serverless_training_client.api, f"{kind}Resources")(), operation)
        for kind in ("", "Async", "Raw", "AsyncRaw")
        for operation in OPERATIONS
    ]
    english = [first_line(each) for each in described]
    set_language(language)
    translated = [first_line(each) for each in described]

    assert summaries.keys() <= {*english}
    for before, after in zip(english, translated, strict=True):
        assert after in summaries.get(before, {before})


def first_line(thing: Any) -> str:
    """Read the first paragraph of a docstring, without spaces."""
    return "".join((inspect.getdoc(thing) or "").partition("\n\n")[0].split())
