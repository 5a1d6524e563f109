"""Redirects of pages: a page that a crawl fetches for itself is not fetched once more as another's target."""

from __future__ import annotations

from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from crawler.sources.links import fetch_key


class PageMoved(IgnoreRequest):
    """A page redirects to a page of the outlet that this crawl fetches for itself.

    Attributes:
        key: fetch key of that page.
        url: its address, as the redirect gives it.
        earlier: the addresses that redirected to it, the first one first.
    """

    def __init__(self, key: str, url: str, earlier: list[str]) -> None:
        super().__init__(f"redirects to {url}, which is fetched for itself")
        self.key = key
        self.url = url
        self.earlier = earlier


class MovedPagesMiddleware:
    """Stops a redirect to a page that the same crawl has fetched or will fetch: it fails with `PageMoved`.

    Other redirects are followed without the conditional headers, which belong to the first address.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Check the target of a page's redirect. Other requests are not changed."""
        earlier, lease = request.meta.get("redirect_urls"), request.cb_kwargs.get("lease")
        if not earlier or lease is None or lease.kind != "page":
            return
        for name in ("If-None-Match", "If-Modified-Since"):
            request.headers.pop(name, None)
        key = fetch_key(request.url)
        spider: Any = self.crawler.spider
        if key and key != lease.url and await spider.pages.is_taken(key):
            raise PageMoved(key, request.url, list(earlier))
