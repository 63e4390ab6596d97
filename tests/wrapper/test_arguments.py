"""What callers give to an operation is sent as what it is, or refused before anything is sent."""

import asyncio
import enum
import json
import math
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import attrs
import httpx
import pytest
from serverless_training import Client, InvalidArgumentError
from serverless_training._arguments import kind, show
from serverless_training_client._arguments import plain
from serverless_training_client.api.models import list_model_checkpoints

from tests.fakes import KEY, URL, async_client, client, listing, page, uuid


class Mixed(str, enum.Enum):  # noqa: UP042  its `str` is its name
    """A `str` enum as it was written before Python 3.11."""

    A = "real-id"


class Modern(enum.StrEnum):
    """A `str` enum whose text is its value."""

    A = "real-id"


class Hidden(str):
    """A text that shows something else."""

    __slots__ = ()

    def __str__(self) -> str:
        """Show something else."""
        return "****"


class Other(enum.Enum):
    """An enum that is no `str`."""

    A = "real-id"


class Count(int, enum.Enum):
    """An `int` enum whose text is its name."""

    TWO = 2


class Share(float, enum.Enum):
    """A `float` enum."""

    HALF = 0.5


TEXTS = [Mixed.A, Modern.A, Hidden("real-id"), Other.A]


@attrs.define
class Part:
    """A model within another, as the generator writes them."""

    name: Any

    def to_dict(self) -> dict[str, Any]:
        """Write it."""
        return {"name": self.name}


@attrs.define
class Whole:
    """A model as the generator writes them."""

    parts: list[Part]
    additional_properties: dict[str, Any] = attrs.field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Write it."""
        return {"parts": [each.to_dict() for each in self.parts], **self.additional_properties}


def operation(  # noqa: PLR0913  one for each place
    thing_id: str,
    *,
    query: Any = None,
    several: Any = (),
    header: Any = None,
    cookie: Any = None,
    form: Any = None,
    body: Any = None,
) -> dict[str, Any]:
    """Say what to send, with something in every place."""
    given: dict[str, Any] = {"method": "post", "url": f"/things/{thing_id}"}
    if header is not None:
        given["headers"] = {"X-Header": header}
    if cookie is not None:
        given["cookies"] = {"cookie": cookie}
    if form is not None:
        given["data"] = {"form": form}
    if body is not None:
        given["json"] = body.to_dict() if hasattr(body, "to_dict") else body
    params = {"query": query, "several": [*several]}
    return given | {"params": {name: each for name, each in params.items() if each is not None}}


OPERATION: Any = SimpleNamespace(
    __name__="api.things.make_thing",
    _get_kwargs=operation,
    _parse_response=list_model_checkpoints._parse_response,
    _success=list_model_checkpoints._success,
)


def sent(**arguments: Any) -> httpx.Request:
    """Call the operation, and return what was sent."""
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=page([0], more=False))

    with client(handle) as sync:
        sync.call(OPERATION, **{"thing_id": "m"} | arguments)
    return seen[0]


@pytest.mark.parametrize("text", TEXTS, ids=lambda each: type(each).__name__)
def test_member_of_an_enum_is_sent_as_its_value_wherever_it_stands(text: Any) -> None:
    """In path, query, header, cookie, form and body, at every depth; the caller's own is kept."""
    whole = Whole([Part(text)])
    whole.additional_properties["more"] = {"texts": (text, [text])}
    request = sent(
        thing_id=text, query=text, several=[text, "b"], header=text, cookie=text, body=whole
    )

    assert request.url.path == "/things/real-id"
    assert request.url.params.get_list("query") == ["real-id"]
    assert request.url.params.get_list("several") == ["real-id", "b"]
    assert request.headers["x-header"] == "real-id"
    assert request.headers["cookie"] == "cookie=real-id"
    more = {"texts": ["real-id", ["real-id"]]}
    assert json.loads(request.content) == {"parts": [{"name": "real-id"}], "more": more}
    assert whole.parts[0].name is text
    assert sent(form=text).content == b"form=real-id"


