"""Two specs are compared by structure; prose is set aside by where it stands."""

import copy
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.parity.compare import Difference, Kind, Note, compare
from pipeline.parity.document import structure, with_prose
from pipeline.pull.pull import pull

ROOT = Path(__file__).parents[2]
OPERATION = "/paths/~1a/get"
SCHEMA = "/components/schemas/S"


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
    return [(item.pointer, str(item.kind)) for item in compare(base, other).differences]


def only(base: dict[str, Any], other: dict[str, Any]) -> Difference:
    """Compare two documents that differ in one place."""
    [difference] = compare(base, other).differences
    return difference


@pytest.fixture(scope="module")
def specs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The specs of two pages, which agree whatever the project's own have come to hold."""
    folder = tmp_path_factory.mktemp("specs")
    pull([str(page) for page in (ROOT / "tests" / "data").glob("*.md")], folder)
    return folder


def test_specs_in_both_languages_have_the_same_structure(specs: Path) -> None:
    """They differ in prose and key order only."""
    base, other = (
        json.loads((specs / name).read_text(encoding="utf-8"))
        for name in ("openapi.json", "openapi.ja.json")
    )

    assert base != other
    assert compare(base, other).differences == []


def test_prose_is_set_aside_wherever_openapi_has_it() -> None:
    """Titles, summaries, descriptions and examples may differ."""
    other = copy.deepcopy(spec(title="S", description="a schema", examples=[1]))
    other["info"] |= {"title": "題", "description": "説明"}
    operation = other["paths"]["/a"]["get"]
    operation["summary"] = "一覧"
    operation["parameters"][0] |= {"description": "文", "example": "例"}
    operation["responses"]["200"]["description"] = "正常"
    del other["components"]["schemas"]["S"]["examples"]

    assert found(spec(title="題", description="図式", examples=[1]), other) == []


@pytest.mark.parametrize("name", ["title", "summary", "description", "example", "examples"])
def test_property_named_like_prose_is_structure(name: str) -> None:
    """`properties` maps names to schemas: whatever the name, the schema below it counts."""
    base = spec(properties={name: {"type": "string"}}, required=[name])
    without = spec(properties={}, required=[name])
    retyped = spec(properties={name: {"type": "integer"}}, required=[name])
    at = f"/components/schemas/S/properties/{name}"

    assert [(at, "missing")] == found(base, without)
    assert [(f"{at}/type", "changed")] == found(base, retyped)


@pytest.mark.parametrize(
    ("extension", "value"),
    [
        ("x-displayName", "{}"),
        ("x-enumDescriptions", {"a": "{}"}),
        ("x-enum-descriptions", ["{}", "b"]),
        ("x-codeSamples", [{"lang": "curl", "label": "{}", "source": "curl"}]),
        ("x-anything", {"deep": [{"description": "{}"}]}),
    ],
)
def test_words_of_an_extension_that_readers_see_are_prose(extension: str, value: Any) -> None:
    """They are translated; all else in it is structure."""
    texts = [json.loads(json.dumps(value).replace("{}", text)) for text in ("Word", "言葉")]
    base, other = (spec(**{extension: each}) for each in texts)

    assert found(base, other) == []
    assert ("Word", "言葉") in [(each.base, each.other) for each in compare(base, other).sentences]


def test_data_of_an_extension_is_structure() -> None:
    """Such as a number, or the name of a language."""
    base, other = (spec(**{"x-code": [{"lang": lang, "label": "L"}]}) for lang in ("py", "js"))

    assert found(base, other) == [("/components/schemas/S/x-code/0/lang", "changed")]


@pytest.mark.parametrize("keyword", ["default", "const", "enum"])
def test_data_is_structure_whatever_its_keys(keyword: str) -> None:
    """A `description` inside a default is somebody's data."""
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
        Difference(f"{OPERATION}/tags", f"{OPERATION}/tags", Kind.MISSING, ["models"], None),
        Difference(f"{SCHEMA}/maximum", f"{SCHEMA}/maximum", Kind.CHANGED, 100, 1000),
        Difference(f"{SCHEMA}/minimum", f"{SCHEMA}/minimum", Kind.TYPE, 1, "1"),
        Difference(f"{SCHEMA}/nullable", f"{SCHEMA}/nullable", Kind.EXTRA, None, True),
    ] == compare(base, other).differences


