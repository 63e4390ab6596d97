"""The API key: where it is found, and how it travels without being seen."""

import logging
import netrc
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NoReturn
from weakref import WeakValueDictionary

import httpx
from serverless_training_client._arguments import plain
from serverless_training_client._text import printable

from serverless_training._arguments import refusal
from serverless_training._errors import MissingKeyError
from serverless_training._language import gettext as _

KEY_VARIABLE = "WANDB_API_KEY"
NETRC_HOST = "api.wandb.ai"
HIDDEN = "[hidden]"


def find_key(argument: str | None, environment: Mapping[str, str]) -> tuple[str, str]:
    """Find the API key, and say where: the argument, else the environment, else netrc."""
    if argument is not None:
        return _checked(argument, "api_key"), "`api_key`"
    if key := environment.get(KEY_VARIABLE):
        return _checked(key, KEY_VARIABLE), f"`{KEY_VARIABLE}`"
    path = Path(environment.get("NETRC") or "~/.netrc")
    line: object = "?"
    problem = _(
        "No API key was found. Pass api_key=..., or set the environment variable {variable}, or "
        "run `wandb login`, which writes the {host} entry of {path}. Keys are at "
        "https://wandb.ai/authorize."
    )
    with suppress(RuntimeError):  # a user without a home folder, as in many containers
        path = path.expanduser()
    try:
        # `hosts`, not `authenticators`: a `default` entry is for other machines.
        if entry := netrc.netrc(str(path)).hosts.get(NETRC_HOST):
            return _checked(entry[2], str(path)), f"{path} (`machine {NETRC_HOST}`)"
    except (FileNotFoundError, IsADirectoryError):
        pass
    except (OSError, UnicodeDecodeError, netrc.NetrcParseError) as error:
        line = getattr(error, "lineno", None) or line
        problem = _(
            "The API key cannot be read from {path} (line {line}). Fix the file, or set the "
            "environment variable {variable}. Keys are at https://wandb.ai/authorize."
        )
    # Raised here: a parse error quotes the token it stumbled on, which may be a key.
    names = {"variable": KEY_VARIABLE, "host": NETRC_HOST, "path": path, "line": line}
    raise MissingKeyError(problem.format(**names))


def _checked(key: object, place: str) -> str:
    if isinstance(key, str) and re.fullmatch(r"[!-~]+", key):
        return str(plain(key))
    problem = _(
        "The API key in {place} is empty or contains a space, a line break or another character "
        "that cannot be in a key. Check that only the key was copied."
    )
    raise refusal(problem, "api_key", None, place=place)


class BearerAuth:
    """Sends the key to one origin, that of the base URL, and hides it from all that is shown."""

    def __init__(self, key: str, base_url: httpx.URL, origin: str = "") -> None:
        self.origin: str = origin
        self._key = key
        self._origin = _origin_of(base_url)
        _hide_keys.add(self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({HIDDEN})"

    def __reduce__(self) -> NoReturn:
        raise TypeError(_("The API key cannot be pickled. Make a client where it is needed."))

    def apply(self, request: httpx.Request) -> None:
        """Add the Authorization header (RFC 6750, section 2.1), unless another origin gets it."""
        if _origin_of(request.url) == self._origin:
            request.headers["Authorization"] = f"Bearer {self._key}"

    def redact(self, text: str) -> str:
        """Hide the key in a text of a server, or a URL, however URLs and JSON spell it.

        A finished sentence of ours is not for this: a short key would be hidden wherever its
        letters stand.
        """
        if "%" in text or "\\" in text:
            return self._spelled.sub(HIDDEN, text)
        return text.replace(self._key, HIDDEN)

    @property
    def _spelled(self) -> re.Pattern[str]:
        # `re` remembers it; on Python 3.11 a `cached_property` takes a lock, also in a fork.
        return re.compile("".join(map(_spellings, self._key)))


class _HideKeys(logging.Filter):
    """Keeps what httpx logs of responses in one line, and hides the keys of all clients in it."""

    def __init__(self) -> None:
        super().__init__()
        self._auths = WeakValueDictionary[int, BearerAuth]()

    def add(self, auth: BearerAuth) -> None:
        """Hide the key of one more client, for as long as the client lives."""
        self._auths[id(auth)] = auth

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, in one line and without keys."""
        said = shown = record.getMessage()
        # A list that is made in one step, since another thread may make a client meanwhile. A lock
        # would stay taken in a child that is forked at this moment.
        for auth in filter(None, [each() for each in self._auths.valuerefs()]):
            shown = auth.redact(shown)
        shown = printable(shown)
        if shown != said:
            record.msg, record.args = shown, ()
        return True


_hide_keys = _HideKeys()
for _name in (
    "httpx",
    *(f"httpcore.{part}" for part in ("connection", "http11", "http2", "proxy")),
):
    logging.getLogger(_name).addFilter(_hide_keys)


def _spellings(letter: str) -> str:
    r"""Write a pattern of a letter as it is, in a URL and in JSON: `k`, `%6b` and `\u006b`."""
    itself, code = re.escape(letter), f"{ord(letter):02x}"
    code = "".join(f"[{each}{each.upper()}]" if each.isalpha() else each for each in code)
    escaped = "" if letter.isalnum() else rf"\\{itself}|"
    # The longest first: a percent sign is `%25` too.
    return rf"(?:%{code}|\\u00{code}|{escaped}{itself})"


def _origin_of(url: httpx.URL) -> tuple[str, str, int | None]:
    default = {"http": 80, "https": 443}.get(url.scheme)
    return url.scheme, url.host, url.port or default
