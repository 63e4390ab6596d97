"""Decide which fault happens to which request; no I/O here."""

import random
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from serverless_training_testing._faults import Fault


@dataclass
class _Rule:
    """A fault, and what has become of it."""

    fault: Fault  # the fault
    seen: int = 0  # how many requests it concerned
    done: int = 0  # how often it happened
    # By chance only: how many of them asked for the same.
    asked: Counter[str] = field(default_factory=Counter)


class FaultRules:
    """The faults of a server, in their order; usable from any thread."""

    def __init__(self, faults: Iterable[Fault], seed: int) -> None:
        self._seed = seed
        self._lock = threading.Lock()
        self._rules = [_Rule(fault) for fault in faults]

    def __bool__(self) -> bool:
        return bool(self._rules)

    def add(self, fault: Fault) -> None:
        """Add a fault behind the others."""
        with self._lock:
            self._rules.append(_Rule(fault))

    def clear(self) -> None:
        """Forget all faults, and what has become of them."""
        with self._lock:
            self._rules.clear()

    def choose(self, method: str, path: str, query: Mapping[str, str], target: str) -> Fault | None:
        """Take note of a request, and decide what happens to it."""
        with self._lock:
            ready = [
                rule
                for place, rule in enumerate(self._rules)
                if rule.fault.concerns(method, path, query) and self._turn(place, rule, target)
            ]
            if not ready:
                return None
            ready[0].done += 1
            return ready[0].fault

    def _turn(self, place: int, rule: _Rule, target: str) -> bool:
        fault = rule.fault
        rule.seen += 1
        if fault.probability is not None:
            rule.asked[target] += 1
            # A text as seed is hashed the same way in every process.
            dice = random.Random(f"{self._seed} {place} {target} {rule.asked[target]}")  # noqa: S311  repeatable is the point
            return dice.random() < fault.probability
        return rule.seen > fault.skip and (fault.times is None or rule.done < fault.times)
