"""Lines of the command's output break where readers of either language expect it."""

from itertools import pairwise
from unicodedata import east_asian_width

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.console import Console
from serverless_training_cli._screens import Paragraph
from serverless_training_client._text import parts

TEXTS = st.text(alphabet="ab-.() あいーア、。「」漢é")


def columns(text: str) -> int:
    """Count columns without the library that broke the lines (UAX #11)."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def lines(text: str, width: int) -> list[str]:
    """Show a text on a terminal of that width."""
    console = Console(width=width)
    with console.capture() as shown:
        console.print(Paragraph(text))
    return shown.get().splitlines()


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("three short words", 11, ["three short", "words"]),
        ("モデルの数。--checkpoints だけ", 20, ["モデルの数。", "--checkpoints だけ"]),
        ("ファイル。ポート", 8, ["ファイ", "ル。ポー", "ト"]),
        ("あい（う）え", 8, ["あい", "（う）え"]),
        ("項目 (250)です", 8, ["項目", "(250)で", "す"]),
        ("ポート 0 なら使う", 10, ["ポート 0", "なら使う"]),
        ("après-midi à Paris", 10, ["après-midi", "à Paris"]),
        ("abcdefgh ij", 5, ["abcde", "fgh", "ij"]),
        ("一行目\n二行目", 20, ["一行目", "二行目"]),
    ],
)
def test_lines_break_by_the_rules_of_both_scripts(
    text: str, width: int, expected: list[str]
) -> None:
    """At spaces; between full-width characters, but not before 。 or after （; else nowhere."""
    assert expected == lines(text, width)


@given(TEXTS, st.integers(min_value=2, max_value=30))
def test_nothing_is_lost_and_every_line_fits(text: str, width: int) -> None:
    """Whatever the text and the width; only spaces may go, at the end of a line."""
    shown = lines(text, width)

    assert "".join(text.split(" ")) == "".join("".join(shown).split(" "))
    assert all(columns(line) <= width for line in shown)


@example(" 、、", 4)
@given(TEXTS, st.integers(min_value=2, max_value=30))
def test_what_fits_on_a_line_is_not_broken(text: str, width: int) -> None:
    """So an option is whole wherever there is room for it."""
    shown = "\n".join(lines(text, width))

    for part in parts(text):
        if columns(part.rstrip()) <= width:
            assert part.rstrip() in shown


@given(TEXTS)
def test_parts_make_up_the_text(text: str) -> None:
    """In order; a space never begins one that follows a word."""
    found = list(parts(text))

    assert text == "".join(found)
    assert not any(right.startswith(" ") for _, right in pairwise(found))
