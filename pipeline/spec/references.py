"""Find references of an OpenAPI document that lead nowhere."""

import re
from typing import Any
from urllib.parse import unquote

from pipeline.spec.document import REFERENCE, children, find, values


def dangling(document: dict[str, Any]) -> tuple[str, str] | None:
    """Find a reference that leads nowhere, or round and round.

    Args:
        document: An OpenAPI document.

    Returns:
        JSON pointer of the first one, and what it says; `None` where each leads somewhere. One that
        leads out of the document leads nowhere.
    """
    bad = {each for each in _references(document) if not _leads_somewhere(document, each)}
    found = (
        (place, value)
        for place, value, kind in (values(document) if bad else ())
        if kind == REFERENCE and value in bad
    )
    return next(found, None)


def _references(document: dict[str, Any]) -> set[str]:
    # Without pointers, which are of interest only when something is wrong.
    found = set()
    waiting: list[tuple[Any, str]] = [(document, "openapi")]
    while waiting:
        for key, value, kind in children(*waiting.pop()):
            if isinstance(value, dict | list):
                waiting.append((value, kind))
            elif kind == REFERENCE and (key == "$ref" or str(value).startswith("#")):
                # A discriminator's mapping may also name a schema instead of pointing at it.
                found.add(str(value))
    return found


def _leads_somewhere(document: dict[str, Any], reference: str) -> bool:
    seen: set[str] = set()
    while reference not in seen:
        seen.add(reference)
        if not re.match("#(/|$)", reference):
            return reference in _anchors(document)
        try:
            # RFC 6901, 6: a pointer in a fragment is percent-encoded.
            node = find(document, unquote(reference[1:]))
        except LookupError:
            return False
        following = node.get("$ref") if isinstance(node, dict) else None
        if not isinstance(following, str):
            return True
        reference = following
    return False


def _anchors(document: dict[str, Any]) -> set[str]:
    # JSON Schema 2020-12, 8.2: names that a schema gives to itself.
    found = set()
    for place, value, _ in values(document):
        if place.endswith(("/$anchor", "/$dynamicAnchor")):
            found.add(f"#{value}")
        elif place.endswith("/$id"):
            found.add(str(value))
    return found
