"""When to ask again for what failed. Pure."""

from __future__ import annotations

from datetime import timedelta

PATIENCE = timedelta(minutes=1)  # that a crawl stays up for a page whose turn comes

RULES_LAST = timedelta(days=1)  # robots.txt may say something else after that (RFC 9309, 2.4)

_FIRST, _LONGEST = timedelta(hours=1), timedelta(days=7)


def doubled(first: timedelta, times: int, longest: timedelta) -> timedelta:
    """A wait that was doubled so many times, and never was longer than `longest`."""
    return min(first * 2.0 ** min(times, 30), longest)


def next_try(tries: int, delay: float) -> timedelta:
    """The wait before the next try in the same crawl.

    Args:
        tries: that failed before this one.
        delay: of the host, seconds; the wait doubles from twice of it.
    """
    return timedelta(seconds=delay * 2.0 ** (tries + 1))


def next_crawl(tries: int) -> timedelta:
    """The wait before another crawl tries: an hour, doubled with each failure, a week at most."""
    return doubled(_FIRST, tries, _LONGEST)


def is_failure(status: int) -> bool:
    """Whether an HTTP status says that the host could not answer, so that it is asked again."""
    return status >= 500 or status in {408, 429}
