"""Whether a parsed answer is of the types that its model is annotated with.

The generated `from_dict` puts most values into a model as they came. Values are judged in columns:
all steps of a page at once, then all metrics, which costs a fraction of judging item by item.
Kept on purpose, since they harm nobody: unknown fields, unknown values of an enum, null among the
values of a map, and whole numbers written as 1.0.
"""

import types
import typing
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any, Protocol

import attrs
from serverless_training_client.types import File, Unset

from serverless_training._language import gettext as _


class MismatchError(ValueError):
    """A value is not of its type; the message says which and where."""


_Show = Callable[[str], str]


class _Check(Protocol):
    name: str

    def fits(self, column: Sequence[Any]) -> bool:
        """Tell whether every value of a column is of the type."""

    def mismatch(self, value: Any, place: str, show: _Show) -> str:
        """Describe what is wrong with a value that does not fit."""


def conform(value: Any, annotation: Any, place: str, show: _Show) -> None:
    """Judge a parsed answer.

    Args:
        value: What the generated package made of it.
        annotation: Its type, resolved as by `typing.get_type_hints`.
        place: What the value is called.
        show: Makes a name that the service chose fit for a message.

    Raises:
        MismatchError: Something in it is not of its type.
    """
    check = _check(annotation)
    if not check.fits([value]):
        raise MismatchError(check.mismatch(value, place, show))


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
            return _nested(dict, _union([_check(inner[1]), _plain(types.NoneType)]))
    return _plain(annotation)


def _plain(annotation: Any) -> _Check:
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


_NAMES = {types.NoneType: "None"}


class _Scalar:
    def __init__(self, accepted: frozenset[type]) -> None:
        self.accepted = accepted
        known = accepted - {Unset}
        self.name: str = " | ".join(sorted(_NAMES.get(each, each.__name__) for each in known))

    def fits(self, column: Iterable[Any]) -> bool:
        return self.accepted.issuperset(map(type, column)) or all(map(self._fits, column))

    def _fits(self, value: Any) -> bool:
        # 1.0 is an integer to JSON Schema (draft 2020-12, 6.1.1).
        whole = type(value) is float and value.is_integer() and int in self.accepted
        return whole or type(value) in self.accepted

    def mismatch(self, value: Any, place: str, show: _Show) -> str:  # noqa: ARG002
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

    def mismatch(self, value: Any, place: str, show: _Show) -> str:
        if type(value) is not self.kind:
            return _mismatch(place, self.name, value)
        pairs: Iterable[tuple[Any, Any]]
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        step, wrong = next(pair for pair in pairs if not self._inner.fits([pair[1]]))
        step = f"'{show(step)}'" if isinstance(step, str) else step
        return self._inner.mismatch(wrong, f"{place}[{step}]", show)


class _Model:
    """An attrs class of the generated package."""

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

    def mismatch(self, value: Any, place: str, show: _Show) -> str:
        if type(value) is not self.kind:
            return _mismatch(place, self.name, value)
        return next(
            check.mismatch(get(value), _below(place, name), show)
            for name, get, check in self._columns()
            if not check.fits([get(value)])
        )


def _below(place: str, name: str) -> str:
    # What no property is named for stands in the object itself.
    return place if name == "additional_properties" else f"{place}.{name}".lstrip(".")


class _Either:
    """A union that is not of scalars alone.

    The generated code takes the first branch whose containers fit, without a look at the scalars
    within. Where several branches are models, lists or maps, a value of one of them may be a right
    answer in the clothes of another, so only its kind is judged.
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

    def mismatch(self, value: Any, place: str, show: _Show) -> str:
        # The branch that the value was made for says best what is wrong with it.
        for check in self._checks:
            if isinstance(check, _Model | _Nested) and type(value) is check.kind:
                return check.mismatch(value, place, show)
        return _mismatch(place, self.name, value)


def _mismatch(place: str, expected: str, value: Any) -> str:
    return _("{place}: expected {expected}, found {found}").format(
        place=place or _("the response"), expected=expected, found=type(value).__name__
    )
