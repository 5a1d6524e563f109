"""What a crawl says of itself: lines in the log, statistics, and the reason for which it closes."""

from __future__ import annotations

from collections import Counter
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError

from archive.terminal import counted
from crawler.frontier import Lease
from crawler.frontier.crawl_stats import ANSWERS, NO_ANSWER, CrawlSources
from crawler.frontier.outlet_sources import KEYS, sources_of

if TYPE_CHECKING:
    from crawler.spiders.outlet import OutletSpider


class CrawlLog:
    """One spider's."""

    def __init__(self, spider: OutletSpider) -> None:
        self.spider = spider
        self.outlet = spider.outlet
        self.logger = spider.logger
        self._full = False  # it was said that the outlet has as many pages as its file allows
        self.doors = CrawlSources(door.url for door in sources_of(spider.outlet))

    def count(self, name: str) -> None:
        """Count one more of a statistic, such as `pages/fetched`."""
        self.spider.crawler.stats.inc_value(name)

    def missed(self, url: str, problem: str) -> None:
        """A page could not be fetched."""
        self.count("pages/unfetched")
        self.logger.warning("%s: %s", url, problem)

    def unanswered(self, error: BaseException | None) -> None:
        """A request failed: where it was sent and nothing came back, that is counted among the answers."""
        if not isinstance(error, HttpError | IgnoreRequest):
            self.count(f"{ANSWERS}{NO_ANSWER}")

    def unread(self, lease: Lease, problem: str, remedy: str) -> None:
        """A source could not be read."""
        self.count("sources/failed")
        door = self.doors.of(lease.source or lease.url)
        door.failed += 1
        door.problem = f"{lease.url}: {problem}"
        where = f"`{KEYS[lease.kind]}` in {self.outlet.path}"
        self.logger.error("%s: %s (%s)", lease.url, problem, f"{remedy}; {where}" if remedy else where)

    def unchanged(self, lease: Lease) -> None:
        """A source has nothing new."""
        self.count("sources/unchanged")
        self.doors.of(lease.source or lease.url).unchanged += 1

    def read(self, lease: Lease) -> None:
        """A source was read to its end."""
        self.doors.of(lease.source or lease.url).read += 1

    def links(self, lease: Lease, tally: Counter[str]) -> None:
        """A source was read: what became of its links."""
        self.doors.of(lease.source or lease.url).links.update(tally)
        found = tally.total()
        said = ", ".join(f"{count} {verdict}" for verdict, count in tally.items()) or "none"
        self.logger.info("%s: %s (%s)", lease.url, counted(found, "link"), said)
        if tally["over `pages`"] and not self._full:
            self._full = True
            bound = f"`pages` = {self.outlet.pages} in {self.outlet.path}"
            self.logger.warning("%s: links over %s are left; raise it if they are articles", lease.url, bound)
        if found and tally["refused"] + tally["elsewhere"] == found:
            section = self.spider.arguments.section
            rules = f"follow, skip and sections in {self.outlet.path}"
            asked = f"-a section={section} and {rules}" if section else rules
            self.logger.warning("%s: of %s none passes %s", lease.url, counted(found, "link"), asked)

    def introduce(self) -> None:
        """Ask once for a contact address when other people's servers are about to be called."""
        from crawler.settings import CONTACT_URL  # noqa: PLC0415 - a settings module is not for import elsewhere

        ours = self.spider.settings["CONTACT_URL"]
        if ours == CONTACT_URL and not all(map(_is_loopback, self.outlet.hosts)):
            self.logger.warning(
                "CONTACT_URL is not set: say who you are with -s CONTACT_URL=https://... or in your settings"
            )

    def failure(self) -> str | None:
        """The reason to close with where a crawl was not whole: `partly_failed` or `failed`."""
        count = self.spider.crawler.stats.get_value
        got = any(map(count, ("pages/fetched", "pages/unchanged", "sources/unchanged")))
        troubles = ["sources/failed", "pages/unfetched", "archive/failed", "spider_exceptions/count"]
        if not got:  # of many pages some are always gone or forbidden, but not all
            troubles += ["pages/error", "pages/forbidden"]
        if any(map(count, troubles)):
            return "partly_failed" if got else "failed"
        return None


def _is_loopback(host: str) -> bool:
    name = urlsplit(f"//{host}").hostname or ""
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
