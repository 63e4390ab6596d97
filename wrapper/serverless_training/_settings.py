"""What a client is told, checked once and for all."""

import math
from collections.abc import Mapping

import httpx
from attrs import frozen

from serverless_training._auth import BearerAuth, find_key
from serverless_training._errors import InvalidArgumentError
from serverless_training._language import gettext as _

SERVICE_URL = "https://api.training.wandb.ai"
URL_VARIABLE = "SERVERLESS_TRAINING_BASE_URL"
TIMEOUT_SECONDS = 60.0
CONNECT_SECONDS = 10.0


@frozen
class Settings:
    """The settings of a client; safe to show, since the key hides itself.

    Attributes:
        base_url: The service, without a slash at the end.
        timeout: Limits in seconds for connecting, reading, writing and waiting for a connection.
        auth: The key.
    """

    base_url: httpx.URL
    timeout: httpx.Timeout
    auth: BearerAuth


def resolve(
    api_key: str | None,
    base_url: str | httpx.URL | None,
    timeout: float | httpx.Timeout,
    environment: Mapping[str, str],
) -> Settings:
    """Check what the caller gave and fill in what the environment says.

    Args:
        api_key: See `find_key`.
        base_url: The service; `SERVERLESS_TRAINING_BASE_URL`, then the W&B service, by default.
        timeout: Seconds, or httpx's limits in detail.
        environment: Variables by name, as `os.environ`.

    Returns:
        The settings.

    Raises:
        MissingKeyError: There is no key.
        InvalidArgumentError: One of the values cannot be used; names it.
    """
    if base_url is not None:
        url = _url(base_url, "base_url")
    else:
        url = _url(environment.get(URL_VARIABLE) or SERVICE_URL, URL_VARIABLE)
    return Settings(url, _timeout(timeout), BearerAuth(find_key(api_key, environment), url))


def _url(given: str | httpx.URL, place: str) -> httpx.URL:
    try:
        url = httpx.URL(str(given).rstrip("/"))
        usable = url.scheme in ("http", "https") and bool(url.host)
    except (httpx.InvalidURL, UnicodeError):
        usable = False
    if not usable or url.userinfo or url.query or url.fragment:
        # The text is not shown: somebody may have put a password into it.
        raise InvalidArgumentError(
            _(
                "The base URL in {place} cannot be used: it must look like {example}, with scheme "
                "and host and without user, query or fragment."
            ).format(place=place, example=SERVICE_URL),
            argument="base_url",
        )
    return url


def _timeout(value: float | httpx.Timeout) -> httpx.Timeout:
    if isinstance(value, httpx.Timeout):
        return value
    if not (type(value) in (int, float) and 0 < value < math.inf):
        raise InvalidArgumentError(
            _("timeout is {value!r}: it must be a positive number of seconds.").format(value=value),
            argument="timeout",
        )
    return httpx.Timeout(value, connect=min(value, CONNECT_SECONDS))
