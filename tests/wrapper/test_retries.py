"""A request that failed for now is sent again, where that is safe and there is time."""

import asyncio
import logging
import math
import runpy
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
import serverless_training
import tenacity
from serverless_training import (
    AsyncClient,
    Client,
    ConnectionFailedError,
    DecodeError,
    InvalidArgumentError,
    RateLimitError,
    RequestError,
    ServerError,
    StatusError,
    _retries,
)
from serverless_training._responses import retry_after
from serverless_training_client.api.models import list_model_checkpoints

from tests import fakes, network
from tests.fakes import KEY
from tests.network import Shelf, Step, always, script, serving

# One answer: a status with headers, or what is raised in its place; `None` for the right answer.
Reply = tuple[int, dict[str, str]] | type[BaseException] | None

TODAY = 1_796_000_000.0  # seconds since the epoch
RETRIED = {408, 429, 500, 502, 503, 504, 507, 520, 599}
UNSENT = [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError]
SENT = [
    *(httpx.ReadTimeout, httpx.WriteTimeout, httpx.ReadError, httpx.WriteError),
    httpx.RemoteProtocolError,
]


@dataclass
class Clock:
    """Time that passes when somebody sleeps, and only then.

    Attributes:
        waits: How long was slept each time, in seconds.
        passed: What passed without sleeping.
    """

    waits: list[float] = field(default_factory=list)
    passed: float = 0.0

    def now(self) -> float:
        """Say how much time has passed, in seconds."""
        return self.passed + sum(self.waits)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock in the place of the machine's; waits are as long as for a user."""
    false, start = Clock(), 1_000_000.0

    def sleep(seconds: float) -> None:
        false.waits.append(seconds)

    async def sleep_async(seconds: float) -> None:
        false.waits.append(seconds)

    constants = runpy.run_path(_retries.__file__)
    for name in ("FIRST_WAIT_SECONDS", "LONGEST_WAIT_SECONDS"):
        monkeypatch.setattr(_retries, name, constants[name])
    monkeypatch.setattr(time, "sleep", sleep)
    monkeypatch.setattr(asyncio, "sleep", sleep_async)
    monkeypatch.setattr(time, "monotonic", lambda: start + false.now())
    monkeypatch.setattr(time, "time", lambda: TODAY + false.now())
    return false


