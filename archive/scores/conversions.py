"""The conversions of ratings to scores, by name and version. Pure.

A conversion that changes gets a new number: its name in the archive says how a score was made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from archive.model import Rating

# As Metacritic is reported to convert letters: spread evenly over the whole scale. Its own FAQ names A = 100,
# B+ = 83 and F = 0.
_METACRITIC = {
    "A+": 100.0, "A": 100.0, "A-": 91.0, "B+": 83.0, "B": 75.0, "B-": 67.0, "C+": 58.0, "C": 50.0, "C-": 42.0,
    "D+": 33.0, "D": 25.0, "D-": 16.0, "F+": 8.0, "F": 0.0, "F-": 0.0,
}  # fmt: skip

# The middles of the percentages that most schools of the United States mean by a letter: A is 93 to 96, B 83
# to 86, F below 60. Schools differ by a point or two, and no authority sets the table.
_US_SCHOOL = {
    "A+": 98.5, "A": 94.5, "A-": 91.0, "B+": 88.0, "B": 84.5, "B-": 81.0, "C+": 78.0, "C": 74.5, "C-": 71.0,
    "D+": 68.0, "D": 64.5, "D-": 61.0, "F": 29.5,
}  # fmt: skip

LETTER_TABLES: Mapping[str, Mapping[str, float]] = {
    "letter-metacritic-1": _METACRITIC,
    "letter-us-school-1": _US_SCHOOL,
}

_LETTER = re.compile(r"\W*([A-F])\s?([+\-−–＋－]|plus\b|minus\b)?[\s.)\]!]*", re.IGNORECASE)
_PLUS, _MINUS = ("+", "＋", "plus"), ("-", "−", "–", "－", "minus")


def _linear(rating: Rating) -> float | None:
    """Zero-based, so that four of five stars are 80 whatever the outlet's lowest grade is."""
    return rating.value / rating.best * 100 if rating.value is not None and rating.best else None


def _range(rating: Rating) -> float | None:
    """From the lowest grade, which is 0, to the best."""
    worst = rating.worst or 0.0
    if rating.value is None or rating.best is None or rating.best == worst:
        return None
    return (rating.value - worst) / (rating.best - worst) * 100


def _school_mark(rating: Rating) -> float | None:
    """German school marks, from 1, the best, to 6."""
    return (6 - rating.value) / 5 * 100 if rating.value is not None else None


def _letter_score(table: Mapping[str, float]) -> Callable[[Rating], float | None]:
    return lambda rating: table.get(letter_grade(rating.raw) or "")


CONVERSIONS: Mapping[str, Callable[[Rating], float | None]] = {
    "linear-1": _linear,
    "range-1": _range,
    "schulnote-1": _school_mark,
    **{name: _letter_score(table) for name, table in LETTER_TABLES.items()},
}


def letter_grade(raw: str) -> str | None:
    """`B-` for "B minus", "(b−)" and the like; None if it is no letter grade."""
    match = _LETTER.fullmatch(raw)
    if match is None:
        return None
    sign = (match[2] or "").lower()
    return match[1].upper() + ("+" if sign in _PLUS else "-" if sign in _MINUS else "")
