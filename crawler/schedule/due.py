"""When an outlet is crawled next, computed from its past crawls. Pure: times come in as arguments.

A fixed interval begins at the start of the last successful crawl. An adaptive interval is as long as the
outlet takes to publish one new article. After a failed crawl the next try comes within an hour; each further
failure doubles the wait.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Literal

from crawler.crawl_ending import Retry, find_ending
from crawler.outlet.interval import CrawlInterval
from crawler.schedule.retries import doubling_wait

Why = Literal["never crawled", "interrupted", "failed", "rhythm"]

MAX_INTERVALS = 10  # the adaptive interval is learned from so many intervals between crawls

_MIN_INTERVALS = 2

_FIRST_RETRY, _MAX_RETRY = timedelta(hours=1), timedelta(days=7)

# A daily cron job may start a second earlier than the day before. So an outlet is due a little early.
_SLACK = 1 / 24  # of the interval


@dataclass(frozen=True, slots=True)
class PastCrawl:
    """A past crawl of an outlet.

    Attributes:
        started_at: aware.
        end_reason: None if the crawl is running, or its process was killed.
        new: how many new articles it stored.
        whole_outlet: False if the user asked for a part of the outlet. Such a crawl changes no schedule.
    """

    started_at: datetime
    end_reason: str | None
    new: int = 0
    whole_outlet: bool = True

    @property
    def succeeded(self) -> bool:
        """Whether the outlet was read."""
        return self.retry is Retry.BY_SCHEDULE

    @property
    def retry(self) -> Retry:
        """When to crawl again after it."""
        return find_ending(self.end_reason).retry


@dataclass(frozen=True, slots=True)
class NextCrawl:
    """When an outlet is crawled next.

    Attributes:
        due_at: aware; None if the outlet was never crawled.
        every: the present interval between two crawls.
        why: the reason for the time; "rhythm" is the interval after a successful crawl.
    """

    due_at: datetime | None
    every: timedelta
    why: Why

    def is_due(self, now: datetime) -> bool:
        """Whether that is now, or in less than a twenty-fourth of `every`."""
        return self.due_at is None or now >= self.due_at - self.every * _SLACK


def next_crawl(past: Sequence[PastCrawl], interval: CrawlInterval) -> NextCrawl:
    """When to crawl an outlet next.

    Args:
        past: the outlet's crawls, oldest first.
    """
    every = adaptive_interval(past, interval)
    crawls = [crawl for crawl in past if crawl.whole_outlet]
    if not crawls:
        return NextCrawl(None, every, "never crawled")
    last = crawls[-1]
    if last.succeeded:
        return NextCrawl(last.started_at + every, every, "rhythm")
    failures = sum(crawl.retry is not Retry.AT_ONCE for crawl in _since_success(crawls))
    if last.retry is Retry.AT_ONCE_THE_FIRST_TIME:
        failures -= 1
    if last.retry is Retry.AT_ONCE or not failures:
        return NextCrawl(last.started_at, every, "interrupted")
    return NextCrawl(last.started_at + retry_wait(failures, every), every, "failed")


def retry_wait(failures: int, every: timedelta) -> timedelta:
    """The wait after this many failures in a row: an hour (or `every` if shorter), doubled up to a week."""
    return doubling_wait(min(_FIRST_RETRY, every), failures - 1, max(_MAX_RETRY, every))


def adaptive_interval(past: Sequence[PastCrawl], interval: CrawlInterval) -> timedelta:
    """The time in which the outlet publishes one new article, within the bounds; a fixed interval unchanged.

    The first crawl is not counted: it also stores the outlet's older articles. A crawl that stored far more
    than the others probably found older ones too, so its count is capped.
    """
    if interval.bounds is None:
        return interval.every
    intervals = list(_intervals(past))[-MAX_INTERVALS:]
    if len(intervals) < _MIN_INTERVALS:
        return interval.every
    cap = 3 * median(new for _, new in intervals) + 3
    time = sum((length for length, _ in intervals), timedelta())
    new = sum(min(new, cap) for _, new in intervals)
    shortest, longest = interval.bounds
    # Half an article is added, so that a week without articles does not make the interval infinite.
    return min(max(time / (new + 0.5), shortest), longest)


def _intervals(past: Sequence[PastCrawl]) -> Iterator[tuple[timedelta, int]]:
    """From each successful crawl to the next: the time between them and the number of new articles."""
    since: datetime | None = None
    new = 0
    for crawl in past:
        new += crawl.new
        if crawl.succeeded and crawl.whole_outlet:
            if since and crawl.started_at > since:
                yield crawl.started_at - since, new
            since, new = crawl.started_at, 0


def _since_success(crawls: Sequence[PastCrawl]) -> list[PastCrawl]:
    last_success = max((index for index, crawl in enumerate(crawls) if crawl.succeeded), default=-1)
    return list(crawls[last_success + 1 :])
