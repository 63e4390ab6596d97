# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import httpx
import logging
import re
from _typeshed import Incomplete
from collections.abc import Mapping
from pathlib import Path
from serverless_training._checks import plain as plain
from serverless_training._errors import (
    InvalidArgumentError as InvalidArgumentError,
    MissingKeyError as MissingKeyError,
)
from serverless_training._showing import printable as printable
from typing import NoReturn

KEY_VARIABLE: str
NETRC_HOST: str
HIDDEN: str

def find_key(argument: str | None, environment: Mapping[str, str]) -> tuple[str, str]: ...
def _netrc_key(path: Path) -> str | None: ...
def _checked(key: object, place: str) -> str: ...

class BearerAuth:
    origin: str
    _key: str
    _origin: Incomplete

    def __init__(self, key: str, base_url: httpx.URL, origin: str = "") -> None: ...
    def __repr__(self) -> str: ...
    def __reduce__(self) -> NoReturn: ...
    def apply(self, request: httpx.Request) -> None: ...
    def redact(self, text: str) -> str: ...
    @property
    def _spelled(self) -> re.Pattern[str]: ...

class _HideKeys(logging.Filter):
    _auths: Incomplete

    def __init__(self) -> None: ...
    def add(self, auth: BearerAuth) -> None: ...
    def filter(self, record: logging.LogRecord) -> bool: ...

_hide_keys: Incomplete

def _spellings(letter: str) -> str: ...
def _origin_of(url: httpx.URL) -> tuple[str, str, int | None]: ...
