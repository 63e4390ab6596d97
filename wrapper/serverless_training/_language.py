"""The reader's language: which it is, and sentences in it.

Sentences stand in English in the source and are looked up when they are read, so that English
costs nothing. Translations of what we wrote are in gettext catalogs below `locale/`; translations
of what the spec says come with `serverless_training_client`, made from `openapi.<language>.json`.
"""

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from serverless_training_client._docstrings import ENGLISH, choose, language, localize

if TYPE_CHECKING:
    from gettext import NullTranslations


def set_language(code: str | None) -> None:
    """Choose the language of messages and docstrings for this process.

    Args:
        code: A language code such as `"ja"`; an unknown one means English. `None` goes back to the
            environment's language.
    """
    choose(code)
    localize("serverless_training")
    localize("serverless_training_client")


def localize_docstrings() -> None:
    """Bring the docstrings of the modules loaded so far into the language in force.

    Packages call it when they have loaded something; in English it does nothing.
    """
    localize("serverless_training")


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
    return message if language() == ENGLISH else _catalog(language()).gettext(message)


@cache
def _catalog(code: str) -> "NullTranslations":
    # Imported here, since who reads English never needs them.
    from gettext import translation  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    folder = Path(__file__).parent / "locale"
    # BCP 47 writes pt-BR; gettext writes pt_BR, and looks for pt next.
    return translation("serverless_training", folder, [code.replace("-", "_")], fallback=True)
