"""Printed dates to moments: machine formats, the month as a word, relative ones. Pure text work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from archive.model import Moment, Precision

_EARLIEST = 1900

_ISO = re.compile(
    r"(?P<date>(?:19|20)\d\d-\d\d?(?:-\d\d?)?)"
    r"(?:[T\s]+(?P<time>\d\d?:\d\d(?::\d\d)?)(?:[.,]\d+)?\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?)?(?![\d-])",
    re.I,
)

_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)(Z|[+-]\d\d:?\d\d)?)?")

_SLASHED_YEAR_FIRST = re.compile(r"((?:19|20)\d\d)[/.](\d\d?)[/.](\d\d?)(?!\d)")

_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"

_PATH_DATE = re.compile(
    r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?=[/-]))(?:[/-]?([0-2]\d|3[01]))?(?=[/_+-]|$)",
    re.I,
)

_WORD = r"[^\W\d_]{3,12}\.?"

_TIME = (
    r"(?:(?:\s*[,@|·•–—-]\s*|\s+(?:at|um|à|a\slas|às|om|alle)\s+|\s+)\d{1,2}[:.h]\d\d(?:[:.]\d\d)?"
    r"\s*(?:[ap]\.?m\.?)?(?:\s*\(?(?:[A-Z]{2,4}|[+-]\d\d:?\d\d)\b\)?)?)?"
)

_WORDED = re.compile(
    rf"(?P<full>(?:\b\d{{1,2}}(?:st|nd|rd|th|er|º|ª|\.)?,?\s*(?:of\s|de\s)?\s*{_WORD},?\s*(?:de\s|del\s)?\s*(?:19|20)\d\d\b"
    rf"|\b{_WORD}\s*\d{{1,2}}(?:st|nd|rd|th)?\s*,?\s*(?:19|20)\d\d\b"
    rf"|\b\d{{1,2}}-{_WORD}-(?:19|20)\d\d\b"
    rf"|(?:19|20)\d\d年\s*\d{{1,2}}月\s*\d{{1,2}}日){_TIME})"
    rf"|(?P<month>\b{_WORD}\s+(?:de\s)?(?:19|20)\d\d\b)",
    re.I,
)

# Japan's years count from the beginning of an era: 令和元年 is 2019.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}

_OF_ERA = re.compile(r"(令和|平成|昭和)\s?(元|\d{1,2})年\s?(\d{1,2})月\s?(\d{1,2})日")

_DOTTED = re.compile(r"\b(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)\d\d)\b")

_AGO = r"(?:an?|one|\d{1,3}|eine[mnr]?|une?|un[ao]?|een)\s*"

_UNIT = (
    r"(?:sec(?:ond)?s?|min(?:ute)?s?|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:eeks?)?|mo(?:nth)?s?|y(?:(?:ea)?rs?)?)"
)

_RELATIVE = re.compile(
    rf"\b(?:(?:about|over|almost|nearly|more\s+than|around)\s+)?{_AGO}{_UNIT}\s+ago\b"
    r"|\b(?:just now|yesterday|today|gestern|heute|vorgestern|hier|aujourd['’]hui|ayer|hoy|ieri)\b(?!['’]s)"
    r"|\b(?:oggi|ontem|hoje|gisteren|vandaag)\b"
    r"|\blast\s+(?:week|month|year|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
    rf"|\bvor\s+(?:etwa\s+|ca\.\s+)?{_AGO}[^\W\d]+|\bil\s+y\s+a\s+(?:environ\s+)?{_AGO}[^\W\d]+|\bhace\s+{_AGO}[^\W\d]+|\bhá\s+{_AGO}[^\W\d]+"
    rf"|\b{_AGO}[^\W\d]+\s+(?:fa|geleden|atrás)\b|\d+\s*(?:秒|分|時間|日|週間|か月|ヶ月|年)前|昨日|今日",
    re.I,
)

# What the unit of a relative date says of its precision, by how its word begins.
_UNIT_PRECISION: tuple[tuple[str, Precision], ...] = (
    (r"y(?:ea)?rs?\b|\by\b|jahr|\ban(?:s|née)?\b|\baño|\bano|\bann[oi]\b|jaar|年", "year"),
    (r"mo(?:nth)?s?\b|monat|mois|\bmes(?:es)?\b|mês|\bmes[ei]\b|maand|か月|ヶ月", "month"),
    (
        r"h(?:(?:ou)?rs?)?\b|min|sec|\bs\b|now|stunde|heure|hora|or[ae]\b|uur|uren|seconde|時間|分|秒",
        "second",
    ),
)

# How the months begin in the languages with Latin letters: a quick test before dateparser's slow one.
_MONTH_START = re.compile(
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|jän|mär|mai|okt|dez|fév|fev|avr|juin|juil|aoû|aou|déc|ene|abr|ago|"
    r"dic|gen|mag|giu|lug|set|ott|out|maa|mrt|mei|maj|kwi|cze|lip|sie|wrz|paź|lis|gru|sty|lut|[^\x00-\u024f]",
    re.I,
)

# Where English puts the day first. A template's own "en-US" says nothing: it stands on pages from everywhere.
_DAY_FIRST = frozenset(("en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za"))

_MACHINE_SETTINGS = {"PREFER_DATES_FROM": "past", "PREFER_DAY_OF_MONTH": "first"}


def parse_machine(text: str, captured_at: datetime) -> Moment | None:
    """A date from an attribute or a data field: ISO 8601 in its many spellings, RFC 2822, YYYYMMDD."""
    text = text.strip()
    moment = _iso(text) or _compact(text) or _mail(text)
    return moment if moment and plausible(moment, captured_at) else None


def date_in_path(path: str) -> tuple[str, str] | None:
    """The date in an address's path: as it stands there, and as `YYYY-MM[-DD]`."""
    found = _PATH_DATE.search(path)
    if not found:
        return None
    year, month, day = found.groups()
    month = month if month.isdigit() else f"{_MONTHS.index(month[:3].lower()) // 3 + 1:02}"
    return found.group().strip("/"), "-".join(part for part in (year, month, day) if part)


