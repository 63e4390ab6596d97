"""The synchronous and the asynchronous client offer the same: names, parameters, words."""

import inspect
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

import pytest
import serverless_training

pytestmark = pytest.mark.any_spec

PAIRS = [
    (getattr(serverless_training, name.removeprefix("Async")), getattr(serverless_training, name))
    for name in serverless_training.__all__
    if name.startswith("Async")
]

# What the asynchronous one says, and what the other says in its place.
_NAMES = re.compile(r"^(__)?a(close|enter|exit|iter|next)(__)?$")
_TYPES = (
    (r"\b(?:Awaitable\[|Coroutine\[Any, Any, )(.*?)\]", r"\1"),
    (r"\b(?:[A-Za-z_]\w*\.)+", ""),  # modules
    (r"\bAsync(?=[A-Z])", ""),
    (r"\bNoneType\b", "None"),
    (r"<(?:built-in )?function _?(\w+)>", r"\1"),
)
_WORDS = (
    ("an asynchronous ", "a "),
    ("An asynchronous ", "A "),
    ("in an `async with` block", "in a `with` block, or call `close`"),
    ("aclose", "close"),
    ("`AsyncClient.", "`Client."),
    ("a task", "a thread"),
    ("It belongs to the event loop that it is first used in.", "Threads may share it."),
)


class Member(NamedTuple):
    """What callers see of a member of a class.

    Attributes:
        parameters: Name, kind, default and type of each, as text.
        returns: Type of the result, as text.
        docstring: What `help` says, what only the asynchronous one says left out.
    """

    parameters: tuple[str, ...]
    returns: str
    docstring: str


def surface(kind: type) -> dict[str, Member]:
    """Describe what is public of a class, inherited or its own, under synchronous names."""
    names = [
        name
        for name in dir(kind)
        if not name.startswith("_") or name == "__init__" or _NAMES.match(name)
    ]
    names += [name for name in ("__enter__", "__exit__", "__iter__") if hasattr(kind, name)]
    return {
        _NAMES.sub(r"\1\2\3", name): _member(inspect.getattr_static(kind, name)) for name in names
    }


def _member(value: Any) -> Member:
    if isinstance(value, property):
        value = value.fget
    if isinstance(value, cached_property):
        value = value.func
    shape = inspect.signature(inspect.unwrap(value))
    parameters = tuple(
        f"{each.kind.description} {_plain(each.annotation)} {each.name} = {_plain(each.default)}"
        for each in shape.parameters.values()
    )
    return Member(parameters, _plain(shape.return_annotation), _words(value))


def _plain(thing: object) -> str:
    text = thing if isinstance(thing, str) else inspect.formatannotation(thing)
    for pattern, instead in ((r" at 0x[0-9a-f]+", ""), *_TYPES):
        text = re.sub(pattern, instead, text)
    return text


def _words(thing: object) -> str:
    # Shorter words wrap elsewhere.
    text = " ".join((inspect.getdoc(thing) or "").split())
    for word, instead in _WORDS:
        text = text.replace(word, instead)
    return text


def mismatches(sync: type, other: type) -> Iterator[str]:
    """List all that differs between the classes of a pair."""
    ours, theirs = surface(sync), surface(other)
    for name in sorted(ours.keys() ^ theirs.keys()):
        yield f"{sync.__name__}.{name}: only one has it"
    for name in sorted(ours.keys() & theirs.keys()):
        for part, mine, its in zip(Member._fields, ours[name], theirs[name], strict=True):
            if mine != its:
                yield f"{sync.__name__}.{name}: {part}:\n    {mine}\n    {its}"
    if _words(sync) != _words(other):
        yield f"{sync.__name__}: docstring:\n    {_words(sync)}\n    {_words(other)}"


def test_pairs_are_found() -> None:
    """By their names, and none is without its other half."""
    names = {sync.__name__ for sync, _ in PAIRS}

    assert {"Client", "Pager", "Checkpoints"} <= names


def test_sync_and_async_surfaces_match() -> None:
    """Same names, parameters, defaults, types and docstrings; every mismatch is listed."""
    found = [line for sync, other in PAIRS for line in mismatches(sync, other)]

    assert not found, "\n".join(found)


class One:
    """Does it."""

    def same(self, a: int) -> str:
        """Do the same."""
        raise NotImplementedError(a)

    def only(self) -> None:
        """Stand alone."""

    def renamed(self, a: int) -> None:
        """Take a."""

    def default(self, a: int = 1) -> None:
        """Take a."""

    def typed(self, a: int) -> int:
        """Take a."""
        return a

    def worded(self) -> None:
        """Do it."""


class Other:
    """Does that."""

    async def same(self, a: int) -> str:
        """Do the same."""
        raise NotImplementedError(a)

    async def renamed(self, b: int) -> None:
        """Take a."""

    async def default(self, a: int = 2) -> None:
        """Take a."""

    async def typed(self, a: str) -> str:
        """Take a."""
        return a

    async def worded(self) -> None:
        """Do that."""


def test_every_kind_of_mismatch_is_found() -> None:
    """Else the test above might be blind."""
    assert [line.split(":\n")[0] for line in mismatches(One, Other)] == [
        "One.only: only one has it",
        "One.default: parameters",
        "One.renamed: parameters",
        "One.typed: parameters",
        "One.typed: returns",
        "One.worded: docstring",
        "One: docstring",
    ]
