"""What the generator cannot make is told with its place, its cause and an override to paste."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.generate.complaints import explained
from pipeline.generate.generator import read_config
from tests.generating import reference

CONFIG = read_config(Path(__file__).parents[2] / "generator-config.yaml")


def spec(schema: Any, **others: Any) -> dict[str, Any]:
    """Build a document with a schema `E` among others, and an operation of `E`."""
    media = {"content": {"application/json": {"schema": reference("E")}}}
    operation = {"operationId": "make", "responses": {"200": {"description": "", **media}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/a/b": {"get": operation}},
        "components": {"schemas": {"Text": {"type": "string"}, "E": schema, **others}},
    }


def held(value: Any) -> dict[str, Any]:
    """Build an object whose property `x` is a schema, after others."""
    more = {f"p{number}": {"type": "string"} for number in range(11)}
    return {"type": "object", "properties": {**more, "x": value}}


X = "/components/schemas/E/properties/x"


@pytest.mark.parametrize(
    ("schema", "place", "cause"),
    [
        (held({"type": "number", "enum": [0.5]}), f"{X}/enum", "an `enum` may have strings"),
        (held({"enum": ["a", 1]}), f"{X}/enum", "of several types"),
        (held({"type": "integer", "default": "a"}), f"{X}/default", "this `default` does not fit"),
        (held({"enum": ["a"], "default": "b"}), f"{X}/default", "this `default` does not fit"),
        (held({"anyOf": [{"enum": [1.5]}]}), f"{X}/anyOf/0/enum", "an `enum` may have strings"),
        (held({"type": "array", "items": {"enum": [1.5]}}), f"{X}/items/enum", "an `enum` may"),
        ({"type": "number", "enum": [0.5]}, "/components/schemas/E/enum", "an `enum` may have"),
        (held(reference("None")), X, "this `$ref` leads nowhere"),
        (
            {"allOf": [reference("Text"), held({"type": "string"})]},
            "/components/schemas/E",
            "`allOf` may join objects",
        ),
        (
            {"type": "object", "properties": {"a-b": {}, "a b": {}}},
            "/components/schemas/E",
            "two properties would have one name in Python",
        ),
    ],
)
def test_complaint_has_place_cause_and_override(schema: Any, place: str, cause: str) -> None:
    """Pasted, the override takes away what the generator trips over."""
    text = explained("", spec(schema), CONFIG)

    assert cause in text
    assert f'- at: "{place}"\n  remove: true' in text
    assert text.count("- at: ") == 1  # what follows from it is not told
    assert "object at 0x" not in text


def test_override_of_several_causes_stands_once() -> None:
    """Pasted twice, the second would lead nowhere."""
    document = spec({"type": "string"})
    whole = {"allOf": [held({"type": "string"}), held({"type": "boolean"})]}
    media = {"content": {"application/json": {"schema": whole}}}
    responses = {status: {"description": "", **media} for status in ("400", "404")}
    document["paths"]["/a/b"]["get"]["responses"] = responses
    text = explained("", document, CONFIG)

    assert "status code 400" in text
    assert "status code 404" in text
    assert text.count("- at: ") == 1


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("error: Failed to parse models/e.py:53:28: Expected `:`", "/components/schemas/E"),
        ("error: Failed to parse api/default/make.py:2:8: x", "/paths/~1a~1b/get"),
        ("module serverless_training_client.api.default.make: NameError: x", "/paths/~1a~1b/get"),
    ],
)
def test_generated_module_that_fails_is_told_by_its_place(said: str, place: str) -> None:
    """Who mends the spec knows nothing of modules."""
    text = explained(said, spec(held({"type": "string"})), CONFIG)

    assert text.startswith(said)
    assert f'- at: "{place}"\n' in text
