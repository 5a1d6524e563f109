"""When articles were published, by month or by year."""

from __future__ import annotations

from archive.query.figures.timeline import timeline


def test_months_have_no_gap_and_reach_back_a_year() -> None:
    shown = timeline(
        [
            ("2026-01-05", "day", 1),
            ("2026-03", "month", 1),
            ("2026-03-09T10:00", "second", 1),
            (None, None, 1),
        ]
    )
    assert shown is not None and shown.unit == "month"
    assert (shown.periods[0], shown.periods[-1], len(shown.periods)) == ("2025-04", "2026-03", 12)
    assert shown.counts[-3:] == (1, 0, 2) and sum(shown.counts) == 3
    assert [label for label in shown.labels if label] == ["2025", "2026"]


def test_a_date_known_to_the_year_has_no_month() -> None:
    shown = timeline([("2026-01-05", "day", 1), ("2026-01-01", "year", 1)])
    assert shown is not None and (shown.unit, sum(shown.counts)) == ("month", 1)


def test_a_long_time_is_shown_in_years() -> None:
    shown = timeline([("1950-01-05", "day", 1), ("2019-01-05", "day", 1), ("2026-01-05", "day", 1)])
    assert shown is not None and shown.unit == "year"
    assert (shown.periods[0], shown.periods[-1]) == ("1967", "2026"), "the latest sixty"
    assert sum(shown.counts) == 2


def test_articles_of_a_month_may_come_counted() -> None:
    shown = timeline([("2026-01", "day", 3), ("2026-01", "month", 2), ("2026-03", "second", 1)])
    assert shown is not None and shown.counts[-3:] == (5, 0, 1)


def test_without_a_date_there_is_none() -> None:
    assert timeline([(None, None, 1)]) is None