@pytest.mark.parametrize(
    ("base", "other", "kinds"),
    [(1, 1.0, []), (1, True, ["type"]), (20, "20", ["type"]), (None, False, ["type"])],
)
def test_values_compare_as_json_does(base: object, other: object, kinds: list[str]) -> None:
    """`1` equals `1.0`, `true` is not `1`, and `"20"` is not `20`."""
    assert kinds == [kind for _, kind in found(spec(default=base), spec(default=other))]


@pytest.mark.parametrize("keyword", ["default", "prefixItems"])
def test_item_taken_out_of_a_list_with_order_is_one_difference(keyword: str) -> None:
    """What follows it is not compared with the wrong neighbour."""
    items = [{"maximum": number} for number in range(4)]

    assert found(spec(**{keyword: items}), spec(**{keyword: items[:1] + items[2:]})) == [
        (f"{SCHEMA}/{keyword}/1", "missing")
    ]
    assert found(spec(**{keyword: items[1:]}), spec(**{keyword: items})) == [
        (f"{SCHEMA}/{keyword}/0", "extra")
    ]


@pytest.mark.parametrize(
    ("keyword", "items"),
    [
        ("required", ["a", "b", "c"]),
        ("enum", [1, "1", True, None, {"description": "a"}, {"description": "b"}]),
        ("type", ["string", "null"]),
        ("anyOf", [{"type": "string"}, {"type": "null"}]),
        ("oneOf", [{"$ref": "#/a"}, {"$ref": "#/b"}]),
        ("allOf", [{"minimum": 1}, {"maximum": 2}]),
    ],
)
def test_order_means_nothing_where_json_schema_gives_it_no_meaning(
    keyword: str, items: list[Any]
) -> None:
    """Another order is equal; another item, or one of them twice, is not."""
    base = spec(**{keyword: items})

    assert found(base, spec(**{keyword: items[::-1]})) == []
    assert found(base, spec(**{keyword: [*items, items[0]]})) == [
        (f"{SCHEMA}/{keyword}/{len(items)}", "extra")
    ]


def test_parameters_are_matched_by_name_and_place() -> None:
    """Another order is equal, and a change is found inside the right one."""
    base, other = spec(), spec()
    types = {"limit": "integer", "q": "string"}
    parameters = [
        {"name": name, "in": place, "schema": {"type": kind}}
        for name, kind in types.items()
        for place in ("query", "header")
    ]
    base["paths"]["/a"]["get"]["parameters"] = parameters
    other["paths"]["/a"]["get"]["parameters"] = copy.deepcopy(parameters[::-1])

    assert found(base, other) == []

    other["paths"]["/a"]["get"]["parameters"][0]["schema"]["type"] = "integer"
    difference = only(base, other)

    assert difference.pointer == f"{OPERATION}/parameters/3/schema/type"
    assert difference.other_pointer == f"{OPERATION}/parameters/0/schema/type"


def test_parameter_of_another_name_is_another_parameter() -> None:
    """Two that have little in common are not one that was renamed."""
    base, other = spec(), spec()
    both = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    base["paths"]["/a"]["get"]["parameters"] = [
        both,
        {"name": "a", "in": "query", "required": True, "schema": {"type": "string"}},
        {"name": "b", "in": "query", "required": True, "schema": {"type": "string"}},
    ]
    other["paths"]["/a"]["get"]["parameters"] = [
        {"name": "c", "in": "header", "schema": {"type": "number"}},
        {"name": "d", "in": "header", "schema": {"type": "number"}},
        both,
    ]

    assert found(base, other) == [
        (f"{OPERATION}/parameters/1", "missing"),
        (f"{OPERATION}/parameters/2", "missing"),
        (f"{OPERATION}/parameters/0", "extra"),
        (f"{OPERATION}/parameters/1", "extra"),
    ]


