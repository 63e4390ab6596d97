# Written by `nox -s regenerate` from openapi.json. Do not edit.
"""Text on terminals: what may be shown there, and where lines break, in English and in Japanese."""

from collections.abc import Iterator
from email.message import Message
from encodings.aliases import aliases
from unicodedata import category, east_asian_width

_MOST_CHARACTERS = 500  # of what a message quotes
# No line begins or ends with these (JIS X 4051), nor with their ASCII counterparts.
_NEVER_FIRST = frozenset(
    "、。，．・：；？！）」』】〉》〕］｝ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々.,:;?!)]}"
)
_NEVER_LAST = frozenset("（「『【〈《〔［｛([{")


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


def columns(text: str) -> int:
    """Count the columns of a text; wide and full-width characters take two (UAX #11)."""
    return sum(1 + _is_wide(character) for character in text)


def parts(text: str) -> Iterator[str]:
    """Split a text wherever a line may end; spaces belong to the word before them."""
    start = 0
    for place in range(1, len(text)):
        if _may_break(text[place - 1], text[place]):
            yield text[start:place]
            start = place
    yield text[start:]


def breaks(text: str, width: float, indent: int = 0, *, whole: bool = True) -> list[int]:
    """Say at which characters of a text the lines after the first begin.

    Args:
        text: One line; spaces at the end of the lines that it is broken into take no room.
        width: Columns of a line.
        indent: How many of these are taken in each line after the first.
        whole: Whether a part that is longer than a line stays whole.
    """
    found: list[int] = []
    place = column = begin = 0
    blank = True  # the line so far
    for part in parts(text):
        wide = columns(part.rstrip())
        # A line of spaces only is left where the part fits on the next one, and not behind them.
        fits = begin < column and 0 < wide <= width - indent
        if column + wide > width and (fits or not blank):
            found.append(place)
            column, blank, begin = indent, True, indent
        for character in part:
            size = columns(character)
            if not (whole or character.isspace()) and indent < column > width - size:
                found.append(place)
                column = indent
            place += 1
            column += size
        blank = blank and part.isspace()
    return found


def _may_break(left: str, right: str) -> bool:
    if left.isspace() or right.isspace():
        return not right.isspace()
    return (
        (_is_wide(left) or _is_wide(right))
        and left not in _NEVER_LAST
        and right not in _NEVER_FIRST
    )


def _is_wide(character: str) -> bool:
    return east_asian_width(character) in "WF"


def decoded(content: bytes, content_type: str) -> str:
    """Read a body as text.

    Args:
        content: The body.
        content_type: Its `Content-Type`; JSON is UTF-8 whatever it says (RFC 8259, section 8.1).

    Returns:
        The text; what cannot be decoded is marked. An unknown charset is taken for UTF-8.
    """
    head = Message()
    head["content-type"] = content_type
    charset = str(head.get_content_charset("utf-8"))
    # Others than these are of Python alone, and some take hours for a large body.
    is_known = charset.replace("-", "_") in {*aliases, *aliases.values()}
    if head.get_content_subtype().endswith("json") or not is_known:
        charset = "utf-8"
    try:
        return content.decode(charset, errors="replace")
    except LookupError:  # no encoding of text, such as base64
        return content.decode("utf-8", errors="replace")
