"""Sitemaps: every form of them, broken ones, bombs, and what a big one costs."""

from __future__ import annotations

import asyncio
import gzip
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from archive.db.rows import stamp
from archive.model import Hint
from crawler.outlet.outlet import Outlet
from crawler.sources.links import Link, SourceError, SourceLink
from crawler.sources.sitemap import MAX_BYTES, read_sitemap
from crawler.spiders.outlet import OutletSpider
from crawler.storing.shared_archive import SharedArchive
from tests.support.processes import DEADLINE

URL = "https://outlet.test/sitemap.xml"
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def urlset(inner: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="{NAMESPACE}">{inner}</urlset>'.encode()


def loc(url: str) -> str:
    return f"<url><loc>{url}</loc></url>"


def urls(body: bytes) -> list[str]:
    return [entry.url for entry in read_sitemap(body, URL)]


def until_error(body: bytes) -> tuple[list[str], str]:
    """URLs given before the error, and the error."""
    read: list[str] = []
    with pytest.raises(SourceError) as caught:
        for entry in read_sitemap(body, URL):
            read.append(entry.url)
    return read, str(caught.value)


def test_urlset() -> None:
    body = urlset(
        "<!-- a --><url>\n<loc> https://outlet.test/a </loc><lastmod>2024-05-07</lastmod></url>"
        "<url><loc><![CDATA[https://outlet.test/b?x=1&y=2]]></loc></url>"
        "<url><loc>https://outlet.test/c?x=1&amp;y=2</loc></url><url><lastmod>2024</lastmod></url>"
    )
    assert list(read_sitemap(body, URL)) == [
        Link("https://outlet.test/a", lastmod="2024-05-07"),
        Link("https://outlet.test/b?x=1&y=2"),
        Link("https://outlet.test/c?x=1&y=2"),
    ]


@pytest.mark.parametrize("body", [urlset(loc("https://outlet.test/é")), urlset("")])
@pytest.mark.parametrize(
    "form",
    [
        gzip.compress,
        lambda body: b"\xef\xbb\xbf" + body,
        lambda body: b"\n" + body.partition(b"?>")[2],
        lambda body: body.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        lambda body: body.replace(b"xmlns=", b"xmlns:s=").replace(b"<", b"<s:").replace(b"<s:/", b"</s:")
        .replace(b"<s:?", b"<?"),
        lambda body: body.replace(f' xmlns="{NAMESPACE}"'.encode(), b""),
    ],
    ids=["gzip", "mark", "no declaration", "utf-16", "prefixed", "no namespace"],
)  # fmt: skip
def test_forms_of_the_same_sitemap(body: bytes, form) -> None:
    assert urls(form(body)) == urls(body)


def test_index() -> None:
    body = (
        f'<sitemapindex xmlns="{NAMESPACE}"><sitemap><loc>https://outlet.test/1.xml.gz</loc>'
        "<lastmod>2024-05-07</lastmod></sitemap><sitemap><loc>https://outlet.test/2.xml</loc></sitemap></sitemapindex>"
    ).encode()
    assert list(read_sitemap(body, URL)) == [
        SourceLink("https://outlet.test/1.xml.gz", "2024-05-07"),
        SourceLink("https://outlet.test/2.xml"),
    ]


@pytest.mark.parametrize("declared", [f' xmlns:news="{NEWS}"', ""], ids=["declared", "not declared"])
def test_news_extension(declared: str) -> None:
    news = (
        "<news:news><news:publication><news:name>Outlet</news:name></news:publication>"
        "<news:publication_date>2024-05-07T09:00+02:00</news:publication_date>"
        "<news:title>Salt &amp; Ash</news:title>"
        "</news:news>"
    )
    image = "<image><loc>https://outlet.test/poster.jpg</loc><title>A poster</title></image>"
    body = f"<urlset{declared}><url>{image}<loc>https://outlet.test/a</loc>{news}</url></urlset>".encode()
    assert list(read_sitemap(body, URL)) == [
        Link("https://outlet.test/a", Hint("sitemap", "Salt & Ash", (), "2024-05-07T09:00+02:00"))
    ]


def test_text_sitemap() -> None:
    assert urls(b"https://outlet.test/a\r\nhttps://outlet.test/b\n\n") == [
        "https://outlet.test/a",
        "https://outlet.test/b",
    ]
    many = [f"https://outlet.test/{number}" for number in range(9000)]
    assert urls(gzip.compress("\n".join(many).encode())) == many, "lines across chunks"


def test_bare_ampersands_are_read_as_meant() -> None:
    padding = "".join(loc(f"https://outlet.test/{number}?a=1&amp;b=2") for number in range(3000))
    body = urlset(padding + loc("https://outlet.test/x?a=1&b=2&c=3") * 3)
    read = urls(body)
    assert len(read) == 3003
    assert set(read[3000:]) == {"https://outlet.test/x?a=1&b=2&c=3"}
    assert all(url.endswith("?a=1&b=2") for url in read[:3000])


def test_broken_sitemaps_give_what_came_before() -> None:
    sound = loc("https://outlet.test/a") + loc("https://outlet.test/b")
    read, error = until_error(urlset(sound + "<url><loc>https://outlet.test/brok")[:-9])
    assert read == ["https://outlet.test/a", "https://outlet.test/b"]
    assert "broken XML" in error and URL in error
    many = "".join(loc(f"https://outlet.test/{number}") for number in range(20_000))
    read, error = until_error(gzip.compress(urlset(many))[:-2000])
    assert len(read) > 5000
    assert "broken gzip" in error and URL in error


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "is empty"),
        (b" \n ", "is empty"),
        (b"<html><body><p>Not here</p></body></html>", "is not a sitemap (its root is <html>)"),
        (b"\x89PNG\r\n\x1a\n", "is not a sitemap (line 1"),
        (b"Nothing to see", "is not a sitemap (line 1"),
        (b'<rss version="2.0"><channel/></rss>', "put it under `feeds`"),
        (b"\x1f\x8b\x08nonsense", "is broken gzip"),
        (b"<urlset", "is broken XML"),
    ],
)
def test_what_is_no_sitemap_is_named(body: bytes, problem: str) -> None:
    read, error = until_error(body)
    assert read == []
    assert problem in error


