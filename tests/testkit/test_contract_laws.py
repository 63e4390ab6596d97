"""The laws of pagination: what they are tried on, what they say, and when they say nothing."""

import base64
import contextlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from serverless_training import InvalidArgumentError, MissingKeyError, set_language
from serverless_training_testing import Fault, MockServer
from serverless_training_testing._paging import paged_operations
from serverless_training_testing._seed import items
from serverless_training_testing.contract import (
    ContractError,
    Half,
    Outcome,
    Progress,
    Report,
    Verdict,
    check,
)

from tests.fakes import Clock, page, uuid
from tests.network import (
    Choice,
    Exchange,
    Seen,
    Shelf,
    always,
    drip,
    head,
    raw,
    serving,
)

KEY = "key-of-the-tests"
ITEMS = 8
LARGER = Path(__file__).parents[1] / "data" / "larger" / "openapi.json"


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    """Serve models of several lengths."""
    with MockServer(models=2, checkpoints=ITEMS, seed=7, api_key=KEY) as running:
        running.add_checkpoints("empty", [])
        running.add_checkpoints("single", [{"id": uuid(1), "step": 1, "metrics": {}}])
        yield running


def judge(url: str, *models: str, **options: Any) -> Report:
    """Judge the listings of a server, on few cases."""
    chosen: dict[str, Any] = {"api_key": KEY, "max_examples": 2, "halves": [Half.PAGINATION]}
    return check(url, models or ("model-1", "model-2"), **chosen | options)


def laws(verdicts: tuple[Verdict, ...]) -> set[str]:
    """Name the laws of verdicts."""
    return {verdict.law for verdict in verdicts}


def verdict(report: Report, law: str) -> Verdict:
    """Find what is said of a law."""
    return next(each for each in report.verdicts if each.law == law)


@pytest.fixture(scope="module")
def report(server: MockServer) -> Report:
    """Judge the right server once."""
    return judge(server.url)


def test_right_server_keeps_every_law(report: Report) -> None:
    """Nothing is broken; what the data cannot show is not exercised."""
    assert report.exit_code == 0
    assert laws(report.broken) == set()
    assert laws(report.not_exercised) == {"full-page-at-maximum", "defaults"}
    assert len(report.kept) == 19


def test_every_operation_that_pages_is_judged_by_what_its_spec_says() -> None:
    """Found by what it takes and gives; one without `order` has no mirror."""
    spec = json.loads(LARGER.read_text(encoding="utf-8"))
    with MockServer(models=2, checkpoints=4, seed=7, api_key=KEY, spec=spec) as server:
        for listing in paged_operations(spec):
            if not listing.parents:
                path = listing.operation.path
                server.add_items(path, islice(items(path, listing.item, spec, 7), 4))
        jobs = {path.split("/")[-2] for path in server.paths if path.endswith("/events")}
        report = judge(server.url, spec=spec, parameters={"job_id": jobs}, max_requests=1200)

    judged: dict[str, set[str]] = {}
    for each in report.kept:
        judged.setdefault(each.operation.removeprefix("GET /v1/preview/"), set()).add(each.law)
    assert report.broken == ()
    assert judged.keys() == {
        "models/{model_id}/checkpoints",
        "models",
        "jobs",
        "jobs/{job_id}/events",
    }
    assert {name for name, laws in judged.items() if "mirror" not in laws} == {"models"}
    assert {name for name, laws in judged.items() if "isolation" in laws} == {
        *("models/{model_id}/checkpoints", "jobs/{job_id}/events")
    }
    assert all({"same-listing", "has-more", "after"} <= laws for laws in judged.values())


def test_nothing_but_get_is_sent(server: MockServer) -> None:
    """The laws read."""
    before = len(server.requests)

    report = judge(server.url, "model-1", max_requests=200)

    asked = server.requests[before:]
    assert {request.method for request in asked} == {"GET"}
    assert len(asked) == report.requests