def test_name_of_a_header_has_no_case() -> None:
    """The parameters belong together (RFC 9110, 5.1); the spelling is still a difference."""
    base, other = spec(), spec()
    for document, name in ((base, "X-Request-Id"), (other, "x-request-id")):
        document["paths"]["/a"]["get"]["parameters"] = [
            {"name": "q", "in": "query"},
            {"name": name, "in": "header", "required": True},
        ]

    assert found(base, other) == [(f"{OPERATION}/parameters/1/name", "changed")]


def test_security_alternatives_have_no_order() -> None:
    """An empty one counts: it means that none is needed."""
    base: dict[str, Any] = spec() | {"security": [{}, {"A": ["r", "w"]}, {"B": []}]}
    other: dict[str, Any] = spec() | {"security": [{"B": []}, {"A": ["w", "r"]}, {}]}

    assert found(base, other) == []

    other["security"].pop()

    assert found(base, other) == [("/security/0", "missing")]


def test_changed_branch_is_found_inside_it() -> None:
    """Not as one branch missing and a stranger extra, whatever else moved."""
    branches: list[dict[str, Any]] = [
        {"type": "object", "properties": {"a": {"type": "string", "maxLength": 3}}},
        {"type": "object", "properties": {"b": {"type": "integer"}}},
        {"type": "null"},
    ]
    other = copy.deepcopy([branches[2], branches[0], branches[1]])
    other[1]["properties"]["a"]["maxLength"] = 4
    difference = only(spec(anyOf=branches), spec(anyOf=other))

    assert difference.pointer == f"{SCHEMA}/anyOf/0/properties/a/maxLength"
    assert difference.other_pointer == f"{SCHEMA}/anyOf/1/properties/a/maxLength"


def test_two_changed_branches_are_each_compared_with_their_like() -> None:
    """Likeness decides, not position."""
    one = {"type": "object", "title": "One", "required": ["a"], "maxProperties": 1}
    two = {"type": "array", "title": "Two", "items": {"type": "string"}, "maxItems": 2}
    other = [two | {"title": "二", "maxItems": 20}, one | {"title": "一", "maxProperties": 10}]

    assert found(spec(oneOf=[one, two]), spec(oneOf=other)) == [
        (f"{SCHEMA}/oneOf/0/maxProperties", "changed"),
        (f"{SCHEMA}/oneOf/1/maxItems", "changed"),
    ]


def test_other_order_of_branches_is_a_note() -> None:
    """The types of generated code follow it."""
    branches = [{"type": "string"}, {"type": "null"}]
    comparison = compare(spec(anyOf=branches), spec(anyOf=branches[::-1]))

    assert comparison.differences == []
    assert comparison.notes == [
        Note(f"{SCHEMA}/anyOf", f"{SCHEMA}/anyOf", "order", branches, branches[::-1])
    ]


@pytest.mark.parametrize("keyword", ["required", "enum"])
def test_other_order_of_anything_else_is_no_note(keyword: str) -> None:
    """Neither names nor types follow it."""
    assert compare(spec(**{keyword: ["a", "b"]}), spec(**{keyword: ["b", "a"]})).notes == []


def test_title_that_only_one_has_is_a_note() -> None:
    """A class would be named after it in one language and not in the other."""
    [note] = compare(spec(title="S"), spec()).notes

    assert (note.topic, note.base, note.other) == ("title", "S", None)


def test_branch_that_stands_twice_counts_twice_within_a_branch() -> None:
    """Branches are a multiset, at every depth."""
    one, two = {"type": "string"}, {"type": "null"}
    inner = [{"oneOf": [one, one, two]}, {"oneOf": [one, two, two]}]

    assert found(spec(anyOf=inner[:1]), spec(anyOf=inner[1:])) != []
    assert found(spec(anyOf=inner), spec(anyOf=inner[::-1])) == []


def test_thousands_of_changed_branches_are_compared_in_reasonable_time() -> None:
    """So many are not weighed against each other, but none of them is left out."""
    branches = [{"minimum": number, "maximum": 0} for number in range(3000)]
    other = [{"minimum": number, "maximum": 1} for number in range(3000)]

    assert len(found(spec(anyOf=branches), spec(anyOf=other))) == 3000


