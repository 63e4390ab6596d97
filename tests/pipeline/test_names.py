"""What the generator would write into one place is told apart before it runs."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openapi_python_client.config import Config

from pipeline.generate.generator import (
    class_of,
    identifier,
    parse_spec,
    read_config,
    schema_classes,
)
from pipeline.generate.mend import mend
from pipeline.generate.names import ascii_tags, fold, inline_titles, operation_ids, schema_titles
from pipeline.generate.overrides import Override, apply
from pipeline.parity.document import operations

CONFIG = read_config(Path(__file__).parents[2] / "generator-config.yaml")
Rule = Callable[[dict[str, Any], Config], Iterator[Override]]


def spec(*entries: tuple[str, str, str | None], **schemas: Any) -> dict[str, Any]:
    """Build a document from path, method and operation id, and from named schemas."""
    paths: dict[str, Any] = {}
    for path, method, name in entries:
        operation = {"responses": {"200": {"description": ""}}}
        paths.setdefault(path, {})[method] = operation | ({"operationId": name} if name else {})
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    }


def by(rule: Rule, document: dict[str, Any]) -> dict[str, Any]:
    """Apply what a rule wants."""
    apply(document, list(rule(document, CONFIG)))
    return document


def ids(document: dict[str, Any]) -> list[str | None]:
    """List the operation ids."""
    return [operation.get("operationId") for _, _, operation in operations(document)]


@pytest.mark.parametrize(
    ("entries", "names"),
    [
        ([("/v1/models/{id}", "get", "get_model_v1_models__id__get")], ["get_model"]),
        ([("/v1/models", "get", "listModels")], ["listModels"]),
        ([("/v1/models", "get", "_v1_models_get")], ["_v1_models_get"]),
        ([("/v1/models", "get", None)], [None]),
    ],
)
def test_operation_ids_lose_what_fastapi_appends(
    entries: list[tuple[str, str, str]], names: list[str]
) -> None:
    """Unless nothing would be left."""
    assert ids(by(operation_ids, spec(*entries))) == names


@pytest.mark.parametrize(
    ("entries", "names"),
    [
        (
            [("/v1/a", "get", "show_v1_a_get"), ("/v2/a", "get", "show_v2_a_get")],
            ["show_v1_a_get", "show_v2_a_get"],
        ),
        (
            [("/c", "post", "create_c_post"), ("/c/", "post", "create_c__post")],
            ["create", "create_slash"],
        ),
        (
            [("/c/", "post", "create_c__post"), ("/c", "post", "create_c_post")],
            ["create_slash", "create"],
        ),
        ([("/a", "get", "listJobs"), ("/b", "get", "list_jobs")], ["listJobs", "list_jobs_2"]),
        ([("/a", "get", "same"), ("/b", "get", "same")], ["same", "same_2"]),
        ([("/a/b", "get", None), ("/a_b", "get", None)], [None, "get_a_b_2"]),
        ([("/a", "get", "get_b"), ("/b", "get", None)], ["get_b", "get_b_2"]),
        ([("/a", "get", "ＧＰＵ"), ("/b", "get", "一覧")], ["GPU", "get_b"]),
    ],
)
def test_operations_that_would_share_a_module_are_told_apart(
    entries: list[tuple[str, str, str]], names: list[str]
) -> None:
    """By their full id where it differs, by their slash, else by a number; always in ASCII."""
    assert ids(by(operation_ids, spec(*entries))) == names


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["/a", "/a/", "/a/{b}", "/a_b", "/A", "/{a}"]),
            st.sampled_from(["get", "post"]),
            st.none()
            | st.sampled_from(["list", "List", "list_", "list a", "一", "a_get", "import"]),
        ),
        unique_by=lambda entry: entry[:2],
    )
)
def test_every_operation_has_a_python_name_of_its_own(entries: list[Any]) -> None:
    """Whatever paths and ids there are; and a second run of the rule changes nothing."""
    document = by(operation_ids, spec(*entries))
    names = [identifier(name) if name else None for name in ids(document)]
    given = [name for name in names if name]

    assert len(set(given)) == len(given)
    assert all(name.isascii() and name.isidentifier() for name in given)
    assert list(operation_ids(document, CONFIG)) == []


def titles(document: dict[str, Any]) -> dict[str, Any]:
    """List the titles of the named schemas."""
    return {name: schema.get("title") for name, schema in document["components"]["schemas"].items()}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"a_Usage": "Usage", "b.Usage": "Usage"}, {"a_Usage": "a_Usage", "b.Usage": "b.Usage"}),
        ({"Usage": "Usage", "b.Usage": "Usage"}, {"Usage": "Usage", "b.Usage": "b.Usage"}),
        ({"b.Usage": "Usage", "Usage": None}, {"b.Usage": "b.Usage", "Usage": None}),
        ({"Job_Status": None, "JobStatus": None}, {"Job_Status": "JobStatus2", "JobStatus": None}),
        ({"GPUUse": None, "GpuUse": None}, {"GPUUse": None, "GpuUse": "GpuUse2"}),
        (
            {"Checkpoint": None, "CheckpointResponse": None},
            {"Checkpoint": "Checkpoint2", "CheckpointResponse": None},
        ),
        ({"A": "Métrique", "B": "図"}, {"A": "Metrique", "B": "B"}),
        ({"A": "Other title"}, {"A": "Other title"}),
    ],
)
def test_schemas_that_would_share_a_class_are_told_apart(
    given: dict[str, str | None], expected: dict[str, str | None]
) -> None:
    """Configured classes stay, then those of the component's own name; the rest takes its own."""
    schemas = {
        name: {"type": "object"} | ({"title": title} if title else {})
        for name, title in given.items()
    }

    assert titles(by(schema_titles, spec(**schemas))) == expected