def test_same_seed_asks_the_same_and_another_seed_something_else(server: MockServer) -> None:
    """A failure that is seen once can be seen again."""

    def asked(seed: int) -> list[tuple[str, dict[str, str]]]:
        before = len(server.requests)
        judge(server.url, "model-1", seed=seed, max_examples=20, max_requests=400)
        return [(request.path, request.query) for request in server.requests[before:]]

    assert asked(1) == asked(1)
    assert asked(1) != asked(2)


@pytest.mark.parametrize(
    ("models", "expected"),
    [
        (
            ["empty"],
            {
                *("valid-items", "full-page", "full-page-at-maximum", "has-more", "ends", "after"),
                "same-item",
                *("defaults", "newest-first", "combinations", "same-listing", "each-once"),
                *("mirror", "isolation"),
            },
        ),
        (
            ["single"],
            {
                *("full-page", "full-page-at-maximum", "has-more", "after", "defaults"),
                *("newest-first", "combinations", "same-listing", "each-once", "mirror"),
                "isolation",
            },
        ),
        (["model-1"], {"full-page-at-maximum", "isolation", "defaults"}),
    ],
)
def test_law_that_the_data_cannot_show_is_not_exercised(
    server: MockServer, models: list[str], expected: set[str]
) -> None:
    """Each says what it would need, and none of them is passed."""
    report = judge(server.url, *models)

    assert laws(report.not_exercised) == expected
    assert all(each.needs and not each.failures for each in report.not_exercised)


def test_need_names_the_length_that_is_missing(report: Report) -> None:
    """A hundred items fill the largest page, and one more shows that it is a page."""
    assert (
        verdict(report, "full-page-at-maximum").needs
        == f"It needs a list with at least 101 items; the longest one has {ITEMS}."
    )


# What a wrong server does with the body of the right answer.
Change = Callable[[dict[str, Any], Seen], dict[str, Any]]


def changed(change: Change) -> Choice:
    """Answer with the right answer, changed, and refuse whoever has no key."""

    def step(exchange: Exchange) -> None:
        if refused(exchange.seen):
            exchange.send(401, b'{"detail": "no"}', Content_Type="application/json")
            return
        code, body = exchange.shelf.answer(exchange.seen.target)
        changed_body = change(body, exchange.seen) if code == 200 else body
        exchange.send(code, as_json(changed_body), Content_Type="application/json")

    return always(step)


def as_json(body: object) -> bytes:
    """Write JSON."""
    return httpx.Response(200, json=body).content


def refused(seen: Seen) -> bool:
    """Tell whether a request has not the key."""
    return seen.headers.get("authorization") != f"Bearer {KEY}"


def test_failure_is_the_smallest_case() -> None:
    """A page of a size above twelve lacks an item: thirteen is the smallest of these."""

    def loses(body: dict[str, Any], seen: Seen) -> dict[str, Any]:
        return body | {"data": body["data"][:12]} if "limit" in seen.target else body

    with serving(changed(loses), shelf=shelf()) as site:
        report = judge(site.url, "model-1")

    (failure,) = verdict(report, "full-page").failures
    url = f"{site.url}/v1/preview/models/model-1/checkpoints?limit=13"
    assert failure.requests == (f"curl '{url}' -H \"Authorization: Bearer $WANDB_API_KEY\"",)
    assert failure.expected.startswith("13 items: ")
    assert failure.came.startswith("200 with 12 items: ")


def test_law_that_no_answer_shows_is_not_exercised() -> None:
    """Where no descending page is served, nobody knows what one would hold."""
    with MockServer(
        models=1,
        checkpoints=ITEMS,
        api_key=KEY,
        faults=[Fault(status=400, query={"order": "desc"})],
    ) as server:
        report = judge(server.url, "model-1")

    assert "served" in laws(report.broken)
    assert {"mirror", "newest-first"} <= laws(report.not_exercised)
    assert {"has-more", "same-listing"} <= laws(report.kept)
    assert all(each.cases for each in report.kept)


