"""Keep what servers sent with a validator, so that the next pull can ask whether it still stands.

Every entry carries a digest: one that was damaged, or only half written, is as good as none.
"""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

# RFC 9110, 13.1: the validator of an answer, and the header that asks about it.
_CONDITIONS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


@dataclass(frozen=True)
class Entry:
    """What a URL held when it was last asked for.

    Attributes:
        conditions: Headers that make a request conditional.
        body: What stands if the server answers 304.
    """

    conditions: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Cache:
    """A folder of entries, one file for each URL; it may be deleted at any time.

    Attributes:
        folder: The folder; made when the first entry is kept.
    """

    folder: Path

    def find(self, url: str) -> Entry | None:
        """Find what was kept for a URL; `None` where there is nothing sound."""
        try:
            content = self._path(url).read_bytes()
        except OSError:
            return None
        digest, _, rest = content.partition(b"\n")
        if digest != _digest(url, rest):
            return None
        conditions, _, body = rest.partition(b"\n")
        return Entry(json.loads(conditions), body)

    def keep(self, url: str, headers: Mapping[str, str], body: bytes) -> None:
        """Keep an answer that has a validator.

        Args:
            url: The URL that was asked for.
            headers: Those of the answer, found without regard to case.
            body: The whole body, decompressed.
        """
        conditions = {
            asks: value
            for name, asks in _CONDITIONS.items()
            if (value := headers.get(name, "")) and value.isascii() and value.isprintable()
        }
        if not conditions:
            return
        rest = json.dumps(conditions).encode("utf-8") + b"\n" + body
        # A pull does not depend on what it may keep: a full disk costs the next one some traffic.
        with contextlib.suppress(OSError):
            self.folder.mkdir(exist_ok=True)
            self._path(url).write_bytes(_digest(url, rest) + b"\n" + rest)

    def _path(self, url: str) -> Path:
        return self.folder / sha256(url.encode("utf-8")).hexdigest()


def _digest(url: str, rest: bytes) -> bytes:
    # With the URL, so that no file can stand for another.
    return sha256(url.encode("utf-8") + b"\n" + rest).hexdigest().encode("ascii")