NAMES = ["A", "a", "A_", "AB", "Ab", "a.b", "class", "Checkpoint", "CheckpointResponse", "Response"]


@given(st.dictionaries(st.sampled_from(NAMES), st.none() | st.sampled_from([*NAMES, "é", "図"])))
def test_every_named_schema_has_a_class_of_its_own(given: dict[str, str | None]) -> None:
    """In a module of its own, whatever names and titles there are."""
    schemas: dict[str, Any] = {
        name: {"type": "object"} | ({"title": title} if title else {})
        for name, title in given.items()
    }
    document = by(schema_titles, spec(**schemas))
    classes = [class_of(title or name, CONFIG) for name, title in titles(document).items()]
    complaints, made = parse_spec(document, CONFIG)

    assert len({each.module_name for each in classes}) == len(classes)
    assert len({each.name for each in classes}) == len(classes)
    assert complaints == []
    assert len(made) == len(schemas)
    assert list(schema_titles(document, CONFIG)) == []


def test_tags_become_ascii() -> None:
    """One that has nothing left is none; keywords are the generator's own business."""
    document = spec(("/a", "get", "a"), ("/b", "get", "b"), ("/c", "get", "c"))
    for path, tags in {"/a": ["Évaluations", "x"], "/b": ["評価"], "/c": ["import"]}.items():
        document["paths"][path]["get"]["tags"] = tags
    by(ascii_tags, document)
    found = [operation["tags"] for _, _, operation in operations(document)]

    assert found == [["Evaluations", "x"], [], ["import"]]
    assert identifier("import") == "import_"


def test_titles_of_inline_schemas_become_ascii() -> None:
    """They are parts of class names; a property named `title` is none."""
    inner = {"title": "Métrique", "type": "object", "properties": {"title": {"title": "題"}}}
    document = by(inline_titles, spec(S={"properties": {"metric": inner}}))

    assert document["components"]["schemas"]["S"]["properties"]["metric"] == {
        "title": "Metrique",
        "type": "object",
        "properties": {"title": {}},
    }


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a b", "a b"),
        ("Évaluation", "Evaluation"),
        ("ＧＰＵ", "GPU"),
        ("評価", ""),
        ("評価 x", "x"),
    ],
)
def test_names_are_folded_to_ascii(text: str, plain: str) -> None:
    """Accents and width are dropped, and so is what has no ASCII form."""
    assert fold(text) == plain


