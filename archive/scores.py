"""Scores from 0 to 100: named, versioned conversions, and what a site rule changes about them. Pure.

The name of a conversion with its parameters, such as `linear-1` or `range-1:worst=1,best=10`, says exactly
how a score was made. A conversion that changes gets a new number. Scores are rounded to one decimal. A
designation ("Recommended", "Critic's Pick") is no number and has no score, whatever a rule says.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from archive.model import Rating

# What Metacritic says that it makes of letters (metacritic.com/about-metascores): the grades spread evenly
# over the whole scale, from F = 0 to A = 100.
_METACRITIC = {
    "A+": 100.0, "A": 100.0, "A-": 91.0, "B+": 83.0, "B": 75.0, "B-": 67.0, "C+": 58.0, "C": 50.0, "C-": 42.0,
    "D+": 33.0, "D": 25.0, "D-": 16.0, "F+": 8.0, "F": 0.0, "F-": 0.0,
}  # fmt: skip

# The middles of the percentages that schools of the United States mean by a letter, by the College Board's
# table for converting grade averages. It has no D-.
_COLLEGE_BOARD = {
    "A+": 98.5, "A": 94.5, "A-": 91.0, "B+": 88.0, "B": 84.5, "B-": 81.0, "C+": 78.0, "C": 74.5, "C-": 71.0,
    "D+": 68.0, "D": 65.5, "F": 32.5,
}  # fmt: skip

LETTER_TABLES: Mapping[str, Mapping[str, float]] = {
    "letter-metacritic-1": _METACRITIC,
    "letter-collegeboard-1": _COLLEGE_BOARD,
}

_LETTER = re.compile(r"\W*([A-F])\s?([+\-−–＋－]|plus\b|minus\b)?[\s.)\]!]*", re.IGNORECASE)
_PLUS, _MINUS = ("+", "＋", "plus"), ("-", "−", "–", "－", "minus")


@dataclass(frozen=True, slots=True)
class Scoring:
    """How ratings become scores. None and () leave what is usual.

    Attributes:
        best, worst: the scale to count by, in place of the one that was read.
        conversion: a name in `CONVERSIONS`.
        table: pairs of a grade (`B+`) or value (`3.5`) and its score.
    """

    best: float | None = None
    worst: float | None = None
    conversion: str | None = None
    table: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class ScoringRule:
    """An outlet's scoring: the one of today, and those of reviews published before a day, oldest first."""

    today: Scoring = Scoring()
    eras: tuple[tuple[date, Scoring], ...] = ()

    def scoring_on(self, day: date) -> Scoring:
        """The scoring of a review that was published on this day."""
        return next((scoring for until, scoring in self.eras if day < until), self.today)


USUAL = Scoring()


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


def with_score(rating: Rating, scoring: Scoring = USUAL) -> Rating:
    """A rating with the score that the scoring gives, and the name of the conversion.

    Raw, value, best, worst and scale stay as they were read. A scoring that does not fit the rating is
    ignored, such as a best mark below its value.
    """
    if rating.scale == "designation":
        return replace(rating, score=None, conversion=None)
    if scored := _by_table(rating, scoring) or _by_scale(rating, scoring):
        return scored
    name = _usual_conversion(rating)
    score = CONVERSIONS[name](rating)
    if score is None:
        return replace(rating, score=None, conversion=None)
    return replace(rating, score=round(score, 1), conversion=name)


def _usual_conversion(rating: Rating) -> str:
    return {"letter": "letter-metacritic-1", "marks": "schulnote-1"}.get(rating.scale or "", "linear-1")


def _by_table(rating: Rating, scoring: Scoring) -> Rating | None:
    grade = letter_grade(rating.raw) if rating.scale == "letter" else None
    key = grade or (f"{rating.value:g}" if rating.value is not None else None)
    score = dict(scoring.table).get(key or "")
    if score is None:
        return None
    digest = hashlib.sha256(json.dumps(sorted(scoring.table)).encode()).hexdigest()[:8]
    return replace(rating, score=round(score, 1), conversion=f"table-1:{digest}")


def _by_scale(rating: Rating, scoring: Scoring) -> Rating | None:
    """The score by the scoring's conversion and scale; None if it names none, or they do not fit."""
    name = scoring.conversion or _usual_conversion(rating)
    is_for = "letter" if name in LETTER_TABLES else "marks" if name == "schulnote-1" else None
    if is_for != (rating.scale if rating.scale in ("letter", "marks") else None):
        return None
    best = scoring.best if name in ("linear-1", "range-1") else None
    worst = scoring.worst if name == "range-1" else None
    if best is None and worst is None and scoring.conversion is None:
        return None
    counted = replace(
        rating,
        best=rating.best if best is None else best,
        worst=rating.worst if worst is None else worst,
    )
    score = CONVERSIONS[name](counted)
    if score is None or not 0 <= score <= 100:
        return None
    given = {"worst": worst, "best": best}
    parameters = ",".join(f"{key}={value:g}" for key, value in given.items() if value is not None)
    return replace(rating, score=round(score, 1), conversion=f"{name}:{parameters}" if parameters else name)
