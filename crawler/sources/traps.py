"""Addresses that lead in circles or on for ever: what a source names is looked at before it is taken. Pure.

Only what no article's address looks like is refused; the bounds on pages and depth hold the rest.
"""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit, urlunsplit

PATH, CALENDAR, FILTERS = "repeating path", "calendar", "filters"

DEEP = "too deep"  # the four are tallied in the log

_ROUNDS = 3  # a sequence of segments that comes so often in a row is a circle

_MOST_PARAMETERS = 8

_AHEAD = 1  # years after this one that a page may be dated

_OLDEST = 1990  # calendars by query go back no further: there was no web

_DATED_PATH = re.compile(r"/((?:19|20)\d\d)[/-](?:0[1-9]|1[0-2])(?=[/-]|$)")

_YEARS = frozenset(("year", "yr", "yyyy", "calyear", "cal_year"))

_MONTHS = frozenset(("month", "mon", "mm", "calmonth", "cal_month", "week", "day"))

_DATES = frozenset(("date", "ym", "calendar", "cal", "tribe-bar-date"))

_YEAR = re.compile(r"(\d{4})")

_DATE = re.compile(r"(\d{4})-?(?:0[1-9]|1[0-2])(?:-?[0-3]\d)?")

# What lists are sorted, cut and narrowed by. One of them is a view; two make as many as they have values.
_FILTERS = frozenset((
    "sort", "sortby", "sort_by", "order", "orderby", "order_by", "dir", "direction", "asc", "desc", "filter",
    "filters", "facet", "facets", "per_page", "perpage", "pagesize", "page_size",
    "limit", "min_price", "max_price", "min_rating", "color", "colour", "size", "brand", "genre", "tag",
    "tags",
))  # fmt: skip

# Parameters that name a visit and never a page, and those that do where their value looks like one's name.
_SESSIONS = re.compile(r"phpsessid|jsessionid|aspsessionid\w*|cftoken|oscsid|zenid|sessid", re.I)

_LIKELY = re.compile(r"sid|s|session|sessionid|session_id", re.I)

_TOKEN = re.compile(r"[0-9a-f]{32,}|(?=[^&]*\d)(?=[^&]*[a-z])(?=[^&]*[A-Z])[\w,-]{24,}")

_IN_PATH = re.compile(r";(?:jsessionid|phpsessid)=[^/?#;]*", re.I)


def without_session(url: str) -> str:
    """A URL without the name of a visit, where it surely is one: else each visit would see all pages anew."""
    parts = urlsplit(url)
    pairs = parts.query.split("&")
    kept = [pair for pair in pairs if not _is_session(*pair.partition("=")[::2])]
    if len(kept) < len(pairs):  # ColdFusion's number of a visitor, beside its token
        kept = [pair for pair in kept if pair.partition("=")[0].lower() != "cfid"]
    return urlunsplit(parts._replace(path=_IN_PATH.sub("", parts.path), query="&".join(kept)))


def _is_session(name: str, value: str) -> bool:
    return bool(_SESSIONS.fullmatch(name) or (_LIKELY.fullmatch(name) and _TOKEN.fullmatch(value)))


def trap(url: str, now: datetime) -> str | None:
    """Why an address looks like one of endlessly many: `PATH`, `CALENDAR` or `FILTERS`; else None.

    Args:
        url: a fetch key.
        now: calendars that lead far beyond it have no articles in them.
    """
    parts = urlsplit(url)
    query = [(name.lower(), value) for name, value in parse_qsl(parts.query, keep_blank_values=True)]
    if _circles([segment for segment in parts.path.split("/") if segment]):
        return PATH
    if _far_off(parts.path, query, now.year):
        return CALENDAR
    return FILTERS if _narrows(query) else None


def _circles(segments: list[str]) -> bool:
    """Whether a sequence of segments follows on itself again and again: `/a/b/a/b/a/b`."""
    count = len(segments)
    return any(
        segments[start : start + length] * _ROUNDS == segments[start : start + length * _ROUNDS]
        for length in range(1, count // _ROUNDS + 1)
        for start in range(count - length * _ROUNDS + 1)
    )


def _far_off(path: str, query: list[tuple[str, str]], this_year: int) -> bool:
    """Whether a dated address is of a time of which nobody has written."""
    in_path = _DATED_PATH.search(path)
    if in_path and int(in_path[1]) > this_year + _AHEAD:
        return True
    in_months = bool({name for name, _ in query} & _MONTHS)
    years = [_YEAR.fullmatch(value) for name, value in query if in_months and name in _YEARS]
    years += [_DATE.fullmatch(value) for name, value in query if name in _DATES]
    return any(year and not _OLDEST <= int(year[1]) <= this_year + _AHEAD for year in years)


def _narrows(query: list[tuple[str, str]]) -> bool:
    """Whether it is one view of a list among endlessly many."""
    names = [name.partition("[")[0] for name, _ in query]
    bracketed = any("[" in name and bare in _FILTERS for (name, _), bare in zip(query, names, strict=True))
    return bracketed or len(set(names) & _FILTERS) > 1 or len(names) > _MOST_PARAMETERS
