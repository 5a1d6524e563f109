"""What a reader sees changed between two versions of an article's facts."""

from __future__ import annotations

from typing import Any

import pytest

from archive.query.history.fact_changes import fact_changes, known_changes

BEFORE: dict[str, Any] = {
    "title": "The Quiet Auction",
    "authors": ("Tobias Renn",),
    "published": "2026-03-01T10:00:00+00:00",
    "published_precision": "second",
    "rating_raw": "3/5",
    "spoilers": None,
}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, []),
        ({"title": "A review"}, ["headline The Quiet Auction -> A review"]),
        ({"authors": ("Tobias Renn", "Ida Frost")}, ["by Tobias Renn -> Tobias Renn, Ida Frost"]),
        ({"rating_raw": "4/5"}, ["rating 3/5 -> 4/5"]),
        ({"rating_raw": None}, ["rating 3/5 -> none"]),
        ({"published": "2026-03-02T10:00:00+00:00"}, ["published 2026-03-01 -> 2026-03-02"]),
        ({"published": "2026-03-01T23:00:00+00:00"}, []),
        ({"published": "2026-03", "published_precision": "month"}, []),
        ({"published": "2025", "published_precision": "year"}, ["published 2026 -> 2025"]),
        ({"spoilers": True}, ["spoiler warning added"]),
        ({"spoilers": False}, []),
    ],
)
def test_changes_are_told_in_words(change: dict[str, Any], told: list[str]) -> None:
    assert fact_changes(BEFORE, {**BEFORE, **change}) == told


def test_a_spoiler_warning_that_is_gone_is_told() -> None:
    assert fact_changes({**BEFORE, "spoilers": True}, BEFORE) == ["spoiler warning removed"]


def test_several_changes_of_one_text_are_told_in_order() -> None:
    after = {**BEFORE, "title": "The Quiet Auction: a review", "authors": ("Tobias Renn", "Ida Frost")}
    assert known_changes(BEFORE, after) == [
        "headline The Quiet Auction -> The Quiet Auction: a review",
        "by Tobias Renn -> Tobias Renn, Ida Frost",
    ]
    assert known_changes(BEFORE, BEFORE) == []


def test_what_was_unknown_is_no_change_of_a_known_text() -> None:
    unknown = {**BEFORE, "authors": None, "rating_raw": None, "published": None, "published_precision": None}
    assert known_changes(unknown, BEFORE) == known_changes(BEFORE, unknown) == []
