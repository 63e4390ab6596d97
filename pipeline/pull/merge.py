"""Put pages that each hold a part of an API together to one document.

What has a name (paths, methods, components, tags) unites; all else that pages share must agree in
structure. Of prose that differs the later page's stands.
"""

import copy
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.errors import PipelineError
from pipeline.parity.compare import compare
from pipeline.parity.document import DATA, EXTENSION, GRAMMAR, children, pointer
from pipeline.pull.pages import SourcePage

# The steps of a JSON pointer to a part, the smallest thing that comes from one page as a whole.
Part = tuple[str, ...]

# Down to which depth the members of an object are parts of their own.
_DEPTHS = {"paths": 2, "webhooks": 2, "components": 2, "tags": 1}


def merge(pages: Sequence[SourcePage]) -> tuple[dict[str, Any], list[str]]:
    """Put pages together.

    Args:
        pages: One or more, in the order in which their paths shall stand.

    Returns:
        The document, and a line for each part of which a later page changed the prose. A single
        page comes back as it is.

    Raises:
        PipelineError: Two pages differ in structure; names both and the JSON pointer.
    """
    first, *others = pages
    if not others:
        return first.document, []
    merged = copy.deepcopy(first.document)
    found = parts(first)
    origins = dict.fromkeys(found, first.source)
    notes = []
    for page in others:
        new = parts(page)
        _check_frames(found, new, origins, page.source)
        for part, value in new.items():
            if part in found:
                notes += _agreed(part, (origins[part], found), (page.source, new))
            _put(merged, part, value)
        found |= new
        origins |= dict.fromkeys(new, page.source)
    return merged, notes


def parts(page: SourcePage) -> dict[Part, Any]:
    """Take a document apart.

    Args:
        page: A page.

    Returns:
        Each part by the steps of its pointer, in document order; a tag goes by its name.

    Raises:
        PipelineError: Something that has parts is of another type.
    """
    return dict(_parts(page.document, "openapi", (), page.source))


def _parts(node: dict[str, Any], kind: str, at: Part, source: str) -> Iterator[tuple[Part, Any]]:
    for key, value, inner in children(node, kind):
        part = (*at, str(key))
        if len(part) > _DEPTHS.get(part[0], 0) or inner in (DATA, EXTENSION):
            yield part, value
        elif part == ("tags",):
            yield from ((("tags", name), tag) for name, tag in _named_tags(value, source))
        elif isinstance(value, dict):
            yield from _parts(value, inner, part, source)
        else:
            raise PipelineError(f"{source}: {_pointer(part)} is not an object.")


def _named_tags(tags: object, source: str) -> Iterator[tuple[str, Any]]:
    for tag in tags if isinstance(tags, list) else [tags]:
        if not isinstance(tag, dict) or not isinstance(tag.get("name"), str):
            raise PipelineError(f"{source}: /tags is not a list of objects with names.")
        yield tag["name"], tag


def _is_named(part: Part) -> bool:
    # What a page may hold and another not; `servers`, or the parameters of a path, must be in each.
    if part[0] in ("paths", "webhooks"):
        return len(part) == 1 or GRAMMAR["path"].get(part[-1]) == "operation"
    return part[0] in _DEPTHS


def _check_frames(
    found: dict[Part, Any], new: dict[Part, Any], origins: dict[Part, str], source: str
) -> None:
    """Demand that what is not named stands in both of two pages, or in neither."""
    known = {part[:-1] for part in found} & {part[:-1] for part in new}
    for part in [*found, *new]:
        if (part in found and part in new) or _is_named(part) or part[:-1] not in known:
            continue
        other = next(origins[each] for each in found if each[:-1] == part[:-1])
        there = found if part in found else new
        if compare(_wrapped(part[:-1], {}, there), _wrapped(part, there[part], there)).differences:
            raise _disagreement(other, source, f"{_pointer(part)} is in one of them only")


def _agreed(
    part: Part, old: tuple[str, dict[Part, Any]], new: tuple[str, dict[Part, Any]]
) -> list[str]:
    place = _place(part, old[1])
    values = old[1][part], new[1][part]
    found = compare(_wrapped(part, values[0], old[1]), _wrapped(part, values[1], new[1]))
    if found.differences:
        said = str(found.differences[0])
        raise _disagreement(old[0], new[0], said.replace(_pointer(_steps(part)), place, 1))
    if values[0] == values[1]:
        return []
    changed = sum(pair.base != pair.other for pair in found.sentences)
    what = f"{changed} sentence{'' if changed == 1 else 's'}" if changed else "an example"
    return [f"{place}: {what} of {new[0]} in place of {old[0]}'s."]


def _disagreement(one: str, other: str, what: str) -> PipelineError:
    return PipelineError(
        f"{one} and {other} disagree: {what}. Pull them again; if they still differ, "
        "one of them is out of date."
    )


def _steps(part: Part) -> Part:
    return ("tags", "0") if part[0] == "tags" else part


def _place(part: Part, found: dict[Part, Any]) -> str:
    if part[0] != "tags":
        return _pointer(part)
    return f"/tags/{[each for each in found if each[0] == 'tags'].index(part)}"


def _wrapped(part: Part, value: Any, around: dict[Part, Any]) -> dict[str, Any]:
    # A document of this part alone, so that comparing and reading it knows its kind and place; and
    # of what the part inherits, since saying that again is no difference.
    wrapped: dict[str, Any] = {}
    if part[:1] in (("paths",), ("webhooks",)):
        for outer in (("security",), ("servers",), (*part[:2], "servers")):
            if outer in around:
                _put(wrapped, outer, around[outer])
    if part:
        _put(wrapped, part, value)
    return wrapped


def _put(document: dict[str, Any], part: Part, value: Any) -> None:
    if part[0] == "tags":
        tags = document.setdefault("tags", [])
        names = [tag["name"] for tag in tags]
        at = names.index(part[1]) if part[1] in names else len(tags)
        tags[at : at + 1] = [value]
        return
    for step in part[:-1]:
        document = document.setdefault(step, {})
    document[part[-1]] = value


def _pointer(part: Part) -> str:
    at = ""
    for step in part:
        at = pointer(at, step)
    return at
