"""An outlet's spider stays on the outlet's hosts, redirects included."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached

from crawler.outlet.outlet import Outlet


class ForeignHost(IgnoreRequest):
    """The request leads off the outlet's hosts."""


class OutletHostsMiddleware:
    """Keeps spiders with an outlet on its hosts and ports; others have Scrapy's OffsiteMiddleware."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """How Scrapy builds it."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raises ForeignHost for a request to another host than the outlet's, unless for robots.txt."""
        outlet = getattr(self.crawler.spider, "outlet", None)
        if not isinstance(outlet, Outlet) or outlet.owns(request.url):
            return
        if request.meta.get("dont_obey_robotstxt"):  # robots.txt may stand elsewhere (RFC 9309, 2.3.1.2)
            return
        host = urlparse_cached(request).netloc
        self.crawler.stats.inc_value("offsite/filtered")
        raise ForeignHost(
            f"{host} is not a host of the outlet's; if it is, add it to `hosts` in {outlet.path}"
        )
