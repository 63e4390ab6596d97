"""`client.call` and `client.paginate` reach any generated operation."""

import asyncio
import gzip
import inspect
import json
import types
from collections.abc import Callable
from datetime import date
from itertools import islice
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

import httpx
import pytest
from serverless_training import ClientClosedError, InvalidArgumentError
from serverless_training_client.api.models import list_model_checkpoints

from tests.fakes import URL, async_client, client, listing, page

pytestmark = pytest.mark.any_spec


def test_call_gives_the_model_of_the_spec() -> None:
    """The answer is the generated page, with items as generated models."""
    with client(listing(3)) as sync:
        page = sync.call(list_model_checkpoints, "m", limit=2)

    assert [UUID(int=0), UUID(int=1)] == [item.id for item in page.data]
    assert page.has_more


def test_async_call_gives_the_model_of_the_spec() -> None:
    """The same answer, awaited."""

    async def run() -> Any:
        async with async_client(listing(3)) as other:
            return await other.call(list_model_checkpoints, model_id="m", limit=2)

    assert len(asyncio.run(run()).data) == 2


def test_paginate_walks_any_operation_that_pages() -> None:
    """Parameters are the operation's own, by position or name; `limit` is the page size."""
    with client(listing(5)) as sync:
        pager = sync.paginate(list_model_checkpoints, "m", limit=2, order="desc")

        assert [item.step for item in pager] == [4, 3, 2, 1, 0]

    async def again() -> list[int]:
        async with async_client(listing(5)) as other:
            pager = other.paginate(list_model_checkpoints, model_id="m", after=str(UUID(int=2)))
            return [item.step async for item in pager]

    assert asyncio.run(again()) == [3, 4]


def test_base_path_of_the_service_is_kept() -> None:
    """A base URL may have a path, with or without a slash at its end."""
    seen: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url.copy_with(query=None)))
        return listing(0)(request)

    for base_url in (f"{URL}/proxy", f"{URL}/proxy/"):
        with client(handle, base_url=base_url) as sync:
            sync.checkpoints.list("m").collect()

    assert [f"{URL}/proxy/v1/preview/models/m/checkpoints"] * 2 == seen


@pytest.mark.parametrize("value", ["a/b", "a?b", "a#b", "..%2f", "モデル", "a\nb", "a\x00b", " "])
def test_path_parameter_stays_one_segment(value: str) -> None:
    """Whatever the id holds, it is quoted (RFC 3986, section 3.3)."""
    seen: list[bytes] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.raw_path)
        return listing(0)(request)

    with client(handle) as sync:
        sync.checkpoints.list(value).collect()

    path, _, _ = seen[0].partition(b"?")
    assert path.split(b"/")[:4] == [b"", b"v1", b"preview", b"models"]
    assert len(path.split(b"/")) == 6


@pytest.mark.parametrize("value", ["", ".", "..", None, PurePosixPath(".."), b"m", ["m"]])
def test_path_parameter_that_would_climb_is_refused(value: Any) -> None:
    """Nothing is sent; the error names the parameter."""
    with client(listing(0)) as sync:
        with pytest.raises(InvalidArgumentError, match="model_id") as caught:
            sync.checkpoints.list(value)
        with pytest.raises(InvalidArgumentError):
            sync.call(list_model_checkpoints, value)

    assert caught.value.argument == "model_id"


@pytest.mark.parametrize("arguments", [{}, {"model_id": "m", "page_size": 2}])
def test_missing_or_unknown_parameter_is_a_type_error(arguments: dict[str, Any]) -> None:
    """As for any Python function."""
    with client(listing(0)) as sync, pytest.raises(TypeError):
        sync.call(list_model_checkpoints, **arguments)


def test_operation_that_does_not_page_is_refused_by_paginate() -> None:
    """An operation pages when it takes a cursor."""
    operation = fake("get_model", lambda model_id: {"method": "get", "url": f"/{model_id}"})
    with client(listing(0)) as sync, pytest.raises(InvalidArgumentError, match="get_model"):
        sync.paginate(operation, "m")


