# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from collections.abc import Callable as Callable, Sequence
from serverless_training._checks import show as show
from serverless_training._errors import (
    InvalidArgumentError as InvalidArgumentError,
    MetricNotFoundError as MetricNotFoundError,
)
from serverless_training._showing import shown as shown
from serverless_training_client.models import Checkpoint
from typing import TypeGuard

_MOST_NAMES: int

def check_metric(metric: str, mode: str) -> None: ...
def best(
    checkpoints: Sequence[Checkpoint], metric: str, mode: str, redact: Callable[[str], str] = str
) -> Checkpoint | None: ...
def _is_number(value: float | None) -> TypeGuard[float]: ...
def _not_found(metric: str, names: list[str]) -> MetricNotFoundError: ...
