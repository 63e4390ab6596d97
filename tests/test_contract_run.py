"""The contract run: what its overlay documents, and when a green run is not enough."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from serverless_training.testing import RecordedRequest

from tests.contract.run import unexercised, with_overlay

OVERLAY = Path(__file__).parent / "contract" / "overlay.toml"


def documented(operation: dict[str, Any], path: str = "/a") -> list[str]:
    """Apply the overlay to one operation, and list the statuses that it documents."""
    overlay = tomllib.loads(OVERLAY.read_text(encoding="utf-8"))
    spec = {"paths": {path: {"get": {"responses": {"200": {}}} | operation}}}
    return list(with_overlay(spec, overlay)["paths"][path]["get"]["responses"])


def asked(
    *, path: str = "/a", status: int = 200, items: int | None = None, **query: str
) -> RecordedRequest:
    """Make a record of a request."""
    return RecordedRequest("GET", path, query, status, items)


def test_overlay_documents_three_statuses_each_with_its_reason() -> None:
    """Nothing else is let through."""
    overlay = tomllib.loads(OVERLAY.read_text(encoding="utf-8"))

    assert list(overlay) == ["401", "403", "404"]
    assert all(len(rule["reason"]) > 40 for rule in overlay.values())


def test_refusals_are_documented_where_a_key_is_demanded() -> None:
    """401 and 403."""
    assert documented({"security": [{"HTTPBearer": []}]}) == ["200", "401", "403"]
    assert documented({"security": []}) == ["200"]


def test_absence_is_documented_where_something_is_named() -> None:
    """404 for a path parameter or a cursor."""
    assert documented({"parameters": [{"in": "path", "name": "id"}]}) == ["200", "404"]
    assert documented({"parameters": [{"in": "query", "name": "after"}]}) == ["200", "404"]
    assert documented({"parameters": [{"in": "query", "name": "limit"}]}) == ["200"]


def test_what_the_spec_says_itself_stays() -> None:
    """The overlay adds and never replaces."""
    said = {"401": {"description": "own"}}
    spec = {"paths": {"/a": {"get": {"responses": said, "security": [{"HTTPBearer": []}]}}}}
    overlay = tomllib.loads(OVERLAY.read_text(encoding="utf-8"))

    assert with_overlay(spec, overlay)["paths"]["/a"]["get"]["responses"]["401"] == said["401"]


EVERYTHING = [
    asked(items=3, after="x"),
    asked(items=3, order="desc"),
    asked(status=404, after="y"),
    asked(status=404, path="/no-such-model"),
    asked(status=401),
    asked(status=422),
]


def test_run_that_asked_everything_is_enough() -> None:
    """Real pages in both orders, real cursors, and every refusal."""
    assert unexercised(EVERYTHING) == []


@pytest.mark.parametrize("index", range(len(EVERYTHING)))
def test_run_that_left_one_thing_out_is_not_enough(index: int) -> None:
    """Each of them is needed."""
    rest = EVERYTHING[:index] + EVERYTHING[index + 1 :]

    assert len(unexercised(rest)) == 1


def test_run_with_empty_pages_alone_is_not_enough() -> None:
    """Empty pages satisfy every schema."""
    empty = [asked(items=0), asked(items=0, order="desc"), asked(items=0, after="x")]

    assert "a page with items" in unexercised(empty)
