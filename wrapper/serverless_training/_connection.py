"""What requests of a client go through: an httpx client, which clients of `with_options` share."""

import asyncio
import os
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import httpx
from attrs import define, field

from serverless_training._arguments import wrong_type
from serverless_training._errors import ClientClosedError, EventLoopError, InvalidArgumentError
from serverless_training._language import gettext as _
from serverless_training._settings import Settings, is_loopback

HttpT = TypeVar("HttpT", httpx.Client, httpx.AsyncClient)


@define
class Connection(Generic[HttpT]):
    """An httpx client, with the process and the event loop that it belongs to."""

    _http: HttpT
    _renew: Callable[[], HttpT] | None  # `None` where the caller has made the httpx client
    is_closed: bool = False
    _process: int = field(factory=os.getpid)
    _loop: asyncio.AbstractEventLoop | None = None

    def open(self, *, is_closed: bool) -> HttpT:
        """Return the httpx client; refuse to go on when it, or the client that asks, was closed."""
        if is_closed or self.is_closed or self._http.is_closed:
            raise ClientClosedError(_("This client is closed. Make a new one, or use `with`."))
        if self._process != os.getpid():
            # A fork has the same sockets: each would read responses to the other's requests.
            if self._renew is None:
                problem = _("This client was made by another process. Make one in each process.")
                raise ClientClosedError(problem)
            self._http, self._process, self._loop = self._renew(), os.getpid(), None
        if isinstance(self._http, httpx.AsyncClient):
            self.check_loop()
        return self._http

    def close(self) -> HttpT | None:
        """Refuse requests from now on; return the httpx client if it is ours to close."""
        self.is_closed = True
        return self._http if self._renew else None

    def check_loop(self) -> None:
        """Refuse an event loop that the connections do not belong to."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            problem = _("AsyncClient needs asyncio; no event loop of it is running.")
            raise EventLoopError(problem) from None
        self._loop = self._loop or loop
        if self._loop is not loop:
            problem = _(
                "This AsyncClient belongs to another asyncio event loop. Make one in each loop."
            )
            raise EventLoopError(problem)


def connect(cls: type[HttpT], settings: Settings, given: Any) -> Connection[HttpT]:
    """Make an httpx client, or take that of the caller."""
    if isinstance(given, cls):
        return Connection(given, None)
    if given is not None:
        raise wrong_type("http_client", given, f"httpx.{cls.__name__}")

    def renew() -> HttpT:
        # A proxy of the environment is for the world outside; on this machine, it would see the
        # key. Certificates of the environment count for both.
        trust_env = not is_loopback(settings.base_url.host)
        return cls(trust_env=trust_env, verify=httpx.create_ssl_context())

    try:
        return Connection(renew(), renew)
    except ImportError as error:  # a socks proxy needs a package of its own
        problem = str(error)
    except (httpx.InvalidURL, ValueError):  # whose text may hold a password
        problem = _("The proxy that the environment names cannot be used.")
    except OSError as error:
        problem = _(
            "The certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be read ({reason})."
        ).format(reason=error)
    raise InvalidArgumentError(problem)
