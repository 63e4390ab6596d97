"""From a generated operation and its arguments to a request. No I/O here.

The generator writes each operation as a module whose `_get_kwargs` and `_parse_response` do no
I/O either. They are private to the generated package, but its public functions lose what an error
needs (a status of 520, the body, the request id); the generator is pinned and a test holds the two
names.
"""

import math
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from inspect import Parameter, Signature, signature
from types import NoneType
from typing import (
    Any,
    Literal,
    ParamSpec,
    Protocol,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)
from uuid import UUID

import httpx
from attrs import frozen
from serverless_training_client.client import AuthenticatedClient
from serverless_training_client.client import Client as GeneratedClient
from serverless_training_client.types import Unset

from serverless_training._checks import plain, show, wrong_type
from serverless_training._errors import InvalidArgumentError
from serverless_training._language import gettext as _

P = ParamSpec("P")
_ID = (str, int, float, UUID, date)
# What has a text in a query.
_IN_QUERY = (str, int, float, UUID, date, NoneType)
T_co = TypeVar("T_co", covariant=True)


class Operation(Protocol[P, T_co]):
    """A module under `serverless_training_client.api`: its parameters `P`, its model `T_co`."""

    def _get_kwargs(self, *args: P.args, **kwargs: P.kwargs) -> dict[str, Any]: ...

    def _parse_response(
        self, *, client: AuthenticatedClient | GeneratedClient, response: httpx.Response
    ) -> object: ...

    def _success(self, parsed: Any) -> T_co: ...


def operation_name(operation: Operation[P, T_co]) -> str:
    """Name an operation as its module is named, `list_model_checkpoints`."""
    return getattr(operation, "__name__", type(operation).__name__).rpartition(".")[2]


def bind(operation: Operation[P, T_co], /, *args: P.args, **kwargs: P.kwargs) -> dict[str, Any]:
    """Check the arguments of a call.

    Args:
        operation: The operation.
        *args: Its path parameters.
        **kwargs: Any of its parameters.

    Returns:
        Arguments by name.

    Raises:
        TypeError: A parameter is missing or unknown.
        InvalidArgumentError: A path parameter would not stay one segment of the path.
    """
    shape = _signature(operation)
    bound = shape.bind(*args, **kwargs).arguments
    try:
        # Members of an enum are sent as their values, wherever the operation puts them.
        arguments = {name: plain(value) for name, value in bound.items()}
    except RecursionError as error:
        raise unsendable(operation, error) from error
    for name, parameter in shape.parameters.items():
        # The generator takes path parameters by position and all others by keyword alone. It quotes
        # "/", but "." and ".." would climb (RFC 3986, 5.2.4) and "" would name the parent.
        is_path = parameter.kind is Parameter.POSITIONAL_OR_KEYWORD
        value = arguments.get(name, parameter.default)
        if is_path and _text(value, parameter.annotation) in (None, "", ".", ".."):
            raise _no_id(name, value)
    for name, allowed in _choices(operation._get_kwargs).items():
        value = arguments.get(name)
        if isinstance(value, str) and value not in allowed:
            raise InvalidArgumentError(
                _("{argument} is {value!r}: it must be one of {choices}.").format(
                    argument=name, value=show(value), choices=", ".join(map(repr, allowed))
                ),
                argument=name,
            )
    return arguments


def _text(value: object, annotation: object) -> str | None:
    # What is no id by its type, such as bytes or a whole model, has a text all the same.
    if not isinstance(value, _ID):
        return None
    if isinstance(value, bool | float) and not (type(value) is annotation and math.isfinite(value)):
        return None
    try:
        text = str(value)
        text.encode("utf-8")
    except ValueError:  # more digits than Python writes, or half of a surrogate pair
        return None
    return text


def _no_id(argument: str, value: object) -> InvalidArgumentError:
    return InvalidArgumentError(
        _("{argument} is {value!r}: it must be a valid ID.").format(
            argument=argument, value=show(value)
        ),
        argument=argument,
    )


@cache
def _choices(function: Callable[..., object]) -> dict[str, tuple[str, ...]]:
    """List the values of each parameter that may have only some."""
    hints = get_type_hints(function)
    return {
        name: tuple(value for kind in kinds for value in get_args(kind))
        for name, hint in hints.items()
        if (kinds := [each for each in (hint, *get_args(hint)) if get_origin(each) is Literal])
        # A parameter that takes other texts as well takes any.
        and str not in get_args(hint)
    }


@frozen
class Paging:
    """How an operation pages.

    Attributes:
        operation: The operation's name.
        after: The cursor that the caller starts from; `None` for the start.
        page_size: The most items that a page may hold; `None` where nothing says.
    """

    operation: str
    after: str | None
    page_size: int | None


