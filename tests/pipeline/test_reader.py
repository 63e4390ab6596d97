"""Input that cannot be used ends in one line that names file and, where there is one, line."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import PipelineError
from pipeline.parity.reader import load, parse
from pipeline.parity.syntax import MAX_VALUES, lines

ROOT = Path(__file__).parents[2]

START = '{\n  "openapi": "3.1.0",\n'
YAML_START = "openapi: 3.1.0\n"
BOMB = YAML_START + "x-0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n"
BOMB += "".join(f"x-{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))
KEYS = ", ".join(f"k{n}: 1" for n in range(10))
MERGES = f"{YAML_START}x-0: &a0 {{{KEYS}}}\n"
MERGES += "".join(f"x-{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 10)}]}}\n" for n in range(1, 9))


def deep(levels: int) -> str:
    """Nest lists."""
    return "[" * levels + "]" * levels


@pytest.mark.parametrize(
    ("name", "content", "line", "said"),
    [
        ("a.json", None, None, "cannot be read: No such file"),
        ("a.json", b'{\n"a": "\xff"}', 2, "not UTF-8"),
        ("a.json", b"{\n\n oops", 3, "broken JSON"),
        ("a.json", b"", 1, "broken JSON"),
        ("a.json", b'{"a": {"b": 1},\n"c": [{"b": 1,\n"b": 2}]}', 3, "'b' stands twice"),
        ("a.json", b'{"openapi":"3.1.0",\n"x":NaN1}', 2, "NaN has no place"),
        ("a.json", b'{"openapi":"3.1.0",\n"x":1e999x}', 2, "1e999 has no place"),
        ("a.json", b'{"swagger": "2.0"}', None, "not an OpenAPI 3 document"),
        ("a.json", b"[1]", None, "not an OpenAPI 3 document"),
        ("a.json", b'{"openapi": 3.1}', None, "not an OpenAPI 3 document"),
        ("a.json", f'{START}"x": "NaN", "y":\nNaN}}'.encode(), 4, "NaN has no place"),
        ("a.json", f'{START}"x": 1e999}}'.encode(), 3, "1e999 has no place"),
        ("a.json", f'{START}"x": {"1" * 5000}}}'.encode(), None, "broken JSON: Exceeds the limit"),
        ("a.json", f'{START}"x":{"[" * 100_000}'.encode(), None, "nested more than 200 levels"),
        ("a.json", f'{START}"x":{deep(300)}}}'.encode(), None, "nested more than 200 levels"),
        ("a.yaml", b"openapi: 3.1.0\nx: [", 2, "broken YAML"),
        ("a.yaml", b"openapi: 3.1.0\na: 1\na: 2\n", 3, "duplicate key"),
        ("a.yaml", b'openapi: 3.1.0\n200: 1\n"200": 2\n', None, "'200' stands twice"),
        ("a.yaml", b"openapi: 3.1.0\nx: !!binary aGk=\n", None, "no place in JSON"),
        ("a.yaml", b"openapi: 3.1.0\nx: .inf\n", None, "no place in JSON"),
        ("a.yaml", b"openapi: 3.1.0\nx: !!python/object:a.b {}\n", 2, "broken YAML"),
        ("a.yaml", BOMB.encode(), None, "aliases expand to more than 2,000,000 values"),
        ("a.yaml", b"openapi: 3.1.0\nx: &x [*x]\n", None, "aliases expand to more than"),
        ("a.yaml", b"openapi: 3.1.0\nx: &x {<<: *x}\n", None, "aliases expand to more than"),
        ("a.yaml", MERGES.encode(), None, "aliases expand to more than 2,000,000 values"),
        ("a.yaml", b"openapi: 3.1.0\nx: !!bool maybe\n", None, "broken YAML"),
        ("a.yaml", b'openapi: 3.1.0\nx: !!int ""\n', None, "broken YAML"),
        ("a.yaml", b"openapi: 3.1.0\n? [a, {b: 1}]\n: c\n", None, "broken YAML"),
        ("a.yaml", b"openapi: 3.1.0\nx: \x07\n", 2, r"the character '\x07'"),
        ("a.yaml", b'"a\\nb\\e[31m": 1\n"a\\nb\\e[31m": 2\n', 2, r"a\nb\x1b[31m"),
        ("a.yaml", f"{YAML_START}x: {deep(2000)}\n".encode(), None, "nested more than 200 levels"),
        ("a.yaml", b"openapi: 3.1.0\n---\nopenapi: 3.1.0\n", 2, "broken YAML"),
        ("a.yaml", b"swagger: '2.0'\n", None, "not an OpenAPI 3 document"),
    ],
)
def test_file_that_cannot_be_used_is_one_line_and_exit_2(
    tmp_path: Path, name: str, content: bytes | None, line: int | None, said: str
) -> None:
    """From the command line, with nothing on standard output and no traceback."""
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    process = subprocess.run(
        [sys.executable, "-m", "pipeline", "compare", "openapi.json", str(path)],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    place = f"{path}, line {line}: " if line else f"{path}: "

    assert process.returncode == 2
    assert process.stdout == ""
    assert len(process.stderr.splitlines()) == 1
    assert process.stderr.startswith(place)
    assert said in process.stderr


def document(**components: Any) -> dict[str, Any]:
    """Build a document with components."""
    return {"openapi": "3.1.0", "info": {}, "paths": {}, "components": components}


NOWHERE = [
    ("#/components/schemas/Absent", ""),
    ("#/components/schemas/S/anyOf/2", ""),
    ("#/components/schemas/S/anyOf/x", ""),
    ("#anchor", ""),
    ("other.yaml#/S", "bundle it first"),
    ("https://a.example/openapi.json", "bundle it first"),
    (f"#/components/schemas/S/anyOf/{'1' * 5000}", ""),
    ("5", "bundle it first"),
    ("#/components/schemas/Round", ""),
]


@pytest.mark.parametrize(("reference", "hint"), NOWHERE)
@pytest.mark.parametrize("as_json", [True, False])
def test_reference_that_leads_nowhere_is_named_with_its_line(
    reference: str, hint: str, as_json: bool
) -> None:
    """By pointer, in JSON and in YAML; one that leads to itself leads nowhere either."""
    schemas = {"S": {"anyOf": [{}, {}]}, "Round": {"$ref": "#/components/schemas/Round"}}
    text = json.dumps(document(schemas={"A": {"items": {"$ref": reference}}} | schemas), indent=1)
    line = 1 + text[: text.index('"$ref"')].count("\n")
    with pytest.raises(PipelineError, match=r"/components/schemas/A/items/\$ref leads") as caught:
        parse(text, "spec", as_json=as_json)

    assert str(caught.value).startswith(f"spec, line {line}: the reference {reference!r}")
    assert hint in str(caught.value)


@pytest.mark.parametrize(
    "reference",
    [
        "#/components/schemas/S",
        "#/components/schemas/S/anyOf/1",
        "#/components/schemas/a~1b",
        "#/components/schemas/a~1b%20c",
        "#/components/schemas/Twice",
        "#here",
        "#",
    ],
)
def test_reference_that_leads_somewhere_is_followed(reference: str) -> None:
    """By pointer, escaped and percent-encoded, over another reference, or by anchor."""
    schemas = {
        "S": {"anyOf": [{}, {"$anchor": "here"}]},
        "a/b": {},
        "a/b c": {},
        "Twice": {"$ref": "#/components/schemas/S"},
        "A": {"$ref": reference},
    }

    assert parse(json.dumps(document(schemas=schemas)), "spec")


@pytest.mark.parametrize(
    "place",
    [
        {"schemas": {"S": {"default": {"$ref": "#/x"}}}},
        {"schemas": {"S": {"properties": {"$ref": {"type": "string"}}}}},
        {"schemas": {"S": {"example": {"$ref": "#/x"}}}},
        {"schemas": {"S": {"discriminator": {"propertyName": "p", "mapping": {"s": "S"}}}}},
    ],
)
def test_reference_is_one_only_where_openapi_has_references(place: dict[str, Any]) -> None:
    """A `$ref` in data or as the name of a property refers to nothing."""
    assert parse(json.dumps(document(**place)), "spec")


def test_mapping_of_a_discriminator_may_point_nowhere_too() -> None:
    """It is a reference where it is written as one (OpenAPI 3.1.1, 4.8.25)."""
    mapping = {"propertyName": "p", "mapping": {"s": "#/components/schemas/Absent"}}
    with pytest.raises(PipelineError, match="mapping/s leads nowhere"):
        parse(json.dumps(document(schemas={"S": {"discriminator": mapping}})), "spec")


def test_aliases_that_stay_small_are_written_out() -> None:
    """They are a way to write YAML, not a fault."""
    text = "openapi: 3.1.0\nx-a: &a {b: [1]}\nx-c: [*a, *a]\n"

    assert parse(text, "spec")["x-c"] == [{"b": [1]}, {"b": [1]}]
    assert len(text) < MAX_VALUES


def test_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    """Editors on Windows write one (RFC 8259, 8.1 lets readers ignore it)."""
    path = tmp_path / "openapi.json"
    path.write_bytes(b'\xef\xbb\xbf{"openapi": "3.1.0"}')

    assert load(path) == {"openapi": "3.1.0"}


def test_lines_of_values_are_found_in_json_and_yaml() -> None:
    """By pointer, past strings that look like syntax."""
    text = '{\n"a": "{[\\"",\n"b/c": [\n1, {"d":\n[]}]\n}'
    places = {"": 1, "/a": 2, "/b~1c": 3, "/b~1c/0": 4, "/b~1c/1/d": 5}

    assert lines(text, {*places, "/absent"}, as_json=True) == places
    assert lines(text, {*places, "/absent"}, as_json=False) == places


@pytest.mark.parametrize("value", [5, None, [1], {"a": 1}])
def test_reference_that_is_no_text_leads_nowhere(value: Any) -> None:
    """Beside good ones and alone."""
    with pytest.raises(PipelineError, match=r"/components/schemas/A/\$ref leads nowhere"):
        parse(json.dumps(document(schemas={"A": {"$ref": value}, "B": {}})), "spec")


def test_names_in_an_error_stay_on_its_line() -> None:
    """Whatever a key holds, the error is one line and no command to a terminal."""
    schemas = {"a\nb\x1b[31m": {"$ref": "#/nowhere"}}
    with pytest.raises(PipelineError) as caught:
        parse(json.dumps(document(schemas=schemas)), "spec")

    assert str(caught.value).isprintable()


def test_many_references_and_keys_are_checked_in_reasonable_time() -> None:
    """Chains are followed once, anchors collected once, and keys counted once."""
    schemas: dict[str, Any] = {
        f"S{number}": {"$ref": f"#/components/schemas/S{number + 1}"} for number in range(4000)
    }
    schemas |= {f"A{number}": {"$anchor": f"a{number}"} for number in range(4000)}
    schemas |= {f"R{number}": {"$ref": f"#a{number}"} for number in range(4000)}

    assert parse(json.dumps(document(schemas=schemas | {"S4000": {}})), "spec", as_json=True)

    pairs = ", ".join(f'"k{number}": 1' for number in range(100_000))
    with pytest.raises(PipelineError, match="'k99999' stands twice"):
        parse(f'{{{pairs}, "k99999": 2}}', "spec", as_json=True)
