"""Detect that pages of an outlet are read worse than before, as after a template change. Pure.

A page may show *signs*: no article; no author, date or title, or a worse one than before; a text much
shorter than usual for the outlet; or a text that shares far more of its lines with its neighbours. For each
sign, the pages in order of capture are split where the share of pages with the sign rose most clearly, and
that rise is tested. On either side a page counts once, whatever was looked at again.

Sections differ, and old pages differ from new ones. A crawl that moves from one to another is no drift, so
pages are compared only within strata of section and age.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from math import log
from statistics import median
from typing import Any, Literal

from archive.drift.exact_test import StratumCounts, p_value

DriftSign = Literal["article", "author", "date", "title", "short", "repetitive"]

FEWEST_BEFORE = 10  # pages needed to know the usual rate

FEWEST_SINCE = 5  # pages needed to know the new rate

RISE = 0.3  # smallest rise of the share of pages with a sign that counts as drift

LATEST = 5  # pages; unless most of the latest show the sign, the drift is over

CHANCE = 0.01  # greatest probability of a false alarm, over all signs and splits (Bonferroni)

SHORT = 0.5  # a text is short below this share of the median length

SHARED = 0.2  # a text is repetitive if its shared lines exceed the usual share by this

_AGES = tuple(timedelta(days=365 * years) for years in (2, 5, 10))  # limits of the age strata

_EXAMPLES = 3

SIGN_LABELS: dict[DriftSign, str] = {
    "article": "no article",
    "author": "no author or a worse one",
    "date": "no date or a worse one",
    "title": "no title or a worse one",
    "short": "short text",
    "repetitive": "repetitive text",
}


@dataclass(frozen=True, slots=True)
class DriftPage:
    """What drift detection needs to know of one captured page.

    Attributes:
        at: when it was captured, aware.
        crawl: id of the crawl that captured it, if known.
        section: the outlet's section it belongs to.
        published: aware, if known.
        article: whether cleaning found an article.
        author, date, title: whether each was read, and no worse than at an earlier look. These and the rest
            mean nothing without an article.
        words: number of words in the text.
        shared: share of the text in lines that also occur on neighbouring pages.
    """

    url: str
    at: datetime
    section: str = ""
    published: datetime | None = None
    article: bool = True
    author: bool = True
    date: bool = True
    title: bool = True
    words: int = 0
    shared: float = 0.0
    crawl: int | None = None


@dataclass(frozen=True, slots=True)
class Drift:
    """One sign that has become more frequent.

    Attributes:
        before, since: share of the comparable pages with the sign, before and since the change.
        pages_before, pages_since: number of comparable pages.
        began: when the first page after the change was captured.
        urls: the latest pages with the sign.
    """

    sign: DriftSign
    before: float
    since: float
    pages_before: int
    pages_since: int
    began: datetime
    urls: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"{SIGN_LABELS[self.sign]} on {self.since:.0%} of {self.pages_since} pages since"
            f" {self.began:%Y-%m-%d %H:%M}, {self.before:.0%} of {self.pages_before} before"
        )

    def as_dict(self) -> dict[str, Any]:
        """The drift as a dict for JSON."""
        return {
            "sign": self.sign,
            "before": round(self.before, 3),
            "since": round(self.since, 3),
            "pages_before": self.pages_before,
            "pages_since": self.pages_since,
            "began": self.began.isoformat(),
            "urls": list(self.urls),
        }


@dataclass(frozen=True, slots=True)
class _Observation:
    """One page, and whether it shows a given sign."""

    page: DriftPage
    stratum: tuple[str, int]
    has_sign: bool


def drifts(pages: Sequence[DriftPage]) -> list[Drift]:
    """The signs that have become more frequent, greatest rise first. Empty if too few pages compare.

    Args:
        pages: of one outlet, in the order in which they were captured.
    """
    detected = []
    for sign, sequence in _sequences(pages):
        if len(sequence) >= FEWEST_BEFORE + FEWEST_SINCE and (drift := _judge(sign, sequence)):
            detected.append(drift)
    return sorted(detected, key=lambda drift: drift.before - drift.since)


def _sequences(pages: Sequence[DriftPage]) -> Iterator[tuple[DriftSign, list[_Observation]]]:
    strata = dict(zip(map(id, pages), _strata(pages), strict=True))
    articles = [page for page in pages if page.article]

    def sequence(pages: Sequence[DriftPage], has_sign: Callable[[DriftPage], bool]) -> list[_Observation]:
        return [_Observation(page, strata[id(page)], has_sign(page)) for page in pages]

    yield "article", sequence(pages, lambda page: not page.article)
    yield "author", sequence(articles, lambda page: not page.author)
    yield "date", sequence(articles, lambda page: not page.date)
    yield "title", sequence(articles, lambda page: not page.title)
    if len(articles) >= FEWEST_BEFORE + FEWEST_SINCE:
        usual = _usual_lengths(articles)
        yield "short", sequence(articles, lambda page: page.words < SHORT * usual(page.section))
        shared = median(page.shared for page in _earliest(articles))
        yield "repetitive", sequence(articles, lambda page: page.shared > shared + SHARED)


def _strata(pages: Sequence[DriftPage]) -> Iterator[tuple[str, int]]:
    """Section and age span of each page. An undated page gets the age of the section's page before it."""
    latest: dict[str, int] = {}
    for page in pages:
        if page.published:
            latest[page.section] = sum(page.at - page.published > age for age in _AGES)
        yield page.section, latest.get(page.section, 0)


