"""Headers that callers send with every request."""

import asyncio
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from serverless_training import AsyncClient, Client, InvalidArgumentError
from serverless_training_client.api.models import list_model_checkpoints

from tests.fakes import KEY, URL, async_client, client, listing, page
from tests.network import serving

Seen = list[httpx.Headers]


def recorder(seen: Seen) -> Any:
    """Answer, and remember the headers."""

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers)
        if "things" in request.url.path:
            return httpx.Response(200, json=page([], more=False))
        return listing(3)(request)

    return handle


def test_headers_are_sent_with_every_request() -> None:
    """On a real socket, page by page; ours stay as they are."""
    with (
        serving() as site,
        Client(api_key=KEY, base_url=site.url, headers={"X-Team": "research"}) as sync,
    ):
        list(sync.checkpoints.list("m", page_size=1))

        async def again() -> None:
            options: dict[str, Any] = {"api_key": KEY, "base_url": site.url}
            async with AsyncClient(**options, headers={"X-Team": "research"}) as other:
                await other.checkpoints.list("m").first()

        asyncio.run(again())
    assert len(site.seen) == 4
    for seen in site.seen:
        assert seen.headers["x-team"] == "research"
        assert seen.headers["authorization"] == f"Bearer {KEY}"
        assert seen.headers["user-agent"].startswith("serverless-training/")


def test_header_of_the_callers_replaces_ours_whatever_its_case() -> None:
    """Once each, not beside it."""
    seen: Seen = []
    with client(recorder(seen), headers={"user-AGENT": "my-app/1.0"}) as sync:
        sync.checkpoints.latest("m")

    assert seen[0].get_list("user-agent") == ["my-app/1.0"]


def test_headers_of_options_are_added_to_those_of_the_client() -> None:
    """Or replace them; the client itself sends what it always has."""
    seen: Seen = []
    with client(recorder(seen), headers={"X-Team": "a", "X-More": "b"}) as sync:
        other = sync.with_options(headers={"x-team": "c"})
        for each in (other, other.with_options(max_retries=0), sync):
            each.checkpoints.latest("m")

    assert [headers.get_list("x-team") for headers in seen] == [["c"], ["c"], ["a"]]
    assert [headers["x-more"] for headers in seen] == ["b", "b", "b"]

    async def again() -> None:
        async with async_client(recorder(seen)) as base:
            await base.with_options(headers={"X-Team": "d"}).checkpoints.latest("m")

    asyncio.run(again())
    assert seen[-1]["x-team"] == "d"


def test_argument_of_a_call_is_nearer_than_a_header_of_the_client() -> None:
    """An operation may take a header of the same name."""

    def build(*, team: str) -> dict[str, Any]:
        return {"method": "get", "url": "/things", "headers": {"x-team": team}}

    operation: Any = SimpleNamespace(
        __name__="api.things.get",
        _get_kwargs=build,
        _parse_response=list_model_checkpoints._parse_response,
        _success=list_model_checkpoints._success,
    )
    seen: Seen = []
    with client(recorder(seen), headers={"X-Team": "client"}) as sync:
        sync.call(operation, team="call")

    assert seen[0].get_list("x-team") == ["call"]


def test_headers_of_an_own_http_client_are_weaker() -> None:
    """What this client was told counts; the others are sent, of whatever bytes they are."""
    seen: Seen = []
    with (
        httpx.Client(
            transport=httpx.MockTransport(recorder(seen)),
            headers=[(b"X-Team", b"a"), (b"X-More", "ä".encode())],
        ) as http,
        Client(api_key=KEY, base_url=URL, http_client=http, headers={"X-Team": "c"}) as sync,
    ):
        sync.checkpoints.latest("m")

    assert (seen[0]["x-team"], seen[0]["x-more"]) == ("c", "ä")


@pytest.mark.parametrize(
    ("headers", "says"),
    [
        ({"Authorization": "Bearer s3cr3t"}, "as `api_key`"),
        ({"AUTHORIZATION": "s3cr3t"}, "as `api_key`"),
        *(({name: "s3cr3t"}, "the client sets it") for name in (
            "Host", "content-length", "Content-Type", "Transfer-Encoding", "Connection",
        )),
        *(({name: "s3cr3t"}, "cannot be sent") for name in (
            "", "X Team", "X:", "X\n", "Ä", "X\x00", "(X)",
        )),
        *(({"X": f"s3cr3t{end}"}, "cannot be sent") for end in (
            "\n", "\r\nX-A: b", " ", "\t", "\x00", "ä", "\ud800", "\x7f",
        )),
        *(({"X": value}, "must be one line") for value in (None, 5, b"s3cr3t", ["s3cr3t"])),
        ({5: "s3cr3t"}, "must be one line"),
        ([("X", "s3cr3t")], "must be of type dict"),
        ("X: s3cr3t", "must be of type dict"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_header_that_cannot_be_set_is_refused_without_showing_it(
    kind: type[Client | AsyncClient], headers: Any, says: str
) -> None:
    """When the client is made, by `with_options` likewise: nothing is sent."""
    made: Any = kind(api_key=KEY, base_url=URL)
    for refuse in (
        lambda: kind(api_key=KEY, base_url=URL, headers=headers),
        lambda: made.with_options(headers=headers),
    ):
        with pytest.raises(InvalidArgumentError, match=says) as caught:
            refuse()
        assert caught.value.argument == "headers"
        assert "s3cr3t" not in str(caught.value)


@pytest.mark.parametrize("value", ["", "a", "a b\tc", "!~", "Bearer x, y; q=0.5"])
def test_value_may_be_any_text_that_a_header_can_hold(value: str) -> None:
    """RFC 9110, section 5.5, in ASCII."""
    with (
        serving() as site,
        Client(api_key=KEY, base_url=site.url, headers={"X-Any": value}) as sync,
    ):
        sync.checkpoints.latest("m")

    assert site.seen[0].headers["x-any"] == value


def test_values_are_not_shown() -> None:
    """Some are secrets."""
    with client(listing(1), headers={"X-Token": "s3cr3t"}) as sync:
        other = sync.with_options(headers={"X-Other": "s3cr3t"})
        shown = repr([sync, vars(sync), other, vars(other), vars(sync.with_raw_response)])

    assert "s3cr3t" not in shown


def test_user_agent_of_an_httpx_client_stays() -> None:
    """Only what httpx says by itself is replaced by ours; that of the settings comes first."""
    seen: Seen = []
    for headers in ({}, {"User-Agent": "settings"}):
        http = httpx.Client(
            transport=httpx.MockTransport(recorder(seen)), headers={"User-Agent": "theirs"}
        )
        with Client(api_key=KEY, base_url=URL, http_client=http, headers=headers) as sync:
            sync.checkpoints.latest("m")

    assert [each["user-agent"] for each in seen] == ["theirs", "settings"]
