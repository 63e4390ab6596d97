# Written by `nox -s regenerate` from openapi.json. Do not edit.
"""Parameters and forms as they are sent: styles and encodings of OpenAPI 3.0.4 and 3.1.1.

What these leave undefined, such as an object within an object of a query, is refused.
"""

import json
import math
import secrets
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import quote, quote_plus
from uuid import UUID

from serverless_training_client.types import File, Unset

_DELIMITERS = {"form": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C"}
# Reserved characters that a value of a query may hold without ending it (RFC 3986, section 3.4).
_RESERVED = ":/?@!$'()*,;="
# What a cookie may hold (RFC 6265, section 4.1.1), but for the percent sign.
_IN_COOKIES = "!#$&'()*+-./:<=>?@[]^_`{|}~"
_Encodings = Mapping[str, Mapping[str, Any]]


def query(
    name: str, value: object, style: str = "form", *, explode: bool = True, reserved: bool = False
) -> list[str]:
    """Write a parameter of a query.

    Args:
        name: Its name.
        value: Its value; nothing is written for `None` and what was left out.
        style: A style for queries, or `json` or `text` for its media type.
        explode: Whether each item is a pair of its own.
        reserved: Whether reserved characters stay as they are.

    Returns:
        `name=value` pairs, percent-encoded.

    Raises:
        ValueError: OpenAPI does not say how to write such a value.
    """

    def quoted(text: str) -> str:
        return quote(text, safe=_RESERVED if reserved else "")

    return [
        f"{quote(key, safe='')}={text}" for key, text in _pairs(name, value, style, explode, quoted)
    ]


def add_query(url: str, pairs: list[str]) -> str:
    """Put pairs of a query at the end of an address."""
    return f"{url}{'&' if '?' in url else '?'}{'&'.join(pairs)}" if pairs else url


def path(name: str, value: object, style: str = "simple", *, explode: bool = False) -> str:
    """Write a parameter of a path.

    Args:
        name: Its name.
        value: Its value.
        style: `simple`, `label`, `matrix`, or `json` or `text` for its media type.
        explode: Whether each item is a part of its own.

    Returns:
        One segment, or the parameter's part of it, percent-encoded.

    Raises:
        ValueError: OpenAPI does not say how to write such a value, or it would lead elsewhere.
    """
    text = _expanded(name, value, style, explode, lambda each: quote(each, safe=""))
    if text in ("", ".", ".."):
        raise ValueError(f"{name} would lead to another path")
    return text


def header(
    name: str, value: object, style: str = "simple", *, explode: bool = False
) -> dict[str, str]:
    """Write a header.

    Args:
        name: Its name.
        value: Its value; nothing is written for `None` and what was left out.
        style: `simple`, or `json` or `text` for its media type.
        explode: Whether an object is written as `name=value` pairs.

    Returns:
        The text by its name, or nothing.

    Raises:
        ValueError: OpenAPI does not say how to write such a value.
    """
    text = "" if _is_nothing(value) else _expanded(name, value, style, explode, str)
    return {name: text} if text or value == "" else {}


def cookie(
    name: str, value: object, style: str = "form", *, explode: bool = True
) -> dict[str, str]:
    """Write a cookie.

    Args:
        name: Its name.
        value: Its value; nothing is written for `None` and what was left out.
        style: `form`, or `json` or `text` for its media type.
        explode: Whether items are pairs of their own, for which cookies have no form.

    Returns:
        The text by its name, or nothing.

    Raises:
        ValueError: OpenAPI does not say how to write such a value.
    """

    def quoted(text: str) -> str:
        return quote(text, safe=_IN_COOKIES)

    if explode and style == "form" and isinstance(_data(value), dict | list):
        raise ValueError(f"{name}: a cookie has one value")
    return dict(_pairs(name, value, style, explode, quoted))


def urlencoded(body: Any, encodings: _Encodings) -> str:
    """Write a form as `application/x-www-form-urlencoded`.

    Args:
        body: A model or a mapping.
        encodings: How fields are written, by their names; others as their type wants it.

    Returns:
        The body.

    Raises:
        ValueError: OpenAPI does not say how to write such a value.
    """
    found: list[tuple[str, str]] = []
    for name, value in _fields(body):
        encoding = encodings.get(name, {})
        if style := encoding.get("style"):
            found += _pairs(name, value, style, encoding["explode"], quote_plus)
        else:
            items = _items(value)
            found += [(name, quote_plus(_typed(each, encoding.get("type")))) for each in items]
    return "&".join(f"{quote_plus(name)}={text}" for name, text in found)


def multipart(body: Any, encodings: _Encodings) -> tuple[str, dict[str, Any]]:
    """Write a form as `multipart/form-data`.

    Args:
        body: A model or a mapping.
        encodings: How fields are written, by their names; others as their type wants it.

    Returns:
        The content type, whose boundary no file can know; and arguments of `httpx.request`.

    Raises:
        ValueError: OpenAPI does not say how to write such a value.
    """
    boundary = secrets.token_hex(16)
    files: list[tuple[str, tuple[Any, ...]]] = []
    for name, value in _fields(body):
        encoding = encodings.get(name, {})
        if style := encoding.get("style"):
            pairs = _pairs(name, value, style, encoding["explode"], str)
            files += [(key, (None, text.encode(), "text/plain")) for key, text in pairs]
        else:
            files += [(name, _part(each, encoding.get("type"))) for each in _items(value)]
    # httpx would send no body at all for a form without fields.
    given = {"files": files} if files else {"content": f"--{boundary}--\r\n".encode()}
    return f"multipart/form-data; boundary={boundary}", given


def _fields(body: Any) -> Iterator[tuple[str, Any]]:
    data = body.to_dict() if hasattr(body, "to_dict") else body
    if not isinstance(data, Mapping):
        raise ValueError(f"a form cannot be made of {type(body).__name__}")  # noqa: TRY004
    return ((name, value) for name, value in data.items() if not _is_nothing(value))


def _items(value: Any) -> list[Any]:
    return [each for each in value if each is not None] if isinstance(value, list) else [value]


def _part(value: Any, media: str | None) -> tuple[Any, ...]:
    """Write a part of a form; models have files as tuples."""
    if isinstance(value, File):
        value = value.to_tuple()
    if isinstance(value, tuple):
        file_name, payload, own = value
        return file_name, payload, own or media
    usual = "application/json" if isinstance(_data(value), dict | list) else "text/plain"
    return None, _typed(value, media).encode(), media or usual


def _typed(value: Any, media: str | None) -> str:
    """Write a field by its media type: objects are JSON, all else is text, where it has none."""
    data = _data(value)
    is_json = isinstance(data, dict | list) if media is None else media.endswith("json")
    return _json(data) if is_json else _text(data)


def _pairs(  # noqa: PLR0911  one for each form
    name: str, value: object, style: str, explode: bool, quoted: Callable[[str], str]
) -> list[tuple[str, str]]:
    """Write names, as they are, and values of a form."""
    if _is_nothing(value):
        return []
    data = _data(value)
    if style == "json":
        return [(name, quoted(_json(data)))]
    if style == "deepObject":
        if not isinstance(data, dict):
            raise ValueError(f"{name}: only an object can be sent in the style deepObject")
        return [(f"{name}[{key}]", quoted(_text(each))) for key, each in _present(data)]
    if isinstance(data, dict | list) and style == "text":
        raise ValueError(f"{name}: it must be one value")
    if isinstance(data, dict) and explode:
        return [(key, quoted(_text(item))) for key, each in _present(data) for item in _items(each)]
    if isinstance(data, list) and explode:
        return [(name, quoted(_text(each))) for each in _items(data)]
    if isinstance(data, dict | list):
        parts = [quoted(each) for each in _flat(data)]
        return [(name, _DELIMITERS[style].join(parts))] if parts else []
    return [(name, quoted(_text(data)))]


def _expanded(
    name: str, value: object, style: str, explode: bool, quoted: Callable[[str], str]
) -> str:
    """Write a value as RFC 6570, sections 3.2.2, 3.2.5 and 3.2.7 have it."""
    data = _data(value)
    if style in ("json", "text"):
        return quoted(_json(data) if style == "json" else _text(data))
    named = f"{name}=" if style == "matrix" else ""
    if isinstance(data, dict) and explode:
        parts = [f"{quoted(key)}={quoted(_text(each))}" for key, each in _present(data)]
    elif isinstance(data, list) and explode:
        parts = [f"{named}{quoted(_text(each))}" for each in _items(data)]
    else:
        parts = [named + ",".join(map(quoted, _flat(data)))]
    first, delimiter = {"simple": ("", ","), "label": (".", "."), "matrix": (";", ";")}[style]
    return first + delimiter.join(parts) if any(parts) else ""


def _flat(data: Any) -> list[str]:
    """List the texts of a value; those of an object are its names and values in turn."""
    if isinstance(data, dict):
        return [text for key, each in _present(data) for text in (key, _text(each))]
    return [_text(each) for each in _items(data)]


def _present(data: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((str(key), each) for key, each in data.items() if each is not None)


def _is_nothing(value: object) -> bool:
    return value is None or isinstance(value, Unset)


def _data(value: Any) -> Any:
    """Make of a value what JSON can say."""
    if hasattr(value, "to_dict"):
        value = value.to_dict()
    if isinstance(value, Mapping):
        return {key: _data(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_data(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _json(data: Any) -> str:
    return json.dumps(data, separators=(",", ":"), allow_nan=False)


def _text(data: Any) -> str:
    if isinstance(data, str):
        return data
    if isinstance(data, int | float) and math.isfinite(data):
        return json.dumps(data)
    raise ValueError(f"a value of type {type(data).__name__} has no place here")
