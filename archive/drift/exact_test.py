"""How likely a difference between two groups is by chance. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import comb


@dataclass(frozen=True, slots=True)
class Table:
    """Counts of one stratum: `hits` among `of`, before and since."""

    hits_before: int
    of_before: int
    hits_since: int
    of_since: int


def by_chance(tables: Iterable[Table]) -> float:
    """The probability of at least so many hits since, if nothing but chance set them apart from before.

    The exact one-sided Cochran-Mantel-Haenszel test: within each stratum the hits since are hypergeometric
    given all that was hit; their sum over strata is what is judged. With one stratum it is Fisher's exact
    test. (A. Agresti, Categorical Data Analysis, 3rd ed. 2013, sections 3.5.1 and 6.4.2; N. Mantel and W.
    Haenszel, J. Natl. Cancer Inst. 22, 1959.)
    """
    seen = 0
    sums = [1]  # ways to come to each number of hits since, over the strata so far
    for table in tables:
        seen += table.hits_since
        sums = _convolve(sums, _ways(table))
    total = sum(sums)
    return sum(sums[seen:]) / total


def _ways(table: Table) -> list[int]:
    """In how many ways 0, 1, 2, ... of a stratum's hits fall since."""
    hits = table.hits_before + table.hits_since
    misses = table.of_before + table.of_since - hits
    return [
        comb(hits, since) * (comb(misses, table.of_since - since) if since <= table.of_since else 0)
        for since in range(min(hits, table.of_since) + 1)
    ]


def _convolve(one: list[int], other: list[int]) -> list[int]:
    found = [0] * (len(one) + len(other) - 1)
    for place, ways in enumerate(one):
        for more, others in enumerate(other):
            found[place + more] += ways * others
    return found
