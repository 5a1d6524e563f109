"""How pages print dates, counts and addresses: filters of their templates."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from archive.terminal import counted

_LENGTHS = {"year": 4, "month": 7, "day": 10}
_LONGEST_URL = 70  # characters shown


def known_date(stored: str, precision: str | None) -> str:
    """The part of a stored date that is known, for machines: `2026-03`, `2026-03-01T20:15`."""
    return stored[: _LENGTHS.get(precision or "second", 16)]


def spoken_date(stored: str, precision: str | None) -> str:
    """The part of a stored date that is known, for people: `March 2026`, `1 March 2026`."""
    at = datetime.fromisoformat(stored)
    match precision:
        case "year":
            return f"{at.year}"
        case "month":
            return f"{at:%B} {at.year}"
        case "second":
            return f"{at.day} {at:%B} {at.year}, {at:%H:%M}"
    return f"{at.day} {at:%B} {at.year}"


def short_url(url: str) -> str:
    """An address without its scheme, cut in the middle of a long path."""
    parts = urlsplit(url)
    short = f"{parts.netloc}{parts.path}".rstrip("/")
    return short if len(short) <= _LONGEST_URL else f"{short[: _LONGEST_URL - 20]}…{short[-19:]}"


FILTERS = {
    "counted": counted,
    "known_date": known_date,
    "short_url": short_url,
    "spoken_date": spoken_date,
}
