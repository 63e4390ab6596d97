# Written by `nox -s regenerate` from openapi.json. Do not edit.
"""Where a response is not of the types that its model is annotated with.

`from_dict` puts most values into a model as they came, and where it cannot, it raises what Python
raises, without a place. Parsed values are judged in columns: all steps of a page at once, then all
metrics, which costs a fraction of judging item by item. Kept on purpose: unknown fields, unknown
values of an enum, null among the values of a map, and whole numbers written as 1.0.
"""

import datetime as dt
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple, Protocol
from uuid import UUID

import attrs
from serverless_training_client.client import Client
from serverless_training_client.errors import UnexpectedStatus
from serverless_training_client.types import File, Unset


class Mismatch(NamedTuple):
    """A value that is not of its type.

    Attributes:
        place: Where it stands, such as `data[3].step`; empty for the response itself.
        expected: Name of its type.
        found: Name of the type that it has; `None` where it is missing.
    """

    place: str
    expected: str
    found: str | None


_STRICT = Client(base_url="", raise_on_unexpected_status=True)
_UNREADABLE = (AttributeError, KeyError, RecursionError, TypeError, ValueError, UnexpectedStatus)


def read(operation: Any, response: Any) -> tuple[Any, Exception | None, Mismatch | None]:
    """Make the model of a success that the spec gives for its status.

    Args:
        operation: A module under `api`.
        response: An `httpx.Response`, or what has its `status_code`, `content` and `json`.

    Returns:
        The model, `None` where the spec gives none; what was raised, if anything was; and the value
        that is not of its type, if one is found. The first counts where there is neither.
    """
    annotation = _annotation(operation._success)
    try:
        success = operation._success(operation._parse_response(client=_STRICT, response=response))
        return success, None, find_mismatch(success, annotation)
    except _UNREADABLE as error:
        problem = error
    mismatch = None
    with suppress(RecursionError, ValueError):  # not JSON, or a number of thousands of digits
        mismatch = locate(response.json(), annotation)
    return None, problem, mismatch


@cache
def _annotation(success: Callable[..., object]) -> Any:
    return typing.get_type_hints(success).get("return", Any)


def find_mismatch(value: Any, annotation: Any) -> Mismatch | None:
    """Judge a parsed response.

    Args:
        value: What `_parse_response` returned.
        annotation: Its type, resolved as by `typing.get_type_hints`.

    Returns:
        The first value that is not of its type; `None` if there is none.
    """
    check = _check(annotation)
    return None if check.fits([value]) else check.mismatch(value, "")


def locate(value: Any, annotation: Any, place: str = "") -> Mismatch | None:
    """Find the value that its type cannot be made of, after `from_dict` has raised an error.

    Args:
        value: Parsed JSON.
        annotation: The type, resolved as by `typing.get_type_hints`.
        place: Where the value stands.

    Returns:
        The first such value; `None` if none is found.
    """
    inner = typing.get_args(annotation)
    match typing.get_origin(annotation):
        case kind if kind in (list, dict):
            return _locate_in_container(value, kind, inner[-1], place)
        case typing.Literal:
            kinds = {type(each) for each in inner}
            names = " | ".join(sorted(each.__name__ for each in kinds))
            return None if type(value) in kinds else _mismatch(place, names, value)
        case types.UnionType | typing.Union:
            return _locate_in_union(value, inner, place)
    if attrs.has(annotation) and hasattr(annotation, "from_dict"):
        return _locate_in_model(value, annotation, place)
    try:
        _PARSERS.get(annotation, _pass)(value)
    except (AttributeError, TypeError, ValueError):
        return _mismatch(place, _NAMES.get(annotation, annotation.__name__), value)
    return None


def _locate_in_container(value: Any, kind: Any, inner: Any, place: str) -> Mismatch | None:
    if not isinstance(value, kind):
        return _mismatch(place, "array" if kind is list else "object", value)
    pairs = value.items() if kind is dict else enumerate(value)
    return _first(locate(each, inner, f"{place}[{step!r}]") for step, each in pairs)