def test_fault_at_one_cursor_is_found() -> None:
    """Every item is a cursor once."""

    def forgets(body: dict[str, Any], seen: Seen) -> dict[str, Any]:
        return body | {"data": body["data"][1:]} if uuid(17) in seen.target else body

    with serving(changed(forgets), shelf=shelf()) as site:
        report = judge(site.url, "model-1", max_examples=1)

    (failure,) = verdict(report, "after").failures
    assert f"after={uuid(17)}" in failure.requests[0]


def test_fault_of_one_size_is_found() -> None:
    """Every size that the spec allows is asked for."""

    def forgets(body: dict[str, Any], seen: Seen) -> dict[str, Any]:
        return body | {"has_more": False} if "limit=17" in seen.target else body

    with serving(changed(forgets), shelf=shelf()) as site:
        report = judge(site.url, "model-1", max_examples=1)

    assert "limit=17" in verdict(report, "has-more").failures[0].requests[0]


@pytest.mark.parametrize("step", [0, 99, 100, 149])
def test_item_that_changes_when_it_is_read_again_is_found(step: int) -> None:
    """Every item is read twice, those at the ends of pages too."""
    asked = Counter[str]()

    def changes(body: dict[str, Any], seen: Seen) -> dict[str, Any]:
        asked[seen.target] += 1
        if "order=asc&limit=100" not in seen.target or asked[seen.target] % 2:
            return body
        data = [
            item | {"metrics": {"loss": 1.5}} if item["step"] == step else item
            for item in body["data"]
        ]
        return body | {"data": data}

    with serving(changed(changes), shelf=Shelf(list(range(150)))) as site:
        report = judge(site.url, "model-1", max_examples=1)

    assert "read-twice" in laws(report.broken)


def test_list_that_grows_is_read_again_and_judged() -> None:
    """Checkpoints that are saved meanwhile are no failure."""
    asked = count()

    def grow(exchange: Exchange) -> None:
        if next(asked) in (12, 45):
            exchange.shelf.steps.append(len(exchange.shelf.steps))
        fine_with_type(exchange)

    with serving(always(grow), shelf=shelf()) as site:
        report = judge(site.url, "model-1")

    assert {"has-more", "same-listing", "mirror"} <= laws(report.kept)


@pytest.mark.thorough
def test_list_that_grows_all_the_time_is_not_exercised() -> None:
    """Neither kept nor broken: nobody can say."""

    def grow(exchange: Exchange) -> None:
        if "limit=99" in exchange.seen.target:
            exchange.shelf.steps.append(len(exchange.shelf.steps))
        fine_with_type(exchange)

    with serving(always(grow), shelf=shelf()) as site:
        report = judge(site.url, "model-1", max_examples=1)

    needs = verdict(report, "has-more").needs
    assert needs == "It needs a list to which nothing is added while it is read."


def answers_all(seen: Seen) -> bool:
    """Tell whether a request asks for the last items first, in large pages."""
    return "order=desc" in seen.target and "limit=100" in seen.target


