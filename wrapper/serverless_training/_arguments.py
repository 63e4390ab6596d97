"""Checks of what callers give; each error names the argument."""

import math
import re
import sys
from collections.abc import Mapping
from typing import Any

from serverless_training_client._arguments import plain

from serverless_training._errors import InvalidArgumentError
from serverless_training._language import gettext as _

_MOST_CHARACTERS = 200
# RFC 9110, sections 5.1 and 5.5.
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"([!-~\x80-\xff]([\t -~\x80-\xff]*[!-~\x80-\xff])?)?")
_OF_THE_CLIENT = {
    *("authorization", "connection", "content-length", "content-type", "host", "transfer-encoding")
}


def check_seconds(value: float, argument: str, most: float = sys.float_info.max) -> float:
    """Return a positive number of seconds; refuse anything else, and what no float can hold."""
    is_number = type(value) is not bool and isinstance(value, int | float)
    if is_number and 0 < value <= most and not sys.float_info.max < value < math.inf:
        return value
    problem = _("{argument} is {value}: it must be a positive number of seconds.")
    if most == math.inf:
        problem = _("{argument} is {value}: it must be more than 0 s, or math.inf for no limit.")
    raise refusal(problem, argument, value)


def check_count(value: int, argument: str, least: int, most: float = math.inf) -> int:
    """Return a whole number within bounds; refuse anything else."""
    if type(value) is int and least <= value <= most:
        return value
    problem = _("{argument} is {value}: it must be a whole number, {least} or more.")
    if most < math.inf:
        problem = _("{argument} is {value}: it must be a whole number from {least} to {most}.")
    raise refusal(problem, argument, value, least=least, most=most)


def refusal(problem: str, argument: str, value: object, **more: object) -> InvalidArgumentError:
    """Build the error of an argument; `{argument}`, `{value}` and `{type}` stand for what it is."""
    words = {"argument": argument, "value": show(value), "type": kind(value)}
    return InvalidArgumentError(problem.format(**words, **more), argument=argument)


def wrong_type(argument: str, value: object, expected: str) -> InvalidArgumentError:
    """Build the error of an argument of another type."""
    problem = _("{argument} is of type {found}: it must be of type {expected}.")
    return refusal(problem, argument, value, found=kind(value), expected=expected)


def show(value: object) -> str:
    """Show a value that a caller gave, at a length that a message can hold."""
    try:
        text = repr(value)
    except ValueError:  # a whole number of more digits than Python writes
        text = f"<{kind(value)}>"
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}…"


def kind(value: object) -> str:
    """Name the type of a value, with its module where that is not Python's own."""
    found = type(value)
    place = "" if found.__module__ == "builtins" else f"{found.__module__}."
    return f"{place}{found.__qualname__}"


def check_headers(headers: object) -> dict[str, str]:
    """Return headers by lower-case names; refuse what cannot be sent, or is the client's own."""
    if not isinstance(headers, Mapping | None):
        raise wrong_type("headers", headers, "dict")
    for name, value in (headers or {}).items():
        check_header("headers", name, value if str(value).isascii() else None)
        if name.lower() in _OF_THE_CLIENT:
            problem = _(
                "The header {name} cannot be set: the client sets it. Pass a key as `api_key`."
            )
            raise refusal(problem, "headers", None, name=show(name))
    return {plain(name).lower(): plain(value) for name, value in (headers or {}).items()}


def check_header(argument: str, name: Any, value: Any) -> None:
    """Refuse a header, a letter for each byte, that cannot be sent."""
    is_text = isinstance(name, str) and isinstance(value, str)
    if not (is_text and _HEADER_NAME.fullmatch(name) and _HEADER_VALUE.fullmatch(value)):
        # The value is not shown: it may be a secret.
        problem = _(
            "The header {name} cannot be sent: name and value must be one line of ASCII text."
        )
        raise refusal(problem, argument, None, name=show(name))
