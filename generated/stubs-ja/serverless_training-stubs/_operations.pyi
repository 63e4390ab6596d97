# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import httpx
from _typeshed import Incomplete
from attrs import frozen
from collections.abc import Callable as Callable, Mapping
from functools import cache
from inspect import Signature
from serverless_training._checks import plain as plain, show as show, wrong_type as wrong_type
from serverless_training._errors import InvalidArgumentError as InvalidArgumentError
from serverless_training_client.client import AuthenticatedClient, Client as GeneratedClient
from typing import Any, ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
_ID: Incomplete
_IN_QUERY: Incomplete
T_co = TypeVar("T_co", covariant=True)

class Operation(Protocol[P, T_co]):
    def _get_kwargs(self, *args: P.args, **kwargs: P.kwargs) -> dict[str, Any]: ...
    def _parse_response(
        self, *, client: AuthenticatedClient | GeneratedClient, response: httpx.Response
    ) -> object: ...
    def _success(self, parsed: Any) -> T_co: ...

def operation_name(operation: Operation[P, T_co]) -> str: ...
def bind(operation: Operation[P, T_co], /, *args: P.args, **kwargs: P.kwargs) -> dict[str, Any]: ...
def _text(value: object, annotation: object) -> str | None: ...
def _no_id(argument: str, value: object) -> InvalidArgumentError: ...
@cache
def _choices(function: Callable[..., object]) -> dict[str, tuple[str, ...]]: ...

@frozen
class Paging:
    operation: str
    after: str | None
    page_size: int | None

def paging(operation: Operation[P, T_co], parameters: Mapping[str, Any]) -> Paging: ...
def request_options(
    operation: Operation[..., T_co], parameters: Mapping[str, Any], cursor: str | None
) -> dict[str, Any]: ...
def unsendable(operation: Operation[..., T_co], error: Exception) -> InvalidArgumentError: ...
def _signature(operation: Operation[P, T_co]) -> Signature: ...

_HOLE: str

def address(
    operation: Operation[..., T_co], parameters: Mapping[str, Any], base_url: str, path: str
) -> str: ...
def join(base_url: str, path: str, head: str) -> str: ...
