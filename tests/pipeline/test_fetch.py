"""What a server may do to a pull: each failure is one sentence naming the URL, in finite time."""

import asyncio
import gzip
import json
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from pipeline.errors import PipelineError
from pipeline.pull.cache import Cache
from pipeline.pull.fetch import Fetcher, Limits, _failure, _pause
from pipeline.pull.pull import pull
from tests import network
from tests.documentation import Answer, Exchange, Site, document, index, page, serving
from tests.network import LONGEST_SECONDS, always, drip, silence

BODY = page(document("/a"))
QUICK = Limits(pause_seconds=0.01)


@pytest.fixture
def site() -> Iterator[Site]:
    """A site with one page."""
    with serving() as running:
        running.pages["/a.md"] = BODY
        yield running


def failure(
    site: Site | network.Site, root: Path, limits: Limits = QUICK, path: str = "/x.md"
) -> str:
    """Pull a page that must fail, and nothing be written; without the URL at the start."""
    with pytest.raises(PipelineError) as caught:
        pull([site.url + path], root, limits=limits)

    assert not (root / "openapi.json").exists()
    assert str(caught.value).startswith(site.url + path)
    return str(caught.value).removeprefix(f"{site.url}{path}: ")


def in_turn(*answers: Answer) -> Answer:
    """Answer one request after the other, each in its own way."""
    left = iter(answers)

    def answer(exchange: Exchange) -> None:
        next(left)(exchange)

    return answer


@pytest.mark.parametrize(
    ("status", "said", "requests"),
    [
        (401, "the server answered 401 Unauthorized. Is the page public?", 1),
        (404, "the server answered 404 Not Found. Check the address.", 1),
        (429, "the server answered 429 Too Many Requests. Try again later.", 3),
        (500, "the server answered 500 Internal Server Error. Try again later.", 1),
        (503, "the server answered 503 Service Unavailable. Try again later.", 3),
        (520, "the server answered 520. Try again later.", 1),
        (304, "the server answered 304 Not Modified. Is the page public?", 1),
        (204, "the server answered 204 No Content. Is the page public?", 1),
        (302, "the server answered 302 Found. Is the page public?", 1),
    ],
)
def test_status_other_than_200_is_an_error(
    site: Site, tmp_path: Path, status: int, said: str, requests: int
) -> None:
    """Only failures that may pass are tried again."""
    site.answers["/x.md"] = lambda exchange: exchange.answer(status)

    assert said == failure(site, tmp_path)
    assert requests == len(site.seen)


def test_failure_that_passes_is_not_seen(site: Site, tmp_path: Path) -> None:
    """A busy server, and an answer that breaks off."""
    site.answers["/x.md"] = in_turn(
        lambda exchange: exchange.answer(503),
        lambda exchange: exchange.answer(200, BODY, Content_Length="9999", Connection="close"),
        lambda exchange: exchange.answer(200, BODY),
    )
    pull([f"{site.url}/x.md"], tmp_path, limits=QUICK)

    assert [each.status for each in site.seen] == [503, 200, 200]
    assert (tmp_path / "openapi.json").exists()


def test_retry_after_is_waited_for(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Earlier, the answer would be the same."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    site.answers["/x.md"] = in_turn(
        lambda exchange: exchange.answer(429, Retry_After="30"),
        lambda exchange: exchange.answer(200, BODY),
    )
    monkeypatch.setattr(asyncio, "sleep", sleep)
    pull([f"{site.url}/x.md"], tmp_path, limits=QUICK)

    assert slept == [30]


def test_retry_after_beyond_the_deadline_is_an_error_at_once(site: Site, tmp_path: Path) -> None:
    """Nobody waits an hour for a page."""
    site.answers["/x.md"] = lambda exchange: exchange.answer(429, Retry_After="3600")

    assert "429" in failure(site, tmp_path)
    assert len(site.seen) == 1


