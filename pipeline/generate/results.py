"""Tell the type of an operation's success apart from those of its documented failures.

The generator types an answer as the union of everything the spec documents for it, errors included.
Callers that turn failures into exceptions want the success alone, so each operation gets a function
`_success` that is annotated with it.
"""

import ast
import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.parity.document import operations

_DECLARATION = """

# The type of a success alone; failures are for the caller to raise.
def _success(parsed: Any) -> {annotation}:
    return parsed
"""


def successes_only(document: dict[str, Any]) -> dict[str, Any]:
    """Copy a document without the responses that are failures.

    Args:
        document: An OpenAPI document; not changed.

    Returns:
        A copy whose operations document their 2xx responses alone; an operation without any keeps
        what it has.
    """
    reduced = copy.deepcopy(document)
    for _, _, operation in operations(reduced):
        responses = operation.get("responses", {})
        successes = {code: each for code, each in responses.items() if code.startswith("2")}
        operation["responses"] = successes or responses
    return reduced


def declare_results(package: Path, reduced: Path) -> None:
    """Add to each operation what its success is typed as.

    Args:
        package: The generated package; its operations are extended.
        reduced: The package generated from `successes_only`.
    """
    for path in endpoint_modules(package):
        annotation = _result(reduced / path.relative_to(package))
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(_DECLARATION.format(annotation=annotation))


def endpoint_modules(package: Path) -> Iterator[Path]:
    """List the modules of a generated package that hold an operation each."""
    return (path for path in sorted((package / "api").rglob("*.py")) if path.name != "__init__.py")


def _result(path: Path) -> str:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    annotation = next(
        node.returns.slice
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and node.name == "_build_response"
        and isinstance(node.returns, ast.Subscript)
    )
    # Not that of `_parse_response`, where `None` also stands for statuses unknown to the spec.
    return ast.unparse(annotation)
