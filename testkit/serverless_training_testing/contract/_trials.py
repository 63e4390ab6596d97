"""Try a law on its cases, and on cases that Hypothesis draws and shrinks."""

from collections.abc import Callable
from typing import Any

import hypothesis
from attrs import define, evolve, field
from hypothesis.errors import FlakyFailure
from hypothesis.strategies import SearchStrategy
from serverless_training._language import gettext as _

from serverless_training_testing.contract._collection import read
from serverless_training_testing.contract._laws import Law, NotJudgedError, Subject, thinned
from serverless_training_testing.contract._report import Failure, Half, Outcome, Verdict
from serverless_training_testing.contract._sender import OutOfBudgetError

# Each further reading of a list that has grown begins a law anew.
_READINGS = 3
_SHRINKING_EXAMPLES = 200
# A law that was tried on fewer, with more to try, was not tried.
_LEAST_CASES = 8
# Twenty laws draw cases, of which some take several requests.
_ALLOWANCE_FOR_ONE = 80


class _BrokenError(Exception):
    """A drawn case broke the law."""


@define
class _Trial:
    """A law that is being tried."""

    law: Law[Any]  # the law
    subject: Subject  # what it is tried on
    tried: set[Any] = field(factory=set)  # the cases so far
    is_over: bool = False  # whether nothing more may be asked

    def judge(self, case: Any) -> Failure | None:
        if self.is_over:
            return None
        try:
            failure = self.law.judge(self.subject, case)
        except OutOfBudgetError:
            self.is_over = True
            return None
        except NotJudgedError:
            return None
        self.tried.add(case)
        return failure


def judge(law: Law[Any], subject: Subject, *, max_examples: int) -> tuple[Verdict, Subject]:
    """Try a law."""
    needs = law.needs(subject)
    if needs:
        return _verdict(law, subject, Outcome.NOT_EXERCISED, needs=needs), subject
    for _reading in range(_READINGS):
        trial = _Trial(law, subject)
        failure = _find(trial, max_examples)
        if failure is None:
            break
        now = _read_again(subject)
        if now is None:
            return (
                _verdict(law, subject, Outcome.BROKEN, failures=(failure,), cases=len(trial.tried)),
                subject,
            )
        subject = now
    else:
        said = _("It needs a list to which nothing is added while it is read.")
        return _verdict(law, subject, Outcome.NOT_EXERCISED, needs=said), subject
    if trial.is_over:
        said = _("It needs more time or more requests: {count} cases were kept until then.")
        needs = said.format(count=len(trial.tried))
        return _verdict(law, subject, Outcome.NOT_EXERCISED, needs=needs), subject
    if not trial.tried:
        said = _("It needs pages that are served: none of the cases could be judged.")
        return _verdict(law, subject, Outcome.NOT_EXERCISED, needs=said), subject
    return _verdict(law, subject, Outcome.KEPT, cases=len(trial.tried)), subject


def _find(trial: _Trial, max_examples: int) -> Failure | None:
    """Look for a failure, and make it as small as it gets."""
    cases = trial.law.cases(trial.subject)
    most = int(trial.subject.allowance * trial.law.share / trial.law.cost)
    trial.is_over = most < min(len(cases), _LEAST_CASES)
    for case in thinned(cases, most):
        failure = trial.judge(case)
        if failure is not None:
            return _shrink(trial, case) or failure
    if trial.law.drawn is None or trial.is_over:
        return None
    most = min(max_examples, trial.subject.allowance // _ALLOWANCE_FOR_ONE)
    affordable = most // trial.law.cost
    return _search(trial, trial.law.drawn(trial.subject, None), affordable) if affordable else None


def _shrink(trial: _Trial, case: Any) -> Failure | None:
    if trial.law.drawn is None:
        return None
    affordable = max(min(_SHRINKING_EXAMPLES, trial.subject.allowance // 10), 1)
    return _search(trial, trial.law.drawn(trial.subject, case), affordable)


def _search(trial: _Trial, drawn: SearchStrategy[Any], max_examples: int) -> Failure | None:
    found: list[Failure] = []

    def holds(case: Any) -> None:
        failure = trial.judge(case)
        if failure is not None:
            found.append(failure)
            raise _BrokenError

    settings = hypothesis.settings(
        max_examples=max_examples,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate, hypothesis.Phase.shrink],
        suppress_health_check=list(hypothesis.HealthCheck),
        verbosity=hypothesis.Verbosity.quiet,
        print_blob=False,
    )
    seeded: Callable[[], None] = hypothesis.seed(trial.subject.seed)(
        settings(hypothesis.given(drawn)(holds))
    )
    try:
        seeded()
    except (_BrokenError, FlakyFailure):
        # Hypothesis ends with the smallest case; a server that changes its mind ends with any.
        return found[-1]
    return None


def _read_again(subject: Subject) -> Subject | None:
    """Read the lists again: the subject as it is now, or `None` if nothing was added to them."""
    known = subject.sender.forget()
    try:
        read_now = [read(subject.sender, each) for each in subject.collections]
    except OutOfBudgetError:
        # Of a list that grows nobody can say whether a law was broken or an item added.
        return subject if subject.grows else None
    now = evolve(subject, collections=read_now, grows=True)
    if _has_grown(subject, now):
        return now
    subject.sender.remember(known)
    return None


def _has_grown(before: Subject, now: Subject) -> bool:
    """Tell whether items were added at an end, and nothing else changed."""
    pairs = [
        (one.ids, other.ids)
        for one, other in zip(before.collections, now.collections, strict=True)
        if one.ids != other.ids
    ]
    return bool(pairs) and all(
        len(new) > len(old) and old in (new[: len(old)], new[len(new) - len(old) :])
        for old, new in pairs
    )


def _verdict(law: Law[Any], subject: Subject, outcome: Outcome, **rest: Any) -> Verdict:
    return Verdict(law.name, law.rule(), subject.paged.name, Half.PAGINATION, outcome, **rest)


def not_tried(law: Law[Any], operation: str, needs: str) -> Verdict:
    """Say that a law could not be tried at all."""
    outcome = Outcome.NOT_EXERCISED
    return Verdict(law.name, law.rule(), operation, Half.PAGINATION, outcome, needs=needs)
