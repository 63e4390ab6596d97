# Written by `nox -s regenerate` from openapi.json. Do not edit.
"""Text of servers, made fit for a message, a log line or a terminal."""

from unicodedata import category

_MOST_CHARACTERS = 500


def printable(text: str) -> str:
    r"""Escape what could steer a terminal or begin a new line, as `\x1b`, and lone surrogates."""
    if text.isprintable():
        return text
    return "".join(
        each
        if each.isprintable() or category(each) == "Zs"
        else each.encode("unicode_escape").decode("ascii")
        for each in text
    )


def shown(text: str) -> str:
    """Escape a text and cut it to one line of at most 500 characters."""
    # Cut before it is escaped too: a text may be as large as a response.
    line = printable(text[: _MOST_CHARACTERS + 1])
    return line if len(line) <= _MOST_CHARACTERS else f"{line[: _MOST_CHARACTERS - 1]}…"
