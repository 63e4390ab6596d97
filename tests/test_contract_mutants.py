"""The laws kill every mutant that lists wrongly; docs/contract.md says which half kills which."""

import pytest
from serverless_training.testing.contract import Half, check

from tests.mutants.catalog import MUTANTS
from tests.mutants.kinds import Mutant
from tests.mutants.serving import KEY, MODELS, changed_app, right_app, served

KILLED = [pytest.param(each, id=each.name) for each in MUTANTS if each.is_for_the_laws]


@pytest.mark.parametrize("mutant", KILLED)
def test_laws_kill_the_mutant(mutant: Mutant) -> None:
    """By a law that names what is wrong with it."""
    with served(changed_app(mutant.change)) as url:
        report = check(url, MODELS, api_key=KEY, halves=[Half.PAGINATION], fail_fast=True)

    assert report.exit_code == 1
    assert {verdict.law for verdict in report.broken} & mutant.laws


def test_laws_let_the_right_server_live() -> None:
    """The one that the mutants were made of."""
    with served(right_app()) as url:
        report = check(url, MODELS, api_key=KEY, halves=[Half.PAGINATION])

    assert report.broken == ()