@pytest.mark.parametrize(
    ("number", "text"), [(Count.TWO, "2"), (Share.HALF, "0.5"), (True, "true")]
)
def test_number_of_an_enum_is_sent_as_a_number(number: Any, text: str) -> None:
    """`True` stays what it is."""
    request = sent(query=number, several=[number], body={"number": number})

    assert request.url.params.get_list("query") == [text]
    assert request.url.params.get_list("several") == [text]
    assert json.loads(request.content) == {"number": json.loads(text)}


@pytest.mark.parametrize("text", TEXTS[:3], ids=lambda each: type(each).__name__)
def test_id_and_cursor_of_an_enum_are_their_values(text: Any) -> None:
    """For every way of reading a listing; whatever is given as key or base URL likewise."""
    seen: list[httpx.URL] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request.url)
        return httpx.Response(200, json=page([], more=False))

    with client(handle) as sync:
        sync.checkpoints.latest(text)
        sync.checkpoints.list("m", after=text).collect()
        sync.paginate(list_model_checkpoints, text, after=text).first()
        next(sync.checkpoints.watch("m", after=text, timeout=0), None)

    async def again() -> None:
        async with async_client(handle) as other:
            await other.checkpoints.list(text, after=text).first()

    asyncio.run(again())
    assert len(seen) >= 5
    assert "real-id" in str(seen[0])
    for url in seen:
        assert {*url.path.split("/"), url.params.get("after")} & {"real-id"}
        assert "Mixed" not in str(url)
        assert "*" not in str(url)


def test_key_and_base_url_may_be_of_a_class_of_their_own() -> None:
    """A key that hides itself is sent all the same."""
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return listing(0)(request)

    with client(handle, api_key=Hidden(KEY), base_url=Hidden(URL)) as sync:
        sync.checkpoints.latest("m")
        assert sync.base_url == URL
    assert seen[0].headers["authorization"] == f"Bearer {KEY}"


HUGE = 10**5000


def name_of(value: object) -> str:
    """Name a case: Python has no text for some of these values."""
    return type(value).__name__


@pytest.mark.parametrize(
    "value",
    ["", ".", "..", None, b"m", True, 1.5, math.nan, HUGE, -HUGE, "\ud800", ["m"], object()],
    ids=name_of,
)
def test_what_is_no_id_is_refused_in_one_sentence(value: Any) -> None:
    """It names the argument."""
    with client(listing(1)) as sync:
        for refuse in (
            lambda: sync.checkpoints.list(value),
            lambda: sync.call(list_model_checkpoints, value),
            lambda: sync.paginate(list_model_checkpoints, value),
        ):
            with pytest.raises(InvalidArgumentError) as caught:
                refuse()
            assert caught.value.argument == "model_id"
            assert str(caught.value).startswith("model_id is ")
            assert str(caught.value).endswith(": it must be a valid ID.")
            assert len(str(caught.value)) < 300


@pytest.mark.parametrize("value", [b"m", HUGE, "\ud800", 1.5, True, ["m"]], ids=name_of)
def test_what_is_no_cursor_is_refused(value: Any) -> None:
    """When the listing is made, not when it is read."""
    with client(listing(1)) as sync, pytest.raises(InvalidArgumentError) as caught:
        sync.paginate(list_model_checkpoints, "m", after=value)

    assert caught.value.argument == "after"


@pytest.mark.parametrize("value", [7, UUID(int=7), date(2024, 2, 3), "7"])
def test_id_may_be_whatever_has_one_text(value: Any) -> None:
    """Numbers, UUIDs and dates, as specs have them."""
    assert sent(thing_id=value).url.path == f"/things/{value}"


@pytest.mark.parametrize(
    ("annotation", "value", "text"), [(float, 1.5, "1.5"), (bool, True, "True")]
)
def test_number_is_an_id_where_the_spec_says_so(annotation: type, value: Any, text: str) -> None:
    """And no infinite one."""

    def build(thing_id: Any) -> dict[str, Any]:
        return {"method": "get", "url": f"/things/{thing_id}"}

    build.__annotations__["thing_id"] = annotation
    with client(lambda request: httpx.Response(404, text=request.url.path)) as sync:
        with pytest.raises(Exception, match="404") as caught:
            sync.call(SimpleNamespace(_get_kwargs=build), value)
        with pytest.raises(InvalidArgumentError):
            sync.call(SimpleNamespace(_get_kwargs=build), math.inf)
    assert getattr(caught.value, "body", "") == f"/things/{text}"


