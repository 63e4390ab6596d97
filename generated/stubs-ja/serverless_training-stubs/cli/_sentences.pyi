# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import re
from _typeshed import Incomplete
from collections.abc import Callable as Callable
from functools import cache
from serverless_training._language import gettext as gettext, mark as mark
from typing import Any

SENTENCES: tuple[str, ...]

def translated(text: str) -> str: ...
def speaking(function: Callable[..., Any]) -> Callable[..., Any]: ...

_HOW: Incomplete

@cache
def _patterns() -> list[tuple[re.Pattern[str], int]]: ...
def _pattern(sentence: str) -> str: ...
