"""Show text from elsewhere so that it steers neither a terminal nor a page."""

import json
import re
from unicodedata import category


def printable(text: str) -> str:
    r"""Escape what could steer a terminal, as `\x1b`: control characters, changes of direction.

    Args:
        text: Text that somebody else may have had a hand in.

    Returns:
        One line of it; spaces of any width stay as they are.
    """
    return "".join(
        each
        if each.isprintable() or category(each) == "Zs"
        else each.encode("unicode_escape").decode("ascii")
        for each in text
    )


def shown(value: object, width: int = 60) -> str:
    """Write a JSON value on one line, cut to `width` characters."""
    text = printable(json.dumps(value, ensure_ascii=False))
    return text if len(text) <= width else text[: width - 1] + "…"


def code(text: str) -> str:
    """Write a text as a Markdown code span, fit for a table's cell.

    Args:
        text: Any text; what is not printable is escaped.

    Returns:
        A span that nothing in the text can end (CommonMark 0.31, 6.1; GFM 0.29, 4.10).
    """
    shown = printable(text).replace("|", "\\|")
    fence = "`" * (1 + max(map(len, re.findall("`+", shown)), default=0))
    pad = " " if shown.startswith("`") or shown.endswith("`") or not shown else ""
    return f"{fence}{pad}{shown}{pad}{fence}"
