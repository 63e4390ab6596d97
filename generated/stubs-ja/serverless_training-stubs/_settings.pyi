# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import httpx
from attrs import field, frozen
from collections.abc import Mapping
from serverless_training._arguments import (
    check_count as check_count,
    check_headers as check_headers,
    check_seconds as check_seconds,
    plain as plain,
    refusal as refusal,
    wrong_type as wrong_type,
)
from serverless_training._auth import BearerAuth as BearerAuth, find_key as find_key
from typing import Any, Self

SERVICE_URL: str
URL_VARIABLE: str
CONNECT_SECONDS: float

def is_loopback(host: str) -> bool: ...
def _timeout(value: float | httpx.Timeout) -> httpx.Timeout: ...
def _retries(value: int) -> int: ...
def _deadline(value: float) -> float: ...
def _bytes(value: int) -> int: ...

@frozen
class Settings:
    base_url: httpx.URL
    auth: BearerAuth
    timeout: httpx.Timeout = field(converter=_timeout)
    max_retries: int = field(converter=_retries)
    deadline: float = field(converter=_deadline)
    max_body_bytes: int = field(converter=_bytes)
    headers: dict[str, str] = field(converter=check_headers, repr=False)

    def change(self, headers: Mapping[str, str] | None = None, **others: Any) -> Self: ...

def resolve(
    api_key: str | None,
    base_url: str | httpx.URL | None,
    environment: Mapping[str, str],
    *,
    allow_http: bool,
    **others: Any,
) -> Settings: ...
def _url(given: str | httpx.URL, place: str, *, allow_http: bool) -> httpx.URL: ...
def _is_port(port: int | None) -> bool: ...
