"""A generated package as its callers use it: what they give for JSON, and JSON of what they get."""

import importlib
import types
import typing
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

import attrs
import httpx

from pipeline.generate.samples import is_same

_BASE = "https://service.invalid"
_PARSERS: dict[Any, Callable[[str], Any]] = {
    UUID: UUID,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
}
# What making an argument may raise where a value is not of its type.
UNFIT = (AttributeError, KeyError, TypeError, ValueError)


class Package:
    """A generated package.

    Args:
        name: What it is imported as.
    """

    def __init__(self, name: str) -> None:
        client: Any = importlib.import_module(f"{name}.client")
        self._strict = client.Client(base_url="", raise_on_unexpected_status=True)
        kinds: Any = importlib.import_module(f"{name}.types")
        self._file = kinds.File
        self._models = importlib.import_module(f"{name}.models")
        self._client = httpx.Client()  # one for all requests: it loads certificates

    def model(self, name: str) -> Any:
        """Give a class; `None` where the name stands for something else."""
        found = getattr(self._models, name)
        return found if attrs.has(found) and hasattr(found, "from_dict") else None

    def request(self, operation: Any, arguments: dict[str, Any]) -> httpx.Request:
        """Build the request of an operation.

        Args:
            operation: Its module.
            arguments: What it is called with, by name.

        Returns:
            The request, as httpx would send it.
        """
        options = operation._get_kwargs(**arguments)  # noqa: SLF001  it does no I/O
        return self._client.build_request(**options | {"url": _BASE + options["url"]})

    def response(self, operation: Any, response: httpx.Response) -> Any:
        """Read a response of an operation, as a caller gets it."""
        read = operation._parse_response  # noqa: SLF001  it does no I/O
        return read(client=self._strict, response=response)

    def make(self, value: Any, hint: Any) -> Any:  # noqa: PLR0911  one for each kind
        """Make what a caller would give for a value of JSON.

        Args:
            value: The value; bytes for a file.
            hint: The annotation of the argument.

        Returns:
            An argument that is written as this value.

        Raises:
            TypeError: The annotation has no such value; or whatever else of `UNFIT` its class says.
        """
        inner = typing.get_args(hint)
        origin = typing.get_origin(hint)
        if origin in (types.UnionType, typing.Union):
            return self._make_one(value, inner)
        if origin is typing.Literal and any(is_same(value, each) for each in inner):
            return value
        if origin is list and isinstance(value, list):
            return [self.make(each, inner[0]) for each in value]
        if hint is self._file:
            return hint(payload=BytesIO(value if isinstance(value, bytes) else value.encode()))
        if isinstance(hint, type) and attrs.has(hint):
            made: Any = hint
            return made.from_dict(value)
        if hint in _PARSERS:
            return _PARSERS[hint](value)
        if hint not in (Any, object) and not _is_scalar(value, hint):
            raise TypeError(f"{value!r} is not of {hint}")
        return value

    def _make_one(self, value: Any, hints: tuple[Any, ...]) -> Any:
        for hint in hints:
            try:
                made = self.make(value, hint)
                if is_same(value, self.plain(made)):
                    return made
            except UNFIT:
                continue
        raise TypeError(f"{value!r} is of none of {hints}")

    def plain(self, value: Any) -> Any:  # noqa: PLR0911  one for each kind
        """Write what a caller got as JSON has it; a file as bytes."""
        match value:
            case self._file():
                return value.payload.getvalue()
            case (_, BytesIO() as content, _):  # how a form has a file
                return content.getvalue()
            case list():
                return [self.plain(each) for each in value]
            case dict():
                return {key: self.plain(each) for key, each in value.items()}
            case date():
                return value.isoformat()
            case UUID():
                return str(value)
        return self.plain(value.to_dict()) if hasattr(value, "to_dict") else value


def _is_scalar(value: Any, hint: Any) -> bool:
    """Tell whether a value is of a type: `true` is no number, and 1 is a `float` to callers."""
    if isinstance(value, bool):
        return hint is bool
    if hint is float:
        return isinstance(value, int | float)
    return isinstance(hint, type) and isinstance(value, hint)
