"""Take the OpenAPI block out of a documentation page and write it as a spec file."""

import os
import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.localedata import exists as is_language
from markdown_it import MarkdownIt

from pipeline.errors import PipelineError
from pipeline.reader import dump, parse

BASE = "en"

# The info string of a block: `yaml /ja/serverless-training/api-reference/openapi.json get /v1/…`.
_INFO = re.compile(r"^(?:yaml|json)\s+/(?:([a-z]{2,3}(?:-[A-Za-z]{2,4})?)/)?")


@dataclass(frozen=True)
class Page:
    """The spec that a documentation page holds.

    Attributes:
        source: The page's path, as given.
        language: Language code; `en` where the block's address names none.
        document: The OpenAPI document, keys in the order of the page.
    """

    source: Path
    language: str
    document: dict[str, Any]


def read_page(path: Path) -> Page:
    """Read the one OpenAPI block of a Markdown page.

    Args:
        path: The page, UTF-8.

    Returns:
        The spec and its language.

    Raises:
        PipelineError: The page cannot be read, or holds no such block, several, or a broken one.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PipelineError(f"{path}: cannot be read as UTF-8 text: {error}.") from error
    blocks = [
        token
        for token in MarkdownIt().parse(text)
        if token.type == "fence" and _INFO.match(token.info)
    ]
    if len(blocks) != 1:
        raise PipelineError(
            f"{path}: one fenced OpenAPI block expected, {len(blocks)} found. "
            "Is this the Markdown form of an API reference page?"
        )
    lines = text.splitlines()[slice(*(blocks[0].map or [0, 0]))]
    if not lines[1:] or not lines[-1].strip().startswith(blocks[0].markup):
        # CommonMark lets the end of a file close a block; here it means that a part is missing.
        raise PipelineError(f"{path}: the OpenAPI block is not closed. Is the page complete?")
    match = _INFO.match(blocks[0].info)
    named = match.group(1) if match else None
    language = named if named and is_language(named.replace("-", "_")) else BASE
    return Page(path, language, parse(blocks[0].content, str(path)))


def spec_path(root: Path, language: str) -> Path:
    """Where the spec of a language stands: `openapi.json` for English, else with its code."""
    return root / ("openapi.json" if language == BASE else f"openapi.{language}.json")


def pull(sources: Iterable[Path], root: Path) -> list[tuple[Path, bool]]:
    """Write the spec of each page; all pages are read before the first file is touched.

    Args:
        sources: Documentation pages, one for each language.
        root: The folder of the spec files.

    Returns:
        Each spec file, in the order of the pages, and whether its bytes changed.

    Raises:
        PipelineError: A page is unusable, or two pages hold the same language; nothing is written.
    """
    pages: dict[Path, Page] = {}
    for page in map(read_page, sources):
        target = spec_path(root, page.language)
        if target in pages:
            raise PipelineError(
                f"{pages[target].source} and {page.source} both hold {target.name}: "
                "give one page for each language."
            )
        pages[target] = page
    contents = {target: _content(page) for target, page in pages.items()}
    return [(target, write(target, content)) for target, content in contents.items()]


def _content(page: Page) -> bytes:
    try:
        return dump(page.document).encode("utf-8")
    except ValueError as error:  # infinity, or half a surrogate pair
        raise PipelineError(f"{page.source}: a value has no place in JSON: {error}.") from error


def write(path: Path, content: bytes) -> bool:
    """Replace a file in one step, so that no reader ever sees half of it.

    Args:
        path: The file; its folder exists.
        content: The whole new content.

    Returns:
        Whether the content changed; an equal file is left alone.
    """
    if path.exists() and path.read_bytes() == content:
        return False
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        file.write(content)
    Path(file.name).chmod(0o644)
    os.replace(file.name, path)  # noqa: PTH105  the call that is atomic on every platform
    return True
