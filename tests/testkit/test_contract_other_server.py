"""A right server that is not ours, in another process, passes; what it chose is told."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from serverless_training_testing.contract import Half, Report, check

from pipeline.pull.pages import read_page
from tests import other_server
from tests.other_server import KEY, PATH, SIZES

pytestmark = pytest.mark.thorough

# What it was built to, whatever the project's own spec has come to hold.
PAGE = Path(__file__).parents[1] / "data" / "list_model_checkpoints.md"
SPEC = read_page(PAGE.read_text(encoding="utf-8"), PAGE.name).document
MODELS = ("model-1", "model-2")
UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Run the server, with the DELETE that the real API has on the path that lists."""
    with other_server.running("--deletable") as running:
        yield running


def ask(url: str, model: str, key: str | None = KEY, **query: object) -> httpx.Response:
    """Send one request."""
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    path = PATH.format(model_id=model)
    return httpx.get(url + path, headers=headers, params=httpx.QueryParams(**query))


def test_other_server_chose_otherwise_than_the_mock(url: str) -> None:
    """Wherever the spec leaves a choice; else its passing would say little."""
    page = ask(url, "model-1")
    unknown = ask(url, "unknown")
    cursor = ask(url, "model-1", after=UNKNOWN)
    empty = ask(url, "untrained")

    assert page.headers["content-type"] == "application/json; charset=utf-8"
    assert set(page.json()) == {"data", "has_more", "first_id", "last_id", "total"}
    assert "created_at" in page.json()["data"][0]
    assert (unknown.status_code, unknown.json()["data"]) == (200, [])
    assert (cursor.status_code, cursor.json()["detail"][0]["loc"]) == (422, ["query", "after"])
    assert set(empty.json()) == {"data", "has_more", "total"}
    assert ask(url, "model-1", key=None).status_code == 403
    assert ask(url, "model-1", key="other").status_code == 401


@pytest.fixture(scope="module")
def report(url: str) -> Report:
    """Judge it, given its URL alone, and as one that is not ours: no methods are probed."""
    return check(url, MODELS, api_key=KEY, spec=SPEC, probe_methods=False, max_examples=5)


def test_right_server_that_chose_otherwise_passes(report: Report) -> None:
    """Both halves; a choice is no fault."""
    assert report.broken == ()
    assert report.exit_code == 0
    assert {verdict.half for verdict in report.kept} == set(Half)


def test_what_it_chose_is_told(report: Report) -> None:
    """As observations: statuses where the spec is silent, fields left out, unknown fields."""
    told = " ".join(each.answer for each in report.observations)

    for answer in ("200", "422", "403", "object", "total"):
        assert answer in told


def test_nothing_was_deleted(url: str, report: Report) -> None:
    """A probe with DELETE would have emptied a list; the spec does not know this one."""
    left = {model: ask(url, model).json()["total"] for model in SIZES}

    assert report.requests > 0
    assert left == SIZES


def test_nothing_that_exists_is_deleted_where_probing_is_allowed() -> None:
    """Methods that the spec does not have go to made-up models alone."""
    with other_server.running("--deletable") as url:
        check(
            url, MODELS, api_key=KEY, spec=SPEC,
            probe_methods=True, halves=[Half.SCHEMATHESIS], max_examples=5,
        )  # fmt: skip
        left = {model: ask(url, model).json()["total"] for model in SIZES}

    assert left == SIZES


def test_server_that_is_busy_now_and_then_passes() -> None:
    """429 with `Retry-After` is an answer that any service may give."""
    with other_server.running("--busy-every", "9") as url:
        report = check(
            url, MODELS, api_key=KEY, spec=SPEC, halves=[Half.PAGINATION], max_examples=5
        )

    assert report.broken == ()
