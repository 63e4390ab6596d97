"""Faults that the mock server has when it is told to: what happens, and to which requests."""

import math
import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from http import HTTPStatus
from typing import Any, Literal

from attrs import field, frozen
from serverless_training._language import gettext as _

from serverless_training_testing._errors import MockError

WITHOUT_BODY: frozenset[int] = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})
"""Statuses whose answers have no body: RFC 9110, section 6.4.1."""

# RFC 9110, sections 5.5 and 5.6.2.
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
_FRAMING = frozenset({"content-length", "transfer-encoding"})

_WHOLE = frozenset({"status", "skip", "times"})

# What a request may suffer, in the order in which it does.
_EFFECTS = ("latency", "reset", "status", "repeat", "body", "malformed", "headers")


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}


@frozen(kw_only=True)
class Fault:
    """A fault of the mock server's: what happens, and to which requests.

    It happens before the request is looked at: no key is asked for, no parameter is checked. What
    the fault leaves open is as in the right answer: `Fault(malformed=True)` cuts off its body,
    `Fault(headers={…})` adds to its headers. With `status` the answer is the fault's alone.

    Attributes:
        status: Status of the answer, from 200 to 599. Its body is a JSON object with a `detail`,
            unless `body` says otherwise.
        retry_after: The header `Retry-After`: seconds, or a date as HTTP writes it.
        latency: How long the answer takes in addition, in seconds; 0 by default.
        reset: Reset the connection: `"before"` the answer, or in the middle of its `"body"`.
        malformed: Cut off the body, so that it is not JSON; its length is right nevertheless.
        repeat: Answer with the page that comes before the one asked for. It happens only to
            requests with a cursor.
        body: The body of the answer.
        headers: Headers of the answer, in addition or instead.
        method: It happens to requests with this method alone; to all by default.
        path: Likewise to these paths, `*` stands for any characters and `?` for one.
        query: Likewise to those that have all of these parameters.
        skip: How many of these requests are spared first; 0 by default.
        times: How often it happens then; always by default.
        probability: How likely it is for each of these requests, from 0 to 1. Chance knows the
            server's seed, the request and how often it came before, so that neither time nor
            threads change what happens.

    Raises:
        MockError: This cannot be done, or not together.
    """

    status: int | None = None
    retry_after: float | str | None = None
    latency: float = 0.0
    reset: Literal["before", "body"] | None = None
    malformed: bool = False
    repeat: bool = False
    body: str | bytes | None = None
    headers: Mapping[str, str] = field(factory=dict, converter=_texts)
    method: str | None = None
    path: str = "*"
    query: Mapping[str, str] = field(factory=dict, converter=_texts)
    skip: int = 0
    times: int | None = None
    probability: float | None = None

    def __attrs_post_init__(self) -> None:
        problem = self._impossible() or self._contradiction()
        if problem:
            raise MockError(problem)

    @property
    def name(self) -> str:
        """What it does, in one word or more: `status`, `latency+status`, `reset-body`."""
        done = (each for each in _EFFECTS if _given(self, each))
        return "+".join(f"reset-{self.reset}" if each == "reset" else each for each in done)

    @property
    def header_lines(self) -> dict[str, str]:
        """All headers that it gives an answer, by name."""
        later = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        return {**later, **self.headers}

    def concerns(self, method: str, path: str, query: Mapping[str, str]) -> bool:
        """Tell whether it may happen to a request.

        Args:
            method: The method in upper case.
            path: The path, percent-decoded.
            query: The query parameters.
        """
        return (
            (self.method is None or self.method.upper() == method)
            and fnmatchcase(path, self.path.replace("[", "[[]"))
            and self.query.items() <= query.items()
            and not (self.repeat and not query.get("after"))
        )

    def _impossible(self) -> str | None:
        numbers = (
            ("status", self.status, 200, 599),
            ("latency", self.latency, 0, None),
            ("skip", self.skip, 0, None),
            ("times", self.times, 1, None),
            ("probability", self.probability, 0, 1),
            ("retry_after", _number(self.retry_after), 0, None),
        )
        for name, value, lowest, highest in numbers:
            whole = name in _WHOLE and type(value) is not int
            if value is not None and (whole or not _within(value, lowest, highest)):
                return _out_of_range(name, value, lowest, highest)
        if self.reset not in (None, "before", "body"):
            return _("`reset` is {value}. Use `before` or `body`.").format(value=self.reset)
        for name, text in self.header_lines.items():
            if not (_NAME.fullmatch(name) and _VALUE.fullmatch(text)):
                return _("No answer can have the header {name}: {value}.").format(
                    name=name, value=text
                )
            if name.lower() in _FRAMING:
                return _("The header {name} is the server's own. Leave it out.").format(name=name)
        return None

    def _contradiction(self) -> str | None:
        if not self.name:
            return _(
                "A fault must do something. Give it `status`, `latency`, `reset`, `malformed`, "
                "`repeat`, `body` or `headers`."
            )
        if self.retry_after is not None and self.status is None:
            return _("`retry_after` needs a `status`, such as 429.")
        if self.status in WITHOUT_BODY and (self.body is not None or self.malformed):
            return _("An answer with the status {status} has no body.").format(status=self.status)
        chosen = {
            name for name in (*_EFFECTS, "skip", "times", "probability") if _given(self, name)
        } - {"reset"} | ({f"reset={self.reset}"} if self.reset else set())
        for first, others in _EXCLUSIVE.items():
            for other in others:
                if {first, other} <= chosen:
                    return _("`{first}` and `{second}` exclude each other.").format(
                        first=first, second=other
                    )
        return None


_EXCLUSIVE: Mapping[str, tuple[str, ...]] = {
    "probability": ("skip", "times"),
    "repeat": ("status", "body"),
    "malformed": ("body",),
    "reset=before": ("status", "repeat", "body", "malformed", "headers"),
    "reset=body": ("malformed",),
}


def _given(fault: Fault, name: str) -> bool:
    return getattr(fault, name) not in (None, False, 0, {})


def _number(value: float | str | None) -> float | None:
    return None if isinstance(value, str) else value


def _within(value: Any, lowest: float, highest: float | None) -> bool:
    numeric = isinstance(value, int | float) and math.isfinite(value)
    return numeric and lowest <= value and (highest is None or value <= highest)


def _out_of_range(name: str, value: object, lowest: float, highest: float | None) -> str:
    if highest is None:
        return _("`{name}` is {value}. Use a number from {lowest}.").format(
            name=name, value=value, lowest=lowest
        )
    return _("`{name}` is {value}. Use a number from {lowest} to {highest}.").format(
        name=name, value=value, lowest=lowest, highest=highest
    )
