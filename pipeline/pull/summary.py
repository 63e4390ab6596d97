"""Say what a pull changes, one line for each file; nothing is lost in silence."""

from collections.abc import Iterator
from typing import Any

from pipeline.errors import PipelineError
from pipeline.parity.compare import compare
from pipeline.parity.document import operations
from pipeline.parity.reader import parse
from pipeline.text import count


def summary(name: str, old: bytes | None, new: bytes) -> str:
    """Say how a spec file changes.

    Args:
        name: The file's name.
        old: What it holds; `None` where there is no such file.
        new: What it shall hold, an OpenAPI document as JSON.

    Returns:
        One line: unchanged, or the numbers of sentences and structural differences that changed,
        and the operations that came and went.
    """
    if old == new:
        return f"{name}: unchanged"
    after = parse(new.decode("utf-8"), name, as_json=True)
    if old is None:
        return f"{name}: new, with {_listed(_names(after))}"
    try:
        before = parse(old.decode("utf-8"), name, as_json=True)
    except (PipelineError, UnicodeDecodeError):
        return f"{name}: in place of what could not be read, now with {_listed(_names(after))}"
    changes = list(_changes(before, after)) or ["order, layout or examples changed"]
    return f"{name}: {'; '.join(changes)}"


def _changes(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    found = compare(before, after)
    was, now = _names(before), _names(after)
    if removed := [name for name in was if name not in now]:  # first, since it is easily missed
        yield f"removed {', '.join(removed)}"
    if sentences := sum(pair.base != pair.other for pair in found.sentences):
        yield f"prose changed ({count(sentences, 'sentence')})"
    if differences := len(found.differences):
        yield f"structure changed ({count(differences, 'difference')})"
    if added := [name for name in now if name not in was]:
        yield f"added {', '.join(added)}"


def _names(document: dict[str, Any]) -> list[str]:
    return [f"{method.upper()} {path}" for path, method, _ in operations(document)]


def _listed(names: list[str]) -> str:
    return f"{count(len(names), 'operation')} ({', '.join(names)})" if names else "no operations"
