"""Nothing leaves that may not: a guard around every request of the process of schemathesis.

Settings say what schemathesis should send; this holds it to that, in the one place that each of
its requests passes. It counts them too, keeps to the rate, and ends the run in time.
"""

import json
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

import requests
from urllib3.response import HTTPResponse

from serverless_training_testing.contract._configuration import NOT_SENT, SENT_AS, pattern
from serverless_training_testing.contract._credentials import KEY

Send = Callable[..., requests.Response]

_CASE = "X-Schemathesis-TestCaseId"


class Guard:
    """Decides about each request."""

    def __init__(
        self,
        limits: Mapping[str, Any],
        key: str,
        count: Callable[[], object],
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        base = urlsplit(limits["base_url"])
        self._origin = _origin(base)
        self._operations = [
            (method, pattern(base.path, template)) for method, template in limits["operations"]
        ]
        self._made_up = {base.path + _filled(*each) for each in limits["probed"].items()}
        self._left = limits["max_requests"]
        self._deadline = limits["deadline"]
        self._interval = 1 / limits["rate"] if limits["rate"] else 0.0
        self._next = 0.0
        self._key = key
        self._count = count
        self.statuses: dict[str, int] = {}
        self._clock, self._sleep = clock, sleep

    def allows(self, method: str, url: str) -> bool:
        """Say whether a request may leave."""
        parts = urlsplit(url)
        if _origin(parts) != self._origin:
            return False
        return parts.path in self._made_up or any(
            method == each and path.fullmatch(parts.path) for each, path in self._operations
        )

    def send(self, send: Send, session: Any, request: Any, **options: Any) -> requests.Response:
        """Send a request, or answer it here if it may not leave."""
        if not self.allows(request.method, request.url):
            return _not_sent(request)
        self._wait()
        request.headers.pop(SENT_AS, None)
        self._count()
        response = send(session, request, **options)
        self.statuses[request.headers.get(_CASE, "")] = response.status_code
        headers = {name: self._shown(value) for name, value in request.headers.items()}
        shown = {"url": self._shown(request.url), "headers": headers}
        response.request.headers[SENT_AS] = json.dumps(shown)
        return response

    def _shown(self, value: str | bytes) -> str:
        text = value.decode("latin-1") if isinstance(value, bytes) else value
        return text.replace(self._key, KEY).replace(quote(self._key, safe=""), KEY)

    def _wait(self) -> None:
        now = self._clock()
        start = max(now, self._next)
        if self._left <= 0 or start >= self._deadline:
            raise KeyboardInterrupt
        self._left -= 1
        self._next = start + self._interval
        if start > now:
            self._sleep(start - now)


def _origin(url: SplitResult) -> tuple[str, str | None, int | None]:
    return url.scheme, url.hostname, url.port or {"http": 80, "https": 443}.get(url.scheme)


def _filled(template: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        template = template.replace(f"{{{name}}}", value)
    return template


def _not_sent(request: Any) -> requests.Response:
    nothing = HTTPResponse(status=404, headers={NOT_SENT: "yes"}, version=11)
    return requests.adapters.HTTPAdapter().build_response(request, nothing)


def install(guard: Guard) -> None:
    """Put the guard before every session of requests in this process."""
    send = requests.Session.send

    def guarded(session: Any, request: Any, **options: Any) -> requests.Response:
        return guard.send(send, session, request, **options)

    requests.Session.send = guarded  # type: ignore[method-assign,assignment]
