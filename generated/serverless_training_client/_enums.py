# Written by `nox -s regenerate` from openapi.json. Do not edit.
"""Enums in what a service sends may hold values that the spec does not know.

A service learns a value before its clients do, so an unknown one of the right type is kept. But
enums also tell the branches of a union apart, which are tried one after another: there a branch
that fits with known values alone comes first, wherever it stands.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import partial
from typing import TypeVar

T = TypeVar("T")
_known_only: ContextVar[bool] = ContextVar("known_only", default=False)


def keeps(value: object, kind: type) -> bool:
    """Tell whether an enum keeps a value that it does not list.

    Args:
        value: The value.
        kind: The type of those that it lists.

    Returns:
        Whether the type is right, and no union looks for known values alone at this time.
    """
    return type(value) is kind and not _known_only.get()


def known_first(parse: Callable[[object], T]) -> Callable[[object], T]:
    """Let a union be read with known values alone, and with any only where that fails.

    Args:
        parse: Tries the branches in turn, at any depth.

    Returns:
        The same, in two passes. An object, or a list of such, that `parse` gives back as it is
        counts as a failure of the first: no branch that describes it did fit.
    """
    return partial(_parsed, parse, _is_raw)


def known_first_or_raw(parse: Callable[[object], T]) -> Callable[[object], T]:
    """Do as `known_first` does for a union with a branch that anything fits."""
    return partial(_parsed, parse, _never)


def _parsed(
    parse: Callable[[object], T], fails: Callable[[object, object], bool], data: object
) -> T:
    if _known_only.get():  # within a larger union, which has its second pass
        found = parse(data)
        if fails(found, data):
            raise TypeError
        return found
    token = _known_only.set(True)
    try:
        found = parse(data)
        if not fails(found, data):
            return found
    except (TypeError, ValueError, AttributeError, KeyError):
        pass  # what generated code takes for a branch that does not fit
    finally:
        _known_only.reset(token)
    return parse(data)


def _is_raw(found: object, data: object) -> bool:
    if found is not data:
        return False
    inner = data if isinstance(data, list) else []
    return isinstance(data, dict) or any(isinstance(each, dict | list) for each in inner)


def _never(_found: object, _data: object) -> bool:
    return False
