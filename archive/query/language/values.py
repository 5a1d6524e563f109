"""Read the value of a field: a score, a date as people say it, a word of a list, a language, a name."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from archive.errors import nearest
from archive.query.date_span import Span, read_span
from archive.query.language.nodes import Name, Period, Range, Word

COMPARISONS = ("<=", ">=", "<", ">", "=")

_MARKS = str.maketrans({"≤": "<=", "≥": ">=", "–": "-"})
_COMPARISON = re.compile("|".join(COMPARISONS))
_NUMBER = r"(\d{1,9}(?:\.\d{1,9})?)(?:\s*%|\s*/\s*(\d{1,9}(?:\.\d{1,9})?))?"
_SCORE = re.compile(_NUMBER)
_BETWEEN = re.compile(rf"{_NUMBER}\s*(?:-|\.\.)\s*{_NUMBER}")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_SECOND = timedelta(seconds=1)

# What people write for a language instead of its code.
_LANGUAGES = {
    **{"english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it", "dutch": "nl"},
    **{"portuguese": "pt", "polish": "pl", "swedish": "sv", "russian": "ru", "japanese": "ja"},
    **{"chinese": "zh", "korean": "ko", "thai": "th", "turkish": "tr", "czech": "cs", "danish": "da"},
}


class UnreadableValue(ValueError):
    """A field has a value that it cannot have.

    Attributes:
        problem: what is wrong with it.
        remedy: what to write instead.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Typed:
    """A value as typed.

    Attributes:
        text: without quotation marks, comparison and final star.
        comparison: one of COMPARISONS, or "".
    """

    text: str
    quoted: bool = False
    star: bool = False
    comparison: str = ""


def typed_value(text: str, *, quoted: bool, star: bool, comparison: str = "") -> Typed:
    """Split a comparison off the beginning of a bare word, and `*` off the end of a phrase."""
    if not quoted:
        text = text.translate(_MARKS)
        if match := _COMPARISON.match(text):
            comparison, text = match.group(), text[match.end() :]
        text = text.rstrip(",;")
    elif text.endswith("*"):
        text, star = text[:-1].rstrip(), True
    return Typed(text.strip(), quoted, star, comparison)


def read_score(typed: Typed) -> Range:
    """`>=80`, `<60`, `75`, `60-80`, `>=4/5`, `80%`: a range from 0 to 100."""
    remedy = "write score:>=80, score:<60, score:60-80 or score:>=4/5"
    if (match := _BETWEEN.fullmatch(typed.text)) and not typed.comparison:
        low, high = sorted((_of_hundred(match[1], match[2]), _of_hundred(match[3], match[4])))
    elif match := _SCORE.fullmatch(typed.text):
        low = high = _of_hundred(match[1], match[2])
    else:
        raise UnreadableValue(f'"{typed.text}" is no score', remedy)
    if high > 100:
        raise UnreadableValue(f'"{typed.text}" is more than 100', remedy)
    match typed.comparison:
        case ">=" | ">":
            return Range(low=low, above=typed.comparison == ">")
        case "<=" | "<":
            return Range(high=high, below=typed.comparison == "<")
    return Range(low, high)


def _of_hundred(number: str, best: str | None) -> float:
    if best is None:
        return float(number)
    if not float(best):
        raise UnreadableValue(f'"{number}/{best}" is no score', "write score:>=4/5 or score:>=80")
    return float(number) * 100 / float(best)


def read_period(field: str, typed: Typed, now: datetime) -> Period:
    """The time that `after:`, `before:`, `until:` or `date:` and a date mean.

    Args:
        now: aware; "last month" counts from it.
    """
    if field == "date" and not typed.comparison:
        if typed.text.endswith(".."):
            return Period(typed.text, _span(field, typed.text[:-2], now).first, None)
        if typed.text.startswith(".."):
            return Period(typed.text, None, _span(field, typed.text[2:], now).last)
    span = _span(field, typed.text, now)
    before, beyond = span.first - _SECOND, span.last + _SECOND
    bounds: dict[str, tuple[datetime | None, datetime | None]] = {
        "after": (span.first, None),
        "before": (None, before),
        "until": (None, span.last),
        "date": (span.first, span.last),
    }
    compared: dict[str, tuple[datetime | None, datetime | None]] = {
        ">=": (span.first, None),
        ">": (beyond, None),
        "<": (None, before),
        "<=": (None, span.last),
    }
    chosen = compared.get(typed.comparison) if field == "date" else None
    since, until = chosen or bounds[field]
    comparison = typed.comparison if chosen else ""
    return Period(comparison + typed.text, since, until)


def _span(field: str, text: str, now: datetime) -> Span:
    try:
        first, dots, last = text.partition("..")
        if dots and field == "date":
            spans = read_span(first, now), read_span(last, now)
            return Span(min(span.first for span in spans), max(span.last for span in spans))
        span = read_span(text, now)
        _ = span.first - _SECOND, span.last + _SECOND
    except (ValueError, OverflowError):
        shown = f'"{text}" is not a date' if text else "the date is missing"
        example = f'{field}:2024, {field}:2024-05, {field}:"march 2023" or {field}:"last month"'
        raise UnreadableValue(shown, f"write {example}") from None
    return span


def read_word(field: str, typed: Typed, words: Collection[str], synonyms: Mapping[str, str]) -> Word:
    """One of a list of words, in any case, in the singular or the plural."""
    text = typed.text.casefold()
    for word in (text, text.removesuffix("s"), text.removesuffix("es"), re.sub("ies$", "y", text)):
        if word in words or word in synonyms:
            return Word(synonyms.get(word, word))
    close = nearest(text, words)
    remedy = f"did you mean {field}:{close}?" if close else f"write {field}: and one of {', '.join(words)}"
    raise UnreadableValue(f'"{typed.text}" is none of its words', remedy)


def read_language(typed: Typed) -> Word:
    """A BCP 47 tag, or the English name of a common language."""
    tag = _LANGUAGES.get(typed.text.casefold(), typed.text)
    if not _TAG.fullmatch(tag):
        raise UnreadableValue(
            f'"{typed.text}" is no language', "write its code: lang:en, lang:de, lang:pt-BR"
        )
    return Word(tag)


def read_id(typed: Typed) -> Range:
    """The number of an article."""
    if not typed.text.isdecimal() or len(typed.text) > 18:
        raise UnreadableValue(f'"{typed.text}" is no id', "write the number that `matinee search` prints")
    return Range(int(typed.text), int(typed.text))


def read_name(typed: Typed) -> Name:
    """A name, whole after `=`, otherwise any part of it."""
    return Name(typed.text, exact=typed.comparison == "=", prefix=typed.star)
