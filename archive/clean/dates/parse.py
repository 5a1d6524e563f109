"""Parse printed dates: the month as a word, figures, relative dates. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from archive.clean.dates.languages import DateLanguages
from archive.clean.dates.machine import ISO, SLASHED_YEAR_FIRST, moment_at, parse_machine, plausible
from archive.clean.vocabulary import alternatives, word_set
from archive.model import Moment, Precision

_WORD = r"[^\W\d_](?:[^\W\d_]|[\u0e31-\u0e4e\u200c]){2,14}\.?"  # signs of Thai are no letters to `re`
_YEAR = r"(?:19|20|25)\d\d\b"  # 25: Thailand counts from the Buddha's death
_BUDDHIST, _BUDDHIST_FROM = 543, 2400

_TIME = (
    r"(?:(?:\s*[,@|·•–—-]\s*|\s+(?:at|um|à|a\slas|às|om|alle)\s+|\s+)\d{1,2}[:.h]\d\d(?:[:.]\d\d)?"
    r"\s*(?:[ap]\.?m\.?)?(?:\s*\(?(?:[A-Z]{2,4}|[+-]\d\d:?\d\d)\b\)?)?)?"
)

_WORDED = re.compile(
    rf"(?:\b\d{{1,2}}(?:st|nd|rd|th|er|º|ª|\.)?,?\s*(?:of\s|de\s)?\s*{_WORD},?\s*(?:de\s|del\s|พ\.ศ\.\s)?\s*{_YEAR}"
    rf"|\b{_WORD}\s*\d{{1,2}}(?:st|nd|rd|th|\.)?\s*,?\s*(?:19|20)\d\d\b"
    rf"|\b\d{{1,2}}-{_WORD}-(?:19|20)\d\d\b"
    rf"|\b(?:19|20)\d\d(?:\.|\sm\.|,)?\s{_WORD}\s\d{{1,2}}\b(?:-[aáeé]n?)?\.?"
    rf"|(?:19|20)\d\d[年년]\s*\d{{1,2}}[月월]\s*\d{{1,2}}[日일]){_TIME}"
    rf"|\b{_WORD}\s+(?:de\s)?(?:19|20)\d\d\b(?!\.\s{_WORD}\s\d|\sm\.\s)",
    re.I,
)

_ANY_YEAR = re.compile(r"(?:19|20|25)\d\d|年")  # a date that is printed in full has one

_DOTTED = re.compile(r"\b(\d{1,2})(?:[./-]|\.\s)(\d{1,2})(?:[./-]|\.\s)((?:19|20)\d\d)\b")

# A year of two figures counts only where the line has no other figures.
_SHORT_YEAR = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d\d)(?![\d./-]|\s?[\w%€$£])")
_LONGEST_SHORT = 24  # characters of such a line

# Japan counts years from the beginning of an era: 令和元年 is 2019. Era: the year before its first.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_ERA_DATE = re.compile(r"(令和|平成|昭和)\s?(元|\d{1,2})年\s?(\d{1,2})月\s?(\d{1,2})日")

# The day of the week before figures tells which of them is the day of the month.
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s*$", re.I)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY_CHARS = 12

_UNITS = ("second", "minute", "hour", "day", "week", "month", "year")
_UNIT_OF_WORD = {word: unit for unit in _UNITS for word in word_set("relative", unit)}
_PRECISIONS: dict[str, Precision] = {"day": "day", "week": "day", "month": "month", "year": "year"}

_RELATIVE = re.compile(
    rf"\b(?P<day>{alternatives('relative', 'today')}|{alternatives('relative', 'yesterday')})\b(?!['’]s)"
    rf"|(?P<before>\b(?:{alternatives('relative', 'before')})\s+(?:etwa\s|ca\.\s|environ\s)?)?"
    r"(?:\b(?:about|over|almost|around)\s+)?(?:\b(?P<number>\d{1,3})|\b(?:an?|one|eine[mnr]?|une?|un[ao]?|een)\b)['’]?\s*"
    rf"(?P<unit>{'|'.join(sorted(_UNIT_OF_WORD, key=len, reverse=True))})"
    rf"(?(before)(?!\w)|(?:\s+(?:{alternatives('relative', 'after')})\b|\s?(?:前|전(?![\uac00-\ud7af]))))",
    re.I,
)

# Every relative date has one of these words, which begin its phrases, or of these signs.
_RELATIVE_WORDS = frozenset(
    re.split(r"\W", phrase)[0]
    for key in ("before", "after", "today", "yesterday")
    for phrase in word_set("relative", key)
)
_RELATIVE_SIGNS = ("前", "昨日", "今日", "昨天", "今天", "전", "어제", "오늘")

_WORDS = re.compile(r"\w+")

# English-speaking regions that put the day first. "en-US" is not evidence of the opposite: templates declare
# it on pages from everywhere.
_DAY_FIRST = frozenset(("en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za"))

_CLOCK = re.compile(
    r"(\d{1,2})[:.h](\d\d(?:[:.]\d\d)?)\s*([ap]\.?m\b)?\.?\s*\(?([A-Z]{2,4}\b|[+-]\d\d:?\d\d)?", re.I
)

_BESIDE_MONTH = re.compile(r"(?<=\d)(?:st|nd|rd|th|er)\b|\b(?:de|del|of)\b|พ\.ศ\.", re.I)

_DIGIT = re.compile(r"\d")

_OTHER_DIGIT = re.compile(r"[^\D0-9]")  # of Arabic, Persian, Thai ...

_NAME = re.compile(_WORD, re.I)


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
    if not found:
        return []
    return sorted(
        (
            (match.start(), match[0].strip(), moment)
            for match, moment in found
            if moment and plausible(moment, captured_at)
        ),
        key=lambda date: date[0],
    )


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
    for match in (*ISO.finditer(text), *SLASHED_YEAR_FIRST.finditer(text)):
        moment = parse_machine(match[0], captured_at)
        yield match, moment if moment and moment.precision != "month" else None
    for match in _ERA_DATE.finditer(text):
        era, year, month, day = match.groups()
        yield match, moment_at(f"{_ERAS[era] + (1 if year == '元' else int(year))}-{month}-{day}", "day")
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
    return moment_at(date, "day" if others else "month")


def _numeric(figures: Sequence[str], before: str, page_languages: DateLanguages) -> Moment | None:
    """The day of a date such as 03/04/2025; None where day and month cannot be told apart.

    Args:
        before: the text before it, where the day of the week may stand.
    """
    first, second, year = figures
    day_first, month_first = (
        moment_at(f"{year}-{second}-{first}", "day"),
        moment_at(f"{year}-{first}-{second}", "day"),
    )
    if (weekday := _WEEKDAY.search(before[-_WEEKDAY_CHARS:])) and day_first != month_first:
        wanted = _WEEKDAYS.index(weekday[1].lower())
        right = [moment for moment in (day_first, month_first) if moment and moment.at.weekday() == wanted]
        if len(right) == 1:
            return right[0]
    languages = page_languages.in_order
    primaries = [tag.partition("-")[0] for tag in languages]
    if primaries[0] == "en":  # where a template says another language than English, that tells more
        primaries = [tag for tag in primaries if tag != "en"] or ["en"]
    if int(first) > 12 or primaries[0] not in ("en", "zh", "ja", "ko"):
        return day_first
    if int(second) > 12 or first == second:
        return month_first
    return day_first if languages[0] in _DAY_FIRST else None


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