def _locate_in_union(value: Any, inner: tuple[Any, ...], place: str) -> Mismatch | None:
    found = [locate(value, each, place) for each in inner if each is not Unset]
    wrong = [each for each in found if each is not None]
    if len(wrong) < len(found):
        return None
    # Of several types, which was meant is not known, but for one that may be null.
    meant = [each for each in wrong if each.expected != "None"] if value is not None else wrong
    if len(meant) == 1:
        return meant[0]
    names = sorted({each.expected for each in wrong if each.place == place})
    return _mismatch(place, " | ".join(names), value)


def _none(value: Any) -> None:
    if value is not None:
        raise TypeError


def _pass(_value: Any) -> None:
    """Take any value: what is no model, enum or text of a format is not parsed."""


_NAMES: dict[Any, str] = {types.NoneType: "None"}
_PARSERS: dict[Any, Callable[[Any], object]] = {
    types.NoneType: _none,
    UUID: UUID,
    dt.datetime: dt.datetime.fromisoformat,
    dt.date: dt.date.fromisoformat,
}


def _locate_in_model(value: Any, model: Any, place: str) -> Mismatch | None:
    if not isinstance(value, dict):
        return _mismatch(place, "object", value)
    keys = {_letters(key): key for key in value}
    hints = typing.get_type_hints(model)
    named = {
        each.name: key
        for each in attrs.fields(model)
        if (key := keys.get(_letters(each.name))) is not None
    }
    found = _first(
        locate(value[key], hints[name], _below(place, name)) for name, key in named.items()
    )
    if found is None and "additional_properties" in hints:
        rest = {key: each for key, each in value.items() if key not in named.values()}
        found = locate(rest, hints["additional_properties"], place)
    if found is not None:
        return found
    try:
        model.from_dict(value)
    except KeyError as error:
        return Mismatch(_below(place, str(error.args[0])), "", None)
    except (AttributeError, TypeError, ValueError):
        return _mismatch(place, model.__name__, value)
    return None


def _letters(name: str) -> str:
    """Reduce a name to what JSON and Python have in common, such as `modelid`."""
    return "".join(filter(str.isalnum, name)).lower()


def _first(found: Iterator[Mismatch | None]) -> Mismatch | None:
    return next((each for each in found if each is not None), None)


def _mismatch(place: str, expected: str, value: object) -> Mismatch:
    return Mismatch(place, expected, type(value).__name__)


def _below(place: str, name: str) -> str:
    # Properties without a name in the spec stand in the object itself.
    return place if name == "additional_properties" else f"{place}.{name}".lstrip(".")


class _Check(Protocol):
    name: str

    def fits(self, column: Sequence[Any]) -> bool: ...
    def mismatch(self, value: Any, place: str) -> Mismatch: ...


@cache
def _check(annotation: Any) -> _Check:
    if attrs.has(annotation) and annotation is not File:
        return _Model(annotation)
    inner = typing.get_args(annotation)
    match typing.get_origin(annotation):
        case typing.Literal:
            # Values that the spec does not know are for the caller to judge.
            return _Scalar(frozenset(type(each) for each in inner))
        case types.UnionType | typing.Union:
            return _union([_check(each) for each in inner])
        case kind if kind is list:
            return _nested(list, _check(inner[0]))
        case kind if kind is dict:
            return _nested(dict, _union([_check(inner[1]), _scalar(types.NoneType)]))
    return _scalar(annotation)


def _scalar(annotation: Any) -> _Check:
    if annotation in (Any, object):
        return _Anything()
    return _Scalar(frozenset({int, float} if annotation is float else {annotation}))


def _union(checks: list[_Check]) -> _Check:
    if any(isinstance(each, _Anything) for each in checks):
        return _Anything()
    scalars = [each for each in checks if isinstance(each, _Scalar)]
    if len(scalars) == len(checks):
        return _Scalar(frozenset[type]().union(*(each.accepted for each in scalars)))
    return _Either(checks)


def _nested(kind: type[list[Any]] | type[dict[str, Any]], inner: _Check) -> _Check:
    return _Scalar(frozenset({kind})) if isinstance(inner, _Anything) else _Nested(kind, inner)


