"""`make bench-sitemap`: a news sitemap of 50,000 URLs, read by our spider and by Scrapy's SitemapSpider.

Prints the longest time that a 50 ms timer had to wait beyond its 50 ms, for each and as a ratio.
Each reads in a process of its own.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

URLS = 50_000
URL = "https://outlet.test/news-sitemap.xml"
TIMER = 0.05
ENTRY = (
    "<url><loc>https://outlet.test/reviews/2024/05/07/the-title-of-page-{0}</loc><n:news>"
    "<n:publication_date>2024-05-07</n:publication_date><n:title>Title {0}</n:title></n:news></url>"
)


def sitemap() -> bytes:
    entries = "".join(ENTRY.format(number) for number in range(URLS))
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
    return f'<?xml version="1.0"?><urlset {spaces}>{entries}</urlset>'.encode()


def ours() -> float:
    from scrapy.http import Response

    from tests.test_crawler.sources.test_sitemap import URL as OURS
    from tests.test_crawler.sources.test_sitemap import began

    async def read() -> float:
        with TemporaryDirectory() as folder:
            spider, archive = await began(Path(folder))
            try:
                lease: Any = await spider.leases.frontier(
                    lambda frontier: frontier.sources.next(spider.crawl_id)
                )
                response = Response(OURS, body=sitemap())
                return await timed(lambda: spider.parse_source(response, lease))
            finally:
                await archive.close()

    return asyncio.run(read())


def scrapys() -> float:
    from scrapy.http import XmlResponse
    from scrapy.spiders import SitemapSpider

    spider: Any = SitemapSpider(name="big")
    response = XmlResponse(URL, body=sitemap())

    async def read() -> None:
        for request in spider._parse_sitemap(response):
            assert request.url

    return asyncio.run(timed(read))


async def timed(read: Callable[[], Coroutine[Any, Any, Any]]) -> float:
    """The longest wait of the timer beyond its time, in seconds."""
    worst = 0.0
    reading = asyncio.ensure_future(read())
    while not reading.done():
        began = time.perf_counter()
        await asyncio.sleep(TIMER)
        worst = max(worst, time.perf_counter() - began - TIMER)
    await reading
    return worst


def main() -> None:
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as pool:
        our_wait, wait = (pool.submit(run).result() * 1000 for run in (ours, scrapys))
    print(f"longest wait of a 50 ms timer while {URLS} URLs are read")
    print(f"ours {our_wait:.0f} ms, Scrapy's SitemapSpider {wait:.0f} ms: {our_wait / wait:.2f} of it")


if __name__ == "__main__":
    main()
