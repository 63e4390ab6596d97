"""Bodies are decompressed as far as allowed, and never further."""

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serverless_training._body import Body, BodyError, TooLargeError, TruncatedError


def read(body: Body, content: bytes, size: int = 1000) -> bytes:
    """Feed a body in pieces, and close it."""
    for start in range(0, len(content), size):
        body.feed(content[start : start + size])
    body.close()
    return body.content()


@given(st.binary(max_size=5000), st.integers(1, 700), st.sampled_from(["gzip", "x-gzip", " GZip "]))
def test_compressed_body_comes_out_whatever_the_pieces(
    content: bytes, size: int, coding: str
) -> None:
    """The pieces of the wire are no pieces of the content."""
    assert content == read(Body(coding, 5000), gzip.compress(content), size)


@pytest.mark.parametrize("coding", ["", "identity"])
def test_plain_body_is_what_came(coding: str) -> None:
    """Nothing is decompressed that is not compressed."""
    assert read(Body(coding, 10), b"abc", 1) == b"abc"


def test_body_of_several_members_is_one_body() -> None:
    """RFC 1952, section 2.2: members simply appear one after another."""
    content = gzip.compress(b"one ") + gzip.compress(b"two")

    assert [read(Body("gzip", 10), content, size) for size in (1, 7, 1000)] == [b"one two"] * 3


def test_padding_after_a_compressed_body_is_skipped() -> None:
    """As Python's own `gzip` does."""
    assert read(Body("gzip", 10), gzip.compress(b"one") + bytes(700), 100) == b"one"


@pytest.mark.parametrize("coding", ["br", "zstd", "deflate", "gzip, gzip", "nonsense"])
def test_coding_that_was_not_asked_for_is_refused(coding: str) -> None:
    """Two layers would multiply what each of them may hide."""
    with pytest.raises(BodyError, match=coding):
        Body(coding, 10)


@pytest.mark.parametrize("limit", [0, 1, 99])
@pytest.mark.parametrize("coding", ["", "gzip"])
def test_body_larger_than_allowed_is_refused(coding: str, limit: int) -> None:
    """One byte too many is too many; the limit itself is allowed."""
    content = b"x" * (limit + 1)
    wire = gzip.compress(content) if coding else content
    with pytest.raises(TooLargeError):
        read(Body(coding, limit), wire)

    wire = gzip.compress(content[1:]) if coding else content[1:]
    assert content[1:] == read(Body(coding, limit), wire)


def test_bomb_fills_no_memory() -> None:
    """A hundred megabytes in a hundred kilobytes: what is too much is never held."""
    bomb = gzip.compress(bytes(100_000_000), 1)
    body = Body("gzip", 1_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(TooLargeError):
            body.feed(bomb)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 4_000_000


@pytest.mark.parametrize("end", [1, 12, -1])
def test_body_that_is_cut_off_is_found_out(end: int) -> None:
    """Its last bytes say that it is complete."""
    content = gzip.compress(bytes(range(50)))[:end]
    with pytest.raises(TruncatedError):
        read(Body("gzip", 1000), content)


def test_empty_body_is_not_cut_off() -> None:
    """A 204 may name a coding and have nothing to apply it to."""
    body = Body("gzip", 10)
    body.feed(b"")
    body.close()

    assert body.content() == b""


def test_body_that_is_not_compressed_at_all_is_refused() -> None:
    """With what zlib says of it."""
    with pytest.raises(BodyError, match="incorrect header") as caught:
        read(Body("gzip", 10), b"{}")

    assert isinstance(caught.value.__cause__, zlib.error)
