"""Whatever fails, the message alone is in the language of the process."""

import asyncio
import itertools
import logging
import re
from dataclasses import replace
from typing import Any

import httpx
import pytest
from serverless_training import (
    AsyncClient,
    Client,
    InvalidArgumentError,
    ServerlessTrainingError,
    set_language,
)
from serverless_training_client._docstrings import language

from tests.speaking import (
    ASYNC_WAYS,
    PAIRS,
    SILENT,
    WAYS,
    Way,
    entries,
    sentences,
    watched,
)

Kind = type[Client | AsyncClient]
KINDS: list[Kind] = [Client, AsyncClient]


def ways(kind: Kind, entry: str) -> list[Way]:
    """List the ways in which an entry of a client fails."""
    return WAYS.get(entry, []) + (ASYNC_WAYS.get(entry, []) if kind is AsyncClient else [])


def met(way: Way, kind: Kind, code: str = "en") -> ServerlessTrainingError:
    """Go a way to its end in a language, and give the error that a caller meets."""
    set_language(code)
    with pytest.raises(ServerlessTrainingError) as caught:
        asyncio.run(way.take(kind))
    return caught.value


def facts(error: ServerlessTrainingError) -> Any:
    """Tell all that programs may read of an error; its message is for people."""
    return type(error), vars(error), type(error.__cause__), getattr(error, "__notes__", None)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("entry", sorted(WAYS.keys() | ASYNC_WAYS.keys()))
def test_message_alone_is_in_the_language_of_the_process(
    kind: Kind, entry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Class and attributes are as in English."""
    for way in ways(kind, entry):
        with monkeypatch.context() as patch:
            for name, value in way.variables.items():
                patch.setenv(name, value)
            english, japanese = met(way, kind), met(way, kind, "ja")

        assert str(english) != str(japanese), way
        assert facts(japanese) == facts(english), way


def test_every_public_entry_is_in_the_table() -> None:
    """A new method says there how it fails, and thereby that it is translated."""
    for sync, other in PAIRS:
        assert entries(sync) == entries(other)
    found = set[str]().union(*(entries(sync) for sync, _ in PAIRS))

    assert found == WAYS.keys() | ASYNC_WAYS.keys() | SILENT


# What no client says as an error of ours.
SAID_ELSEWHERE = {
    "The API key cannot be pickled. Make a client where it is needed.",
    '{argument} is of type {type}: it must be a language code such as "ja", or None.',
}


def test_every_sentence_of_the_core_is_said_on_one_of_these_ways(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So that each is compared with its translation."""
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
                met(way, kind, "ja")

    assert sentences() - said == SAID_ELSEWHERE


@pytest.mark.parametrize("value", [7, b"ja", ["ja"], True])
def test_language_that_is_not_a_text_is_refused(value: Any) -> None:
    """In one sentence that names the argument."""
    with pytest.raises(InvalidArgumentError) as caught:
        set_language(value)

    assert str(caught.value) == (
        f'code is of type {type(value).__name__}: it must be a language code such as "ja", or None.'
    )
    assert caught.value.argument == "code"
    assert language() == "en"


@pytest.mark.parametrize("kind", KINDS)
def test_log_is_english_in_every_language(kind: Kind, caplog: pytest.LogCaptureFixture) -> None:
    """Each attempt, each retry, and each failure that a watch survives."""
    caplog.set_level(logging.DEBUG, "serverless_training")

    def logged(code: str) -> list[tuple[int, str]]:
        caplog.clear()
        codes = iter([503, 503, 429, 429, 403])
        way = Way("", watched(interval=0.001), lambda _: httpx.Response(next(codes)))
        met(replace(way, options={"max_retries": 1}), kind, code)
        return [
            (each.levelno, re.sub(r"in \d+ ms", "in 0 ms", each.getMessage()))
            for each in caplog.records
            if each.name == "serverless_training"
        ]

    english = logged("en")

    assert logged("ja") == english
    assert len(english) == 2 + 2
