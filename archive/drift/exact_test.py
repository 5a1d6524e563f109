"""Test whether a difference between two groups may be chance. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import comb


@dataclass(frozen=True, slots=True)
class StratumCounts:
    """Counts of one stratum: hits and pages, before and since."""

    hits_before: int
    pages_before: int
    hits_since: int
    pages_since: int


def p_value(tables: Iterable[StratumCounts]) -> float:
    """The probability of at least this many hits since, if the rate has not changed.

    The exact one-sided Cochran-Mantel-Haenszel test: within each stratum, the hits since are hypergeometric
    given all hits of the stratum; the statistic is their sum over strata. With one stratum it is Fisher's
    exact test. (A. Agresti, Categorical Data Analysis, 3rd ed. 2013, sections 3.5.1 and 6.4.2; N. Mantel and
    W. Haenszel, J. Natl. Cancer Inst. 22, 1959.)
    """
    hits_since = 0
    sums = [1]  # number of arrangements for each number of hits since, over the strata so far
    for table in tables:
        hits_since += table.hits_since
        sums = _convolve(sums, _hit_counts(table))
    total = sum(sums)
    return sum(sums[hits_since:]) / total


def _hit_counts(table: StratumCounts) -> list[int]:
    """The number of arrangements with 0, 1, 2, ... of a stratum's hits since."""
    hits = table.hits_before + table.hits_since
    misses = table.pages_before + table.pages_since - hits
    return [
        comb(hits, since) * (comb(misses, table.pages_since - since) if since <= table.pages_since else 0)
        for since in range(min(hits, table.pages_since) + 1)
    ]


def _convolve(left: list[int], right: list[int]) -> list[int]:
    product = [0] * (len(left) + len(right) - 1)
    for i, left_count in enumerate(left):
        for j, right_count in enumerate(right):
            product[i + j] += left_count * right_count
    return product
