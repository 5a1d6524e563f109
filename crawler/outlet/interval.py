"""`every` of an outlet's file: a fixed length of time, or bounds within which a rhythm is learned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from archive import config
from archive.config import InvalidConfig, Mistake

ADAPTIVE = "adaptive"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often to crawl.

    Attributes:
        every: where it is fixed; where it is learned, what it begins with.
        bounds: the shortest and the longest time between two crawls; None where `every` is fixed.
    """

    every: timedelta = timedelta(days=1)
    bounds: tuple[timedelta, timedelta] | None = None

    @classmethod
    def within(cls, shortest: timedelta, longest: timedelta) -> Rhythm:
        """One that is learned."""
        return cls(min(max(timedelta(days=1), shortest), longest), (shortest, longest))

    def __str__(self) -> str:
        """As an outlet's file may say it."""
        return "-".join(map(span, self.bounds)) if self.bounds else span(self.every)


DAILY = Rhythm()

BROAD = Rhythm.within(timedelta(hours=1), timedelta(days=7))

_SPANS = config.each(config.duration, '["1h", "7d"]')


def rhythm(value: Any) -> Rhythm:
    """`"1d"`, `"adaptive"`, or `["2h", "3d"]` for bounds of one's own. Raises InvalidConfig."""
    if value == ADAPTIVE:
        return BROAD
    if not isinstance(value, list):
        return Rhythm(config.duration(value))
    spans = _SPANS(value)
    if len(spans) != 2 or spans[0] > spans[1]:
        raise InvalidConfig(
            Mistake("is no pair of bounds", 'write the shorter one first, such as ["1h", "7d"]')
        )
    return Rhythm.within(*spans)


def span(length: timedelta) -> str:
    """A length of time as an outlet file may say it."""
    seconds = length.total_seconds()
    for unit, size in (("d", 86_400), ("h", 3_600), ("m", 60)):
        if seconds % size == 0:
            return f"{seconds // size:.0f}{unit}"
    return f"{seconds:g}s"
