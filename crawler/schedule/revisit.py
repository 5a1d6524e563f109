"""When to request a known page again. Pure: times come in as arguments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_MAX_DOUBLINGS = 8  # after so many wrong claims, a source may trigger one request in 2**8 hours


def next_revisit(published: datetime | None, plan: Sequence[timedelta], now: datetime) -> datetime | None:
    """When the outlet's revisit plan requests a page next.

    Args:
        published: when the page was published, from where ages count; None to count from `now`.
        plan: the ages at which a page is requested again (`revisit` in the outlet's file).
        now: aware; when the page was fetched.

    Returns:
        The next time in the plan; None if the plan is over.
    """
    start = min(published, now) if published else now
    return min((start + age for age in plan if start + age > now), default=None)


def changed_since_fetch(lastmod: str | None, asked_at: str | None, looks: int, now: datetime) -> bool:
    """Whether a source says that the page changed since it was fetched, and the claim is credible.

    Args:
        lastmod: the date of the last change, as the source prints it.
        asked_at: when the page was last fetched, ISO 8601; None if never.
        looks: how many conditional requests in a row found the page unchanged. Some sitemaps give every
            page a new date each day, so each such request doubles the time in which claims are ignored.
    """
    changed = parse_date(lastmod)
    if changed is None or asked_at is None:
        return False
    fetched = datetime.fromisoformat(asked_at)
    ignored = timedelta(hours=2 ** min(looks, _MAX_DOUBLINGS)) if looks else timedelta()
    return fetched < changed <= now + timedelta(days=1) and now - fetched >= ignored


def parse_date(printed: str | None) -> datetime | None:
    """The aware time of a W3C or RFC 822 date, as feeds and sitemaps print them; None for other text."""
    if not printed:
        return None
    text = printed.strip()
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(text)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None
