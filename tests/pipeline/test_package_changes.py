"""What changes for those who install the package is told from pyproject.toml."""

from typing import Any

import pytest

from pipeline.changes.change import Change, Kind, Step
from pipeline.changes.package_changes import package_changes

BASE: dict[str, Any] = {
    "requires-python": ">=3.11",
    "dependencies": ["attrs>=24", "httpx"],
    "optional-dependencies": {"cli": ["rich"], "testing": []},
    "scripts": {"serverless-training": "a:main"},
}


def found(**changed: Any) -> list[Change]:
    """Compare the base with a copy that differs."""
    return list(package_changes(BASE, BASE | changed))


@pytest.mark.parametrize(
    ("changed", "said", "step"),
    [
        ({}, [], Step.NONE),
        ({"version": "2"}, [], Step.NONE),
        ({"scripts": {}}, ["The command `serverless-training` was removed."], Step.MAJOR),
        (
            {"scripts": {**BASE["scripts"], "st": "a:b"}},
            ["The command `st` was added."],
            Step.MINOR,
        ),
        (
            {"optional-dependencies": {"cli": ["rich"], "mock": []}},
            ["The extra `testing` was removed.", "The extra `mock` was added."],
            Step.MAJOR,
        ),
        (
            {"requires-python": ">=3.13"},
            ["Python `>=3.13` is needed instead of `>=3.11`."],
            Step.MAJOR,
        ),
        (
            {"dependencies": ["httpx", "attrs>=26"]},
            ["Dependencies: `attrs>=26` instead of `attrs>=24`."],
            Step.MINOR,
        ),
        (
            {"optional-dependencies": {"cli": ["rich", "typer"], "testing": []}},
            ["Dependencies of the extra `cli`: `typer` instead of nothing."],
            Step.MINOR,
        ),
    ],
)
def test_change_of_the_metadata_is_told_with_its_step(
    changed: dict[str, Any], said: list[str], step: Step
) -> None:
    """Going breaks, coming does not, and order means nothing."""
    changes = found(**changed)

    assert [change.text for change in changes] == said
    assert max((change.step for change in changes), default=Step.NONE) is step


def test_first_metadata_are_no_change() -> None:
    """There was nothing that anybody could have installed."""
    assert list(package_changes(None, BASE)) == []


def test_what_went_and_came_stands_under_its_heading() -> None:
    """As Keep a Changelog has them."""
    kinds = [change.kind for change in found(scripts={"other": "a:b"})]

    assert kinds == [Kind.REMOVED, Kind.ADDED]
