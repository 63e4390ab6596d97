# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from attrs import frozen
from collections.abc import Iterable, Iterator, Mapping
from serverless_training.testing.contract._settings import (
    KEPT_BACK as KEPT_BACK,
    SENT_AS as SENT_AS,
)
from typing import Any

Json = Mapping[str, Any]

@frozen
class Finding:
    check: str
    code: str
    title: str
    message: str

@frozen
class Asked:
    operation: str
    phase: str
    method: str
    valid: bool | None
    scenario: str
    undeclared: bool
    place: str
    after: frozenset[str]
    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    sent_headers: Mapping[str, str]
    sent_body: bytes
    checks: frozenset[str]
    findings: tuple[Finding, ...]

@frozen
class Run:
    asked: tuple[Asked, ...]
    errors: tuple[tuple[str, str], ...]
    started: bool

def read(lines: Iterable[str]) -> Run: ...
def _events(lines: Iterable[str]) -> Iterator[tuple[str, Json]]: ...
def _scenario(event: Json) -> Iterator[Asked]: ...
def _asked(
    operation: str,
    phase: str,
    case: Json,
    request: Json,
    response: Json,
    checks: Iterable[Json],
    after: frozenset[str],
) -> Asked: ...
def _finding(check: Json) -> Finding: ...
def _bytes(content: Any) -> bytes: ...
