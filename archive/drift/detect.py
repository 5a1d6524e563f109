"""Whether an outlet's pages have begun to be read worse than before: how a changed template shows. Pure.

Pages in the order in which they were captured, and of each whether it shows a *sign*: no article on it, no
author, date or title read, a text much shorter than the outlet's used to be, or one that shares far more
of its lines with its neighbours. For each sign the sequence is split where the share of pages with it rose
most clearly, and the rise is tested.

An outlet's sections differ, and its old pages differ from its new ones, so a crawl that turns from one to
the other is no drift: pages are compared within strata of section and age.
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

from archive.drift.exact_test import Table, by_chance

Sign = Literal["article", "author", "date", "title", "short", "repetitive"]

FEWEST_BEFORE = 10  # pages that say what an outlet used to be like

FEWEST_SINCE = 5  # pages that say that it is so no more

RISE = 0.3  # of the share of pages that show a sign: less is no changed template

LATEST = 5  # pages, of which most show it still; else it is over

CHANCE = 0.01  # of any sign at any split, where nothing has changed (Bonferroni's inequality)

SHORT = 0.5  # of the median length

SHARED = 0.2  # more of a text's words in lines that its neighbours have, too

_AGES = tuple(timedelta(days=365 * years) for years in (2, 5, 10))  # between them, templates change

_EXAMPLES = 3

SAID: dict[Sign, str] = {
    "article": "no article",
    "author": "no author",
    "date": "no date",
    "title": "no title",
    "short": "short text",
    "repetitive": "repetitive text",
}


@dataclass(frozen=True, slots=True)
class Page:
    """One capture of a page, as far as drift is concerned.

    Attributes:
        at: when it was captured, aware.
        section: where it stands on the outlet.
        published: as far as anything tells, aware.
        article: whether the page gave an article that could be shown.
        author, date, title: whether it was read. Of no meaning without an article, like all that follow.
        words: of the text.
        shared: share of them in lines that the outlet's neighbouring pages have, too.
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


@dataclass(frozen=True, slots=True)
class Drift:
    """One sign that has become more frequent.

    Attributes:
        before, since: share of the pages that showed it, among those that can be compared.
        pages_before, pages_since: how many there were of these.
        began: when the first page after the change was captured.
        urls: of the latest pages that show it.
    """

    sign: Sign
    before: float
    since: float
    pages_before: int
    pages_since: int
    began: datetime
    urls: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"{SAID[self.sign]} on {self.since:.0%} of {self.pages_since} pages since"
            f" {self.began:%Y-%m-%d %H:%M}, {self.before:.0%} of {self.pages_before} before"
        )

    def as_dict(self) -> dict[str, Any]:
        """The drift as JSON can hold it."""
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
class _Seen:
    """One page of a sign's sequence."""

    page: Page
    stratum: tuple[str, int]
    hit: bool


def drifts(pages: Sequence[Page]) -> list[Drift]:
    """The signs that have become more frequent, the clearest first; none where too little can be compared.

    Args:
        pages: of one outlet, in the order in which they were captured.
    """
    found = []
    for sign, sequence in _sequences(pages):
        if len(sequence) >= FEWEST_BEFORE + FEWEST_SINCE and (drift := _judge(sign, sequence)):
            found.append(drift)
    return sorted(found, key=lambda drift: drift.before - drift.since)


def _sequences(pages: Sequence[Page]) -> Iterator[tuple[Sign, list[_Seen]]]:
    strata = dict(zip(map(id, pages), _strata(pages), strict=True))
    articles = [page for page in pages if page.article]

    def sequence(of: Sequence[Page], hit: Callable[[Page], bool]) -> list[_Seen]:
        return [_Seen(page, strata[id(page)], hit(page)) for page in of]

    yield "article", sequence(pages, lambda page: not page.article)
    yield "author", sequence(articles, lambda page: not page.author)
    yield "date", sequence(articles, lambda page: not page.date)
    yield "title", sequence(articles, lambda page: not page.title)
    if len(articles) >= FEWEST_BEFORE + FEWEST_SINCE:
        usual = _usual_lengths(articles)
        yield "short", sequence(articles, lambda page: page.words < SHORT * usual(page.section))
        shared = median(page.shared for page in _earliest(articles))
        yield "repetitive", sequence(articles, lambda page: page.shared > shared + SHARED)


