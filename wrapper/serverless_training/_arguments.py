"""Checks of what callers give; each error names the argument."""

import math
import re
import sys
from collections.abc import Mapping

from serverless_training_client._arguments import plain

from serverless_training._errors import InvalidArgumentError
from serverless_training._language import gettext as _

_MOST_CHARACTERS = 200
# RFC 9110, sections 5.1 and 5.5.
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"([!-~\x80-\xff]([\t -~\x80-\xff]*[!-~\x80-\xff])?)?")
_OF_THE_REQUEST = {"connection", "content-length", "content-type", "host", "transfer-encoding"}


def check_seconds(value: float, argument: str, *, infinite: bool = True) -> float:
    """Return a positive number of seconds; refuse anything else."""
    if is_finite(value) and value > 0:
        return float(value)
    problem = _("{argument} is {value!r}: it must be a positive number of seconds.")
    if infinite:
        if type(value) is float and value == math.inf:
            return value
        problem = _(
            "{argument} is {value!r}: it must be a positive number of seconds, or math.inf for no "
            "limit."
        )
    raise refusal(problem, argument, value)


def is_finite(value: object) -> bool:
    """Tell whether a value is a number, other than `True`, that a float can hold."""
    most = sys.float_info.max
    return isinstance(value, int | float) and type(value) is not bool and -most <= value <= most


def check_count(value: int, argument: str, least: int, most: float = math.inf) -> int:
    """Return a whole number within bounds; refuse anything else."""
    if type(value) is int and least <= value <= most:
        return value
    problem = _("{argument} is {value!r}: it must be a whole number, {least} or more.")
    if most < math.inf:
        problem = _("{argument} is {value!r}: it must be a whole number from {least} to {most}.")
    raise refusal(problem, argument, value, least=least, most=most)


def refusal(problem: str, argument: str, value: object, **more: object) -> InvalidArgumentError:
    """Build the error of an argument; `{argument}`, `{value}` and `{type}` stand for what it is."""
    words = {"argument": argument, "value": show(value), "type": kind(value)}
    return InvalidArgumentError(problem.format(**words, **more), argument=argument)


def wrong_type(argument: str, value: object, expected: str) -> InvalidArgumentError:
    """Build the error of an argument of another type."""
    problem = _("{argument} is of type {found}: it must be of type {expected}.")
    return refusal(problem, argument, value, found=kind(value), expected=expected)


class _Shown(str):
    """A text whose `repr` is the text itself."""

    __slots__ = ()
    __repr__ = str.__str__


def show(value: object) -> str:
    """Show a value that a caller gave, at a length that a message can hold."""
    try:
        text = repr(value)
    except ValueError:  # a whole number of more digits than Python writes
        text = f"<{kind(value)}>"
    return _Shown(text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}…")


def kind(value: object) -> str:
    """Name the type of a value, with its module where that is not Python's own."""
    found = type(value)
    place = "" if found.__module__ == "builtins" else f"{found.__module__}."
    return f"{place}{found.__qualname__}"


def check_headers(headers: object) -> dict[str, str]:
    """Return the headers of a caller; refuse what cannot be sent and what is the client's own."""
    if not isinstance(headers, Mapping | None):
        raise wrong_type("headers", headers, "dict")
    for name, value in (headers or {}).items():
        problem = ""
        if not (isinstance(name, str) and isinstance(value, str)):
            problem = _("The header {name} is of type {type}: name and value must be texts.")
        elif not (value.isascii() and is_sendable(plain(name), plain(value))):
            problem = unsendable_header()
        elif name.lower() == "authorization":
            problem = _("The header {name} cannot be set: it holds the API key. Pass `api_key=`.")
        elif name.lower() in _OF_THE_REQUEST:
            problem = _("The header {name} cannot be set: it depends on the request.")
        if problem:  # the value is not shown: it may be a secret
            raise refusal(problem, "headers", value, name=show(name))
    return {plain(name): plain(value) for name, value in (headers or {}).items()}


def is_sendable(name: str, value: str) -> bool:
    """Tell whether a header, a letter for each byte, can be sent."""
    return bool(_HEADER_NAME.fullmatch(name) and _HEADER_VALUE.fullmatch(value))


def unsendable_header() -> str:
    """Say that a header cannot be sent; `{name}` stands for its name."""
    return _(
        "The header {name} cannot be sent: its name or its value holds a character that no header "
        "can hold."
    )
