"""What a request holds for a value, as the table of styles has it (OpenAPI 3.1.1, 4.8.12.6)."""

from typing import Any

import pytest

from pipeline.generate.expected import form, header, query, segment
from tests.styles import COLORS, PATH_STYLES, RGB


def parameter(place: str, style: str | None = None, explode: bool | None = None) -> dict[str, Any]:
    """Describe a parameter called color."""
    given = {"style": style, "explode": explode}
    said = {key: value for key, value in given.items() if value is not None}
    return {"name": "color", "in": place, "schema": {}, **said}


@pytest.mark.parametrize(
    ("style", "explode", "value", "expected"),
    [
        (None, None, "blue", [("color", "blue")]),
        (None, None, True, [("color", "true")]),
        (None, None, COLORS, [("color", "blue"), ("color", "black"), ("color", "brown")]),
        ("form", False, COLORS, [("color", "blue,black,brown")]),
        ("form", False, RGB, [("color", "R,100,G,200,B,150")]),
        ("form", True, RGB, [("R", "100"), ("G", "200"), ("B", "150")]),
        ("spaceDelimited", False, COLORS, [("color", "blue black brown")]),
        ("spaceDelimited", False, RGB, [("color", "R 100 G 200 B 150")]),
        ("pipeDelimited", False, COLORS, [("color", "blue|black|brown")]),
        ("pipeDelimited", None, COLORS, [("color", "blue|black|brown")]),
        (
            *("deepObject", True, RGB),
            [("color[R]", "100"), ("color[G]", "200"), ("color[B]", "150")],
        ),
        ("deepObject", True, "blue", None),
        ("form", True, {"a": {}}, None),
        ("form", True, [], None),
        (None, None, None, None),
    ],
)
def test_query(
    style: str | None, explode: bool | None, value: Any, expected: list[tuple[str, str]] | None
) -> None:
    """`None` where OpenAPI does not say."""
    assert query(parameter("query", style, explode), value) == expected


@pytest.mark.parametrize(
    ("style", "explode", "value", "expected"),
    [*PATH_STYLES, (None, None, RGB, "R,100,G,200,B,150"), (None, None, None, None)],
)
def test_path(style: str | None, explode: bool | None, value: Any, expected: str | None) -> None:
    """Before it is quoted."""
    assert segment(parameter("path", style, explode), value) == expected


def test_header_and_cookie() -> None:
    """Simple in a header; of lists in a cookie OpenAPI does not say."""
    assert header(parameter("header"), COLORS) == "blue,black,brown"
    assert header(parameter("header", explode=True), RGB) == "R=100,G=200,B=150"
    assert header(parameter("cookie"), 1.5) == "1.5"
    assert header(parameter("cookie"), COLORS) is None


@pytest.mark.parametrize("write", [query, segment, header])
def test_content_is_json(write: Any) -> None:
    """A parameter with `content` in the place of `schema`."""
    place = {query: "query", segment: "path", header: "header"}[write]
    given = {"name": "color", "in": place, "content": {"application/json": {}}}
    text = '{"a": [1]}'

    assert write(given, {"a": [1]}) == ([("color", text)] if write is query else text)


def test_form_repeats_lists_and_leaves_out_null() -> None:
    """Objects are JSON, and a file is what it holds."""
    assert form({"a": [1, "x"], "b": None, "c": {"d": True}, "e": b"raw", "f": False}) == [
        *(("a", "1"), ("a", "x"), ("c", '{"d": true}'), ("e", "raw"), ("f", "false"))
    ]