def test_more_than_ten_changed_branches_still_find_their_likes() -> None:
    """The limit is on work, not on a handful."""
    branches = [{"minimum": number, "maximum": 0} for number in range(40)]
    other = [{"minimum": number, "maximum": 1} for number in reversed(range(40))]

    assert {kind for _, kind in found(spec(anyOf=branches), spec(anyOf=other))} == {"changed"}
    assert all(at.endswith("/maximum") for at, _ in found(spec(anyOf=branches), spec(anyOf=other)))


def test_other_title_is_a_note() -> None:
    """Generators name classes after the titles of schemas; the API's own is a name as well."""
    base, other = spec(title="S"), spec(title="図式")
    other["info"]["title"] = "題"

    assert compare(base, other).differences == []
    assert compare(base, other).notes == [
        Note("/info/title", "/info/title", "title", "T", "題"),
        Note(f"{SCHEMA}/title", f"{SCHEMA}/title", "title", "S", "図式"),
    ]


def test_unions_within_unions_are_compared_in_reasonable_time() -> None:
    """Each branch is looked at a fixed number of times, however deep the nesting."""

    def nested(innermost: dict[str, Any]) -> dict[str, Any]:
        node = innermost
        for depth in range(40):
            node = {"anyOf": [{"maximum": depth}, node, {"minimum": depth}]}
        return node

    difference = only(spec(**nested({"type": "string"})), spec(**nested({"type": "null"})))

    assert difference.pointer == SCHEMA + "/anyOf/1" * 40 + "/type"


def test_prose_put_back_gives_the_other_language_in_english_structure() -> None:
    """Structure and titles stay, since names come from them; sentences move by pointer."""
    base, other = spec(title="S", description="a schema"), spec(title="題", description="図式")
    other["info"] |= {"title": "題", "description": "説明"}
    merged = with_prose(base, compare(base, other).translations())

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


def last_line(text: str) -> str:
    """Give the last line."""
    return text.splitlines()[-1]


def test_command_ends_with_0_when_structures_are_equal(root: Path, specs: Path) -> None:
    """The last line counts."""
    code, said = run(specs / "openapi.json", specs / "openapi.ja.json", root=root)

    assert code == 0
    assert re.fullmatch(r"0 differences, 1 note, \d+ findings in translations", last_line(said))


def test_command_ends_with_1_and_names_the_pointer(root: Path, specs: Path, tmp_path: Path) -> None:
    """A bound that differs in one language is found where it stands."""
    other = tmp_path / "openapi.ja.json"
    text = (specs / "openapi.ja.json").read_text(encoding="utf-8")
    other.write_text(text.replace('"maximum": 100', '"maximum": 1000', 1), encoding="utf-8")
    code, said = run(specs / "openapi.json", other, root=root)

    assert code == 1
    assert "/get/parameters/2/schema/maximum  100 -> 1000" in said
    assert last_line(said).startswith("1 difference, ")


@pytest.mark.parametrize("form", ["text", "json", "markdown", "github"])
def test_half_of_a_surrogate_pair_is_shown_in_every_form(
    root: Path, tmp_path: Path, form: str
) -> None:
    """No encoding can carry it, and JSON can hold it."""
    other = tmp_path / "openapi.ja.json"
    text = (root / "openapi.ja.json").read_text(encoding="utf-8")
    other.write_text(text.replace('"asc"', r'"\ud800"'), encoding="utf-8")
    process = subprocess.run(
        [
            *(sys.executable, "-m", "pipeline", "compare"),
            *("openapi.json", str(other), "--format", form),
        ],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert (process.returncode, process.stderr) == (1, "")
    assert "\\ud800" in process.stdout


def test_value_that_the_terminal_cannot_show_is_still_a_difference(
    root: Path, specs: Path, tmp_path: Path
) -> None:
    """Exit 1 means different, and never that printing failed."""
    other = tmp_path / "openapi.ja.json"
    text = (specs / "openapi.ja.json").read_text(encoding="utf-8")
    other.write_text(text.replace('"asc"', '"昇順"'), encoding="utf-8")
    process = subprocess.run(
        [sys.executable, "-m", "pipeline", "compare", str(specs / "openapi.json"), str(other)],
        cwd=root,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        encoding="ascii",
        check=False,
    )

    assert process.returncode == 1
    assert "\\u6607" in process.stdout
    assert process.stderr == ""
