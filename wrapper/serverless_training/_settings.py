"""What a client is told, checked once and for all."""

import ipaddress
from collections.abc import Mapping

import httpx
from attrs import evolve, field, frozen

from serverless_training._auth import BearerAuth, find_key
from serverless_training._checks import (
    check_count,
    check_headers,
    check_seconds,
    merge,
    plain,
    wrong_type,
)
from serverless_training._errors import InvalidArgumentError
from serverless_training._language import gettext as _

SERVICE_URL = "https://api.training.wandb.ai"
URL_VARIABLE = "SERVERLESS_TRAINING_BASE_URL"
CONNECT_SECONDS = 10.0


@frozen
class Settings:
    """The settings of a client; safe to show, since the key hides itself.

    Attributes:
        base_url: The service, without a slash at the end.
        timeout: Limits in seconds for connecting, reading, writing and waiting for a connection.
        auth: The key.
        max_retries: How often a failed request is sent again.
        deadline: Seconds for a request with all its retries; infinite for no limit.
        max_body_bytes: The largest body that is read, decompressed.
        language: Code of the language of messages; `None` for the process's.
        headers: Headers of the caller's, sent with every request.
        proxy: URL of the proxy, as it may be shown; empty where none is known.
    """

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
    def is_local(self) -> bool:
        """Whether the service runs on this machine."""
        return _is_loopback(self.base_url.host)


def resolve(  # noqa: PLR0913  one for each setting
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
) -> Settings:
    """Check what the caller gave and fill in what the environment says.

    Args:
        api_key: See `find_key`.
        base_url: The service; `SERVERLESS_TRAINING_BASE_URL`, then the W&B service, by default.
        timeout: Seconds, or httpx's limits in detail.
        max_retries: How often a failed request is sent again, 0 or more.
        deadline: Seconds for a request with all its retries; `math.inf` for no limit.
        max_body_bytes: The largest body that is read, decompressed.
        allow_http: Whether the key may go over plain http to another machine.
        language: Code of the language of messages, as `check_language` returns it.
        environment: Variables by name, as `os.environ`.
        headers: Headers that are sent with every request.

    Returns:
        The settings.

    Raises:
        MissingKeyError: There is no key.
        InvalidArgumentError: One of the values cannot be used; names it.
    """
    if base_url is not None:
        url = _url(base_url, "base_url", allow_http=allow_http)
    else:
        given = environment.get(URL_VARIABLE) or SERVICE_URL
        url = _url(given, URL_VARIABLE, allow_http=allow_http)
    key, origin = find_key(api_key, environment)
    return Settings(
        base_url=url,
        timeout=check_timeout(timeout),
        auth=BearerAuth(key, url, origin),
        max_retries=check_count(max_retries, "max_retries", 0),
        deadline=check_seconds(deadline, "deadline"),
        max_body_bytes=check_count(max_body_bytes, "max_body_bytes", 1),
        language=language,
        headers=check_headers(headers),
    )


def change(  # noqa: PLR0913  one for each setting
    settings: Settings,
    *,
    timeout: float | httpx.Timeout | None,
    max_retries: int | None,
    deadline: float | None,
    language: str | None,
    headers: Mapping[str, str] | None,
) -> Settings:
    """Change some settings.

    Args:
        settings: The settings; not changed.
        timeout: As in `resolve`; `None` keeps it.
        max_retries: Likewise.
        deadline: Likewise.
        language: Code of the language of messages, as `check_language` returns it.
        headers: Headers that are added, or replace those of the same name.

    Returns:
        The new settings.

    Raises:
        InvalidArgumentError: One of the values cannot be used; names it.
    """
    if timeout is not None:
        settings = evolve(settings, timeout=check_timeout(timeout))
    if max_retries is not None:
        settings = evolve(settings, max_retries=check_count(max_retries, "max_retries", 0))
    if deadline is not None:
        settings = evolve(settings, deadline=check_seconds(deadline, "deadline"))
    headers = merge(settings.headers, check_headers(headers))
    return evolve(settings, language=language, headers=headers)


def _url(given: str | httpx.URL, place: str, *, allow_http: bool) -> httpx.URL:
    if not isinstance(given, str | httpx.URL):
        raise wrong_type("base_url", given, "str | httpx.URL")
    given = str(plain(given))
    try:
        url = httpx.URL(given.rstrip("/"))
        url.host.encode("idna")
        usable = url.scheme in ("http", "https") and bool(url.host) and _is_port(url.port)
    except (httpx.InvalidURL, UnicodeError):
        usable = False
    # An empty query or fragment is not seen in the URL, and would swallow the path all the same.
    if not usable or url.userinfo or "?" in given or "#" in given:
        # The text is not shown: somebody may have put a password into it.
        raise InvalidArgumentError(
            _(
                "The base URL in {place} cannot be used: it must look like {example}, with scheme "
                "and host and without user, query or fragment."
            ).format(place=place, example=SERVICE_URL),
            argument="base_url",
        )
    if url.scheme == "http" and not (allow_http or _is_loopback(url.host)):
        raise InvalidArgumentError(
            _(
                "The base URL in {place} would send the API key unencrypted to {host}. Use https, "
                "or pass allow_http=True if everything on the way may read the key."
            ).format(place=place, host=url.host),
            argument="base_url",
        )
    return url


def _is_port(port: int | None) -> bool:
    return port is None or 0 < port < 65536  # noqa: PLR2004  RFC 9293, section 3.1


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_timeout(value: float | httpx.Timeout) -> httpx.Timeout:
    """Check the limits of the steps of a request; seconds count for each of them."""
    if isinstance(value, httpx.Timeout):
        for seconds in value.as_dict().values():
            if seconds is not None:
                check_seconds(seconds, "timeout")
        return value
    if not isinstance(value, int | float):
        raise wrong_type("timeout", value, "float | httpx.Timeout")
    seconds = check_seconds(value, "timeout", forever=False)
    return httpx.Timeout(seconds, connect=min(seconds, CONNECT_SECONDS))
