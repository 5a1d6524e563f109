"""When to look at a page again. Pure: times come in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_LONGEST_DOUBT = 8  # looks in vain; after so many, a source's word is good for one look in 2**8 hours


def next_look(published: datetime | None, plan: Sequence[timedelta], now: datetime) -> datetime | None:
    """When an outlet's plan has a page looked at again.

    Args:
        published: the plan counts from here; from `now` where nobody knows.
        plan: ages of a page, each with one look.
        now: aware; the page was just answered.

    Returns:
        The first point of the plan that is to come, or None.
    """
    start = min(published, now) if published else now
    return min((start + age for age in plan if start + age > now), default=None)


def is_newer(lastmod: str | None, asked_at: str | None, looks: int, now: datetime) -> bool:
    """Whether a source says that a page changed since it was asked for.

    Args:
        lastmod: as the source printed it.
        asked_at: when the page was answered last, ISO 8601; None for never.
        looks: conditional ones in a row that found nothing new. Some sitemaps date every page anew each day:
            each look in vain doubles the time for which such a source is not believed.
    """
    changed = moment_of(lastmod)
    if changed is None or asked_at is None:
        return False
    asked = datetime.fromisoformat(asked_at)
    patience = timedelta(hours=2 ** min(looks, _LONGEST_DOUBT)) if looks else timedelta()
    return asked < changed <= now + timedelta(days=1) and now - asked >= patience


def moment_of(printed: str | None) -> datetime | None:
    """A W3C or RFC 822 date as feeds and sitemaps print them, aware; None for anything else."""
    if not printed:
        return None
    text = printed.strip()
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None
