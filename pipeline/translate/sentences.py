"""The English sentences of all packages: whose they are, and where they stand."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from inspect import cleandoc
from pathlib import Path

from babel.messages.extract import extract_from_dir

from pipeline.packages import CLIENT, package_folder, written_packages
from pipeline.stubs.distribution import SENTENCES
from pipeline.translate.catalogs import DEFAULT, split_default, split_known
from pipeline.translate.docstrings import HEADINGS, blocks, package_docstrings
from pipeline.translate.parameters import entry_name


@dataclass(frozen=True)
class Piece:
    """A part of a docstring that is translated as one.

    Attributes:
        package: The package's folder name.
        name: `module:qualified.name` of what the docstring describes, as `package_docstrings`.
        entry: The argument, attribute or error that it describes; "" for the text around.
        text: In English.
        of_spec: Whether the spec says it, and so has its translation.
    """

    package: str
    name: str
    entry: str
    text: str
    of_spec: bool

    @property
    def module(self) -> str:
        """The full name of the module that it stands in."""
        return f"{self.package}.{self.name.partition(':')[0]}".rstrip(".")

    @property
    def place(self) -> str:
        """Where a reader finds it: `module:qualified.name`, and the argument of an entry."""
        place = f"{self.module}:{self.name.partition(':')[2]}"
        return f"{place} ({self.entry})" if self.entry else place


def messages(
    root: Path, parts: Iterable[Piece], sentences: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """List the sentences that a translator has to translate.

    Args:
        root: The project's root.
        parts: Its docstrings, as `pieces` takes them apart.
        sentences: The English spec's sentences, each to its translation; none of them is for the
            translator.

    Yields:
        Module or file, and English sentence; docstrings first, in the order of their names, then
        messages in the order of the source. A sentence may come several times.
    """
    yield "pipeline/translate/catalogs.py", DEFAULT
    for sentence in SENTENCES:
        yield "pipeline/stubs/distribution.py", sentence
    for piece in parts:
        if not piece.of_spec:
            yield piece.module, piece.text
    for place, message in marked(root):
        if not of_spec(message, sentences):
            yield place, message


def of_spec(text: str, sentences: Mapping[str, str]) -> bool:
    """Tell whether the spec translates a sentence."""
    return sentences.get(text, text) != text


def marked(root: Path) -> Iterator[tuple[str, str]]:
    """List the sentences in `_("…")` and `mark("…")`: file and sentence, in order."""
    for package in written_packages(root):
        found = extract_from_dir(package, [("**.py", "python")], keywords={"_": None, "mark": None})
        for name, _, message, _, _ in sorted(found, key=lambda each: each[:2]):
            yield f"{package.relative_to(root).as_posix()}/{name}", str(message)


def pieces(root: Path, base: Mapping[str, str], sentences: Mapping[str, str]) -> Iterator[Piece]:
    """Take the public docstrings of all packages apart.

    Args:
        root: The project's root.
        base: The English spec's prose by JSON pointer.
        sentences: The same, to its translation.

    Yields:
        What is translated, in the order of packages and names; neither code nor types.
    """
    # The generator writes what the spec says block by block; docstrings of ours repeat it whole.
    said_there = {block.text for text in base.values() for block in blocks(cleandoc(text))}
    for package, docstrings in documented(root).items():
        known = said_there - {*HEADINGS} if package == CLIENT else set[str]()
        for name, docstring in docstrings.items():
            for block in blocks(docstring):
                if block.verbatim or not block.text:
                    continue
                entry = entry_name(block.lead)
                text = split_default(block.text)[0]
                said, rest = (
                    (block.text, "") if block.text in known else split_known(text, sentences)
                )
                if said:
                    yield Piece(package, name, entry, said, of_spec=True)
                if rest and not _is_code(rest):
                    yield Piece(package, name, entry, rest, of_spec=rest in known)


def documented(root: Path) -> dict[str, dict[str, str]]:
    """Collect the public docstrings of all packages: package to qualified name to docstring."""
    generated = package_docstrings(package_folder(root, CLIENT))
    return {
        **{package.name: public_docstrings(package) for package in written_packages(root)},
        CLIENT: {name: text for name, text in generated.items() if not name.startswith("_")},
    }


def public_docstrings(package: Path) -> dict[str, str]:
    """Collect the docstrings that `help` shows to callers of a hand-written package.

    Args:
        package: The package's folder.

    Returns:
        Qualified name to docstring: those of what the `__all__` of the package and its public
        subpackages lists, of what it inherits from private classes, and of these packages
        themselves.
    """
    offered: set[tuple[str, str]] = set()
    packages: set[str] = set()
    for path in sorted(package.rglob("__init__.py")):
        names = set(_exported(path, package))
        offered |= names
        if names:
            packages.add(".".join(path.parent.relative_to(package).parts))
    inherited = set(_private_bases(package, offered))
    found = {}
    for name, text in package_docstrings(package).items():
        module, _, place = name.partition(":")
        top, *inner = place.split(".")
        private = any(step.startswith("_") and step != "__init__" for step in inner)
        public = (module, top) in offered or (bool(inner) and (module, top) in inherited)
        if (public and not private) or (not place and module in packages):
            found[name] = text
    return found


def _private_bases(package: Path, offered: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for path in sorted(package.rglob("*.py")):
        module = ".".join(path.relative_to(package).with_suffix("").parts)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and (module, node.name) in offered:
                for base in node.bases:
                    name = base.value if isinstance(base, ast.Subscript) else base
                    if isinstance(name, ast.Name) and name.id.startswith("_"):
                        yield module, name.id


def _exported(path: Path, package: Path) -> Iterator[tuple[str, str]]:
    """List what `__all__` of a package names: the module that defines it, and its name there."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    places = {
        each.asname or each.name: (f"{node.module}.".removeprefix(f"{package.name}."), each.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for each in node.names
    }
    here = ".".join(path.parent.relative_to(package).parts)
    for node in tree.body:
        match node:
            case ast.Assign([ast.Name("__all__")], ast.List() | ast.Tuple() as names):
                for name in ast.literal_eval(names):
                    module, name_there = places.get(name, (here, name))
                    yield module.rstrip("."), name_there


def _is_code(text: str) -> bool:
    # A return type, such as `CheckpointPage | HTTPValidationError`; headings end in a colon.
    try:
        tree = ast.parse(text, mode="eval")
    except SyntaxError:
        return text.startswith("``") and text.endswith("``")
    # Words may parse too: `items in order`, `not available`.
    words = ast.Compare | ast.UnaryOp | ast.BoolOp
    return not any(isinstance(node, words) for node in ast.walk(tree))
