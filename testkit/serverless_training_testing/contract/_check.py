"""Judge a server: both halves, one report."""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Collection as AnyOf
from contextlib import closing, contextmanager
from typing import Any

import httpx
from attrs import define, evolve, field, frozen
from hypothesis import configuration
from serverless_training._arguments import check_count, check_seconds, refusal
from serverless_training._auth import find_key
from serverless_training._errors import InvalidArgumentError
from serverless_training._language import gettext as _
from serverless_training._operations import join
from serverless_training._settings import Settings, is_loopback, resolve

from serverless_training_testing._document import Json, SpecOperation, operations
from serverless_training_testing._server import packaged_spec
from serverless_training_testing.contract._collection import Collection
from serverless_training_testing.contract._configuration import MODEL_ID, Target
from serverless_training_testing.contract._paged_spec import paged_specs
from serverless_training_testing.contract._pagination import LAWS, examine
from serverless_training_testing.contract._report import (
    ContractError,
    Half,
    Observation,
    Outcome,
    Report,
    Verdict,
)
from serverless_training_testing.contract._schemathesis import fuzz
from serverless_training_testing.contract._sender import Budget, Sender

BOTH: tuple[Half, ...] = (Half.PAGINATION, Half.SCHEMATHESIS)
# Of the time for both halves, what the laws may take.
_LAWS_SHARE = 0.6
_CURSORS = 50


@frozen
class Progress:
    """How far a run is.

    Attributes:
        half: The half that judges.
        operation: What is judged, as method and path template; empty where that is not known.
        requests: How many requests were sent so far.
        seconds: For how long the run has lasted, in seconds.
        share: How much of this half is done, from 0 to 1.
    """

    half: Half
    operation: str
    requests: int
    seconds: float
    share: float