def paging(operation: Operation[P, T_co], parameters: Mapping[str, Any]) -> Paging:
    """Find out how an operation pages.

    Args:
        operation: The operation.
        parameters: Its arguments by name, as `bind` returns them.

    Returns:
        What its parameters say; those that are not given count with the spec's defaults.

    Raises:
        InvalidArgumentError: It takes no `after`, or one that is no ID.
    """
    known = _signature(operation).parameters
    if "after" not in known:
        raise InvalidArgumentError(
            _(
                "{operation} is not paginated: it takes no `after`. Use `client.call` instead."
            ).format(operation=operation_name(operation)),
            argument="operation",
        )
    said = {name: each.default for name, each in known.items()} | dict(parameters)
    start, size = said["after"], said.get("limit")
    is_given = not isinstance(start, Unset | None)
    after = _text(start, str) if is_given else None
    if is_given and after is None:
        raise _no_id("after", start)
    return Paging(
        operation_name(operation),
        after,
        size if type(size) is int else None,
    )


def request_options(
    operation: Operation[..., T_co], parameters: Mapping[str, Any], cursor: str | None
) -> dict[str, Any]:
    """Say what to send.

    Args:
        operation: The operation.
        parameters: Its arguments by name, as `bind` returns them.
        cursor: Where to go on, as the service wrote it; `None` to leave `after` to the arguments.

    Returns:
        Arguments of `httpx.Client.build_request`.

    Raises:
        InvalidArgumentError: An argument is of a type that cannot be sent.
    """
    try:
        options: dict[str, Any] = operation._get_kwargs(**parameters)
    except (AttributeError, RecursionError, TypeError, ValueError) as error:
        raise unsendable(operation, error) from error
    for name, value in options.get("params", {}).items():
        for each in value if isinstance(value, list) else [value]:
            if not isinstance(each, _IN_QUERY):  # it has a text all the same, such as "b'x'"
                raise wrong_type(name, each, "str | int | float | bool")
    if cursor is not None:
        # Past the parameter's own type, which may be a date: a cursor is the service's text.
        options["params"] = options.get("params", {}) | {"after": cursor}
    return options


def unsendable(operation: Operation[..., T_co], error: Exception) -> InvalidArgumentError:
    """Build the error of arguments that cannot be sent."""
    return InvalidArgumentError(
        _("{operation}: the arguments cannot be sent ({reason}). Check their types.").format(
            operation=operation_name(operation), reason=error
        )
    )


def _signature(operation: Operation[P, T_co]) -> Signature:
    try:
        return signature(operation._get_kwargs)
    except AttributeError:
        raise InvalidArgumentError(
            _(
                "{operation!r} is not an operation: pass a module under "
                "`serverless_training_client.api`, not one of its functions."
            ).format(operation=operation),
            argument="operation",
        ) from None


_HOLE = "~parameter~"  # of characters that are never quoted (RFC 3986, section 2.3)


def address(
    operation: Operation[..., T_co], parameters: Mapping[str, Any], base_url: str, path: str
) -> str:
    """Put the path of a request behind a base URL, which may have a path of its own.

    Args:
        operation: The operation.
        parameters: Its arguments by name, as `bind` returns them.
        base_url: The base URL, without a slash at the end.
        path: The path with these arguments in it.

    Returns:
        The URL.
    """
    if base_url.count("/") == 2:  # noqa: PLR2004  those of `https://host`
        return base_url + path
    shape = _signature(operation).parameters.values()
    holes = {each.name: _HOLE for each in shape if each.kind is Parameter.POSITIONAL_OR_KEYWORD}
    # Only what stands in the spec counts: an ID may read like the last segment of the base URL.
    head, hole, _rest = operation._get_kwargs(**{**parameters, **holes})["url"].partition(_HOLE)
    return join(base_url, path, head.rpartition("/")[0] if hole else head)


def join(base_url: str, path: str, head: str) -> str:
    """Put a path behind a base URL, with what both share where they meet only once.

    Args:
        base_url: The base URL, such as `https://host/proxy/v1`.
        path: The path, such as `/v1/models/a`.
        head: How much of the path may be shared, such as `/v1/models`.

    Returns:
        The URL, such as `https://host/proxy/v1/models/a`. Only whole segments count, as many as
        possible.
    """
    segments, first = base_url.split("/"), head.split("/")[1:]
    origin, given = segments[:3], segments[3:]
    counts = range(min(len(given), len(first)), 0, -1)
    shared = next((count for count in counts if given[-count:] == first[:count]), 0)
    return "/".join([*origin, *given[: len(given) - shared]]) + path
