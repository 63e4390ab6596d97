"""Show text from elsewhere so that it steers neither a terminal nor a page."""

import json
import re

from pipeline.generate.templates.text import printable


def shown(value: object, width: int = 60) -> str:
    """Write a JSON value on one line, cut to `width` characters."""
    return cut(printable(json.dumps(value, ensure_ascii=False)), width)


def count(number: int, noun: str) -> str:
    """Write how many of a thing there are, `1 difference` or `2 differences`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def cut(text: str, width: int) -> str:
    """Cut a text to `width` characters; the last one tells that there was more."""
    return text if len(text) <= width else text[: width - 1] + "…"


def code(text: str) -> str:
    """Write a text as a Markdown code span, inert for HTML, mentions and links.

    Args:
        text: Any text; what is not printable is escaped.

    Returns:
        A span that nothing in the text can end (CommonMark 0.31, 6.1).
    """
    visible = printable(text)
    fence = "`" * (1 + max(map(len, re.findall("`+", visible)), default=0))
    # CommonMark takes one space off both ends, and a span of nothing is no span.
    pad = " " if not visible or visible[0] in "` " or visible[-1] in "` " else ""
    return f"{fence}{pad}{visible}{pad}{fence}"


def cell(text: str) -> str:
    """Write a code span for a cell of a table, where `|` ends the cell (GFM 0.29, 4.10)."""
    return code(text).replace("|", "\\|")