def test_gzip_bomb_is_bounded() -> None:
    bomb = gzip.compress(urlset(loc("https://outlet.test/a") + " " * (MAX_BYTES + 1)))
    assert len(bomb) < 100_000
    read, error = until_error(bomb)
    assert read == ["https://outlet.test/a"]
    assert "50 MiB" in error


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("https://outlet.test/secret")
    body = (
        f'<!DOCTYPE urlset [<!ENTITY file SYSTEM "{secret.as_uri()}"><!ENTITY page "a">]>'
        f"<urlset>{loc('https://outlet.test/&page;')}{loc('&file;')}{loc('https://outlet.test/b')}</urlset>"
    ).encode()
    assert urls(body) == ["https://outlet.test/b"]


def test_a_billion_laughs_are_refused() -> None:
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    body = f'<!DOCTYPE urlset [<!ENTITY l0 "ha">{laughs}]><urlset>{loc("&l9;")}</urlset>'.encode()
    assert until_error(body)[0] == []


BIG = 50_000


def big(urls: int = BIG) -> bytes:
    news = "<n:news><n:publication_date>2024-05-07</n:publication_date><n:title>Title {0}</n:title></n:news>"
    entry = "<url><loc>https://outlet.test/reviews/2024/05/07/the-title-of-page-{0}</loc>" + news + "</url>"
    return urlset("".join(entry.format(number) for number in range(urls))).replace(
        b"<urlset", f'<urlset xmlns:n="{NEWS}"'.encode()
    )


def test_a_big_sitemap_is_read_in_bounded_memory(tmp_path: Path) -> None:
    """50,000 URLs: the reader holds a chunk of them at a time."""
    file = tmp_path / "big.xml.gz"
    file.write_bytes(gzip.compress(big()))
    script = """
import resource, sys
from pathlib import Path
from crawler.sources.sitemap import read_sitemap
body = Path(sys.argv[1]).read_bytes()
next(read_sitemap(body, "x"))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
count = sum(1 for _ in read_sitemap(body, "x"))
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(file)],
        capture_output=True,
        text=True,
        check=True,
        timeout=DEADLINE,
    )
    count, grown = map(int, done.stdout.split())
    assert count == BIG
    assert grown < 8 * 1024, f"{grown} KiB more for {BIG} URLs"


def test_a_big_sitemap_gives_the_loop_air(tmp_path: Path) -> None:
    """Other tasks get their turn all the while that many URLs are read; tests/bench/sitemap.py times it."""

    urls = 3_000

    async def read() -> tuple[int, int]:
        spider, archive = await began(tmp_path)
        try:
            lease = await spider.leases.frontier(lambda frontier: frontier.sources.next(spider.crawl_id))
            assert lease and lease.url == URL
            reading = asyncio.ensure_future(spider.parse_source(Response(URL, body=big(urls)), lease))
            turns = 0
            while not reading.done():
                await asyncio.sleep(0.001)
                turns += 1
            await reading
            leases = await spider.leases.frontier(
                lambda frontier: frontier.pages.next(
                    spider.crawl_id, datetime.now(UTC), spider.scope.wants, urls + 1
                )
            )
        finally:
            await archive.close()
        assert leases[0].url == "https://outlet.test/reviews/2024/05/07/the-title-of-page-0"
        return turns, len(leases)

    turns, pages = asyncio.run(read())
    assert turns >= 50
    assert pages == urls


async def began(folder: Path) -> tuple[OutletSpider, SharedArchive]:
    """The spider of an outlet with one sitemap, on an archive of its own."""
    outlet = Outlet(
        "big", "Big", "https://outlet.test/", folder / "big.toml", sitemaps=(URL,), hosts=("outlet.test",)
    )
    settings = {"CONTACT_URL": "x", "ARCHIVE_DB": str(folder / "big.db"), "CLEAN_WORKERS": 1}
    crawler = get_crawler(type("Big", (OutletSpider,), {"name": "big", "outlet": outlet}), settings)
    spider = crawler._create_spider()
    crawler.spider = spider
    assert isinstance(spider, OutletSpider)
    archive = await SharedArchive.open(crawler.settings)
    row = {"outlet": "big", "started_at": stamp(datetime.now(UTC))}
    crawl_id = await archive.write(lambda store: store.table("crawls").insert(row).last_rowid)
    await spider.begin_with(archive, int(crawl_id or 0))
    return spider, archive
