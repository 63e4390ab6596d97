"""Describe what the generator leaves undescribed of an operation: its module, and `client`."""

import ast
from pathlib import Path

from pipeline.generate.source import Source
from pipeline.translate.docstrings import HEADINGS

_SENTENCE = "Client that sends the request."
_RAISES = r"\n    Raises:\n        errors\.UnexpectedStatus: If the server"
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def describe_operations(package: Path) -> None:
    """Give each operation's module a docstring, and its functions an entry for `client`.

    Args:
        package: The generated package.

    Raises:
        PipelineError: A docstring is not written as expected.
    """
    for path in sorted((package / "api").glob("*/*.py")):
        source = Source(path)
        functions = [node for node in source.tree.body if isinstance(node, _Function)]
        described = [node for node in functions if ast.get_docstring(node)]
        for node in described:
            _describe_client(source, node)
        if described:
            _describe_module(source, described[0])
        source.write()


def _describe_client(source: Source, node: _Function) -> None:
    parameters = {each.arg: each for each in [*node.args.args, *node.args.kwonlyargs]}
    if "client" not in parameters or (annotation := parameters.pop("client").annotation) is None:
        raise source.unexpected(f"{node.name} has no client with a type")
    # With other parameters there is a section for them, and a blank line after it.
    blank, heading = ("\n", "") if parameters else ("", "\n    Args:")
    entry = f"{heading}\n        client ({ast.unparse(annotation)}): {_SENTENCE}\n"
    raises = "\n    Raises:\n        errors.UnexpectedStatus: If the server"
    source.substitute(node.body[0], blank + _RAISES, entry + raises)


def _describe_module(source: Source, node: _Function) -> None:
    """Say of the module, which `client.call` takes, what the spec says of the operation."""
    lines = (ast.get_docstring(node) or "").splitlines()
    end = next((row for row, line in enumerate(lines) if line in HEADINGS), len(lines))
    if text := "\n".join(lines[:end]).strip():
        docstring = ast.Module([ast.Expr(ast.Constant(text))], [])
        source.put_before(source.tree.body[0], ast.unparse(docstring) + "\n")