@pytest.mark.parametrize("value", [b"x", object(), {"a": 1}, [object()], {1}])
def test_what_has_no_text_in_a_query_is_refused(value: Any) -> None:
    """Python has a text for everything, such as `b'x'`, which nobody means."""
    with pytest.raises(InvalidArgumentError, match="query is of type") as caught:
        sent(query=value)

    assert caught.value.argument == "query"


@pytest.mark.parametrize(
    ("place", "value"),
    [
        *(("header", text) for text in ("a\nb", "a\r\nX: y", " a", "ä", "\x00", 7)),
        ("cookie", "a\r\nb"),
        ("query", HUGE),
        ("query", "\ud800"),
        ("body", {"a": HUGE}),
        ("body", {"a": math.nan}),
        ("body", {"a": object()}),
    ],
    ids=name_of,
)
def test_what_cannot_be_sent_is_refused(place: str, value: Any) -> None:
    """Before anything is sent, and not after as many tries as a broken connection gets."""
    with pytest.raises(InvalidArgumentError, match="cannot be sent"):
        sent(**{place: value})


def test_text_where_the_operation_wants_a_date_is_refused() -> None:
    """The generator writes what calls its methods; nothing is sent."""

    def build(*, day: date) -> dict[str, Any]:
        return {"method": "get", "url": "/things", "params": {"day": day.isoformat()}}

    with client(listing(1)) as sync, pytest.raises(InvalidArgumentError, match="cannot be sent"):
        sync.call(SimpleNamespace(_get_kwargs=build), day="2024-02-03")


def test_value_without_end_is_refused() -> None:
    """A list that holds itself."""
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(InvalidArgumentError, match="cannot be sent"):
        sent(body=endless)


@pytest.mark.parametrize(
    "refuse",
    [
        *(lambda sync, name=name: sync.with_options(**{name: -HUGE}) for name in (
            "timeout", "max_retries", "deadline",
        )),
        *(lambda sync, name=name: sync.with_options(**{name: HUGE}) for name in (
            "timeout", "deadline",
        )),
        lambda sync: sync.checkpoints.list("m", page_size=-HUGE),
        lambda sync: sync.checkpoints.list("m", max_items=-HUGE),
        lambda sync: sync.checkpoints.watch("m", interval=HUGE),
        lambda sync: sync.checkpoints.watch("m", timeout=-HUGE),
        lambda sync: sync.checkpoints.watch("m", timeout=HUGE),
        lambda sync: sync.checkpoints.best("m", "loss", mode=HUGE),
    ],
)  # fmt: skip
def test_number_of_thousands_of_digits_is_refused_like_any_other(
    refuse: Callable[[Client], Any],
) -> None:
    """Python writes no more than 4,300 of them, and no float holds more than 309."""
    with client(listing(1)) as sync, pytest.raises(InvalidArgumentError) as caught:
        refuse(sync)

    assert "<int>" in str(caught.value)


def test_value_is_shown_at_a_length_that_a_message_can_hold() -> None:
    """The `repr` of what somebody gave by mistake may be a book."""
    assert show(7) == "7"
    assert show("a") == "'a'"
    assert show(HUGE) == "<int>"
    assert len(show("x" * 10_000)) < 300


@pytest.mark.parametrize(
    ("value", "name"), [(7, "int"), (None, "NoneType"), (httpx.URL(URL), "httpx.URL")]
)
def test_type_is_named_with_its_module(value: Any, name: str) -> None:
    """Two packages may have a class of one name."""
    assert kind(value) == name


def test_what_is_plain_stays_as_it_is() -> None:
    """No value is made anew without need."""
    for value in ("a", 7, 0.5, True, None, UUID(uuid(1)), date(2024, 2, 3), b"x"):
        assert plain(value) is value
