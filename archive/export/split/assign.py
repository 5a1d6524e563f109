"""Which part each group of articles goes to. Pure: keys, dates and the seed decide, not the order of rows."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterator, Sequence
from fractions import Fraction

from archive.export.options.split import By, Split
from archive.export.split.article_keys import ArticleKeys

Group = Sequence[ArticleKeys]


def shared_keys(by: By, article: ArticleKeys) -> Iterator[Hashable]:
    """What an article must not share with another part, besides its story.

    The same text counts in every split: texts that are too short to be compared for a story can be the same.
    """
    if article.text is not None:
        yield "text", article.text
    if by == "work" and article.work is not None:
        yield "work", article.work
    elif by == "author":
        yield from (("author", author) for author in article.authors)
    elif by == "outlet" and article.outlet:
        yield "outlet", article.outlet


def assign(split: Split, groups: Sequence[Group], seed: int) -> dict[int, int]:
    """By article id, the number of its part, 0 for train."""
    numbers = _by_date(split, groups) if split.by == "time" else _by_share(split, groups, seed)
    return {article.id: part for group, part in zip(groups, numbers, strict=True) for article in group}


def story_day(group: Group) -> str:
    """When a story appeared first. An article without a date counts by when it was fetched."""
    return min(article.published or article.captured_at for article in group)[:10]


def _by_date(split: Split, groups: Sequence[Group]) -> list[int]:
    return [sum(story_day(group) >= day for day in split.days) for group in groups]


def _by_share(split: Split, groups: Sequence[Group], seed: int) -> list[int]:
    """Groups in the order of a hash, cut where the shares end.

    A group goes to the part in which its middle lies. So one that is larger than a part cannot make up that
    part, and the largest of all goes to train.
    """
    labels = [_label(split.by, group) for group in groups]
    order = sorted(range(len(groups)), key=lambda place: (_rank(seed, labels[place][1]), labels[place]))
    ends = [sum(split.shares[: place + 1], Fraction(0)) for place in range(len(split.shares) - 1)]
    total = sum(map(len, groups))
    numbers = [0] * len(groups)
    before = 0
    for place in order:
        middle = Fraction(2 * before + len(groups[place]), 2 * total)
        numbers[place] = sum(middle >= end for end in ends)
        before += len(groups[place])
    return numbers


def _label(by: By, group: Group) -> tuple[int, str, str]:
    """What names a group also in another archive of the same articles: work, author or outlet, else a URL."""
    url = min(article.url for article in group)
    names = [name for article in group for name in _names(by, article)]
    return (0, min(names), url) if names else (1, url, url)


def _names(by: By, article: ArticleKeys) -> Iterator[str]:
    if by == "work" and article.title:
        yield article.title
    elif by == "author":
        yield from (author.partition(" #")[0] for author in article.authors)
    elif by == "outlet" and article.outlet:
        yield article.outlet


def _rank(seed: int, label: str) -> int:
    key = hashlib.blake2b(f"{seed} {label}".encode(errors="surrogatepass"), digest_size=8)
    return int.from_bytes(key.digest())
