"""The half of the suite that judges listings: find them, read them, try every law on them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from attrs import evolve
from serverless_training._language import gettext as _

from serverless_training_testing.contract._collection import (
    Collection,
    collections_of,
    largest_size,
    query,
    read,
)
from serverless_training_testing.contract._errors import ContractError
from serverless_training_testing.contract._judge import judge, not_tried
from serverless_training_testing.contract._law import Law, PageCase, Subject
from serverless_training_testing.contract._paged import Paged
from serverless_training_testing.contract._pages import PAGE_LAWS
from serverless_training_testing.contract._probe import OutOfBudgetError, Probe
from serverless_training_testing.contract._refusals import ECHO_LAW, KEY_LAWS, REFUSAL_LAWS
from serverless_training_testing.contract._report import Observation, Outcome, Verdict
from serverless_training_testing.contract._silence import SILENCE_LAWS, observe
from serverless_training_testing.contract._target import option_for
from serverless_training_testing.contract._walks import WALK_LAWS

# Those that say most come first, for runs that are cut short; the echo is looked for in all others.
LAWS: tuple[Law[Any], ...] = (
    *PAGE_LAWS,
    *WALK_LAWS,
    *REFUSAL_LAWS,
    *KEY_LAWS,
    *SILENCE_LAWS,
    ECHO_LAW,
)

SERVED: Law[Any] = next(law for law in LAWS if law.name == "served")
_LARGEST_SERVED = evolve(
    SERVED,
    cases=lambda subject: [
        PageCase(index, None, next(iter(subject.paged.orders), None), largest_size(subject.paged))
        for index, _collection in enumerate(subject.collections)
    ],
    drawn=None,
)
_FIRST_REQUESTS = 100
_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND = 401, 403, 404


def examine(  # noqa: PLR0913  all but three by keyword
    paged: Paged,
    parameters: Mapping[str, Sequence[str]],
    probe: Probe,
    *,
    seed: int,
    max_examples: int,
    share: float = 1.0,
) -> Iterator[Collection | Verdict | Observation]:
    """Judge one operation that pages."""
    laws = [law for law in LAWS if law.concerns(paged)]
    collections = collections_of(paged, parameters)
    if not collections:
        options = [option_for(name) for name in paged.needed if not parameters.get(name)]
        needs = _("It needs values that exist: {options}").format(options=" ".join(options))
        yield from (not_tried(law, paged.name, needs) for law in laws)
        return
    try:
        for collection in collections:
            _greet(probe, collection)
    except OutOfBudgetError:
        yield from _without_time(laws, paged)
        return
    # Who does not serve the largest page can be read in small ones alone, or not at all.
    unread = Subject(paged, collections, probe, seed, _FIRST_REQUESTS)
    served, _unread = judge(_LARGEST_SERVED, unread, max_examples=0)
    if served.outcome is Outcome.BROKEN:
        yield served
        laws.remove(SERVED)
    try:
        collections = [read(probe, each) for each in collections]
    except OutOfBudgetError:
        yield from _without_time(laws, paged)
        return
    yield from collections
    subject = Subject(paged, collections, probe, seed, int(probe.affordable() * share))
    for law in laws:
        verdict, subject = judge(law, subject, max_examples=max_examples)
        yield verdict
    with suppress(OutOfBudgetError):
        yield from observe(subject)


def _without_time(laws: Sequence[Law[Any]], paged: Paged) -> Iterator[Verdict]:
    needs = _("It needs more time or more requests: the listing could not be read.")
    return (not_tried(law, paged.name, needs) for law in laws)


def _greet(probe: Probe, collection: Collection) -> None:
    """Ask for a page in the plainest way: whoever is refused even so has given something wrong."""
    answer = probe.get(collection.request(query()))
    problems = {
        0: _("No answer from {url}: {reason}. Check --base-url."),
        _UNAUTHORIZED: _("{url} refuses the API key ({status}). Check WANDB_API_KEY."),
        _FORBIDDEN: _("{url} refuses the API key ({status}). Check WANDB_API_KEY."),
        _NOT_FOUND: _("{url} lists nothing at {path} ({status}). Check --model-id and --base-url."),
    }
    if not collection.values:  # no name in it can be wrong
        problems.pop(_NOT_FOUND)
    if answer.status in problems:
        raise ContractError(
            problems[answer.status].format(
                url=probe.base_url,
                reason=answer.trouble,
                status=answer.status,
                path=collection.name,
            )
        )
