"""What crawls that run are doing, as a display shows it. Read in the event loop, from memory alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from scrapy.crawler import Crawler

from archive.terminal import duration
from crawler.politeness.host_state import Host, HostStates
from crawler.shutdown import is_closing
from crawler.spiders.outlet import OutletSpider


@dataclass(frozen=True, slots=True)
class Activity:
    """What a crawl is doing: `words`, the same for many crawls, and more about this one."""

    words: str
    detail: str = ""

    def __str__(self) -> str:
        return self.words + self.detail


@dataclass(frozen=True, slots=True)
class CrawlState:
    """A crawl that runs.

    Attributes:
        pages: number of pages done.
        new: number of new articles.
        seconds: since it began.
    """

    outlet: str
    pages: int
    new: int
    seconds: float
    activity: Activity


@dataclass(frozen=True, slots=True)
class CrawlsState:
    """All crawls of `matinee crawl`.

    Attributes:
        running: the crawls that run, those that began first first.
        outlets: number of all crawls.
        ended: number of crawls that have ended.
        pages, new: pages done and new articles, of all crawls.
        seconds: since the first crawl began.
    """

    running: Sequence[CrawlState]
    outlets: int
    ended: int
    pages: int
    new: int
    seconds: float


def read_activity(crawler: Crawler) -> Activity:
    """What a crawl is doing."""
    spider = crawler.spider
    if not isinstance(spider, OutletSpider) or not spider.has_begun:
        return Activity("starting")
    if is_closing(crawler):
        return Activity("ending")
    requests = len(spider.leases.sent) + spider.is_reading_source
    if requests or not spider.leases.in_cleaning:
        states = HostStates.running(crawler)
        waiting = waiting_for(states.hosts if states else (), datetime.now(UTC), requests)
        if waiting:
            return waiting
    if spider.is_reading_source:
        return Activity("reading sources")
    if spider.leases.in_cleaning:
        return Activity("cleaning")
    return Activity("choosing pages")


def waiting_for(hosts: Sequence[Host], now: datetime, requests: int) -> Activity | None:
    """What the crawl waits for, of the hosts that it uses; None if for none.

    Args:
        requests: number of requests without a result.
    """
    busy = [host for host in hosts if host.turn.locked()] if requests else []
    left_alone = [host for host in busy or hosts if host.remaining_wait(now)]
    if left_alone:
        host = min(left_alone, key=lambda host: host.remaining_wait(now))
        left = duration(host.remaining_wait(now).total_seconds())
        return Activity("backing off", f" for {left} ({host.reason or 'it failed'})")
    if not busy:
        return None
    soonest = min(host.seconds_until_turn(now) for host in busy)
    if soonest > 0:
        return Activity("pausing", f" for {duration(soonest)}")
    return Activity("waiting for an answer")
