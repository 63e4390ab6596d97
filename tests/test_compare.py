"""Two specs are compared by structure; prose is set aside by where it stands."""

import copy
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.compare import Difference, Kind, compare
from pipeline.document import prose, structure, with_prose

OPERATION = "/paths/~1a/get"


def spec(**schema: Any) -> dict[str, Any]:
    """Build a document of one operation and one schema `S`."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1", "description": "about"},
        "paths": {
            "/a": {
                "get": {
                    "tags": ["models"],
                    "summary": "List",
                    "parameters": [
                        {"name": "q", "in": "query", "description": "text", "example": "x"}
                    ],
                    "responses": {"200": {"description": "ok"}},
                }
            }
        },
        "components": {"schemas": {"S": schema}},
    }


def found(base: dict[str, Any], other: dict[str, Any]) -> list[tuple[str, str]]:
    """Compare, and keep pointer and kind."""
    return [(item.pointer, str(item.kind)) for item in compare(base, other)]


def test_specs_in_both_languages_have_the_same_structure(root: Path) -> None:
    """The checked-in specs differ in prose and key order alone."""
    base, other = (
        json.loads((root / name).read_text(encoding="utf-8"))
        for name in ("openapi.json", "openapi.ja.json")
    )

    assert base != other
    assert compare(base, other) == []


def test_prose_is_set_aside_wherever_openapi_has_it() -> None:
    """Titles, summaries, descriptions and examples may differ."""
    other = copy.deepcopy(spec(title="S", description="a schema", examples=[1]))
    other["info"] |= {"title": "題", "description": "説明"}
    operation = other["paths"]["/a"]["get"]
    operation["summary"] = "一覧"
    operation["parameters"][0] |= {"description": "文", "example": "例"}
    operation["responses"]["200"]["description"] = "正常"
    del other["components"]["schemas"]["S"]["examples"]

    assert compare(spec(title="題", description="図式", examples=[1]), other) == []


@pytest.mark.parametrize("name", ["title", "summary", "description", "example", "examples"])
def test_property_named_like_prose_is_structure(name: str) -> None:
    """`properties` maps names to schemas: whatever the name, the schema below it counts."""
    base = spec(properties={name: {"type": "string"}}, required=[name])
    without = spec(properties={}, required=[name])
    retyped = spec(properties={name: {"type": "integer"}}, required=[name])
    at = f"/components/schemas/S/properties/{name}"

    assert [(at, "missing")] == found(base, without)
    assert [(f"{at}/type", "changed")] == found(base, retyped)


@pytest.mark.parametrize("keyword", ["default", "const", "enum", "x-anything"])
def test_data_is_structure_whatever_its_keys(keyword: str) -> None:
    """A `description` inside a default or an extension is somebody's data."""
    base, other = (spec(**{keyword: [{"description": text}]}) for text in ("a", "b"))
    at = f"/components/schemas/S/{keyword}/0/description"

    assert [(at, "changed")] == found(base, other)


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (["paths", "/a", "get", "tags", 0], "モデル"),
        (["paths", "/a", "get", "parameters", 0, "name"], "問"),
        (["info", "version"], "2"),
    ],
)
def test_translated_names_are_differences(at: list[Any], value: str) -> None:
    """Tags, parameter names and the version are structure."""
    other = spec()
    place: Any = other
    for step in at[:-1]:
        place = place[step]
    place[at[-1]] = value
    expected = "/" + "/".join(str(step).replace("/", "~1") for step in at)

    assert [(expected, "changed")] == found(spec(), other)


def test_name_of_an_oauth_scope_is_structure_and_its_text_is_not() -> None:
    """A scope is asked for by name."""

    def secured(scopes: dict[str, str]) -> dict[str, Any]:
        flows = {"implicit": {"scopes": scopes}}
        return spec() | {"components": {"securitySchemes": {"A": {"flows": flows}}}}

    at = "/components/securitySchemes/A/flows/implicit/scopes"

    assert found(secured({"read": "Read"}), secured({"read": "読む"})) == []
    assert found(secured({"read": "a"}), secured({"write": "a"})) == [
        (f"{at}/read", "missing"),
        (f"{at}/write", "extra"),
    ]


