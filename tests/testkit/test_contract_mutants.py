"""The suite kills mutants; `nox -s mutants` runs all, docs/contract.md says what killed which."""

import re

import pytest
from serverless_training_testing.contract import Half, check

from tests.mutants.catalog import MUTANTS
from tests.mutants.serving import KEY, MODELS, SHORT, changed_app, right_app, served
from tests.mutants.table import NOBODY, PAGES, read

# Subtle ones, for each law that finds any; all of them would take minutes. Some show in short
# lists too, which are read in less time.
LONG = (MODELS[0], SHORT[1])
IN_LONG_LISTS = (
    "item-lost-when-all-three-are-given",
    "item-lost-at-maximum",
    "last-page-but-one-short",
    "has-more-false-before-one",
    "default-limit-larger-after-a-cursor",
    "one-id-malformed",
)
IN_SHORT_LISTS = (
    "order-unstable-between-requests",
    "has-more-of-the-other-direction",
    "last-id-is-first-descending",
    "cursor-of-the-first-item-ignored",
    "no-content-type-descending",
    "limit-unchecked-after-a-cursor",
    "unknown-model-has-data",
    "malformed-cursor-ignored",
    "longer-key-let-in",
    "any-key-let-in-with-a-cursor",
    "key-echoed-in-a-header",
)
BY_NAME = {each.name: each for each in MUTANTS}


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("name", "models"),
    [
        *((name, LONG) for name in IN_LONG_LISTS),
        *((name, SHORT) for name in IN_SHORT_LISTS),
    ],
)
def test_laws_kill_the_mutant(name: str, models: tuple[str, ...]) -> None:
    """The first broken law ends the run; few drawn cases are enough beside those always tried."""
    with served(changed_app(BY_NAME[name].change)) as url:
        report = check(
            url, models, api_key=KEY, halves=[Half.PAGINATION], max_examples=3, fail_fast=True
        )

    assert report.exit_code == 1


def test_laws_let_the_right_server_live() -> None:
    """The one that the mutants were made of."""
    with served(right_app()) as url:
        report = check(url, LONG, api_key=KEY, halves=[Half.PAGINATION], max_examples=3)

    assert report.broken == ()
    assert {verdict.half for verdict in report.kept} == {Half.PAGINATION}


@pytest.mark.parametrize("language", PAGES)
def test_table_lists_exactly_the_mutants(language: str) -> None:
    """In the order of the catalog, with their sentences."""
    rows = read(PAGES[language].read_text(encoding="utf-8"))

    assert [(row[0], row[1]) for row in rows] == [
        (f"`{each.name}`", each.sentence if language == "en" else each.japanese) for each in MUTANTS
    ]


def test_table_says_that_each_mutant_was_killed() -> None:
    """By the laws or by schemathesis, as `nox -s mutants -- --write` saw; alike in every page."""
    tables = [
        [row[2:] for row in read(page.read_text(encoding="utf-8"))] for page in PAGES.values()
    ]
    names = re.compile(r"`[\w-]+`(, `[\w-]+`)*")

    assert tables[0] == tables[1]
    for mutant, cells in zip(MUTANTS, tables[0], strict=True):
        assert all(cell == NOBODY or names.fullmatch(cell) for cell in cells), mutant.name
        assert set(cells) != {NOBODY}, mutant.name
