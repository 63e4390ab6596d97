# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete
from collections.abc import Iterator, Mapping, Sequence
from serverless_training.testing.contract._collection import (
    Collection as Collection,
    collections_of as collections_of,
    largest_size as largest_size,
    query as query,
    read as read,
)
from serverless_training.testing.contract._errors import ContractError as ContractError
from serverless_training.testing.contract._judge import judge as judge, not_tried as not_tried
from serverless_training.testing.contract._law import (
    Law as Law,
    PageCase as PageCase,
    Subject as Subject,
)
from serverless_training.testing.contract._paged import Paged as Paged
from serverless_training.testing.contract._pages import PAGE_LAWS as PAGE_LAWS
from serverless_training.testing.contract._probe import (
    OutOfBudgetError as OutOfBudgetError,
    Probe as Probe,
)
from serverless_training.testing.contract._refusals import (
    ECHO_LAW as ECHO_LAW,
    KEY_LAWS as KEY_LAWS,
    REFUSAL_LAWS as REFUSAL_LAWS,
)
from serverless_training.testing.contract._report import (
    Observation as Observation,
    Outcome as Outcome,
    Verdict as Verdict,
)
from serverless_training.testing.contract._silence import (
    SILENCE_LAWS as SILENCE_LAWS,
    observe as observe,
)
from serverless_training.testing.contract._target import option_for as option_for
from serverless_training.testing.contract._walks import WALK_LAWS as WALK_LAWS
from typing import Any

LAWS: tuple[Law[Any], ...]
SERVED: Law[Any]
_LARGEST_SERVED: Incomplete
_FIRST_REQUESTS: int
_UNAUTHORIZED: Incomplete
_FORBIDDEN: Incomplete
_NOT_FOUND: Incomplete

def examine(
    paged: Paged,
    parameters: Mapping[str, Sequence[str]],
    probe: Probe,
    *,
    seed: int,
    max_examples: int,
    share: float = 1.0,
) -> Iterator[Collection | Verdict | Observation]: ...
def _without_time(laws: Sequence[Law[Any]], paged: Paged) -> Iterator[Verdict]: ...
def _greet(probe: Probe, collection: Collection) -> None: ...
