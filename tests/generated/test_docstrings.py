"""Docstrings are split, translated block by block, and wrapped by display width."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import PipelineError
from pipeline.generate.templates.text import columns
from pipeline.translate.catalogs import lookup, paired, read_catalog, split_default, split_known
from pipeline.translate.docstrings import blocks, docstrings, translate, wrap

pytestmark = pytest.mark.any_spec

DOCSTRING = """Summary.

A paragraph
over two lines.

Args:
    one: Text of one
        goes on.
    *rest: Others.
    three (int | Unset): Typed.

Returns:
    What comes
    back.

Raises:
    ValueError: It is odd.

Example:
    >>> code(1)
        indented
"""

TEXTS = [
    *("Summary.", "A paragraph over two lines.", "Args:", "Text of one goes on.", "Others."),
    *("Typed.", "Returns:", "What comes back.", "Raises:", "It is odd.", "Example:"),
]


def test_docstring_splits_into_what_is_translated_separately() -> None:
    """Paragraphs are joined; names, types and code are not for translators."""
    found = blocks(DOCSTRING)

    assert [block.text for block in found if block.text and not block.verbatim] == TEXTS
    assert [block.text for block in found if block.verbatim] == [">>> code(1)", "indented"]
    assert [block.lead for block in found if block.lead.strip() and "V" not in block.lead] == [
        "    one: ",
        "    *rest: ",
        "    three (int | Unset): ",
    ]


def test_translation_keeps_the_shape() -> None:
    """Same headings, names and indentation; continued entries are indented further."""
    translated = translate(DOCSTRING, lambda text: "訳。" * (30 if "goes on" in text else 1))
    lines = translated.splitlines()

    assert lines[:5] == ["訳。", "", "訳。", "", "訳。"]
    assert lines[5].startswith("    one: 訳。訳")
    assert lines[6].startswith("        訳")
    assert "    three (int | Unset): 訳。" in lines
    assert lines[-2:] == ["    >>> code(1)", "        indented"]


@given(st.text(st.sampled_from("漢字かな、。「」ab1 "), max_size=80), st.integers(10, 40))
def test_wrapped_text_fits_loses_nothing_and_starts_no_line_with_a_stop(
    text: str, width: int
) -> None:
    """Full-width characters take two columns; only spaces at breaks go."""
    rows = wrap(text, width, "  ")
    # A stop that follows a space has nothing to cling to.
    stop_after_space = re.search(r"(^|\s)[、。」]", text)

    assert "".join(text.split()) == "".join("".join(rows).split())
    for row in rows[1:]:
        assert row.strip()[:1] not in "、。」" or stop_after_space
    for row in rows:
        longest = max(map(columns, row.replace("、", "").replace("。", "").split() or [""]))
        assert columns(row) <= width + 60 or longest > width


def test_opening_bracket_ends_no_line() -> None:
    """It goes with what it opens."""
    assert wrap("漢字かな（漢字", 10, "") == ["漢字かな", "（漢字"]


def test_text_after_an_example_is_text() -> None:
    """A section ends where the indentation does."""
    found = blocks("S.\n\nExample:\n    code(1)\n\nMore of it.")

    assert found[-1].text == "More of it."
    assert not found[-1].verbatim


def test_columns_counts_full_width_twice() -> None:
    """UAX #11."""
    assert [columns(text) for text in ("", "ab", "漢字", "aかー")] == [0, 2, 4, 5]


def test_docstrings_below_attributes_are_found() -> None:
    """PEP 258, as the generator writes them."""
    tree = ast.parse(
        '"""m"""\nclass A:\n    """c"""\n    x: int\n    """ about x """\n    y: int\n'
    )

    assert dict(docstrings(tree)) == {"": "m", "A": "c", "A.x": "about x"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sort order", ("Sort order", "")),
        ("Sort order.", ("Sort order", "")),
        ("Sort order. More.", ("Sort order", "More.")),
        ("Sort order of things", ("", "Sort order of things")),
        ("Other", ("", "Other")),
    ],
)
def test_sentence_of_the_spec_is_split_off(text: str, expected: tuple[str, str]) -> None:
    """What the spec says is translated by the spec alone."""
    assert expected == split_known(text, {"Sort order": "並べ替え順", "Sort": "x"})


def test_default_is_split_off() -> None:
    """The generator appends it to the spec's sentence."""
    assert split_default("Items Default: 20.") == ("Items", "20")
    assert split_default("Default: 'a'.") == ("", "'a'")
    assert split_default("Items.") == ("Items.", None)


def test_lookup_takes_the_spec_first_then_the_catalog_then_english() -> None:
    """A fuzzy translation is none."""
    catalog = Catalog(locale="ja")
    catalog.add("More.", "詳細。")
    catalog.add("Old.", "古い。", flags=["fuzzy"])
    catalog.add("Default: {value}.", "（既定値: {value}）")
    look_up = lookup({"Sort order": "並べ替え順"}, catalog)

    assert look_up("Sort order.") == "並べ替え順"
    assert look_up("Sort order. More.") == "並べ替え順。詳細。"
    assert look_up("Sort order Default: 'asc'.") == "並べ替え順（既定値: 'asc'）"
    assert [look_up(text) for text in ("More.", "Old.", "New.")] == ["詳細。", "Old.", "New."]


def test_korean_and_english_keep_their_spaces_and_stops() -> None:
    """The full-width stop is Chinese and Japanese."""
    look_up = lookup({"Sort order": "정렬 순서"}, Catalog(locale="ko"))

    assert look_up("Sort order. More.") == "정렬 순서. More."
    assert look_up("Sort order Default: 20.") == "정렬 순서 Default: 20."


def test_items_of_a_markdown_list_stay_apart() -> None:
    """As they are written in the spec's descriptions."""
    assert [block.text for block in blocks("One:\n- a\n  b\n* c\n1. d")] == [
        *("One:", "- a b", "* c", "1. d")
    ]


def test_language_with_a_region_has_a_catalog(tmp_path: Path) -> None:
    """`openapi.pt-BR.json` is Babel's pt_BR."""
    assert str(read_catalog(tmp_path, "pt-BR").locale) == "pt_BR"


def test_name_that_is_no_language_is_refused(tmp_path: Path) -> None:
    """Such as `openapi.ja-copy.json`."""
    with pytest.raises(PipelineError, match="ja-copy"):
        read_catalog(tmp_path, "ja-copy")


def test_sentences_pair_by_pointer_and_the_first_wins() -> None:
    """A sentence without translation stands for itself: it is the spec's all the same."""
    base = {"/a": "One", "/b": "Two", "/c": "One"}
    other = {"/a": "一", "/b": "Two", "/c": "いち"}

    assert paired(base, other) == {"One": "一", "Two": "Two"}


def test_module_of_nothing_has_no_docstrings() -> None:
    """Such as `__init__.py` of a folder."""
    assert list(docstrings(ast.parse(""))) == []
