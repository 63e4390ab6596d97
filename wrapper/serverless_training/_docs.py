"""Docstrings in another language, put in the place of the English ones at run time.

The texts are made by `nox -s regenerate` (generated package) and `nox -s translate` (this package),
keyed by `module:qualified.name`. English is what stands in the source.
"""

import importlib
import json
import pkgutil
import sys
from functools import cached_property
from importlib.resources import files
from inspect import getattr_static
from types import FunctionType, ModuleType
from typing import Any

_english: dict[str, str | None] = {}


def localize(code: str) -> None:
    """Replace the docstrings of the loaded modules.

    Args:
        code: A language code. What has no text in that language reads English again.
    """
    texts = _texts("serverless_training", code) | _texts("serverless_training_client", code)
    if texts:
        _load_operations()
    for name in _english.keys() | texts.keys():
        if target := _find(name):
            english = _english.setdefault(name, target.__doc__)
            target.__doc__ = texts.get(name, english)


def _texts(package: str, code: str) -> dict[str, str]:
    resource = files(package) / f"docstrings.{code}.json"
    if not resource.is_file():
        return {}
    docstrings: dict[str, str] = json.loads(resource.read_text(encoding="utf-8"))["docstrings"]
    return {f"{package}.{name}".replace(".:", ":"): text for name, text in docstrings.items()}


def _load_operations() -> None:
    # A reader asks for help on operations that no call has imported yet.
    api = importlib.import_module("serverless_training_client.api")
    for module in pkgutil.walk_packages(api.__path__, f"{api.__name__}."):
        importlib.import_module(module.name)


def _find(name: str) -> Any:
    module, _, path = name.partition(":")
    target: Any = sys.modules.get(module)
    for step in filter(None, path.split(".")):
        target = getattr_static(target, step, None)
    if isinstance(target, classmethod | staticmethod):
        target = target.__func__
    documented = (FunctionType, ModuleType, cached_property, property, type)
    return target if isinstance(target, documented) else None
