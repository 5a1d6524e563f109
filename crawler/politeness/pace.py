"""How soon a host may be asked again. Pure: times come in as arguments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from protego import Protego

from crawler.schedule.retries import doubling_wait

ENOUGH = 5  # failures in a row after which a host is left until later

_BACKOFF = timedelta(minutes=1)  # the longest wait between failures before that

_LEFT, _LEFT_AT_MOST = timedelta(hours=1), timedelta(days=1)

_OBEYED = timedelta(days=30)  # a host that asks for more than that has lost its calendar


def asked_spacing(robots: bytes, agent: str) -> float:
    """Seconds between two requests that a robots.txt asks of `agent`: Crawl-delay or Request-rate.

    Where it names both, the longer holds. A Request-rate of five in a minute is kept as one in twelve
    seconds, and at all hours, whatever hours it names: politer than asked for cannot be wrong.
    """
    return spacing_of(Protego.parse(robots.decode("utf-8-sig", errors="ignore")), agent)


def spacing_of(rules: Protego, agent: str) -> float:
    """`asked_spacing` of rules that were parsed; 0 where they ask for none."""
    rate = rules.request_rate(agent)
    return max(rules.crawl_delay(agent) or 0.0, rate.seconds / rate.requests if rate else 0.0)


def retry_after(header: str | None, now: datetime) -> timedelta | None:
    """The wait that a Retry-After header asks for, in seconds or as a date; None where it says nothing."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=min(int(text), 10**9)), _OBEYED)
    try:
        date = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError):
        return None
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return min(max(date - now, timedelta(0)), _OBEYED)


def after_failures(failures: int, spacing: float) -> timedelta:
    """The wait after so many failures in a row.

    It doubles from twice the spacing up to a minute; a host that fails `ENOUGH` times is left for an hour,
    then two, and so on up to a day.

    Args:
        failures: 1 or more.
        spacing: seconds between two requests that the host's rules ask for.
    """
    if failures < ENOUGH:
        return min(timedelta(seconds=min(spacing, 3600.0) * 2.0**failures), _BACKOFF)
    return doubling_wait(_LEFT, failures - ENOUGH, _LEFT_AT_MOST)


def until_turn(spacing: float, answered: float | None, now: float) -> float:
    """Seconds until a host may be asked again.

    Args:
        answered: when its last request was; counted from there, so that the host itself never sees two
            requests closer than the rule, however long they travel. None: it was not asked.
        now: by the same clock as `answered`.
    """
    return 0.0 if answered is None else max(0.0, min(spacing, answered + spacing - now))
