"""What stands in a request for a value, as OpenAPI 3.1.1 says it. No I/O.

Written apart from what the generated package sends with, so that the one proves the other.
"""

import json
from typing import Any

Pairs = list[tuple[str, str]]

_DELIMITERS = {"form": ",", "spaceDelimited": " ", "pipeDelimited": "|"}
_SENT = ("application/x-www-form-urlencoded", "multipart/form-data", "application/octet-stream")
_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}


def bare(media_type: str) -> str:
    """Write a media type without its parameters (RFC 9110, section 8.3.1)."""
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Tell whether bodies of a media type are JSON."""
    name = bare(media_type)
    return name == "application/json" or name.endswith("+json")


def is_sent(media_type: str) -> bool:
    """Tell whether the generated package can send a media type."""
    return is_json(media_type) or bare(media_type) in _SENT


def text(value: Any) -> str:
    """Write a scalar as a parameter, header or part of a form has it."""
    if isinstance(value, bytes):
        return value.decode()
    return value if isinstance(value, str) else json.dumps(value)


def query(  # noqa: PLR0911  one for each style
    parameter: dict[str, Any], value: Any
) -> Pairs | None:
    """Say what a parameter adds to the query (OpenAPI 3.1.1, 4.8.12.5 and 4.8.12.6).

    Args:
        parameter: A Parameter Object.
        value: Its value, as JSON has it.

    Returns:
        Names and values, decoded; `None` where OpenAPI does not say.
    """
    name, style, explode = _serialization(parameter)
    if style is None:
        return [(name, json.dumps(value))]
    if value is None or not _is_flat(value):
        return None
    if isinstance(value, list):
        if style == "deepObject":
            return None
        separate = [(name, text(each)) for each in value]
        together = [(name, _DELIMITERS[style].join(map(text, value)))]
        return separate if explode else together
    if not isinstance(value, dict):
        return None if style == "deepObject" else [(name, text(value))]
    if style == "deepObject":
        return [(f"{name}[{key}]", text(each)) for key, each in value.items()]
    if explode:
        return [(key, text(each)) for key, each in value.items()]
    return [(name, _DELIMITERS[style].join(_alternating(value)))]


def segment(  # noqa: PLR0911  one for each style
    parameter: dict[str, Any], value: Any
) -> str | None:
    """Say what a parameter puts into the path, decoded; `None` where OpenAPI does not say."""
    name, style, explode = _serialization(parameter)
    if style is None:
        return json.dumps(value)
    if value is None or not _is_flat(value):
        return None
    if style == "simple":
        return _simple(value, explode=explode)
    if style == "label":
        return "." + _simple(value, explode=explode, delimiter="." if explode else ",")
    if not isinstance(value, list | dict):
        return f";{name}={text(value)}"
    if not explode:
        return f";{name}={_simple(value, explode=False)}"
    pairs = value.items() if isinstance(value, dict) else [(name, each) for each in value]
    return "".join(f";{key}={text(each)}" for key, each in pairs)


def header(parameter: dict[str, Any], value: Any) -> str | None:
    """Say what a parameter puts into its header, or cookie; `None` where OpenAPI does not say."""
    _, style, explode = _serialization(parameter)
    if style is None:
        return json.dumps(value)
    if value is None or not _is_flat(value) or (style == "form" and isinstance(value, list | dict)):
        return None
    return _simple(value, explode=explode)


def form(body: dict[str, Any]) -> Pairs:
    """Say what a form holds for an object: lists are repeated, objects are JSON, null is left out.

    Args:
        body: The object.

    Returns:
        Names and values, decoded (OpenAPI 3.1.1, 4.8.15.1.1).
    """
    pairs: Pairs = []
    for name, value in body.items():
        for each in value if isinstance(value, list) else [value]:
            if each is not None:
                pairs.append((name, text(each)))
    return pairs


def _serialization(parameter: dict[str, Any]) -> tuple[str, str | None, bool]:
    if "schema" not in parameter and parameter.get("content"):
        return parameter["name"], None, False
    style = parameter.get("style", _STYLES[parameter["in"]])
    return parameter["name"], style, bool(parameter.get("explode", style == "form"))


def _is_flat(value: Any) -> bool:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    # Of an empty list or object OpenAPI only says what it is in a few styles.
    return not any(isinstance(each, list | dict) or each is None for each in parts) and (
        not isinstance(value, list | dict) or bool(value)
    )


def _simple(value: Any, *, explode: bool, delimiter: str = ",") -> str:
    if isinstance(value, list):
        return delimiter.join(map(text, value))
    if isinstance(value, dict) and explode:
        return delimiter.join(f"{key}={text(each)}" for key, each in value.items())
    return delimiter.join(_alternating(value)) if isinstance(value, dict) else text(value)


def _alternating(value: dict[str, Any]) -> list[str]:
    return [part for key, each in value.items() for part in (key, text(each))]
