"""Show text from elsewhere so that it steers neither a terminal nor a page."""

import re


def printable(text: str) -> str:
    r"""Escape what is not printable, as `\u001b`: control characters and changes of direction."""
    return "".join(
        character if character.isprintable() else f"\\u{ord(character):04x}" for character in text
    )


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