def _strata(pages: Sequence[Page]) -> Iterator[tuple[str, int]]:
    """Section and span of age of each page; what tells no date is as old as the page before it."""
    latest: dict[str, int] = {}
    for page in pages:
        if page.published:
            latest[page.section] = sum(page.at - page.published > age for age in _AGES)
        yield page.section, latest.get(page.section, 0)


def _usual_lengths(articles: Sequence[Page]) -> Callable[[str], float]:
    """The median number of words in a section, among the earliest articles."""
    earlier = _earliest(articles)
    sections: defaultdict[str, list[int]] = defaultdict(list)
    for page in earlier:
        sections[page.section].append(page.words)
    overall = median(page.words for page in earlier)
    usual = {name: median(words) for name, words in sections.items() if len(words) >= FEWEST_SINCE}
    return lambda section: usual.get(section, overall)


def _earliest(articles: Sequence[Page]) -> Sequence[Page]:
    """What an outlet used to be like: few enough not to take in a change that was long ago."""
    return articles[: max(FEWEST_BEFORE, len(articles) // 4)]


def _judge(sign: Sign, sequence: Sequence[_Seen]) -> Drift | None:
    if 2 * sum(seen.hit for seen in sequence[-LATEST:]) <= LATEST:
        return None
    split = _clearest_split([seen.hit for seen in sequence])
    if split is None:
        return None
    before, since = sequence[:split], sequence[split:]
    tables = _tables(before, since)
    pages_before = sum(table.of_before for table in tables)
    pages_since = sum(table.of_since for table in tables)
    if pages_before < FEWEST_BEFORE or pages_since < FEWEST_SINCE:
        return None
    share = sum(table.hits_since for table in tables) / pages_since
    # What it would have been, had every stratum stayed as it was.
    usual = sum(table.of_since * table.hits_before / table.of_before for table in tables) / pages_since
    tests = len(SAID) * (len(sequence) - FEWEST_BEFORE - FEWEST_SINCE + 1)
    if share - usual < RISE or by_chance(tables) * tests > CHANCE:
        return None
    urls = [seen.page.url for seen in reversed(since) if seen.hit][:_EXAMPLES]
    return Drift(sign, usual, share, pages_before, pages_since, since[0].page.at, tuple(urls))


def _clearest_split(hits: Sequence[bool]) -> int | None:
    """Where two rates, of which the later is higher, explain a sequence best (by their likelihood)."""
    sums = list(accumulate(hits, initial=0))
    number, total = len(hits), sums[-1]
    best: tuple[float, int] | None = None
    for split in range(FEWEST_BEFORE, number - FEWEST_SINCE + 1):
        before, since = sums[split], total - sums[split]
        if since / (number - split) - before / split > 0:
            likelihood = _likelihood(before, split) + _likelihood(since, number - split)
            best = max(best or (likelihood, split), (likelihood, split))
    return best[1] if best else None


def _likelihood(hits: int, of: int) -> float:
    """Logarithm of the likelihood of a sequence at its own rate."""
    return sum(count * log(count / of) for count in (hits, of - hits) if count)


def _tables(before: Sequence[_Seen], since: Sequence[_Seen]) -> list[Table]:
    """The strata that have pages on both sides."""
    kept = _comparable(before, since)
    counts: defaultdict[Any, Counter[tuple[bool, bool]]] = defaultdict(Counter)
    for side, pages in ((False, before), (True, since)):
        for seen in pages:
            counts[kept(seen.stratum)][side, seen.hit] += 1
    tables = [
        Table(
            count[False, True],
            count[False, True] + count[False, False],
            count[True, True],
            count[True, True] + count[True, False],
        )
        for count in counts.values()
    ]
    return [table for table in tables if table.of_before and table.of_since]


def _comparable(before: Sequence[_Seen], since: Sequence[_Seen]) -> Callable[[tuple[str, int]], Any]:
    """By what to stratify: where all sections are new at once, the outlet's addresses have changed."""
    sections = {seen.stratum[0] for seen in before}
    moved = not any(seen.stratum[0] in sections for seen in since)
    return (lambda stratum: stratum[1]) if moved else (lambda stratum: stratum)