@pytest.mark.parametrize(
    ("law", "is_wrong", "given"),
    [
        # Each of these servers is wrong only beside other parameters.
        ("key-refused", lambda seen: "order=desc" in seen.target and refused(seen), "right"),
        ("key-refused", lambda seen: "limit=1&" in f"{seen.target}&" and refused(seen), "right"),
        (
            "key-refused",
            lambda seen: seen.headers.get("authorization") == f"Bearer x{KEY}",
            "right",
        ),
        ("refused", lambda seen: "limit=200" in seen.target and "order=" in seen.target, "right"),
        ("refused", lambda seen: "order=DESC" in seen.target, "right"),
        ("unknown", lambda seen: "no-such" in seen.target and answers_all(seen), "right"),
        ("unknown", lambda seen: "%27" in seen.target, "500"),
    ],
)
def test_fault_beside_other_parameters_is_found(
    law: str, is_wrong: Callable[[Seen], bool], given: str
) -> None:
    """What must be refused is asked for in more than the plainest way."""

    def step(exchange: Exchange) -> None:
        if is_wrong(exchange.seen) and given == "500":
            exchange.send(500, b"{}", Content_Type="application/json")
        elif is_wrong(exchange.seen):
            body = page([0, 1], more=False)
            exchange.send(200, as_json(body), Content_Type="application/json")
        elif refused(exchange.seen):
            exchange.send(401, b"{}", Content_Type="application/json")
        elif "no-such" in exchange.seen.target.partition("?")[0]:
            exchange.send(404, b"{}", Content_Type="application/json")
        else:
            fine_with_type(exchange)

    with serving(always(step), shelf=shelf()) as site:
        report = judge(site.url, "model-1", max_examples=1)

    assert laws(report.broken) == {law}


def test_answer_that_comes_drop_by_drop_ends_with_the_time_that_there_is() -> None:
    """No single read takes long, and the whole would take for ever."""
    slow = drip(head(200, Content_Type="application/json", Content_Length="99"), b" ", 0.05)

    def step(exchange: Exchange) -> None:
        if "limit=100" in exchange.seen.target:
            slow(exchange)
        else:
            fine_with_type(exchange)

    with (
        serving(always(step), shelf=shelf()) as site,
        pytest.raises(ContractError, match="more time"),
    ):
        judge(site.url, "model-1", max_seconds=0.5)


def shelf() -> Shelf:
    """Make a list of thirty items."""
    return Shelf(list(range(30)))


def fine_with_type(exchange: Exchange) -> None:
    """Answer as it should be, but to whoever asks."""
    query = parse_qs(urlsplit(exchange.seen.target).query)
    wrong = [
        name
        for name, pattern in (("limit", "[1-9][0-9]?|100"), ("order", "asc|desc"))
        if not re.fullmatch(pattern, query.get(name, ["1" if name == "limit" else "asc"])[0])
    ]
    detail = [{"loc": ["query", name], "msg": "wrong", "type": "wrong"} for name in wrong]
    answer = (422, as_json({"detail": detail})) if wrong else exchange.right()
    exchange.send(*answer, Content_Type="application/json")


def test_order_that_changes_between_requests_is_broken() -> None:
    """Items that are the same in another order are no growth."""
    asked = count()

    def shuffles(body: dict[str, Any], _seen: Seen) -> dict[str, Any]:
        return body | {"data": body["data"][::-1]} if next(asked) % 2 else body

    with serving(changed(shuffles), shelf=shelf()) as site:
        report = judge(site.url, "model-1")

    assert verdict(report, "read-twice").outcome is Outcome.BROKEN


def test_too_many_requests_are_waited_for() -> None:
    """429 is no failure where the next try is served; it is told of."""
    asked = count()

    def busy(exchange: Exchange) -> None:
        if next(asked) % 40 in range(7, 12):
            exchange.send(429, b"{}", Retry_After="0")
        elif refused(exchange.seen):
            exchange.send(401, b"{}", Content_Type="application/json")
        else:
            fine_with_type(exchange)

    with serving(always(busy), shelf=shelf()) as site:
        report = judge(site.url, "model-1")

    assert laws(report.broken) == {"unknown"}  # as it knows every model
    assert "too-many-requests" in {each.subject for each in report.observations}


def test_run_ends_when_as_many_requests_as_allowed_were_sent(server: MockServer) -> None:
    """What is not judged by then is not exercised, and says what it needs."""
    before = len(server.requests)

    report = judge(server.url, max_requests=150)

    assert len(server.requests) - before == report.requests <= 150
    short = [each for each in report.not_exercised if each.needs.startswith("It needs more time")]
    assert short
    assert report.exit_code == 0


