# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import httpx
from attrs import field, frozen
from collections.abc import Mapping
from serverless_training._auth import BearerAuth as BearerAuth, find_key as find_key
from serverless_training._checks import (
    check_count as check_count,
    check_headers as check_headers,
    check_seconds as check_seconds,
    merge as merge,
    plain as plain,
    wrong_type as wrong_type,
)
from serverless_training._errors import InvalidArgumentError as InvalidArgumentError

SERVICE_URL: str
URL_VARIABLE: str
CONNECT_SECONDS: float

@frozen
class Settings:
    base_url: httpx.URL
    timeout: httpx.Timeout
    auth: BearerAuth
    max_retries: int
    deadline: float
    max_body_bytes: int
    language: str | None
    headers: Mapping[str, str] = field(factory=dict, repr=False)
    proxy: str = ""

    @property
    def is_local(self) -> bool: ...

def resolve(
    *,
    api_key: str | None,
    base_url: str | httpx.URL | None,
    timeout: float | httpx.Timeout,
    max_retries: int,
    deadline: float,
    max_body_bytes: int,
    allow_http: bool,
    language: str | None,
    environment: Mapping[str, str],
    headers: Mapping[str, str] | None = None,
) -> Settings: ...
def change(
    settings: Settings,
    *,
    timeout: float | httpx.Timeout | None,
    max_retries: int | None,
    deadline: float | None,
    language: str | None,
    headers: Mapping[str, str] | None,
) -> Settings: ...
def _url(given: str | httpx.URL, place: str, *, allow_http: bool) -> httpx.URL: ...
def _is_port(port: int | None) -> bool: ...
def _is_loopback(host: str) -> bool: ...
def check_timeout(value: float | httpx.Timeout) -> httpx.Timeout: ...