@dataclass
class Service:
    """Answers as scripted, the last line again and again.

    Attributes:
        replies: The script.
        seen: The requests so far: method, URL, headers and body.
        before: Called before each answer.
    """

    replies: list[Reply]
    seen: list[SimpleNamespace] = field(default_factory=list)
    before: Callable[[], object] = lambda: None

    def handle(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        self.before()
        reply = self.replies[min(len(self.seen), len(self.replies) - 1)]
        # Copied: what is done to a request afterwards was not sent.
        self.seen.append(
            SimpleNamespace(
                method=request.method,
                url=str(request.url),
                headers=dict(request.headers),
                body=request.content,
                timeout=dict(request.extensions["timeout"]),
            )
        )
        if reply is None:
            return httpx.Response(200, json=fakes.page([0], more=False))
        if isinstance(reply, tuple):
            headers = [
                (name.encode("ascii"), text.encode("utf-8")) for name, text in reply[1].items()
            ]
            return httpx.Response(reply[0], headers=headers, json={})
        # An interrupt knows nothing of requests.
        raise reply("it broke", request=request) if issubclass(reply, httpx.RequestError) else reply


def service(*replies: Reply) -> Service:
    """Make a service that answers in this way."""
    return Service([*replies])


def operation(method: str) -> Any:
    """Make an operation as the generator writes it, with a body where the method has one."""

    def build(model_id: str) -> dict[str, Any]:
        body = {"json": {"name": "run-1"}} if method in ("post", "put", "patch") else {}
        return {"method": method, "url": f"/v1/things/{model_id}", **body}

    return SimpleNamespace(
        __name__=f"serverless_training_client.api.things.{method}_thing",
        _get_kwargs=build,
        _parse_response=list_model_checkpoints._parse_response,
        _success=list_model_checkpoints._success,
    )


def call(service: Service, operation: Any = list_model_checkpoints, **options: Any) -> Any:
    """Call an operation."""
    with fakes.client(service.handle, **options) as client:
        return client.with_raw_response.call(operation, "m")


def call_async(service: Service, operation: Any = list_model_checkpoints, **options: Any) -> Any:
    """Call an operation, asynchronously."""

    async def run() -> Any:
        async with fakes.async_client(service.handle, **options) as client:
            return await client.with_raw_response.call(operation, "m")

    return asyncio.run(run())


def failure(way: "Way", service: Service, *arguments: Any, **options: Any) -> RequestError:
    """Make a call that fails for good."""
    with pytest.raises(RequestError) as caught:
        way(service, *arguments, **options)
    return caught.value


Way = Callable[..., Any]
ways = pytest.mark.parametrize("way", [call, call_async])


@ways
@pytest.mark.parametrize(
    "code", [400, 401, 403, 404, 407, 409, 410, 418, 422, 425, 499, 501, 505, *sorted(RETRIED)]
)
def test_statuses_that_may_be_another_in_a_second_are_retried_and_no_others(
    way: Way, code: int, clock: Clock
) -> None:
    """408, 429 and 500 to 599, but neither 501 nor 505."""
    served = service((code, {}))
    error = failure(way, served, max_retries=3)

    assert isinstance(error, StatusError)
    assert error.status_code == code
    assert error.attempts == len(served.seen) == (4 if code in RETRIED else 1)
    assert len(clock.waits) == len(served.seen) - 1


@pytest.mark.parametrize("code", [500, 502, 503, 504])
@pytest.mark.parametrize("read", [list, lambda listing: listing.collect()])
def test_single_failure_of_the_service_in_the_middle_does_not_end_a_long_listing(
    read: Callable[[Any], list[Any]], code: int
) -> None:
    """On a real socket: the page is asked for again, and nothing is lost or given twice."""
    steps = [network.fine] * 10 + [network.status(code, b"{}")]
    with (
        serving(script(*steps), shelf=Shelf(list(range(40)))) as site,
        Client(api_key=KEY, base_url=site.url) as client,
    ):
        found = read(client.checkpoints.list("m", page_size=2))

    assert [item.step for item in found] == list(range(40))
    assert len(site.seen) >= 21


@ways
@pytest.mark.parametrize("cause", [*UNSENT, *SENT])
def test_failures_on_the_way_are_retried(way: Way, cause: Any, clock: Clock) -> None:
    """Connections that fail and limits that pass; a success after them is a success."""
    served = service(cause, cause, None)
    response = way(served)

    assert response.attempts == len(served.seen) == 3
    assert len(response.parsed.data) == 1
    assert len(clock.waits) == 2


@ways
def test_every_attempt_is_the_same_request(way: Way, clock: Clock) -> None:
    """Method, URL, headers with the key, and body."""
    served = service(httpx.ConnectError, (503, {}), httpx.ReadTimeout, None)
    way(served, operation("put"))

    assert len(clock.waits) == 3
    assert served.seen[0].headers["authorization"] == f"Bearer {KEY}"
    assert served.seen[0].body == b'{"name":"run-1"}'
    for again in served.seen[1:]:
        assert again.headers == served.seen[0].headers
        assert (again.method, again.url) == ("PUT", served.seen[0].url)
        assert again.body == served.seen[0].body


@ways
@pytest.mark.parametrize("method", ["get", "put", "delete", "head", "options"])
@pytest.mark.parametrize("reply", [(500, {}), (503, {}), httpx.ReadTimeout, httpx.ReadError])
def test_methods_that_may_be_repeated_are(
    way: Way, method: str, reply: Reply, clock: Clock
) -> None:
    """RFC 9110, section 9.2.2: twice does what once does."""
    served = service(reply, None)
    way(served, operation(method))

    assert len(served.seen) == 2
    assert len(clock.waits) == 1


@ways
@pytest.mark.parametrize("method", ["post", "patch"])
@pytest.mark.parametrize("reply", [*SENT, *((code, {}) for code in sorted(RETRIED - {429}))])
def test_methods_that_do_more_when_repeated_are_not_where_the_outcome_is_unknown(
    way: Way, method: str, reply: Any, clock: Clock
) -> None:
    """The service may have done it, and would do it again."""
    served = service(reply)
    error = failure(way, served, operation(method))

    assert error.attempts == len(served.seen) == 1
    assert clock.waits == []


@ways
@pytest.mark.parametrize("method", ["post", "patch"])
@pytest.mark.parametrize("reply", [*UNSENT, (429, {})])
def test_methods_that_do_more_when_repeated_are_where_nothing_was_done(
    way: Way, method: str, reply: Any, clock: Clock
) -> None:
    """No connection was made, or the service said that it did nothing."""
    served = service(reply, reply, None)

    assert way(served, operation(method)).attempts == len(served.seen) == 3
    assert len(clock.waits) == 2


@pytest.mark.parametrize(
    "step", [network.reset, network.hang_up, network.reset_within_body, network.cut_off_chunks]
)
def test_post_reaches_a_server_that_breaks_off_once(step: Step) -> None:
    """On a real socket: whatever was sent is not sent twice."""
    with (
        serving(always(step)) as site,
        Client(api_key=KEY, base_url=site.url) as client,
        pytest.raises(ConnectionFailedError) as caught,
    ):
        client.call(operation("post"), "m")

    assert [seen.body for seen in site.seen] == [b'{"name":"run-1"}']
    assert caught.value.attempts == 1


@pytest.mark.parametrize(
    "step", [network.cut_off, network.cut_off_chunks, network.reset_within_body, network.reset]
)
def test_listing_survives_a_server_that_breaks_off(
    step: Step,
) -> None:
    """On a real socket: the page is asked for again, and half of it is not given."""
    with (
        serving(script(step, network.fine, step, step)) as site,
        Client(api_key=KEY, base_url=site.url) as client,
    ):
        pages = list(client.checkpoints.list("m", page_size=2).pages())

    assert [[item.step for item in page.items] for page in pages] == [[0, 1], [2]]
    assert [page.response.attempts for page in pages] == [2, 3]
    assert len(site.seen) == 5


@ways
@pytest.mark.parametrize("retries", [0, 1, 4])
def test_max_retries_is_how_often_a_request_is_sent_again(
    way: Way, retries: int, clock: Clock
) -> None:
    """0 turns retries off."""
    served = service((503, {}))
    error = failure(way, served, max_retries=retries)

    assert error.attempts == len(served.seen) == 1 + retries
    assert len(clock.waits) == retries


@ways
def test_five_retries_are_the_default(way: Way, clock: Clock) -> None:
    """As the documentation says."""
    served = service((503, {}))

    assert failure(way, served).attempts == 6
    assert len(clock.waits) == 5


def test_options_of_one_call_leave_the_client_as_it_is(clock: Clock) -> None:
    """`with_options` gives another client."""
    served = service((503, {}))
    with fakes.client(served.handle, max_retries=1, timeout=7, deadline=100) as client:
        for other, attempts, seconds in (
            (client.with_options(max_retries=3), 4, 7),
            (client.with_options(timeout=3), 2, 3),
            (client.with_options(max_retries=0).with_options(timeout=2), 1, 2),
            (client, 2, 7),
        ):
            served.seen.clear()
            with pytest.raises(ServerError) as caught:
                other.checkpoints.list("m").collect()

            assert caught.value.attempts == len(served.seen) == attempts
            assert served.seen[0].timeout["read"] == seconds
    assert len(clock.waits) == 5


def test_options_of_one_call_leave_the_asynchronous_client_as_it_is(clock: Clock) -> None:
    """Likewise."""
    served = service((503, {}))

    async def run() -> None:
        async with fakes.async_client(served.handle, max_retries=1) as client:
            for other, attempts in ((client.with_options(max_retries=0), 1), (client, 2)):
                with pytest.raises(ServerError) as caught:
                    await other.checkpoints.list("m").collect()
                assert caught.value.attempts == attempts

    asyncio.run(run())
    assert len(clock.waits) == 1


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        *(("max_retries", value) for value in (-1, 1.5, True, "3", math.inf)),
        *(("deadline", value) for value in (0, -1, math.nan, "3", True)),
        *(("timeout", value) for value in (0, -1, math.nan, math.inf, "3", True)),
        *(("max_body_bytes", value) for value in (0, -1, 1.5, "3", True, None)),
    ],
)
@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_option_that_makes_no_sense_is_refused(
    kind: type[Client | AsyncClient], argument: str, value: Any
) -> None:
    """When the client is made, not when it is first used; by `with_options` likewise."""
    with pytest.raises(InvalidArgumentError, match=argument) as caught:
        kind(api_key=KEY, **{argument: value})

    assert caught.value.argument == argument
    if argument != "max_body_bytes":
        client: Any = kind(api_key=KEY)
        with pytest.raises(InvalidArgumentError, match=argument):
            client.with_options(**{argument: value})