def test_few_requests_are_shared_by_all_laws(server: MockServer) -> None:
    """Each is tried on some cases."""
    report = judge(server.url, max_requests=500)

    assert laws(report.not_exercised) == {"full-page-at-maximum", "defaults"}
    assert report.requests <= 500


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock in the place of the machine's; waits move it."""
    false = Clock(monkeypatch)
    monkeypatch.setattr("serverless_training_testing.contract._sender.monotonic", lambda: false.now)
    monkeypatch.setattr("serverless_training_testing.contract._sender.sleep", false.sleep)
    return false


def test_run_ends_when_its_time_is_over(clock: Clock) -> None:
    """The server takes its time, and the run does not take more than it has."""

    def step(exchange: Exchange) -> None:
        clock.sleep(1)
        fine_with_type(exchange)

    with serving(always(step), shelf=shelf()) as site:
        report = judge(site.url, "model-1", max_seconds=50)

    assert len(site.seen) == report.requests <= 50


def test_rate_is_kept(clock: Clock, server: MockServer) -> None:
    """At fifty a second there is a fiftieth between two of them."""
    began = clock.now

    report = judge(server.url, rate=50, max_requests=100)

    assert clock.now - began == pytest.approx((report.requests - 1) / 50)


def test_first_broken_law_ends_a_run_that_is_to_fail_fast() -> None:
    """Nothing is judged after it."""
    with serving(changed(lambda body, _: body | {"has_more": False})) as site:
        site.shelf.steps.extend(range(3, 30))
        report = judge(site.url, "model-1", fail_fast=True)

    assert [each.outcome for each in report.verdicts][-1] is Outcome.BROKEN
    assert len(report.broken) == 1


def test_progress_is_told_after_each_request(server: MockServer) -> None:
    """How many were sent, for how long, and how much is done; it never goes back."""
    told: list[Progress] = []

    report = judge(server.url, "model-1", progress=told.append, max_requests=300)

    assert [each.requests for each in told] == list(range(1, report.requests + 1))
    assert [each.share for each in told] == sorted(each.share for each in told)
    assert told[-1].share <= 1.0
    assert {each.half for each in told} == {Half.PAGINATION}


def test_observations_tell_what_the_spec_leaves_open(report: Report) -> None:
    """Each by a name that is the same in every language."""
    told = {each.subject: each.answer for each in report.observations}
    assert told["unknown-parent"] == '404: {"detail":"Not Found"}'
    assert told["unknown-cursor"] == '404: {"detail":"Cursor not found"}'
    assert told["no-key"] == '401: {"detail":"Not authenticated"}'
    assert told["left-out"] == told["extra"] == "none"
    assert told["empty-cursor"] == "200 with 8 items"


@pytest.mark.parametrize(
    ("models", "expected"),
    [
        (["no-such-model"], "lists nothing at .*no-such-model/checkpoints.*404.*--model-id"),
        ([], "Nothing could be judged.*--model-id ID"),
    ],
)
def test_server_without_such_a_list_cannot_be_judged(
    server: MockServer, models: list[str], expected: str
) -> None:
    """The sentence says what to check."""
    with pytest.raises(ContractError, match=expected):
        check(server.url, models, api_key=KEY, halves=[Half.PAGINATION])


def test_server_that_refuses_the_key_cannot_be_judged(server: MockServer) -> None:
    """Nor does the sentence show the key."""
    with pytest.raises(ContractError, match=r"refuses the API key \(401\)") as caught:
        judge(server.url, api_key="another-key")

    assert "another-key" not in str(caught.value)


def test_server_that_does_not_answer_cannot_be_judged() -> None:
    """The sentence names the URL and the reason."""
    with pytest.raises(ContractError, match=r"No answer from http://127\.0\.0\.1:9: ConnectError"):
        judge("http://127.0.0.1:9")


