# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import httpx
from serverless_training._checks import wrong_type as wrong_type
from serverless_training._errors import InvalidArgumentError as InvalidArgumentError
from serverless_training._settings import Settings as Settings
from typing import Any, TypeVar

TransportT = TypeVar("TransportT", httpx.HTTPTransport, httpx.AsyncHTTPTransport)

def check_way(
    client: type[Any],
    transport_type: type[Any],
    transport: object,
    proxy: str | httpx.Proxy | None,
    http_client: object,
) -> httpx.Proxy | None: ...
def make_proxy(url: str, place: str) -> httpx.Proxy: ...
def environment_proxy(settings: Settings) -> httpx.Proxy | None: ...
def shown_proxy(proxy: httpx.Proxy | None) -> str: ...
def make_transport(kind: type[TransportT], proxy: httpx.Proxy | None) -> TransportT: ...
