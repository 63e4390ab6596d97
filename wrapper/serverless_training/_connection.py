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
    """An httpx client, and whom it belongs to.

    Attributes:
        renew: Makes such an httpx client again; `None` where the caller has made it.
        is_closed: Whether the client that made it was closed.
        process: The process that its connections belong to.
        loop: The event loop that its connections belong to, once there is one.
    """

    _http: HttpT
    renew: Callable[[], HttpT] | None
    is_closed: bool = False
    process: int = field(factory=os.getpid)
    loop: asyncio.AbstractEventLoop | None = None

    @property
    def http(self) -> HttpT:
        """The httpx client; refuses to go on when it was closed or belongs to somebody else."""
        if self.is_closed or self._http.is_closed:
            raise closed()
        if self.process != os.getpid():
            # A fork has the same sockets: each would read responses to the other's requests.
            if self.renew is None:
                raise ClientClosedError(
                    _("This client was made by another process. Make a new one in each process.")
                )
            self._http, self.process, self.loop = self.renew(), os.getpid(), None
        return self._http

    def close(self) -> HttpT | None:
        """Refuse requests from now on, and return the httpx client if it is ours to close."""
        self.is_closed = True
        return self._http if self.renew else None

    def check_loop(self) -> None:
        """Refuse an event loop that the connections do not belong to."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            loop = None
        if loop is None:
            raise EventLoopError(_("AsyncClient needs asyncio; no event loop of it is running."))
        if self.loop not in (None, loop):
            raise EventLoopError(
                _(
                    "This AsyncClient belongs to another asyncio event loop. Make one client in "
                    "each event loop, or keep to one `asyncio.run`."
                )
            )
        self.loop = loop


def closed() -> ClientClosedError:
    """Build the error of a client that was closed."""
    return ClientClosedError(
        _("This client is closed. Make a new one, or call it inside its `with` block.")
    )


def connect(cls: type[HttpT], settings: Settings, given: Any) -> Connection[HttpT]:
    """Make an httpx client, or take that of the caller."""
    if given is not None:
        if not isinstance(given, cls):
            raise wrong_type("http_client", given, f"httpx.{cls.__name__}")
        return Connection(given, None)

    def renew() -> HttpT:
        # A proxy of the environment is for the world outside; on this machine, it would see the
        # key. Cookies are not kept: what one response sets is not for the next request.
        return cls(trust_env=not is_loopback(settings.base_url.host))

    try:
        return Connection(renew(), renew)
    except ImportError as error:  # a socks proxy needs a package of its own
        raise InvalidArgumentError(str(error)) from error
    except (httpx.InvalidURL, ValueError):
        problem = _("The proxy that the environment names cannot be used.")
    except OSError as error:
        problem = _(
            "The certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be read ({reason})."
        ).format(reason=error)
    # The text of a proxy is not shown: it may hold a password.
    raise InvalidArgumentError(problem)
