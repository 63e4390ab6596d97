"""What callers give, checked in one way wherever it is given."""

import copy
import math
import re
import sys
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

import attrs

from serverless_training._errors import InvalidArgumentError
from serverless_training._language import gettext as _

_MOST_CHARACTERS = 200
_EXACT: dict[type[Any], Callable[[Any], Any]] = {
    str: str.__str__,
    int: int.__int__,
    float: float.__float__,
}
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"([!-~\x80-\xff]([\t -~\x80-\xff]*[!-~\x80-\xff])?)?")
_OF_THE_REQUEST = {"connection", "content-length", "content-type", "host", "transfer-encoding"}


def check_seconds(value: float, argument: str, *, forever: bool = True) -> float:
    """Check a number of seconds.

    Args:
        value: The number.
        argument: Its name, for the error.
        forever: Whether it may be infinite.

    Returns:
        The number.

    Raises:
        InvalidArgumentError: It is not positive, or infinite where it may not be.
    """
    if (is_finite(value) and value > 0) or (forever and type(value) is float and value == math.inf):
        return float(value)
    problem = _("{argument} is {value!r}: it must be a positive number of seconds.")
    if forever:
        problem = _(
            "{argument} is {value!r}: it must be a positive number of seconds, or math.inf for no "
            "limit."
        )
    raise InvalidArgumentError(
        problem.format(argument=argument, value=show(value)), argument=argument
    )


def is_finite(value: object) -> bool:
    """Tell whether a value is a number that a float can hold; `True` is none."""
    most = sys.float_info.max
    return isinstance(value, int | float) and type(value) is not bool and -most <= value <= most


def check_count(value: int, argument: str, least: int, most: float = math.inf) -> int:
    """Check a whole number.

    Args:
        value: The number.
        argument: Its name, for the error.
        least: The lowest that it may be.
        most: The highest that it may be; there is none by default.

    Returns:
        The number.

    Raises:
        InvalidArgumentError: It is not a whole number, or out of bounds.
    """
    if type(value) is int and least <= value <= most:
        return value
    problem = _("{argument} is {value!r}: it must be a whole number, {least} or more.")
    if most < math.inf:
        problem = _("{argument} is {value!r}: it must be a whole number from {least} to {most}.")
    raise InvalidArgumentError(
        problem.format(argument=argument, value=show(value), least=least, most=most),
        argument=argument,
    )


class _Shown(str):
    """A text whose `repr` is the text itself."""

    __slots__ = ()
    __repr__ = str.__str__


def show(value: object) -> str:
    """Show a value that a caller gave, at a length that a message can hold.

    Args:
        value: The value.

    Returns:
        Its `repr`, or as much of it as a message can hold; its type where it has none.
    """
    try:
        text = repr(value)
    except ValueError:  # a whole number of more digits than Python writes
        text = f"<{kind(value)}>"
    return _Shown(text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}…")


def kind(value: object) -> str:
    """Name the type of a value, with its module where that is not Python's own.

    Args:
        value: The value.

    Returns:
        The name, such as `httpx.Client` or `int`.
    """
    found = type(value)
    place = "" if found.__module__ == "builtins" else f"{found.__module__}."
    return f"{place}{found.__qualname__}"


def wrong_type(argument: str, value: object, expected: str) -> InvalidArgumentError:
    """Build the error of an argument of another type.

    Args:
        argument: Its name.
        value: What was given.
        expected: The types that it may have, as an annotation names them.

    Returns:
        The error.
    """
    return InvalidArgumentError(
        _("{argument} is of type {found}: it must be of type {expected}.").format(
            argument=argument, found=kind(value), expected=expected
        ),
        argument=argument,
    )


def plain(value: Any) -> Any:
    """Make a value one of Python's own types: members of an enum have another text.

    Args:
        value: An argument of an operation: text, number, list, mapping or model. A model of the
            caller's is not changed.

    Returns:
        The value, at every depth without what a class of the caller's adds to `str`, `int` or
        `float`; of a member of any other enum, its value.
    """
    for base, exact in _EXACT.items():
        if isinstance(value, base):
            return value if type(value) in (base, bool) else exact(value)
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {plain(key): plain(each) for key, each in value.items()}
    if attrs.has(type(value)):
        value = copy.copy(value)
        for field in attrs.fields(type(value)):
            setattr(value, field.name, plain(getattr(value, field.name)))
    return value


def merge(weak: Mapping[str, str], strong: Mapping[str, str]) -> dict[str, str]:
    """Merge headers, whose names are compared without regard to case.

    Args:
        weak: Headers by name.
        strong: Headers by name; they replace those of the same name.

    Returns:
        All of them.
    """
    names = {name.lower() for name in strong}
    return {name: text for name, text in weak.items() if name.lower() not in names} | {**strong}


def check_headers(headers: object) -> dict[str, str]:
    """Check the headers that a caller gives to a client.

    Args:
        headers: Values by name; `None` for none.

    Returns:
        The headers.

    Raises:
        InvalidArgumentError: They are no mapping of texts, or one of them cannot be sent, or is
            the client's own; no value is shown.
    """
    if not isinstance(headers, Mapping | None):
        raise wrong_type("headers", headers, "dict")
    checked: dict[str, str] = {}
    for name, value in (headers or {}).items():
        if not (isinstance(name, str) and isinstance(value, str)):
            problem = _("The header {name} is of type {type}: name and value must be texts.")
        elif not (value.isascii() and is_sendable(plain(name), plain(value))):
            problem = unsendable_header()
        elif name.lower() == "authorization":
            problem = _("The header {name} cannot be set: it holds the API key. Pass `api_key=`.")
        elif name.lower() in _OF_THE_REQUEST:
            problem = _("The header {name} cannot be set: it depends on the request.")
        else:
            checked = merge(checked, {plain(name): plain(value)})
            continue
        raise InvalidArgumentError(
            problem.format(name=show(name), type=kind(value)), argument="headers"
        )
    return checked


def is_sendable(name: str, value: str) -> bool:
    """Tell whether a header can be sent (RFC 9110, sections 5.1 and 5.5).

    Args:
        name: Its name, a letter for each byte.
        value: Its value, likewise.

    Returns:
        Whether both are of characters that a header may have.
    """
    return bool(_NAME.fullmatch(name) and _VALUE.fullmatch(value))


def unsendable_header() -> str:
    """Say that a header cannot be sent; `{name}` stands for its name."""
    return _(
        "The header {name} cannot be sent: its name or its value holds a character that no header "
        "can hold."
    )
