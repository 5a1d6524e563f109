"""Keep an outlet's spider on the outlet's hosts, also after redirects."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached

from crawler.outlet.outlet import Outlet


class ForeignHost(IgnoreRequest):
    """The request leads to a host that is not the outlet's."""


class OutletHostsMiddleware:
    """Refuses requests to other hosts or ports than the outlet's.

    It does not restrict spiders without an outlet. Scrapy's OffsiteMiddleware does, by `allowed_domains`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise ForeignHost if the request is to a host that is not the outlet's, except for robots.txt."""
        outlet = getattr(self.crawler.spider, "outlet", None)
        if not isinstance(outlet, Outlet) or outlet.owns(request.url):
            return
        if request.meta.get("dont_obey_robotstxt"):  # robots.txt may redirect elsewhere (RFC 9309, 2.3.1.2)
            return
        host = urlparse_cached(request).netloc
        self.crawler.stats.inc_value("offsite/filtered")
        raise ForeignHost(
            f"{host} is not a host of the outlet; if it should be, add it to `hosts` in {outlet.path}"
        )
