"""What one run of schemathesis is told: target, settings, spec, limits. No I/O here."""

import copy
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from attrs import field, frozen

from serverless_training_testing._document import TEMPLATE, Json, SpecOperation, operations, resolve
from serverless_training_testing._paging import paged_operation
from serverless_training_testing._schemas import flatten, types

MODEL_ID: str = "model_id"
"""The parameter that IDs of models are values of."""


def option_for(name: str) -> str:
    """Name the option of the command that gives a parameter a value."""
    return "--model-id ID" if name == MODEL_ID else f"--parameter {name}=VALUE"


@frozen
class Target:
    """A server, and what is known of it."""

    base_url: str  # its URL, without a slash at the end
    api_key: str = field(repr=False)  # the key that it accepts; not shown
    spec: Mapping[str, Any] = field(repr=False)  # the OpenAPI document that it should follow
    # Values that exist there, by the name of the parameter; IDs of models are under `model_id`.
    parameters: Mapping[str, tuple[str, ...]]
    cursors: tuple[str, ...] = ()  # IDs of items that its lists hold, as far as they are known
    # Whether methods that the spec does not have may be sent, always to made-up paths.
    probe_methods: bool = False
    # The operations that may be sent, as `METHOD /path/{template}`; `None` for all.
    operations: frozenset[str] | None = None

    def may_send(self, operation: str) -> bool:
        """Say whether an operation may be sent."""
        return self.operations is None or operation in self.operations


KEY_VARIABLE = "WANDB_API_KEY"

LIMITS = "limits.json"
"""The file that holds what `limits` returns."""

SENT = "sent"
"""The file that grows by one byte with each request."""

SENT_AS = "X-Sent-As"
"""A header of recorded requests, never sent: how the request looked, without the key."""

NOT_SENT = "X-Kept-Back"
"""A header of answers that no server gave."""

_UNDECLARED = ("GET", "PUT", "POST", "DELETE", "OPTIONS", "PATCH", "TRACE", "QUERY")
# Random, made once and never given to anything.
_MADE_UP_TEXT = "made-up-5f0e7c1a9b3d4e62"
_MADE_UP_UUID = UUID("5f0e7c1a-9b3d-4e62-8c47-d10f2b6a93e5")
_MADE_UP_NUMBER = 1_998_877_661
_UNKNOWN_CURSORS = (str(_MADE_UP_UUID), _MADE_UP_TEXT)
_CURSOR_SHARE = 0.5
_STATEFUL_EXAMPLES = 10


def label(operation: SpecOperation) -> str:
    """Name an operation as schemathesis does: `GET /v1/…`."""
    return f"{operation.method} {operation.path}"


def policy_of(text: str) -> str:
    """Take what schemathesis reads out of `schemathesis.toml`: all but our exceptions."""
    return text.partition("\n[exceptions.")[0]


def exceptions_of(text: str) -> dict[str, Any]:
    """Read our exceptions in `schemathesis.toml`: `statuses` and `failures`."""
    exceptions: dict[str, Any] = tomllib.loads(text)["exceptions"]
    return exceptions


