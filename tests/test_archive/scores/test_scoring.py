"""Scores: what each conversion makes of a rating, and what a site rule changes about it."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from archive.clean.rating.scales import parse_rating
from archive.model import Rating
from archive.scores.conversions import CONVERSIONS, LETTER_TABLES, letter_grade
from archive.scores.scoring import Scoring, ScoringRule, with_score


def scored(printed: str, scoring: Scoring = Scoring()) -> tuple[float | None, str | None]:  # noqa: B008 (frozen)
    rating = parse_rating(printed)
    assert rating is not None
    result = with_score(rating, scoring)
    unscored = Rating(rating.raw, rating.value, rating.best, rating.worst, rating.scale)
    assert Rating(result.raw, result.value, result.best, result.worst, result.scale) == unscored
    return result.score, result.conversion


@pytest.mark.parametrize(
    ("printed", "scoring", "expected"),
    [
        ("3.5/4", Scoring(), (87.5, "linear-1")),
        ("★★★☆☆", Scoring(), (60.0, "linear-1")),
        ("82 %", Scoring(), (82.0, "linear-1")),
        ("B+", Scoring(), (83.0, "letter-metacritic-1")),
        ("A minus", Scoring(), (91.0, "letter-metacritic-1")),
        ("3 stars", Scoring(), (None, None)),
        ("3 stars", Scoring(best=4), (75.0, "linear-1:best=4")),
        ("3/5", Scoring(best=10), (30.0, "linear-1:best=10")),
        ("3/5", Scoring(best=2), (60.0, "linear-1")),  # does not fit
        ("3/5", Scoring(worst=1, conversion="range-1"), (50.0, "range-1:worst=1")),
        ("1/5", Scoring(worst=1, best=5, conversion="range-1"), (0.0, "range-1:worst=1,best=5")),
        ("3/5", Scoring(conversion="linear-1"), (60.0, "linear-1")),
        ("B", Scoring(conversion="letter-us-school-1"), (84.5, "letter-us-school-1")),
        ("F+", Scoring(conversion="letter-us-school-1"), (8.0, "letter-metacritic-1")),  # not in it
        ("B", Scoring(best=10), (75.0, "letter-metacritic-1")),
        ("3/5", Scoring(conversion="letter-us-school-1"), (60.0, "linear-1")),
        ("Recommended", Scoring(), (None, None)),
        ("Critic's Pick", Scoring(best=5, table=(("A", 95.0),)), (None, None)),
    ],
)
def test_a_rating_has_the_score_of_a_named_conversion(
    printed: str, scoring: Scoring, expected: tuple[float | None, str | None]
) -> None:
    assert scored(printed, scoring) == expected


def test_a_table_of_its_own_is_named_by_its_content() -> None:
    table = Scoring(table=(("B+", 90.0), ("4.5", 95.0)))
    score, name = scored("B+", table)
    assert score == 90.0 and name and name.startswith("table-1:")
    assert scored("4.5/5", table) == (95.0, name)
    assert scored("4/5", table) == (80.0, "linear-1")
    assert scored("B+", Scoring(table=(("4.5", 95.0), ("B+", 90.0)))) == (90.0, name)  # in any order
    assert scored("B+", Scoring(table=(("B+", 91.0),)))[1] != name


def test_school_marks_count_down() -> None:
    rating = parse_rating("2,3 (gut)", "Note")
    assert rating is not None and (rating.score, rating.conversion) == (74.0, "schulnote-1")
    assert with_score(rating, Scoring(best=10, conversion="linear-1")) == rating


@pytest.mark.parametrize("table", LETTER_TABLES.values())
def test_a_better_letter_is_no_less(table: dict[str, float]) -> None:
    order = [letter + sign for letter in "ABCDF" for sign in ("+", "", "-") if letter + sign in table]
    assert set(order) == set(table)
    assert all(table[better] >= table[worse] for better, worse in pairwise(order))


def test_scoring_again_changes_nothing() -> None:
    for printed in ("3.5/4", "B+", "Recommended", "7 von 8", "4 stars", "19/20"):
        rating = parse_rating(printed, "Wertung")
        assert rating is not None
        for conversion in (None, *CONVERSIONS):
            scoring = Scoring(best=20, worst=1, conversion=conversion)
            first = with_score(rating, scoring)
            assert with_score(first, scoring) == first
            assert with_score(first) == with_score(rating)  # a rule that is removed leaves no trace


def test_an_era_ends_before_its_day() -> None:
    old, today = Scoring(best=4), Scoring(best=5)
    rule = ScoringRule(today, ((date(2009, 1, 1), old),))
    assert rule.scoring_on(date(2008, 12, 31)) == old
    assert rule.scoring_on(date(2009, 1, 1)) == today


@pytest.mark.parametrize(
    ("raw", "grade"), [("(b−)", "B-"), ("A plus", "A+"), ("C.", "C"), ("Grade B", None), ("AB", None)]
)
def test_letter_grades(raw: str, grade: str | None) -> None:
    assert letter_grade(raw) == grade
