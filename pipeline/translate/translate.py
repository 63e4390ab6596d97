"""Keep the translators' files in step with the sentences in the source.

What the spec says is translated by the spec of each language and never enters a catalog.
"""

import io
from collections.abc import Mapping
from pathlib import Path

from babel.messages.mofile import write_mo

from pipeline.packages import written_packages
from pipeline.parity.compare import compare
from pipeline.parity.document import prose
from pipeline.parity.languages import languages
from pipeline.parity.reader import load
from pipeline.translate.catalogs import (
    catalog_path,
    docstring_catalog,
    localized_docstrings,
    lookup,
    paired,
    read_catalog,
)
from pipeline.translate.glossary import glossary_path, write_glossary
from pipeline.translate.po import Po, po_bytes
from pipeline.translate.sentences import marked, messages, of_spec, pieces, public_docstrings

HEADER = "Written by `nox -s translate` from the source and locale/. Do not edit."


def translate(root: Path) -> dict[Path, bytes]:
    """Bring the catalogs of every language up to date.

    Args:
        root: The project's root; `generated/` must be up to date.

    Returns:
        What each file should hold: for each language the `.po` (new sentences empty, changed ones
        fuzzy, unused ones gone), the `.mo` made of it, the docstrings of each package that is
        written by hand, and the glossary.
    """
    document = load(root / "openapi.json")
    base = prose(document)
    files: dict[Path, bytes] = {}
    for language, spec in languages(root).items():
        sentences = paired(base, compare(document, load(spec)).translations())
        catalog = read_catalog(root, language)
        template = Po(None)
        for place, message in messages(root, pieces(root, base, sentences), sentences):
            template.add(message, locations=[(place, 0)])
        catalog.update(template)
        catalog.obsolete.clear()
        path = catalog_path(root, language)
        files[path] = po_bytes(catalog)
        look_up = lookup(sentences, catalog)
        for package, english in _public(root).items():
            texts = docstring_catalog(localized_docstrings(english, english, look_up), HEADER)
            files[package / f"docstrings.{language}.json"] = texts.encode()
        spoken = {text: sentences[text] for _, text in marked(root) if of_spec(text, sentences)}
        files[path.with_suffix(".mo")] = _mo(catalog, spoken)
        files[glossary_path(root, language)] = write_glossary(root, language)
    return files


def written_docstrings(root: Path, language: str, width: float) -> dict[Path, dict[str, str]]:
    """Translate the docstrings of what is written by hand, with the catalog as it stands.

    Args:
        root: The project's root.
        language: Language code, as in the name of the spec.
        width: Columns to wrap at.

    Returns:
        Folder of each package to qualified name to docstring, where it is not the English one.
    """
    document = load(root / "openapi.json")
    translations = compare(document, load(languages(root)[language])).translations()
    look_up = lookup(paired(prose(document), translations), read_catalog(root, language))
    return {
        package: localized_docstrings(english, english, look_up, width)
        for package, english in _public(root).items()
    }


def _public(root: Path) -> dict[Path, dict[str, str]]:
    """Collect the public docstrings of each hand-written package that makes something public."""
    found = {package: public_docstrings(package) for package in written_packages(root)}
    return {package: docstrings for package, docstrings in found.items() if docstrings}


def _mo(catalog: Po, spoken: Mapping[str, str]) -> bytes:
    # The program looks here for what it says; some of that, the spec says in the same words.
    for message, other in spoken.items():
        catalog.add(message, other)
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()
