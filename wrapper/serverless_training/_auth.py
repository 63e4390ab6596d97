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
from serverless_training_client._text import printable, shown

from serverless_training._arguments import refusal
from serverless_training._errors import MissingKeyError
from serverless_training._language import gettext as _

KEY_VARIABLE = "WANDB_API_KEY"
NETRC_HOST = "api.wandb.ai"
HIDDEN = "[hidden]"
BEARER = ("Authorization", "Bearer ")  # RFC 6750, section 2.1


def find_key(argument: str | None, environment: Mapping[str, str]) -> tuple[str, str]:
    """Find the API key, and say where: the argument, else the environment, else netrc."""
    if argument is not None:
        return _checked(argument, "`api_key`"), "`api_key`"
    if key := environment.get(KEY_VARIABLE):
        return _checked(key, f"`{KEY_VARIABLE}`"), f"`{KEY_VARIABLE}`"
    path = Path(environment.get("NETRC") or "~/.netrc")
    problem = _(
        "No API key was found. Pass api_key=..., set the environment variable {variable}, or run "
        "`wandb login`, which writes {host} to {path}. Keys are at https://wandb.ai/authorize."
    )
    with suppress(RuntimeError):  # a user without a home folder, as in many containers
        path = path.expanduser()
    try:
        # `hosts`, not `authenticators`: a `default` entry is for other machines.
        if entry := netrc.netrc(str(path)).hosts.get(NETRC_HOST):
            return _checked(entry[2], str(path)), f"{path} (`machine {NETRC_HOST}`)"
    except (FileNotFoundError, IsADirectoryError):
        pass
    except (OSError, UnicodeDecodeError, netrc.NetrcParseError):
        problem = _(
            "The API key cannot be read from {path}. Fix the file, or set the environment variable "
            "{variable}. Keys are at https://wandb.ai/authorize."
        )
    # Raised here: a parse error quotes the token it stumbled on, which may be a key.
    raise MissingKeyError(problem.format(variable=KEY_VARIABLE, host=NETRC_HOST, path=path))


def _checked(key: object, place: str) -> str:
    if isinstance(key, str) and re.fullmatch(r"[!-~]+", key):
        return str(plain(key))
    problem = _("The API key in {place} is empty or has a character that no key has. Copy it anew.")
    raise refusal(problem, "api_key", None, place=place)


class BearerAuth:
    """Sends the key to one origin, that of the base URL, and hides it from all that is shown."""

    def __init__(self, key: str, base_url: httpx.URL, place: str = "") -> None:
        self.place: str = place  # where the key was found
        self._key, self._origin = key, _origin_of(base_url)
        _auths[id(self)] = self

    def __repr__(self) -> str:
        return f"{type(self).__name__}({HIDDEN})"

    def __reduce__(self) -> NoReturn:
        raise TypeError(_("The API key cannot be pickled. Make a client where it is needed."))

    def apply(self, request: httpx.Request, place: tuple[str, str] | None = BEARER) -> None:
        """Add the key to a header, behind a text of `place`, unless another origin gets it."""
        if place and _origin_of(request.url) == self._origin:
            request.headers[place[0]] = f"{place[1]}{self._key}"

    def redact(self, text: str) -> str:
        """Hide the key in a text of a server, or a URL, however URLs and JSON spell it.

        A finished sentence of ours is not for this: a short key would be hidden wherever its
        letters stand.
        """
        if "%" in text or "\\" in text:
            return re.sub("".join(map(_spellings, self._key)), HIDDEN, text)
        return text.replace(self._key, HIDDEN)

    def show(self, text: object) -> str:
        """Make a text of the service fit for a message: in one line, cut, and without the key."""
        return shown(self.redact(str(text)))


def _hide_keys(record: logging.LogRecord) -> bool:
    """Keep what httpx logs of responses in one line, and hide the keys of all clients in it."""
    said = text = record.getMessage()
    # In one step, since other threads make clients; a lock would stay taken in a forked child.
    for auth in filter(None, [each() for each in _auths.valuerefs()]):
        text = auth.redact(text)
    if (text := printable(text)) != said:
        record.msg, record.args = text, ()
    return True


_auths = WeakValueDictionary[int, BearerAuth]()
for _name in ("httpx", *map("httpcore.{}".format, ("connection", "http11", "http2", "proxy"))):
    logging.getLogger(_name).addFilter(_hide_keys)


def _spellings(letter: str) -> str:
    r"""Write a pattern of a letter as it is, in a URL and in JSON: `k`, `%6b` and `\u006b`."""
    itself, code = re.escape(letter), f"{ord(letter):02x}"
    code = "".join(f"[{each}{each.upper()}]" if each.isalpha() else each for each in code)
    escaped = "" if letter.isalnum() else rf"\\{itself}|"
    # The longest first: a percent sign is `%25` too.
    return rf"(?:%{code}|\\u00{code}|{escaped}{itself})"


def _origin_of(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port
