"""Keep the translators' files in step with the sentences in the source.

What the spec says is translated by the spec of each language and never enters a catalog.
"""

import io
from collections.abc import Mapping
from pathlib import Path

from babel.messages.mofile import write_mo

from pipeline.packages import WRAPPER
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
        fuzzy, unused ones gone), the `.mo` made of it, the docstrings of `serverless_training`, and
        the glossary.
    """
    document = load(root / "openapi.json")
    base = prose(document)
    wrapper = root / "wrapper" / WRAPPER
    files: dict[Path, bytes] = {}
    for language, spec in languages(root).items():
        sentences = paired(base, compare(document, load(spec)).translations())
        catalog = read_catalog(root, language)
        template = Po(None)
        for place, message in messages(root, pieces(root, base, sentences), sentences):
            template.add(message, locations=[(place, 0)])
        catalog.update(template)
        catalog.obsolete.clear()
        english = public_docstrings(wrapper)
        path = catalog_path(root, language)
        files[path] = po_bytes(catalog)
        texts = localized_docstrings(english, english, lookup(sentences, catalog))
        files[wrapper / f"docstrings.{language}.json"] = docstring_catalog(texts, HEADER).encode()
        spoken = {text: sentences[text] for _, text in marked(root) if of_spec(text, sentences)}
        files[path.with_suffix(".mo")] = _mo(catalog, spoken)
        files[glossary_path(root, language)] = write_glossary(root, language)
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


def _mo(catalog: Po, spoken: Mapping[str, str]) -> bytes:
    # The program looks here for what it says; some of that, the spec says in the same words.
    for message, other in spoken.items():
        catalog.add(message, other)
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()
