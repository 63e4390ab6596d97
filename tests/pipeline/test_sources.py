"""How sources and the links of an index are read."""

import pytest

from pipeline.pull.pages import links
from pipeline.pull.sources import (
    Source,
    is_index,
    is_listed_page,
    language_of,
    linked,
    parse_source,
)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("page.md", Source("page.md")),
        ("ja=page.md", Source("page.md", "ja")),
        ("pt-BR=https://host/x?a=b", Source("https://host/x?a=b", "pt-BR")),
        ("https://host/x?ja=b", Source("https://host/x?ja=b")),
        ("./ja=page.md", Source("./ja=page.md")),
    ],
)
def test_language_may_stand_before_a_source(text: str, source: Source) -> None:
    """`LANGUAGE=LOCATION`; a URL may hold `=` itself."""
    assert source == parse_source(text)


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("https://host/llms.txt", True),
        ("https://host/docs/llms.txt?v=2", True),
        ("docs/llms.ja.txt", True),
        ("https://host/_llms/en/reference.md", True),
        ("https://host/llms-full.txt", False),
        ("https://host/page.md", False),
        ("notes.txt", False),
    ],
)
def test_index_is_known_by_its_name(location: str, expected: bool) -> None:
    """`llms.txt`, its language variants, and the parts of a split one; not the concatenation."""
    assert expected is is_index(location)


@pytest.mark.parametrize(
    ("location", "include", "expected"),
    [
        ("https://host/a.md", (), True),
        ("https://host/a", (), True),
        ("https://host/A.MDX", (), True),
        ("https://host/openapi.json", (), False),
        ("https://host/logo.svg", (), False),
        ("https://host/llms.txt", (), False),
        ("https://host/llms-full.txt", (), False),
        ("https://host/ja/api/a.md", ("/ja/*",), True),
        ("https://host/en/api/a.md", ("/ja/*",), False),
        ("https://host/en/api/a.md", ("/ja/*", "*/api/?.md"), True),
        ("https://host/%6Aa/a.md", ("/ja/*",), True),
        ("https://host/a.md?x=/ja/", ("*ja*",), False),
    ],
)
def test_links_that_may_hold_a_block_are_followed(
    location: str, include: tuple[str, ...], expected: bool
) -> None:
    """Markdown by suffix, or none; within what the user includes."""
    assert expected is is_listed_page(location, include)


@pytest.mark.parametrize(
    ("index", "target", "location"),
    [
        ("https://host/docs/llms.txt", "a.md", "https://host/docs/a.md"),
        ("https://host/docs/llms.txt", "../a.md#b", "https://host/a.md"),
        ("https://host/docs/llms.txt", "/a.md?b=c", "https://host/a.md?b=c"),
        ("https://host/docs/llms.txt", "https://host:443/a.md", "https://host/a.md"),
        ("https://host/docs/llms.txt", "http://host/a.md", None),
        ("https://host/docs/llms.txt", "https://host:8443/a.md", None),
        ("https://host/docs/llms.txt", "https://other/a.md", None),
        ("https://host/docs/llms.txt", "//other/a.md", None),
        ("https://host/docs/llms.txt", "https://me:secret@host/a.md", None),
        ("https://host/docs/llms.txt", "mailto:a@host", None),
        ("https://host/docs/llms.txt", "https://[/", None),
        ("site/llms.txt", "a.md", "site/a.md"),
        ("site/llms.txt", "/ja/a%20b.md#c", "site/ja/a b.md"),
        ("site/llms.txt", "https://host/a.md", None),
        ("site/llms.txt", "#here", None),
    ],
)
def test_links_lead_to_the_origin_of_the_index(
    index: str, target: str, location: str | None
) -> None:
    """Scheme, host and port (RFC 6454); an index that is a file leads to files."""
    assert location == linked(index, target)


@pytest.mark.parametrize(
    ("location", "language"),
    [
        ("openapi.json", None),
        ("specs/openapi.ja.json", "ja"),
        ("openapi.pt-BR.yaml", "pt-BR"),
        ("openapi.min.json", None),
        ("https://host/ja/api/openapi.json", "ja"),
        ("https://host/openapi.json", None),
        ("https://host/api/it/openapi.json", None),
        ("https://host/ja", None),
        ("ja/openapi.json", None),
    ],
)
def test_address_of_a_spec_may_tell_its_language(location: str, language: str | None) -> None:
    """Its name, else the first folder of a URL, as in the address of a page's block."""
    assert language == language_of(location)


def test_links_of_an_index_come_in_order_and_once() -> None:
    """Markdown decides what a link is: inline, by reference, or bare; not in code."""
    text = "- [a](/a)\n- [b][1]\n- <https://c/>\n- [a](/a)\n- `[d](/d)`\n\n[1]: /b\n"

    assert links(text) == ["/a", "/b", "https://c/"]
