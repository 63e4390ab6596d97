"""The settings of a client: what the caller gave, completed by the environment and checked."""

import ipaddress
import math
from collections.abc import Mapping
from typing import Any, Self

import httpx
from attrs import evolve, field, frozen
from serverless_training_client._arguments import plain

from serverless_training._arguments import (
    check_count,
    check_headers,
    check_seconds,
    refusal,
    wrong_type,
)
from serverless_training._auth import BearerAuth, find_key
from serverless_training._language import gettext as _

SERVICE_URL = "https://api.training.wandb.ai"
URL_VARIABLE = "SERVERLESS_TRAINING_BASE_URL"
CONNECT_SECONDS = 10.0
_PORTS = {None, *range(1, 65536)}  # RFC 9293, section 3.1


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _timeout(value: float | httpx.Timeout) -> httpx.Timeout:
    """Check the limits of the steps of a request; seconds count for each of them."""
    if isinstance(value, int | float):
        seconds = check_seconds(value, "timeout")
        return httpx.Timeout(seconds, connect=min(seconds, CONNECT_SECONDS))
    if not isinstance(value, httpx.Timeout):
        raise wrong_type("timeout", value, "float | httpx.Timeout")
    for each in value.as_dict().values():
        if each is not None:
            check_seconds(each, "timeout", most=math.inf)
    return value


@frozen
class Settings:
    """The settings of a client, as its arguments; checked when made, and safe to show."""

    base_url: httpx.URL
    auth: BearerAuth
    timeout: httpx.Timeout = field(converter=_timeout)
    max_retries: int
    deadline: float
    max_body_bytes: int
    headers: dict[str, str] = field(converter=check_headers, repr=False)

    def __attrs_post_init__(self) -> None:
        check_count(self.max_retries, "max_retries", 0)
        check_seconds(self.deadline, "deadline", most=math.inf)
        check_count(self.max_body_bytes, "max_body_bytes", 1)

    def change(self, headers: Mapping[str, str] | None = None, **others: Any) -> Self:
        """Change some settings; `None` keeps one, and headers are added to those there are."""
        given = {name: value for name, value in others.items() if value is not None}
        return evolve(self, headers=self.headers | check_headers(headers), **given)


def resolve(
    api_key: str | None,
    base_url: str | httpx.URL | None,
    environment: Mapping[str, str],
    *,
    allow_http: bool,
    **others: Any,
) -> Settings:
    """Check the arguments of a client, and fill in what `environment` says."""
    place = "base_url"
    if base_url is None:
        base_url, place = environment.get(URL_VARIABLE) or SERVICE_URL, URL_VARIABLE
    url = _url(base_url, place, allow_http=allow_http)
    key, found_in = find_key(api_key, environment)
    return Settings(base_url=url, auth=BearerAuth(key, url, found_in), **others)


def _url(given: str | httpx.URL, place: str, *, allow_http: bool) -> httpx.URL:
    """Check a base URL; return it without a slash at the end."""
    if not isinstance(given, str | httpx.URL):
        raise wrong_type("base_url", given, "str | httpx.URL")
    given = str(plain(given))
    try:
        url = httpx.URL(given.rstrip("/"))
        url.host.encode("idna")
        usable = url.scheme in ("http", "https") and bool(url.host) and url.port in _PORTS
    except (httpx.InvalidURL, UnicodeError):
        usable = False
    # An empty query or fragment is not seen in the URL, and would swallow the path all the same.
    if not usable or url.userinfo or "?" in given or "#" in given:
        # The text is not shown: it may hold a password.
        problem = _(
            "The base URL in {place} cannot be used: it must look like {example}, with scheme and "
            "host and without user, query or fragment."
        )
        raise refusal(problem, "base_url", None, place=place, example=SERVICE_URL)
    if url.scheme == "http" and not (allow_http or is_loopback(url.host)):
        problem = _(
            "The base URL in {place} would send the API key unencrypted to {host}. Use https, or "
            "pass allow_http=True if everything on the way may read the key."
        )
        raise refusal(problem, "base_url", None, place=place, host=url.host)
    return url
