"""Send GET requests, never more or faster than allowed, and remember what was answered."""

import json
import math
import shlex
import ssl
from collections.abc import Callable
from time import monotonic, sleep, time
from typing import cast

import httpx
from attrs import frozen
from serverless_training._auth import HIDDEN
from serverless_training._language import gettext as _
from serverless_training._request import CODINGS, TimedStream
from serverless_training._responses import retry_after
from serverless_training._settings import Settings, is_loopback

from serverless_training_testing.contract._credentials import (
    CREDENTIALS,
    SHELL,
    SHORTEST_SECRET,
    WRONG_KEY,
    secrets,
)
from serverless_training_testing.contract._exchange import Exchange, GetRequest

# Longer than any page; what is larger is no page.
_LARGEST_BODY_BYTES = 32 * 2**20
_STEP_SECONDS = 10.0
_TRIES = 3
# Each of so many asks whether it was the wait that was too short.
_TRIES_IF_BUSY = 12
# A service that is busy may be asked again; longer waits end the run instead.
_USUAL_WAIT_SECONDS, _LONGEST_WAIT_SECONDS = 1.0, 10.0
_HEADERS = {"Accept": "application/json", "Accept-Encoding": "gzip, deflate"}


class _TroubleError(Exception):
    """The body is not read any further; the message says why."""


class OutOfBudgetError(Exception):
    """No further request may be sent: as many as allowed were, or the time is over."""


@frozen
class Budget:
    """How much may be asked."""

    requests: int  # how many requests at most
    seconds: float  # for how long
    # How many requests a second at most; `None` for as many as the server takes.
    rate: float | None = None