def test_server_that_hangs_up_on_large_pages_is_broken_not_unjudged() -> None:
    """It serves others."""

    def step(exchange: Exchange) -> None:
        if "limit=100" in exchange.seen.target:
            raw(b"")(exchange)
        else:
            fine_with_type(exchange)

    with serving(always(step), shelf=shelf()) as site:
        report = judge(site.url, "model-1")

    (failure,) = verdict(report, "served").failures
    assert "limit=100" in failure.requests[0]
    assert failure.came.startswith("no complete answer (RemoteProtocolError")
    assert "has-more" in laws(report.kept)


@pytest.mark.parametrize(
    ("options", "argument"),
    [
        ({"rate": 0}, "rate"),
        ({"max_requests": 0}, "max_requests"),
        ({"max_seconds": -1}, "max_seconds"),
        ({"max_examples": 0}, "max_examples"),
        ({"seed": -1}, "seed"),
        ({"allow_operations": ["no_such_operation"]}, "allow_operations"),
        ({"parameters": {"no_such_parameter": ["1"]}}, "parameters"),
    ],
)
def test_argument_that_cannot_be_used_is_named(
    server: MockServer, options: dict[str, Any], argument: str
) -> None:
    """Before anything is sent."""
    before = len(server.requests)

    with pytest.raises(InvalidArgumentError) as caught:
        judge(server.url, **options)

    assert caught.value.argument == argument
    assert len(server.requests) == before


def test_key_goes_to_other_machines_over_https_alone() -> None:
    """Unless it is said."""
    with pytest.raises(InvalidArgumentError, match="unencrypted"):
        judge("http://service.test")


def test_key_is_found_as_a_client_finds_it(
    server: MockServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the environment; without one nothing is sent."""
    with pytest.raises(MissingKeyError):
        judge(server.url, api_key=None)

    monkeypatch.setenv("WANDB_API_KEY", KEY)

    assert judge(server.url, api_key=None, max_requests=100).exit_code == 0


def test_report_never_holds_the_key_nor_what_is_made_of_it() -> None:
    """Not even where every answer repeats it, in Base64 or without its end."""

    def echo(exchange: Exchange) -> None:
        said = exchange.seen.headers.get("authorization", "").encode()
        exchange.send(400, said, X_Echo=said.decode("latin-1"), Content_Type="text/plain")

    with serving(always(echo)) as site:
        report = judge(site.url, "model-1")

    encoded = base64.b64encode(f"api:{KEY}".encode()).decode("ascii")
    assert not any(each in repr(report) for each in (KEY, KEY[:-1], KEY.swapcase(), encoded))
    assert verdict(report, "key-not-echoed").outcome is Outcome.BROKEN


def test_short_key_is_not_looked_for() -> None:
    """It might stand in an answer by chance."""
    with MockServer(models=1, checkpoints=3, api_key="1") as server:
        report = judge(server.url, "model-1", api_key="1")

    assert verdict(report, "key-not-echoed").outcome is Outcome.NOT_EXERCISED
    assert laws(report.broken) == set()


def test_run_leaves_nothing_in_the_folder_that_it_was_started_in(
    server: MockServer, tmp_path: Path
) -> None:
    """Hypothesis would keep its notes there."""
    with contextlib.chdir(tmp_path):
        judge(server.url, max_examples=20, max_requests=400)

    assert list(tmp_path.iterdir()) == []


def test_sentences_are_in_the_readers_language(server: MockServer) -> None:
    """Names of laws and the lines for curl are the same in every language."""
    english = judge(server.url, "model-1", max_requests=50)
    set_language("ja")

    japanese = judge(server.url, "model-1", max_requests=50)

    assert [each.law for each in japanese.verdicts] == [each.law for each in english.verdicts]
    for one, other in zip(english.verdicts, japanese.verdicts, strict=True):
        assert one.rule != other.rule
        assert re.search("[ぁ-ん一-龯]", other.rule)
        assert bool(one.needs) == bool(other.needs)
        assert one.needs != other.needs or not one.needs