def _iso(text: str) -> Moment | None:
    found = _ISO.match(text)
    if not found:
        found_slashed = _SLASHED_YEAR_FIRST.match(text)
        return _moment("-".join(found_slashed.groups()), "day") if found_slashed else None
    if not found["time"]:
        return _moment(found["date"], "day" if found["date"].count("-") == 2 else "month")
    zone = (found["zone"] or "").upper()
    return _moment(found["date"], "second", found["time"], "" if zone in ("Z", "UTC", "GMT") else zone)


def _compact(text: str) -> Moment | None:
    found = _COMPACT.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    if hour is None:
        return _moment(f"{year}-{month}-{day}", "day")
    return _moment(
        f"{year}-{month}-{day}", "second", f"{hour}:{minute}:{second}", "" if zone in (None, "Z") else zone
    )


def _mail(text: str) -> Moment | None:
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return Moment(at if at.tzinfo else at.replace(tzinfo=UTC))


def _moment(date: str, precision: Precision, time: str = "", zone: str = "") -> Moment | None:
    """A moment from `Y-M-D` and `H:M[:S]`, digits unpadded; None where there is no such day or time."""
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
    """Whether a moment can be that of an article seen at `captured_at`: no epoch, no future."""
    if moment.at.year < _EARLIEST or (moment.at.year, moment.at.month, moment.at.day) == (1970, 1, 1):
        return False
    return moment.at <= captured_at + timedelta(days=1)


