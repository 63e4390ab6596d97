"""From a generated operation and its arguments to what is sent. No I/O here.

The generator writes each operation as a module whose `_get_kwargs` and `_parse_response` do no
I/O either. They are private to the generated package, but its public functions lose what an error
needs (a status of 520, the body, the request ID); the generator is pinned and a test holds the two
names.
"""

import math
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from inspect import Parameter, Signature, signature
from types import NoneType
from typing import Any, Literal, ParamSpec, Protocol, TypeVar, get_args, get_origin, get_type_hints
from uuid import UUID

from serverless_training_client.types import Unset

from serverless_training._arguments import plain, refusal, wrong_type
from serverless_training._errors import InvalidArgumentError
from serverless_training._language import gettext as _

P = ParamSpec("P")
T_co = TypeVar("T_co", covariant=True)

_ID = (str, int, float, UUID, date)


class Operation(Protocol[P, T_co]):
    """A module under `serverless_training_client.api`: its parameters `P`, its model `T_co`."""

    def _get_kwargs(self, *args: P.args, **kwargs: P.kwargs) -> dict[str, Any]: ...
    def _parse_response(self, *, client: Any, response: Any) -> object: ...
    def _success(self, parsed: Any) -> T_co: ...


def operation_name(operation: Operation[P, T_co]) -> str:
    """Name an operation as its module is named, `list_model_checkpoints`."""
    return getattr(operation, "__name__", type(operation).__name__).rpartition(".")[2]


def bind(operation: Operation[P, T_co], /, *args: P.args, **kwargs: P.kwargs) -> dict[str, Any]:
    """Check the arguments of an operation, and return them by name."""
    shape = _signature(operation)
    bound = shape.bind(*args, **kwargs).arguments
    try:
        # Members of an enum are sent as their values, wherever the operation puts them.
        arguments = {name: plain(value) for name, value in bound.items()}
    except RecursionError as error:
        raise unsendable(operation_name(operation), error) from error
    for name, parameter in shape.parameters.items():
        # The generator quotes "/", but "." and ".." would climb (RFC 3986, 5.2.4) and "" would name
        # the parent.
        value = arguments.get(name, parameter.default)
        if _is_in_path(parameter) and _text(value, parameter.annotation) in (None, "", ".", ".."):
            raise _no_id(name, value)
    for name, allowed in _choices(operation._get_kwargs).items():
        value = arguments.get(name)
        if isinstance(value, str) and value not in allowed:
            problem = _("{argument} is {value!r}: it must be one of {choices}.")
            raise refusal(problem, name, value, choices=", ".join(map(repr, allowed)))
    return arguments


def _is_in_path(parameter: Parameter) -> bool:
    # The generator takes path parameters by position, and all others by keyword only.
    return parameter.kind is Parameter.POSITIONAL_OR_KEYWORD


def _text(value: object, annotation: object) -> str | None:
    """Write an ID; bytes, say, or a whole model are not IDs, though they have a text."""
    if isinstance(value, bool | float) and not (type(value) is annotation and math.isfinite(value)):
        return None
    try:
        text = str(value) if isinstance(value, _ID) else None
        (text or "").encode("utf-8")
    except ValueError:  # more digits than Python writes, or half of a surrogate pair
        return None
    return text


def _no_id(argument: str, value: object) -> InvalidArgumentError:
    return refusal(_("{argument} is {value!r}: it must be a valid ID."), argument, value)


@cache
def _choices(function: Callable[..., object]) -> dict[str, tuple[str, ...]]:
    """List the values of each parameter that may have only some; with `str` it may have any."""
    kinds = {name: (hint, *get_args(hint)) for name, hint in get_type_hints(function).items()}
    return {
        name: tuple(value for each in found for value in get_args(each))
        for name, each in kinds.items()
        if (found := [kind for kind in each if get_origin(kind) is Literal]) and str not in each
    }


