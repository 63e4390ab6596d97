"""Write files so that whoever looks finds the old one or all of the new one."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


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
