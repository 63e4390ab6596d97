"""Prose that says nothing is generated from as if it were not there, in every language."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.generate.regenerate import regenerate
from tests.generating import copy_settings, reference


def spec(english: str) -> dict[str, Any]:
    """Build a spec with the same text wherever OpenAPI has prose."""
    schema = {
        "type": "object",
        "description": english,
        "properties": {"a": {"type": "string", "description": english}},
    }
    media = {"application/json": {"schema": reference("Thing")}}
    operation = {
        "operationId": "make",
        "tags": ["things"],
        "summary": english,
        "description": english,
        "parameters": [
            {"name": "q", "in": "query", "description": english, "schema": {"type": "string"}}
        ],
        "requestBody": {"description": english, "content": media},
        "responses": {"200": {"description": english, "content": media}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1", "summary": english, "description": english},
        "tags": [{"name": "things", "description": english}],
        "paths": {"/things": {"post": operation}},
        "components": {"schemas": {"Thing": schema}},
    }


@pytest.mark.parametrize(
    ("english", "japanese", "shown"),
    [
        ("", "日本語", False),
        (" \n", "日本語", False),
        ("English", "", True),
        ("English", " ", True),
    ],
)
def test_blank_text_is_no_text(tmp_path: Path, english: str, japanese: str, shown: bool) -> None:
    """Where English has none, nothing is shown; where the other language has none, English is."""
    copy_settings(tmp_path)
    for name, text in (("openapi.json", english), ("openapi.ja.json", japanese)):
        (tmp_path / name).write_text(json.dumps(spec(text)), encoding="utf-8")
    package, _ = regenerate(tmp_path)

    source = (package / "models" / "thing.py").read_text(encoding="utf-8")
    assert ("English" in source) == shown
    assert "日本語" not in (package / "docstrings.ja.json").read_text(encoding="utf-8")
