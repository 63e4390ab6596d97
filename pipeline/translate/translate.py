"""Keep the translators' files in step with the sentences in the source.

What the spec says is translated by the spec of each language and never enters a catalog.
"""

import ast
import io
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po

from pipeline.packages import CLIENT, WRAPPER
from pipeline.spec.compare import compare
from pipeline.spec.document import prose
from pipeline.spec.languages import languages
from pipeline.spec.reader import load
from pipeline.stubs.distribution import SENTENCES
from pipeline.translate.catalogs import (
    DEFAULT,
    DOMAIN,
    catalog_path,
    docstring_catalog,
    localized_docstrings,
    lookup,
    paired,
    read_catalog,
    split_default,
    split_known,
)
from pipeline.translate.docstrings import blocks, package_docstrings

HEADER = "Written by `nox -s translate` from the source and locale/. Do not edit."


def translate(root: Path) -> dict[Path, bytes]:
    """Bring the catalogs of every language up to date.

    Args:
        root: The project's root; `generated/` must be up to date.

    Returns:
        What each file should hold: for each language the `.po` (new sentences empty, changed ones
        fuzzy, unused ones gone), the `.mo` made of it, and the docstrings of `serverless_training`.
    """
    document = load(root / "openapi.json")
    base = prose(document)
    wrapper = root / "wrapper" / WRAPPER
    files: dict[Path, bytes] = {}
    for language, spec in languages(root).items():
        sentences = paired(base, compare(document, load(spec)).translations())
        catalog = read_catalog(root, language)
        template = Catalog(domain=DOMAIN, creation_date=catalog.creation_date)
        for place, message in messages(root, base, sentences):
            template.add(message, locations=[(place, 0)])
        catalog.update(template)
        catalog.obsolete.clear()
        path = catalog_path(root, language)
        files[path] = _po(catalog)
        files[path.with_suffix(".mo")] = _mo(catalog)
        english = public_docstrings(wrapper)
        texts = localized_docstrings(english, english, lookup(sentences, catalog))
        files[wrapper / f"docstrings.{language}.json"] = docstring_catalog(texts, HEADER).encode()
    return files


def wrapper_docstrings(root: Path, language: str, width: float) -> dict[str, str]:
    """Translate the docstrings of `serverless_training` with the catalog as it stands.

    Args:
        root: The project's root.
        language: Language code, as in the name of the spec.
        width: Columns to wrap at.

    Returns:
        Qualified name to docstring; only those that differ from the English ones.
    """
    document = load(root / "openapi.json")
    translations = compare(document, load(languages(root)[language])).translations()
    look_up = lookup(paired(prose(document), translations), read_catalog(root, language))
    english = public_docstrings(root / "wrapper" / WRAPPER)
    return localized_docstrings(english, english, look_up, width)


def messages(
    root: Path, base: dict[str, str], sentences: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """List the sentences that a translator has to translate.

    Args:
        root: The project's root.
        base: The English spec's prose by JSON pointer; none of it is for the translator.
        sentences: The same, to its translation.

    Yields:
        Module or file, and English sentence; docstrings first, in the order of their names, then
        messages in the order of the source. A sentence may come several times.
    """
    known = {block.text for text in base.values() for block in blocks(cleandoc(text))}
    wrapper = root / "wrapper" / WRAPPER
    generated = root / "generated" / CLIENT
    yield "pipeline/translate/catalogs.py", DEFAULT
    for sentence in SENTENCES:
        yield "pipeline/stubs/distribution.py", sentence
    for package, docstrings in (
        (wrapper, public_docstrings(wrapper)),
        (generated, _of_public_modules(package_docstrings(generated))),
    ):
        for name, docstring in docstrings.items():
            module = f"{package.name}.{name.partition(':')[0]}".rstrip(".")
            for block in blocks(docstring):
                if block.verbatim or block.text in known:
                    continue
                rest = split_known(split_default(block.text)[0], sentences)[1]
                if rest and rest not in known and not _is_code(rest):
                    yield module, rest
    marked = extract_from_dir(wrapper, [("**.py", "python")], keywords={"_": None, "mark": None})
    for name, _, message, _, _ in sorted(marked, key=lambda found: found[:2]):
        yield f"{wrapper.relative_to(root).as_posix()}/{name}", str(message)


def _of_public_modules(docstrings: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in docstrings.items() if not name.startswith("_")}


def public_docstrings(package: Path) -> dict[str, str]:
    """Collect the docstrings that `help` shows to callers of a hand-written package.

    Args:
        package: The package's folder.

    Returns:
        Qualified name to docstring: those of what the `__all__` of the package and its public
        subpackages lists, of what it inherits from private classes, and of these packages
        themselves.
    """
    everything = package_docstrings(package)
    exported: set[str] = set()
    packages: set[str] = set()
    for path in sorted(package.rglob("__init__.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if names := set(_exported(tree)):
            exported |= names
            packages.add(".".join(path.parent.relative_to(package).parts))
    inherited = set(_private_bases(package, exported))
    found = {}
    for name, text in everything.items():
        module, _, place = name.partition(":")
        top, *inner = place.split(".")
        private = any(step.startswith("_") for step in inner)
        public = top in exported or (bool(inner) and (module, top) in inherited)
        if (public and not private) or (not place and module in packages):
            found[name] = text
    return found


def _private_bases(package: Path, exported: set[str]) -> Iterator[tuple[str, str]]:
    for path in sorted(package.rglob("*.py")):
        module = ".".join(path.relative_to(package).with_suffix("").parts)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and node.name in exported:
                for base in node.bases:
                    name = base.value if isinstance(base, ast.Subscript) else base
                    if isinstance(name, ast.Name) and name.id.startswith("_"):
                        yield module, name.id


def _exported(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        match node:
            case ast.Assign([ast.Name("__all__")], ast.List() | ast.Tuple() as names):
                yield from ast.literal_eval(names)


def _is_code(text: str) -> bool:
    # A return type, such as `CheckpointPage | HTTPValidationError`; headings end in a colon.
    try:
        ast.parse(text, mode="eval")
    except SyntaxError:
        return text.startswith("``") and text.endswith("``")
    return True


def _po(catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=100, include_lineno=False)
    return buffer.getvalue()


def _mo(catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()
