"""The score of a rating, by the usual conversion or as a site rule says. Pure.

The name of a conversion with its parameters, such as `linear-1` or `range-1:worst=1,best=10`, says exactly
how a score was made. Scores are rounded to one decimal. A designation ("Recommended", "Critic's Pick") is no
number and has no score, whatever a rule says.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date

from archive.model import Rating
from archive.scores.conversions import CONVERSIONS, LETTER_TABLES, letter_grade


@dataclass(frozen=True, slots=True)
class Scoring:
    """How ratings become scores. None and () leave what is usual.

    Attributes:
        best, worst: the scale to count by, in place of the one that was read.
        conversion: a name in `archive.scores.conversions.CONVERSIONS`.
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
