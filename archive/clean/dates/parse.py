"""Parse printed dates: machine formats, the month as a word, relative dates. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from archive.model import Moment, Precision

_EARLIEST = 1900

_ISO = re.compile(
    r"(?P<date>(?:19|20)\d\d-\d\d?(?:-\d\d?)?)"
    r"(?:[T\s]+(?P<time>\d\d?:\d\d(?::\d\d)?)(?:[.,]\d+)?\s*(?P<half>[ap]\.?m\b\.?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?|[A-Z]{3,4}\b)?)?(?![\d-])",
    re.I,
)

_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)(Z|[+-]\d\d:?\d\d)?)?")

_SINCE_1970 = re.compile(r"(\d{10})(?:\d{3})?")

_JAVASCRIPT = re.compile(r"\w{3} (\w{3} \d\d \d{4} \d\d:\d\d:\d\d GMT[+-]\d{4})")

_SLASHED_YEAR_FIRST = re.compile(r"((?:19|20)\d\d)[/.](\d\d?)[/.](\d\d?)(?!\d)")

_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"

_PATH_DATE = re.compile(
    r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?=[/-]))(?:[/-]?([0-2]\d|3[01]))?(?=[/_+-]|$)",
    re.I,
)

_WORD = r"[^\W\d_](?:[^\W\d_]|[\u0e31-\u0e4e\u200c]){2,14}\.?"  # signs of Thai are no letters to `re`

_YEAR = r"(?:19|20|25)\d\d\b"  # 25: Thailand counts from the Buddha's death

_BUDDHIST, _BUDDHIST_FROM = 543, 2400

_TIME = (
    r"(?:(?:\s*[,@|·•–—-]\s*|\s+(?:at|um|à|a\slas|às|om|alle)\s+|\s+)\d{1,2}[:.h]\d\d(?:[:.]\d\d)?"
    r"\s*(?:[ap]\.?m\.?)?(?:\s*\(?(?:[A-Z]{2,4}|[+-]\d\d:?\d\d)\b\)?)?)?"
)

_WORDED = re.compile(
    rf"(?P<full>(?:\b\d{{1,2}}(?:st|nd|rd|th|er|º|ª|\.)?,?\s*(?:of\s|de\s)?\s*{_WORD},?\s*(?:de\s|del\s|พ\.ศ\.\s)?\s*{_YEAR}"
    rf"|\b{_WORD}\s*\d{{1,2}}(?:st|nd|rd|th|\.)?\s*,?\s*(?:19|20)\d\d\b"
    rf"|\b\d{{1,2}}-{_WORD}-(?:19|20)\d\d\b"
    rf"|(?:19|20)\d\d年\s*\d{{1,2}}月\s*\d{{1,2}}日){_TIME})"
    rf"|(?P<month>\b{_WORD}\s+(?:de\s)?(?:19|20)\d\d\b)",
    re.I,
)

# Japan counts years from the beginning of an era: 令和元年 is 2019. Era: the year before its first.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}

_ERA_DATE = re.compile(r"(令和|平成|昭和)\s?(元|\d{1,2})年\s?(\d{1,2})月\s?(\d{1,2})日")

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

# The precision of a relative date by its unit; a pattern for the unit's first letters in several languages.
_UNIT_PRECISION: tuple[tuple[str, Precision], ...] = (
    (r"y(?:ea)?rs?\b|\by\b|jahr|\ban(?:s|née)?\b|\baño|\bano|\bann[oi]\b|jaar|年", "year"),
    (r"mo(?:nth)?s?\b|monat|mois|\bmes(?:es)?\b|mês|\bmes[ei]\b|maand|か月|ヶ月", "month"),
    (
        r"h(?:(?:ou)?rs?)?\b|min|sec|\bs\b|now|stunde|heure|hora|or[ae]\b|uur|uren|seconde|時間|分|秒",
        "second",
    ),
)

# The first letters of the months in languages with Latin letters: a fast test before dateparser, which is
# slow.
_MONTH_START = re.compile(
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|jän|mär|mai|okt|dez|fév|fev|avr|juin|juil|aoû|aou|déc|ene|abr|ago|"
    r"dic|gen|mag|giu|lug|set|ott|out|maa|mrt|mei|maj|kwi|cze|lip|sie|wrz|paź|lis|gru|sty|lut|[^\x00-\u024f]",
    re.I,
)

# English-speaking regions that put the day first. "en-US" is not evidence of the opposite: templates declare
# it on pages from everywhere.
_DAY_FIRST = frozenset(("en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za"))

_MACHINE_SETTINGS = {"PREFER_DATES_FROM": "past", "PREFER_DAY_OF_MONTH": "first"}


def parse_machine(text: str, captured_at: datetime) -> Moment | None:
    """The date in an attribute or data field: ISO 8601 as pages write it, RFC 2822 or YYYYMMDD; else None."""
    text = text.strip()
    moment = _iso(text) or _compact(text) or _script_time(text) or _mail(text)
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
    match = _ISO.match(text)
    if not match:
        found_slashed = _SLASHED_YEAR_FIRST.match(text)
        return _moment("-".join(found_slashed.groups()), "day") if found_slashed else None
    if not match["time"]:
        return _moment(match["date"], "day" if match["date"].count("-") == 2 else "month")
    zone = (match["zone"] or "").upper()
    moment = _moment(match["date"], "second", match["time"], zone if zone[:1] in ("+", "-") else "")
    if moment and match["half"]:
        half = 12 if match["half"][0] in "pP" else 0
        moment = replace(moment, at=moment.at.replace(hour=moment.at.hour % 12 + half))
    if moment and zone.isalpha() and zone not in ("Z", "UTC", "GMT"):
        from dateparser.timezone_parser import pop_tz_offset_from_string  # noqa: PLC0415 - slow to import

        _, named = pop_tz_offset_from_string(f"{match['time']} {zone}")
        offset = named.utcoffset(None) if named else timedelta()
        moment = replace(moment, at=moment.at.replace(tzinfo=timezone(offset)))
    return moment


def _compact(text: str) -> Moment | None:
    match = _COMPACT.fullmatch(text)
    if not match:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    if hour is None:
        return _moment(f"{year}-{month}-{day}", "day")
    return _moment(
        f"{year}-{month}-{day}", "second", f"{hour}:{minute}:{second}", "" if zone in (None, "Z") else zone
    )


def _script_time(text: str) -> Moment | None:
    """Seconds or milliseconds since 1970, or the form of JavaScript: `Tue Jan 06 2026 10:00:00 GMT+0100 (CET)`."""
    try:
        if match := _SINCE_1970.fullmatch(text):
            return Moment(datetime.fromtimestamp(int(match[1]), UTC))
        if match := _JAVASCRIPT.match(text):
            return Moment(datetime.strptime(match[1], "%b %d %Y %H:%M:%S GMT%z"))
    except ValueError:
        pass
    return None


def _mail(text: str) -> Moment | None:
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return Moment(at if at.tzinfo else at.replace(tzinfo=UTC))


def _moment(date: str, precision: Precision, time: str = "", zone: str = "") -> Moment | None:
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


def find_dates(
    text: str, captured_at: datetime, languages: tuple[str, ...]
) -> Iterator[tuple[int, str, Moment]]:
    """The dates in a line of text, as (index of its first character, as printed, moment).

    Dates with the month as a word, ISO dates, numeric and relative dates. A date such as 03/04/2025 counts
    only if it is unambiguous: its day is above 12, or the language or region puts the day first.

    Args:
        languages: in order of preference, as lower-case primary subtags ("de") or with a region ("en-gb").
    """
    taken: list[tuple[int, int]] = []
    if not text.isascii():  # digits of Arabic, Persian, Thai ...
        text = "".join(str(int(char)) if char.isdecimal() else char for char in text)
    for match in _WORDED.finditer(text):
        moment = _with_month_word(match, captured_at, languages)
        if moment and plausible(moment, captured_at):
            taken.append(match.span())
            yield match.start(), match.group().strip(), moment
    for match in (*_ISO.finditer(text), *_SLASHED_YEAR_FIRST.finditer(text)):
        moment = parse_machine(match.group(), captured_at)
        if moment and moment.precision != "month":
            taken.append(match.span())
            yield match.start(), match.group(), moment
    for match in _ERA_DATE.finditer(text):
        era, year, month, day = match.groups()
        moment = _moment(f"{_ERAS[era] + (1 if year == '元' else int(year))}-{month}-{day}", "day")
        if moment and plausible(moment, captured_at):
            taken.append(match.span())
            yield match.start(), match.group(), moment
    for match in _DOTTED.finditer(text):
        moment = _numeric(match, languages)
        if moment and plausible(moment, captured_at):
            taken.append(match.span())
            yield match.start(), match.group(), moment
    for match in _RELATIVE.finditer(text):
        if not any(start <= match.start() < end for start, end in taken):
            moment = _relative(match.group(), captured_at, languages)
            if moment:
                yield match.start(), match.group(), moment


def _parse(text: str, languages: tuple[str, ...], **settings: object) -> datetime | None:
    """Parse with dateparser, in the given languages only: trying all that it knows takes seconds."""
    from dateparser import parse  # noqa: PLC0415 - slow to import, and most pages print dates for machines

    primary = dict.fromkeys(tag.partition("-")[0] for tag in languages)
    for tried in (primary, ("en",)):  # ValueError: a language that dateparser does not know
        try:
            return parse(text, languages=list(tried), settings=settings)  # type: ignore[no-any-return]
        except (ValueError, OverflowError, RecursionError):
            continue
    return None


def _with_month_word(
    match: re.Match[str], captured_at: datetime, languages: tuple[str, ...]
) -> Moment | None:
    only_month = match["month"] is not None
    settings = {
        **_MACHINE_SETTINGS,
        "REQUIRE_PARTS": ["month", "year"] if only_month else ["day", "month", "year"],
    }
    if not _MONTH_START.search(match.group()):
        return None
    text = re.sub(r"[@|·•–—()]|(?<=\d)\.(?=[^\W\d_])|(?<=[^\W\d_])\.(?=\d)", " ", match.group())
    text = re.sub(r"(?<=\d)h(?=\d\d)", ":", re.sub(r"\b(?:de|del|of)\b|พ\.ศ", " ", text))
    at = _parse(text, languages, **settings)
    timed = not only_month and bool(re.search(r"\d[:.h]\d\d", text))
    if at is None and timed:
        at, timed = (
            _parse(text[: text.index(":")].rsplit(" ", 1)[0], languages, **settings) if ":" in text else None,
            False,
        )
    if at is None:
        return None
    if at.year > _BUDDHIST_FROM:
        at = at.replace(year=at.year - _BUDDHIST)
    precision: Precision = "month" if only_month else "second" if timed else "day"
    return Moment(at if at.tzinfo else at.replace(tzinfo=UTC), precision)


def _numeric(match: re.Match[str], languages: tuple[str, ...]) -> Moment | None:
    """The day of a date such as 03/04/2025; None where day and month cannot be told apart."""
    first, second, year = match.groups()
    primaries = [tag.partition("-")[0] for tag in languages]
    if (
        primaries[0] == "en"
    ):  # of a page in English, a template in another language says more than one in its own
        primaries = [tag for tag in primaries if tag != "en"] or ["en"]
    day_first = int(first) > 12 or primaries[0] not in ("en", "zh", "ja", "ko")
    if not day_first and int(second) <= 12 and first != second:
        if languages[0] not in _DAY_FIRST:
            return None
        day_first = True
    day, month = (first, second) if day_first else (second, first)
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
