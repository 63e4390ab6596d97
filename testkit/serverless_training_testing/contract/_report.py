"""What the suite found: verdicts, observations, and the report that holds them. No I/O here."""

from collections.abc import Iterable
from enum import StrEnum

from attrs import field, frozen


class ContractError(Exception):
    """The suite cannot run: no server, no key, or arguments that fit no operation."""


_LONGEST = 1000  # characters of a sentence that quotes a server
_LONGEST_LINE = 100_000  # characters of a command; shells take 131,071 bytes (Linux)


class Outcome(StrEnum):
    """How a law came out."""

    KEPT = "kept"
    BROKEN = "broken"
    NOT_EXERCISED = "not exercised"


class Half(StrEnum):
    """Which half of the suite judged."""

    PAGINATION = "pagination"
    SCHEMATHESIS = "schemathesis"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _cut_lines(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(
        each if len(each) <= _LONGEST_LINE else f"{each[:_LONGEST_LINE]}…" for each in lines
    )


@frozen
class Failure:
    """One way in which a law was broken, in its smallest case.

    Attributes:
        requests: The requests that show it, in their order, each as a line for `curl` that reads
            the key from the environment.
        expected: What the law asks for, in the reader's language.
        came: What came instead.
    """

    requests: tuple[str, ...] = field(converter=_cut_lines)
    expected: str = field(converter=_cut)
    came: str = field(converter=_cut)


@frozen
class Verdict:
    """What the suite says of one law and one operation.

    Attributes:
        law: The law's name, the same in every language and version: `has-more`, or a check of
            schemathesis such as `response_schema_conformance`.
        rule: The law as one sentence, in the reader's language.
        operation: Method and path template, `GET /v1/…`.
        half: Which half judged.
        outcome: How it came out.
        failures: How it was broken; empty unless `outcome` is `BROKEN`.
        needs: What it would take to exercise it, one sentence; empty unless `outcome` is
            `NOT_EXERCISED`.
        cases: How many cases were judged.
    """

    law: str
    rule: str
    operation: str
    half: Half
    outcome: Outcome
    failures: tuple[Failure, ...] = ()
    needs: str = field(default="", converter=_cut)
    cases: int = 0


@frozen
class Observation:
    """What a server does where the spec is silent; never right or wrong.

    Attributes:
        subject: What was looked at, the same in every language: `unknown-model`.
        operation: Method and path template.
        question: What the spec leaves open, in the reader's language.
        answer: What the server does.
    """

    subject: str
    operation: str
    question: str
    answer: str = field(converter=_cut)


@frozen
class Report:
    """All that a run found.

    Attributes:
        base_url: The server that was judged.
        seed: What decided the random cases; the same seed asks the same.
        verdicts: One for each law and operation, in the order in which they were judged.
        observations: What the server does where the spec is silent.
        requests: How many requests were sent.
        seconds: How long the run took, in seconds.
    """

    base_url: str
    seed: int
    verdicts: tuple[Verdict, ...]
    observations: tuple[Observation, ...]
    requests: int
    seconds: float

    @property
    def broken(self) -> tuple[Verdict, ...]:
        """The laws that were broken."""
        return self._that_are(Outcome.BROKEN)

    @property
    def kept(self) -> tuple[Verdict, ...]:
        """The laws that were kept."""
        return self._that_are(Outcome.KEPT)

    @property
    def not_exercised(self) -> tuple[Verdict, ...]:
        """The laws that could not be judged, of which nothing is known."""
        return self._that_are(Outcome.NOT_EXERCISED)

    @property
    def exit_code(self) -> int:
        """0 if no law was broken, 1 otherwise."""
        return 1 if self.broken else 0

    def _that_are(self, outcome: Outcome) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.outcome is outcome)
