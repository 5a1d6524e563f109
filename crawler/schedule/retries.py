"""How long to wait before a failed request is sent again. Pure."""

from __future__ import annotations

from datetime import timedelta

MAX_WAIT = timedelta(minutes=1)  # a crawl waits this long for a page; later pages go to the next crawl

ROBOTS_MAX_AGE = timedelta(days=1)  # then robots.txt is fetched again (RFC 9309, 2.4)

_FIRST_RETRY, _MAX_RETRY = timedelta(hours=1), timedelta(days=7)


def doubling_wait(first: timedelta, times: int, longest: timedelta) -> timedelta:
    """The wait `first`, doubled this many times, but at most `longest`."""
    return min(first * 2.0 ** min(times, 30), longest)


def wait_in_crawl(tries: int, delay: float) -> timedelta:
    """The wait before the next try in the same crawl: twice the delay, doubled with each failure.

    Args:
        tries: how many tries failed before this one.
        delay: seconds between two requests to the host.
    """
    return timedelta(seconds=delay * 2.0 ** (tries + 1))


def wait_for_next_crawl(tries: int) -> timedelta:
    """The wait before a later crawl tries: an hour, doubled with each failure, at most a week."""
    return doubling_wait(_FIRST_RETRY, tries, _MAX_RETRY)


def is_failure(status: int) -> bool:
    """Whether the HTTP status means that the host could not answer, so that the request is tried again."""
    return status >= 500 or status in {408, 429}
