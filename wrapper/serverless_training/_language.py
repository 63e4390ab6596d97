"""The reader's language: which it is, and sentences in it.

Sentences stand in English in the source and are looked up when they are read, so that English
costs nothing. Translations of what we wrote are in gettext catalogs below `locale/`; translations
of what the spec says come with `serverless_training_client`, made from `openapi.<language>.json`.
"""

import os
import re
from collections.abc import Mapping
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

ENGLISH = "en"
_VARIABLES = ("SERVERLESS_TRAINING_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
_chosen: str | None = None


def preferred_language(environment: Mapping[str, str]) -> str:
    """Read the language from the environment.

    Args:
        environment: Variables by name, as `os.environ`.

    Returns:
        The language code of the first of `SERVERLESS_TRAINING_LANG`, `LC_ALL`, `LC_MESSAGES` and
        `LANG` that is set, in lower case and without country or encoding (`ja` for `ja_JP.UTF-8`);
        `en` where none is, or where it says `C` or `POSIX` or anything but letters.
    """
    value = next(filter(None, map(environment.get, _VARIABLES)), "")
    code = re.split(r"[-_.@]", value.strip())[0].lower()
    return code if code.isalpha() and code not in ("c", "posix") else ENGLISH


def language() -> str:
    """Say which language is in force: the one last set, else the environment's."""
    return _chosen or preferred_language(os.environ)


def set_language(code: str | None) -> None:
    """Choose the language of messages and docstrings for this process.

    Args:
        code: A language code such as `"ja"`; an unknown one means English. `None` goes back to the
            environment's language.
    """
    global _chosen  # noqa: PLW0603  one language for each process, as in the gettext module
    from serverless_training import _docs  # noqa: PLC0415  English never needs it

    _chosen = preferred_language({"LANG": code}) if code else None
    _docs.localize(language())


def localize_docstrings() -> None:
    """Bring the docstrings of the modules loaded so far into the language in force.

    Packages call it at the end of their import; in English it does nothing.
    """
    if language() != ENGLISH:
        from serverless_training import _docs  # noqa: PLC0415  English never needs it

        _docs.localize(language())


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
def _catalog(code: str) -> NullTranslations:
    folder = Path(__file__).parent / "locale"
    return translation("serverless_training", folder, [code], fallback=True)
