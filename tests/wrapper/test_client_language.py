"""A client speaks the language it was given, whatever the process speaks, and nobody else does."""

import ast
import asyncio
import gc
import inspect
import itertools
import logging
import re
import threading
from collections.abc import Callable, Iterator
from contextvars import copy_context
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import serverless_training
import trustme
from serverless_training import (
    AsyncClient,
    Client,
    InvalidArgumentError,
    NotFoundError,
    ServerlessTrainingError,
    set_language,
    to_records,
)
from serverless_training._language import _spoken
from serverless_training_client._docstrings import language

from tests.failures import CASES, Case
from tests.fakes import KEY, async_client, client, listing
from tests.speaking import (
    ASYNC_WAYS,
    PAIRS,
    SILENT,
    WAYS,
    Way,
    entries,
    later,
    sentences,
    status,
    watched,
)

Kind = type[Client | AsyncClient]
KINDS: list[Kind] = [Client, AsyncClient]
MISSING = status(404)


@pytest.fixture
def one_authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust one authority instead of some hundred: reading those takes most of a test's time."""
    trustme.CA().cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setattr("certifi.where", lambda: str(tmp_path / "authority.pem"))


def ways(kind: Kind, entry: str) -> list[Way]:
    """List the ways in which an entry of a client fails."""
    return WAYS.get(entry, []) + (ASYNC_WAYS.get(entry, []) if kind is AsyncClient else [])


def met(way: Way, kind: Kind, **options: Any) -> ServerlessTrainingError:
    """Go a way to its end, and give the error that a caller meets."""

    async def run() -> None:
        try:
            await way.take(kind, **options)
        finally:
            assert _spoken.get() is None

    with pytest.raises(ServerlessTrainingError) as caught:
        asyncio.run(run())
    return caught.value


def facts(error: ServerlessTrainingError) -> Any:
    """Tell all that programs may read of an error; its message is for people."""
    return type(error), vars(error), type(error.__cause__), getattr(error, "__notes__", None)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("entry", sorted(WAYS.keys() | ASYNC_WAYS.keys()))
