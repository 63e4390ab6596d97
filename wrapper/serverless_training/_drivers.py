"""The two drivers, for threads and for asyncio, of generators that decide without I/O."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Generator
from typing import Any, NamedTuple

from serverless_training._errors import RequestError


class Ask(NamedTuple):
    """What a generator asks for; a response is sent back, or the `RequestError` of a failure."""

    what: Any


def follow(steps: Generator[Any, Any, None], fetch: Callable[[Any], Any]) -> Generator[Any]:
    """Do what a generator decides: fetch for each `Ask`, sleep for seconds, yield the rest."""
    outcome = None
    while True:
        try:  # around this alone: one that fetching raises must not end a listing in silence
            step = steps.send(outcome)
        except StopIteration:
            return
        outcome = None
        if isinstance(step, Ask):
            try:
                outcome = fetch(step.what)
            except RequestError as error:
                outcome = error
        elif isinstance(step, float):
            time.sleep(step)
        else:
            yield step


async def follow_async(
    steps: Generator[Any, Any, None], fetch: Callable[[Any], Any]
) -> AsyncGenerator[Any]:
    """Do what a generator decides, as `follow` does, within asyncio."""
    outcome = None
    while True:
        try:  # around this alone: one that fetching raises must not end a listing in silence
            step = steps.send(outcome)
        except StopIteration:
            return
        outcome = None
        if isinstance(step, Ask):
            try:
                outcome = await fetch(step.what)
            except RequestError as error:
                outcome = error
        elif isinstance(step, float):
            await asyncio.sleep(step)
        else:
            yield step
