# Written by `nox -s regenerate` from openapi.json. Do not edit.
"""Enums in what a service sends may hold values that the spec does not know.

A service learns a value before its clients do, so an unknown one of the right type is kept. But
enums also tell the branches of a union apart, which are tried one after another: there a branch
that fits with known values alone comes first, wherever it stands; then one whose enums of a single
value are known, since these are what names a branch.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import partial
from typing import TypeVar

T = TypeVar("T")
_ANY, _NAMED, _KNOWN = range(3)  # which values fit: any, any but in names of branches, known ones
_pass: ContextVar[int] = ContextVar("pass", default=_ANY)


def keeps(value: object, kind: type, listed: int = 2) -> bool:
    """Tell whether an enum keeps a value that it does not list.

    Args:
        value: The value.
        kind: The type of those that it lists.
        listed: How many it lists.

    Returns:
        Whether the type is right, and no union looks for known values alone at this time.
    """
    return type(value) is kind and _pass.get() <= (_NAMED if listed > 1 else _ANY)


def known_first(parse: Callable[[object], T]) -> Callable[[object], T]:
    """Let a union be read with known values alone, and with any only where that fails.

    Args:
        parse: Tries the branches in turn, at any depth.

    Returns:
        The same, in up to three passes. An object, or a list of such, that `parse` gives back as
        it is counts as a failure of all but the last: no branch that describes it did fit.
    """
    return partial(_parsed, parse, _is_raw)


def known_first_or_raw(parse: Callable[[object], T]) -> Callable[[object], T]:
    """Do as `known_first` does for a union with a branch that anything fits."""
    return partial(_parsed, parse, _never)


def _parsed(
    parse: Callable[[object], T], fails: Callable[[object, object], bool], data: object
) -> T:
    if _pass.get():  # within a larger union, which has its other passes
        found = parse(data)
        if fails(found, data):
            raise TypeError
        return found
    for strictness in (_KNOWN, _NAMED):
        token = _pass.set(strictness)
        try:
            found = parse(data)
            if not fails(found, data):
                return found
        except (TypeError, ValueError, AttributeError, KeyError):
            pass  # what generated code takes for a branch that does not fit
        finally:
            _pass.reset(token)
    return parse(data)


def _is_raw(found: object, data: object) -> bool:
    if found is not data:
        return False
    inner = data if isinstance(data, list) else []
    return isinstance(data, dict) or any(isinstance(each, dict | list) for each in inner)


def _never(_found: object, _data: object) -> bool:
    return False
