"""The contract run: what its overlay documents, and when a green run is not enough."""

import tomllib
from pathlib import Path
from typing import Any

from serverless_training.testing import RecordedRequest

from tests.contract.run import emptiness, with_overlay

OVERLAY = Path(__file__).parent / "contract" / "overlay.toml"


def documented(operation: dict[str, Any], path: str = "/a") -> list[str]:
    """Apply the overlay to one operation, and list the statuses that it documents."""
    overlay = tomllib.loads(OVERLAY.read_text(encoding="utf-8"))
    spec = {"paths": {path: {"get": {"responses": {"200": {}}} | operation}}}
    return list(with_overlay(spec, overlay)["paths"][path]["get"]["responses"])


def asked(*, items: int | None, **query: str) -> RecordedRequest:
    """Make a record of a request."""
    return RecordedRequest("GET", "/a", query, 200, items)


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


def test_run_without_items_is_not_enough() -> None:
    """Empty pages satisfy every schema."""
    assert "green for nothing" in (emptiness([asked(items=0), asked(items=None)]) or "")


def test_run_without_cursors_is_not_enough() -> None:
    """Nor is a listing that was never gone on with."""
    assert "paging was not exercised" in (
        emptiness([asked(items=3), asked(items=3, after="")]) or ""
    )


def test_run_with_items_behind_a_cursor_is_enough() -> None:
    """One page is enough to know that the ids are real."""
    assert emptiness([asked(items=3, after="x")]) is None
