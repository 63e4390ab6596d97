"""The half of the suite that judges listings: find them, read them, try every law."""

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
from serverless_training_testing.contract._configuration import option_for
from serverless_training_testing.contract._laws import Law, PageCase, Subject
from serverless_training_testing.contract._page_laws import PAGE_LAWS
from serverless_training_testing.contract._paged_spec import PagedSpec
from serverless_training_testing.contract._refusal_laws import ECHO_LAW, KEY_LAWS, REFUSAL_LAWS
from serverless_training_testing.contract._report import (
    ContractError,
    Observation,
    Outcome,
    Verdict,
)
from serverless_training_testing.contract._sender import OutOfBudgetError, Sender
from serverless_training_testing.contract._traversal_laws import TRAVERSAL_LAWS
from serverless_training_testing.contract._trials import judge, not_tried
from serverless_training_testing.contract._unspecified_laws import UNSPECIFIED_LAWS, observe

# Those that say most come first, for runs that are cut short; the echo is looked for in all others.
LAWS: tuple[Law[Any], ...] = (
    *PAGE_LAWS,
    *TRAVERSAL_LAWS,
    *REFUSAL_LAWS,
    *KEY_LAWS,
    *UNSPECIFIED_LAWS,
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
    paged: PagedSpec,
    parameters: Mapping[str, Sequence[str]],
    sender: Sender,
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
            _send_first(sender, collection)
    except OutOfBudgetError:
        yield from _without_time(laws, paged)
        return
    # Who does not serve the largest page can be read in small ones alone, or not at all.
    unread = Subject(paged, collections, sender, seed, _FIRST_REQUESTS)
    served, _unread = judge(_LARGEST_SERVED, unread, max_examples=0)
    if served.outcome is Outcome.BROKEN:
        yield served
        laws.remove(SERVED)
    try:
        collections = [read(sender, each) for each in collections]
    except OutOfBudgetError:
        yield from _without_time(laws, paged)
        return
    yield from collections
    subject = Subject(paged, collections, sender, seed, int(sender.affordable() * share))
    for law in laws:
        verdict, subject = judge(law, subject, max_examples=max_examples)
        yield verdict
    with suppress(OutOfBudgetError):
        yield from observe(subject)


def _without_time(laws: Sequence[Law[Any]], paged: PagedSpec) -> Iterator[Verdict]:
    needs = _("It needs more time or more requests: the listing could not be read.")
    return (not_tried(law, paged.name, needs) for law in laws)


def _send_first(sender: Sender, collection: Collection) -> None:
    """Ask for a page in the plainest way: whoever is refused even so has given something wrong."""
    exchange = sender.get(collection.request(query()))
    problems = {
        0: _("No answer from {url}: {reason}. Check --base-url."),
        _UNAUTHORIZED: _("{url} refuses the API key ({status}). Check WANDB_API_KEY."),
        _FORBIDDEN: _("{url} refuses the API key ({status}). Check WANDB_API_KEY."),
        _NOT_FOUND: _("{url} lists nothing at {path} ({status}). Check --model-id and --base-url."),
    }
    if not collection.values:  # no name in it can be wrong
        problems.pop(_NOT_FOUND)
    if exchange.status in problems:
        raise ContractError(
            problems[exchange.status].format(
                url=sender.base_url,
                reason=exchange.trouble,
                status=exchange.status,
                path=collection.name,
            )
        )
