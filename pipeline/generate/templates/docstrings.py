"""Docstrings in the reader's language, put in the place of the English ones at run time.

Every module of this package calls `localize` when it is imported, and packages that build on it may
do the same with modules of their own. Texts stand in `docstrings.<language>.json` beside a
package's modules, keyed by `module:qualified.name`. English is what stands in the source.
"""

import os
import re
import sys
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

ENGLISH = "en"
_PACKAGE = __name__.partition(".")[0]  # it has texts for each language that there is
_SCRIPT = 4  # letters in the code of a script (ISO 15924)
_CHINESE = {"CN": "Hans", "SG": "Hans", "HK": "Hant", "MO": "Hant", "TW": "Hant"}
_VARIABLES = ("SERVERLESS_TRAINING_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
_chosen: str | None = None
_english: dict[str, str | None] = {}
_packages: set[str] = set()  # that were localized before


def preferred_language(environment: Mapping[str, str]) -> str:
    """Read the language from the environment.

    Args:
        environment: Variables by name, as `os.environ`.

    Returns:
        The language code of the first of `SERVERLESS_TRAINING_LANG`, `LC_ALL`, `LC_MESSAGES` and
        `LANG` that is set, in lower case and without country or encoding (`ja` for `ja_JP.UTF-8`),
        unless there are texts for just that script or country (`pt-BR` for `pt_BR.UTF-8`); `en`
        where none is set, or where it says `C` or `POSIX` or anything but letters.
    """
    value = next(filter(None, map(environment.get, _VARIABLES)), "")
    code, *subtags = re.split(r"[-_]", re.split(r"[.@]", value.strip())[0])
    if not code.isalpha() or code.lower() in ("c", "posix", ENGLISH):
        return ENGLISH
    return _closest(code.lower(), *subtags) if subtags else code.lower()


@lru_cache(maxsize=32)
def _closest(code: str, *subtags: str) -> str:
    """Choose the language that comes closest to a tag, of those that there are texts for."""
    # Imported here, since most readers never need it.
    from importlib.resources import files  # noqa: PLC0415

    # BCP 47 writes zh-Hant-TW, and so do the names of files; systems leave out the script.
    spelled = [each.title() if len(each) == _SCRIPT else each.upper() for each in subtags]
    if code == "zh" and spelled[0] in _CHINESE:
        spelled.insert(0, _CHINESE[spelled[0]])
    for end in range(len(spelled), 0, -1):
        tag = "-".join([code, *spelled[:end]])
        # A text that is no tag (RFC 5646, section 2.1) could not even be the name of a file.
        is_tag = re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})+", tag)
        if is_tag and files(_PACKAGE).joinpath(f"docstrings.{tag}.json").is_file():
            return tag
    return code


def language() -> str:
    """Say which language is in force: the one last chosen, else the environment's."""
    return _chosen or preferred_language(os.environ)


def choose(code: str | None) -> None:
    """Choose the language of this process; docstrings of all that was localized follow.

    Args:
        code: A language code such as `"ja"`; `None` goes back to the environment's language.
    """
    global _chosen  # noqa: PLW0603  one language for each process, as in the gettext module
    _chosen = preferred_language({"LANG": code}) if code else None
    for package in sorted(_packages):
        localize(package)


def localize(package: str, module: str | None = None) -> None:
    """Bring the docstrings of loaded modules into the language in force.

    Args:
        package: The package that has the texts.
        module: The one module of it to look at; all that are loaded by default.
    """
    _packages.add(package)
    code = None
    # Another thread may choose another language meanwhile: the later call brings that one.
    while code != language():
        code = language()
        if code == ENGLISH and not _english:
            return
        texts = _texts(package, code)
        for name in sorted({*_english, *texts}):
            owner = name.partition(":")[0]
            if owner != module if module else owner.partition(".")[0] != package:
                continue
            if target := _find(name):
                english = _english.setdefault(name, target.__doc__)
                target.__doc__ = texts.get(name, english)


@lru_cache(maxsize=32)
def _texts(package: str, code: str) -> dict[str, str]:
    # Imported here, since who reads English never needs them.
    import json  # noqa: PLC0415
    from importlib.resources import files  # noqa: PLC0415

    try:
        content = files(package).joinpath(f"docstrings.{code}.json").read_text(encoding="utf-8")
    except OSError:  # there is none, or a file could not even be called so
        return {}
    docstrings: dict[str, str] = json.loads(content)["docstrings"]
    return {f"{package}.{name}".replace(".:", ":"): text for name, text in docstrings.items()}


def _find(name: str) -> Any:
    from functools import cached_property  # noqa: PLC0415
    from inspect import getattr_static  # noqa: PLC0415
    from types import FunctionType, ModuleType  # noqa: PLC0415

    module, _, path = name.partition(":")
    target: Any = sys.modules.get(module)
    for step in filter(None, path.split(".")):
        target = getattr_static(target, step, None)
    if isinstance(target, classmethod | staticmethod):
        target = target.__func__
    documented = (FunctionType, ModuleType, cached_property, property, type)
    return target if isinstance(target, documented) else None