@ways
@pytest.mark.parametrize("code", sorted(RETRIED))
def test_service_that_names_a_time_is_obeyed(way: Way, code: int, clock: Clock) -> None:
    """`Retry-After` in seconds (RFC 9110, section 10.2.3), in full."""
    served = service((code, {"Retry-After": "30"}), (code, {"Retry-After": "0"}), None)
    way(served)

    assert 30 <= clock.waits[0] <= 38
    assert 0 <= clock.waits[1] <= 1


@ways
@pytest.mark.parametrize(
    "write",
    [
        lambda moment: formatdate(moment, usegmt=True),
        lambda moment: time.strftime("%A, %d-%b-%y %H:%M:%S GMT", time.gmtime(moment)),
        lambda moment: time.asctime(time.gmtime(moment)),
    ],
)
def test_service_that_names_a_date_is_obeyed(
    way: Way, write: Callable[[float], str], clock: Clock
) -> None:
    """In each of the forms that HTTP knows (RFC 9110, section 5.6.7)."""
    served = service((503, {"Retry-After": write(TODAY + 30)}), None)
    way(served)

    assert 30 <= clock.waits[0] <= 38


@ways
@pytest.mark.parametrize(
    "value",
    [
        *("", "soon", "-5", "1.2.3", "NaN", "inf", "-inf", "0x10", "１０", "{}"),
        *("Mon, 99 Foo 2026", "Mon, 01 Jan 99999999999 00:00:00 GMT"),
    ],
)
def test_time_that_makes_no_sense_is_none(way: Way, value: str, clock: Clock) -> None:
    """The client's own wait holds, and the error says that no time was named."""
    served = service((429, {"Retry-After": value}))
    error = failure(way, served, max_retries=1)

    assert isinstance(error, RateLimitError)
    assert error.retry_after is None
    assert 0 <= clock.waits[0] <= 0.5


