"""From a generated operation and its arguments to a request. No I/O here.

The generator writes each operation as a module whose `_get_kwargs` and `_parse_response` do no
I/O either. They are private to the generated package, but its public functions lose what an error
needs (a status of 520, the body, the request id); the generator is pinned and a test holds the two
names.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from inspect import Parameter, Signature, signature
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

from serverless_training._errors import InvalidArgumentError
from serverless_training._language import gettext as _

P = ParamSpec("P")
_ID = (str, int, float, UUID, date)
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
    arguments = shape.bind(*args, **kwargs).arguments
    for name, parameter in shape.parameters.items():
        # The generator takes path parameters by position and all others by keyword alone. It quotes
        # "/", but "." and ".." would climb (RFC 3986, 5.2.4) and "" would name the parent.
        is_path = parameter.kind is Parameter.POSITIONAL_OR_KEYWORD
        value = arguments.get(name, parameter.default)
        # What is no id by its type, such as bytes or a whole model, has a text all the same.
        if is_path and not (isinstance(value, _ID) and str(value) not in ("", ".", "..")):
            raise InvalidArgumentError(
                _("{argument} is {value!r}: it must be a valid ID.").format(
                    argument=name, value=value
                ),
                argument=name,
            )
    for name, allowed in _choices(operation._get_kwargs).items():
        value = arguments.get(name)
        if isinstance(value, str) and value not in allowed:
            raise InvalidArgumentError(
                _("{argument} is {value!r}: it must be one of {choices}.").format(
                    argument=name, value=value, choices=", ".join(map(repr, allowed))
                ),
                argument=name,
            )
    return dict(arguments)


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
        InvalidArgumentError: It takes no `after`.
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
    after, size = said["after"], said.get("limit")
    return Paging(
        operation_name(operation),
        None if isinstance(after, Unset) or after is None else str(after),
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
    except (AttributeError, TypeError, ValueError) as error:
        raise unsendable(operation, error) from error
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
