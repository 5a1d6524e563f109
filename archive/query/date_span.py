"""Read a date that a person gives as a filter as a span of time."""

from __future__ import annotations

import calendar
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_LAST_DAYS = re.compile(r"(?:the )?(?:last|past) (\d{1,4}) (day|week|month|year)s?", re.IGNORECASE)

DAY_OR_LONGER = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True, slots=True)
class Span:
    """A span of time.

    Attributes:
        first, last: the first and the last second in it, aware in UTC; they may be the same.
    """

    first: datetime
    last: datetime


def read_span(text: str, now: datetime) -> Span:
    """Read `2024`, `2024-05-17`, an ISO time, or words: "last week", "last 30 days", "3 days ago".

    Args:
        now: an aware time, which relative words count from. Times without a zone are UTC.

    Raises:
        ValueError: `text` is none of these, or is ambiguous, such as 05/06/2024.
    """
    text = text.strip()
    if match := DAY_OR_LONGER.fullmatch(text):
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        return _calendar_span(year, month, day)
    with suppress(ValueError):  # `20240517` and the other forms of a day in ISO 8601
        whole = date.fromisoformat(text)
        return _calendar_span(whole.year, whole.month, whole.day)
    with suppress(ValueError):
        moment = _as_utc(datetime.fromisoformat(text)).replace(microsecond=0)
        return Span(moment, moment)
    return _span_from_words(text, now)


def _calendar_span(year: int, month: int | None = None, day: int | None = None) -> Span:
    first = datetime(year, month or 1, day or 1, tzinfo=UTC)
    last_month = month or 12
    last_day = day or calendar.monthrange(year, last_month)[1]
    return Span(first, datetime(year, last_month, last_day, 23, 59, 59, tzinfo=UTC))


def _span_from_words(text: str, now: datetime) -> Span:
    if not re.search(r"[^\W\d_]", text):
        raise ValueError(f"not a date: {text!r}")
    if match := _LAST_DAYS.fullmatch(text):
        start = _span_from_words(f"{match[1]} {match[2]}s ago", now)
        return Span(start.first, _as_utc(now).replace(microsecond=0))
    from dateparser.date import DateDataParser  # noqa: PLC0415 (slow to import, and words are rarely used)

    settings = {"RELATIVE_BASE": _as_utc(now).replace(tzinfo=None), "PREFER_DATES_FROM": "past"}
    parsed = DateDataParser(languages=["en"], settings=settings).get_date_data(text)
    if parsed.date_obj is None:
        raise ValueError(f"not a date: {text!r}")
    at = _as_utc(parsed.date_obj)
    # "a year ago" means a day; "last year" means a year.
    period = "day" if text.lower().endswith("ago") else parsed.period
    if period == "week":
        monday = at - timedelta(days=at.weekday())
        first, sunday = _calendar_span(monday.year, monday.month, monday.day), monday + timedelta(days=6)
        return Span(first.first, _calendar_span(sunday.year, sunday.month, sunday.day).last)
    return _calendar_span(
        at.year, None if period == "year" else at.month, None if period in ("year", "month") else at.day
    )


def _as_utc(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
