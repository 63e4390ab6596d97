# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from serverless_training.testing._faults import Fault as Fault

@dataclass
class _Rule:
    fault: Fault
    seen: int = 0
    done: int = 0
    asked: Counter[str] = field(default_factory=Counter)

class FaultRules:
    _seed: int
    _lock: Incomplete
    _rules: Incomplete

    def __init__(self, faults: Iterable[Fault], seed: int) -> None: ...
    def __bool__(self) -> bool: ...
    def add(self, fault: Fault) -> None: ...
    def clear(self) -> None: ...
    def choose(
        self, method: str, path: str, query: Mapping[str, str], target: str
    ) -> Fault | None: ...
    def _turn(self, place: int, rule: _Rule, target: str) -> bool: ...
