"""Describe the one parameter of an operation that the generator leaves out: `client`."""

import ast
from pathlib import Path

from pipeline.generate.source import Source

_SENTENCE = "Client that sends the request."
_RAISES = r"\n    Raises:\n        errors\.UnexpectedStatus: If the server"


def describe_clients(package: Path) -> None:
    """Give each function of an operation an entry for `client`, after those of the spec.

    Args:
        package: The generated package.

    Raises:
        PipelineError: A docstring is not written as expected.
    """
    for path in sorted((package / "api").glob("*/*.py")):
        source = Source(path)
        for node in source.tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(node):
                _describe(source, node)
        source.write()


def _describe(source: Source, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    parameters = {each.arg: each for each in [*node.args.args, *node.args.kwonlyargs]}
    if "client" not in parameters or (annotation := parameters.pop("client").annotation) is None:
        raise source.unexpected(f"{node.name} has no client with a type")
    # With other parameters there is a section for them, and a blank line after it.
    blank, heading = ("\n", "") if parameters else ("", "\n    Args:")
    entry = f"{heading}\n        client ({ast.unparse(annotation)}): {_SENTENCE}\n"
    raises = "\n    Raises:\n        errors.UnexpectedStatus: If the server"
    source.substitute(node.body[0], blank + _RAISES, entry + raises)
