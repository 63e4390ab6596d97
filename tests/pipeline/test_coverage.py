"""How far a spec is translated is told by place, and never fails a comparison."""

from typing import Any

import pytest

from pipeline.parity.compare import compare
from pipeline.parity.coverage import Coverage, Topic, coverage, tokens
from pipeline.parity.freshness import digest

pytestmark = pytest.mark.any_spec


def spec(*texts: str | None) -> dict[str, Any]:
    """Build a document whose schemas `S0`, `S1`, … have these descriptions."""
    schemas = {
        f"S{number}": {} if text is None else {"description": text}
        for number, text in enumerate(texts)
    }
    return {"openapi": "3.1.0", "components": {"schemas": schemas}}


def cover(base: dict[str, Any], other: dict[str, Any], **digests: str) -> Coverage:
    """Compare two documents, and judge the translation; digests by name of the schema."""
    places = {f"/components/schemas/{name}/description": each for name, each in digests.items()}
    return coverage(compare(base, other).sentences, places)


def topics(found: Coverage) -> list[tuple[str, str]]:
    """Keep topic and schema."""
    return [(str(each.topic), each.pointer.split("/")[3]) for each in found.findings]


def test_sentence_is_translated_untranslated_missing_or_extra() -> None:
    """Each with its pointer; what is there twice is counted twice."""
    found = cover(spec("A model", "Id", "Step", None), spec("モデル", "Id", None, "余分"))

    assert found.total == 3
    assert found.translated == ["/components/schemas/S0/description"]
    assert topics(found) == [("missing", "S2"), ("extra", "S3"), ("untranslated", "S1")]


def test_text_that_says_nothing_counts_as_absent() -> None:
    """Empty or blank, in either language: there is nothing to translate or to read."""
    found = cover(spec("", " ", "", "A"), spec("", "\n", "余分", "\u3000"))

    assert (found.total, found.translated) == (1, [])
    assert topics(found) == [("missing", "S3"), ("extra", "S2")]


def test_titles_that_stayed_come_last() -> None:
    """Many do, since classes are named after them; what wants a look must not hide behind them."""
    base = {
        "openapi": "3.1.0",
        "components": {"schemas": {"S": {"title": "S", "description": "A"}}},
    }

    assert [str(each.topic) for each in cover(base, base).findings] == [
        "untranslated",
        "untranslated title",
    ]


def test_all_prose_counts_wherever_it_stands() -> None:
    """Summaries of examples and texts of scopes as well, which comparing sets aside."""
    scheme = {"flows": {"implicit": {"scopes": {"r": "Read"}}}}
    base = spec() | {
        "components": {
            "examples": {"one": {"summary": "One", "value": 1}, "gone": {"summary": "Gone"}},
            "securitySchemes": {"A": scheme},
        }
    }

    assert [each.pointer for each in cover(base, base).findings] == [
        "/components/examples/one/summary",
        "/components/examples/gone/summary",
        "/components/securitySchemes/A/flows/implicit/scopes/r",
    ]


@pytest.mark.parametrize(
    ("base", "other", "lost"),
    [
        ("At most 100 items", "最大 1000 件", ("100",)),
        ("At most 100 items", "最大１００件", ()),
        ("Up to 1,000 items", "最大 1000 件", ()),
        ("Between 0.5 and 2", "0.5 から 3", ("2",)),
        ("Sorted by `step`", "step の順", ("`step`",)),
        ("Sorted by `step`", "`step` の順", ()),
        ("Of {model_id}", "{モデル} の", ("{model_id}",)),
        ("Use ${KEY} or %s", "${KEY} を使う", ("%s",)),
        ("Send <token>", "トークンを送る", ("<token>",)),
        ("`limit=10` of ``a`b``", "``a`b`` の `limit=10`", ()),
        ("Of `a\nb`", "`a b` の", ("`a\nb`",)),
        ("A 100% match", "完全に一致 (100 %)", ()),
    ],
)
def test_placeholder_number_or_code_lost_in_translation_is_named(
    base: str, other: str, lost: tuple[str, ...]
) -> None:
    """Numbers by value, code and placeholders letter by letter."""
    assert [each.lost for each in cover(spec(base), spec(other)).findings] == (
        [lost] if lost else []
    )


def test_tokens_come_once_in_the_order_of_the_text() -> None:
    """A translation need not say a number as often as the original does."""
    assert tokens("`a` 3 {b} 3 `a`") == ("`a`", "3", "{b}")


def test_sentence_translated_in_several_ways_is_told_once() -> None:
    """With every way and its places; an untranslated one is no way."""
    base = spec("Page", "Page", "Page", "Page", "Item", "Item")
    [varied, same] = cover(base, spec("ページ", "頁", "ページ", "Page", "項目", "項目")).findings

    assert same.topic == Topic.UNTRANSLATED
    assert (varied.topic, varied.base) == (Topic.VARIED, "Page")
    assert varied.ways == {
        "ページ": ["/components/schemas/S0/description", "/components/schemas/S2/description"],
        "頁": ["/components/schemas/S1/description"],
    }


def test_translation_of_an_older_sentence_is_stale() -> None:
    """Known from the digest of the English it was made from; no digest, no suspicion."""
    base = spec("New words", "Same words", "Unknown words")
    digests = {"S0": digest("Old words"), "S1": digest("Same words")}

    assert topics(cover(base, spec("古い", "同じ", "不明"), **digests)) == [("stale", "S0")]
