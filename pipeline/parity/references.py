"""Find references of an OpenAPI document that lead nowhere."""

import re
from collections.abc import Collection
from typing import Any
from urllib.parse import unquote

from pipeline.parity.document import REFERENCE, children, find, values


def dangling(document: dict[str, Any]) -> tuple[str, str] | None:
    """Find a reference that leads nowhere, or round and round.

    Args:
        document: An OpenAPI document.

    Returns:
        JSON pointer of the first one, and what it says; `None` where each leads somewhere. One that
        leads out of the document leads nowhere.
    """
    references, good = _references(document), set[str]()
    anchors = _anchors(document) if any(not re.match("#(/|$)", each) for each in references) else ()
    bad = {each for each in references if not _leads_somewhere(document, each, anchors, good)}
    found = (
        (place, str(value))
        for place, value, kind in (values(document) if bad else ())
        if kind == REFERENCE and str(value) in bad
    )
    return next(found, None)


def _references(document: dict[str, Any]) -> set[str]:
    # Without pointers, which are of interest only when something is wrong.
    found = set()
    waiting: list[tuple[Any, str]] = [(document, "openapi")]
    while waiting:
        for key, value, kind in children(*waiting.pop()):
            if kind == REFERENCE:
                # A discriminator's mapping may also name a schema instead of pointing at it.
                if key == "$ref" or str(value).startswith("#"):
                    found.add(str(value))  # a value that is not text leads nowhere either
            elif isinstance(value, dict | list):
                waiting.append((value, kind))
    return found


def _leads_somewhere(
    document: dict[str, Any], reference: str, anchors: Collection[str], good: set[str]
) -> bool:
    # `good` grows by what leads somewhere, so that a chain is not followed from each of its links.
    seen: set[str] = set()
    while reference not in seen:
        if reference in good:
            good |= seen
            return True
        seen.add(reference)
        if not re.match("#(/|$)", reference):
            return reference in anchors
        try:
            # RFC 6901, 6: a pointer in a fragment is percent-encoded.
            node = find(document, unquote(reference[1:]))
        except LookupError:
            return False
        following = node.get("$ref") if isinstance(node, dict) else None
        if not isinstance(following, str):
            good |= seen
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
