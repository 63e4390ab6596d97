"""Change generated source where its syntax tree says so; all around stays as it is."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import PipelineError


class Source:
    """A generated module that is being changed.

    Lines keep their numbers until `write`, so that nodes of the tree stay valid.

    Attributes:
        path: Where it stands.
        tree: Its syntax tree, as it was read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        text = path.read_text(encoding="utf-8")
        self.tree = ast.parse(text)
        self._before = text.split("\n")
        self._lines: list[str | None] = [*self._before]

    def segment(self, node: ast.stmt) -> str:
        """Give the lines of a statement as they were read."""
        return "\n".join(self._before[row] for row in _rows(node))

    def only_import(self, module: str) -> ast.ImportFrom:
        """Find the one statement at the top that imports from a module.

        Raises:
            PipelineError: There is none, or there are several.
        """
        found = [
            node
            for node in self.tree.body
            if isinstance(node, ast.ImportFrom) and node.module == module
        ]
        if len(found) != 1:
            raise self.unexpected(f"{module} is imported {len(found)} times")
        return found[0]

    def substitute(
        self, node: ast.stmt | ast.expr, old: str, new: str, *, head: bool = False
    ) -> None:
        """Replace a text in a statement, where it must stand exactly once.

        Args:
            node: The statement.
            old: What is looked for, a regular expression.
            new: What stands there instead, as it is.
            head: Whether only the first line is looked at, as in `class A:`.

        Raises:
            PipelineError: It does not stand there, or several times.
        """
        first, *others = list(_rows(node))[: 1 if head else None]
        text = "\n".join(line for row in (first, *others) if (line := self._lines[row]) is not None)
        changed, count = re.subn(old, lambda _: new, text)
        if count != 1:
            raise self.unexpected(f"{old!r} stands {count} times in line {node.lineno}")
        self._lines[first] = changed
        for row in others:
            self._lines[row] = None

    def drop(self, node: ast.stmt) -> None:
        """Take a statement away, with the blank lines that follow it."""
        rows = _rows(node)
        end = rows.stop
        while end < len(self._before) - 1 and not self._before[end]:
            end += 1
        for row in range(rows.start, end):
            self._lines[row] = None

    def put_before(self, node: ast.stmt, text: str) -> None:
        """Put lines before a statement; decorators are not looked for."""
        row = min(self._left(node))
        self._lines[row] = f"{text}\n{self._lines[row]}"

    def put_after(self, node: ast.stmt, text: str) -> None:
        """Put lines after a statement."""
        row = max(self._left(node))
        self._lines[row] = f"{self._lines[row]}\n{text}"

    def put_after_imports(self, text: str) -> None:
        """Put lines after the last import that stands at the top level."""
        last = [each for each in self.tree.body if isinstance(each, ast.ImportFrom)][-1]
        self.put_after(last, text)

    def put_at_end(self, text: str) -> None:
        """Put lines after everything else."""
        self._lines[-1] = f"{self._lines[-1]}{text}\n"

    def write(self) -> None:
        """Write the module as it is now."""
        text = "\n".join(line for line in self._lines if line is not None)
        self.path.write_text(text, encoding="utf-8", newline="\n")

    def unexpected(self, what: str) -> PipelineError:
        """Say what is not as the pinned generator writes it; to be raised."""
        return PipelineError(
            f"{self.path.parent.name}/{self.path.name}: {what}, which is not how "
            "openapi-python-client writes it. Has its version changed?"
        )

    def _left(self, node: ast.stmt) -> list[int]:
        return [row for row in _rows(node) if self._lines[row] is not None]


def model_modules(package: Path) -> Iterator[Path]:
    """List the modules of a generated package that hold a model each."""
    return (path for path in sorted((package / "models").glob("*.py")) if path.stem != "__init__")


def endpoint_modules(package: Path) -> Iterator[Path]:
    """List the modules of a generated package that hold an operation each."""
    return (path for path in sorted((package / "api").rglob("*.py")) if path.stem != "__init__")


def _rows(node: ast.stmt | ast.expr) -> range:
    return range(node.lineno - 1, node.end_lineno or node.lineno)
