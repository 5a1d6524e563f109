"""The year of a work in brackets and in data."""

from __future__ import annotations

from archive.clean.work.years import year_labelled, year_of


def test_years_stand_in_brackets_and_in_data() -> None:
    assert year_of("雨の庭", "『雨の庭』(2020年、監督:森)を観た。") == 2020
    assert year_of("Salt Roads", "Salt Roads by Ada Moore (Quay Press, 2019)") == 2019
    assert year_labelled("Director: Ada Moore\nYear: 2018") == 2018
    assert year_labelled("Year: 2018\nReleased: May 2020") is None
