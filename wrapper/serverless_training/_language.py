"""The language of what people read: sentences are looked up when they are said."""

from functools import lru_cache
from typing import TYPE_CHECKING

from serverless_training_client._docstrings import ENGLISH, choose, language

from serverless_training._errors import InvalidArgumentError

if TYPE_CHECKING:
    from gettext import NullTranslations


def mark(message: str) -> str:
    """Mark a sentence for translation where it is defined; `gettext` translates it when said."""
    return message


def gettext(message: str) -> str:
    """Translate one of our sentences; placeholders are in braces, for `str.format`."""
    code = language()
    return message if code == ENGLISH else _catalog(code).gettext(message)


_ = gettext  # the name that sentences are looked for by, where they are translated


# Bounded, since programs may be asked for any language.
@lru_cache(maxsize=32)
def _catalog(code: str) -> "NullTranslations":
    # Imported here, since those who read English never need them.
    from gettext import GNUTranslations, NullTranslations  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    # BCP 47 writes pt-BR, gettext pt_BR, whose own search knows more names, such as `japanese`.
    folder = Path(__file__).parent / "locale" / code.replace("-", "_") / "LC_MESSAGES"
    try:
        with (folder / "serverless_training.mo").open("rb") as file:
            return GNUTranslations(file)
    except OSError:  # there is none, or a file could not even be called so
        return NullTranslations()


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
        problem = _(
            '{argument} is of type {type}: it must be a language code such as "ja", or None.'
        ).format(argument="code", type=type(given).__name__)
        raise InvalidArgumentError(problem, argument="code")
    choose(code)
