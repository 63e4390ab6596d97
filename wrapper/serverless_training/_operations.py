"""From a generated operation and its arguments to what is sent. No I/O here.

Its private functions are called, since the public ones lose what an error needs, such as the body.
"""

from collections.abc import Mapping
from inspect import Signature
from types import NoneType
from typing import Any, ParamSpec, Protocol, TypeVar, cast

from serverless_training_client import _arguments as generated
from serverless_training_client._paging import Paging
from serverless_training_client.types import Unset

from serverless_training._arguments import refusal, wrong_type
from serverless_training._auth import BEARER
from serverless_training._errors import InvalidArgumentError
from serverless_training._language import gettext as _

P = ParamSpec("P")
T_co = TypeVar("T_co", covariant=True)


class Operation(Protocol[P, T_co]):
    """A module under `serverless_training_client.api`: its parameters `P`, its model `T_co`."""

    def _get_kwargs(self, *args: P.args, **kwargs: P.kwargs) -> dict[str, Any]: ...
    def _parse_response(self, *, client: Any, response: Any) -> object: ...
    def _success(self, parsed: Any) -> T_co: ...


class PagedOperation(Protocol[P, T_co]):  # not of `Operation`: pyright would not infer `P`
    """An operation of which the spec says how it pages, with items of type `T_co`."""

    def _get_kwargs(self, *args: P.args, **kwargs: P.kwargs) -> dict[str, Any]: ...
    def _parse_response(self, *, client: Any, response: Any) -> object: ...
    def _success(self, parsed: Any) -> Any: ...
    @property
    def _PAGING(self) -> Paging[T_co]: ...  # noqa: N802  a constant of the module


def operation_name(operation: Operation[P, T_co]) -> str:
    """Name an operation as its module is named, `list_model_checkpoints`."""
    return getattr(operation, "__name__", type(operation).__name__).rpartition(".")[2]


def bind(operation: Operation[P, T_co], /, *args: P.args, **kwargs: P.kwargs) -> dict[str, Any]:
    """Check the arguments of an operation, and return them by name."""
    _signature(operation)
    try:
        return generated.bind(operation._get_kwargs, *args, **kwargs)
    except generated.ArgumentError as error:
        problem, choices = _("{argument} is {value}: it must be a valid ID."), error.choices
        if choices:
            problem = _("{argument} is {value}: it must be one of {choices}.")
        names = ", ".join(map(repr, choices))
        raise refusal(problem, error.argument, error.value, choices=names) from None
    except RecursionError as error:
        raise unsendable(operation_name(operation), error) from error


def start_of(operation: Operation[..., Any], given: Mapping[str, Any]) -> str | None:
    """Find the cursor that a listing starts from."""
    parameters = _signature(operation).parameters
    if not hasattr(operation, "_PAGING"):
        problem = _("{operation} pages in no way known here. Use `client.call` instead.")
        raise refusal(problem, "operation", operation, operation=operation_name(operation))
    name = operation._PAGING.argument
    start = given.get(name, parameters[name].default)
    if isinstance(start, Unset | None):
        return None
    if after := generated.write_id(start, str):
        return after
    # An ID that was lost on the way, and is empty now, must not start the listing anew.
    raise refusal(_("{argument} is {value}: it must be a valid ID."), name, start)


def request_options(
    operation: Operation[..., Any], given: Mapping[str, Any], cursor: str | None, base_url: str
) -> dict[str, Any]:
    """Say what to send, as arguments of `httpx.Client.build_request`."""
    try:
        options: dict[str, Any] = operation._get_kwargs(**given)
    except (AttributeError, RecursionError, TypeError, ValueError) as error:
        raise unsendable(operation_name(operation), error) from error
    query, pattern = options.get("params", {}), ""
    _check_query(query)
    if cursor is not None:
        # Past the parameter's own type, which may be a date: a cursor is the service's text.
        options["params"] = query | {cast(Any, operation)._PAGING.cursor: cursor}
    if base_url.count("/") > 2:  # noqa: PLR2004  more than those of `https://host`
        # Only what stands in the spec counts: an ID may read like the end of the base URL.
        pattern = generated.path_pattern(operation._get_kwargs, given)
    options["key_place"] = getattr(operation, "_key_place", BEARER)
    return options | {"url": join(base_url, options["url"], pattern)}


_METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE")  # of OpenAPI


def raw_options(method: object, path: object, params: object, base_url: str) -> dict[str, Any]:
    """Say what to send for a method and a path below the base URL, likewise."""
    if not isinstance(method, str) or method.upper() not in _METHODS:
        problem = _("{argument} is {value}: it must be one of {choices}.")
        raise refusal(problem, "method", method, choices=", ".join(_METHODS))
    if not isinstance(path, str) or not path.startswith("/") or {*path} & {"?", "#"}:
        problem = _("path is {value}: it must begin with a slash; a query goes to `params`.")
        raise refusal(problem, "path", path)
    if not isinstance(params, Mapping | None):
        raise wrong_type("params", params, "dict")
    _check_query(params or {})
    url = join(base_url, path, path.rpartition("/")[0])
    return {"method": method, "url": url, "params": params, "key_place": BEARER}


def _check_query(query: Mapping[Any, object]) -> None:
    """Refuse a value that has a text, but none that was meant, such as "b'x'"."""
    for name, value in query.items():
        for each in value if isinstance(value, list | tuple) else [value]:
            if not isinstance(each, (*generated.ID, NoneType)):
                raise wrong_type(name, each, "str | int | float | bool")


def join(base_url: str, path: str, pattern: str) -> str:
    """Put a path behind a base URL; whole segments that its pattern begins with come once.

    `https://host/proxy/v1` and `/v1/models/a` make `https://host/proxy/v1/models/a`.
    """
    segments, first = base_url.split("/"), pattern.split("/")[1:]
    counts = range(min(len(segments) - 3, len(first)), 0, -1)
    shared = next((count for count in counts if segments[-count:] == first[:count]), 0)
    return "/".join(segments[: len(segments) - shared]) + path


def unsendable(operation: str, error: Exception) -> InvalidArgumentError:
    """Build the error of arguments that cannot be sent."""
    problem = _("{operation}: the arguments cannot be sent ({reason}). Check their types.")
    return InvalidArgumentError(problem.format(operation=operation, reason=error))


def _signature(operation: Operation[P, T_co]) -> Signature:
    function = getattr(operation, "_get_kwargs", None)
    if function is None:
        problem = _("{value} is no operation: pass a module of `serverless_training_client.api`.")
        raise refusal(problem, "operation", operation)
    return generated.shape_of(function)
