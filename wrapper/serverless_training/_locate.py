"""Where in an answer the value stands that its model cannot be made of.

The generated `from_dict` raises what Python raises, without a place. Who has caught that looks
again, more slowly and with the types at hand.
"""

import datetime as dt
import types
import typing
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import attrs
from serverless_training_client.types import Unset

from serverless_training._conform import MismatchError
from serverless_training._language import gettext as _

_Parse = Callable[[Any], object]
_TEXTS: dict[Any, _Parse] = {
    UUID: UUID,
    dt.datetime: dt.datetime.fromisoformat,
    dt.date: dt.date.fromisoformat,
}


def locate(value: Any, annotation: Any, place: str = "") -> MismatchError | None:
    """Find the value that its type cannot be made of.

    Args:
        value: Parsed JSON.
        annotation: The type, resolved as by `typing.get_type_hints`.
        place: What the value is called.

    Returns:
        What is wrong, and where; `None` if nothing is found to be.
    """
    inner = typing.get_args(annotation)
    match typing.get_origin(annotation):
        case kind if kind is list:
            if not isinstance(value, list):
                return _wrong(place, "array", value)
            pairs = ((f"{place}[{step}]", each) for step, each in enumerate(value))
            return _first(locate(each, inner[0], where) for where, each in pairs)
        case types.UnionType | typing.Union:
            # Of several types nobody knows which was meant; one that may be missing was.
            meant = [each for each in inner if each not in (types.NoneType, Unset)]
            is_known = len(meant) == 1 and value is not None
            return locate(value, meant[0], place) if is_known else None
    if attrs.has(annotation) and hasattr(annotation, "from_dict"):
        return _locate_in_model(value, annotation, place)
    return _locate_in_text(value, annotation, place)


def _locate_in_text(value: Any, annotation: Any, place: str) -> MismatchError | None:
    try:
        _TEXTS.get(annotation, str)(value)
    except (AttributeError, TypeError, ValueError):
        return _wrong(place, annotation.__name__, value)
    return None


def _locate_in_model(value: Any, model: Any, place: str) -> MismatchError | None:
    if not isinstance(value, dict):
        return _wrong(place, "object", value)
    keys = {_plain(key): key for key in value}
    hints = typing.get_type_hints(model)
    found = _first(
        locate(value[key], hints[each.name], f"{place}.{each.name}".lstrip("."))
        for each in attrs.fields(model)
        if (key := keys.get(_plain(each.name))) is not None
    )
    if found is not None:
        return found
    try:
        model.from_dict(value)
    except KeyError as error:
        name = f"{place}.{error.args[0]}".lstrip(".")
        return MismatchError(_("{name} is missing").format(name=name))
    except (AttributeError, TypeError, ValueError) as error:
        return MismatchError(f"{place or _('the response')}: {type(error).__name__}")
    return None


def _plain(name: str) -> str:
    """Reduce a name to what the wire and Python have in common, such as `modelid`."""
    return "".join(filter(str.isalnum, name)).lower()


def _wrong(place: str, expected: str, value: object) -> MismatchError:
    message = _("{place}: expected {expected}, found {found}")
    return MismatchError(
        message.format(
            place=place or _("the response"), expected=expected, found=type(value).__name__
        )
    )


def _first(found: Iterator[MismatchError | None]) -> MismatchError | None:
    return next((each for each in found if each is not None), None)