class _Scalar:
    def __init__(self, accepted: frozenset[type]) -> None:
        self.accepted = accepted
        known = {each: each.__name__ for each in accepted - {Unset}} | (
            {types.NoneType: "None"} if types.NoneType in accepted else {}
        )
        self.name: str = " | ".join(sorted(known.values()))

    def fits(self, column: Iterable[Any]) -> bool:
        return self.accepted.issuperset(map(type, column)) or all(map(self._fits, column))

    def _fits(self, value: Any) -> bool:
        # 1.0 is an integer to JSON Schema (draft 2020-12, 6.1.1).
        whole = type(value) is float and value.is_integer() and int in self.accepted
        return whole or type(value) in self.accepted

    def mismatch(self, value: Any, place: str) -> Mismatch:
        return _mismatch(place, self.name, value)


class _Anything(_Scalar):
    def __init__(self) -> None:
        super().__init__(frozenset())

    def fits(self, column: Iterable[Any]) -> bool:  # noqa: ARG002
        return True


class _Nested:
    """A list or a map of values of one type."""

    def __init__(self, kind: type[list[Any]] | type[dict[str, Any]], inner: _Check) -> None:
        self.kind = kind
        self.name: str = kind.__name__
        self._inner = inner
        self._values: Callable[[Any], Iterable[Any]] = dict.values if kind is dict else iter

    def fits(self, column: Sequence[Any]) -> bool:
        return {self.kind}.issuperset(map(type, column)) and self._inner.fits(
            list(chain.from_iterable(map(self._values, column)))
        )

    def mismatch(self, value: Any, place: str) -> Mismatch:
        if type(value) is not self.kind:
            return _mismatch(place, self.name, value)
        pairs: Iterable[tuple[Any, Any]]
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        step, wrong = next(pair for pair in pairs if not self._inner.fits([pair[1]]))
        return self._inner.mismatch(wrong, f"{place}[{step!r}]")


class _Model:
    """An attrs class of this package."""

    def __init__(self, model: type[Any]) -> None:
        self.kind = model
        self.name: str = model.__name__
        self._fields: list[tuple[str, Callable[[Any], Any], _Check]] | None = None

    def _columns(self) -> list[tuple[str, Callable[[Any], Any], _Check]]:
        # Looked up when first needed: a model may contain itself.
        if self._fields is None:
            hints = typing.get_type_hints(self.kind)
            names = [each.name for each in attrs.fields(self.kind)]
            checks = ((name, attrgetter(name), _check(hints[name])) for name in names)
            self._fields = [each for each in checks if not isinstance(each[2], _Anything)]
        return self._fields

    def fits(self, column: Sequence[Any]) -> bool:
        return {self.kind}.issuperset(map(type, column)) and all(
            check.fits(list(map(get, column))) for _, get, check in self._columns() if column
        )

    def mismatch(self, value: Any, place: str) -> Mismatch:
        if type(value) is not self.kind:
            return _mismatch(place, self.name, value)
        return next(
            check.mismatch(get(value), _below(place, name))
            for name, get, check in self._columns()
            if not check.fits([get(value)])
        )


class _Either:
    """A union that is not of scalars only.

    The generated code takes the first branch whose containers fit, without a look at the scalars
    within. Where several branches are models, lists or maps, a value of one of them may be a right
    value of another, so only its kind is judged.
    """

    def __init__(self, checks: Sequence[_Check]) -> None:
        self.name: str = " | ".join(filter(None, (each.name for each in checks)))
        self._checks = checks
        kinds = [each.kind for each in checks if isinstance(each, _Model | _Nested)]
        self._taken = frozenset(kinds if len(kinds) > 1 else ())

    def fits(self, column: Sequence[Any]) -> bool:
        return all(
            type(value) in self._taken or any(check.fits([value]) for check in self._checks)
            for value in column
        )

    def mismatch(self, value: Any, place: str) -> Mismatch:
        # The branch that the value was made for says best what is wrong with it.
        for check in self._checks:
            if isinstance(check, _Model | _Nested) and type(value) is check.kind:
                return check.mismatch(value, place)
        return _mismatch(place, self.name, value)