@ways
def test_date_that_is_over_is_no_wait(way: Way, clock: Clock) -> None:
    """Clocks differ, and answers take time."""
    past = formatdate(TODAY - 3_600, usegmt=True)
    error = failure(way, service((429, {"Retry-After": past})), max_retries=1)

    assert isinstance(error, RateLimitError)
    assert error.retry_after in (None, 0)
    assert 0 <= clock.waits[0] <= 0.5


@ways
@pytest.mark.parametrize("seconds", ["101", "3600", "999999999"])
def test_wait_that_is_longer_than_the_deadline_is_not_begun(
    way: Way, seconds: str, clock: Clock
) -> None:
    """The caller learns at once how long it would be."""
    served = service((429, {"Retry-After": seconds}))
    error = failure(way, served, deadline=100)

    assert isinstance(error, RateLimitError)
    assert error.retry_after == float(seconds)
    assert error.attempts == len(served.seen) == 1
    assert clock.waits == []


@ways
def test_time_that_was_named_stands_in_the_error(way: Way, clock: Clock) -> None:
    """Whether or not the status is one to retry, and in the last answer, where retries ended."""
    once = failure(way, service((501, {"Retry-After": "7"})))
    last = failure(way, service((429, {"Retry-After": "1"}), (429, {})), max_retries=1)
    none = failure(way, service((404, {})))

    assert isinstance(once, StatusError)
    assert isinstance(last, StatusError)
    assert isinstance(none, StatusError)
    assert (once.retry_after, last.retry_after, none.retry_after) == (7, None, None)
    assert len(clock.waits) == 1


