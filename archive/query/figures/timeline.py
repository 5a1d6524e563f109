"""When articles were published: counts a month, or a year where that is as far as they reach back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LEAST = 12  # periods of a timeline: it begins earlier than its first date if that is late
_MOST_MONTHS = 48  # of a timeline in months; a longer one is in years
_MOST_YEARS = 60  # the latest are shown
_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Timeline:
    """Counts of equal periods, without a gap.

    Attributes:
        unit: `month` or `year`.
        periods: `2026-03` or `2026`, in order; `counts` has a number for each.
    """

    unit: str
    periods: tuple[str, ...]
    counts: tuple[int, ...]

    @property
    def labels(self) -> list[str]:
        """The year at the first period of each year; "" for the others."""
        years = [period[:4] for period in self.periods]
        return [year if place == 0 or year != years[place - 1] else "" for place, year in enumerate(years)]


def timeline(dates: Iterable[tuple[str | None, str | None, int]]) -> Timeline | None:
    """The timeline of stored dates, each with its precision and the number of articles; None without any.

    Left out are undated articles, dates known to the year alone in a timeline of months, and what is older
    than the first of the years shown. Of a date, the year and month are enough.
    """
    months: defaultdict[str, int] = defaultdict(int)
    years: defaultdict[str, int] = defaultdict(int)
    for date, precision, count in dates:
        if date:
            years[date[:4]] += count
            if precision != "year":
                months[date[:7]] += count
    if not years:
        return None
    if months and _month_number(max(months)) - _month_number(min(months)) < _MOST_MONTHS:
        last = _month_number(max(months))
        periods = tuple(_months(min(_month_number(min(months)), last - _LEAST + 1), last))
        return Timeline("month", periods, tuple([months.get(period, 0) for period in periods]))
    last = int(max(years))
    first = max(min(int(min(years)), last - _LEAST + 1), last - _MOST_YEARS + 1)
    periods = tuple(f"{year:04}" for year in range(first, last + 1))
    return Timeline("year", periods, tuple([years.get(period, 0) for period in periods]))


def _month_number(month: str) -> int:
    return int(month[:4]) * _MONTHS_A_YEAR + int(month[5:7]) - 1


def _months(first: int, last: int) -> Iterator[str]:
    for number in range(first, last + 1):
        yield f"{number // _MONTHS_A_YEAR:04}-{number % _MONTHS_A_YEAR + 1:02}"
