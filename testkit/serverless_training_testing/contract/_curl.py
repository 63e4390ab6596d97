"""A request as a line for `curl`, without the key. No I/O here."""

import re
import shlex
import string
from collections.abc import Mapping

KEY = "$WANDB_API_KEY"

# What every client adds of its own; it decides nothing.
_OF_THE_CLIENT = {
    *("accept", "accept-encoding", "connection", "content-length", "host", "user-agent"),
    "x-schemathesis-testcaseid",
}

_PLAIN = frozenset(string.ascii_letters + string.digits + ' ,.:;/=?&{}[]"-_')


def curl(method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> str:
    """Write a request as one line that a POSIX shell can run."""
    words = ["curl"]
    if re.search(r"[\[\]{}]", url):
        words.append("--globoff")
    if method == "HEAD":
        words.append("--head")
    elif method != "GET" or body:
        words += ["-X", _quoted(method)]
    words.append(_quoted(url))
    for name, value in headers.items():
        if name.lower() not in _OF_THE_CLIENT:
            # An empty value would remove the header; a semicolon sends it empty.
            words += ["-H", _quoted(f"{name}: {value}" if value else f"{name};")]
    if body:
        words += ["--data-binary", _quoted(body.decode("utf-8", "surrogateescape"))]
    return " ".join(words)


def _quoted(text: str) -> str:
    if not text.isprintable():
        # Quotes of bash, zsh and POSIX.1-2024: everything stays on one line, and steers nothing.
        raw = text.encode("utf-8", "surrogateescape")
        return "$'" + "".join(map(_escaped, raw)) + "'"
    if KEY in text:
        plain = (re.sub(r'([\\"`$])', r"\\\1", part) for part in text.split(KEY))
        return f'"{KEY.join(plain)}"'
    return shlex.quote(text)


def _escaped(byte: int) -> str:
    return chr(byte) if chr(byte) in _PLAIN else f"\\x{byte:02x}"
