"""Which side of a release an article is on."""

from __future__ import annotations

import pytest

from archive.query.figures.release import AroundRelease, around_release, sides_of
from archive.query.figures.timeline import timeline

RELEASED = "2025-06-06"


@pytest.mark.parametrize(
    ("date", "precision", "side"),
    [
        ("2025-06-05T23:59:00+00:00", "second", "before"),
        ("2025-06-06T00:00:00+00:00", "day", "after"),
        ("2025-06-01T00:00:00+00:00", "month", "unclear"),
        ("2025-05-01T00:00:00+00:00", "month", "before"),
        ("2025-01-01T00:00:00+00:00", "year", "unclear"),
        ("2026-01-01T00:00:00+00:00", "year", "after"),
        ("2024-01-01T00:00:00+00:00", "year", "before"),
        ("2025-06-07", None, "after"),
    ],
)
def test_the_day_of_release_begins_the_time_after_it(date: str, precision: str | None, side: str) -> None:
    assert around_release([(date, precision), (None, None)], RELEASED) == AroundRelease(**{side: 1})


def test_the_sides_make_up_the_timeline() -> None:
    dates = [("2025-05-30", "day"), ("2025-06-05", "day"), ("2025-06-06", "day"), ("2025-07-01", "month")]
    shown = timeline((*date, 1) for date in dates)
    assert shown
    sides = sides_of(shown, dates, RELEASED)
    assert list(sides) == ["before release", "after release"]
    assert [sum(counts) for counts in zip(*sides.values(), strict=True)] == [*shown.counts]
    assert [counts[-3:] for counts in sides.values()] == [[1, 1, 0], [0, 1, 1]]


def test_what_cannot_be_told_is_counted_apart() -> None:
    dates = [("2025-06-01", "month"), ("2025-06-07", "day"), ("2025-01-01", "year")]
    shown = timeline((*date, 1) for date in dates)
    assert shown and shown.unit == "month"
    sides = sides_of(shown, dates, RELEASED)
    assert {name: sum(counts) for name, counts in sides.items()} == {
        "before release": 0,
        "after release": 1,
        "not told": 1,  # the timeline of months has no place for the date that is known to the year
    }