def test_closed_client_says_so() -> None:
    """Not httpx's RuntimeError."""
    sync = client(listing(0))
    sync.close()
    with pytest.raises(ClientClosedError, match="closed"):
        sync.call(list_model_checkpoints, "m")
    with pytest.raises(ClientClosedError), sync:
        pass


def test_client_that_was_used_may_still_be_entered() -> None:
    """The first call need not be inside the `with` block."""
    sync = client(listing(3))
    first = sync.checkpoints.list("m").first()
    with sync:
        assert sync.checkpoints.list("m").first() == first


@pytest.mark.parametrize("operation", [None, "x", list_model_checkpoints.sync])
def test_what_is_no_operation_is_refused_with_a_hint(operation: Any) -> None:
    """The module is the operation, not its functions."""
    with client(listing(0)) as sync, pytest.raises(InvalidArgumentError, match="pass a module"):
        sync.call(operation, "m")


def test_argument_that_cannot_be_sent_is_refused() -> None:
    """A path that no server would take."""
    with client(listing(0)) as sync, pytest.raises(InvalidArgumentError, match="cannot be sent"):
        sync.call(list_model_checkpoints, "x" * 100_000)


def fake(name: str, function: Callable[..., dict[str, Any]]) -> Any:
    """Make an operation out of what builds its request."""
    module: Any = types.ModuleType(f"serverless_training_client.api.models.{name}")
    module._get_kwargs = function
    module._parse_response = list_model_checkpoints._parse_response
    module._success = list_model_checkpoints._success
    if "after" in inspect.signature(function).parameters:
        module._PAGING = list_model_checkpoints._PAGING
    return module


def test_parameter_may_be_named_operation() -> None:
    """Or anything else that ours are named."""
    seen: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url.params))
        return listing(0)(request)

    def build(model_id: str = "eu", *, operation: str = "") -> dict[str, Any]:
        return {"method": "get", "url": f"/{model_id}", "params": {"operation": operation}}

    with client(handle) as sync:
        sync.call(fake("search", build), operation="o")

    assert seen == ["operation=o"]


def test_cursor_is_sent_as_the_service_wrote_it_whatever_the_parameters_type() -> None:
    """The caller's own `after` goes through the operation, the service's past it."""
    seen: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.params.get("after", ""))
        return listing(3)(httpx.Request("GET", URL, params={"after": seen[-1]} if seen[1:] else {}))

    def build(*, after: date) -> dict[str, Any]:
        return {"method": "get", "url": "/x", "params": {"after": after.isoformat(), "limit": 1}}

    with client(handle) as sync:
        pager = sync.paginate(fake("events", build), after=date(2026, 11, 22))
        list(islice(pager, 3))

    assert seen[0] == "2026-11-22"
    assert all(len(cursor) == 36 for cursor in seen[1:])


def test_requests_say_who_sends_them() -> None:
    """`User-Agent` names the package and its version."""
    seen: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["user-agent"])
        return listing(0)(request)

    with client(handle) as sync:
        sync.checkpoints.list("m").collect()

    assert seen[0].startswith("serverless-training/0.")


def test_headers_of_an_operation_are_sent() -> None:
    """Its `User-Agent` among them; what the client can read, nobody else may set."""
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return listing(0)(request)

    operation: Any = types.SimpleNamespace(
        _get_kwargs=lambda: {
            "method": "get",
            "url": "/v1/x",
            "headers": {"X-Team": "a", "User-Agent": "b", "Accept-Encoding": "br"},
        },
        _parse_response=list_model_checkpoints._parse_response,
        _success=list_model_checkpoints._success,
    )
    with client(handle) as sync:
        sync.call(operation)

    assert (seen[0].headers["x-team"], seen[0].headers["user-agent"]) == ("a", "b")
    assert seen[0].headers["accept-encoding"] == "gzip, deflate"


def test_body_that_a_transport_has_decompressed_is_read_as_it_is() -> None:
    """Transports made up for tests bring bodies that httpx has decompressed, header and all."""
    content = gzip.compress(json.dumps(page([0], more=False)).encode("utf-8"), mtime=0)

    def handle(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=content, headers={"Content-Encoding": "gzip"})

    with client(handle) as sync:
        assert len(sync.checkpoints.list("m").collect()) == 1