def with_statuses(spec: Json, statuses: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Document statuses on which a spec is silent."""
    document = copy.deepcopy(dict(spec))
    for operation in operations(document):
        names = cursors(operation, document)
        applies = {
            "all": True,
            "secured": operation.secured,
            "addressed": bool(names) or any(each["in"] == "path" for each in operation.parameters),
        }
        # Of the document, since `operations` hands out what it holds.
        said: dict[str, Any] = operation.definition.setdefault("responses", {})  # type: ignore[attr-defined]
        for status, rule in statuses.items():
            covered = {status, f"{status[0]}XX", f"{status[0]}xx", "default"}
            if applies[rule["applies-to"]] and not covered & said.keys():
                said[status] = {"description": rule["reason"]}
    return document


def cursors(operation: SpecOperation, document: Json) -> list[str]:
    """Name the query parameters of an operation that take the ID of an item of its list."""
    paged = paged_operation(operation, document)
    return [paged.paging.cursor] if paged and paged.is_by_id else []


def made_up(operation: SpecOperation, document: Json) -> dict[str, str] | None:
    """Invent values for the path parameters of an operation that nothing can have."""
    values: dict[str, str] = {}
    for parameter in operation.parameters:
        if parameter["in"] == "path":
            value = _invented(flatten(parameter.get("schema", {}), document))
            if value is None:
                return None
            values[parameter["name"]] = value
    return values or None


def _invented(schema: Json) -> str | None:
    if schema.keys() & {"enum", "const", "pattern", "maxLength", "maximum", "anyOf", "oneOf"}:
        return None
    kinds = tuple(types(schema)) or ("string",)
    by_kind: dict[tuple[str, ...], str] = {
        ("string",): _MADE_UP_TEXT,
        ("integer",): str(_MADE_UP_NUMBER),
    }
    invented = by_kind.get(kinds)
    if schema.get("format") == "uuid":
        return str(_MADE_UP_UUID)
    return invented if schema.get("format", "int64") in ("int64", "int32") else None


def settings(target: Target, policy: str, max_examples: int) -> str:
    """Write the settings of a run."""
    every = list(operations(target.spec))
    return "\n".join(
        [
            policy,
            *_stateful(max_examples),
            *_probes(target, every),
            *_auth(target.spec),
            *_parameters(target, every),
            *_forbidden(target, every),
        ]
    )


def _stateful(max_examples: int) -> list[str]:
    few = min(max_examples, _STATEFUL_EXAMPLES)
    return ["[phases.stateful.generation]", f"max-examples = {few}"]


def _probes(target: Target, every: Iterable[SpecOperation]) -> Iterable[str]:
    yield "[phases.coverage]"
    yield f"unexpected-methods = {_toml(list(_UNDECLARED) if target.probe_methods else [])}"
    real = [label(each) for each in every if made_up(each, target.spec) is None]
    if target.probe_methods and real:
        yield from ("[[operations]]", f"include-name = {_toml(real)}")
        yield "phases.coverage.unexpected-methods = []"


def _auth(spec: Json) -> Iterable[str]:
    schemes = spec.get("components", {}).get("securitySchemes", {})
    for name, unresolved in schemes.items():
        scheme = resolve(unresolved, spec)
        kind = (scheme.get("type"), str(scheme.get("scheme", "")).lower())
        # The key itself stands in no file.
        if kind == ("http", "bearer"):
            yield from (f"[auth.openapi.{_toml(name)}]", f'bearer = "${{{KEY_VARIABLE}}}"')
        elif kind[0] == "apiKey":
            yield from (f"[auth.openapi.{_toml(name)}]", f'api_key = "${{{KEY_VARIABLE}}}"')


def _parameters(target: Target, every: Iterable[SpecOperation]) -> Iterable[str]:
    known = {name: values[0] for name, values in target.parameters.items() if values}
    yield "[parameters]"
    for name, value in known.items():
        # `${…}` would name a variable.
        yield f"{_toml(name)} = {_toml(value.replace('${', '$${'))}"
    names = {name for each in every for name in cursors(each, target.spec)} - known.keys()
    for name in sorted(names):
        binding = f'{{ dictionary = "cursors", probability = {_CURSOR_SHARE} }}'
        yield f"{_toml(f'query.{name}')} = {binding}"
    yield "[dictionaries.cursors]"
    yield f"values = {_toml([*target.cursors, *_UNKNOWN_CURSORS])}"


def _forbidden(target: Target, every: Iterable[SpecOperation]) -> Iterable[str]:
    names = [label(each) for each in every if not target.may_send(label(each))]
    if names:
        yield from ("[[operations]]", f"include-name = {_toml(names)}", "enabled = false")


def _toml(value: str | list[str]) -> str:
    # Strings of JSON are strings of TOML, but for one character that TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def limits(
    target: Target, *, max_requests: int, deadline: float, rate: float | None
) -> dict[str, Any]:
    """Write down what the guard must know, for `_guard.py`."""
    every = list(operations(target.spec))
    probed = {each.path: made_up(each, target.spec) for each in every if target.probe_methods}
    return {
        "base_url": target.base_url,
        "operations": [(each.method, each.path) for each in every if target.may_send(label(each))],
        "probed": {path: values for path, values in probed.items() if values},
        "cursors": {label(each): names for each in every if (names := cursors(each, target.spec))},
        "drawn": [
            label(each)
            for each in every
            if any(
                p["in"] == "path" and not target.parameters.get(p["name"]) for p in each.parameters
            )
        ],
        "max_requests": max_requests,
        "deadline": deadline,
        "rate": rate,
    }


def pattern(base_path: str, template: str) -> re.Pattern[str]:
    """Match the concrete paths of a template."""
    literals = re.split(TEMPLATE, template)
    return re.compile(re.escape(base_path) + "[^/]*".join(map(re.escape, literals)))
