"""Read a fault from one argument of a command line."""

import shlex
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from serverless_training._language import gettext as _

from serverless_training_testing._errors import MockError
from serverless_training_testing._faults import Fault


def _yes(value: str) -> bool:
    return {"": True, "true": True, "false": False}[value.lower()]


def _seconds(value: str) -> float | str:
    for read in (int, float):
        with suppress(ValueError):
            return read(value)
    return value  # a date


_READERS: Mapping[str, Callable[[str], Any]] = {
    "status": int,
    "retry-after": _seconds,
    "latency": float,
    "reset": str,
    "malformed": _yes,
    "repeat": _yes,
    "body": str,
    "method": str,
    "path": str,
    "skip": int,
    "times": int,
    "probability": float,
}
# `header.Server=mock`, `query.order=desc`
_MAPPINGS = {"header": "headers", "query": "query"}


def fault_of(text: str) -> Fault:
    """Read a fault."""
    values: dict[str, Any] = {}
    try:
        for name, value in _parts(text):
            kind, dot, key = name.partition(".")
            if dot and kind in _MAPPINGS:
                values.setdefault(_MAPPINGS[kind], {})[key] = value
            else:
                values[name.replace("-", "_")] = _read(name, value)
        return Fault(**values)
    except MockError as error:
        raise MockError(
            _("The fault {text} is wrong: {problem}").format(text=text, problem=error)
        ) from error


def _parts(text: str) -> Iterator[tuple[str, str]]:
    lexer = shlex.shlex(text, posix=True, punctuation_chars=False)
    lexer.whitespace, lexer.commenters, lexer.escape = ",", "", ""
    lexer.whitespace_split = True
    try:
        parts = list(lexer)
    except ValueError as error:
        raise MockError(_("A quotation mark is not closed.")) from error
    for part in parts:
        name, _equals, value = part.strip().partition("=")
        yield name, value


def _read(name: str, value: str) -> Any:
    known = ", ".join([*_READERS, *(f"{kind}.NAME" for kind in _MAPPINGS)])
    if name not in _READERS:
        raise MockError(
            _("{name} is not known. There is {known}.").format(name=name or "=", known=known)
        )
    try:
        return _READERS[name](value)
    except (ValueError, KeyError) as error:
        raise MockError(_("{name} cannot be {value}.").format(name=name, value=value)) from error
