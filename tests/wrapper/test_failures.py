"""Whatever goes wrong on the way or in an answer ends in one typed error that says what it was."""

import asyncio
import json
import logging
import math
import pickle
import traceback
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
import serverless_training
import trustme
from markdown_it import MarkdownIt
from markdown_it.token import Token
from serverless_training import (
    AsyncClient,
    BadRequestError,
    Client,
    DecodeError,
    RequestError,
    ServerError,
    ServerlessTrainingError,
)
from serverless_training_client.api.models import list_model_checkpoints

from tests.failures import (
    CASES,
    DEADLINE_WITHIN,
    FAILED,
    HEADERS,
    IN_ODD_PAGES,
    RIGHT,
    UNREADABLE,
    Case,
    answered,
    bomb,
    item,
    listed,
    told,
    without_end,
)
from tests.fakes import KEY
from tests.network import (
    LONGEST_SECONDS,
    head,
)
from tests.reachable import texts

ROOT = Path(__file__).parents[2]
PAGES = ("failures.md", "failures.ja.md")


@pytest.fixture(scope="module", autouse=True)
def _one_authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Trust one authority instead of some hundred: reading those takes most of a test's time."""
    path = tmp_path_factory.mktemp("trust") / "authority.pem"
    trustme.CA().cert_pem.write_to_path(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("certifi.where", lambda: str(path))
        yield


def iterate(url: str, options: dict[str, Any]) -> list[Any]:
    """Read a listing with the client."""
    with Client(api_key=KEY, base_url=url, **options) as client:
        return list(client.checkpoints.list("m", page_size=2))


def iterate_async(url: str, options: dict[str, Any]) -> list[Any]:
    """Read a listing with the asynchronous client."""

    async def run() -> list[Any]:
        async with AsyncClient(api_key=KEY, base_url=url, **options) as client:
            return [each async for each in client.checkpoints.list("m", page_size=2)]

    return asyncio.run(run())


def collect(url: str, options: dict[str, Any]) -> list[Any]:
    """Collect a listing with the client."""
    with Client(api_key=KEY, base_url=url, **options) as client:
        return client.checkpoints.list("m", page_size=2).collect()


def collect_async(url: str, options: dict[str, Any]) -> list[Any]:
    """Collect a listing with the asynchronous client."""

    async def run() -> list[Any]:
        async with AsyncClient(api_key=KEY, base_url=url, **options) as client:
            return await client.checkpoints.list("m", page_size=2).collect()

    return asyncio.run(run())


Way = Callable[[str, dict[str, Any]], list[Any]]
WAYS: list[Way] = [iterate, iterate_async]


def failure(url: str, way: Way, **options: Any) -> RequestError:
    """Read a listing that fails; one retry is allowed."""
    limits = {"timeout": LONGEST_SECONDS, "deadline": LONGEST_SECONDS, "max_retries": 1}
    with pytest.raises(ServerlessTrainingError) as caught:
        way(url, limits | options)

    assert isinstance(caught.value, RequestError)
    return caught.value


def shown(error: BaseException) -> str:
    """Show an error in all the ways in which it may reach a screen, a file or another process."""
    lines = traceback.format_exception(error)
    pickled = pickle.dumps(error, protocol=0).decode("latin-1")
    return "\n".join([str(error), repr(error), str(vars(error)), *lines, pickled, *texts(error)])


def assert_one_traceback(error: RequestError) -> None:
    """See that a traceback tells of the error once, and of what httpx raised, if anything."""
    lines = "".join(traceback.format_exception(error))
    name = f"serverless_training.{type(error).__name__}: "

    assert lines.count(f"\n{name}") == lines.count("\nserverless_training.") == 1
    assert "tenacity" not in lines
    assert "During handling" not in lines
    assert ".." not in str(error)
    assert lines.count("The above exception was") == (error.__cause__ is not None)
    assert isinstance(error.__cause__, httpx.RequestError | DecodeError | None)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_failure_is_one_typed_error_that_says_what_it_was(
    case: Case, way: Way, caplog: pytest.LogCaptureFixture
) -> None:
    """Exactly its class, not that of a later hang-up, without the key; pickled too."""
    caplog.set_level(logging.DEBUG)
    with case.situation() as url:
        error = failure(url, way, **case.options)

    assert type(error) is case.error
    assert error.operation == "list_model_checkpoints"
    assert error.method == "GET"
    assert error.url.startswith(f"{url}/v1/preview/models/m/checkpoints?")
    assert error.attempts == 1 + case.retried
    assert error.request_id == ("req-7" if case.answered else None)
    for words in (error.operation, error.url, *case.says, *["req-7"] * case.answered):
        assert words in str(error)
    assert KEY not in shown(error)
    assert KEY not in caplog.text
    assert_one_traceback(error)
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301  made here
    assert (type(error), str(error), vars(error)) == (type(copy), str(copy), vars(copy))


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("case", [CASES[0], *FAILED[:1], *UNREADABLE[:1], *IN_ODD_PAGES[:1]])
def test_message_names_the_facts_in_every_language(case: Case, language: str) -> None:
    """Operation, URL and request id are no words of a language."""
    serverless_training.set_language(language)
    with case.situation() as url:
        error = failure(url, iterate)

    assert error.operation in str(error)
    assert error.url in str(error)
    assert (error.request_id or "") in str(error)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("code", [200, 500])
def test_bomb_is_not_inflated(way: Way, code: int) -> None:
    """10 MB that stand for 10 GB: no more than the limit, and one read of the network, is kept.

    httpx inflates what it reads at once, 64 KiB, to a thousand times as much at most; zlib holds
    that twice while it joins it, and the server's own 20 MB are counted too.
    """
    body = bomb(10_000)
    tracemalloc.start()
    try:
        with answered(code, body, Content_Encoding="gzip")() as url:
            error = failure(url, way, max_body_bytes=1_000_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert type(error) is (DecodeError if code == 200 else ServerError)
    assert len(body) > 10_000_000
    assert peak < 175_000_000


@pytest.mark.parametrize("way", WAYS)
def test_failure_whose_body_comes_for_ever_keeps_its_status(way: Way) -> None:
    """The status was there at once, and says more than the clock."""
    start = head(400, Content_Length="99999", **HEADERS)
    with without_end(start, b" ")() as url:
        error = failure(url, way, **DEADLINE_WITHIN)

    assert isinstance(error, BadRequestError)
    assert error.request_id == "req-7"


def test_secrets_in_a_query_are_not_shown() -> None:
    """Whatever an operation calls them; what is no secret stays readable."""

    def build(model_id: str, *, api_key: str, password: str, page_token: str, name: str) -> Any:
        secrets = {"api_key": api_key, "password": password, "X-Token": page_token}
        return {"method": "get", "url": f"/models/{model_id}", "params": secrets | {"name": name}}

    operation: Any = SimpleNamespace(
        _get_kwargs=build,
        _parse_response=list_model_checkpoints._parse_response,
        _success=list_model_checkpoints._success,
    )
    hushed = {"api_key": "s3cr3t-1", "password": "s3cr3t-2", "page_token": "s3cr3t-3"}
    with (
        answered(500, b"")() as url,
        Client(api_key=KEY, base_url=url) as client,
        pytest.raises(ServerError) as caught,
    ):
        client.call(operation, KEY, **hushed, name="seen")

    assert "s3cr3t" not in shown(caught.value)
    assert KEY not in shown(caught.value)
    assert "name=seen" in caught.value.url


@pytest.mark.parametrize("way", [iterate, iterate_async, collect, collect_async])
def test_odd_metrics_are_kept(way: Way) -> None:
    """A run that diverged writes NaN and infinities; one that was cut short writes null."""
    metrics = b'{"a": NaN, "b": Infinity, "c": -Infinity, "d": null, "e": 1, "f": 1e999}'
    body = RIGHT.replace(json.dumps({"loss": 1.0}).encode(), metrics)
    with answered(200, body)() as url:
        (checkpoint,) = way(url, {})
    found = checkpoint.metrics.additional_properties

    assert math.isnan(found.pop("a"))
    assert found == {"b": math.inf, "c": -math.inf, "d": None, "e": 1, "f": math.inf}


@pytest.mark.parametrize("way", WAYS)
def test_fields_that_the_spec_does_not_know_are_kept(way: Way) -> None:
    """A service that grows must not break those who use it."""
    extra = item(created_at="2026-11-22", tags=["best"], parent={"id": 1})
    with told(listed(extra, object="pile", total=1))() as url:
        (checkpoint,) = way(url, {})
        with Client(api_key=KEY, base_url=url) as client:
            whole = client.call(list_model_checkpoints, "m")

    expected = {"created_at": "2026-11-22", "tags": ["best"], "parent": {"id": 1}}
    assert expected == checkpoint.additional_properties
    assert whole.additional_properties == {"total": 1}
    assert whole.object_ == "pile"


def test_page_of_failures_lists_these_cases_and_no_others() -> None:
    """Row by row: what happens, the error, whether it is retried; in both languages."""
    cases = {case.row: (case.error.__name__, case.retried) for case in CASES}
    words = {"yes": True, "no": False, "する": True, "しない": False}
    english, japanese = (rows(name) for name in PAGES)

    assert list(cases) == [row[0] for row in english]
    for table in (english, japanese):
        assert list(cases.values()) == [(row[1].strip("`"), words[row[2]]) for row in table]
        assert all(all(row) for row in table)


def test_pages_of_failures_have_the_same_outline() -> None:
    """Headings, tables, lists and code stand in the same places in both languages."""
    kinds = {"heading_open", "fence", "tr_open", "td_open", "list_item_open", "paragraph_open"}
    english, japanese = (
        [
            (token.tag, token.content if token.type == "fence" else "")
            for token in tokens(name)
            if token.type in kinds
        ]
        for name in PAGES
    )

    assert english == japanese


def test_code_of_the_page_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Against a service that is busy for an hour."""
    (block,) = (token.content for token in tokens(PAGES[0]) if token.type == "fence")
    monkeypatch.setenv("WANDB_API_KEY", KEY)
    with answered(429, b"", Retry_After="3600")() as url:
        monkeypatch.setenv("SERVERLESS_TRAINING_BASE_URL", url)
        exec(compile(block, PAGES[0], "exec"), {})  # noqa: S102  the page's own lines

    assert capsys.readouterr().out == "wait for 3600.0 seconds\n"


def tokens(name: str) -> list[Token]:
    """Parse a documentation page."""
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    return MarkdownIt().enable("table").parse(text)


def rows(name: str) -> list[list[str]]:
    """Read the first table of a documentation page: the text of its cells, row by row."""
    page = tokens(name)
    end = next(index for index, token in enumerate(page) if token.type == "table_close")
    found: list[list[str]] = []
    for index, token in enumerate(page[:end]):
        if token.type == "tr_open":
            found.append([])
        elif token.type in {"td_open", "th_open"}:
            found[-1].append(page[index + 1].content)
    return found[1:]
