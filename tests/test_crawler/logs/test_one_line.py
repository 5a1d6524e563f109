"""The log of a crawl."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.crawls import Crawl
from tests.support.web import Host

Hosts = Callable[..., Host]
Crawls = Callable[..., Crawl]


def test_the_log_has_one_line_an_event(host: Hosts, crawl: Crawls) -> None:
    web = host()
    web.feed("/rss", web.article("/a", "One"))
    done = crawl(f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]')
    assert [line for line in done.log.splitlines() if not line.startswith("20")] == []
    assert done.lines("Dumping Scrapy stats: {") and done.lines("Overridden settings: {")
    assert "harbour town" not in done.log
