"""Remember from which English sentence each translation was made.

The file holds, for each language, a digest of the English for each place. A translation that did
not change while its English did keeps the old digest, and that makes it stale.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import PipelineError
from pipeline.parity.compare import Comparison, compare
from pipeline.parity.languages import BASE
from pipeline.parity.reader import dump, read_text

FILE = "translated-from.json"

Digests = Mapping[str, str]  # pointer in the English spec to digest


def digest(text: str) -> str:
    """Shorten a sentence to 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()[:16]


def read_digests(folder: Path) -> dict[str, dict[str, str]]:
    """Read the digests that stand beside specs.

    Args:
        folder: Where the specs stand.

    Returns:
        Language to pointer to digest; empty where there is no such file.

    Raises:
        PipelineError: The file is broken.
    """
    path = folder / FILE
    if not path.exists():
        return {}
    try:
        found = json.loads(read_text(path))
        return {
            str(language): {str(place): str(value) for place, value in digests.items()}
            for language, digests in found.items()
            if language != "//"
        }
    except (AttributeError, ValueError) as error:
        raise PipelineError(
            f"{path}: not the digests that `nox -s pull` writes. Restore the file or delete it."
        ) from error


def write_digests(digests: Mapping[str, Digests]) -> str:
    """Write digests as the text of the file."""
    origin = "Written by `nox -s pull`: the English that each translation was made from, as digest."
    return dump({"//": origin} | {language: dict(each) for language, each in digests.items()})


def all_digests(
    old: Mapping[str, dict[str, Any]],
    new: Mapping[str, dict[str, Any]],
    known: Mapping[str, Digests],
) -> dict[str, dict[str, str]]:
    """Bring the digests of every language up to date.

    Args:
        old: The specs as they were, by language; those that could be read.
        new: The specs as they are to be, likewise; English among them.
        known: What was known before.

    Returns:
        Language to pointer in the new English spec to digest, sorted by language.
    """
    moves = moved(old[BASE], new[BASE]) if BASE in old else {}
    found = {}
    for language in sorted(new.keys() - {BASE}):
        was_there = BASE in old and language in old
        before = compare(old[BASE], old[language]) if was_there else None
        now = compare(new[BASE], new[language])
        found[language] = update_digests(before, moves, now, known.get(language, {}))
    return found


def update_digests(
    old: Comparison | None, moves: Mapping[str, str], new: Comparison, digests: Digests
) -> dict[str, str]:
    """Bring the digests of one language up to date.

    Args:
        old: The specs as they were, English against translation; `None` if there were none.
        moves: Pointer in the new English spec to pointer in the old one.
        new: The specs as they are now, likewise.
        digests: What was known before, by pointer in the old English spec.

    Returns:
        Digests by pointer in the new English spec. A translation that did not change keeps its
        digest; one that is new or was touched has that of the English of now.
    """
    before = {pair.pointer: pair for pair in old.sentences} if old else {}
    found = {}
    for pair in new.sentences:
        if pair.base is None or pair.other is None:
            continue
        known = before.get(moves.get(pair.pointer, ""))
        if known and known.base is not None and known.other == pair.other:
            found[pair.pointer] = digests.get(known.pointer, digest(known.base))
        else:
            found[pair.pointer] = digest(pair.base)
    return found


def moved(old_base: dict[str, Any], new_base: dict[str, Any]) -> dict[str, str]:
    """Say where sentences of a new English spec stood in the old one.

    Args:
        old_base: The spec as it was.
        new_base: The spec as it is now.

    Returns:
        Pointer in the new spec to pointer in the old, for what both have.
    """
    return {
        pair.other_pointer: pair.pointer
        for pair in compare(old_base, new_base).sentences
        if None not in (pair.base, pair.other)
    }
