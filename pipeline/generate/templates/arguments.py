"""The arguments of an operation, checked before they become a request.

The generated `_get_kwargs` writes whatever it is given: a member of an enum by its name, and an ID
such as ".." into the path, which would lead elsewhere.
"""

import copy
import math
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from functools import lru_cache
from inspect import Parameter, Signature, signature
from typing import Any, Literal, get_args, get_origin, get_type_hints
from uuid import UUID

import attrs

ID = (str, int, float, UUID, date)
_EXACT: dict[type[Any], Callable[[Any], Any]] = {
    str: str.__str__,
    int: int.__int__,
    float: float.__float__,
}


class ArgumentError(ValueError):
    """An argument cannot be sent.

    Attributes:
        argument: Its name.
        value: Its value.
        choices: The values that it may have, where there are only some; else it must be an ID.
    """

    def __init__(self, argument: str, value: object, choices: tuple[str, ...] = ()) -> None:
        super().__init__(argument)
        self.argument = argument
        self.value = value
        self.choices = choices


def bind(function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> dict[str, Any]:
    """Check the arguments of an operation.

    Args:
        function: Its `_get_kwargs`.
        *args: Arguments by position.
        **kwargs: Arguments by name.

    Returns:
        All that are given, by name.

    Raises:
        TypeError: A parameter is missing or unknown.
        ArgumentError: One would not stay one segment of the path, or is none of the values that it
            may have.
        RecursionError: One contains itself.
    """
    shape = shape_of(function)
    bound = shape.bind(*args, **kwargs).arguments
    # Members of an enum are sent as their values, wherever the operation puts them.
    arguments = {name: plain(value) for name, value in bound.items()}
    for name, parameter in shape.parameters.items():
        # The generator quotes "/", but "." and ".." would climb (RFC 3986, 5.2.4) and "" would name
        # the parent.
        value = arguments.get(name, parameter.default)
        unsafe = (None, "", ".", "..")
        # What the spec gives several values is checked where it is written.
        is_several = isinstance(value, list | dict) or attrs.has(type(value))
        if is_several and _may_be_several(parameter.annotation):
            continue
        if is_in_path(parameter) and write_id(value, parameter.annotation) in unsafe:
            raise ArgumentError(name, value)
    for name, allowed in _choices(function).items():
        value = arguments.get(name)
        if isinstance(value, str) and value not in allowed:
            raise ArgumentError(name, value, allowed)
    return arguments


# Bounded, since operations may be made on the way; those of the package stay.
@lru_cache(maxsize=512)
def shape_of(function: Callable[..., Any]) -> Signature:
    """Read the parameters of an operation's `_get_kwargs`, once."""
    return signature(function)


def is_in_path(parameter: Parameter) -> bool:
    """Tell whether a parameter stands in the path: all others are taken by keyword only."""
    return parameter.kind is Parameter.POSITIONAL_OR_KEYWORD


def _may_be_several(annotation: object) -> bool:
    kinds = (annotation, *get_args(annotation))
    return any(
        get_origin(each) is list or (isinstance(each, type) and attrs.has(each)) for each in kinds
    )


def path_pattern(function: Callable[..., Any], arguments: Mapping[str, Any]) -> str:
    """Write the path of an operation with `~parameter~` in the place of what stands in it.

    No character of this is ever quoted (RFC 3986, section 2.3).

    Args:
        function: Its `_get_kwargs`.
        arguments: As `bind` returns them.
    """
    names = [name for name, each in shape_of(function).parameters.items() if is_in_path(each)]
    path: str = function(**{**arguments, **dict.fromkeys(names, "~parameter~")})["url"]
    return path


def write_id(value: object, annotation: object) -> str | None:
    """Write an ID as text.

    Args:
        value: What is given; bytes, say, or a whole model are not IDs, though they have a text.
        annotation: The type of the parameter.

    Returns:
        The text; `None` where it is not an ID.
    """
    if isinstance(value, bool | float) and not (type(value) is annotation and math.isfinite(value)):
        return None
    try:
        text = str(value) if isinstance(value, ID) else None
        (text or "").encode("utf-8")
    except ValueError:  # more digits than Python writes, or half of a surrogate pair
        return None
    return text


@lru_cache(maxsize=512)
def _choices(function: Callable[..., object]) -> dict[str, tuple[str, ...]]:
    """List the values of each parameter that may have only some; with `str` it may have any."""
    kinds = {name: (hint, *get_args(hint)) for name, hint in get_type_hints(function).items()}
    return {
        name: tuple(value for each in found for value in get_args(each))
        for name, each in kinds.items()
        if (found := [kind for kind in each if get_origin(kind) is Literal]) and str not in each
    }


def plain(value: Any) -> Any:
    """Turn members of enums into their values.

    Args:
        value: Text, number, list, mapping or model. A model is copied, not changed.

    Returns:
        The value, at every depth without what a class adds to `str`, `int` or `float`.
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