def _usual_lengths(articles: Sequence[DriftPage]) -> Callable[[str], float]:
    """The median number of words in a section, among the earliest articles."""
    earlier = _earliest(articles)
    sections: defaultdict[str, list[int]] = defaultdict(list)
    for page in earlier:
        sections[page.section].append(page.words)
    overall = median(page.words for page in earlier)
    usual = {name: median(words) for name, words in sections.items() if len(words) >= FEWEST_SINCE}
    return lambda section: usual.get(section, overall)


def _earliest(articles: Sequence[DriftPage]) -> Sequence[DriftPage]:
    """The earliest articles, few enough to precede even an early change."""
    return articles[: max(FEWEST_BEFORE, len(articles) // 4)]


def _judge(sign: DriftSign, sequence: Sequence[_Observation]) -> Drift | None:
    if 2 * sum(seen.has_sign for seen in _last_of_each_page(sequence)[-LATEST:]) <= LATEST:
        return None
    split = _clearest_split([seen.has_sign for seen in sequence])
    if split is None:
        return None
    before, since = (_last_of_each_page(side) for side in (sequence[:split], sequence[split:]))
    tables = _tables(before, since)
    pages_before = sum(table.pages_before for table in tables)
    pages_since = sum(table.pages_since for table in tables)
    if pages_before < FEWEST_BEFORE or pages_since < FEWEST_SINCE:
        return None
    share = sum(table.hits_since for table in tables) / pages_since
    # The share expected if no stratum had changed.
    expected = (
        sum(table.pages_since * table.hits_before / table.pages_before for table in tables) / pages_since
    )
    tests = len(SIGN_LABELS) * (len(sequence) - FEWEST_BEFORE - FEWEST_SINCE + 1)
    if share - expected < RISE or p_value(tables) * tests > CHANCE:
        return None
    urls = [seen.page.url for seen in reversed(since) if seen.has_sign][:_EXAMPLES]
    return Drift(sign, expected, share, pages_before, pages_since, since[0].page.at, tuple(urls))


def _last_of_each_page(sequence: Sequence[_Observation]) -> list[_Observation]:
    """The observations without those of pages that were looked at again later."""
    last = {seen.page.url: place for place, seen in enumerate(sequence)}
    return [seen for place, seen in enumerate(sequence) if last[seen.page.url] == place]


def _clearest_split(hits: Sequence[bool]) -> int | None:
    """The split at which two rates, the later one higher, have the greatest likelihood; None if none rose."""
    sums = list(accumulate(hits, initial=0))
    number, total = len(hits), sums[-1]
    best: tuple[float, int] | None = None
    for split in range(FEWEST_BEFORE, number - FEWEST_SINCE + 1):
        before, since = sums[split], total - sums[split]
        if since / (number - split) - before / split > 0:
            likelihood = _log_likelihood(before, split) + _log_likelihood(since, number - split)
            best = max(best or (likelihood, split), (likelihood, split))
    return best[1] if best else None


def _log_likelihood(hits: int, total: int) -> float:
    """Log-likelihood of a sequence at its own rate."""
    return sum(count * log(count / total) for count in (hits, total - hits) if count)


def _tables(before: Sequence[_Observation], since: Sequence[_Observation]) -> list[StratumCounts]:
    """A table for each stratum with pages on both sides of the split."""
    stratum_key = _stratum_key(before, since)
    counts: defaultdict[Any, Counter[tuple[bool, bool]]] = defaultdict(Counter)
    for side, pages in ((False, before), (True, since)):
        for seen in pages:
            counts[stratum_key(seen.stratum)][side, seen.has_sign] += 1
    tables = [
        StratumCounts(
            count[False, True],
            count[False, True] + count[False, False],
            count[True, True],
            count[True, True] + count[True, False],
        )
        for count in counts.values()
    ]
    return [table for table in tables if table.pages_before and table.pages_since]


def _stratum_key(
    before: Sequence[_Observation], since: Sequence[_Observation]
) -> Callable[[tuple[str, int]], Any]:
    """What to stratify by. If all sections are new, the outlet changed its URLs: then use age alone.

    A crawl that read other sections well before goes from one to another: those have only not been seen yet.
    """
    sections = {seen.stratum[0] for seen in before}
    crawls = {seen.page.crawl for seen in before} - {None}
    moved = not any(seen.stratum[0] in sections or seen.page.crawl in crawls for seen in since)
    return (lambda stratum: stratum[1]) if moved else (lambda stratum: stratum)
