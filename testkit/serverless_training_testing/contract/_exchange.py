"""A request, what came of it, and the page that this may be."""

import json
import math
from decimal import Decimal
from functools import cached_property
from http import HTTPStatus
from typing import Any, NoReturn
from urllib.parse import quote, urlencode

import httpx
from attrs import field, frozen
from serverless_training._language import gettext as _

_ABSENT: Any = object()
# Judging, comparing and writing what is nested more deeply fails in one library or another.
_DEEPEST = 100


@frozen
class GetRequest:
    """A GET request."""

    path: str  # the path, percent-encoded
    query: tuple[tuple[str, str], ...] = ()  # names and values of the query, in their order
    credentials: str = "own"  # what stands in the Authorization header, a key of `CREDENTIALS`

    @property
    def target(self) -> str:
        """Path and query."""
        # A cursor may hold half of a surrogate pair, as JSON can.
        encoded = urlencode(self.query, quote_via=quote, errors="surrogatepass")
        return f"{self.path}?{encoded}" if encoded else self.path


@frozen
class ReceivedPage:
    """A page as it came."""

    ids: tuple[str | None, ...]  # the ids of its items, as text; `None` for an item without one
    items: tuple[Any, ...]  # the items
    has_more: Any  # as it came
    first: Any  # `first_id`, as it came, or a mark that it was left out
    last: Any  # the same of `last_id`

    @staticmethod
    def is_absent(end: object) -> bool:
        """Tell whether an end was left out."""
        return end is _ABSENT

    @classmethod
    def of(cls, status: int, body: object) -> "ReceivedPage | None":
        """Read an answer; `None` if it is no page."""
        if status != HTTPStatus.OK or not isinstance(body, dict):
            return None
        items = body.get("data")
        if not isinstance(items, list):
            return None
        return cls(
            tuple(identifier(item) for item in items),
            tuple(items),
            body.get("has_more"),
            body.get("first_id", _ABSENT),
            body.get("last_id", _ABSENT),
        )


def identifier(item: object) -> str | None:
    """Read the id of an item, which is its cursor; `None` if it has none."""
    found = item.get("id") if isinstance(item, dict) else None
    return str(found) if type(found) in (str, int) else None


@frozen(eq=False)
class Exchange:
    """What came of a request."""

    request: GetRequest  # the request
    status: int  # the status; 0 where no complete answer came
    headers: httpx.Headers = field(factory=httpx.Headers, repr=False)  # the headers
    content: bytes = field(default=b"", repr=False)  # the body
    trouble: str = ""  # why there is no complete answer; empty where there is one
    may_pass: bool = False  # whether another try may help, as where a connection broke

    @property
    def content_type(self) -> str:
        """The media type, without parameters, in lower case."""
        return str(self.headers.get("content-type", "")).partition(";")[0].strip().lower()

    @cached_property
    def body(self) -> Any:
        """The JSON that the body holds, NaN included; `None` where it holds none."""
        try:
            found = json.loads(self.content, parse_float=_number)
        except (ValueError, RecursionError):
            return None
        return None if _is_deep(found) else found

    @cached_property
    def why_not_json(self) -> str:
        """What is wrong with the body as JSON of RFC 8259; empty if nothing is."""
        try:
            is_deep = _is_deep(json.loads(self.content, parse_constant=_refuse))
        except ValueError as error:
            return str(error)
        except RecursionError:
            is_deep = True
        said = _("it is nested more than {count} levels deep")
        return said.format(count=_DEEPEST) if is_deep else ""

    @cached_property
    def page(self) -> ReceivedPage | None:
        """The page that it is; `None` if it is none."""
        return ReceivedPage.of(self.status, self.body)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode("utf-8", "replace")

    def items(self) -> list[Any]:
        """The items that the body holds, wherever the answer should have none of them."""
        data = self.body.get("data") if isinstance(self.body, dict) else self.body
        return data if isinstance(data, list) else []


def _number(text: str) -> float | Decimal:
    number = float(text)
    # To a schema, infinity is no number, and `1e400` is one.
    return number if math.isfinite(number) else Decimal(text)


def _is_deep(value: object) -> bool:
    level = [value]
    for _depth in range(_DEEPEST + 1):
        level = [
            child
            for each in level
            if isinstance(each, (dict, list))
            for child in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return False
    return True


def _refuse(constant: str) -> NoReturn:
    raise ValueError(_("{constant} is not JSON (RFC 8259, section 6)").format(constant=constant))