def content(schema: dict[str, Any]) -> dict[str, Any]:
    """Build a body or an answer."""
    return {"description": "", "content": {"application/json": {"schema": schema}}}


def holding(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Build a schema with one property."""
    return {"type": "object", "properties": {name: schema}}


def inline(*values: Any, **extra: Any) -> dict[str, Any]:
    """Build an inline enum."""
    return {"enum": list(values), **extra}


def test_inline_classes_that_would_meet_are_told_apart() -> None:
    """With a named schema, with each other, and twice over."""
    document = spec(
        ("/r", "get", "report"),
        Event={
            "type": "object",
            "properties": {"type": inline("a"), "kind": inline("b", title="Type")},
        },
        EventType=inline("c"),
        EventType2=inline("d"),
    )
    document["paths"]["/r"]["get"]["responses"] = {
        code: {
            "description": "",
            "content": {"application/json": {"schema": {"title": "Report", "type": "object"}}},
        }
        for code in ("200", "202")
    }
    mended = mend(document, CONFIG, [])
    complaints, made = parse_spec(mended.document, CONFIG)

    assert complaints == []
    assert len({each.class_info.module_name for each in made}) == len(made) == 7
    assert {change.reason for change in mended.changes} == {
        "another class would have the same name"
    }
    assert document["components"]["schemas"]["EventType"] == inline("c")


def test_files_that_would_overwrite_each_other_are_told_apart() -> None:
    """Two classes may differ in case alone, their modules may not."""
    document = spec(
        GPUUse={"type": "object"},
        G={"type": "object", "properties": {"puUse": {"type": "object", "properties": {"x": {}}}}},
    )
    made = parse_spec(mend(document, CONFIG, []).document, CONFIG)[1]

    assert len({each.class_info.module_name for each in made}) == len(made) == 3


@pytest.mark.parametrize(
    "document",
    [
        # An answer and a body of one title.
        spec(("/a", "post", "a"))
        | {
            "paths": {
                "/a": {
                    "post": {
                        "operationId": "a",
                        "requestBody": content({"title": "Report", "type": "object"}),
                        "responses": {"200": content({"title": "Report", "type": "object"})},
                    }
                }
            }
        },
        # Branches of one title.
        spec(U={"anyOf": [{"title": "X", "type": "object"}, {"title": "X", "type": "object"}]}),
        # Classes beside named schemas that are none.
        spec(EventType={"type": "string"}, Event=holding("type", {"enum": ["a"]})),
        spec(EventMeta={"type": "array", "items": {}}, Event=holding("meta", {"type": "object"})),
        # A named schema after an inline one that wants its name.
        spec(
            Animal={"oneOf": [{"title": "Cat", "type": "object"}, {"type": "null"}]},
            Cat={"type": "object"},
        ),
    ],
)
def test_clash_is_found_wherever_it_is(document: dict[str, Any]) -> None:
    """The generator complains of something around it, or not at all; named schemas keep names."""
    mended = mend(document, CONFIG, [])
    complaints, made = parse_spec(mended.document, CONFIG)
    names = [each.module_name for each in schema_classes(mended.document, CONFIG).values()]
    inline = {each.class_info.module_name for each in made} - set(names)

    assert complaints == []
    assert titles(mended.document) == titles(document)
    assert len(inline) + len(names) == len({*inline, *names})
    assert mend(mended.document, CONFIG, []).changes == []


@pytest.mark.parametrize("name", ["Response", "Unset", "UUID", "Literal", "File", "Client"])
def test_class_that_would_hide_one_of_the_templates_is_renamed(name: str) -> None:
    """As Python keywords are."""
    assert class_of(name, CONFIG).name == f"{name}_"


@pytest.mark.parametrize("name", ["cls", "d", "params", "additional_properties", "toDict"])
def test_property_that_would_hide_a_name_of_the_templates_is_renamed(name: str) -> None:
    """On the wire it keeps its name."""
    assert identifier(name).endswith("_")
