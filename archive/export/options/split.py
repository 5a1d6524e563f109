"""What a person writes behind --split: `work:80/10/10` or `time:2025-01-01,2025-07-01`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import ClassVar, Literal, get_args

from archive.errors import MatineeError

By = Literal["time", "work", "author", "outlet", "random"]

_NAMES = {2: ("train", "test"), 3: ("train", "validation", "test")}
_SHARES = "80/10/10"
_SHARE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,6})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class SplitError(MatineeError):
    """--split cannot be understood."""

    exit_code: ClassVar[int] = 2

    def __init__(self, text: str, problem: str, remedy: str) -> None:
        super().__init__(f"--split {text}: {problem}", remedy)


@dataclass(frozen=True, slots=True)
class Split:
    """How articles are divided.

    Attributes:
        text: as typed.
        by: what no two parts share; `random` is by stories alone, `time` by the date of a story.
        shares: of the articles, of each part, that sum to 1; () for `time`.
        days: ISO 8601, ascending; each begins a part behind the first. () but for `time`.
    """

    text: str
    by: By
    shares: tuple[Fraction, ...] = ()
    days: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts, train first."""
        return _NAMES[len(self.shares) or len(self.days) + 1]


def read_split(text: str) -> Split:
    """The split that a person names. Raises SplitError."""
    by, _, rest = text.strip().partition(":")
    if by == "time":
        return Split(text, "time", days=_days(text, rest))
    for known in get_args(By):
        if by == known:
            return Split(text, known, shares=_shares(text, rest or _SHARES))
    ways = ", ".join(f"{way}:{_SHARES}" for way in get_args(By) if way != "time")
    raise SplitError(text, f"there is no split by {by!r}", f"write {ways} or time:2025-01-01,2025-07-01")


def _shares(text: str, rest: str) -> tuple[Fraction, ...]:
    figures = rest.split("/")
    if len(figures) not in _NAMES or not all(map(_SHARE.fullmatch, figures)):
        problem = f"{rest!r} is not two or three percentages"
        raise SplitError(text, problem, "write 80/20 for train and test, or 80/10/10 with validation between")
    percentages = [Fraction(figure) for figure in figures]
    if not all(percentages):
        raise SplitError(text, "a part of 0% is none", "leave it out: 80/20 has train and test alone")
    if sum(percentages) != 100:
        total = f"{float(sum(percentages)):g}"
        raise SplitError(text, f"the percentages sum to {total}", "make them sum to 100, such as 80/10/10")
    return tuple(percentage / 100 for percentage in percentages)


def _days(text: str, rest: str) -> tuple[str, ...]:
    days = rest.split(",")
    if len(days) + 1 not in _NAMES or not all(map(_is_day, days)):
        problem = f"{rest!r} is not one or two dates"
        remedy = (
            "write time:2025-01-01 for train and test, or time:2025-01-01,2025-07-01 with validation between"
        )
        raise SplitError(text, problem, remedy)
    if days != sorted(set(days)):
        remedy = "name two days" if len(set(days)) == 1 else f"write time:{min(days)},{max(days)}"
        raise SplitError(text, "the second date is not after the first", remedy)
    return tuple(days)


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False
