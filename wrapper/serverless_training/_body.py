"""The body of an answer, read piece by piece and never larger than allowed."""

import zlib

_GZIP = 16 + zlib.MAX_WBITS
# The codings that requests accept; `x-gzip` is the old name (RFC 9110, section 8.4.1.3).
ACCEPTED = "gzip"
_CODINGS = {"": False, "identity": False, "gzip": True, "x-gzip": True}


class BodyError(Exception):
    """The body cannot be read; the message says why."""


class UnknownCodingError(BodyError):
    """The body is encoded in a way that was not asked for; the message is the server's word."""


class TooLargeError(BodyError):
    """The body is larger than allowed."""


class TruncatedError(BodyError):
    """The compressed body ends before its time."""


class Body:
    """The body of one answer.

    Decompressing is bounded, so that a small answer cannot fill the memory.

    Args:
        coding: The `Content-Encoding` header; empty if there is none.
        limit: The most bytes that the body may have, decompressed.

    Raises:
        UnknownCodingError: The coding is none that was asked for.
    """

    def __init__(self, coding: str, limit: int) -> None:
        coding = coding.strip().lower()
        if coding not in _CODINGS:
            raise UnknownCodingError(coding)
        self._limit = limit
        # One buffer: as a list, pieces of two bytes would take thirty times their size.
        self._content = bytearray()
        self._inflate = zlib.decompressobj(_GZIP) if _CODINGS[coding] else None
        self._begun = False

    def feed(self, chunk: bytes) -> None:
        """Take the next piece, as it came from the wire.

        Args:
            chunk: Some bytes.

        Raises:
            TooLargeError: The body is larger than allowed.
            BodyError: It cannot be decompressed.
        """
        if self._inflate is None:
            self._add(chunk)
            return
        self._begun = self._begun or bool(chunk)
        while chunk:
            if self._inflate.eof:  # one body may hold several members (RFC 1952, section 2.2)
                if not chunk.strip(b"\0"):  # padding, as gzip itself skips it
                    return
                self._inflate = zlib.decompressobj(_GZIP)
            try:
                self._add(self._inflate.decompress(chunk, self._limit - len(self._content) + 1))
            except zlib.error as error:
                raise BodyError(str(error)) from error
            chunk = self._inflate.unconsumed_tail or self._inflate.unused_data

    def _add(self, part: bytes) -> None:
        if len(self._content) + len(part) > self._limit:
            raise TooLargeError
        self._content += part

    def close(self) -> None:
        """Say that nothing more comes.

        Raises:
            TruncatedError: More should have come.
        """
        if self._inflate is not None and self._begun and not self._inflate.eof:
            raise TruncatedError

    def content(self) -> bytes:
        """Return what came so far."""
        return bytes(self._content)
