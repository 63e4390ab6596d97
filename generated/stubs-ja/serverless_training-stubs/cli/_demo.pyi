# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from collections.abc import Sequence
from rich.console import Console, JustifyMethod as JustifyMethod
from serverless_training import (
    Checkpoint as Checkpoint,
    Client as Client,
    Page as Page,
    ServerlessTrainingError as ServerlessTrainingError,
)
from serverless_training.cli._lines import Sentence as Sentence
from serverless_training.testing._extra import extra as extra

_CHECKPOINTS: int
_PAGE_SIZE: int
_NEWEST: int
_ANY: int
_FOR_REAL: str

def demo() -> None: ...
def _show(console: Console, model: str, pages: Sequence[Page[Checkpoint]]) -> None: ...
def _row(checkpoint: Checkpoint) -> dict[str, str]: ...
def _show_rows(console: Console, rows: Sequence[dict[str, str]]) -> None: ...