@ways
def test_waits_are_spread_over_all_of_a_span_that_doubles(way: Way, clock: Clock) -> None:
    """Full jitter: uniform(0, min(8, 0.5 * 2**n)), so that clients do not come back together."""
    runs: list[list[float]] = []
    for _ in range(40):
        clock.waits.clear()
        failure(way, service((503, {})), max_retries=7)
        runs.append([*clock.waits])

    for waits, span in zip(zip(*runs, strict=True), [0.5, 1, 2, 4, 8, 8, 8], strict=True):
        # Each of these is false once in 10^8 runs or less, if waits are uniform.
        assert 0 <= min(waits) < 0.4 * span
        assert 0.6 * span < max(waits) <= span
        assert len(set(waits)) == len(runs)


@ways
def test_bounds_of_waits_are_read_when_waiting(
    way: Way, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests of those who use the client may turn waiting off."""
    monkeypatch.setattr(_retries, "FIRST_WAIT_SECONDS", 0)
    failure(way, service((503, {})))
    assert clock.waits == [0] * 5

    monkeypatch.setattr(_retries, "FIRST_WAIT_SECONDS", 100)
    monkeypatch.setattr(_retries, "LONGEST_WAIT_SECONDS", 0.25)
    failure(way, service((503, {})))
    assert max(clock.waits) <= 0.25


@ways
@pytest.mark.parametrize("reply", [(503, {}), httpx.ConnectError, httpx.ReadTimeout])
def test_deadline_ends_retries(way: Way, reply: Any, clock: Clock) -> None:
    """No wait begins that would end after it; the error is that of the last attempt."""
    served = service(reply)
    error = failure(way, served, deadline=60, max_retries=1_000)

    assert 8 < len(served.seen) < 1_000
    assert error.attempts == len(served.seen)
    assert 40 < clock.now() <= 60


@ways
def test_attempts_count_for_the_deadline(way: Way, clock: Clock) -> None:
    """Time passes while the service thinks, too; no step may take longer than what is left."""
    served = service(httpx.ReadTimeout)
    served.before = lambda: setattr(clock, "passed", clock.passed + 25)
    failure(way, served, deadline=60, timeout=30)

    assert 2 <= len(served.seen) <= 3
    for number, seen in enumerate(served.seen):
        assert all(limit <= 60 - 25 * number for limit in seen.timeout.values())


def test_each_page_has_the_whole_deadline(clock: Clock) -> None:
    """A long listing is no long request."""
    shelf = Shelf(list(range(20)))

    def handle(request: httpx.Request) -> httpx.Response:
        clock.passed += 25
        return httpx.Response(200, json=shelf.answer(request.url.raw_path.decode())[1])

    with fakes.client(handle, deadline=30) as client:
        assert len(list(client.checkpoints.list("m", page_size=2))) == 20
    assert clock.now() >= 250


@ways
def test_deadline_may_be_infinite(way: Way, clock: Clock) -> None:
    """The service may then ask for any wait."""
    served = service((503, {"Retry-After": "100000"}), None)
    way(served, deadline=math.inf)

    assert clock.waits[0] >= 100_000


@ways
def test_answer_that_cannot_be_read_is_not_retried(way: Way, clock: Clock) -> None:
    """The service would say the same again."""
    served = service((200, {}))
    error = failure(way, served)

    assert isinstance(error, DecodeError)
    assert error.attempts == len(served.seen) == 1
    assert clock.waits == []


@ways
def test_interrupt_is_not_retried(way: Way, clock: Clock) -> None:
    """Ctrl-C means it."""
    served = service(KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        way(served)

    assert len(served.seen) == 1
    assert clock.waits == []


def test_cancelling_ends_a_wait_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing holds a task up until its next attempt."""
    served = service((429, {"Retry-After": "60"}))

    async def run() -> None:
        waiting = asyncio.Event()

        async def sleep(seconds: float) -> None:
            assert seconds == 60
            waiting.set()
            await asyncio.Event().wait()

        async with fakes.async_client(served.handle) as client:
            monkeypatch.setattr(asyncio, "sleep", sleep)
            task = asyncio.create_task(client.checkpoints.list("m").first())
            async with asyncio.timeout(network.LONGEST_SECONDS):
                await waiting.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(run())

    assert len(served.seen) == 1


@ways
@pytest.mark.parametrize("language", ["en", "ja"])
def test_log_has_a_line_for_each_retry(
    way: Way, language: str, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """In English whatever the language, and without the key."""
    caplog.set_level(logging.DEBUG)
    serverless_training.set_language(language)
    echo = {"X-Request-Id": "req-7", "X-Echo": KEY}
    way(service((503, echo), httpx.ReadTimeout, (429, {"Retry-After": "3"}), None))
    ours = [record for record in caplog.records if record.name == "serverless_training"]
    retries = [record.getMessage() for record in ours if record.levelno == logging.INFO]

    assert len(clock.waits) == len(retries) == 3
    assert len(ours) == 3
    for line, reason in zip(retries, ["503", "ReadTimeout", "429"], strict=True):
        assert reason in line
        assert "retry" in line
    for line in retries:
        assert line.isascii()
        assert "\n" not in line
        assert "list_model_checkpoints" in line
        assert f"{fakes.URL}/v1/preview/models/m/checkpoints" in line
        assert KEY not in line


@ways
def test_log_is_silent_where_nobody_listens(
    way: Way, clock: Clock, capfd: pytest.CaptureFixture[str]
) -> None:
    """A library writes to nobody's terminal on its own account."""
    way(service((503, {}), None))

    assert len(clock.waits) == 1
    assert capfd.readouterr() == ("", "")


def test_body_that_is_a_stream_is_not_sent_again() -> None:
    """It is gone once it was sent."""
    upload = operation("put")
    upload._get_kwargs = lambda: {"method": "put", "url": "/v1/x", "files": {"a": b"1"}}
    with (
        serving(always(network.status(503))) as site,
        Client(api_key=KEY, base_url=site.url) as sync,
        pytest.raises(ServerError) as caught,
    ):
        sync.call(upload)

    assert caught.value.attempts == 1
    assert len(site.seen) == 1


def test_time_that_the_service_names_may_have_blanks_around_it() -> None:
    """Where it is longer than a wait of ours, it is kept to the letter."""
    assert retry_after(" 60 ", 0) == 60


def test_ten_thousandth_wait_can_be_reckoned() -> None:
    """A power of two may be too large for a number of seconds."""
    state = tenacity.RetryCallState(tenacity.Retrying(), None, (), {})
    state.attempt_number = 10_000

    assert 0 <= _retries.wait(state) <= _retries.LONGEST_WAIT_SECONDS
