"""From a generated operation and its arguments to what is sent. No I/O here.

The generator writes each operation as a module whose `_get_kwargs` and `_parse_response` do no
I/O either. They are private to the generated package, but its public functions lose what an error
needs (a status of 520, the body, the request ID); the generator is pinned and a test holds the two
names.
"""

from collections.abc import Mapping
from inspect import Signature, signature
from types import NoneType
from typing import Any, ParamSpec, Protocol, TypeVar

from serverless_training_client._arguments import ID, ArgumentError, is_in_path, write_id
from serverless_training_client._arguments import bind as bind_arguments
from serverless_training_client.types import Unset

from serverless_training._arguments import refusal, wrong_type
from serverless_training._errors import InvalidArgumentError
from serverless_training._language import gettext as _

P = ParamSpec("P")
T_co = TypeVar("T_co", covariant=True)


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
    _signature(operation)
    try:
        return bind_arguments(operation._get_kwargs, *args, **kwargs)
    except ArgumentError as error:
        problem, choices = _("{argument} is {value!r}: it must be a valid ID."), error.choices
        if choices:
            problem = _("{argument} is {value!r}: it must be one of {choices}.")
        names = ", ".join(map(repr, choices))
        raise refusal(problem, error.argument, error.value, choices=names) from None
    except RecursionError as error:
        raise unsendable(operation_name(operation), error) from error


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
    after = write_id(start, str) if is_given else None
    if is_given and after is None:
        raise refusal(_("{argument} is {value!r}: it must be a valid ID."), "after", start)
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
    _check_query(query)
    if cursor is not None:
        # Past the parameter's own type, which may be a date: a cursor is the service's text.
        options["params"] = query | {"after": cursor}
    head = ""
    if base_url.count("/") > 2:  # noqa: PLR2004  more than those of `https://host`
        # Only what stands in the spec counts: an ID may read like the end of the base URL.
        shape = _signature(operation).parameters.values()
        holes = {each.name: _HOLE for each in shape if is_in_path(each)}
        path = operation._get_kwargs(**{**parameters, **holes})["url"]
        head, hole, _rest = path.partition(_HOLE)
        head = head.rpartition("/")[0] if hole else head
    return options | {"url": join(base_url, options["url"], head)}


_HOLE = "~parameter~"  # of characters that are never quoted (RFC 3986, section 2.3)
_METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE")  # of OpenAPI


def raw_options(method: object, path: object, params: object, base_url: str) -> dict[str, Any]:
    """Say what to send for a method and a path below the base URL, likewise."""
    if not isinstance(method, str) or method.upper() not in _METHODS:
        problem = _("{argument} is {value!r}: it must be one of {choices}.")
        raise refusal(problem, "method", method, choices=", ".join(_METHODS))
    if not isinstance(path, str) or not path.startswith("/") or {*path} & {"?", "#"}:
        problem = _(
            "path is {value!r}: it must begin with a slash and have no query. Pass `params` for "
            "the query."
        )
        raise refusal(problem, "path", path)
    if not isinstance(params, Mapping | None):
        raise wrong_type("params", params, "dict")
    _check_query(params or {})
    url = join(base_url, path, path.rpartition("/")[0])
    return {"method": method, "url": url, "params": params}


def _check_query(query: Mapping[Any, object]) -> None:
    """Refuse a value that has a text, but none that was meant, such as "b'x'"."""
    for name, value in query.items():
        for each in value if isinstance(value, list | tuple) else [value]:
            if not isinstance(each, (*ID, NoneType)):
                raise wrong_type(name, each, "str | int | float | bool")


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