def test_every_difference_is_listed_in_one_run() -> None:
    """Missing, extra, changed and another type, each at its pointer."""
    base = spec(type="object", maximum=100, minimum=1, title="S")
    other = spec(type="object", maximum=1000, minimum="1", nullable=True)
    del other["paths"]["/a"]["get"]["tags"]

    assert [
        Difference(f"{OPERATION}/tags", Kind.MISSING, ["models"], None),
        Difference("/components/schemas/S/maximum", Kind.CHANGED, 100, 1000),
        Difference("/components/schemas/S/minimum", Kind.TYPE, 1, "1"),
        Difference("/components/schemas/S/nullable", Kind.EXTRA, None, True),
    ] == compare(base, other)


@pytest.mark.parametrize(
    ("base", "other", "kinds"),
    [(1, 1.0, []), (1, True, ["type"]), (20, "20", ["type"]), (None, False, ["type"])],
)
def test_values_compare_as_json_does(base: object, other: object, kinds: list[str]) -> None:
    """`1` equals `1.0`, `true` is not `1`, and `"20"` is not `20`."""
    assert kinds == [str(item.kind) for item in compare(spec(default=base), spec(default=other))]


def test_longer_list_is_an_extra_item() -> None:
    """Items compare one by one, the rest is named."""
    base, other = spec(anyOf=[{"type": "string"}]), spec(anyOf=[{"type": "string"}, {}])

    assert found(base, other) == [("/components/schemas/S/anyOf/1", "extra")]


def test_prose_put_back_gives_the_other_language_in_english_structure() -> None:
    """Structure and titles stay, since names come from them; sentences move by pointer."""
    base, other = spec(title="S", description="a schema"), spec(title="題", description="図式")
    other["info"] |= {"title": "題", "description": "説明"}
    merged = with_prose(base, prose(other))

    assert structure(base) == structure(merged)
    assert merged["info"] == base["info"] | {"description": "説明"}
    assert merged["components"]["schemas"]["S"] == {"title": "S", "description": "図式"}


def run(*arguments: str | Path, root: Path) -> tuple[int, str]:
    """Run `python -m pipeline compare` as a maintainer does."""
    process = subprocess.run(
        [sys.executable, "-m", "pipeline", "compare", *map(str, arguments)],
        cwd=root, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return process.returncode, process.stdout + process.stderr


def test_command_ends_with_0_when_structures_are_equal(root: Path) -> None:
    """The last line counts."""
    code, said = run("openapi.json", "openapi.ja.json", root=root)

    assert code == 0
    assert said.splitlines()[-1] == "0 differences"


def test_command_ends_with_1_and_names_the_pointer(root: Path, tmp_path: Path) -> None:
    """A bound that differs in one language is found where it stands."""
    other = tmp_path / "openapi.ja.json"
    text = (root / "openapi.ja.json").read_text(encoding="utf-8")
    other.write_text(text.replace('"maximum": 100', '"maximum": 1000', 1), encoding="utf-8")
    code, said = run("openapi.json", other, root=root)

    assert code == 1
    assert "/get/parameters/2/schema/maximum  100 -> 1000" in said
    assert said.splitlines()[-1] == "1 difference"


def test_value_that_the_terminal_cannot_show_is_still_a_difference(
    root: Path, tmp_path: Path
) -> None:
    """Exit 1 means different, and never that printing failed."""
    other = tmp_path / "openapi.ja.json"
    text = (root / "openapi.ja.json").read_text(encoding="utf-8")
    other.write_text(text.replace('"asc"', '"昇順"'), encoding="utf-8")
    process = subprocess.run(
        [sys.executable, "-m", "pipeline", "compare", "openapi.json", str(other)],
        cwd=root,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        encoding="ascii",
        check=False,
    )

    assert process.returncode == 1
    assert "\\u6607" in process.stdout
    assert process.stderr == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        (b"\xff{}", "not UTF-8"),
        (b"{\n\n oops", "line 3: broken JSON"),
        (b'{"a": 1, "a": 2}', "'a' stands twice"),
        (b'{"swagger": "2.0"}', "not an OpenAPI 3 document"),
        (b'{"openapi": "3.1.0", "x": NaN}', "NaN has no place"),
        (b'{"openapi":"3.1.0","x":' + b"[" * 100_000, "nested too deeply"),
    ],
)
def test_command_ends_with_2_and_one_line_on_bad_input(
    root: Path, tmp_path: Path, content: bytes | None, said: str
) -> None:
    """The line names the file."""
    path = tmp_path / "openapi.xx.json"
    if content is not None:
        path.write_bytes(content)
    code, message = run("openapi.json", path, root=root)

    assert code == 2
    assert len(message.splitlines()) == 1
    assert str(path) in message
    assert said in message
