"""Answers with a validator are kept, so that the next pull can ask whether they still stand."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.pull.cache import Cache
from pipeline.pull.pull import CACHE, pull
from tests.documentation import Exchange, Seen, Site, document, page, serving

OLD, NEW = page(document("/a", word="Old")), page(document("/a", word="New"))


@pytest.fixture
def site() -> Iterator[Site]:
    """A site with one page."""
    with serving() as running:
        running.pages["/a.md"] = OLD
        yield running


def entries(root: Path) -> list[Path]:
    """List the files of the cache."""
    return sorted((root / CACHE).glob("*"))


def spec(root: Path) -> str:
    """Read what was pulled."""
    return (root / "openapi.json").read_text(encoding="utf-8")


def dated(exchange: Exchange) -> None:
    """Answer as a server does that knows dates alone."""
    date = "Wed, 21 Oct 2015 07:28:00 GMT"
    if exchange.headers.get("If-Modified-Since") == date:
        exchange.answer(304)
    else:
        exchange.answer(200, OLD, Last_Modified=date)


def test_last_modified_serves_where_there_is_no_etag(site: Site, tmp_path: Path) -> None:
    """RFC 9110, 13.1.3."""
    site.answers["/a.md"] = dated
    pull([f"{site.url}/a.md"], tmp_path)
    pull([f"{site.url}/a.md"], tmp_path)

    assert [each.status for each in site.seen] == [200, 304]
    assert "Old" in spec(tmp_path)


def test_answer_without_validator_is_not_kept(site: Site, tmp_path: Path) -> None:
    """There is nothing to ask with."""
    site.answers["/a.md"] = lambda exchange: exchange.answer(200, OLD)
    pull([f"{site.url}/a.md"], tmp_path)

    assert entries(tmp_path) == []


@pytest.mark.parametrize("etag", ['"\x80"', '"a\tb"'])
def test_validator_that_cannot_be_sent_back_is_not_kept(
    site: Site, tmp_path: Path, etag: str
) -> None:
    """Not every byte that a server sends has a place in a request."""
    site.answers["/a.md"] = lambda exchange: exchange.answer(200, OLD, ETag=etag)
    pull([f"{site.url}/a.md"], tmp_path)

    assert entries(tmp_path) == []


def test_changed_page_takes_the_place_of_the_kept_one(site: Site, tmp_path: Path) -> None:
    """One entry for each URL."""
    pull([f"{site.url}/a.md"], tmp_path)
    site.pages["/a.md"] = NEW
    pull([f"{site.url}/a.md"], tmp_path)
    pull([f"{site.url}/a.md"], tmp_path)

    assert [each.status for each in site.seen] == [200, 200, 304]
    assert "New" in spec(tmp_path)
    assert len(entries(tmp_path)) == 1


def test_redirect_is_asked_for_again_and_its_target_conditionally(
    site: Site, tmp_path: Path
) -> None:
    """Where two pages share an ETag, a redirect that moves must not bring back the old page."""
    bodies = {"/old.md": OLD, "/new.md": NEW}
    targets = iter(["/old.md", "/new.md", "/new.md"])

    def same_etag(exchange: Exchange) -> None:
        known = "If-None-Match" in exchange.headers
        answer = (304, b"") if known else (200, bodies[exchange.path])
        exchange.answer(*answer, ETag='"1"')

    site.answers |= dict.fromkeys(bodies, same_etag)
    site.answers["/a.md"] = lambda exchange: exchange.answer(302, Location=next(targets))
    for _ in range(3):
        pull([f"{site.url}/a.md"], tmp_path)

    assert [each.status for each in site.seen] == [302, 200, 302, 200, 302, 304]
    assert "New" in spec(tmp_path)


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda content: content[:-20],
        lambda content: content[: len(content) // 2],
        lambda content: content.replace(b"Old", b"Odd"),
        lambda content: content.replace(b"If-None-Match", b"If-None-Catch"),
        lambda content: content[::-1],
        lambda _: b"\xff\n" * 9,
    ],
)
def test_damaged_entry_is_as_good_as_none(
    site: Site, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    """One changed letter would otherwise be pulled as if the server had sent it."""
    pull([f"{site.url}/a.md"], tmp_path)
    [entry] = entries(tmp_path)
    sound = entry.read_bytes()
    assert damage(sound) != sound
    entry.write_bytes(damage(sound))
    before = spec(tmp_path)
    pull([f"{site.url}/a.md"], tmp_path)

    assert [each.status for each in site.seen] == [200, 200]
    assert before == spec(tmp_path)
    assert sound == entry.read_bytes()


def test_entry_of_one_url_does_not_stand_for_another(site: Site, tmp_path: Path) -> None:
    """Even if somebody renames it."""
    cache = Cache(tmp_path)
    cache.keep("http://a/", {"etag": '"1"'}, b"a")
    [path] = tmp_path.iterdir()
    cache.keep("http://b/", {"etag": '"1"'}, b"b")
    [other] = set(tmp_path.iterdir()) - {path}
    path.replace(other)

    assert cache.find("http://b/") is None
    assert site.seen == []


def test_pull_does_without_a_cache_that_cannot_be_written(site: Site, tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / CACHE).write_text("", encoding="utf-8")
    pull([f"{site.url}/a.md"], tmp_path)

    assert "Old" in spec(tmp_path)


def test_page_that_stands_but_was_deleted_here_is_written_again(site: Site, tmp_path: Path) -> None:
    """The cache speaks of servers, not of the specs."""
    pull([f"{site.url}/a.md"], tmp_path)
    (tmp_path / "openapi.json").unlink()
    pull([f"{site.url}/a.md"], tmp_path)
    last: Seen = site.seen[-1]

    assert last.status == 304
    assert "Old" in spec(tmp_path)
