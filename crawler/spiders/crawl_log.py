"""The log lines and statistics of one crawl, and the reason that it ends with."""

from __future__ import annotations

from collections import Counter
from ipaddress import ip_address
from logging import Logger, LoggerAdapter
from typing import Any
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.statscollectors import StatsCollector

from archive.db.outcomes import GONE_STATUSES
from archive.terminal import counted
from crawler.crawl_ending import FAILED, PARTLY_FAILED
from crawler.frontier import Lease
from crawler.frontier.crawl_stats import NO_STATUS, STATUS_PREFIX, UNANSWERED_STAT, CrawlSources, SourceStats
from crawler.frontier.outlet_sources import SOURCE_KEYS, named_sources
from crawler.outlet.outlet import Outlet
from crawler.politeness.failures import CORRECT_URL
from crawler.settings import CONTACT_URL

# A crawl is incomplete if one of these statistics is above 0.
_PROBLEM_STATS = ("sources/failed", "pages/unfetched", "archive/failed", "spider_exceptions/count")

# Some of many pages are always gone or forbidden, so these count only if no page at all was fetched.
_PROBLEM_STATS_WITHOUT_PAGES = ("pages/error", "pages/forbidden")


class CrawlLog:
    """The log lines and statistics of one crawl.

    Args:
        outlet: the outlet that is crawled.
        stats: Scrapy's statistics of the crawl.
        logger: the spider's logger.
        section: the path given with `-a section`, if any.

    Attributes:
        sources: statistics of each source in the outlet's file.
    """

    def __init__(
        self,
        outlet: Outlet,
        stats: StatsCollector,
        logger: Logger | LoggerAdapter[Any],
        section: str | None = None,
    ) -> None:
        self.outlet = outlet
        self.logger = logger
        self.sources = CrawlSources(source.url for source in named_sources(outlet))
        self._stats = stats
        self._section = section
        self._warned_of_bound = False
        self._own_links: Counter[str] = Counter()  # by source: its links to hosts of the outlet

    def count(self, name: str) -> None:
        """Add one to a statistic, such as `pages/fetched`."""
        self._stats.inc_value(name)

    def page_unfetched(self, lease: Lease, problem: str, *, has_answer: bool) -> None:
        """Count and log a page that could not be fetched, and keep the first for `matinee status`.

        Args:
            has_answer: it answered with an error, which is captured, and counted by its outcome.
        """
        self.count("pages/unfetched")
        if not has_answer:
            self.count(UNANSWERED_STAT)
        self.logger.warning("%s: %s", lease.url, problem)
        source = self._source(lease)
        source.problem = source.problem or f"{lease.url}: {problem}"

    def named_page_failed(self, lease: Lease, problem: str) -> None:
        """Log why a page was not requested that the user named, and keep it for `matinee status`."""
        self.logger.warning("%s: %s", lease.url, problem)
        self._source(lease).problem = f"{lease.url}: {problem}"

    def request_failed(self, error: BaseException | None) -> None:
        """Count a request that was sent and got no response. Requests that were never sent do not count."""
        if not isinstance(error, HttpError | IgnoreRequest):
            self.count(f"{STATUS_PREFIX}{NO_STATUS}")

    def source_failed(self, lease: Lease, problem: str, remedy: str) -> None:
        """Count and log a source that could not be read."""
        self.count("sources/failed")
        source = self._source(lease)
        source.failed += 1
        source.problem = f"{lease.url}: {problem}"
        where = f"`{SOURCE_KEYS[lease.kind]}` in {self.outlet.path}"
        if lease.source not in (None, lease.url):  # nobody can correct it there
            remedy, where = "" if remedy == CORRECT_URL else remedy, f"{lease.source} leads there; {where}"
        self.logger.error("%s: %s (%s)", lease.url, problem, f"{remedy}; {where}" if remedy else where)

    def is_past_the_end(self, lease: Lease, status: int | None) -> bool:
        """Whether a source is a later page of a listing that is not there: the listing ends before it."""
        if lease.kind != "listing" or lease.source in (None, lease.url) or status not in GONE_STATUSES:
            return False
        self.logger.info("%s: HTTP %s, so %s ends before it", lease.url, status, lease.source)
        return True

    def source_unchanged(self, lease: Lease) -> None:
        """Count a source that is unchanged."""
        self.count("sources/unchanged")
        self._source(lease).unchanged += 1

    def source_read(self, lease: Lease) -> None:
        """Count a source that was read completely."""
        self._source(lease).read += 1

    def source_links(self, lease: Lease, tally: Counter[str], foreign: Counter[str]) -> None:
        """Log the verdicts on a source's links, and warn if all are on other hosts.

        Args:
            tally: number of links by verdict; see `SourceReader`.
            foreign: number of links by host, of those that are on no host of the outlet.
        """
        self._source(lease).links.update(tally)
        total = tally.total()
        verdicts = ", ".join(f"{count} {verdict}" for verdict, count in tally.items()) or "none"
        self.logger.info("%s: %s (%s)", lease.url, counted(total, "link"), verdicts)
        if tally["over `pages`"] and not self._warned_of_bound:
            self._warned_of_bound = True
            bound = f"`pages` = {self.outlet.pages} in {self.outlet.path}"
            self.logger.warning("%s: links over %s are skipped; raise it for more articles", lease.url, bound)
        if total and foreign.total() == total:
            host = foreign.most_common(1)[0][0]
            self.logger.warning(
                "%s: %s, all on other hosts (%s); if the outlet's pages are there, add it to `hosts` in %s",
                *(lease.url, counted(total, "link"), host, self.outlet.path),
            )
        else:
            self._own_links[lease.source or lease.url] += total - foreign.total()

    def warn_of_refused(self) -> None:
        """Warn of each source of the outlet's file whose links its rules refuse all, at the end of a crawl.

        Of the sitemaps that an index names, some may list nothing but tags and authors.
        """
        rules = f"follow, skip and sections in {self.outlet.path}"
        rules = f"-a section={self._section} and {rules}" if self._section else rules
        for url, own in self._own_links.items():
            links = self.sources.stats(url).links
            total = links.total() - links["onward"]  # which lead to further sources
            if own and links["refused"] + links["elsewhere"] == total:
                self.logger.warning("%s: none of %s is accepted by %s", url, counted(total, "link"), rules)
        self._own_links.clear()

    def warn_without_contact(self, contact_url: str) -> None:
        """Warn if servers on other machines are about to be crawled without a contact address of the user."""
        if contact_url == CONTACT_URL and not all(map(_is_loopback, self.outlet.hosts)):
            self.logger.warning(
                "CONTACT_URL is not set: set it with -s CONTACT_URL=https://... or in your settings,"
                " so that sites can reach you"
            )

    def reason_to_close(self) -> str | None:
        """`partly_failed` or `failed` if the crawl is incomplete; else None."""
        count = self._stats.get_value
        any_success = any(map(count, ("pages/fetched", "pages/unchanged", "sources/unchanged")))
        problems = _PROBLEM_STATS if any_success else _PROBLEM_STATS + _PROBLEM_STATS_WITHOUT_PAGES
        if any(map(count, problems)):
            return PARTLY_FAILED if any_success else FAILED
        return None

    def _source(self, lease: Lease) -> SourceStats:
        return self.sources.stats(lease.source or lease.url)


def _is_loopback(host: str) -> bool:
    name = urlsplit(f"//{host}").hostname or ""
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
