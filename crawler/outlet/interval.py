"""How often an outlet is crawled: the key `every` in its file. Also prints all lengths of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from archive import config
from archive.config import InvalidConfig, Mistake

ADAPTIVE = "adaptive"


@dataclass(frozen=True, slots=True)
class CrawlInterval:
    """The time between two crawls of an outlet.

    Attributes:
        every: the fixed interval, or the one with which an adaptive interval begins.
        bounds: the shortest and the longest adaptive interval; None for a fixed one.
    """

    every: timedelta = timedelta(days=1)
    bounds: tuple[timedelta, timedelta] | None = None

    @classmethod
    def within(cls, shortest: timedelta, longest: timedelta) -> CrawlInterval:
        """An adaptive interval within these bounds. It begins with one day."""
        return cls(min(max(timedelta(days=1), shortest), longest), (shortest, longest))

    def __str__(self) -> str:
        """The interval in short form: `1d`, or `1h-7d` if it is adaptive."""
        return "-".join(map(format_duration, self.bounds)) if self.bounds else format_duration(self.every)


DAILY = CrawlInterval()

ADAPTIVE_INTERVAL = CrawlInterval.within(timedelta(hours=1), timedelta(days=7))

_DURATIONS = config.each(config.duration, '["1h", "7d"]')

_UNITS = (timedelta(days=1), timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1))


def parse_interval(value: Any) -> CrawlInterval:
    """Read `"1d"`, `"adaptive"`, or bounds such as `["2h", "3d"]`. Raises InvalidConfig."""
    if value == ADAPTIVE:
        return ADAPTIVE_INTERVAL
    if not isinstance(value, list):
        return CrawlInterval(config.duration(value))
    bounds = _DURATIONS(value)
    if len(bounds) != 2 or bounds[0] > bounds[1]:
        raise InvalidConfig(
            Mistake("is not a pair of bounds", 'write the shorter one first, such as ["1h", "7d"]')
        )
    return CrawlInterval.within(*bounds)


def format_duration(length: timedelta) -> str:
    """The exact length of time in one unit, as an outlet file may write it: `90m`, `12h`, `7d`."""
    seconds = length.total_seconds()
    for unit, size in (("d", 86_400), ("h", 3_600), ("m", 60)):
        if seconds % size == 0:
            return f"{seconds // size:.0f}{unit}"
    return f"{seconds:g}s"


def format_rounded(length: timedelta) -> str:
    """The length of time rounded for people: in the largest unit of which it has two or more."""
    unit = next((unit for unit in _UNITS if length >= 2 * unit), _UNITS[-1])
    return format_duration(round(length / unit) * unit)
