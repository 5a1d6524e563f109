"""How long to wait before the next request to a host. Pure: times come in as arguments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from protego import Protego

from crawler.schedule.retries import doubling_wait

MAX_FAILURES = 5  # after so many failures in a row, a host is left alone for an hour or more

_MAX_BACKOFF = timedelta(minutes=1)  # the longest wait before that

_FIRST_PAUSE, _MAX_PAUSE = timedelta(hours=1), timedelta(days=1)

_MAX_RETRY_AFTER = timedelta(days=30)  # a host that asks for more has probably made a mistake


def robots_spacing(robots: bytes, agent: str) -> float:
    """Seconds between two requests that a robots.txt asks of `agent`.

    If it has both a Crawl-delay and a Request-rate, the longer one counts. A Request-rate of five a minute
    becomes one request in twelve seconds. It is obeyed at all hours, even if it names some.
    """
    return rules_spacing(Protego.parse(robots.decode("utf-8-sig", errors="ignore")), agent)


def rules_spacing(rules: Protego, agent: str) -> float:
    """`robots_spacing` for rules already parsed; 0 if they ask for no delay."""
    rate = rules.request_rate(agent)
    return max(rules.crawl_delay(agent) or 0.0, rate.seconds / rate.requests if rate else 0.0)


def parse_retry_after(header: str | None, now: datetime) -> timedelta | None:
    """The wait that a Retry-After header asks for, in seconds or as a date; None if it cannot be read."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=min(int(text), 10**9)), _MAX_RETRY_AFTER)
    try:
        date = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError):
        return None
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return min(max(date - now, timedelta(0)), _MAX_RETRY_AFTER)


def backoff(failures: int, spacing: float) -> timedelta:
    """The wait after this many failures in a row.

    It begins with twice the spacing and doubles up to a minute. From `MAX_FAILURES` on it is an hour, then
    two, and so on up to a day.

    Args:
        failures: 1 or more.
        spacing: seconds between two requests to the host.
    """
    if failures < MAX_FAILURES:
        return min(timedelta(seconds=min(spacing, 3600.0) * 2.0**failures), _MAX_BACKOFF)
    return doubling_wait(_FIRST_PAUSE, failures - MAX_FAILURES, _MAX_PAUSE)


def seconds_until_turn(spacing: float, last_response: float | None, now: float) -> float:
    """Seconds until the next request may be sent to a host.

    The spacing counts from the response, not the request, so that the host never sees two requests closer
    than that, however long they travel.

    Args:
        last_response: when the last response came; None if there was none.
        now: by the same clock as `last_response`.
    """
    return 0.0 if last_response is None else max(0.0, min(spacing, last_response + spacing - now))
