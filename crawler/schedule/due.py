"""What is due, and when next, from what past crawls of an outlet came to. Pure: times come in.

A fixed rhythm counts from the start of the last crawl that read the outlet. An adaptive one is as long as the
outlet takes to bring one new article. After a failure the next try comes sooner at first, then later and
later.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Literal

from crawler.crawl_ending import Retry, ending_of
from crawler.outlet.interval import Rhythm
from crawler.schedule.retries import doubled

Why = Literal["never crawled", "interrupted", "failed", "rhythm"]

LOOKBACK = 10  # crawls that a rhythm is learned from

_FEWEST = 2

_FIRST_RETRY, _LONGEST_RETRY = timedelta(hours=1), timedelta(days=7)

# A daily cron job starts a second earlier one day than the other: what is nearly due is due.
_SLACK = 1 / 24


@dataclass(frozen=True, slots=True)
class PastCrawl:
    """One crawl that was.

    Attributes:
        started_at: aware.
        end_reason: None where it is under way, or its process was killed.
        new: articles that it brought.
        whole: False where a person asked for a part of the outlet, which changes no schedule.
    """

    started_at: datetime
    end_reason: str | None
    new: int = 0
    whole: bool = True

    @property
    def good(self) -> bool:
        """Whether the outlet was read."""
        return self.retry is Retry.BY_SCHEDULE

    @property
    def retry(self) -> Retry:
        """When to crawl again after it."""
        return ending_of(self.end_reason).retry


@dataclass(frozen=True, slots=True)
class NextCrawl:
    """When an outlet is to be crawled next.

    Attributes:
        due_at: aware; None where it never was crawled.
        every: the time between two crawls, as it is now.
        why: what the time comes from.
    """

    due_at: datetime | None
    every: timedelta
    why: Why

    def is_due(self, now: datetime) -> bool:
        """Whether that is now, or a twenty-fourth of `every` from now."""
        return self.due_at is None or now >= self.due_at - self.every * _SLACK


def next_crawl_of(past: Sequence[PastCrawl], rhythm: Rhythm) -> NextCrawl:
    """When to crawl next.

    Args:
        past: the outlet's crawls, oldest first.
    """
    every = learned(past, rhythm)
    crawls = [crawl for crawl in past if crawl.whole]
    if not crawls:
        return NextCrawl(None, every, "never crawled")
    last = crawls[-1]
    if last.good:
        return NextCrawl(last.started_at + every, every, "rhythm")
    failures = sum(crawl.retry is not Retry.AT_ONCE for crawl in _since_good(crawls))
    if last.retry is Retry.AT_ONCE_THE_FIRST_TIME:
        failures -= 1
    if last.retry is Retry.AT_ONCE or not failures:
        return NextCrawl(last.started_at, every, "interrupted")
    return NextCrawl(last.started_at + retry(failures, every), every, "failed")


def retry(failures: int, every: timedelta) -> timedelta:
    """The wait after so many failures in a row: an hour (or `every`), doubled with each; a week at most."""
    return doubled(min(_FIRST_RETRY, every), failures - 1, max(_LONGEST_RETRY, every))


def learned(past: Sequence[PastCrawl], rhythm: Rhythm) -> timedelta:
    """The time in which the outlet brings one new article, within the bounds; a fixed rhythm as it is.

    What a crawl brought counts for the time since the one before, so the first, which takes in the past of
    the outlet, counts for nothing; a crawl that brought far more than the others found more of that past.
    """
    if rhythm.bounds is None:
        return rhythm.every
    spans = list(_spans(past))[-LOOKBACK:]
    if len(spans) < _FEWEST:
        return rhythm.every
    most = 3 * median(new for _, new in spans) + 3
    time = sum((length for length, _ in spans), timedelta())
    new = sum(min(new, most) for _, new in spans)
    shortest, longest = rhythm.bounds
    # Half an article more than there was: nothing in a week does not mean nothing ever.
    return min(max(time / (new + 0.5), shortest), longest)


def _spans(past: Sequence[PastCrawl]) -> Iterator[tuple[timedelta, int]]:
    """From each crawl that read the outlet to the next: the time, and what came in it."""
    since: datetime | None = None
    new = 0
    for crawl in past:
        new += crawl.new
        if crawl.good and crawl.whole:
            if since and crawl.started_at > since:
                yield crawl.started_at - since, new
            since, new = crawl.started_at, 0


def _since_good(crawls: Sequence[PastCrawl]) -> list[PastCrawl]:
    good = max((place for place, crawl in enumerate(crawls) if crawl.good), default=-1)
    return list(crawls[good + 1 :])
