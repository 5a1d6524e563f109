"""Divide the articles of an export, and report what the parts have and share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.db.store import Store
from archive.export.options.split import Split
from archive.export.split.article_keys import ArticleKeys, read_article_keys, read_copies
from archive.export.split.assign import Group, assign, shared_keys, story_day
from archive.export.split.groups import groups
from archive.export.split.leaks import Leak, leaks
from archive.terminal import counted

_LARGE = 0.1  # share of all articles; a larger group is worth a word


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a split: its name, and how many articles and groups it has."""

    name: str
    articles: int
    groups: int


@dataclass(frozen=True, slots=True)
class SplitReport:
    """What became of a split.

    Attributes:
        split: as asked for.
        seed: of the order of groups.
        largest: articles of the largest group.
        leaks: what the parts share.
        notes: what a person should know, in sentences.
    """

    split: Split
    seed: int
    parts: tuple[Part, ...]
    largest: int
    leaks: tuple[Leak, ...]
    notes: tuple[str, ...]

    @property
    def count(self) -> int:
        """Articles of all parts."""
        return sum(part.articles for part in self.parts)

    def part_lines(self) -> list[str]:
        """`train: 8,012 articles (80.1%) in 5,120 groups`"""
        return [
            f"{part.name}: {counted(part.articles, 'article')} ({part.articles / max(self.count, 1):.1%})"
            f" in {counted(part.groups, 'group')}"
            for part in self.parts
        ]

    def lines(self) -> list[str]:
        """The whole report."""
        return [*self.part_lines(), *(leak.line() for leak in self.leaks), *self.notes]


@dataclass(frozen=True, slots=True)
class SplitPlan:
    """The part of each article, by its id, as a number from 0; and the report."""

    part: Mapping[int, int]
    report: SplitReport

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parts, by number."""
        return self.report.split.parts


def plan_split(
    store: Store, split: Split, seed: int, condition: str, parameters: Sequence[object]
) -> SplitPlan:
    """Divide the articles that meet a condition on `coverage`. Keys are held in memory, texts are not."""
    articles = list(read_article_keys(store, condition, parameters))
    copies = list(read_copies(store))
    together = groups(articles, copies, lambda article: shared_keys(split.by, article))
    part = assign(split, together, seed)
    articles_in, groups_in = Counter(part.values()), Counter(part[group[0].id] for group in together)
    report = SplitReport(
        split=split,
        seed=seed,
        parts=tuple(
            Part(name, articles_in[number], groups_in[number]) for number, name in enumerate(split.parts)
        ),
        largest=max(map(len, together), default=0),
        leaks=tuple(leaks(articles, copies, part)),
        notes=(*_size_notes(split, together, articles_in), *_date_notes(split, together)),
    )
    return SplitPlan(part, report)


def _size_notes(split: Split, together: Sequence[Group], articles_in: Counter[int]) -> Iterator[str]:
    total, largest = sum(map(len, together)), max(map(len, together), default=0)
    if largest > max(1, _LARGE * total) and split.by != "time":
        joined = "copies of each other" if split.by == "random" else f"joined by {split.by} or story"
        yield (
            f"The largest group has {largest:,} of {total:,} articles ({largest / total:.1%}), {joined},"
            " directly or by way of others. It is in one part, so the shares are not as asked for."
        )
    for number, name in enumerate(split.parts):
        if total and not articles_in[number]:
            remedy = "choose other dates" if split.by == "time" else "try another --seed or --split"
            yield f"{name} has no article: there are {counted(len(together), 'group')}; {remedy}."


def _date_notes(split: Split, together: Sequence[Group]) -> Iterator[str]:
    if split.by != "time":
        return
    articles = [article for group in together for article in group]
    undated = sum(article.published is None for article in articles)
    vague = sum(any(_could_be_either_side(article, day) for day in split.days) for article in articles)
    later = sum(
        any((article.published or article.captured_at)[:10] >= day > story_day(group) for day in split.days)
        for group in together
        for article in group
    )
    for number, what in (
        (undated, "without a date of publication, which go by when they were fetched"),
        (vague, "dated by a year or month that a border lies in, which go by its first day"),
        (later, "with a date behind the border of their part, as copies of what was published before it"),
    ):
        if number:
            yield f"Articles {what}: {number:,}."


def _could_be_either_side(article: ArticleKeys, day: str) -> bool:
    known = {"year": 4, "month": 7}.get(article.precision or "")
    if known is None or article.published is None:
        return False
    return article.published[:known] == day[:known] and article.published[:10] < day
