"""How critics score: the spread of the scores of a work, an outlet or an author, and how far they agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, median

from archive.db.store import Store

# Standard deviations of scores of 0-100. Scores of 3 and 4 stars of five lie 20 apart, so that critics who
# give one or the other in equal numbers have a deviation of 10.
_AGREE, _DIVIDED = 10.0, 20.0
_FEW = 3  # scores, below which nothing is said of agreement


@dataclass(frozen=True, slots=True)
class Spread:
    """Scores of 0-100 in figures.

    Attributes:
        deviation: the standard deviation of all scores (not of a sample).
    """

    count: int
    mean: float
    median: float
    low: float
    high: float
    deviation: float

    @property
    def agreement(self) -> str | None:
        """How far the critics agree, in words; None for fewer than three scores."""
        if self.count < _FEW:
            return None
        if self.deviation <= _AGREE:
            return "critics agree"
        return "critics are divided" if self.deviation >= _DIVIDED else "critics differ somewhat"


def spread(scores: Sequence[float]) -> Spread | None:
    """The figures of some scores; None without any."""
    if not scores:
        return None
    mean = fmean(scores)
    deviation = sqrt(fmean((score - mean) ** 2 for score in scores))  # `pstdev` takes twenty times as long
    return Spread(len(scores), mean, median(scores), min(scores), max(scores), deviation)


BINS = 10  # of 0-100, each with its lower end; 100 belongs to the last

# Reads an index alone. Different scores are few, so that each is counted before it is put into a bin.
_BINS = """
select min(9, cast(score / 10 as integer)) as bin, sum(articles), sum(score * articles) from (
    select rating_score as score, count(*) as articles from coverage
    where rating_score is not null {and_outlet} group by rating_score
) group by bin
"""


@dataclass(frozen=True, slots=True)
class ScoreCounts:
    """How many scores lie in each tenth, and their sum."""

    bins: tuple[int, ...]
    total: float

    @property
    def count(self) -> int:
        """The number of scores."""
        return sum(self.bins)

    @property
    def mean(self) -> float | None:
        """Their mean; None without any."""
        return self.total / self.count if self.count else None

    def without(self, part: ScoreCounts) -> ScoreCounts:
        """The scores that are not in `part`, whose scores are all among these."""
        bins = tuple(all_ - its for all_, its in zip(self.bins, part.bins, strict=True))
        return ScoreCounts(bins, self.total - part.total)


def score_counts(store: Store, outlet: str | None = None) -> ScoreCounts:
    """The scores in the archive, or those of one outlet."""
    sql = _BINS.format(and_outlet="" if outlet is None else "and outlet = ?")
    bins, total = [0] * BINS, 0.0
    for place, count, scores in store.db.execute(sql, () if outlet is None else (outlet,)):
        bins[place] = count
        total += scores
    return ScoreCounts(tuple(bins), total)


def count_scores(scores: Sequence[float]) -> ScoreCounts:
    """The same for some scores."""
    bins = [0] * BINS
    for score in scores:
        bins[min(BINS - 1, int(score * BINS / 100))] += 1
    return ScoreCounts(tuple(bins), sum(scores))
