"""What the parts of a split share: stories, works, authors, outlets. Counted from finished parts. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.export.split.article_keys import ArticleKeys
from archive.export.split.groups import groups

Keys = Callable[[ArticleKeys], Iterable[Hashable]]

_STORIES = "stories (copies and near copies)"
_MEASURES: dict[str, Keys] = {
    "works": lambda article: () if article.work is None else (article.work,),
    "titles of works": lambda article: () if article.title is None else (article.title,),
    "authors": lambda article: article.authors,
    "outlets": lambda article: (article.outlet,) if article.outlet else (),
}


@dataclass(frozen=True, slots=True)
class Leak:
    """Attributes:
    what: is shared, in the plural.
    keys: works, or what else it is, in all parts together.
    shared: those that are in several parts.
    articles: outside the first part, that have a key which an earlier part has, too.
    later_articles: all outside the first part.
    """

    what: str
    keys: int
    shared: int
    articles: int
    later_articles: int

    @property
    def share(self) -> float:
        """Of the articles outside the first part, those that share something with an earlier part; 0 to 1."""
        return self.articles / max(self.later_articles, 1)

    def line(self) -> str:
        """`works in several parts: 3 of 120; articles outside train with one of these: 7 of 90 (7.8%)`"""
        return (
            f"{self.what} in several parts: {self.shared:,} of {self.keys:,}; articles outside train with one"
            f" of these: {self.articles:,} of {self.later_articles:,} ({self.share:.1%})"
        )


def leaks(
    articles: Sequence[ArticleKeys], copies: Sequence[tuple[int, int]], part: Mapping[int, int]
) -> list[Leak]:
    """All measures, that of stories first.

    Args:
        copies: pairs of ids.
        part: number of the part by article id.
    """
    stories = groups(articles, copies, _text)
    story_number = {article.id: number for number, story in enumerate(stories) for article in story}
    measures: dict[str, Keys] = {_STORIES: lambda article: (story_number[article.id],), **_MEASURES}
    return [_leak(what, articles, keys, part) for what, keys in measures.items()]


def _text(article: ArticleKeys) -> Iterable[Hashable]:
    """So that short texts, which are not compared for near copies, count if they are the same."""
    return () if article.text is None else (("text", article.text),)


def _leak(what: str, articles: Sequence[ArticleKeys], keys: Keys, part: Mapping[int, int]) -> Leak:
    first: dict[Hashable, int] = {}
    last: dict[Hashable, int] = {}
    for article in articles:
        for key in keys(article):
            number = part[article.id]
            first[key] = min(first.get(key, number), number)
            last[key] = max(last.get(key, number), number)
    later = [article for article in articles if part[article.id] > 0]
    return Leak(
        what=what,
        keys=len(first),
        shared=sum(first[key] != last[key] for key in first),
        articles=sum(any(first[key] < part[article.id] for key in keys(article)) for article in later),
        later_articles=len(later),
    )