def check(  # noqa: PLR0913  settings, all but two by keyword
    base_url: str,
    model_ids: Sequence[str] | str = (),
    *,
    api_key: str | None = None,
    parameters: Mapping[str, Sequence[str]] | None = None,
    spec: Mapping[str, Any] | None = None,
    max_examples: int = 50,
    seed: int = 0,
    rate: float | None = None,
    max_requests: int = 5000,
    max_seconds: float = 60.0,
    probe_methods: bool | None = None,
    get_only: bool | None = None,
    allow_operations: AnyOf[str] = (),
    allow_http: bool = False,
    halves: AnyOf[Half] = BOTH,
    fail_fast: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> Report:
    """Judge a server by its URL.

    Its listings must keep the laws of pagination, which Hypothesis tries on many cases, and its
    answers what the spec says, which schemathesis looks at. The data is read and never changed:
    on other machines than this one nothing but GET is sent, unless an operation is named.

    Args:
        base_url: The server.
        model_ids: IDs of models that it has, or one of them. Two with a hundred checkpoints or
            more are best.
        api_key: The key; `WANDB_API_KEY`, then netrc, by default.
        parameters: Values of other parameters that operations need: `{"job_id": ["job-1"]}`.
        spec: An OpenAPI 3 document; by default the one that the client was generated from.
        max_examples: How many cases are drawn for each law and operation, 50 by default, beside
            those that are always tried.
        seed: Decides what is drawn, 0 by default; the same seed draws the same.
        rate: How many requests a second at most; no limit by default.
        max_requests: How many requests may be sent, 5,000 by default.
        max_seconds: How long the run may take, in seconds, 60 by default. What is not judged by
            then is not exercised.
        probe_methods: Whether methods that the spec does not have may be sent, to made-up
            parameters; by default on this machine alone, and not with `get_only`.
        get_only: Whether nothing but GET may be sent; by default on other machines.
        allow_operations: Operation ids of what may be sent all the same.
        allow_http: Whether the key may go over plain http to another machine.
        halves: Which halves of the suite to run; both by default.
        fail_fast: Whether to end with the first law that is broken.
        progress: Called after each request.

    Returns:
        What was found.

    Raises:
        ContractError: The server cannot be judged: it does not answer, refuses the key, or has no
            such list.
        InvalidArgumentError: An argument cannot be used; nothing was sent.
        MissingKeyError: There is no key.
        MockError: The spec cannot be used.
    """
    document = packaged_spec() if spec is None else spec
    known = {name: tuple(values) for name, values in (parameters or {}).items()}
    if model_ids:
        # A text is a sequence too, of letters.
        given = [model_ids] if isinstance(model_ids, str) else model_ids
        known[MODEL_ID] = tuple(dict.fromkeys(given))
    _check_names(document, known)
    key, _origin = find_key(api_key, os.environ)
    settings = _settings(key, base_url, allow_http=allow_http)
    root, document = _joined(str(settings.base_url), document)
    settings = evolve(settings, base_url=httpx.URL(root))
    remote = not is_loopback(settings.base_url.host)
    reads_alone = remote if get_only is None else get_only
    target = Target(
        base_url=str(settings.base_url),
        api_key=key,
        spec=document,
        parameters=known,
        probe_methods=not (remote or reads_alone) if probe_methods is None else probe_methods,
        operations=_allowed(document, reads_alone, frozenset(allow_operations)),
    )
    budget = Budget(
        check_count(max_requests, "max_requests", 1),
        check_seconds(max_seconds, "max_seconds"),
        None if rate is None else _checked_rate(rate),
    )
    examples = check_count(max_examples, "max_examples", 1)
    findings = _Findings(
        check_count(seed, "seed", 0), fail_fast, progress or (lambda _progress: None)
    )
    with _temporary_home():
        if Half.PAGINATION in halves:
            share = _LAWS_SHARE if Half.SCHEMATHESIS in halves else 1.0
            limited = evolve(budget, seconds=budget.seconds * share)
            _judge_listings(findings, target, settings, limited, examples)
        if Half.SCHEMATHESIS in halves and not findings.is_over:
            _fuzz(findings, target, budget, examples)
    return findings.report(target.base_url)


def _settings(key: str, base_url: str, *, allow_http: bool) -> Settings:
    return resolve(
        *(key, base_url, {}),
        allow_http=allow_http,
        timeout=10.0,
        max_retries=0,
        deadline=60.0,
        max_body_bytes=1,
        headers=None,
    )


def _joined(base_url: str, document: Json) -> tuple[str, Json]:
    """Write base URL and paths so that segments which both have come once, as clients send them."""
    paths = {path: item for path, item in document["paths"].items() if path.startswith("/")}
    roots: dict[str, str] = {}
    for path in paths:
        literal, parameter, _rest = path.partition("{")
        head = literal.rpartition("/")[0] if parameter else literal
        roots[path] = join(base_url, path, head).removesuffix(path)
    root = min(roots.values(), key=len, default=base_url)
    joined = {roots[path].removeprefix(root) + path: item for path, item in paths.items()}
    return root, {**document, "paths": joined}


def _checked_rate(rate: float) -> float:
    is_number = type(rate) is not bool and isinstance(rate, int | float)
    if is_number and 0 < rate <= sys.float_info.max:
        return float(rate)
    problem = _("{argument} is {value}: it must be a positive number of requests per second.")
    raise refusal(problem, "rate", rate)


def _allowed(document: Json, get_only: bool, named: frozenset[str]) -> frozenset[str] | None:
    found = list(operations(document))
    ids = {_operation_id(each) for each in found}
    if unknown := sorted(named - ids):
        raise InvalidArgumentError(
            _("{name} is no operation of the spec. It has: {known}").format(
                name=unknown[0], known=", ".join(sorted(ids))
            ),
            argument="allow_operations",
        )
    if not get_only:
        return None
    return frozenset(
        f"{each.method} {each.path}"
        for each in found
        if each.method == "GET" or _operation_id(each) in named
    )


def _check_names(document: Json, parameters: Mapping[str, object]) -> None:
    known_names = {
        each["name"] for operation in operations(document) for each in operation.parameters
    }
    if unknown := sorted(parameters.keys() - known_names):
        raise InvalidArgumentError(
            _("{name} is no parameter of the spec. It has: {known}").format(
                name=unknown[0], known=", ".join(sorted(known_names))
            ),
            argument="parameters",
        )


def _operation_id(operation: SpecOperation) -> str:
    named = operation.definition.get("operationId")
    return str(named or f"{operation.method} {operation.path}")


@define
class _Findings:
    """What was found so far, and who is told how far the run is."""

    seed: int
    fail_fast: bool
    listener: Callable[[Progress], None]
    began: float = field(factory=time.monotonic)
    half: Half = Half.PAGINATION
    operation: str = ""
    sent: int = 0
    share: float = 0.0
    verdicts: list[Verdict] = field(factory=list)
    observations: list[Observation] = field(factory=list)
    cursors: list[str] = field(factory=list)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    @property
    def is_over(self) -> bool:
        return self.fail_fast and any(each.outcome is Outcome.BROKEN for each in self.verdicts)

    def tell(self, requests: int) -> None:
        sent, share = self.sent + requests, min(self.share, 1.0)
        self.listener(Progress(self.half, self.operation, sent, self.seconds, share))

    def report(self, base_url: str) -> Report:
        if all(each.outcome is Outcome.NOT_EXERCISED for each in self.verdicts):
            needs = next((each.needs for each in self.verdicts), _("The spec has no operation."))
            raise ContractError(_("Nothing could be judged. {needs}").format(needs=needs))
        return Report(
            base_url,
            self.seed,
            tuple(self.verdicts),
            tuple(self.observations),
            self.sent,
            self.seconds,
        )


def _judge_listings(
    findings: _Findings, target: Target, settings: Settings, budget: Budget, max_examples: int
) -> None:
    found = paged_specs(target.spec)
    to_try = sum(law.concerns(paged) for paged in found for law in LAWS)

    def examined(sender: Sender) -> Iterator[Collection | Verdict | Observation]:
        for place, paged in enumerate(found):
            findings.operation = paged.name
            yield from examine(
                paged,
                target.parameters,
                sender,
                seed=findings.seed,
                max_examples=max_examples,
                share=1 / (len(found) - place),
            )

    with closing(Sender(settings, target.api_key, budget, findings.tell)) as sender:
        for each in examined(sender):
            match each:
                case Verdict():
                    findings.verdicts.append(each)
                    findings.share = len(findings.verdicts) / to_try
                case Observation():
                    findings.observations.append(each)
                case Collection():
                    step = max(len(each.ids) // _CURSORS, 1)
                    findings.cursors += each.ids[::step]
            if findings.is_over:
                break
        findings.sent += sender.sent


def _fuzz(findings: _Findings, target: Target, budget: Budget, max_examples: int) -> None:
    findings.half, findings.operation, findings.share = Half.SCHEMATHESIS, "", 0.0
    verdicts, sent = fuzz(
        evolve(target, cursors=tuple(findings.cursors)),
        seed=findings.seed,
        max_examples=max_examples,
        max_seconds=max(budget.seconds - findings.seconds, 1.0),
        rate=budget.rate,
        progress=findings.tell,
        max_requests=budget.requests - findings.sent,
    )
    findings.verdicts += verdicts
    findings.sent += sent


@contextmanager
def _temporary_home() -> Iterator[None]:
    """Keep what Hypothesis writes out of the folder that the caller works in."""
    stored: Any = configuration.storage_directory(intent_to_write=False)
    before = getattr(stored, "home_directory", stored)  # a path in older versions
    with tempfile.TemporaryDirectory() as folder:
        configuration.set_hypothesis_home_dir(folder)
        try:
            yield
        finally:
            configuration.set_hypothesis_home_dir(before)