def find_dates(
    text: str, captured_at: datetime, languages: tuple[str, ...]
) -> Iterator[tuple[int, str, Moment]]:
    """The dates that a person would read in a line, as (where it begins, as printed, moment).

    Dates with the month as a word, ISO dates and relative dates. A figure such as 03/04/2025 counts only
    where it can be read in one way: by its day above 12, or in a language or region that puts the day first.

    Args:
        languages: to be tried in turn, as primary subtags ("de") or with a region ("en-gb"), lower case.
    """
    taken: list[tuple[int, int]] = []
    for found in _WORDED.finditer(text):
        moment = _worded(found, captured_at, languages)
        if moment and plausible(moment, captured_at):
            taken.append(found.span())
            yield found.start(), found.group().strip(), moment
    for found in (*_ISO.finditer(text), *_SLASHED_YEAR_FIRST.finditer(text)):
        moment = parse_machine(found.group(), captured_at)
        if moment and moment.precision != "month":
            taken.append(found.span())
            yield found.start(), found.group(), moment
    for found in _OF_ERA.finditer(text):
        era, year, month, day = found.groups()
        moment = _moment(f"{_ERAS[era] + (1 if year == '元' else int(year))}-{month}-{day}", "day")
        if moment and plausible(moment, captured_at):
            taken.append(found.span())
            yield found.start(), found.group(), moment
    for found in _DOTTED.finditer(text):
        moment = _figures(found, languages)
        if moment and plausible(moment, captured_at):
            taken.append(found.span())
            yield found.start(), found.group(), moment
    for found in _RELATIVE.finditer(text):
        if not any(start <= found.start() < end for start, end in taken):
            moment = _relative(found.group(), captured_at, languages)
            if moment:
                yield found.start(), found.group(), moment


def _parse(text: str, languages: tuple[str, ...], **settings: object) -> datetime | None:
    """dateparser, which over all its languages takes seconds: always told which to read."""
    from dateparser import parse  # noqa: PLC0415 - slow to import, and most pages print dates for machines

    primary = dict.fromkeys(tag.partition("-")[0] for tag in languages)
    for known in (primary, ("en",)):  # A language that dateparser does not know is a ValueError.
        try:
            return parse(text, languages=list(known), settings=settings)  # type: ignore[no-any-return]
        except (ValueError, OverflowError, RecursionError):
            continue
    return None


def _worded(found: re.Match[str], captured_at: datetime, languages: tuple[str, ...]) -> Moment | None:
    only_month = found["month"] is not None
    settings = {
        **_MACHINE_SETTINGS,
        "REQUIRE_PARTS": ["month", "year"] if only_month else ["day", "month", "year"],
    }
    if not _MONTH_START.search(found.group()):
        return None
    text = re.sub(r"[@|·•–—()]|(?<=\d)\.(?=[^\W\d_])|(?<=[^\W\d_])\.(?=\d)", " ", found.group())
    text = re.sub(r"(?<=\d)h(?=\d\d)", ":", text)
    at = _parse(text, languages, **settings)
    timed = not only_month and bool(re.search(r"\d[:.h]\d\d", text))
    if at is None and timed:
        at, timed = (
            _parse(text[: text.index(":")].rsplit(" ", 1)[0], languages, **settings) if ":" in text else None,
            False,
        )
    if at is None:
        return None
    precision: Precision = "month" if only_month else "second" if timed else "day"
    return Moment(at if at.tzinfo else at.replace(tzinfo=UTC), precision)


def _figures(found: re.Match[str], languages: tuple[str, ...]) -> Moment | None:
    one, two, year = found.groups()
    day_first = int(one) > 12 or languages[0].partition("-")[0] not in ("en", "zh", "ja", "ko")
    if not day_first and int(two) <= 12 and one != two:
        if languages[0] not in _DAY_FIRST:
            return None
        day_first = True
    day, month = (one, two) if day_first else (two, one)
    return _moment(f"{year}-{month}-{day}", "day")


def _relative(text: str, captured_at: datetime, languages: tuple[str, ...]) -> Moment | None:
    base = captured_at.astimezone(UTC).replace(tzinfo=None)
    cleaned = re.sub(
        r"\b(?:etwa|ca\.|environ|about|over|almost|nearly|more\s+than|around)\s+", "", text, flags=re.I
    )
    at = _parse(cleaned, languages, RELATIVE_BASE=base, PREFER_DATES_FROM="past")
    if at is None or at > base + timedelta(days=1):
        return None
    precision: Precision = next((p for unit, p in _UNIT_PRECISION if re.search(unit, text, re.I)), "day")
    return Moment(at.replace(tzinfo=UTC), precision)
