"""The fields of the query language, such as `author:`, and what their values mean."""

from __future__ import annotations

from datetime import datetime
from typing import get_args

from archive.model import Kind, Medium, Status
from archive.query.language.nodes import Test
from archive.query.language.values import (
    Typed,
    UnreadableValue,
    read_id,
    read_language,
    read_name,
    read_period,
    read_score,
    read_word,
)

# The columns of the full-text index, by what people write before a colon or in braces.
COLUMNS = {
    "title": "title",
    "text": "text",
    "authors": "authors",
    "author": "authors",
    "work_title": "work_title",
    "work": "work_title",
}
COLUMN_FIELDS = frozenset(("title", "text", "authors", "work_title"))

ALIASES = {
    "by": "author",
    "critic": "author",
    "since": "after",
    "published": "date",
    "language": "lang",
    "media": "medium",
    "rating": "score",
    "spoiler": "spoilers",
}

HAS = (
    "title",
    "author",
    "date",
    "work",
    "medium",
    "kind",
    "rating",
    "score",
    "text",
    "spoilers",
    "lang",
    "copy",
)
_ANSWERS = ("yes", "no", "unknown")
_TEXTS = ("none", "any")

_WORDS: dict[str, tuple[str, ...]] = {
    "kind": get_args(Kind),
    "medium": get_args(Medium),
    "status": get_args(Status),
    "has": HAS,
    "spoilers": _ANSWERS,
    "text": _TEXTS,
}
_SYNONYMS = {
    "medium": {"movie": "film", "series": "tv", "album": "music", "theatre": "stage", "theater": "stage"},
    "has": {"language": "lang", "critic": "author", "byline": "author", "duplicate": "copy"},
    "spoilers": {"true": "yes", "false": "no", "none": "no"},
}

NAMES = frozenset(("author", "work", "outlet"))
PERIODS = frozenset(("after", "before", "until", "date"))
TEST_FIELDS = NAMES | PERIODS | frozenset(_WORDS) | {"score", "lang", "id"}

# Of these, values that are given one after the other are alternatives; of the others, all must hold.
ALTERNATIVES = NAMES | {"kind", "medium", "status", "lang", "id"}

# Words that may follow one another in a date.
DATE_WORDS = frozenset(
    (
        *("last", "this", "past", "previous", "ago", "the", "of", "a", "an", "today", "yesterday"),
        *("hour", "hours", "day", "days", "week", "weeks", "month", "months", "year", "years"),
        *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
        *("october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept"),
        *("oct", "nov", "dec"),
    )
)

FIELDS = TEST_FIELDS | COLUMN_FIELDS | ALIASES.keys()


def is_condition(field: str, typed: Typed) -> bool:
    """Whether `field:value` is a condition, as `text:none` is; `text:rain` searches a column."""
    if field == "text":
        return not typed.quoted and not typed.star and typed.text.casefold() in _TEXTS
    return field in TEST_FIELDS


def read_tests(field: str, typed: Typed, now: datetime) -> list[Test]:
    """The conditions that a field and its value make; several for words with commas between them.

    Args:
        field: a field by its own name, no alias.
        now: aware; "last month" counts from it.

    Raises:
        UnreadableValue: the field cannot have this value.
    """
    if not typed.text:
        raise UnreadableValue("the value is missing", f"write it directly after {field}:")
    if field in NAMES:
        return [Test(field, read_name(typed))]
    if field in PERIODS:
        return [Test(field, read_period(field, typed, now))]
    if field == "score":
        return [Test(field, read_score(typed))]
    parts = [part for part in typed.text.split(",") if part] or [typed.text]
    if field == "id":
        return [Test(field, read_id(Typed(part))) for part in parts]
    if field == "lang":
        return [Test(field, read_language(Typed(part))) for part in parts]
    words, synonyms = _WORDS[field], _SYNONYMS.get(field, {})
    return [Test(field, read_word(field, Typed(part), words, synonyms)) for part in parts]
