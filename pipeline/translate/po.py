"""Read and write `.po` files, strictly: a translator's slip is told, with its line."""

import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, PoFileParser, write_po

from pipeline.errors import PipelineError
from pipeline.generate.templates.text import printable

DOMAIN = "serverless_training"
# Who writes these in a file changes it on another day, or with another version of a tool.
_OF_THE_DAY = frozenset({"Generated-By", "POT-Creation-Date", "PO-Revision-Date"})
HINT = "Open it in a .po editor, or take the last one from Git."
_LINE = re.compile(
    r"""\s*(?:
        \#(?!~) .*                                          # a comment
      | (?:\#~\s*)? (?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s+)? "(?:[^"\\]|\\.)*" \s*
      | \#~ \s*
    )?""",
    re.VERBOSE,
)


class Po(Catalog):
    """A catalog that is written alike on any day, and knows which entries stood in the file twice.

    Attributes:
        repeated: Line and English of each entry that repeats another one.
    """

    def __init__(self, language: str | None, **options: Any) -> None:
        super().__init__(locale=language and locale_of(language), domain=DOMAIN, **options)
        self.repeated: list[tuple[int, str]] = []

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The header, without what depends on the day or on the version of Babel."""
        written = super().mime_headers
        kept = [(name, value.strip()) for name, value in written if name not in _OF_THE_DAY]
        return [*kept[:-1], (kept[-1][0], f"{kept[-1][1]}\n")]  # Babel ends no line after the last

    @mime_headers.setter
    def mime_headers(self, headers: Iterable[tuple[str, str]]) -> None:
        # To mypy, a property of a class is what it returns.
        Catalog.mime_headers.fset(self, headers)  # type: ignore[attr-defined]

    def __setitem__(self, key: Any, message: Message) -> None:
        if message.id and self.get(key) is not None:
            self.repeated.append((message.lineno or 0, english(message)))
        super().__setitem__(key, message)


def english(message: Message) -> str:
    """Give the English of an entry; of one with a plural, the singular."""
    return message.id if isinstance(message.id, str) else str(message.id[0])


def translation(message: Message) -> str:
    """Give the translation of an entry, all its plurals together; empty where it has none."""
    forms = [message.string or ""] if isinstance(message.string, str | None) else message.string
    return "\n".join(forms) if all(each.strip() for each in forms) else ""


def locale_of(language: str) -> str:
    """Write a language code as gettext and Babel do: `pt_BR` for `pt-BR`."""
    return language.replace("-", "_")


def check_language(language: str) -> None:
    """Refuse a code that names no language, or that is spelled otherwise than in BCP 47.

    The package looks for its texts under that spelling, and file names know upper and lower case.

    Args:
        language: Language code, as in the name of the spec.

    Raises:
        PipelineError: It is not a language code, or should be spelled in another way.
    """
    name = f"openapi.{language}.json"
    try:
        # It knows which script a country writes: zh_TW is zh_Hant_TW.
        spelled = str(Locale.parse(locale_of(language))).replace("_", "-")
    except (ValueError, UnknownLocaleError) as error:
        raise PipelineError(
            f"{name}: {language!r} is not a language code. Name it as BCP 47 does: `fr`, `pt-BR`."
        ) from error
    if spelled != language:
        raise PipelineError(
            f"{name}: the code is spelled {spelled}. Name it openapi.{spelled}.json."
        )


def new_po(language: str, header: str) -> Po:
    """Make an empty catalog.

    Args:
        language: Language code, as in the name of the spec.
        header: The comment at its top.

    Returns:
        The catalog.
    """
    return Po(
        language,
        project="serverless-training",
        version="0",
        header_comment=header,
        last_translator="serverless-training contributors",
        language_team=language,
        fuzzy=False,
    )


def read_po(path: Path, language: str | None = None) -> Po:
    """Read a `.po` file.

    Args:
        path: The file.
        language: Language code; none for a template.

    Returns:
        The catalog; each message knows its line.

    Raises:
        PipelineError: The file is missing, no UTF-8, or damaged.
    """
    text = _text(path)
    for number, line in enumerate(text.split("\n"), start=1):
        if not _LINE.fullmatch(line):
            shown = printable(line.strip())
            raise PipelineError(
                f"{path}:{number}: damaged, this is no line of a .po: {shown}. {HINT}"
            )
    catalog = Po(language)
    try:
        PoFileParser(catalog, abort_invalid=True).parse(io.StringIO(text))
    except PoFileError as error:
        what = re.sub(r" on \d+$", "", str(error))
        raise PipelineError(f"{path}:{error.lineno + 1}: damaged, {what}. {HINT}") from error
    return catalog


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        hint = "`nox -s translate` writes it; fill it in a .po editor."
        raise PipelineError(f"{path}: there is no such file. {hint}") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = content[: error.start].count(b"\n") + 1
        raise PipelineError(f"{path}:{number}: not UTF-8. Save it as UTF-8.") from error


def po_bytes(catalog: Catalog) -> bytes:
    """Write a catalog as the content of a `.po` file."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=100, include_lineno=False)
    return buffer.getvalue()
