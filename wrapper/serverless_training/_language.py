"""The reader's language: which it is, and sentences in it.

Sentences stand in English in the source and are looked up when they are read, so that English
costs nothing. Translations of what we wrote are in gettext catalogs below `locale/`; translations
of what the spec says come with `serverless_training_client`, made from `openapi.<language>.json`.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from serverless_training_client._docstrings import (
    ENGLISH,
    choose,
    language,
    localize,
    preferred_language,
)

if TYPE_CHECKING:
    from gettext import NullTranslations

_PACKAGES = (
    "serverless_training_client",
    "serverless_training",
    "serverless_training_testing",
    "serverless_training_cli",
)
_spoken: ContextVar[str | None] = ContextVar("serverless_training.language", default=None)


def set_language(code: str | None) -> None:
    """Choose the language of messages and docstrings for this process.

    It counts for all threads, and for what is loaded later too. Clients with a `language` of their
    own keep it for their messages.

    Args:
        code: A language code such as `"ja"` or `"ja_JP.UTF-8"`; an unknown one means English.
            `None` goes back to the environment's language: the first of
            `SERVERLESS_TRAINING_LANG`, `LC_ALL`, `LC_MESSAGES` and `LANG` that is set.

    Raises:
        InvalidArgumentError: `code` is neither text nor `None`.
    """
    choose(check_language(code, "code"))
    for package in _PACKAGES:
        if package in sys.modules:
            localize(package)


def localize_docstrings(package: str = "serverless_training") -> None:
    """Bring the docstrings that a package has loaded so far into the language in force."""
    localize(package)


def check_language(code: object, argument: str) -> str | None:
    """Check the name of a language.

    Args:
        code: The name, as `preferred_language` reads it.
        argument: Name of the argument that it was given as, for the error.

    Returns:
        The language code; `None` where no language is named.

    Raises:
        InvalidArgumentError: It is no text.
    """
    if code is None or isinstance(code, str):
        return preferred_language({"LANG": code}) if code else None
    # Imported here, since errors need this module.
    from serverless_training._checks import kind  # noqa: PLC0415
    from serverless_training._errors import InvalidArgumentError  # noqa: PLC0415

    problem = mark(
        '{argument} is of type {type}: it must be a language code such as "ja", or None.'
    )
    raise InvalidArgumentError(
        gettext(problem).format(argument=argument, type=kind(code)), argument=argument
    )


@contextmanager
def speaking(code: str | None) -> Iterator[None]:
    """Translate what is said within a `with` block into one language.

    The block must neither await nor yield: what runs meanwhile would speak that language too.
    Tasks and threads that begin within it, with a copy of its context, keep the language.

    Args:
        code: The language code; `None` for the process's language.
    """
    token = _spoken.set(code)
    try:
        yield
    finally:
        _spoken.reset(token)


def load() -> None:
    """Load everything public, as making a client does, so that what it leads to has its texts."""
    package = import_module("serverless_training")
    for name in package.__all__:
        getattr(package, name)


def mark(message: str) -> str:
    """Mark a sentence for translation where it is defined; `gettext` translates it when said."""
    return message


def gettext(message: str) -> str:
    """Translate one of our sentences.

    Args:
        message: The English sentence; placeholders are in braces, for `str.format`.

    Returns:
        The sentence in the language in force; `message` itself where there is no translation.
    """
    code = _spoken.get() or language()
    return message if code == ENGLISH else _catalog(code).gettext(message)


# Bounded, since programs may be asked for any language.
@lru_cache(maxsize=32)
def _catalog(code: str) -> "NullTranslations":
    # Imported here, since who reads English never needs them.
    from gettext import GNUTranslations, NullTranslations  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    # BCP 47 writes pt-BR, gettext pt_BR. Its `translation` has other names too, such as `japanese`,
    # in which there would be messages and no docstrings.
    folder = Path(__file__).parent / "locale" / code.replace("-", "_") / "LC_MESSAGES"
    try:
        with (folder / "serverless_training.mo").open("rb") as file:
            return GNUTranslations(file)
    except OSError:  # there is none, or a file could not even be called so
        return NullTranslations()
