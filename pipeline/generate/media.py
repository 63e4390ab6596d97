"""Rules for media types: JSON first, and what the generator cannot read or write left out."""

import copy
from collections.abc import Iterator
from typing import Any

from openapi_python_client.config import Config
from openapi_python_client.strings import get_content_type

from pipeline.errors import PipelineError
from pipeline.generate.overrides import FILE, REMOVE, Override
from pipeline.generate.rewriting import by_name, resolved
from pipeline.parity.document import children, operations, pointer, values

JSON = "application/json"
_BYTES = "application/octet-stream"
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_ANYTHING = ("*/*", "application/*")
# What a medium without a schema holds.
_UNTYPED: dict[str, dict[str, Any]] = {_BYTES: {"type": "string", "format": "binary"}, JSON: {}}


def json_first(document: dict[str, Any], config: Config) -> Iterator[Override]:
    """Put JSON before other media types of an answer, since the generator reads the first alone.

    Args:
        document: An OpenAPI document.
        config: The generator's settings.

    Yields:
        A change for each answer that has JSON, but not first; and for each answer or body that
        may have any medium, which is taken for JSON.
    """
    for at, holder, kind in values(document):
        content = by_name(holder.get("content")) if isinstance(holder, dict) else {}
        if kind not in ("response", "body") or not content:
            continue
        names = [str(each) for each in content]
        if len(names) == 1 and names[0] in _ANYTHING:
            reason = f"{names[0]} is read and written as JSON"
            yield Override(pointer(at, "content"), {JSON: copy.deepcopy(content[names[0]])}, reason)
        elif kind == "response" and (ordered := sorted(names, key=_rank(config))) != names:
            whole = {name: copy.deepcopy(content[name]) for name in ordered}
            reason = "the generator reads the first media type alone"
            yield Override(pointer(at, "content"), whole, reason)


def _rank(config: Config) -> Any:
    """Sort plain JSON first, then other JSON; the rest stays as it is."""
    order = {JSON: 0}
    return lambda name: order.get(_base(name, config), 1 if _is_json(name, config) else 2)


def _base(media: str, config: Config) -> str:
    """Take the parameters off a media type, as in `application/json; charset=utf-8`."""
    return get_content_type(media, config) or ""


def _is_json(media: str, config: Config) -> bool:
    return _base(media, config) == JSON or _base(media, config).endswith("+json")


def supported_responses(document: dict[str, Any], config: Config) -> Iterator[Override]:
    """Leave media types of answers out that the generator cannot read.

    Args:
        document: An OpenAPI document.
        config: The generator's settings.

    Yields:
        A change for each; where nothing is left of a failure, its body is not described.

    Raises:
        PipelineError: A success has no other.
    """
    for at, status, response in _responses(document):
        content = by_name(response.get("content"))
        known = [name for name in content if _is_readable(str(name), config)]
        if content and not known and not status.startswith(("4", "5", "d")):
            raise _unsupported(pointer(at, "content"), content, "answer")
        for name in content:
            if name not in known:
                reason = "the generator cannot read this media type"
                yield Override(pointer(pointer(at, "content"), name), REMOVE, reason)


def _responses(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """List answers with pointer and status; those of components are told apart by their use."""
    used: dict[str, str] = {}
    for path, method, operation in operations(document):
        at = pointer(pointer(pointer("/paths", path), method), "responses")
        for status, response, kind in children(operation.get("responses"), "(response)"):
            if kind == "response" and isinstance(response, dict):
                reference = response.get("$ref")
                if isinstance(reference, str):
                    place, other = reference.removeprefix("#"), used.get(reference[1:], "4")
                    used[place] = min(other, str(status)) if other[0] != "d" else str(status)
                else:
                    yield pointer(at, status), str(status), response
    for place, status in used.items():
        if found := resolved(document, {"$ref": f"#{place}"}):
            yield place, status, found


def _is_readable(media: str, config: Config) -> bool:
    base = _base(media, config)
    return _is_json(media, config) or base.startswith("text/") or base == _BYTES


def supported_bodies(document: dict[str, Any], config: Config) -> Iterator[Override]:
    """Leave media types of bodies out that the generator cannot write.

    Args:
        document: An OpenAPI document.
        config: The generator's settings.

    Yields:
        A change for each.

    Raises:
        PipelineError: There is no other.
    """
    for at, body, kind in values(document):
        content = by_name(body.get("content")) if kind == "body" and isinstance(body, dict) else {}
        known = [
            name
            for name in content
            if _is_json(str(name), config) or _base(str(name), config) in (_BYTES, *_FORMS)
        ]
        if content and not known:
            raise _unsupported(pointer(at, "content"), content, "body")
        for name in content:
            if name not in known:
                reason = "the generator cannot write this media type"
                yield Override(pointer(pointer(at, "content"), name), REMOVE, reason)


def _unsupported(at: str, content: dict[str, Any], what: str) -> PipelineError:
    return PipelineError(
        f"{at}: the client knows none of the media types of this {what}, {', '.join(content)}. "
        f"To have it as bytes, write into {FILE}:\n"
        + Override(at, {_BYTES: {"schema": _UNTYPED[_BYTES]}}, "it is taken as bytes").to_paste()
    )


def untyped(document: dict[str, Any], config: Config) -> Iterator[Override]:
    """Give media without a schema one that says nothing, since the generator would pass them over.

    Args:
        document: An OpenAPI document.
        config: The generator's settings.

    Yields:
        A change for each.
    """
    for at, holder, kind in values(document):
        if kind in ("response", "body") and isinstance(holder, dict):
            for media, each in by_name(holder.get("content")).items():
                if isinstance(each, dict) and each.get("schema", True) is True:
                    base = _base(str(media), config)
                    schema = {"type": "string"} if base.startswith("text/") else {}
                    place = pointer(pointer(pointer(at, "content"), media), "schema")
                    reason = "the generator passes over a medium without a schema"
                    yield Override(place, dict(_UNTYPED.get(base, schema)), reason)