def paging(
    operation: Operation[P, T_co], parameters: Mapping[str, Any]
) -> tuple[str | None, int | None]:
    """Find the cursor that a listing starts from, and the most items that a page may hold."""
    known = {name: each.default for name, each in _signature(operation).parameters.items()}
    if "after" not in known:
        problem = _("{operation} is not paginated: it takes no `after`. Use `client.call` instead.")
        name = operation_name(operation)
        raise refusal(problem, "operation", operation, operation=name)
    values = known | dict(parameters)
    start, size = values["after"], values.get("limit")
    is_given = not isinstance(start, Unset | None)
    after = _text(start, str) if is_given else None
    if is_given and after is None:
        raise _no_id("after", start)
    return after, size if type(size) is int else None


def request_options(
    operation: Operation[..., T_co],
    parameters: Mapping[str, Any],
    cursor: str | None,
    base_url: str,
) -> dict[str, Any]:
    """Say what to send, as arguments of `httpx.Client.build_request`."""
    try:
        options: dict[str, Any] = operation._get_kwargs(**parameters)
    except (AttributeError, RecursionError, TypeError, ValueError) as error:
        raise unsendable(operation_name(operation), error) from error
    query = options.get("params", {})
    for name, value in query.items():
        for each in value if isinstance(value, list) else [value]:
            if not isinstance(each, (*_ID, NoneType)):  # it has a text, such as "b'x'"
                raise wrong_type(name, each, "str | int | float | bool")
    if cursor is not None:
        # Past the parameter's own type, which may be a date: a cursor is the service's text.
        options["params"] = query | {"after": cursor}
    head = ""
    if base_url.count("/") > 2:  # noqa: PLR2004  more than those of `https://host`
        # Only what stands in the spec counts: an ID may read like the end of the base URL.
        shape = _signature(operation).parameters.values()
        holes = {each.name: _HOLE for each in shape if _is_in_path(each)}
        path = operation._get_kwargs(**{**parameters, **holes})["url"]
        head, hole, _rest = path.partition(_HOLE)
        head = head.rpartition("/")[0] if hole else head
    return options | {"url": join(base_url, options["url"], head)}


_HOLE = "~parameter~"  # of characters that are never quoted (RFC 3986, section 2.3)


def raw_options(method: object, path: object, base_url: str) -> dict[str, Any]:
    """Say what to send for a method and a path below the base URL, likewise."""
    if not isinstance(method, str):
        raise wrong_type("method", method, "str")
    if not isinstance(path, str) or not path.startswith("/") or {*path} & {"?", "#"}:
        problem = _(
            "path is {value!r}: it must begin with a slash and have no query. Pass `params` for "
            "the query."
        )
        raise refusal(problem, "path", path)
    return {"method": method, "url": join(base_url, path, path.rpartition("/")[0])}


def join(base_url: str, path: str, head: str) -> str:
    """Put a path behind a base URL; whole segments that it shares with the path's head come once.

    `https://host/proxy/v1` and `/v1/models/a` make `https://host/proxy/v1/models/a`.
    """
    segments, first = base_url.split("/"), head.split("/")[1:]
    origin, given = segments[:3], segments[3:]
    counts = range(min(len(given), len(first)), 0, -1)
    shared = next((count for count in counts if given[-count:] == first[:count]), 0)
    return "/".join([*origin, *given[: len(given) - shared]]) + path


def unsendable(operation: str, error: Exception) -> InvalidArgumentError:
    """Build the error of arguments that cannot be sent."""
    problem = _("{operation}: the arguments cannot be sent ({reason}). Check their types.")
    return InvalidArgumentError(problem.format(operation=operation, reason=error))


def _signature(operation: Operation[P, T_co]) -> Signature:
    function = getattr(operation, "_get_kwargs", None)
    if function is None:
        problem = _(
            "{operation!r} is not an operation: pass a module under "
            "`serverless_training_client.api`, not one of its functions."
        )
        raise refusal(problem, "operation", operation, operation=operation)
    return signature(function)
