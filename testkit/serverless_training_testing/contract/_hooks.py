"""What schemathesis is told in its own process: the guard, and the failures that are none.

Only that process imports this, through the file `hooks.py` that `_schemathesis.py` writes.
"""

import json
import os
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

import schemathesis
from attrs import field, frozen
from schemathesis.core.failures import Failure, ServerError
from schemathesis.openapi.checks import (
    MissingHeaderNotRejected,
    RejectedPositiveData,
    UnsupportedMethodResponse,
)

from serverless_training_testing.contract._configuration import KEY_VARIABLE, LIMITS, SENT
from serverless_training_testing.contract._guard import Guard, install


@frozen
class FailureContext:
    """What a failure is about."""

    label: str  # method and path template of the operation
    undeclared: bool  # whether a method was sent that the spec does not have
    query: frozenset[str]  # names of the query parameters that were sent
    status: int  # the status of the answer
    probe_status: int  # the status of the answer to a request of the check's own; else the same
    limits: Mapping[str, Any] = field(repr=False)  # what `limits` wrote


def _waits(_: Failure, case: FailureContext) -> bool:
    return HTTPStatus.TOO_MANY_REQUESTS in (case.status, case.probe_status)


def _forbids(failure: Failure, case: FailureContext) -> bool:
    return isinstance(failure, MissingHeaderNotRejected) and case.status == HTTPStatus.FORBIDDEN


def _names_nothing(failure: Failure, case: FailureContext) -> bool:
    cursors = case.query & set(case.limits["cursors"].get(case.label, ()))
    named = cursors or case.label in case.limits["drawn"]
    refusals = (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)
    return isinstance(failure, RejectedPositiveData) and bool(named) and case.status in refusals


def _has_no_such_method(failure: Failure, case: FailureContext) -> bool:
    refused = (
        HTTPStatus.BAD_REQUEST <= case.status < HTTPStatus.INTERNAL_SERVER_ERROR
        or case.status == HTTPStatus.NOT_IMPLEMENTED
    )
    kinds = (UnsupportedMethodResponse, ServerError)
    return case.undeclared and isinstance(failure, kinds) and refused


TOLERATED: Mapping[str, Callable[[Failure, FailureContext], bool]] = {
    "waits": _waits,
    "forbids": _forbids,
    "names-nothing": _names_nothing,
    "has-no-such-method": _has_no_such_method,
}
"""Failures that right servers have too, by names; `schemathesis.toml` has the reason for each."""


def is_tolerated(failure: Failure, case: FailureContext) -> bool:
    """Say whether a right server may fail so."""
    return any(tolerates(failure, case) for tolerates in TOLERATED.values())


def start() -> None:
    """Set up the process of schemathesis, in a folder with what `limits` wrote."""
    limits = json.loads(Path(LIMITS).read_text(encoding="utf-8"))
    sent = Path(SENT).open("ab", buffering=0)  # noqa: SIM115  open as long as the process runs
    guard = Guard(limits, os.environ[KEY_VARIABLE], lambda: sent.write(b"."))
    install(guard)

    @schemathesis.hook
    def before_call(context: Any, case: Any, kwargs: Any) -> None:
        del context, kwargs
        # DELETE on a real path deletes.
        values = limits["probed"].get(case.operation.path)
        if values and _is_undeclared(case):
            case.path_parameters = dict(values)

    @schemathesis.hook
    def filter_failure(context: Any, failure: Failure, case: Any, response: Any) -> bool:
        del context
        context_of_failure = FailureContext(
            label=case.operation.label,
            undeclared=_is_undeclared(case),
            query=frozenset(case.query or ()),
            status=response.status_code,
            # Checks ask on their own; their failures name the case.
            probe_status=guard.statuses.get(failure.case_id or case.id, response.status_code),
            limits=limits,
        )
        return not is_tolerated(failure, context_of_failure)


def _is_undeclared(case: Any) -> bool:
    return bool(case.method.upper() != case.operation.method.upper())
