"""Parse the dates that machines write: ISO 8601, mail, scripts, compact, in a URL's path. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from archive.clean.vocabulary import word_lists
from archive.model import Moment, Precision

_EARLIEST = 1900

ISO = re.compile(
    r"(?P<date>(?:19|20)\d\d-\d\d?(?:-\d\d?)?)"
    r"(?:[T\s]+(?P<time>\d\d?:\d\d(?::\d\d)?)(?:[.,]\d+)?\s*(?P<half>[ap]\.?m\b\.?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?|[A-Z]{2,4}\b)?)?(?![\d-])",
    re.I,
)

_ZONES = {name: float(hours) for hours, names in word_lists("zones").items() for name in names}

_SINCE_1970 = re.compile(r"(\d{10})(?:\d{3})?")

_JAVASCRIPT = re.compile(r"\w{3} (\w{3} \d\d \d{4} \d\d:\d\d:\d\d GMT[+-]\d{4})")

SLASHED_YEAR_FIRST = re.compile(r"((?:19|20)\d\d)[/.](\d\d?)[/.](\d\d?)(?!\d)")

_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"

_PATH_DATE = re.compile(
    r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?=[/-]))(?:[/-]?([0-2]\d|3[01]))?(?=[/_+-]|$)",
    re.I,
)


def parse_machine(text: str, captured_at: datetime) -> Moment | None:
    """The date in an attribute or data field: ISO 8601 as pages write it, RFC 2822 or YYYYMMDD; else None."""
    text = text.strip()
    moment = _iso(text) or _other(text)
    return moment if moment and plausible(moment, captured_at) else None


def date_in_path(path: str) -> tuple[str, str] | None:
    """The date in a URL's path: as in the path, and as `YYYY-MM[-DD]`; None for none."""
    match = _PATH_DATE.search(path)
    if not match:
        return None
    year, month, day = match.groups()
    month = month if month.isdigit() else f"{_MONTHS.index(month[:3].lower()) // 3 + 1:02}"
    return match.group().strip("/"), "-".join(part for part in (year, month, day) if part)


def _iso(text: str) -> Moment | None:
    match = ISO.match(text)
    if not match:
        found_slashed = SLASHED_YEAR_FIRST.match(text)
        return moment_at("-".join(found_slashed.groups()), "day") if found_slashed else None
    if not match["time"]:
        return moment_at(match["date"], "day" if match["date"].count("-") == 2 else "month")
    zone = (match["zone"] or "").upper()
    moment = moment_at(match["date"], "second", match["time"], zone if zone[:1] in ("+", "-") else "")
    if moment and match["half"]:
        half = 12 if match["half"][0] in "pP" else 0
        moment = replace(moment, at=moment.at.replace(hour=moment.at.hour % 12 + half))
    if moment and zone in _ZONES:
        moment = replace(moment, at=moment.at.replace(tzinfo=timezone(timedelta(hours=_ZONES[zone]))))
    return moment


def _other(text: str) -> Moment | None:
    """The basic form of ISO 8601, seconds since 1970, JavaScript's or a mail's date."""
    try:
        if match := _SINCE_1970.fullmatch(text):
            return Moment(datetime.fromtimestamp(int(match[1]), UTC))
        if len(text) == 8 and text.isdigit():
            return Moment(datetime.strptime(text, "%Y%m%d").replace(tzinfo=UTC), "day")
        if match := _JAVASCRIPT.match(text):
            return Moment(datetime.strptime(match[1], "%b %d %Y %H:%M:%S GMT%z"))
        at = datetime.fromisoformat(text) if text[8:9] == "T" else parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return Moment(at if at.tzinfo else at.replace(tzinfo=UTC))


def moment_at(date: str, precision: Precision, time: str = "", zone: str = "") -> Moment | None:
    """The moment of `Y-M-D` and `H:M[:S]`, not necessarily padded; None if there is no such day or time."""
    year, month, *day = (int(part) for part in date.split("-"))
    clock = [int(part) for part in time.split(":")] if time else []
    if zone:
        digits = zone.replace(":", "")
        zone = f"{digits[:3]}:{digits[3:5] or '00'}"
    try:
        hour, minute, second = (*clock, 0, 0, 0)[:3]
        at = datetime(year, month, day[0] if day else 1, hour, minute, second)
        offset = datetime.fromisoformat(f"2000-01-01T00:00{zone}").tzinfo if zone else UTC
    except ValueError:
        return None
    return Moment(at.replace(tzinfo=offset), precision)


def plausible(moment: Moment, captured_at: datetime) -> bool:
    """Whether an article captured at `captured_at` can have this date: not the epoch, not the future."""
    if moment.at.year < _EARLIEST or (moment.at.year, moment.at.month, moment.at.day) == (1970, 1, 1):
        return False
    return moment.at <= captured_at + timedelta(days=1)