class Sender:
    """Sends requests to one server and remembers the answers."""

    def __init__(
        self, settings: Settings, key: str, budget: Budget, notify: Callable[[int], None]
    ) -> None:
        self._settings = settings
        self.key = key
        self._secrets = secrets(key)
        self._budget = budget
        self._notify = notify
        # A proxy of the environment is not for this machine itself: it would see the key.
        self._http = httpx.Client(
            timeout=_STEP_SECONDS,
            trust_env=not is_loopback(settings.base_url.host),
            headers=_HEADERS,
        )
        self._began = monotonic()
        self._next = self._began
        self._known: dict[GetRequest, Exchange] = {}
        self._echoes: dict[GetRequest, Exchange] = {}
        self.sent: int = 0
        self.limited: int = 0

    @property
    def base_url(self) -> str:
        """The server."""
        return str(self._settings.base_url)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    @property
    def seconds(self) -> float:
        """For how long it has been at work, in seconds."""
        return monotonic() - self._began

    def affordable(self) -> int:
        """Guess how many further requests there is time for, by how long those so far took."""
        seconds = max(self._budget.seconds - self.seconds, 0.0)
        each = max(self.seconds / max(self.sent, 1), 1 / (self._budget.rate or math.inf))
        return min(self._budget.requests - self.sent, int(seconds / max(each, 1e-6)))

    def get(self, request: GetRequest) -> Exchange:
        """Ask once, and answer from memory from then on."""
        if request not in self._known:
            self._known[request] = self.fetch(request)
        return self._known[request]

    def fetch(self, request: GetRequest) -> Exchange:
        """Send a request, again after a 429, and where a connection broke."""
        broken = busy = 0
        while True:
            exchange = self._send(request)
            if exchange.status == httpx.codes.TOO_MANY_REQUESTS and busy < _TRIES_IF_BUSY - 1:
                busy += 1
                self.limited += 1
                self._wait(_asked_seconds(exchange))
            elif exchange.may_pass and broken < _TRIES - 1:
                broken += 1
            else:
                break
        if self.where_key_stands(exchange):
            self._echoes.setdefault(request, exchange)
        return exchange

    def forget(self) -> dict[GetRequest, Exchange]:
        """Forget the answers, and hand them out."""
        known, self._known = self._known, {}
        return known

    def remember(self, known: dict[GetRequest, Exchange]) -> None:
        """Take back answers that were forgotten."""
        self._known = known

    def where_key_stands(self, exchange: Exchange) -> str:
        """Say where in an answer a key stands, be it ours or the wrong one; empty if nowhere."""
        keys = (WRONG_KEY, *self._secrets)
        places = [*exchange.headers.multi_items(), ("", exchange.text)]
        if "\\u" in exchange.text:  # letters that JSON may write as numbers
            places.append(("", json.dumps(exchange.body, ensure_ascii=False, default=str)))
        found = (place for place, text in places if any(key in text for key in keys))
        place = next(found, None)
        if place is None:
            return ""
        said = _("the key in the header {name}") if place else _("the key in the body")
        return f"{exchange.status}: {said.format(name=place)}"

    @property
    def echoes(self) -> list[Exchange]:
        """The answers so far that repeated a key."""
        return list(self._echoes.values())

    @property
    def exchanges(self) -> list[Exchange]:
        """The answers that are remembered."""
        return list(self._known.values())

    @property
    def can_find_key(self) -> bool:
        """Whether the key is long enough to stand in no answer by chance."""
        return len(self.key) >= SHORTEST_SECRET

    def redact(self, text: str) -> str:
        """Hide the key in a text that somebody else wrote, and what was made of it."""
        hidden = self._settings.auth.redact(text)
        for secret in self._secrets:
            hidden = hidden.replace(secret, HIDDEN)
        return hidden

    def curl(self, request: GetRequest) -> str:
        """Write a request as a line for a shell, which reads the key from the environment."""
        url = shlex.quote(f"{self.base_url}{request.target}")
        return f"curl {url}{SHELL[request.credentials]}"

    def _send(self, request: GetRequest) -> Exchange:
        self._spend()
        headers = {}
        if (value := CREDENTIALS[request.credentials](self.key)) is not None:
            headers["Authorization"] = value
        ends = monotonic() + min(_STEP_SECONDS, self._budget.seconds - self.seconds)
        try:
            url = f"{self.base_url}{request.target}"
            with self._http.stream("GET", url, headers=headers, auth=None) as response:
                body = _read(response, ends)
            return Exchange(request, response.status_code, response.headers, body)
        except (httpx.RequestError, httpx.InvalidURL, ssl.SSLError, _TroubleError) as error:
            if self.seconds >= self._budget.seconds:
                raise OutOfBudgetError from error
            name = type(error).__name__
            trouble = self.redact(f"{name}: {error}".removesuffix(": "))
            # Who has not answered in time will not in as much again, and costs all the others.
            may_pass = isinstance(error, httpx.NetworkError | httpx.RemoteProtocolError)
            return Exchange(request, 0, trouble=trouble, may_pass=may_pass)
        finally:
            self._http.cookies.clear()
            self._notify(self.sent)

    def _spend(self) -> None:
        if self.sent >= self._budget.requests or self.seconds >= self._budget.seconds:
            raise OutOfBudgetError
        if self._budget.rate:
            self._wait(self._next - monotonic())
            self._next = max(self._next, monotonic()) + 1 / self._budget.rate
        self.sent += 1

    def _wait(self, seconds: float) -> None:
        if seconds > self._budget.seconds - self.seconds:
            raise OutOfBudgetError
        sleep(max(seconds, 0.0))


def _asked_seconds(exchange: Exchange) -> float:
    asked = retry_after(str(exchange.headers.get("retry-after", "")), time())
    return min(_USUAL_WAIT_SECONDS if asked is None else asked, _LONGEST_WAIT_SECONDS)


def _read(response: httpx.Response, ends: float) -> bytes:
    """Read a body that is neither too large nor too slow."""
    body = bytearray()

    def check_time() -> None:
        if monotonic() > ends:
            raise _TroubleError(_("no end within {limit:g} s").format(limit=_STEP_SECONDS))

    coding = response.headers.get("content-encoding", "").strip().lower()
    if coding not in CODINGS:
        raise _TroubleError(f"Content-Encoding {coding}")
    response.stream = TimedStream(cast("httpx.SyncByteStream", response.stream), check_time)
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > _LARGEST_BODY_BYTES:
            problem = _("the body is larger than {limit:,} bytes")
            raise _TroubleError(problem.format(limit=_LARGEST_BODY_BYTES))
    return bytes(body)
