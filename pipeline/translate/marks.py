"""What a translation must keep as it is: placeholders, code, addresses, names of options."""

import re
from string import Formatter

_CODE = r"(?<!`)(?P<fence>`+)(?!`).+?(?<!`)(?P=fence)(?!`)"
# `{name!r}`, `{limit:,}`; and those of the standard library's gettext: `%s`, `%(name)d`.
_PLACEHOLDER = r"\$?\{[^{}\n]*\}|%(?:\(\w+\))?[-+0# ]?[\d.]*[sdifrgx]\b"
_ADDRESS = r"https?://[!-~]*[\w/]"
_OPTION = r"(?<![\w-])--[A-Za-z][\w-]*"
_MARK = re.compile(
    rf"(?P<code>{_CODE})|(?P<placeholder>{_PLACEHOLDER})|{_ADDRESS}|{_OPTION}",
    re.ASCII | re.DOTALL,  # letters of other languages stand beside an option without a space
)
# `AsyncClient`, `httpx.Client`, `max_items`, `items[0]`: names that are no words of a language.
_NAME = re.compile(
    r"(?<![A-Za-z0-9_.])(?:[A-Za-z0-9]+(?:[._][A-Za-z0-9_]+)+|[A-Z]?[a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+"
    r"|[A-Za-z0-9_]+(?=\[))(?![A-Za-z0-9_])"
)
HIDDEN = "\N{OBJECT REPLACEMENT CHARACTER}"


def marks(text: str, *, everything: bool = True) -> set[str]:
    """Find what a translation must keep.

    Args:
        text: A sentence.
        everything: Whether addresses and options count, besides placeholders and code.

    Returns:
        Each mark as it stands, format and conversion of a placeholder included.
    """
    return {
        match[0]
        for match in _MARK.finditer(text)
        if everything or match["code"] or match["placeholder"]
    }


def changed_marks(english: str, other: str, *, everything: bool = True) -> list[str]:
    """Say how the marks of a translation differ.

    Args:
        english: The sentence.
        other: Its translation.
        everything: As `marks` has it.

    Returns:
        `lost X` and `added X`, in the order of X; empty where all is kept.
    """
    here, there = marks(english, everything=everything), marks(other, everything=everything)
    return [
        *(f"lost {each}" for each in sorted(here - there)),
        *(f"added {each}" for each in sorted(there - here)),
        *(["a brace without its other one"] if _is_format(english) > _is_format(other) else []),
    ]


def _is_format(text: str) -> bool:
    """Tell whether `str.format` would take a text."""
    try:
        list(Formatter().parse(text))
    except ValueError:
        return False
    return True


def words(text: str) -> str:
    """Hide marks and names of code from a text, one character for each; its words are left."""
    return _NAME.sub(HIDDEN, _MARK.sub(HIDDEN, text))
