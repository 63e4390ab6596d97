"""Read and write the items of lists as JSON Lines; replace a file as a whole.

One line for each item, `{"path": "/v1/…/checkpoints", "item": {…}}`; a line without `item` stands
for a list, which may be empty.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from serverless_training._language import gettext as _

from serverless_training_testing._errors import MockError
from serverless_training_testing._store import Row, row


def replace(file: Path, content: Iterable[str]) -> None:
    """Write a file, in UTF-8."""
    target = file.resolve()
    draft = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as new:
            new.writelines(content)
        draft.replace(target)
    finally:
        with suppress(OSError):
            draft.unlink()


_EXAMPLE = '{"path": "/v1/…/checkpoints", "item": {"id": "…"}}'
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read(file: Path, check: Callable[[str], None]) -> Iterator[tuple[str, Row | None]]:
    """Read a file, line by line."""
    number = 0
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                text = line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line
                if text.strip():
                    yield _entry(text, check)
    except OSError as error:
        raise MockError(
            _("{path} cannot be read: {reason}.").format(path=file, reason=error.strerror)
        ) from error
    except MockError as error:
        raise MockError(
            _("{path}, line {number}: {problem}").format(path=file, number=number, problem=error)
        ) from error


def _entry(line: bytes, check: Callable[[str], None]) -> tuple[str, Row | None]:
    try:
        entry = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise MockError(_("This is not JSON: {reason}.").format(reason=error)) from error
    item = entry.get("item", {}) if isinstance(entry, dict) else None
    if not (isinstance(item, dict) and isinstance(entry.get("path"), str)):
        raise MockError(_("Each line is a JSON object such as {example}.").format(example=_EXAMPLE))
    check(entry["path"])
    return entry["path"], row(item) if "item" in entry else None


def lines(path: str, bodies: Iterable[str]) -> Iterator[str]:
    """Write a list."""
    name = json.dumps(path, ensure_ascii=False)
    yield f'{{"path": {name}}}\n'
    for body in bodies:
        yield f'{{"path": {name}, "item": {body}}}\n'
