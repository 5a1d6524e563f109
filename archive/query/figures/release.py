"""Coverage before and after the release of a work. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive.query.figures.timeline import Timeline

_DATE = {"year": 4, "month": 7}  # characters of a stored date that are known, where not all of the day are
_DAY = 10


@dataclass(frozen=True, slots=True)
class AroundRelease:
    """How many articles there are on either side of a release.

    Attributes:
        before, after: those of earlier days; those of that day and later ones.
        unclear: those whose month or year has the release in it, and which are known no closer.
    """

    before: int = 0
    after: int = 0
    unclear: int = 0


Dates = Iterable[tuple[str | None, str | None]]  # as stored, each with its precision


def around_release(dates: Dates, released: str) -> AroundRelease:
    """Counts of the dated articles on either side of a day."""
    sides = [_side(date, precision, released) for date, precision in dates if date]
    return AroundRelease(*(sides.count(side) for side in AroundRelease.__slots__))


def sides_of(shown: Timeline, dates: Dates, released: str) -> dict[str, list[int]]:
    """The counts of a timeline, divided by the side of a release: `before release`, `after release`.

    Those that cannot be told are counted as `not told`, if there are any.
    """
    places = {period: place for place, period in enumerate(shown.periods)}
    counts = {side: [0] * len(places) for side in AroundRelease.__slots__}
    for date, precision in dates:
        if date and not (shown.unit == "month" and precision == "year"):
            place = places.get(date[: _DATE[shown.unit]])
            if place is not None:
                counts[_side(date, precision, released)][place] += 1
    sides = {"before release": counts["before"], "after release": counts["after"]}
    return sides | ({"not told": counts["unclear"]} if any(counts["unclear"]) else {})


def _side(date: str, precision: str | None, released: str) -> str:
    known = _DATE.get(precision or "", _DAY)
    if date[:known] == released[:known] and known < _DAY:
        return "unclear"
    return "before" if date[:known] < released[:known] else "after"
