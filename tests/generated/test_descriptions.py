"""Modules of operations say what they are for, and each parameter has an entry, `client` too."""

import ast
from typing import Any

import pytest

from tests.generating import generate

LONG = f"A path, say of the files of an artifact that is kept for long: wandb-{'a-' * 60}b"
RESPONSES = {"200": {"description": "", "content": {"application/json": {"schema": {}}}}}
SAID = 'All of "it".\n\n- And \\d more.'
PATHS: dict[str, Any] = {
    "/a": {
        "get": {"summary": "Get it", "description": SAID, "operationId": "a"},
        "post": {"operationId": "b"},
        "put": {"operationId": "e", "description": LONG},
    },
    "/{c}": {
        "parameters": [{"name": "c", "in": "path", "required": True, "schema": {"type": "string"}}],
        "get": {"description": "Only this", "operationId": "c", "security": [{"Key": []}]},
    },
}


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ast.Module]:
    """The modules of these operations, by name."""
    paths = {
        path: {
            key: each if key == "parameters" else {**each, "responses": RESPONSES}
            for key, each in item.items()
        }
        for path, item in PATHS.items()
    }
    folder = generate(tmp_path_factory.mktemp("descriptions"), {}, paths)
    found = [*(folder / "serverless_training_client/api/default").glob("[!_]*.py")]
    return {path.stem: ast.parse(path.read_text(encoding="utf-8")) for path in found}


@pytest.mark.parametrize(
    ("name", "words"), [("a", f"Get it\n\n{SAID}"), ("b", "b"), ("c", "Only this"), ("e", LONG)]
)
def test_module_has_the_words_of_its_operation(
    modules: dict[str, ast.Module], name: str, words: str
) -> None:
    """It is what `client.call` takes; of one without words there is the name."""
    text = ast.get_docstring(modules[name]) or ""

    # No word is broken, at a hyphen or elsewhere.
    assert text.split() == words.split()
    assert text.startswith(words.partition("\n")[0][:60])


@pytest.mark.parametrize(
    ("name", "entries"),
    [
        ("a", ["client (AuthenticatedClient | Client): Client that sends the request."]),
        ("b", ["client (AuthenticatedClient | Client): Client that sends the request."]),
        ("c", ["c (str):", "client (AuthenticatedClient): Client that sends the request."]),
    ],
)
def test_client_comes_after_the_parameters_of_the_spec(
    modules: dict[str, ast.Module], name: str, entries: list[str]
) -> None:
    """With its type, as theirs; in a section of its own where there are none."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    functions = [each for each in modules[name].body if isinstance(each, kinds)]
    texts = [text for each in functions if (text := ast.get_docstring(each))]
    section = "Args:\n" + "".join(f"    {each}\n" for each in entries) + "\nRaises:\n"

    assert texts
    assert all(section in text for text in texts)
