"""Crawler traps are skipped: URLs that repeat, endless calendars and filtered lists. Pure.

Only URLs that no article has are recognised. The limits on pages and depth stop the other traps.
"""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit, urlunsplit

PATH, CALENDAR, FILTERS = "repeating path", "calendar", "filters"

DEEP = "too deep"  # the log counts skipped URLs by these four reasons

_REPEATS = 3  # a sequence of path segments that repeats this often in a row is a trap

_MAX_PARAMETERS = 8

_YEARS_AHEAD = 1  # a page may be dated this many years after the present one

_OLDEST_YEAR = 1990  # before the web: a calendar that goes further back is a trap

_DATED_PATH = re.compile(r"/((?:19|20)\d\d)[/-](?:0[1-9]|1[0-2])(?=[/-]|$)")

_YEAR_PARAMETERS = frozenset(("year", "yr", "yyyy", "calyear", "cal_year"))

_MONTH_PARAMETERS = frozenset(("month", "mon", "mm", "calmonth", "cal_month", "week", "day"))

_DATE_PARAMETERS = frozenset(("date", "ym", "calendar", "cal", "tribe-bar-date"))

_YEAR = re.compile(r"(\d{4})")

_DATE = re.compile(r"(\d{4})-?(?:0[1-9]|1[0-2])(?:-?[0-3]\d)?")

# Parameters that sort, page and filter lists. One alone makes few views; two or more make endlessly many.
_FILTER_PARAMETERS = frozenset((
    "sort", "sortby", "sort_by", "order", "orderby", "order_by", "dir", "direction", "asc", "desc", "filter",
    "filters", "facet", "facets", "per_page", "perpage", "pagesize", "page_size",
    "limit", "min_price", "max_price", "min_rating", "color", "colour", "size", "brand", "genre", "tag",
    "tags",
))  # fmt: skip

# Parameters that always hold a session id; below, those that hold one only if their value looks like it.
_SESSION_NAME = re.compile(r"phpsessid|jsessionid|aspsessionid\w*|cftoken|oscsid|zenid|sessid", re.I)

_POSSIBLE_SESSION_NAME = re.compile(r"sid|s|session|sessionid|session_id", re.I)

_SESSION_ID = re.compile(r"[0-9a-f]{32,}|(?=[^&]*\d)(?=[^&]*[a-z])(?=[^&]*[A-Z])[\w,-]{24,}")

_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid)=[^/?#;]*", re.I)


def strip_session(url: str) -> str:
    """The URL without its session id, with which every visit would make all pages look new."""
    parts = urlsplit(url)
    pairs = parts.query.split("&")
    remaining = [pair for pair in pairs if not _is_session(*pair.partition("=")[::2])]
    if len(remaining) < len(pairs):  # ColdFusion's visitor number goes with its session token
        remaining = [pair for pair in remaining if pair.partition("=")[0].lower() != "cfid"]
    return urlunsplit(parts._replace(path=_SESSION_IN_PATH.sub("", parts.path), query="&".join(remaining)))


def _is_session(name: str, value: str) -> bool:
    return bool(
        _SESSION_NAME.fullmatch(name)
        or (_POSSIBLE_SESSION_NAME.fullmatch(name) and _SESSION_ID.fullmatch(value))
    )


def find_trap(url: str, now: datetime) -> str | None:
    """Why the URL looks like a crawler trap: `PATH`, `CALENDAR` or `FILTERS`; None if it does not.

    Args:
        url: a fetch key.
        now: calendar pages far after it have no articles.
    """
    parts = urlsplit(url)
    query = [(name.lower(), value) for name, value in parse_qsl(parts.query, keep_blank_values=True)]
    if _repeats([segment for segment in parts.path.split("/") if segment]):
        return PATH
    if _is_empty_date(parts.path, query, now.year):
        return CALENDAR
    return FILTERS if _is_filtered_list(query) else None


def _repeats(segments: list[str]) -> bool:
    """Whether a sequence of path segments repeats three times in a row: `/a/b/a/b/a/b`."""
    count = len(segments)
    return any(
        segments[start : start + length] * _REPEATS == segments[start : start + length * _REPEATS]
        for length in range(1, count // _REPEATS + 1)
        for start in range(count - length * _REPEATS + 1)
    )


def _is_empty_date(path: str, query: list[tuple[str, str]], this_year: int) -> bool:
    """Whether the URL has a date that no article has: far in the future, or in a query before the web."""
    in_path = _DATED_PATH.search(path)
    if in_path and int(in_path[1]) > this_year + _YEARS_AHEAD:
        return True
    in_months = bool({name for name, _ in query} & _MONTH_PARAMETERS)
    years = [_YEAR.fullmatch(value) for name, value in query if in_months and name in _YEAR_PARAMETERS]
    years += [_DATE.fullmatch(value) for name, value in query if name in _DATE_PARAMETERS]
    return any(year and not _OLDEST_YEAR <= int(year[1]) <= this_year + _YEARS_AHEAD for year in years)


def _is_filtered_list(query: list[tuple[str, str]]) -> bool:
    """Whether the URL is one of endlessly many sorted or filtered views of a list."""
    names = [name.partition("[")[0] for name, _ in query]
    bracketed = any(
        "[" in name and bare in _FILTER_PARAMETERS for (name, _), bare in zip(query, names, strict=True)
    )
    return bracketed or len(set(names) & _FILTER_PARAMETERS) > 1 or len(names) > _MAX_PARAMETERS
