"""How much of a body the contract suite reads: bounded in size, time and codings."""

import gzip
import zlib
from collections.abc import Iterator

import httpx
import pytest
from serverless_training_testing.contract import _sender

BODY = b'{"data": [], "has_more": false}'


class Endless(httpx.SyncByteStream):
    """Far more chunks than there is time for, each of which takes a second."""

    def __init__(self, patch: pytest.MonkeyPatch, first: bytes, chunk: bytes) -> None:
        self.now = 0.0
        self.closed = False
        self.first, self.chunk = first, chunk
        patch.setattr(_sender, "monotonic", lambda: self.now)

    def __iter__(self) -> Iterator[bytes]:
        yield self.first
        for _chunk in range(1000):
            self.now += 1
            yield self.chunk

    def close(self) -> None:
        """Note that it was closed."""
        self.closed = True


@pytest.mark.parametrize(
    ("coding", "content"),
    [
        ("", BODY),
        ("identity", BODY),
        ("gzip", gzip.compress(BODY, mtime=0)),
        (" GZip ", gzip.compress(BODY, mtime=0)),
        ("deflate", zlib.compress(BODY)),
    ],
)
def test_body_in_one_known_coding_is_decoded(coding: str, content: bytes) -> None:
    """Names of codings are read without regard to case (RFC 9110, section 8.4.1)."""
    stream = httpx.ByteStream(content)
    response = httpx.Response(200, headers={"Content-Encoding": coding}, stream=stream)

    assert _sender._read(response, float("inf")) == BODY


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "deflate,gzip"])
def test_body_in_another_coding_or_in_two_is_not_read(coding: str) -> None:
    """Neither has a bound on how large a chunk becomes."""
    response = httpx.Response(
        200, headers={"Content-Encoding": coding}, stream=httpx.ByteStream(b"")
    )

    with pytest.raises(_sender._TroubleError, match=f"Content-Encoding {coding}"):
        _sender._read(response, float("inf"))


@pytest.mark.parametrize(
    ("coding", "first", "chunk"),
    [
        ("identity", b"", b"x"),
        # The head of gzip, and an empty block: nothing is ever decoded.
        ("gzip", b"\x1f\x8b\x08" + bytes(6) + b"\x03", b"\0\0\0\xff\xff"),
    ],
)
def test_body_without_end_is_cut_off_in_time(
    monkeypatch: pytest.MonkeyPatch, coding: str, first: bytes, chunk: bytes
) -> None:
    """Whether or not its chunks decode to anything; the connection is given up."""
    stream = Endless(monkeypatch, first, chunk)
    response = httpx.Response(200, headers={"Content-Encoding": coding}, stream=stream)

    with pytest.raises(_sender._TroubleError, match="no end within"):
        _sender._read(response, 5.0)
    assert stream.now == 6
    response.close()
    assert stream.closed


def test_body_is_bounded_by_its_decoded_size() -> None:
    """A few bytes may stand for many."""
    content = gzip.compress(bytes(_sender._LARGEST_BODY_BYTES + 1), mtime=0)
    stream = httpx.ByteStream(content)
    response = httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=stream)

    with pytest.raises(_sender._TroubleError, match="larger than 33,554,432 bytes"):
        _sender._read(response, float("inf"))
