"""Read OpenAPI documents and write them; whatever cannot be used is one clear line."""

import json
from pathlib import Path
from typing import Any

from pipeline.errors import PipelineError
from pipeline.generate.templates.text import printable
from pipeline.parity.references import dangling
from pipeline.parity.syntax import UnusableError, lines, read_json, read_yaml

MAX_DEPTH = 200  # levels; specs in use stay below 50, and every walk recurses once a level


def load(path: Path) -> dict[str, Any]:
    """Read an OpenAPI document, JSON or (by any other suffix than `.json`) YAML 1.2.

    Args:
        path: The file, UTF-8.

    Returns:
        The document, keys in the order of the file.

    Raises:
        PipelineError: The file cannot be read, or `parse` refuses it; names file and line.
    """
    return parse(read_text(path), str(path), as_json=is_json(path))


def is_json(path: Path) -> bool:
    """Tell by its suffix whether a file is read as JSON; any other is YAML."""
    return path.suffix.lower() == ".json"


def read_text(path: Path) -> str:
    """Read a text file, UTF-8, with or without byte order mark.

    Args:
        path: The file.

    Returns:
        Its text.

    Raises:
        PipelineError: The file cannot be read or is not UTF-8.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PipelineError(f"{path}: cannot be read: {error.strerror}.") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _error(str(path), "not UTF-8", content.count(b"\n", 0, error.start) + 1) from error


def parse(text: str, source: str, *, as_json: bool = False, first_line: int = 1) -> dict[str, Any]:
    """Parse the text of an OpenAPI document.

    Args:
        text: JSON or YAML 1.2.
        source: What to call the text in errors.
        as_json: Whether it must be JSON.
        first_line: The line of the source in which the text begins.

    Returns:
        The document, keys in the order of the text and always strings (`200:` becomes `"200"`).

    Raises:
        PipelineError: The text is broken, repeats a key, nests or expands without end, is no
            OpenAPI 3 document, or refers to what is not in it. One line, with the line number
            where there is one.
    """
    try:
        document = read_json(text) if as_json else read_yaml(text)
        _check_depth(document)
    except UnusableError as error:
        line = error.line + first_line - 1 if error.line else None
        raise _error(source, str(error), line) from error
    except RecursionError as error:
        raise _error(source, f"nested more than {MAX_DEPTH} levels deep") from error
    version = document.get("openapi") if isinstance(document, dict) else None
    if not (isinstance(version, str) and version.startswith("3.")):
        raise _error(source, 'not an OpenAPI 3 document (no `openapi: "3.…"` at the top)')
    if found := dangling(document):
        place, reference = found
        line = lines(text, {place}, as_json=as_json)[place] + first_line - 1
        hint = "" if reference.startswith("#") else "; specs are single files here, bundle it first"
        raise _error(source, f"the reference {reference!r} at {place} leads nowhere{hint}", line)
    return dict(document)


def dump(document: Any) -> str:
    """Write a document as JSON: key order kept, two spaces, real characters, final newline."""
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _error(source: str, reason: str, line: int | None = None) -> PipelineError:
    place = f"{source}, line {line}" if line else source
    return PipelineError(printable(f"{place}: {reason}."))


def _check_depth(document: object) -> None:
    level = [document]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for node in level
            if isinstance(node, dict | list)
            for inner in (node.values() if isinstance(node, dict) else node)
        ]
    if level:
        raise UnusableError(f"nested more than {MAX_DEPTH} levels deep")
