"""When articles were published, by month or by year."""

from __future__ import annotations

from archive.query.figures.timeline import timeline


def test_months_have_no_gap_and_reach_back_a_year() -> None:
    shown = timeline(
        [("2026-01-05", "day"), ("2026-03", "month"), ("2026-03-09T10:00", "second"), (None, None)]
    )
    assert shown is not None and shown.unit == "month"
    assert (shown.periods[0], shown.periods[-1], len(shown.periods)) == ("2025-04", "2026-03", 12)
    assert shown.counts[-3:] == (1, 0, 2) and sum(shown.counts) == 3
    assert [label for label in shown.labels if label] == ["2025", "2026"]


def test_a_date_known_to_the_year_has_no_month() -> None:
    shown = timeline([("2026-01-05", "day"), ("2026-01-01", "year")])
    assert shown is not None and (shown.unit, sum(shown.counts)) == ("month", 1)


def test_a_long_time_is_shown_in_years() -> None:
    shown = timeline([("1950-01-05", "day"), ("2019-01-05", "day"), ("2026-01-05", "day")])
    assert shown is not None and shown.unit == "year"
    assert (shown.periods[0], shown.periods[-1]) == ("1967", "2026"), "the latest sixty"
    assert sum(shown.counts) == 2


def test_without_a_date_there_is_none() -> None:
    assert timeline([(None, None)]) is None
