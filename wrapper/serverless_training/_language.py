"""The reader's language, chosen for the process, and sentences in it.

Sentences stand in English in the source and are looked up when they are said. Their translations
are in the gettext catalogs below `locale/`.
"""

import sys
from importlib import import_module

from serverless_training_client._docstrings import choose, gettext, localize, mark

from serverless_training._errors import InvalidArgumentError

__all__ = ["gettext", "load", "mark", "set_language"]

_PACKAGES = [f"serverless_training{ending}" for ending in ("", "_client", "_testing", "_cli")]


def set_language(code: str | None) -> None:
    """Choose the language of messages and docstrings for this process.

    It counts for all threads, and for what is loaded later too.

    Args:
        code: A language code such as `"ja"` or `"ja_JP.UTF-8"`; an unknown one means English.
            `None` goes back to the environment's language: the first of
            `SERVERLESS_TRAINING_LANG`, `LC_ALL`, `LC_MESSAGES` and `LANG` that is set.

    Raises:
        InvalidArgumentError: `code` is neither text nor `None`.
    """
    given: object = code
    if not isinstance(given, str | None):
        problem = gettext(
            '{argument} is of type {type}: it must be a language code such as "ja", or None.'
        ).format(argument="code", type=type(given).__name__)
        raise InvalidArgumentError(problem, argument="code")
    choose(code)
    for package in filter(sys.modules.__contains__, _PACKAGES):
        localize(package)


def load() -> None:
    """Load all public names, so that what a client leads to has its docstrings."""
    package = import_module("serverless_training")
    for name in package.__all__:
        getattr(package, name)
