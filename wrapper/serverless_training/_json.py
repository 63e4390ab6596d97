"""JSON as Python's own `json` reads it, and quicker where msgspec is installed (extra: `fast`)."""

import json
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any

_decode: Callable[[bytes], Any] = json.loads
with suppress(ImportError):
    # orjson is as quick, but makes floats of whole numbers that need more than 64 bits.
    _decode = import_module("msgspec.json").decode


def loads(content: bytes) -> Any:
    """Decode JSON; NaN and Infinity, which Python servers send, are kept.

    Args:
        content: JSON, in UTF-8.

    Returns:
        What it says.

    Raises:
        UnicodeDecodeError: It is not UTF-8.
        json.JSONDecodeError: It is not JSON.
        RecursionError: It is nested too deeply.
    """
    try:
        return _decode(content)
    except ValueError:
        # msgspec keeps to RFC 8259. What it refuses is for `json` to read, or to refuse.
        return json.loads(content)
