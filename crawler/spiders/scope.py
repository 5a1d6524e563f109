"""The scope of one crawl: which links the outlet accepts, and which pages are within the crawl's limits."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from urllib.parse import unquote, urlsplit

from crawler.frontier import Frontier, Lease, Offer
from crawler.frontier.outlet_sources import link_rules_digest, named_sources
from crawler.outlet.arguments import Arguments
from crawler.outlet.outlet import Outlet, Section
from crawler.sources.links import Link, fetch_key


class CrawlScope:
    """Decides which links and pages one crawl takes, and counts the pages.

    Args:
        outlet: its file says which URLs it accepts, and limits its sections.
        arguments: what the user limited this crawl to.

    Attributes:
        rules: digest of the outlet's rules for links.
        round: id of the first crawl of this round, in which each source is read once; set by `open`.
        waiting_hosts: hosts that this crawl must not request from again.
    """

    def __init__(self, outlet: Outlet, arguments: Arguments) -> None:
        self.outlet = outlet
        self.rules = link_rules_digest(outlet)
        self.round = 0
        self._arguments = arguments
        self.limit = arguments.limit
        self.since = arguments.since
        self.named_keys = frozenset(filter(None, map(fetch_key, arguments.urls)))
        self.section = Section(arguments.section) if arguments.section else None
        self.waiting_hosts: set[str] = set()
        self._taken: Counter[str | None] = Counter()
        self._limits = {section.path: section.limit for section in outlet.sections if section.limit}

    def open(self, frontier: Frontier, crawl_id: int, now: datetime) -> None:
        """Begin a crawl in the outlet's frontier: queue its sources, or the pages that the user named."""
        sources = () if self._arguments.urls else tuple(named_sources(self.outlet))
        self.round = frontier.begin(sources, crawl_id, now)
        named = [self.named_page(url) for url in self._arguments.urls]
        listed = [] if named else filter(None, (self.offer(Link(url)) for url in self.outlet.urls))
        frontier.pages.offer([*named, *listed], now)
        if self._arguments.refetch:
            frontier.pages.refetch(self.wants, self.limit)

    def offer(self, link: Link) -> Offer | None:
        """The frontier's entry for a link; None if the outlet does not accept it."""
        key = fetch_key(link.url)
        if key is None or not self.outlet.accepts(key):
            return None
        section = self.outlet.find_section(key)
        return Offer(key, link.hint, link.lastmod, section.path if section else None)

    def named_page(self, url: str) -> Offer:
        """The frontier's entry for a page that the user named: it is fetched even if it is known."""
        key = fetch_key(url)
        assert key is not None, url  # read_arguments refuses other URLs
        section = self.outlet.find_section(key)
        return Offer(key, section=section.path if section else None, named=True)

    def wants(self, lease: Lease) -> bool:
        """Whether this crawl may fetch a page."""
        if self.named_keys and lease.url not in self.named_keys:
            return False
        if lease.host in self.waiting_hosts or not self.in_section(lease.url):
            return False
        if self.since and lease.published and lease.published < self.since:
            return False
        limit = self._limits.get(lease.section or "")
        return limit is None or self._taken[lease.section] < limit

    def in_section(self, url: str) -> bool:
        """Whether a URL is in the section that this crawl is limited to."""
        return self.section is None or self.section.contains(unquote(urlsplit(url).path))

    def count_page(self, lease: Lease) -> None:
        """Count a page as fetched."""
        self._taken[lease.section] += 1

    @property
    def room(self) -> int | None:
        """The number of pages that may still be fetched; None for any number."""
        return None if self.limit is None else max(0, self.limit - self._taken.total())
