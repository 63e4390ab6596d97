"""What stands in the Authorization header, and requests as commands without the key."""

import base64
import re
import shlex
import string
from collections.abc import Callable, Mapping
from urllib.parse import quote

SHORTEST_SECRET = 6
"""How long a text must be, in characters, to stand in no answer by chance."""


def _basic(key: str) -> str:
    return base64.b64encode(f"api:{key}".encode()).decode("ascii")


def _other(letter: str) -> str:
    return "y" if letter == "x" else "x"


WRONG_KEY = "not-a-key-of-this-service-7f3a9c"
"""A key that nobody has."""

CREDENTIALS: dict[str, Callable[[str], str | None]] = {
    "own": lambda key: f"Bearer {key}",
    "none": lambda _: None,
    "empty": lambda _: "Bearer",
    "wrong": lambda _: f"Bearer {WRONG_KEY}",
    "longer": lambda key: f"Bearer {key}x",
    "shorter": lambda key: f"Bearer {key[:-1]}",
    "longer before": lambda key: f"Bearer x{key}",
    "other end": lambda key: f"Bearer {key[:-1]}{_other(key[-1:])}",
    "other case": lambda key: f"Bearer {key.swapcase()}",
    "basic": lambda key: f"Basic {_basic(key)}",
    "other scheme": lambda key: f"Token {key}",
    "no scheme": lambda key: key,
}
"""The value of the Authorization header for a key, by the name of what is tried."""

SHELL: dict[str, str] = {
    "own": ' -H "Authorization: Bearer $WANDB_API_KEY"',
    "none": "",
    "empty": ' -H "Authorization: Bearer"',
    "wrong": f' -H "Authorization: Bearer {WRONG_KEY}"',
    "longer": ' -H "Authorization: Bearer ${WANDB_API_KEY}x"',
    "shorter": ' -H "Authorization: Bearer ${WANDB_API_KEY%?}"',
    "longer before": ' -H "Authorization: Bearer x${WANDB_API_KEY}"',
    "other end": " -H \"Authorization: Bearer $(echo $WANDB_API_KEY | sed 's/x$/y/;t;s/.$/x/')\"",
    "other case": " -H \"Authorization: Bearer $(echo $WANDB_API_KEY | tr 'A-Za-z' 'a-zA-Z')\"",
    "basic": ' -u "api:$WANDB_API_KEY"',
    "other scheme": ' -H "Authorization: Token $WANDB_API_KEY"',
    "no scheme": ' -H "Authorization: $WANDB_API_KEY"',
}
"""What a line for `curl` says for each, so that none holds the key."""


def secrets(key: str) -> tuple[str, ...]:
    """List what tells a key: all that is sent in its place, and other ways to write it."""
    sent = {each.rpartition(" ")[2] for write in CREDENTIALS.values() if (each := write(key))}
    encoded = base64.b64encode(key.encode()).decode("ascii")
    observed = {*sent, quote(key, safe=""), encoded} - {"Bearer", WRONG_KEY}
    return tuple(
        sorted((each for each in observed if len(each) >= SHORTEST_SECRET), key=len, reverse=True)
    )


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
