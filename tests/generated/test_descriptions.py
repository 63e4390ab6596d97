"""Modules of operations say what they are for, and each parameter has an entry, `client` too."""

import ast
from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.generate.descriptions import describe_operations

RAISES = """
    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code.
"""


def module(folder: Path, signature: str, docstring: str) -> ast.Module:
    """Write an operation as the generator does, and give its module after the step."""
    path = folder / "api" / "models" / "operation.py"
    path.parent.mkdir(parents=True)
    path.write_text(f'def sync({signature}):\n    """{docstring}    """\n', encoding="utf-8")
    describe_operations(folder)
    return ast.parse(path.read_text(encoding="utf-8"))


def described(folder: Path, signature: str, docstring: str) -> str:
    """Give the docstring of the operation's function after the step."""
    function = module(folder, signature, docstring).body[-1]
    assert isinstance(function, ast.FunctionDef)
    return ast.get_docstring(function) or ""


def test_module_has_the_words_of_its_operation(tmp_path: Path) -> None:
    """It is what `client.call` takes; the sections are those of its functions."""
    words = 'Get it\n\n    All of "it".\n\n    - And \\\\d more.'
    found = module(tmp_path, "*, client: Client", f"{words}\n{RAISES}")

    assert ast.get_docstring(found) == 'Get it\n\nAll of "it".\n\n- And \\d more.'


def test_client_comes_after_the_parameters_of_the_spec(tmp_path: Path) -> None:
    """With its type, as theirs."""
    docstring = f"Get it\n\n    Args:\n        a (str): A.\n{RAISES}"
    text = described(tmp_path, "a: str, *, client: Authenticated | Client", docstring)

    entry = "    client (Authenticated | Client): Client that sends the request."
    assert text.startswith(f"Get it\n\nArgs:\n    a (str): A.\n{entry}\n\nRaises:\n")


def test_operation_without_parameters_gets_a_section(tmp_path: Path) -> None:
    """The generator writes none for it."""
    text = described(tmp_path, "*, client: Client", f"Get it\n{RAISES}")

    entry = "    client (Client): Client that sends the request."
    assert text.startswith(f"Get it\n\nArgs:\n{entry}\n\nRaises:\n")


def test_operation_without_words_gets_a_section(tmp_path: Path) -> None:
    """Neither summary nor description."""
    found = module(tmp_path, "*, client: Client", f"\n{RAISES}")
    function = found.body[0]

    assert isinstance(function, ast.FunctionDef)
    text = ast.get_docstring(function) or ""
    assert text.startswith("Args:\n    client (Client): Client that sends the request.\n\nRaises:")


@pytest.mark.parametrize(
    ("signature", "docstring"),
    [
        ("a: str", f"Get it\n{RAISES}"),
        ("*, client: Client", "Get it\n\n    Fails:\n        x: y\n"),
    ],
)
def test_other_shape_is_refused(tmp_path: Path, signature: str, docstring: str) -> None:
    """A new version of the generator may write in another way."""
    with pytest.raises(PipelineError, match=r"models/operation\.py"):
        described(tmp_path, signature, docstring)
