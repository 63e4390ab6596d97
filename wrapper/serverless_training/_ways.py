"""What requests go through: transports, proxies, and what the caller brings."""

from typing import Any, TypeVar
from urllib.request import getproxies, proxy_bypass

import httpx

from serverless_training._checks import wrong_type
from serverless_training._errors import InvalidArgumentError
from serverless_training._language import gettext as _
from serverless_training._settings import Settings

TransportT = TypeVar("TransportT", httpx.HTTPTransport, httpx.AsyncHTTPTransport)


def check_way(
    client: type[Any],
    transport_type: type[Any],
    transport: object,
    proxy: str | httpx.Proxy | None,
    http_client: object,
) -> httpx.Proxy | None:
    """Check that requests go one way alone, and that it is one.

    Args:
        client: What `http_client` must be.
        transport_type: What `transport` must be.
        transport: A transport of the caller's, or `None`.
        proxy: A proxy, or `None`.
        http_client: An httpx client of the caller's, or `None`.

    Returns:
        The proxy.

    Raises:
        InvalidArgumentError: More than one is given, or one that cannot be used.
    """
    kinds: dict[str, Any] = {
        "transport": transport_type,
        "proxy": str | httpx.Proxy,
        "http_client": client,
    }
    ways = {"transport": transport, "proxy": proxy, "http_client": http_client}
    given = [name for name, value in ways.items() if value is not None]
    if len(given) > 1:
        raise InvalidArgumentError(
            _("{arguments} cannot be combined: give one of them.").format(
                arguments=", ".join(given)
            ),
            argument=given[1],
        )
    for name in given:
        if not isinstance(ways[name], kinds[name]):
            expected = "str | httpx.Proxy" if name == "proxy" else f"httpx.{kinds[name].__name__}"
            raise wrong_type(name, ways[name], expected)
    return make_proxy(proxy, "proxy") if isinstance(proxy, str) else proxy


def make_proxy(url: str, place: str) -> httpx.Proxy:
    """Make a proxy of its URL.

    Args:
        url: The URL.
        place: Where it comes from, for the error.

    Returns:
        The proxy.

    Raises:
        InvalidArgumentError: It cannot be used.
    """
    try:
        made = httpx.Proxy(url)
    except (httpx.InvalidURL, ValueError):
        made = None
    if made is None or not made.url.host:
        # The text is not shown: it may hold a password.
        raise InvalidArgumentError(
            _("The proxy in {place} cannot be used: it must look like {example}.").format(
                place=place, example="http://proxy.example:8080"
            ),
            argument="proxy",
        )
    return made


def environment_proxy(settings: Settings) -> httpx.Proxy | None:
    """Find the proxy that the environment or the system names for the service.

    Args:
        settings: The client's settings.

    Returns:
        The proxy; `None` if there is none, or none for this service.
    """
    # A proxy of the environment's is for the world outside, and would see the key.
    url = settings.base_url
    # `no_proxy` may name a host, or a host and its port.
    if settings.is_local or proxy_bypass(url.host) or proxy_bypass(url.netloc.decode("ascii")):
        return None
    proxies = getproxies()
    found = proxies.get(url.scheme) or proxies.get("all")
    if not found:
        return None
    return make_proxy(found if "://" in found else f"http://{found}", f"{url.scheme}_proxy")


def shown_proxy(proxy: httpx.Proxy | None) -> str:
    """Write the URL of a proxy as it may be shown: without user, password, path and query."""
    return f"{proxy.url.scheme}://{proxy.url.netloc.decode('ascii')}" if proxy else ""


def make_transport(kind: type[TransportT], proxy: httpx.Proxy | None) -> TransportT:
    """Make what requests go through.

    Args:
        kind: `httpx.HTTPTransport` or its twin for asyncio.
        proxy: The proxy; `None` for none.

    Returns:
        The transport.

    Raises:
        InvalidArgumentError: The proxy or the certificates that the environment names are unusable.
    """
    try:
        return kind(proxy=proxy)
    except ImportError as error:  # socks needs a package of its own
        raise InvalidArgumentError(str(error), argument="proxy") from error
    except OSError as error:
        raise InvalidArgumentError(
            _(
                "The certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be read "
                "({reason})."
            ).format(reason=error)
        ) from error
