"""The gettext catalogs of what we wrote by hand, and the docstrings made with them."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog

from pipeline.packages import CORE, package_folder
from pipeline.translate.docstrings import translate
from pipeline.translate.po import (
    DOMAIN,
    Po,
    check_language,
    locale_of,
    new_po,
    read_po,
    translation,
)

DEFAULT = "Default: {value}."  # how the generator ends the entry of an optional argument


def catalog_path(root: Path, language: str) -> Path:
    """Where the translator's file of a language stands."""
    locale = locale_of(language)
    folder = package_folder(root, CORE) / "locale" / locale / "LC_MESSAGES"
    return folder / f"{DOMAIN}.po"


def read_catalog(root: Path, language: str) -> Po:
    """Read the translator's file of a language; an empty catalog where there is none yet.

    Args:
        root: The project's root.
        language: Language code, as in the name of the spec.

    Returns:
        The catalog.

    Raises:
        PipelineError: There is no such language, or the file is damaged.
    """
    check_language(language)
    path = catalog_path(root, language)
    if path.exists():
        return read_po(path, language)
    return new_po(language, f"# The sentences of serverless-training: {language}.")


def paired(base: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    """Pair the sentences of two specs by JSON pointer.

    Args:
        base: English, as `document.prose` returns it.
        other: The translation, likewise.

    Returns:
        English sentence to its translation, or to itself where there is none; the first translation
        where a sentence stands several times. Longest first, as `split_known` wants them.
    """
    translated = {
        sentence: other[at]
        for at, sentence in reversed(list(base.items()))
        if other.get(at, sentence) != sentence
    }
    longest_first = sorted(base.values(), key=len, reverse=True)
    return {sentence: translated.get(sentence, sentence) for sentence in longest_first}


def split_known(text: str, sentences: Mapping[str, str]) -> tuple[str, str]:
    """Split a docstring block into what the spec says and what we add to it.

    Args:
        text: A block's text.
        sentences: The spec's sentences, longest first.

    Returns:
        The spec's sentence that the text begins with, or "", and the rest.
    """
    for sentence in sentences:
        for lead in (sentence, f"{sentence}."):
            if text == lead or (lead.endswith(".") and text.startswith(f"{lead} ")):
                return sentence, text[len(lead) :].lstrip()
    return "", text


def split_default(text: str) -> tuple[str, str | None]:
    """Split the generator's `Default: 20.` off the end of a docstring block.

    Returns:
        The text before it, and the value; `None` where there is no such end.
    """
    match = re.fullmatch(r"(?:(.*) )?Default: (.+)\.", text)
    return (match[1] or "", match[2]) if match else (text, None)


def lookup(sentences: Mapping[str, str], catalog: Catalog) -> Callable[[str], str]:
    """Build the function that translates a docstring block.

    Args:
        sentences: The spec's sentences, English to translation; they come first.
        catalog: Translations of ours, used for the rest; fuzzy ones are not.

    Returns:
        A function from English text to its translation, or to the same text.
    """

    def ours(text: str) -> str:
        message = catalog.get(text)
        return translation(message) or text if message and not message.fuzzy else text

    # Chinese and Japanese end sentences with a full-width stop, and put no space between them.
    full_width = catalog.locale is not None and catalog.locale.language in ("ja", "zh")
    stop, space = ("。", "") if full_width else (".", " ")

    def translated(text: str) -> str:
        text, value = split_default(text)
        if value is not None:
            default = ours(DEFAULT)
            gap = space if text and not default.startswith("（") else ""
            return translated(text) + gap + default.format(value=value)
        known, rest = split_known(text, sentences)
        if not (known and rest):
            return sentences[known] if known else ours(rest)
        end = "" if sentences[known].endswith(("。", ".")) else stop
        return f"{sentences[known]}{end}{space}{ours(rest)}"

    return translated


def localized_docstrings(
    english: Mapping[str, str],
    texts: Mapping[str, str],
    look_up: Callable[[str], str],
    width: float = 96,
) -> dict[str, str]:
    """Translate the docstrings of a package.

    Args:
        english: Qualified name to English docstring.
        texts: Qualified name to the docstring to translate, equal to the English one or already
            translated in part.
        look_up: Translates one block.
        width: Columns to wrap at; `math.inf` for one line for each block.

    Returns:
        Qualified name to docstring; only those that differ from the English ones.
    """
    translations = {name: translate(text, look_up, width) for name, text in texts.items()}
    return {
        name: text
        for name, text in translations.items()
        # Compared after the same wrapping, so that only words count.
        if text != translate(english[name], str, width)
    }


def docstring_catalog(docstrings: Mapping[str, str], header: str) -> str:
    """Write the docstrings of a package in another language, as JSON.

    Args:
        docstrings: As `localized_docstrings` returns them.
        header: What to say of the file's origin.

    Returns:
        The JSON text.
    """
    content = {"//": header.strip("# \n"), "docstrings": docstrings}
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
