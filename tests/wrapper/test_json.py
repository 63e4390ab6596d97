"""JSON is read as Python's own `json` reads it, with msgspec and without."""

import importlib
import json
import math
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serverless_training import _json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.fixture(params=["with msgspec", "without"])
def loads(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[bytes], Any]]:
    """Read JSON in an environment that has msgspec, and in one that does not."""
    with monkeypatch.context() as patch:
        if request.param == "without":
            patch.setitem(sys.modules, "msgspec.json", None)
        yield importlib.reload(_json).loads
    importlib.reload(_json)


def outcome(read: Callable[[bytes], Any], content: bytes) -> str:
    """Tell what came of reading: the value with its types, NaN included, or the error."""
    try:
        return repr(read(content))
    except (ValueError, RecursionError) as error:
        return repr(type(error))


@pytest.mark.parametrize(
    "content",
    [
        b"[NaN, Infinity, -Infinity, 1e999, -0, -0.0, 1e-999]",
        b"[18446744073709551616, -9223372036854775809, 123456789012345678901234567890]",
        b'{"twice": 1, "twice": 2}',
        b'"\\ud800"',
        b"\xef\xbb\xbf1",
        b'"\xff"',
        b'"a\tb"',
        b'{"data": [',
        b"<html></html>",
        b"",
        b"[" * 100_000,
    ],
)
def test_whatever_comes_is_read_or_refused_as_by_json(
    loads: Callable[[bytes], Any], content: bytes
) -> None:
    """What RFC 8259 does not allow, and what it leaves open, included."""
    assert outcome(loads, content) == outcome(json.loads, content)


@given(value=VALUES, ascii_only=st.booleans())
def test_whatever_python_writes_comes_back(value: Any, ascii_only: bool) -> None:
    """With all digits, and with the types that it had."""
    content = json.dumps(value, ensure_ascii=ascii_only).encode("utf-8", errors="surrogatepass")

    assert outcome(_json.loads, content) == outcome(json.loads, content)


def test_nan_is_kept(loads: Callable[[bytes], Any]) -> None:
    """A run that diverged writes it."""
    assert math.isnan(loads(b'{"loss": NaN}')["loss"])
