"""Where specs come from: files and URLs, as they are written on the command line and in links."""

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import httpx
from babel.localedata import exists

from pipeline.errors import PipelineError

# BCP 47, as far as the names of languages in addresses go.
TAG = r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_TOLD = re.compile(rf"({TAG})=(.+)", re.DOTALL)
_PAGES = ("", ".md", ".mdx", ".markdown")


class AbsentError(PipelineError):
    """There is nothing at the location: no such file, 404 or 410."""


@dataclass(frozen=True)
class Source:
    """One source of the command line.

    Attributes:
        location: URL, or path of a file.
        language: Language code, where it was written before the location; else `None`.
    """

    location: str
    language: str | None = None


def parse_source(text: str) -> Source:
    """Read `LOCATION` or `LANGUAGE=LOCATION`.

    Args:
        text: As written on the command line.

    Returns:
        The source.

    Raises:
        PipelineError: There is no such language, or the location is a URL that is never fetched.
    """
    match = None if is_url(text) else _TOLD.fullmatch(text)
    language, location = match.groups() if match else (None, text)
    if language is not None and not is_language(language):
        raise PipelineError(
            f"{text}: {language!r} is not a language code. "
            f"If it belongs to the name of a file, write ./{text}."
        )
    if is_url(location):
        check_url(location)
    return Source(location, language)


def is_language(code: str) -> bool:
    """Whether a BCP 47 code names a language that translations can be made for."""
    return exists(code.replace("-", "_"))


def is_url(location: str) -> bool:
    """Whether a location is a URL, of any scheme; else it is the path of a file."""
    return _SCHEME.match(location) is not None


def check_url(location: str) -> httpx.URL:
    """Parse a URL that may be fetched.

    Args:
        location: The URL.

    Returns:
        The URL without its fragment, which is not sent.

    Raises:
        PipelineError: It is broken, of another scheme than http and https, or holds a password.
    """
    try:
        url = httpx.URL(location).copy_with(fragment=None)
    except httpx.InvalidURL as error:
        raise PipelineError(f"{location}: not a URL: {error}.") from error
    if url.userinfo:
        shown = url.copy_with(username=None, password=None)
        raise PipelineError(f"{shown}: user and password in a URL are never sent; leave them out.")
    if url.scheme not in ("http", "https") or not url.host:
        raise PipelineError(f"{location}: only http and https URLs with a host can be fetched.")
    return url


def same_origin(one: httpx.URL, other: httpx.URL) -> bool:
    """Whether two URLs are of one origin (RFC 6454): nothing a server says leads to another."""
    return (one.scheme, one.host, one.port) == (other.scheme, other.host, other.port)


def path_of(location: str) -> PurePosixPath:
    """The path of a location; of a URL the part after the host, with `%20` and the like decoded."""
    return PurePosixPath(
        unquote(urlsplit(location).path) if is_url(location) else Path(location).as_posix()
    )


def is_index(location: str) -> bool:
    """Whether a location is, by its name, an index of pages (https://llmstxt.org).

    Indexes are known by name alone, since a page that has lost its block would look like an index
    of the pages that it links to. Large sites split theirs: `llms.txt` then lists
    `_llms/en/reference.md`.
    """
    path = path_of(location)
    named = fnmatchcase(path.name, "llms*.txt") and not path.name.startswith("llms-full")
    return named or "_llms" in path.parts


def is_listed_page(location: str, include: tuple[str, ...] = ()) -> bool:
    """Whether a link of an index may lead to a page with an OpenAPI block.

    Args:
        location: Where the link leads.
        include: Glob patterns for the path, `*` standing for slashes as well; any by default.
    """
    path = path_of(location)
    wanted = not include or any(fnmatchcase(str(path), pattern) for pattern in include)
    return wanted and path.suffix.lower() in _PAGES and not is_index(location)


def linked(index: str, target: str) -> str | None:
    """Resolve a link of an index.

    Args:
        index: The index's own location.
        target: The link's target, as it stands there.

    Returns:
        The location; `None` where it is of another origin and thus not to be read. A path from the
        root is, for an index that is a file, one from the index's folder.
    """
    if is_url(index):
        base = httpx.URL(index)
        try:
            url = check_url(str(base.join(target)))
        except (PipelineError, httpx.InvalidURL):
            return None
        return str(url) if same_origin(base, url) else None
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or not parts.path:
        return None
    return str(Path(index).parent / unquote(parts.path).lstrip("/"))


def language_of(location: str) -> str | None:
    """Tell the language of a spec by its address.

    Args:
        location: URL or path of an OpenAPI document.

    Returns:
        The code in `openapi.<language>.json`, else the first folder of a URL where that is a
        language code; `None` where neither tells.
    """
    path = path_of(location)
    named = path.name.split(".")[1:-1]
    folder = path.parts[1:2] if is_url(location) and len(path.parts) > 2 else ()  # noqa: PLR2004  root, folder, name
    for code in (*named, *folder):
        if re.fullmatch(TAG, code) and is_language(code):
            return code
    return None


def read_file(path: Path, limit_bytes: int) -> bytes:
    """Read a file of bounded size.

    Args:
        path: The file.
        limit_bytes: What it may hold.

    Returns:
        Its bytes.

    Raises:
        AbsentError: There is no such file.
        PipelineError: It cannot be read, or is too large.
    """
    try:
        with path.open("rb") as file:
            body = file.read(limit_bytes + 1)
    except FileNotFoundError as error:
        raise AbsentError(f"{path}: there is no such file.") from error
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        reason = error.strerror if isinstance(error, OSError) else error
        raise PipelineError(f"{path}: cannot be read: {reason}.") from error
    check_size(len(body), limit_bytes, str(path))
    return body


def check_size(size: int, limit_bytes: int, source: str) -> None:
    """Refuse what is too large to be a page, an index or a spec.

    Args:
        size: Its size so far, in bytes.
        limit_bytes: What it may have.
        source: What to call it.

    Raises:
        PipelineError: It is larger.
    """
    if size > limit_bytes:
        raise PipelineError(
            f"{source}: larger than {limit_bytes:,} bytes. Is this a page, an index or a spec?"
        )