def test_silent_server_is_an_error_in_finite_time(tmp_path: Path) -> None:
    """No byte of an answer within the time for reading."""
    limits = replace(QUICK, read_seconds=0.1, attempts=1)
    with network.serving(always(silence)) as site:
        assert failure(site, tmp_path, limits) == "no answer in time. Try again later."


@pytest.mark.parametrize("part", [b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", b"HTTP/1.1"])
def test_answer_that_drips_ends_at_the_deadline(tmp_path: Path, part: bytes) -> None:
    """Each byte comes in time, be it of the body or of the headers; all of them never."""
    limits = replace(QUICK, total_seconds=0.3)
    with network.serving(always(drip(part, b" "))) as site:
        assert failure(site, tmp_path, limits) == "not complete after 0.3 seconds. Try again later."


def test_answer_that_breaks_off_is_an_error(site: Site, tmp_path: Path) -> None:
    """Half a page, when every attempt ends so."""
    site.answers["/x.md"] = lambda exchange: exchange.answer(
        200, BODY, Content_Length="9999", Connection="close"
    )

    assert failure(site, tmp_path).startswith("the answer is not complete: ")
    assert QUICK.attempts == len(site.seen)


def test_answer_that_is_no_http_is_an_error(site: Site, tmp_path: Path) -> None:
    """And its bytes do not reach the terminal."""

    def garble(exchange: Exchange) -> None:
        exchange.close_connection = True
        exchange.wfile.write(b"\x1b[2J\xff\r\n\r\n")

    site.answers["/x.md"] = garble

    assert failure(site, tmp_path).isprintable()


def test_certificate_that_is_not_accepted_is_named_as_such() -> None:
    """It is not the network, and trying again does not help."""
    reason = "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate"
    error = _failure(httpx.URL("https://a.example/"), httpx.ConnectError(reason))

    assert str(error) == f"https://a.example/: its certificate is not accepted: {reason}."
    assert _pause(error) == float("inf")


def test_nobody_listening_is_an_error(tmp_path: Path) -> None:
    """The port is taken, but no server answers there."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/x.md"
        with pytest.raises(PipelineError, match=f"^{url}: no connection: .* Check host"):
            pull([url], tmp_path, limits=QUICK)


@pytest.mark.parametrize("declared", [True, False])
def test_body_over_the_limit_is_not_read_on(site: Site, tmp_path: Path, declared: bool) -> None:
    """Endless, or longer than allowed by its own account."""

    def flood(exchange: Exchange) -> None:
        exchange.close_connection = True
        length = b"Content-Length: 999999999\r\n" if declared else b""
        exchange.wfile.write(b"HTTP/1.1 200 OK\r\n" + length + b"\r\n")
        while True:
            try:
                exchange.wfile.write(b"x" * 65536)
            except OSError:  # hung up on, as it should
                return

    site.answers["/x.md"] = flood
    limits = replace(QUICK, body_bytes=200_000)

    assert (
        failure(site, tmp_path, limits)
        == "larger than 200,000 bytes. Is this a page, an index or a spec?"
    )


def test_compressed_bomb_stops_at_the_limit(site: Site, tmp_path: Path) -> None:
    """100 MB in 100 kB: what counts is what comes out."""
    bomb = gzip.compress(bytes(100_000_000), 9, mtime=0)
    site.answers["/x.md"] = lambda exchange: exchange.answer(200, bomb, Content_Encoding="gzip")

    assert len(bomb) < 200_000
    assert failure(site, tmp_path, Limits()).startswith("larger than 16,777,216 bytes.")


def test_compressed_page_is_read(site: Site, tmp_path: Path) -> None:
    """Servers compress where they can."""
    site.answers["/x.md"] = lambda exchange: exchange.answer(
        200, gzip.compress(BODY, mtime=0), Content_Encoding="gzip"
    )
    pull([f"{site.url}/x.md"], tmp_path)

    assert (tmp_path / "openapi.json").exists()


@pytest.mark.parametrize(
    ("coding", "said"),
    [
        ("gzip", "its compression is broken: "),
        ("gzip, gzip", "compressed as 'gzip, gzip', which was not asked for."),
        ("br", "compressed as 'br', which was not asked for."),
    ],
)
def test_coding_that_cannot_be_trusted_is_an_error(
    site: Site, tmp_path: Path, coding: str, said: str
) -> None:
    """Twice compressed, a bomb is a thousand times smaller again."""
    site.answers["/x.md"] = lambda exchange: exchange.answer(200, BODY, Content_Encoding=coding)

    assert failure(site, tmp_path).startswith(said)


def test_file_over_the_limit_is_an_error(tmp_path: Path) -> None:
    """As a URL would be."""
    source = tmp_path / "page.md"
    source.write_bytes(BODY)
    with pytest.raises(PipelineError, match=rf"{re.escape(str(source))}: larger than 99 bytes"):
        pull([str(source)], tmp_path, limits=replace(QUICK, body_bytes=99))


def test_content_type_is_not_trusted(site: Site, tmp_path: Path) -> None:
    """Pages are UTF-8, whatever the server says."""
    site.answers["/x.md"] = lambda exchange: exchange.answer(
        200, page(document("/a", word="読む")), Content_Type="image/png; charset=shift_jis"
    )
    pull([f"{site.url}/x.md"], tmp_path)

    assert "読む /a" in (tmp_path / "openapi.json").read_text(encoding="utf-8")


OTHER_ORIGINS = [
    "http://169.254.169.254/latest/meta-data/",
    "http://127.0.0.1:9/x.md",
    "http://[::1]/x.md",
    "//localhost:{port}/x.md",
    "https://127.0.0.1:{port}/x.md",
    "http://127.1:{port}/x.md",
    "ftp://127.0.0.1:{port}/x.md",
]


@pytest.mark.parametrize("target", OTHER_ORIGINS)
@pytest.mark.parametrize("leaves", ["/x.md", "/next.md"])
def test_redirect_to_another_origin_is_refused(
    site: Site, tmp_path: Path, target: str, leaves: str
) -> None:
    """At every hop, by one sentence with the address that was asked for and the one it leads to."""
    target = target.format(port=httpx.URL(site.url).port)
    site.answers["/x.md"] = lambda exchange: exchange.answer(302, Location="/next.md")
    site.answers[leaves] = lambda exchange: exchange.answer(302, Location=target)
    said = failure(site, tmp_path)

    leads = str(httpx.URL(site.url).join(target))
    assert said == (
        f"redirects to {leads}, which is another origin and is not followed. "
        "If you mean to read that address, give it as the source."
    )


def test_chain_that_comes_back_is_refused_where_it_leaves(site: Site, tmp_path: Path) -> None:
    """The other origin is never asked, though it would lead back."""
    with serving() as other:
        other.answers["/y.md"] = lambda exchange: exchange.answer(302, Location=f"{site.url}/a.md")
        site.answers["/x.md"] = lambda exchange: exchange.answer(302, Location=f"{other.url}/y.md")

        assert f"redirects to {other.url}/y.md, " in failure(site, tmp_path)
        assert other.seen == []


@pytest.mark.parametrize("listed", ["/x.md", "/_llms/x.txt"])
def test_listed_page_or_index_that_redirects_to_another_origin_ends_the_pull(
    site: Site, tmp_path: Path, listed: str
) -> None:
    """The rule for links holds for redirects; of an index that leads elsewhere nothing is taken."""
    with serving() as other:
        other.pages[listed] = BODY
        site.answers[listed] = lambda exchange: exchange.answer(302, Location=other.url + listed)
        site.pages["/llms.txt"] = index("/a.md", listed)
        with pytest.raises(PipelineError, match=rf"^{site.url}{listed}: .*{other.url}{listed},"):
            pull([f"{site.url}/llms.txt"], tmp_path, limits=QUICK)

        assert other.seen == []
    assert not (tmp_path / "openapi.json").exists()


def test_links_of_a_redirected_index_are_relative_to_where_it_was_found(
    site: Site, tmp_path: Path
) -> None:
    """RFC 3986, 5.1.3."""
    site.answers["/llms.txt"] = lambda exchange: exchange.answer(302, Location="/docs/llms.txt")
    site.pages |= {"/docs/llms.txt": b"[a](a.md)", "/docs/a.md": BODY}
    del site.pages["/a.md"]
    pull([f"{site.url}/llms.txt"], tmp_path)

    assert (tmp_path / "openapi.json").exists()


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("/x.md", "more than 5 redirects. Give the last URL itself."),
        ("//me:secret@host/", "redirects to http://host/, which is another origin"),
        ("//me:secret@{netloc}/", "user and password in a URL are never sent"),
    ],
)
def test_redirect_that_leads_nowhere_good_is_an_error(
    site: Site, tmp_path: Path, target: str, said: str
) -> None:
    """In circles, to credentials."""
    target = target.format(netloc=site.url.removeprefix("http://"))
    site.answers["/x.md"] = lambda exchange: exchange.answer(302, Location=target)
    with pytest.raises(PipelineError, match=said) as caught:
        pull([f"{site.url}/x.md"], tmp_path)

    assert "secret" not in str(caught.value)


def test_neither_credentials_nor_cookies_are_sent(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even those that `.netrc` holds for the host, or that the server has set."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n", encoding="utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    site.answers["/x.md"] = lambda exchange: exchange.answer(
        302, Location="/a.md", Set_Cookie="id=1; Path=/"
    )
    pull([f"{site.url}/x.md"], tmp_path)

    assert len(site.seen) == 2
    for seen in site.seen:
        assert {"Host", "Accept", "Accept-Encoding", "Connection", "User-Agent"} == set(
            seen.headers
        )


def test_redirect_from_https_to_http_is_refused(tmp_path: Path) -> None:
    """What was asked for in private is not read from the open."""

    def redirect(request: httpx.Request) -> httpx.Response:
        return httpx.Response(301, headers={"Location": str(request.url.copy_with(scheme="http"))})

    async def get() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(redirect)) as client:
            await Fetcher(client, Cache(tmp_path), Limits()).get("https://host/x.md")

    with pytest.raises(
        PipelineError, match=r"^https://host/x\.md: redirects to http://host/x\.md, "
    ):
        asyncio.run(get())


def test_pages_are_fetched_several_at_once_and_stand_in_the_order_of_the_index(
    site: Site, tmp_path: Path
) -> None:
    """Whoever answers first."""
    three, lock = threading.Barrier(3), threading.Lock()
    others = threading.Semaphore(0)
    under_way: list[int] = []
    active = 0

    def slow(exchange: Exchange) -> None:
        nonlocal active
        with lock:
            active += 1
            under_way.append(active)
        three.wait(LONGEST_SECONDS)
        number = int(exchange.path.strip("/p.md"))
        if number == 0:  # answered last of the three
            assert all(others.acquire(timeout=LONGEST_SECONDS) for _ in range(2))
        with lock:
            active -= 1
        exchange.answer(200, page(document(f"/{number}")))
        others.release()

    names = [f"/p{number}.md" for number in range(12)]
    site.answers |= dict.fromkeys(names, slow)
    site.pages["/llms.txt"] = index(*names)
    pull([f"{site.url}/llms.txt"], tmp_path, limits=replace(QUICK, concurrency=3))
    found = json.loads((tmp_path / "openapi.json").read_text(encoding="utf-8"))

    assert [f"/{number}" for number in range(12)] == list(found["paths"])
    assert max(under_way) == 3