def test_message_alone_is_in_the_language_of_the_client(
    kind: Kind, entry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is what the process would say in that language; class and attributes are as in English."""
    for way in ways(kind, entry):
        with monkeypatch.context() as patch:
            for name, value in way.variables.items():
                patch.setenv(name, value)
            english, own = met(way, kind), met(way, kind, language="ja")
            patch.setenv("SERVERLESS_TRAINING_LANG", "ja")
            japanese = met(way, kind)

        assert str(english) != str(japanese), way
        assert str(own) == str(japanese), way
        assert facts(own) == facts(japanese) == facts(english), way


def test_every_public_entry_is_in_the_table() -> None:
    """Whoever adds a method says how it fails, and thereby that it speaks the language."""
    for sync, other in PAIRS:
        assert entries(sync) == entries(other)
    found = set[str]().union(*(entries(sync) for sync, _ in PAIRS))

    assert found == WAYS.keys() | ASYNC_WAYS.keys() | SILENT


# What no client of a language says as an error, or only over sockets (`tests/failures.py`).
SAID_ELSEWHERE = {
    "items[{number}] contains itself.",
    "The API key cannot be pickled. Make a client where it is needed.",
    "no address for {host}",
    "the service sent a cursor that cannot be sent back: {cursor}",
    "the compressed body was cut off",
    "The listing sends requests only when it is read, for example with {call}.",
    "The proxy is {proxy}.",
    "The proxy {proxy} may have written this response.",
    "{operation}: no connection to the proxy, or through it, for {method} {url}: {reason}.",
}


def test_every_sentence_of_the_core_is_said_on_one_of_these_ways(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """None is left to the language of the process."""
    said = set[str]()

    class Catalog:
        def gettext(self, message: str) -> str:
            said.add(message)
            return message

    monkeypatch.setattr("serverless_training._language._catalog", lambda _: Catalog())
    for kind in KINDS:
        for way in itertools.chain(*(ways(kind, entry) for entry in WAYS | ASYNC_WAYS)):
            with monkeypatch.context() as patch:
                for name, value in way.variables.items():
                    patch.setenv(name, value)
                met(way, kind, language="ja")

    assert sentences() - said == SAID_ELSEWHERE


def test_no_block_that_speaks_a_language_is_left_half_done() -> None:
    """What awaits or yields within one would have the language of a client meanwhile."""
    folder = Path(inspect.getfile(serverless_training)).parent
    blocks = [
        node
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.With) and "speaking" in ast.unparse(node.items[0].context_expr)
    ]
    waits = (ast.Await, ast.Yield, ast.YieldFrom, ast.AsyncFor, ast.AsyncWith)

    assert len(blocks) > 10
    for block in blocks:
        assert not any(isinstance(node, waits) for node in ast.walk(block)), ast.unparse(block)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("ja", "ja"),
        ("JA", "ja"),
        ("ja_JP.UTF-8", "ja"),
        ("ja-JP", "ja"),
        ("en", "en"),
        ("C", "en"),
        ("xx", "en"),
        ("a" * 300, "en"),
        ("", "ja"),
        (None, "ja"),
    ],
)
def test_languages_are_named_as_everywhere_else(kind: Kind, name: str | None, code: str) -> None:
    """An unknown one is English without a word; without one it is that of the process."""
    way = Way("", answer=MISSING, do=lambda client: client.checkpoints.latest("m"))
    expected = str(met(way, kind, language=code))
    set_language("ja")

    assert str(met(way, kind, language=name)) == expected
    assert ("確認してください" in expected) == (code == "ja")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", [7, b"ja", ["ja"], True])
def test_language_that_is_no_text_is_refused(kind: type[Any], value: Any) -> None:
    """In one sentence that names the argument; so does `set_language`, whose argument is `code`."""
    calls: list[tuple[str, Callable[[], Any]]] = [
        ("language", lambda: kind(api_key="k", language=value)),
        ("language", lambda: kind(api_key="k", language="en").with_options(language=value)),
        ("code", lambda: set_language(value)),
    ]
    for argument, refuse in calls:
        with pytest.raises(InvalidArgumentError) as caught:
            refuse()
        assert str(caught.value) == (
            f"{argument} is of type {type(value).__name__}: it must be a language code such as "
            '"ja", or None.'
        )
        assert caught.value.argument == argument
    assert language() == "en"


def test_options_change_the_language_of_the_new_client_alone() -> None:
    """Connections are shared, languages are not; what is not given stays."""
    with client(MISSING, max_retries=0) as sync:
        assert "Check the IDs" in said(sync)
        japanese = sync.with_options(language="ja")
        assert "ID とベース URL" in said(japanese)
        assert "ID とベース URL" in said(japanese.with_options(max_retries=1))
        assert "Check the IDs" in said(japanese.with_options(language="en"))
        assert "Check the IDs" in said(sync)
        assert japanese._exchange.connections is sync._exchange.connections
    with pytest.raises(ServerlessTrainingError, match="クライアント"):
        japanese.checkpoints.latest("m")


def said(sync: Client) -> str:
    """Give the message of a call that fails."""
    with pytest.raises(NotFoundError) as caught:
        sync.checkpoints.latest("m")
    return str(caught.value)


def spoken_here() -> str:
    """Tell what a function that belongs to no client says now."""
    with pytest.raises(InvalidArgumentError) as caught:
        to_records([1])
    return str(caught.value)


def test_new_options_are_refused_in_the_new_language() -> None:
    """As the constructor does."""
    with Client(api_key="k", language="ja") as client, pytest.raises(InvalidArgumentError) as met:
        client.with_options(language="en", timeout=-1)

    assert str(met.value).isascii()


def test_ids_that_a_caller_makes_are_made_in_the_language_of_the_process() -> None:
    """An iterator runs code of the caller's, and so does whatever else is taken from outside."""

    def ids() -> Iterator[str]:
        assert _spoken.get() is None
        yield "m"

    with client(listing(1), language="ja") as japanese:
        (result,) = japanese.checkpoints.list_many(ids())

    assert len(result.checkpoints) == 1


def test_listings_of_two_clients_are_read_in_turns() -> None:
    """Between two items of either, the caller speaks the language of the process."""
    here = spoken_here()
    japanese, english = (
        iter(client(later(MISSING), language=code, max_retries=0).checkpoints.list("m"))
        for code in ("ja", "en")
    )
    for _ in range(2):
        assert next(japanese) == next(english)
        assert spoken_here() == here
    with pytest.raises(NotFoundError, match="ID とベース URL"):
        next(japanese)
    assert spoken_here() == here
    with pytest.raises(NotFoundError, match="Check the IDs"):
        next(english)


def test_listing_may_be_left_or_go_on_in_another_context() -> None:
    """Closed there, or forgotten, it changes nothing of it."""
    here = spoken_here()
    with client(later(MISSING), language="ja", max_retries=0) as sync:
        steps: Any = iter(sync.checkpoints.list("m", page_size=2))
        next(steps)
        copy_context().run(steps.close)
        steps = iter(sync.checkpoints.list("m", page_size=2))
        copy_context().run(next, steps)
        assert next(steps).step == 1
        del steps
        copy_context().run(gc.collect)
    assert spoken_here() == here


def test_asynchronous_listing_may_be_left_in_another_task() -> None:
    """Closed there, while it waits, or half-read."""

    async def run() -> None:
        here = spoken_here()
        async with async_client(later(MISSING), language="ja", max_retries=0) as other:
            steps: Any = aiter(other.checkpoints.list("m", page_size=2))
            await anext(steps)
            assert spoken_here() == here
            await asyncio.create_task(steps.aclose())
            steps = aiter(other.checkpoints.list("m", page_size=2))
            await asyncio.create_task(anext(steps))
            assert (await anext(steps)).step == 1
            with pytest.raises(NotFoundError, match="ID とベース URL"):
                await asyncio.create_task(anext(steps))
        assert spoken_here() == here

    asyncio.run(run())


def test_threads_speak_each_the_language_of_its_client() -> None:
    """At the same time, with connections of their own or shared ones."""
    words = {"ja": "ID とベース URL", "en": "Check the IDs"}
    start, wrong = threading.Barrier(8), list[str]()

    def work(code: str, sync: Client) -> None:
        start.wait()
        for _ in range(20):
            (result,) = sync.checkpoints.list_many(["m"])
            if words[code] not in str(result.error) or words[code] not in said(sync):
                wrong.append(code)

    with client(MISSING, max_retries=0) as shared:
        threads = [
            threading.Thread(target=work, args=(code, sync))
            for code in words
            for sync in [shared.with_options(language=code)] * 2
            + [client(MISSING, max_retries=0, language=code) for _ in range(2)]
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert wrong == []


def test_tasks_speak_each_the_language_of_its_client() -> None:
    """Though each waits in the midst of a request while the others go on."""

    async def slowly(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        return MISSING(request)

    async def work(code: str | None, words: str) -> None:
        async with async_client(slowly, language=code, max_retries=0) as other:
            for _ in range(5):
                with pytest.raises(NotFoundError, match=words):
                    await other.checkpoints.latest("m")
                (result,) = await other.checkpoints.list_many(["m"])
                assert words in str(result.error)

    async def run() -> None:
        await asyncio.gather(
            *(work("ja", "ID とベース URL"), work("en", "Check the IDs")),
            *(work(None, "Check the IDs"), work("ja", "ID とベース URL")),
        )

    asyncio.run(run())


@pytest.mark.parametrize("code", ["en", None])
def test_client_within_a_transport_speaks_its_own_language(code: str | None) -> None:
    """Also where it has none: it does not take that of the client that called."""
    heard = []

    def handle(request: httpx.Request) -> httpx.Response:
        with client(MISSING, language=code, max_retries=0) as inner:
            heard.append(said(inner))
        return MISSING(request)

    with client(handle, language="ja", max_retries=0) as sync:
        assert "ID とベース URL" in said(sync)
    assert "Check the IDs" in heard[0]


@pytest.mark.parametrize("kind", KINDS)
def test_programs_see_no_language(kind: type[Any]) -> None:
    """Neither in what a client shows of itself nor in its listings."""
    english, japanese = (kind(api_key="k", language=code) for code in ("en", "ja"))

    assert repr(english) == repr(japanese)
    assert repr(english.checkpoints.list("m")) == repr(japanese.checkpoints.list("m"))
    assert english.base_url == japanese.base_url


@pytest.mark.parametrize("kind", KINDS)
def test_log_is_english_in_every_language(kind: Kind, caplog: pytest.LogCaptureFixture) -> None:
    """Each attempt, each retry, and each failure that a watch survives."""
    caplog.set_level(logging.DEBUG, "serverless_training")

    def logged(code: str) -> list[tuple[int, str]]:
        caplog.clear()
        codes = iter([503, 503, 429, 429, 403])
        way = Way("", watched(interval=0.001), lambda _: httpx.Response(next(codes)))
        met(replace(way, options={"max_retries": 1}), kind, language=code)
        return [
            (each.levelno, re.sub(r"in \d+ ms", "in 0 ms", each.getMessage()))
            for each in caplog.records
            if each.name == "serverless_training"
        ]

    english = logged("en")

    assert logged("ja") == english
    assert len(english) == 5 + 2 + 2


FIRST_OF_EACH = {case.error: case for case in reversed(CASES)}


@pytest.mark.parametrize("case", FIRST_OF_EACH.values(), ids=str)
@pytest.mark.usefixtures("one_authority")
def test_failure_on_a_socket_differs_in_its_message_alone(
    case: Case, caplog: pytest.LogCaptureFixture
) -> None:
    """Class, attributes, cause and log are the same; one failure for each class of errors."""
    caplog.set_level(logging.DEBUG, "serverless_training")
    options: dict[str, Any] = {"api_key": KEY, "timeout": 60, "deadline": 60, "max_retries": 1}

    def fail(code: str) -> tuple[str, str]:
        caplog.clear()
        with (
            case.situation() as url,
            pytest.raises(case.error) as caught,
            Client(base_url=url, language=code, **options | case.options) as sync,
        ):
            list(sync.checkpoints.list("m", page_size=2))
        log = [each.getMessage() for each in caplog.records if each.name == "serverless_training"]
        seen = repr((facts(caught.value), log)).replace(url, "")
        return str(caught.value).replace(url, ""), re.sub(r"in \d+ ms", "in 0 ms", seen)

    english, japanese = fail("en"), fail("ja")

    assert english[0] != japanese[0]
    assert english[1] == japanese[1]
