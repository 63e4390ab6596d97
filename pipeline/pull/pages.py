"""What a source holds: a documentation page with an OpenAPI block, a spec, or an index of pages."""

import re
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from pipeline.errors import PipelineError
from pipeline.parity.languages import BASE
from pipeline.parity.reader import parse
from pipeline.pull.sources import TAG, is_language, language_of, path_of

# The info string of a block: `yaml /ja/serverless-training/api-reference/openapi.json get /v1/…`.
_INFO = re.compile(rf"^(?:yaml|json)\s+/(?:({TAG})/)?")
# CommonMark 0.31, 2.1: these end a line, and nothing else does.
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class SourcePage:
    """The OpenAPI document of one source.

    Attributes:
        source: Where it comes from, for messages.
        language: Language code; `en` where nothing names one.
        document: The document, keys in the order of the source.
        whole: Whether it describes the whole API, as opposed to a page of it.
    """

    source: str
    language: str
    document: dict[str, Any]
    whole: bool = False


def decode(body: bytes, source: str) -> str:
    """Decode the bytes of a source, which are UTF-8 whatever a server calls them.

    Args:
        body: The bytes; a byte order mark is passed over.
        source: What to call them in errors.

    Returns:
        The text.

    Raises:
        PipelineError: They are not UTF-8.
    """
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PipelineError(
            f"{source}: not UTF-8 (byte {error.start}). Is this the Markdown form of the page?"
        ) from error


def has_block(body: bytes) -> bool:
    """Whether a page holds an OpenAPI block at all, be the rest of it text or not."""
    return bool(_blocks(body.decode("utf-8", errors="replace")))


def read_source(text: str, source: str, told: str | None = None) -> SourcePage:
    """Read a page or a spec, whichever the source is.

    Args:
        text: The whole source.
        source: Its location; the names `.json`, `.yaml` and `.yml` mean a spec.
        told: The language that the user named, if any.

    Returns:
        The page.

    Raises:
        PipelineError: The source is neither, or broken.
    """
    suffix = path_of(source).suffix.lower()
    is_json = suffix == ".json" or (suffix not in (".yaml", ".yml") and text.lstrip()[:1] == "{")
    if is_json or suffix in (".yaml", ".yml") or re.match(r"(?:\s*#.*\n)*openapi\s*:", text):
        language = told or language_of(source) or BASE
        return SourcePage(source, language, parse(text, source, as_json=is_json), whole=True)
    return read_page(text, source, told)


def read_page(text: str, source: str, told: str | None = None) -> SourcePage:
    """Read the one OpenAPI block of a Markdown page.

    Args:
        text: The whole page.
        source: What to call it in errors.
        told: The language that the user named, if any.

    Returns:
        The page; its language is that of the block's address, English where that names none.

    Raises:
        PipelineError: The page holds no such block, several, a broken one, or one in another
            language than told.
    """
    blocks = _blocks(text)
    if len(blocks) != 1:
        raise PipelineError(
            f"{source}: one fenced OpenAPI block expected, {len(blocks)} found. "
            "Is this the Markdown form of an API reference page?"
        )
    lines = _LINE_END.split(text)[slice(*(blocks[0].map or [0, 0]))]
    if not lines[1:] or not lines[-1].strip().startswith(blocks[0].markup):
        # CommonMark lets the end of a file close a block; here it means that a part is missing.
        raise PipelineError(f"{source}: the OpenAPI block is not closed. Is the page complete?")
    named = _language(blocks[0].info)
    if told and named and told != named:
        raise PipelineError(
            f"{source}: the address of its block says {named!r}, not {told!r}. "
            f"Leave `{told}=` out, or give this page by itself."
        )
    begin = (blocks[0].map or [0])[0] + 2  # lines count from 1, and the fence has one of its own
    document = parse(blocks[0].content, source, first_line=begin)
    return SourcePage(source, told or named or BASE, document)


def links(text: str) -> list[str]:
    """List the targets of an index's Markdown links, in order, each once."""
    targets = (
        str(child.attrs["href"])
        for token in MarkdownIt().parse(text)
        for child in token.children or ()
        if child.type == "link_open"
    )
    return list(dict.fromkeys(targets))


def _blocks(text: str) -> list[Token]:
    # What stands within a paragraph opens no block, and takes most of the time.
    return [
        token
        for token in MarkdownIt().disable("inline").parse(text)
        if token.type == "fence" and _INFO.match(token.info)
    ]


def _language(info: str) -> str | None:
    match = _INFO.match(info)
    code = match.group(1) if match else None
    return code if code and is_language(code) else None
