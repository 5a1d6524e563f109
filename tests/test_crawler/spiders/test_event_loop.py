"""Nothing is parsed in the thread of the event loop, where it would stall every other request."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response, XmlResponse
from scrapy.utils.test import get_crawler

from archive.db.rows import stamp
from crawler.frontier import Lease
from crawler.outlet.outlet import Listing, Outlet
from crawler.spiders.outlet import OutletSpider
from crawler.storing.shared_archive import SharedArchive
from tests.calls import modules_called

HOST = "https://paper.test"
PARSERS = {
    "archive.html.parse_html",
    "archive.clean.page.read",
    "crawler.sources.feed",
    "crawler.sources.listing",
    "crawler.sources.sitemap",
}
FEED = f"<rss version='2.0'><channel><item><link>{HOST}/1</link></item></channel></rss>"
SITEMAP = (
    "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
    f"<url><loc>{HOST}/1</loc></url><url><loc>{HOST}/2</loc></url></urlset>"
)
LISTING = f"<a href='{HOST}/1'>One</a>"
NO_ARCHIVE = f"<html><head><meta name='robots' content='noarchive'></head><body>{'<p>Prose. </p>' * 99}"


def spider(folder: Path, **outlet: Any) -> OutletSpider:
    """A spider that has not begun."""
    made = Outlet("paper", "Paper", f"{HOST}/", folder / "paper.toml", hosts=("paper.test",), **outlet)
    settings = {
        "CONTACT_URL": "x",
        "ARCHIVE_DB": str(folder / "a.db"),
        "CLEAN_WORKERS": 1,
        "ITEM_PIPELINES": {"crawler.storing.pipeline.ArchivePipeline": 300},
    }
    crawler = get_crawler(type("Paper", (OutletSpider,), {"name": "paper", "outlet": made}), settings)
    crawler.spider = crawler._create_spider()
    assert isinstance(crawler.spider, OutletSpider)
    return crawler.spider


async def begun(spider: OutletSpider) -> SharedArchive:
    """The archive in which it has begun a crawl."""
    archive = await SharedArchive.open(spider.crawler.settings)
    row = {"outlet": "paper", "started_at": stamp(datetime.now(UTC))}
    crawl_id = await archive.write(lambda store: store.table("crawls").insert(row).last_rowid)
    await spider.begin_with(archive, int(crawl_id or 0))
    return archive


SOURCES = [
    pytest.param({"feeds": (f"{HOST}/s",)}, XmlResponse(f"{HOST}/s", body=FEED.encode()), id="feed"),
    pytest.param({"sitemaps": (f"{HOST}/s",)}, Response(f"{HOST}/s", body=SITEMAP.encode()), id="sitemap"),
    pytest.param(
        {"listings": (Listing(f"{HOST}/s"),)}, HtmlResponse(f"{HOST}/s", body=LISTING.encode()), id="listing"
    ),
]


@pytest.mark.parametrize(("outlet", "response"), SOURCES)
def test_a_source_is_parsed_elsewhere(tmp_path: Path, outlet: dict[str, Any], response: Response) -> None:
    async def read() -> tuple[set[str], Lease | None]:
        paper = spider(tmp_path, **outlet)
        archive = await begun(paper)
        try:
            lease = await paper.next.source()
            assert lease
            with modules_called() as called:
                await paper.parse_source(response, lease)
            return called, await paper.next.page()
        finally:
            await archive.close()

    called, page = asyncio.run(read())
    assert page and page.url == f"{HOST}/1"
    assert not called & PARSERS


def test_a_page_is_parsed_elsewhere(tmp_path: Path) -> None:
    """Also where its text is looked for before a browser draws it, and where it forbids to be kept."""

    async def fetch() -> set[str]:
        paper = spider(tmp_path, urls=(f"{HOST}/1",), javascript=True)
        archive = await begun(paper)
        try:
            lease = await paper.next.page()
            assert lease
            headers = {"Content-Type": "text/html"}
            request = Request(lease.url)
            response = HtmlResponse(lease.url, headers=headers, body=NO_ARCHIVE.encode(), request=request)
            with modules_called() as called:
                (page,) = [page async for page in paper.parse_page(response, lease)]
                outcome = await archive.wait_for_outcome(archive.ingest.submit(page, keep_noarchive=False))
            row = await archive.write(lambda store: store.row("select signals, sha256 from captures"))
            assert outcome.capture_id == 1 and row and "noarchive" in row["signals"]
            assert (
                await archive.write(lambda store: store.row("select 1 from _bodies where length(zstd) > 0"))
                is None
            )
            return called
        finally:
            await archive.close()

    assert not asyncio.run(fetch()) & PARSERS
