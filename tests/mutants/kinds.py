"""What a mutant is, and three ways to write one down."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.mutants.serving import KEY, MODELS, Answer, Asked, Change, Right

Page = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """A request that shows what a mutant does, or that it does nothing.

    Attributes:
        model: The model that is asked about.
        query: Query parameters; a number as `after` is the item at that place of the model's list.
        of: The model whose item `after` is.
        authorization: The header; `None` for none.
        method: The method.
    """

    model: str = MODELS[0]
    query: dict[str, Any] = field(default_factory=dict)
    of: str = ""
    authorization: str | None = f"Bearer {KEY}"
    method: str = "GET"


def ask(model: str = MODELS[0], *, of: str = "", **query: Any) -> Request:
    """Make a request with the right key."""
    return Request(model, query, of or model)


def ask_with(authorization: str | None, **query: Any) -> Request:
    """Make a request with another header."""
    return Request(query=query, of=MODELS[0], authorization=authorization)


@dataclass(frozen=True)
class Mutant:
    """A wrong server: the right one with one change.

    Attributes:
        name: Its name.
        sentence: What it does wrong, one sentence in English.
        japanese: The same in Japanese.
        laws: The laws, or checks of schemathesis, that the change breaks on its own account; to be
            killed by another one alone would be a report that names the wrong fault.
        change: What it does.
        shown: A request that it answers wrongly.
        spared: One, as near as can be, that it answers rightly.
    """

    name: str
    sentence: str
    japanese: str
    laws: frozenset[str]
    change: Change
    shown: Request
    spared: Request

    @property
    def is_for_the_laws(self) -> bool:
        """Whether a law of pagination can tell; names with an underscore are schemathesis's."""
        return any("_" not in law for law in self.laws)


def server(
    japanese: str, *, laws: str, shown: Request, spared: Request
) -> Callable[[Change], Mutant]:
    """Make a mutant of a function that answers as it likes, and may ask the right server first."""

    def make(change: Change) -> Mutant:
        name = getattr(change, "__name__", "").replace("_", "-")
        sentence = inspect.getdoc(change) or ""
        return Mutant(name, sentence, japanese, frozenset(laws.split()), change, shown, spared)

    return make


def request(
    japanese: str, *, laws: str, shown: Request, spared: Request
) -> Callable[[Callable[[Asked], Asked]], Mutant]:
    """Make a mutant of a function that changes the request before the right server has it."""

    def make(rewrite: Callable[[Asked], Asked]) -> Mutant:
        async def change(asked: Asked, right: Right) -> Answer:
            return await right(rewrite(asked))

        change.__name__, change.__doc__ = rewrite.__name__, rewrite.__doc__
        return server(japanese, laws=laws, shown=shown, spared=spared)(change)

    return make


def page(
    japanese: str, *, laws: str, shown: Request, spared: Request
) -> Callable[[Callable[[Asked, Page], Page]], Mutant]:
    """Make a mutant of a function that changes the properties of a page.

    It gives those that are to be others; answers that are no pages are left alone.
    """

    def make(rewrite: Callable[[Asked, Page], Page]) -> Mutant:
        async def change(asked: Asked, right: Right) -> Answer:
            answer = await right(asked)
            return answer.but(**rewrite(asked, answer.json)) if answer.is_page else answer

        change.__name__, change.__doc__ = rewrite.__name__, rewrite.__doc__
        return server(japanese, laws=laws, shown=shown, spared=spared)(change)

    return make


def each_item(page: Page, chosen: Callable[[Page], bool], **changed: Any) -> Page:
    """Change some items of a page alike."""
    return {"data": [{**item, **changed} if chosen(item) else item for item in page["data"]]}


def number(item: Page) -> int:
    """Say which item of its list this is, counted from 0."""
    return int(item["step"]) // 10 - 1
