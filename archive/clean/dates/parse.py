"""Parse dates as machines write them and as people print them: a month as a word, figures, relative. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from archive.clean.dates.languages import DateLanguages
from archive.clean.patterns import load_patterns
from archive.clean.vocabulary import word_lists, word_set
from archive.model import Moment, Precision

PATTERNS = load_patterns("dates")

_ISO, _JAVASCRIPT, _PATH = map(PATTERNS.compiled, ("{iso}", "{javascript}", "{path}"))
_WORDED, _CLOCK, _BESIDE_MONTH = map(PATTERNS.compiled, ("{worded}", "{clock}", "{beside_month}"))
_DOTTED, _SHORT_YEAR, _SLASHED, _ERA_DATE = (
    re.compile(PATTERNS[name]) for name in ("dotted", "short_year", "slashed", "era")
)
_WEEKDAY, _RELATIVE, _NAME = map(PATTERNS.compiled, ("{weekday}", "{relative}", "{word}"))

_SINCE_1970 = re.compile(r"(\d{10})(?:\d{3})?")
_ANY_YEAR = re.compile(r"(?:19|20|25)\d\d|年")  # a date that is printed in full has one
_DIGIT = re.compile(r"\d")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")  # of Arabic, Persian, Thai ...
_WORDS = re.compile(r"\w+")

_EARLIEST = 1900
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_WEEKDAYS, _WEEKDAY_CHARS = "montuewedthufrisatsun", 12
_LONGEST_SHORT = 24  # characters of a line with a year of two figures
_BUDDHIST, _BUDDHIST_FROM = 543, 2400
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}  # the year before the first of an era: 令和元年 is 2019

_ZONES = {name: float(hours) for hours, names in word_lists("zones").items() for name in names}

_UNITS = ("second", "minute", "hour", "day", "week", "month", "year")
_UNIT_OF_WORD = {word: unit for unit in _UNITS for word in word_set("relative", unit)}
_PRECISIONS: dict[str, Precision] = {"day": "day", "week": "day", "month": "month", "year": "year"}

# Every relative date has one of these words, which begin its phrases, or of these signs.
_RELATIVE_WORDS = frozenset(
    re.split(r"\W", phrase)[0]
    for key in ("before", "after", "today", "yesterday")
    for phrase in word_set("relative", key)
)
_RELATIVE_SIGNS = ("前", "昨日", "今日", "昨天", "今天", "전", "어제", "오늘")

# English-speaking regions that put the day first. "en-US" is not evidence of the opposite: templates declare
# it on pages from everywhere.
_DAY_FIRST = frozenset(("en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za"))


def parse_machine(text: str, captured_at: datetime) -> Moment | None:
    """The date in an attribute or data field: ISO 8601 as pages write it, RFC 2822 or YYYYMMDD; else None."""
    text = text.strip()
    moment = _iso(text) or _other(text)
    return moment if moment and _is_plausible(moment, captured_at) else None


def date_in_path(path: str, captured_at: datetime) -> tuple[str, Moment] | None:
    """The day or month in a URL's path, with how it stands there; None for none."""
    match = _PATH.search(path)
    if not match:
        return None
    year, month, day = match.groups()
    month = month if month.isdigit() else str(_MONTHS.index(month[:3].lower()) // 3 + 1)
    moment = _moment(f"{year}-{month}-{day}", "day") if day else _moment(f"{year}-{month}", "month")
    return (match[0].strip("/"), moment) if moment and _is_plausible(moment, captured_at) else None


def _iso(text: str) -> Moment | None:
    match = _ISO.match(text)
    if not match:
        slashed = _SLASHED.match(text)
        return _moment("-".join(slashed.groups()), "day") if slashed else None
    date, time, half, zone = (match[name] or "" for name in ("date", "time", "half", "zone"))
    if not time:
        return _moment(date, "day" if date.count("-") == 2 else "month")
    return _moment(date, "second", time, half.lower(), zone.upper())


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


def _moment(date: str, precision: Precision, time: str = "", half: str = "", zone: str = "") -> Moment | None:
    """The moment of `Y-M-D` and `H:M[:S]`, not necessarily padded; None if there is no such day or time."""
    year, month, day = (*map(int, date.split("-")), 1)[:3]
    hour, minute, second = (*map(int, time.split(":") if time else ()), 0, 0, 0)[:3]
    hours = _ZONES.get(zone, 0.0)
    if zone[:1] in ("+", "-"):
        digits = zone.replace(":", "")
        if int(digits[3:5] or 0) > 59:
            return None
        hours = float(f"{zone[0]}1") * (int(digits[1:3]) + int(digits[3:5] or 0) / 60)
    try:
        at = datetime(year, month, day, hour, minute, second, tzinfo=timezone(timedelta(hours=hours)))
    except ValueError:
        return None
    return Moment(at.replace(hour=hour % 12 + 12 * (half[0] == "p")) if half else at, precision)


def _is_plausible(moment: Moment, captured_at: datetime) -> bool:
    """Whether an article captured at `captured_at` can have this date: not the epoch, not the future."""
    if moment.at.year < _EARLIEST or (moment.at.year, moment.at.month, moment.at.day) == (1970, 1, 1):
        return False
    return moment.at <= captured_at + timedelta(days=1)


def find_dates(text: str, captured_at: datetime, languages: DateLanguages) -> list[tuple[int, str, Moment]]:
    """The dates in a line of text in their order, as (index of its first character, as printed, moment).

    Dates with the month as a word, ISO dates, numeric and relative dates. A date such as 03/04/2025 counts
    only if it is unambiguous: its day is above 12, or the language or region puts the day first.
    """
    if not text.isascii():
        text = _OTHER_DIGIT.sub(lambda digit: str(int(digit[0])), text)
    found = list(_absolute(text, captured_at, languages)) if _DIGIT.search(text) else []
    if _may_be_relative(text):
        found += [(match, _relative(match, captured_at, languages)) for match in _RELATIVE.finditer(text)]
    dates = [
        (match.start(), match[0].strip(), moment)
        for match, moment in found
        if moment and _is_plausible(moment, captured_at)
    ]
    return sorted(dates, key=lambda date: date[0])


def may_hold_date(text: str) -> bool:
    """Whether a text has a figure, or a word of a relative date: a fast test."""
    return _DIGIT.search(text) is not None or _may_be_relative(text)


def _may_be_relative(text: str) -> bool:
    """Whether a text has one of the words that relative dates have: a fast test, since few lines do."""
    if not _RELATIVE_WORDS.isdisjoint(_WORDS.findall(text.lower())):
        return True
    return not text.isascii() and any(sign in text for sign in _RELATIVE_SIGNS)


def _absolute(
    text: str, captured_at: datetime, languages: DateLanguages
) -> Iterator[tuple[re.Match[str], Moment | None]]:
    if not _ANY_YEAR.search(text):
        if len(text) <= _LONGEST_SHORT and (short := _SHORT_YEAR.search(text)):
            first, _, second, year = short.groups()
            century = 2000 if int(year) <= captured_at.year % 100 else 1900
            yield short, _numeric((first, second, str(century + int(year))), text[: short.start()], languages)
        return
    for match in _WORDED.finditer(text):
        yield match, _with_month_word(match[0], captured_at, languages)
    for match in (*_ISO.finditer(text), *_SLASHED.finditer(text)):
        moment = parse_machine(match[0], captured_at)
        yield match, moment if moment and moment.precision != "month" else None
    for match in _ERA_DATE.finditer(text):
        era, year, month, day = match.groups()
        yield match, _moment(f"{_ERAS[era] + (1 if year == '元' else int(year))}-{month}-{day}", "day")
    for match in _DOTTED.finditer(text):
        yield match, _numeric(match.groups(), text[: match.start()], languages)


def _with_month_word(text: str, captured_at: datetime, languages: DateLanguages) -> Moment | None:
    clock = _CLOCK.search(text)
    figures = re.findall(r"\d+", text[: clock.start()] if clock else text)
    year = next(figure for figure in figures if len(figure) > 2)
    others = [figure for figure in figures if figure != year]
    word = next(iter(_NAME.findall(_BESIDE_MONTH.sub(" ", text))), "")
    month = int(others.pop(0)) if "年" in text or "년" in text else languages.month(word)
    if month is None:
        return None
    common_year = int(year) - _BUDDHIST * (int(year) > _BUDDHIST_FROM)
    date = "-".join(map(str, (common_year, month, *others)))
    if clock:
        hour, rest, half, zone = (part or "" for part in clock.groups())
        timed = parse_machine(f"{date} {hour}:{rest.replace('.', ':')}{half} {zone}", captured_at)
        if timed:
            return timed
    return _moment(date, "day" if others else "month")


def _numeric(figures: Sequence[str], before: str, languages: DateLanguages) -> Moment | None:
    """The day of a date such as 03/04/2025; None where day and month cannot be told apart.

    Args:
        before: the text before it, where the day of the week may stand.
    """
    first, second, year = figures
    day_first = _moment(f"{year}-{second}-{first}", "day")
    month_first = _moment(f"{year}-{first}-{second}", "day")
    if weekday := _WEEKDAY.search(before[-_WEEKDAY_CHARS:]):
        wanted = _WEEKDAYS.index(weekday[1].lower()) // 3
        right = {moment for moment in (day_first, month_first) if moment and moment.at.weekday() == wanted}
        if len(right) == 1:
            return right.pop()
    primaries = [tag.partition("-")[0] for tag in languages.in_order]
    if primaries[0] == "en":  # where a template says another language than English, that tells more
        primaries = [tag for tag in primaries if tag != "en"] or ["en"]
    if int(first) > 12 or primaries[0] not in ("en", "zh", "ja", "ko"):
        return day_first
    if int(second) > 12 or first == second:
        return month_first
    return day_first if languages.in_order[0] in _DAY_FIRST else None


def _relative(match: re.Match[str], captured_at: datetime, languages: DateLanguages) -> Moment | None:
    at = captured_at.astimezone(UTC)
    if match["day"]:
        if match["day"].lower() == "hier" and "fr" not in languages.in_order:  # German for "here"
            return None
        is_today = match["day"].lower() in word_set("relative", "today")
        return Moment(at if is_today else at - timedelta(days=1), "day")
    number, unit = int(match["number"] or 1), _UNIT_OF_WORD[match["unit"].lower()]
    if unit in ("month", "year"):
        months = at.year * 12 + at.month - 1 - number * (12 if unit == "year" else 1)
        at = at.replace(year=months // 12, month=months % 12 + 1, day=min(at.day, 28))
    else:
        at -= timedelta(**{f"{unit}s": number})
    return Moment(at, _PRECISIONS.get(unit, "second"))
