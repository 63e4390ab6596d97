"""A body is read in the charset that its Content-Type names."""

import pytest
from serverless_training_client._text import decoded


@pytest.mark.parametrize(
    ("content", "content_type", "text"),
    [
        ("日本".encode("shift_jis"), "text/plain; charset=shift_jis", "日本"),
        ("日本".encode("euc-jp"), 'text/html; charset="EUC-JP"', "日本"),
        ("é".encode("latin-1"), "text/plain; charset=ISO-8859-1", "é"),
        ("日本".encode(), "text/plain", "日本"),
        ("日本".encode(), "", "日本"),
        ("日本".encode(), "text/plain; charset=no-such", "日本"),
        (b"abc", "text/plain; charset=base64", "abc"),
        (b"abc", "text/plain; charset=idna", "abc"),
        (b"a-b", "text/plain; charset=punycode", "a-b"),
        ("日本".encode(), "application/json; charset=shift_jis", "日本"),
        ("日本".encode(), "application/problem+json; charset=latin1", "日本"),
        (b"a\xff", "text/plain; charset=utf-8", "a\ufffd"),
        (b"abc", "; charset", "abc"),
    ],
)
def test_body_is_read_in_its_charset(content: bytes, content_type: str, text: str) -> None:
    """JSON is UTF-8 (RFC 8259, section 8.1), and so is what names no charset that is one."""
    assert decoded(content, content_type) == text
