# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete
from collections.abc import Callable as Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from rich.console import Console
from serverless_training import ServerlessTrainingError as ServerlessTrainingError
from serverless_training.cli._verdicts import show as show
from serverless_training.testing._extra import extra as extra
from serverless_training.testing.contract import Progress as Step, Report as Report
from typing import Annotated, Any, NoReturn

_XML: Incomplete
_JSON: Incomplete
_OPTIONS: Incomplete
_INTERRUPTED: int

class Only(StrEnum):
    PAGINATION = "pagination"
    SCHEMATHESIS = "schemathesis"

class _WrongUseError(Exception): ...

class _Screen(Console):
    quiet: bool

    def on_broken_pipe(self) -> None: ...

def contract(
    *,
    base_url: Annotated[str, None],
    model_id: Annotated[list[str] | None, None] = None,
    parameter: Annotated[list[str] | None, None] = None,
    operation: Annotated[list[str] | None, None] = None,
    get_only: Annotated[bool, None] = False,
    probe_methods: Annotated[bool | None, None] = None,
    only: Annotated[Only | None, None] = None,
    spec: Annotated[Path | None, None] = None,
    report_dir: Annotated[Path | None, None] = None,
    max_examples: Annotated[int, None] = 50,
    seed: Annotated[int, None] = 0,
    rate: Annotated[float | None, None] = None,
    max_requests: Annotated[int, None] = 5000,
    max_time: Annotated[int, None] = 60,
    allow_http: Annotated[bool, None] = False,
    fail_fast: Annotated[bool, None] = False,
) -> None: ...
def _end(said: str, code: int) -> NoReturn: ...
def _typed(word: str) -> str: ...
def _pairs(given: Sequence[str]) -> Mapping[str, Sequence[str]]: ...
def _document(path: Path | None) -> Any: ...
def _make(folder: Path | None) -> None: ...
@contextmanager
def _writing(folder: Path) -> Iterator[None]: ...
def _keep(report: Report, folder: Path | None) -> None: ...
@contextmanager
def _interruptible(tell: Callable[[Step], None] | None) -> Iterator["Callable[[Step], None]"]: ...
@contextmanager
def _telling() -> Iterator[Callable[[Step], None] | None]: ...
