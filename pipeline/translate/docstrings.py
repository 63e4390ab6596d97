"""Read docstrings from source and translate them block by block."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from pathlib import Path

from pipeline.generate.templates.text import breaks

_Scope = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def package_docstrings(package: Path) -> dict[str, str]:
    """Collect the docstrings of a package's source.

    Args:
        package: The package's folder.

    Returns:
        `module:qualified.name`, relative to the package (`module:` for a module itself, `:` for the
        package), to cleaned docstring; sorted.
    """
    found: dict[str, str] = {}
    for path in package.rglob("*.py"):
        parts = path.relative_to(package).with_suffix("").parts
        module = ".".join(part for part in parts if part != "__init__")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found |= {f"{module}:{name}": text for name, text in docstrings(tree)}
    return dict(sorted(found.items()))


def docstrings(scope: _Scope, name: str = "") -> Iterator[tuple[str, str]]:
    """List the docstrings of a syntax tree, those below attributes included (PEP 258).

    Args:
        scope: A module, class or function.
        name: Its qualified name; empty for a module.

    Yields:
        Qualified name and cleaned docstring, in the order of the source.
    """
    if text := ast.get_docstring(scope):
        yield name, text
    prefix = f"{name}." if name else ""
    for node, following in zip_longest(scope.body, scope.body[1:]):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield from docstrings(node, prefix + node.name)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            match following:
                case ast.Expr(ast.Constant(str(text))):
                    yield prefix + node.target.id, text.strip()


@dataclass(frozen=True)
class Block:
    """A run of docstring lines that is translated as one.

    Attributes:
        lead: What stands before the text and is never translated: indentation, and the name of an
            argument or error.
        text: The words, joined to one line; empty for a blank line.
        verbatim: Whether the text is code and stays as it is.
    """

    lead: str
    text: str
    verbatim: bool = False


HEADINGS = ("Args:", "Attributes:", "Example:", "Raises:", "Returns:", "Yields:")
_LISTS = ("Args:", "Attributes:", "Raises:")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+\.) ")  # of a Markdown list
_ENTRY = re.compile(r"^( {4}\*{0,2}[\w.]+(?: \([^)]*\))?:) ?(.*)$")


def blocks(docstring: str) -> list[Block]:
    """Split a cleaned Google-style docstring into what is translated separately.

    Args:
        docstring: As `inspect.getdoc` returns it.

    Returns:
        Paragraphs, headings, entries and blank lines, in order.
    """
    found: list[Block] = []
    heading = ""
    for line in docstring.splitlines():
        indent = line[: len(line) - len(line.lstrip())]
        last = found[-1] if found else Block("", "")
        if line and not indent:
            heading = ""  # a section is indented, and ends where that does
        if not line:
            found.append(Block("", ""))
        elif line in HEADINGS:
            heading = line
            found.append(Block("", line))
        elif heading == "Example:" or line.lstrip().startswith((">>>", "...", "```")):
            found.append(Block(indent, line.lstrip(), verbatim=True))
        elif heading in _LISTS and (match := _ENTRY.match(line)):
            found.append(Block(match[1] + " ", match[2]))
        elif last.text and not (last.verbatim or last.text in HEADINGS or _ITEM.match(line)):
            found[-1] = Block(last.lead, f"{last.text} {line.lstrip()}")
        else:
            found.append(Block(indent, line.lstrip()))
    return found


def translate(docstring: str, lookup: Callable[[str], str], width: float = 96) -> str:
    """Translate a docstring block by block.

    Args:
        docstring: As `inspect.getdoc` returns it.
        lookup: Gives the translation of a block's text, or the text itself.
        width: Columns to wrap at; full-width characters take two. `math.inf` for no wrapping.

    Returns:
        The docstring in the other language, of the same shape.
    """
    lines: list[str] = []
    for block in blocks(docstring):
        if block.verbatim or not block.text:
            lines.append((block.lead + block.text).rstrip())
            continue
        indent = " " * (len(block.lead) - len(block.lead.lstrip()))
        following = indent + "    " if block.lead.strip() else indent
        rows = wrap(block.lead + lookup(block.text), width, following)
        lines += rows
    return "\n".join(lines)


def wrap(text: str, width: float, following: str) -> list[str]:
    """Break a line by display width: between full-width characters, and at spaces.

    Args:
        text: One line, its own indentation included.
        width: Columns.
        following: Indentation of the lines after the first.

    Returns:
        Lines without trailing space; one word longer than the width stays whole.
    """
    places = [0, *breaks(text, width, len(following)), len(text)]
    first, *others = (text[start:end].rstrip() for start, end in pairwise(places))
    return [first, *(following + line for line in others)]
